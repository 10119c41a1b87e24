"""Nothing that a letter or a person says is markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mattermost.markup import address, escaped


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("JBZ-Raad (5 en 7 maart)", "JBZ-Raad (5 en 7 maart)"),
        ("**vet** _schuin_ `code` ~~weg~~", r"\*\*vet\*\* \_schuin\_ \`code\` \~\~weg\~\~"),
        ("[klik](https://kwaad.example)", r"\[klik\](https://kwaad.example)"),
        ("# Kop", r"\# Kop"),
        ("1. Migratie", r"1\. Migratie"),
        ("- punt", r"\- punt"),
        ("> gezegd", r"\> gezegd"),
        ("@channel kijk", "@\u200bchannel kijk"),
        ("zie #geheim en C#", "zie #\u200bgeheim en C#"),
        (":smile: om 08:00", ":\u200bsmile: om 08:00"),
        ("&lt;script&gt; & co", "&\u200blt;script&\u200bgt; & co"),
        ("$x$", "$\u200bx$\u200b"),
        ("a | b", r"a \| b"),
    ],
)  # fmt: skip
def test_what_means_something_is_shown_as_it_is(said: str, shown: str) -> None:
    assert escaped(said) == shown


@given(st.text())
def test_no_mention_hashtag_emoji_or_code_is_left(said: str) -> None:
    shown = escaped(said)
    assert not any(f"@{name}" in shown for name in ("channel", "here", "all", "jan"))
    assert not any(line.startswith(("    ", "\t", "#", ">", "- ", "* ", "+ ")) for line in shown.split("\n"))
    assert "`" not in shown.replace("\\`", "")


def test_an_address_does_not_end_its_link() -> None:
    assert address("https://x.example/a(b) c>") == "https://x.example/a%28b%29%20c%3E"
