"""Tables printed with fewer rules than cells: none, an outer frame, rows or columns only."""

from dataclasses import replace

import pytest

from benchmarks.programs import NotInstalledError, Score, count, print_page
from tests.generator import web
from tests.generator.bodies import report
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

BARE = "table,td{border:none!important;border-collapse:collapse}"
STYLES = {
    "no rules": f"{BARE}td{{padding:4px 10px}}",
    "no rules, centred": f"{BARE}td{{padding:4px 10px;text-align:center}}",
    "an outer frame": f"{BARE}td{{padding:4px 10px}}table{{border:1px solid!important}}",
    "rules below rows": f"{BARE}td{{padding:4px 10px;border-bottom:1px solid!important}}",
    "frames of rows": f"{BARE}td{{padding:4px 10px}}tr{{border:1px solid}}",
    "rules beside columns": f"{BARE}td{{padding:4px 10px;border-left:1px solid!important}}",
    "a frame for each cell": "td{padding:4px 8px;border-radius:6px}table{border-spacing:4px}",
    "striped": f"{BARE}td{{padding:4px 10px}}tr:nth-child(odd){{background:#eee}}",
}


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize("style", STYLES)
def test_every_cell(style: str, blank: bool) -> None:
    edits = report(4)
    if blank:
        cells = {
            concept: "" if text == "0" and not concept.endswith(".total") else text
            for concept, text in edits.cells.items()
        }
        edits = replace(edits, cells=cells)
    page = web.write(specimen(load_formats(), edits))
    try:
        pdf = print_page(f"<style>{STYLES[style]}</style>".encode() + page)
    except NotInstalledError as error:
        pytest.skip(f"needs {error}, a package of Debian")
    score = Score()
    count(score, edits, pdf, "pdf")
    assert (score.wrong_but_sure, score.false_errors, score.false_warnings) == (0, 0, 0)
    assert score.right == score.cells
