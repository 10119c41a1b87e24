"""What an administrator does under `/beheer`, pressed in a browser: good, wrong and hostile input.

Of each act it is seen that nothing happens before yes, that it is said what was done, and that no text becomes markup.
"""

from collections.abc import Iterator

from playwright.sync_api import Dialog, Page

from tests.conftest import REPORT

_HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
_THEME = '[kabels]\nnl = "kabels"\nen = "cables"\nsynonyms = ["zeekabels"]\n'
_DONE, _NOT_DONE = "Gedaan", "Niet gedaan"


def administered(page: Page, at: str) -> Iterator[str]:
    """What is not as it should be."""
    alarms: list[str] = []

    def is_shown(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", is_shown)
    for name, did in (
        ("deliveries", _deliveries(page, at)),
        ("subscriptions", _subscriptions(page, at)),
        ("letters", _letters(page, at)),
        ("themes", _themes(page, at)),
        ("sources", _sources(page, at)),
        ("copy", _copy(page, at)),
    ):
        yield from (f"{name}: {one}" for one in did)
    page.goto(f"{at}/beheer/logboek?nagaan=1")
    if "Alles klopt" not in page.inner_text("main"):
        yield "the log is not whole"
    if alarms:
        yield f"text became a script: {alarms}"


def _pressed(page: Page, label: str, row: str = "", **typed: str) -> tuple[str, str]:
    """The heading and words after a button and yes; between them it is asked whether one is sure."""
    within = page.locator("tr", has_text=row) if row else page.locator("main")
    within.get_by_role("button", name=label).first.click()
    if page.inner_text("h1") != "Weet u het zeker?":
        return page.inner_text("h1"), page.inner_text("main")
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    return _sure(page)


def _sure(page: Page) -> tuple[str, str]:
    page.get_by_role("button", name="Ja, doe dit").click()
    return page.inner_text("h1"), page.inner_text("main")


def _deliveries(page: Page, at: str) -> Iterator[str]:
    page.goto(f"{at}/beheer/bezorging")
    page.locator("main").get_by_role("button", name="Opnieuw 1").first.click()
    page.get_by_role("link", name="Nee, terug").click()
    if page.locator("tr", has_text="mislukt").count() == 0:
        yield "no did something"
    if _pressed(page, "Opnieuw 1")[0] != _DONE:
        yield "what failed is not sent again"
    page.goto(f"{at}/beheer/bezorging")
    if _pressed(page, "Leg weg 1")[0] != _DONE:
        yield "what waits is not dropped"


def _subscriptions(page: Page, at: str) -> Iterator[str]:
    where = f"{at}/beheer/abonnementen"
    for label, typed, heading in (
        ("Laat doorgaan", {}, _DONE),
        ("Pauzeer", {}, _DONE),
        ("Laat doorgaan", {}, _DONE),
        ("Verplaats", {"text": _HOSTILE}, _NOT_DONE),
        ("Verplaats", {"text": "-100"}, _NOT_DONE),
        ("Verplaats", {"text": "C9999ABCD"}, _DONE),
        ("Stop", {}, _DONE),
    ):
        page.goto(where)
        if (seen := _pressed(page, label, **typed))[0] != heading:
            yield f"{label} {typed}: {seen}"


def _letters(page: Page, at: str) -> Iterator[str]:
    where = f"{at}/beheer/brieven"
    later = REPORT.read_text("utf-8").replace("5 en 7 maart 2025", "12 en 13 juni 2025").replace("935", "951")
    hostile = later.replace("Externe dimensie", f"Externe {_HOSTILE} dimensie")
    for name, content, heading in (
        ("brief.txt", later.encode(), _DONE),
        (f"{_HOSTILE.replace('/', '')}.txt", hostile.encode(), _DONE),
        ("empty.txt", b"", _NOT_DONE),
        ("program.docx", b"MZ\x90\x00" * 500, _NOT_DONE),
        ("large.txt", b"x" * 26 * 1024 * 1024, _NOT_DONE),
    ):
        page.goto(where)
        page.get_by_role("button", name="Neem een brief op").click()
        page.set_input_files("[name=file]", {"name": name, "mimeType": "text/plain", "buffer": content})
        if (seen := _sure(page))[0] != heading:
            yield f"{name}: {seen}"
    page.goto(where)
    newest = page.locator("tbody tr").first.locator("td").first.inner_text()
    page.goto(f"{where}?brief={newest}")
    if "Versies" not in page.inner_text("main"):
        yield "the letter does not show its editions"
    page.goto(where)
    if _pressed(page, f"Trek in {newest}")[0] != _DONE:
        yield "the letter is not withdrawn"


def _themes(page: Page, at: str) -> Iterator[str]:
    where = f"{at}/beheer/themas"
    for text, heading in (
        ("[kabels", _NOT_DONE),
        (f'[kabels]\nnl = "{_HOSTILE[2:]}"\nen = "x"\n', _DONE),
        (_THEME, _DONE),
    ):
        page.goto(where)
        page.fill("textarea", text)
        if (seen := _pressed(page, "Laat zien wat dit doet"))[0] != heading:
            yield f"{text}: {seen}"
    for label in ("Terug hiernaar", "Zet terug zoals geleverd"):
        page.goto(where)
        if (seen := _pressed(page, label))[0] != _DONE:
            yield f"{label}: {seen}"


def _sources(page: Page, at: str) -> Iterator[str]:
    page.goto(f"{at}/beheer/bronnen")
    if _pressed(page, "Geef vrij", row="<met meer>")[0] != _DONE:
        yield "what was refused is not released"


def _copy(page: Page, at: str) -> Iterator[str]:
    page.goto(f"{at}/beheer/kopie")
    page.get_by_role("button", name="Maak een kopie").click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Ja, doe dit").click()
    if not downloading.value.path().read_bytes().startswith(b"SQLite format 3"):
        yield "the copy is none"
