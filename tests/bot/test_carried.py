"""What a button carries comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.carried import CarriedCommand, carried_by, read_carried
from bot.commands.following import Follow
from bot.commands.names import Named
from bot.reply import Button
from briefings.model.chat import Address


@given(
    st.builds(CarriedCommand, st.text(), st.text().filter(lambda chat: "|" not in chat), st.booleans(), st.booleans())
)
def test_reading_and_writing_are_inverse(carried: CarriedCommand) -> None:
    assert read_carried(carried.written) == carried


@pytest.mark.parametrize(
    ("at", "chat"), [(None, ""), (Address("teams", "t", "@a:1"), "@a:1"), (Address("matrix", "server", "!r:h"), "!r:h")]
)
def test_a_button_carries_its_command_and_the_chat_it_is_about(at: Address | None, chat: str) -> None:
    follow = Follow((Named("migratie"),))
    carried = carried_by(Button("Volg", follow, at=at), hidden=True)
    assert (carried.command, carried.chat, carried.hidden, carried.share) == (follow, chat, True, False)
