"""Where chats are reached."""

from dataclasses import replace

from bot.conversation.contacts import Contact, Contacts
from briefings.model.chat import Address
from storage.chat_lifecycle import forget_chat, forget_workspace
from storage.database import Database

_CHANNEL = Contact(Address("teams", "t1", "19:c1"), "https://smba.example/emea", "19:team")
_ALONE = Contact(Address("teams", "t1", "@a:1"), "https://smba.example/emea", person="29:u1")


def test_the_last_that_was_told_is_kept_of_chats_that_have_something_to_bring(database: Database) -> None:
    contacts = Contacts(database)
    contacts.keep(_CHANNEL, new=False)
    assert contacts.of(_CHANNEL.address) is None
    contacts.keep(_CHANNEL, new=True)
    moved = replace(_CHANNEL, url="https://smba.example/amer")
    contacts.keep(moved, new=False)
    assert contacts.of(_CHANNEL.address) == moved


def test_a_team_knows_its_channels_and_someone_their_private_chat(database: Database) -> None:
    contacts, other = Contacts(database), replace(_CHANNEL, address=Address("teams", "t1", "19:c2"))
    for contact in (other, _CHANNEL, _ALONE, replace(_CHANNEL, address=Address("teams", "t2", "19:c1"))):
        contacts.keep(contact, new=True)
    assert contacts.of_team("teams", "t1", "19:team") == [_CHANNEL, other]
    assert contacts.of_person("teams", "t1", "29:u1") == _ALONE
    assert contacts.of_person("teams", "t2", "29:u1") is None


def test_what_is_forgotten_is_reached_no_more(database: Database) -> None:
    contacts = Contacts(database)
    for contact in (_CHANNEL, _ALONE):
        contacts.keep(contact, new=True)
    with database.writing() as session:
        forget_chat(session, _ALONE.address)
    assert (contacts.of(_ALONE.address), contacts.of(_CHANNEL.address)) == (None, _CHANNEL)
    with database.writing() as session:
        forget_workspace(session, "teams", "t1")
    assert contacts.of(_CHANNEL.address) is None
