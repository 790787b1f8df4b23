"""Figures of a scan that are not sure: shown beside fields, and kept as whoever typed them read."""

import re
import time

import httpx2 as httpx

from tests.helpers import report_of
from tests.web_server import served, serving
from validator.model.report import Figure, FigureState
from validator.rulebase.formats import load_formats
from validator.serialization.report import report_json
from validator.specimen import specimen

CELL = "requests.granted.total"


def doubtful() -> tuple[str, str]:
    """A stored report with a figure that is not sure, and that figure."""
    report = report_of(specimen(load_formats()))
    fact = report.facts[CELL]
    unsure = fact._replace(figure=Figure("?", FigureState.DOUBTFUL))
    stored = report._replace(
        facts={**report.facts, CELL: unsure}, source=report.source._replace(sha256="0" * 64)
    )
    return report_json(stored), fact.figure.text


def test_what_is_typed_is_kept_and_marked() -> None:
    stored, printed = doubtful()
    with served(serving()) as address, httpx.Client(base_url=address) as client:
        sent = client.post("/documents", files={"file": ("report.json", stored.encode())})
        place = sent.headers["location"]
        while not client.get(f"{place}/state").json()["done"]:
            time.sleep(0.05)
        assert "没有把握的数字（1 个）" in page(client, place)
        assert f'name="cell:{CELL}" size="6"' in page(client, place)
        # Nothing is kept of what nobody signs, or of figures that are sure.
        client.post(f"{place}/readings", data={f"cell:{CELL}": printed})
        client.post(f"{place}/readings", data={"cell:requests.new.total": "1", "by": "李四"})
        assert "没有把握的数字（1 个）" in page(client, place)
        kept = client.post(f"{place}/readings", data={f"cell:{CELL}": printed, "by": "李四"})
        assert kept.status_code == 303
        after = page(client, place)
        assert "没有把握" not in after
        assert "1 个数字按 李四 的识读" in after
        findings = client.get(f"{place}/files/findings").json()["runs"][0]
        assert findings["read_by"] == {"李四": 1}
        assert findings["checks"]["undetermined"] == 0


def page(client: httpx.Client, place: str) -> str:
    text = client.get(place, headers={"accept-language": "zh"}).text
    return re.sub(r"\s+", " ", text)
