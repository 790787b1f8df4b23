"""The specimen of rules/specimen/report.yaml as a document."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from validator.model.catalogue import fill
from validator.model.document import Block, Document, HiddenText, Line, Source
from validator.model.format import Format, TableFormat
from validator.model.place import Place
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.specimen.edits import Edits
from validator.specimen.grids import grids


@cache
def _load_content() -> Any:
    return load(RULES / "specimen" / "report.yaml", "specimen")


def specimen(formats: Sequence[Format], edits: Edits | None = None) -> Document:
    """The faultless report with these edits applied; its lines and cells have no places."""
    edits = edits or Edits()
    content = _load_content()
    official = next(f for f in formats if f.id == (edits.format or content["format"]))
    year = edits.year or content["years"][official.id]
    names = {
        "issuer": edits.issuer or content["issuer"],
        "year": year,
        "next_year": year + 1,
    }
    lines = [fill(line, names) for line in (edits.title or content["title"])]
    introduction = content["introduction"] if edits.introduction is None else edits.introduction
    blocks: list[Block] = [_line(text) for text in lines]
    if introduction:
        blocks.append(_line(fill(introduction.replace(" ", ""), names)))
    order = edits.section_order or [section.id for section in official.sections]
    for name in order:
        if name in edits.drop_sections:
            continue
        section = official.section(name)
        heading = edits.headings.get(name, f"{section.number}、{section.heading}")
        blocks.append(_line(heading))
        text = fill(edits.texts.get(name, content["texts"][name]), names)
        blocks.extend(_line(paragraph) for paragraph in text.split("\n") if paragraph)
        for table in official.tables:
            if table.section == name and table.id not in edits.drop_tables:
                blocks.extend(grids(table, _CellTexts(table, edits), edits))
    if edits.also is not None:
        blocks.extend(specimen(formats, Edits.of(edits.also)).blocks)
    source = Source("specimen", "", "text/plain", "specimen")
    hidden = (HiddenText(edits.hidden, Place()),) if edits.hidden else ()
    if edits.traditional:
        blocks = _in_traditional(blocks)
    return Document(source, tuple(blocks), hidden=hidden)


def _in_traditional(blocks: Sequence[Block]) -> list[Block]:
    import opencc

    convert = opencc.OpenCC("s2t").convert
    written: list[Block] = []
    for block in blocks:
        if isinstance(block, Line):
            written.append(block._replace(text=str(convert(block.text))))
        else:
            cells = tuple(cell._replace(text=str(convert(cell.text))) for cell in block.cells)
            written.append(block._replace(cells=cells))
    return written


class _CellTexts:
    """The text of each cell of a table; `0` unless the specimen or the edits give one."""

    def __init__(self, table: TableFormat, edits: Edits) -> None:
        self.table = table.id
        self.figures = {**_load_content()["figures"], **edits.cells}

    def __call__(self, row: str, column: str) -> str:
        return str(self.figures.get(f"{self.table}.{row}.{column}", "0"))


def _line(text: str) -> Line:
    return Line(text, Place())
