"""What programs ask of the server."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from tests.generator import web, word
from tests.web_server import serving
from validator.rulebase.files import schema
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen
from validator.web.app import application

FAULT = Edits.of({"issuer": "云岭市水务局", "cells": {"requests.new.total": "17"}})


def page(edits: Edits) -> bytes:
    return web.write(specimen(load_formats(), edits))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(serving()), base_url="http://127.0.0.1:8600") as client:
        yield client


def post(client: TestClient, data: bytes, name: str = "a.html", **more: Any) -> Any:
    return client.post("/api/check", files={"file": (name, data), **more})


def test_a_report_is_checked(client: TestClient) -> None:
    answer = post(client, page(FAULT))
    assert answer.status_code == 200
    jsonschema.validate(answer.json(), schema("findings"))
    (run,) = answer.json()["runs"]
    assert run["source"]["name"] == "a.html"
    assert "SUM001" in {finding["rule"] for finding in run["findings"]}


def test_last_years_report_is_held_against_it(client: TestClient) -> None:
    def own(number: int, row: str) -> bytes:
        cells = {f"requests.{row}.{column}": "3" for column in ("natural_person", "total")}
        return page(Edits.of({"issuer": "云岭市水务局", "year": number, "cells": cells}))

    answer = post(client, own(2023, "carried_in"), previous=("b.html", own(2022, "carried_out")))
    alone = post(client, own(2023, "carried_in"))
    differs = post(client, own(2023, "carried_in"), previous=("b.html", own(2022, "new")))
    rules = [
        {finding["rule"] for finding in one.json()["runs"][0]["findings"]}
        for one in (answer, alone, differs)
    ]
    assert ["SER001" in own for own in rules] == [False, False, True]


def test_what_cannot_be_checked_is_said(client: TestClient) -> None:
    answer = post(client, bytes(range(256)) * 40, "a.pdf")
    assert answer.status_code == 422
    jsonschema.validate(answer.json(), schema("findings"))
    assert answer.json()["runs"][0]["error"]["code"] == "not_a_pdf"
    empty = client.post("/api/check", data={"other": "x"})
    assert (empty.status_code, "请选择" in empty.json()["error"]) == (400, True)
    english = client.post("/api/check?lang=en", data={"other": "x"})
    assert "choose a report" in english.json()["error"]
    assert client.get("/api/nothing").status_code == 404


def test_rules_and_descriptions(client: TestClient) -> None:
    answer = client.get("/api/rules").json()
    assert {"SUM001", "SER001"} < {rule["id"] for rule in answer["rules"]}
    assert all(rule["title"] and rule["basis"] and rule["help"] for rule in answer["rules"])
    described = client.get("/api/openapi.json").json()
    routes = {route.path for route in client.app.routes}  # type: ignore[attr-defined]
    assert set(described["paths"]) <= routes
    assert client.get("/api/schemas/findings").json() == schema("findings")
    shape = described["paths"]["/api/rules"]["get"]["responses"]["200"]
    jsonschema.validate(answer, shape["content"]["application/json"]["schema"])


def test_word_files_are_read_too(client: TestClient) -> None:
    answer = post(client, word.write(specimen(load_formats(), FAULT)), "../../x.docx")
    assert answer.json()["runs"][0]["source"]["name"] == "x.docx"
    assert json.dumps(answer.json(), ensure_ascii=False).count("..") == 0
