"""Folders of invented reports: many bodies over several years, in mixed forms, some damaged."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.generator import web, word
from tests.generator.bodies import official
from tests.generator.figures import valid_figures
from tests.generator.pdf import Style, draw
from tests.generator.prose import texts
from tests.generator.text import write as write_text
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

_FIRST = "清云沙松白青石临安平长永"
_SECOND = "溪岭洲原滩川浦河宁阳"
_KINDS = (
    "水务局", "民政局", "林业和草原局", "城市管理局", "财政局", "审计局", "教育局", "体育局",
    "统计局", "司法局", "商务局", "公安局", "信访局", "档案局", "气象局", "粮食和储备局",
)  # fmt: skip
# So many of a hundred documents have each form.
_FORMS = (("pdf", 40), ("docx", 30), ("html", 25), ("txt", 5))


class Filed(NamedTuple):
    """A document of a jurisdiction: its file, its edits, whether it was damaged afterwards."""

    path: str
    edits: Edits
    damaged: bool


def names(count: int) -> list[str]:
    """So many names of bodies."""
    places = (f"{a}{b}市" for a, b in product(_FIRST, _SECOND))
    every = (place + kind for place in places for kind in _KINDS)
    return [name for name, _ in zip(every, range(count), strict=False)]


def series(issuer: str, years: list[int], random: Random) -> Iterator[Edits]:
    """Reports of one body without fault, of years that follow each other and agree."""
    known = official("2021")
    rows = [row.id for row in known.table("requests").rows]
    columns = [column.id for column in known.table("requests").blocks[0].columns]
    carried: dict[str, int] = {}
    in_force: dict[str, int] = {}
    for year in years:
        cells = valid_figures(known, random, random.choice([0, 3, 40, 200]))
        for column in columns if carried else ():
            # What was carried over is handled, and newly received is what is left.
            done = int(cells[f"requests.done.{column}"]) + int(
                cells[f"requests.carried_out.{column}"]
            )
            more = max(carried[column] - done, 0)
            for row in ("granted", "done"):
                name = f"requests.{row}.{column}"
                cells[name] = str(int(cells[name]) + more)
            cells[f"requests.carried_in.{column}"] = str(carried[column])
            cells[f"requests.new.{column}"] = str(done + more - carried[column])
        for row in rows if carried else ():
            parts = [int(cells[f"requests.{row}.{column}"]) for column in columns[:-1]]
            cells[f"requests.{row}.total"] = str(sum(parts))
        carried = {column: int(cells[f"requests.carried_out.{column}"]) for column in columns}
        for label in known.table("disclosure").blocks[0].rows:
            prefix = f"disclosure.{label.id}"
            made, repealed = (int(cells[f"{prefix}.{c}"]) for c in ("made", "repealed"))
            before = in_force.get(label.id, 40)
            repealed = min(repealed, before)
            in_force[label.id] = before + made - repealed
            cells[f"{prefix}.repealed"] = str(repealed)
            cells[f"{prefix}.in_force"] = str(in_force[label.id])
        written = texts(cells, year, random, government=False)
        yield Edits(format="2021", year=year, issuer=issuer, cells=cells, texts=written)


def draw_in(form: str, edits: Edits, seed: int) -> bytes:
    """The bytes of a report in a form."""
    document = specimen(load_formats(), edits)
    if form == "pdf":
        return draw(document, Style(split_rows=bool(seed % 2)))
    if form == "docx":
        return word.write(document, word.WordStyle(numbered=bool(seed % 2)))
    if form == "html":
        return web.write(document, web.WebStyle(layout="site" if seed % 2 else "plain"))
    return write_text(document).encode()


def jurisdiction(
    folder: Path, bodies: int, years: list[int], *, damaged: float = 0.05, seed: int = 1
) -> list[Filed]:
    """Write the reports of so many bodies below a folder, under names that tell nothing."""
    random = Random(seed)
    forms = [form for form, share in _FORMS for _ in range(share)]
    filed: list[Filed] = []
    for issuer in names(bodies):
        for edits in series(issuer, years, random):
            number = len(filed)
            form = random.choice(forms)
            path = folder / f"{number % 7}" / f"{number:05d}.{form}"
            path.parent.mkdir(parents=True, exist_ok=True)
            data = draw_in(form, edits, number)
            broken = random.random() < damaged
            path.write_bytes(_damaged(data, random) if broken else data)
            filed.append(Filed(path.relative_to(folder).as_posix(), edits, broken))
    return filed


def _damaged(data: bytes, random: Random) -> bytes:
    """Bytes of which no reader can make a report."""
    cut = data[: len(data) // 5]
    return random.choice([b"", cut, bytes(random.randrange(256) for _ in range(4000))])
