"""A Reply with every part, for the tests of the renderers."""

from bot.commands.asking import Ask
from bot.commands.following import Follow
from bot.commands.names import Named
from bot.reply import Button, Card, Line, Link, Reply, Section

LETTER = Link("Verslag <JBZ> & meer", "https://zoek.officielebekendmakingen.nl/kst-1.html")
ITEM = Link("Lees meer", "https://jbz.example/items/1")
CARD = Card(
    "Terugkeer & <opvang>",
    "I.6",
    ITEM,
    (
        Line("De Raad nam het besluit.", label="Besluit", is_main=True),
        Line("Nederland <!channel> steunt dit.", label="Nederland"),
    ),
    (LETTER,),
    "JBZ-Raad",
)
WHOLE = Reply(
    title="Migratie",
    language="nl",
    lead=("Eerst dit.",),
    sections=(Section("Over terugkeer", (CARD,), (Line("En nog iets.", remark="niet zeker"),)),),
    sources=(LETTER,),
    footer="Tot zover.",
    buttons=(Button("Volg migratie", Follow((Named("migratie"),))), Button("Meer", Ask("migratie terugkeer"))),
    reading=Link("Lees meer", "https://jbz.example/zoek?q=migratie"),
)
