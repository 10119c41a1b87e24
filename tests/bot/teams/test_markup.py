"""Nothing that a letter or a person says is markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.teams.markup import address, escaped


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("JBZ-Raad (5 en 7 maart)", "JBZ-Raad (5 en 7 maart)"),
        ("**vet** _schuin_ `code`", r"\*\*vet\*\* \_schuin\_ \`code\`"),
        ("[klik](https://kwaad.example)", "\\[klik\\]\u200b(https://kwaad.example)"),
        ("![x](https://kwaad.example/a.png)", "!\u200b\\[x\\]\u200b(https://kwaad.example/a.png)"),
        ("# Kop", r"\# Kop"),
        ("1. Migratie", r"1\. Migratie"),
        ("- punt", r"\- punt"),
        ("> gezegd", r"\> gezegd"),
        ("<at>Iedereen</at>", "<\u200bat>Iedereen<\u200b/at>"),
        ("{{DATE(2025-03-05T00:00:00Z)}}", "{\u200b{DATE(2025-03-05T00:00:00Z)}}"),
        ("&lt;script&gt; & co", "&\u200blt;script&\u200bgt; & co"),
        ("een\ntwee", "een\n\ntwee"),
    ],
)  # fmt: skip
def test_what_means_something_is_shown_as_it_is(said: str, shown: str) -> None:
    assert escaped(said) == shown


_HOSTILE = st.text(st.sampled_from("*_`[]()!<>{}&#-+1. ~|\\a\nlt;")) | st.text()


@given(_HOSTILE)
def test_a_whole_reader_of_markdown_finds_only_words(said: str) -> None:
    shown = MarkdownIt("commonmark", {"html": False}).render(escaped(said))
    assert set(re.findall(r"<(\w+)", shown)) <= {"p"}


@given(_HOSTILE)
def test_the_reader_of_phones_finds_no_link(said: str) -> None:
    assert not re.search(r"\]\(", escaped(said))


def test_an_address_does_not_end_its_link() -> None:
    assert address("https://x.example/a(b) c>") == "https://x.example/a%28b%29%20c%3E"
