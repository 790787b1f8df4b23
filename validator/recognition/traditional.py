"""Documents in Traditional characters, as mirrors of web sites show them, in Simplified ones.

The conversion is OpenCC's, of which each character becomes one other, so that offsets stay.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from validator.model.document import Block, Document, Grid, Line

# Common characters of which the other script has another form, each with that form.
_PAIRS = dict(
    zip("開關報總體項數們類書會這對務導請認與處單機辦無個應訴實統計",
        "开关报总体项数们类书会这对务导请认与处单机办无个应诉实统计", strict=True)
)  # fmt: skip
# From this many on, and if they are this many times as frequent as the others, the text is in them.
_FEWEST, _RATIO = 20, 4


class Simplified(NamedTuple):
    """A document in Simplified characters, and whether it was in Traditional ones."""

    document: Document
    converted: bool


def simplify(document: Document) -> Simplified:
    """The document in Simplified characters."""
    text = "".join(_texts(document.blocks))
    traditional = sum(text.count(char) for char in _PAIRS)
    if traditional < _FEWEST:
        return Simplified(document, False)
    if traditional < _RATIO * sum(text.count(char) for char in _PAIRS.values()):
        return Simplified(document, False)
    blocks = tuple(_simplified(block) for block in document.blocks)
    plain = document._replace(
        blocks=blocks,
        boilerplate=tuple(line._replace(text=convert(line.text)) for line in document.boilerplate),
        title=convert(document.title),
    )
    return Simplified(plain, True)


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _simplified(block: Block) -> Block:
    if isinstance(block, Grid):
        cells = tuple(cell._replace(text=convert(cell.text)) for cell in block.cells)
        return block._replace(cells=cells)
    return block._replace(text=convert(block.text))


def convert(text: str) -> str:
    """A text in Simplified characters, as many as before."""
    # Words are told across the ends of lines.
    joined = text.replace("\n", "")
    converted = str(_converter().convert(joined))
    if len(converted) != len(joined):
        converted = "".join(str(_converter().convert(char))[:1] or char for char in joined)
    characters = iter(converted)
    return "".join(char if char == "\n" else next(characters) for char in text)


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
