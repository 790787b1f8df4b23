"""Files made to hurt, a tenth as large as `make hostile` has them: each gets its sentence."""

import pytest

from benchmarks.hostile import FILES
from validator.pipeline.configure import configure
from validator.pipeline.document import Input
from validator.pipeline.session import Session

# Bounds that a tenth of each file exceeds, and why it is refused; None if it is read.
OUTCOMES = {
    "blank picture": "no_text_in_picture",
    "striped picture": "no_text_in_picture",
    "blanks in a heading": None,
    "digits": None,
    "long text": "exceeds_characters",
    "long paragraph": "exceeds_characters",
    "repeated report": "exceeds_characters",
    "blanks and dashes": "exceeds_characters",
    "empty paragraphs": "exceeds_elements",
    "cells": "exceeds_elements",
    "long run": "exceeds_characters",
    "blank content": "exceeds_unpacked",
    "characters on a page": "not_a_report",
    "lines on a page": "no_text_in_picture",
    "ruled pages": "pdf_scan",
    "fine dashes": "exceeds_elements",
    "merged rest of a sheet": "exceeds_cells",
    "merged rows": "exceeds_cells",
    "groups in groups": "office_damaged",
    "deep JSON": "json_damaged",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_hurt_gets_its_sentence(name: str) -> None:
    hostile = FILES[name]
    document = Input(f"hostile.{hostile.suffix}", data=hostile.make(1))
    run = Session(configure()).check(document).run
    assert (run.refusal.key if run.refusal else None) == OUTCOMES[name]
