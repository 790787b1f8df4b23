"""Faults planted into reports without fault, one a report, and the rules that must find them."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, NamedTuple

from tests.generator.bodies import official, report
from tests.generator.figures import outcome_rows
from validator.specimen import Edits

Changes = dict[str, Any]


class Fault(NamedTuple):
    """A kind of fault: the changes that plant it, and the rules of which one must find it."""

    plant: Callable[[Edits, Random], Changes]
    rules: frozenset[str]


def planted(kind: str, seed: int, format_id: str = "2021") -> Edits:
    """A report with one fault of a kind."""
    whole = report(seed, format_id)
    names = ("format", "year", "issuer", "cells", "texts")
    data = {name: getattr(whole, name) for name in names}
    return Edits.of({**data, **FAULTS[kind].plant(whole, Random(seed))})


def _cell(whole: Edits, random: Random, table: str, rows: tuple[str, ...], column: str) -> Changes:
    row = random.choice(rows)
    columns = official(whole.format).table(table).block_of(row).columns
    chosen = column or random.choice([c.id for c in columns if c.id != "total"])
    concept = f"{table}.{row}.{chosen}"
    value = int(whole.cells[concept]) + random.choice([1, 2, 10])
    return {"cells": {**whole.cells, concept: str(value)}}


def _outcomes(whole: Edits) -> tuple[str, ...]:
    return tuple(outcome_rows(official(whole.format).table("requests")))


def _print(whole: Edits, random: Random, text: str) -> Changes:
    row = random.choice(_outcomes(whole))
    concept = f"requests.{row}.{random.choice(['enterprise', 'research', 'welfare', 'other'])}"
    return {"cells": {**whole.cells, concept: text}}


def _text(whole: Edits, section: str, text: str) -> Changes:
    return {"texts": {**whole.texts, section: whole.texts[section] + text}}


def _typo(whole: Edits, random: Random) -> Changes:
    table = official(whole.format).table("requests")
    row = table.row_label(random.choice(_outcomes(whole)))
    at = random.randrange(3, len(row.label) - 1)
    return {"labels": {f"requests.row.{row.id}": row.label[:at] + "某" + row.label[at + 1 :]}}


def _aspect(whole: Edits, random: Random) -> Changes:
    del random
    kept = [line for line in whole.texts["overview"].split("\n") if "平台" not in line]
    text = "\n".join(kept).replace("网站", "").replace("新媒体", "")
    return {"texts": {**whole.texts, "overview": text}}


def _mismatch(whole: Edits, random: Random) -> Changes:
    real = int(whole.cells["requests.new.total"])
    stated = real + random.choice([1, 3, 9]) + int(whole.cells["requests.carried_in.total"])
    overview = f"（二）依申请公开情况。本年度新收政府信息公开申请{stated}件，均已答复。"
    return {"texts": {**whole.texts, "overview": overview}}


def _previous(whole: Edits, cells: Mapping[str, str]) -> Changes:
    return {
        "previous": {
            "format": whole.format,
            "year": (whole.year or 0) - 1,
            "issuer": whole.issuer,
            "cells": {**whole.cells, **cells},
        }
    }


def _carry_over(whole: Edits, random: Random) -> Changes:
    column = random.choice(["natural_person", "enterprise", "other"])
    wrong = int(whole.cells[f"requests.carried_in.{column}"]) + random.choice([1, 3])
    return _previous(whole, {f"requests.carried_out.{column}": str(wrong)})


def _stock(whole: Edits, random: Random) -> Changes:
    row = "disclosure.normative_documents"
    in_force, made, repealed = (
        int(whole.cells[f"{row}.{column}"]) for column in ("in_force", "made", "repealed")
    )
    wrong = in_force - made + repealed + random.choice([1, 4])
    return _previous(whole, {f"{row}.in_force": str(wrong)})


FAULTS: dict[str, Fault] = {
    "row_total": Fault(
        lambda w, r: _cell(w, r, "requests", _outcomes(w), "total"), frozenset({"SUM001"})
    ),
    "done_total": Fault(lambda w, r: _cell(w, r, "requests", ("done",), ""), frozenset({"SUM002"})),
    "balance": Fault(
        lambda w, r: _cell(w, r, "requests", ("carried_out",), ""), frozenset({"SUM003"})
    ),
    "cell_off": Fault(
        lambda w, r: _cell(w, r, "requests", _outcomes(w), ""), frozenset({"SUM001", "SUM002"})
    ),
    "dispute_total": Fault(
        lambda w, r: _cell(w, r, "disputes", ("reconsideration", "litigation_direct"), "total"),
        frozenset({"SUM004"}),
    ),
    "negative": Fault(lambda w, r: _print(w, r, "-1"), frozenset({"VAL002"})),
    "decimal": Fault(lambda w, r: _print(w, r, "1.5"), frozenset({"VAL003"})),
    "non_numeric": Fault(lambda w, r: _print(w, r, "若干"), frozenset({"VAL001"})),
    "blank_cell": Fault(lambda w, r: _print(w, r, ""), frozenset({"VAL004"})),
    "unit_in_cell": Fault(lambda w, r: _print(w, r, "3件"), frozenset({"VAL006"})),
    "label_typo": Fault(_typo, frozenset({"STR009"})),
    "missing_row": Fault(
        lambda w, r: {"drop_rows": [f"requests.{r.choice(_outcomes(w))}"]}, frozenset({"STR008"})
    ),
    "missing_section": Fault(lambda w, r: {"drop_sections": ["problems"]}, frozenset({"STR001"})),
    "section_order": Fault(
        lambda w, r: {
            "section_order": [
                "overview",
                "disclosure",
                "requests",
                "disputes",
                "other_matters",
                "problems",
            ]
        },
        frozenset({"STR002"}),
    ),
    "missing_aspect": Fault(_aspect, frozenset({"STR020"})),
    "missing_period": Fault(
        lambda w, r: {"introduction": "本报告依据《中华人民共和国政府信息公开条例》编制。"},
        frozenset({"STR019"}),
    ),
    "wrong_year": Fault(
        lambda w, r: {"introduction": f"统计期限自{(w.year or 0) - 1}年1月1日起至12月31日止。"},
        frozenset({"TXT001"}),
    ),
    "wrong_regulation": Fault(
        lambda w, r: {
            "introduction": "依据《中华人民共和国政府信息公开条例》（国务院令第"
            f"{r.choice(['492', '771', '117'])}号），统计期限自{w.year}年1月1日至12月31日。"
        },
        frozenset({"TXT002"}),
    ),
    "placeholder": Fault(
        lambda w, r: _text(w, "overview", f"组织培训{r.choice(['XX', '××', '___'])}次。"),
        frozenset({"TXT015"}),
    ),
    "personal_id": Fault(
        lambda w, r: _text(w, "overview", "申请人某某（身份证号11010519491231002X）不服。"),
        frozenset({"TXT016"}),
    ),
    "other_body": Fault(
        lambda w, r: {
            "introduction": "本报告由望海区档案局依照条例编制，"
            f"统计期限自{w.year}年1月1日至12月31日。"
        },
        frozenset({"TXT023"}),
    ),
    "text_mismatch": Fault(_mismatch, frozenset({"CLM001"})),
    "carry_over_mismatch": Fault(_carry_over, frozenset({"SER001"})),
    "stock_mismatch": Fault(_stock, frozenset({"SER002"})),
}
