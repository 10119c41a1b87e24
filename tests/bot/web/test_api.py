"""The API: its description is valid, every answer keeps to it, and a program can read everything by its links."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from openapi_spec_validator import validate
from schemathesis import GenerationMode

from bot.app import App
from bot.export.document_json import answer_json
from bot.server import Server
from bot.settings import load_settings
from bot.web.machine.api import ENDPOINTS
from bot.web.machine.call import ROOT
from bot.web.machine.openapi import description
from storage.reading import items
from tests.bot.web.conftest import Reader
from tests.stand_ins.clock import Clock

pytestmark = pytest.mark.one_database

_EXAMPLES = 8  #: of each kind, for each address
_ASKED = {
    "/meetings": ["", "?limit=2", "?council=jbz&year=2025", "?council=LANDBOUW"],
    "/meetings/{council}/{day}": ["/meetings/jbz/2025-10-09", "/meetings/jbz/2025-03-05"],
    "/items": ["?limit=100", "?theme=migratie", "?council=milieu"],
    "/items/{id}": ["/items/6", "/items/66"],
    "/search": ["?q=migratie", "?q=pizza", "?q=nederland&kind=position&sort=newest&since=2025-01-01",
                "?q=wat+zei+de+commissie&actor=commissie"],
    "/themes": [""],
    "/timeline": ["?q=EES", "?q=pizza"],
    "/meetings/{council}/{day}/planned": ["/meetings/jbz/2025-10-09/planned", "/meetings/jbz/2025-03-05/planned"],
    "/course": ["?q=terugkeer", "?q=pizza"],
    "/preparation": ["", "?council=jbz", "?day=2025-10-09"],
    "/handover": ["?q=migratie+2025", "?q=pizza"],
    "/quote": ["?q=Nederland+steunde", "?q=de+Raad+nam+de+conclusies+niet+aan", "?q=kabouter"],
    "/items/{id}/elsewhere": ["/items/6/elsewhere", "/items/66/elsewhere"],
    "/silences": [""],
    "/commitments": ["", "?by=commissie", "?theme=migratie&sort=latest", "?until=2020-01-01"],
}  # fmt: skip


async def test_every_answer_has_the_shape_that_is_described(reader: Reader) -> None:
    for endpoint in ENDPOINTS:
        for asked in _ASKED[endpoint.path]:
            path = ROOT + (asked if asked.startswith("/") else endpoint.path + asked)
            answer = await reader.get(path)
            assert answer.status_code == 200, (path, answer.text)
            endpoint.gives.model_validate_json(answer.content)


async def test_a_program_reads_everything_by_the_links(reader: Reader) -> None:
    found: list[int] = []
    path: str | None = f"{ROOT}/items?limit=20"
    while path:
        answer = await reader.get(path)
        told = answer.json()
        found += [one["id"] for one in told["items"]]
        path = told["next"]
        assert answer.headers.get("link", "") == (f'<{path}>; rel="next"' if path else "")
    with reader.app.database.reading() as session:
        assert sorted(found) == list(items.every_id(session))


async def test_search_says_what_the_command_says(reader: Reader) -> None:
    told = (await reader.get(f"{ROOT}/search", params={"q": "migratie", "limit": 5})).json()
    command = json.loads(
        json.dumps(answer_json(reader.app.answering.answer("migratie", limit=5), "https://jbz.example.nl"))
    )
    assert {name: told[name] for name in command} == command


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/items/0", 404), ("/items/x", 404), ("/search", 400), ("/search?q=", 400), ("/search?q=a&q=b", 400),
        ("/items?limit=0", 400), ("/items?limit=101", 400), ("/items?pizza=1", 400), ("/items?theme=pizza", 404),
        ("/meetings?council=pizza", 404), ("/meetings/jbz/2025-99-99", 404), ("/commitments?since=gisteren", 400),
        ("/pizza", 404),
    ],
)  # fmt: skip
async def test_errors_are_problems(reader: Reader, path: str, status: int) -> None:
    answer = await reader.get(ROOT + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


async def test_pages_of_others_may_read_it(reader: Reader) -> None:
    answer = await reader.get(f"{ROOT}/themes", headers={"Origin": "https://elders.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    before = await reader.http.options(f"{ROOT}/themes", headers={"Origin": "https://elders.example"})
    assert before.status_code == 204
    refused = await reader.http.post(f"{ROOT}/themes")
    assert (refused.status_code, refused.json()["status"]) == (405, 405)


def test_the_description_is_valid() -> None:
    told = description("https://jbz.example.nl", "1")
    validate(told)
    assert sorted(told["paths"]) == sorted(_ASKED)


@pytest.mark.filterwarnings("ignore")  # what Schemathesis thinks of its own dependencies is not ours
@pytest.mark.parametrize("many_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_the_description_allows_and_forbids_is_answered_as_it_says(
    many_url: str, clock: Clock, mode: GenerationMode
) -> None:
    app = App(load_settings({"JBZ_DATABASE_URL": many_url, "JBZ_SOURCES": "geen"}), clock)
    app.prepare()
    schema: Any = schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", Server(app).asgi)
    for operation in (found.ok() for found in schema.get_all_operations()):

        @how(max_examples=_EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case: Any) -> None:
            case.call_and_validate()

        if mode is GenerationMode.POSITIVE or "{" in operation.path or operation.query:
            asked()
    app.close()
