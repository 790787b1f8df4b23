"""Mutated documents: `python -m tests.fuzzing.mutants [SECONDS] [SEED]`.

Every document must end as findings or as one of the sentences of rules/messages, within a time.
Documents of each form are mutated in their bytes, and those that are packages of XML also in
their parts. Prints what failed, each with the seed that makes it again.
"""

import io
import random
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from types import FrameType

from tests.generator import ofd, opendocument, sheet, text, web, word
from tests.generator.bodies import report
from tests.generator.pdf import Style, draw
from tests.helpers import run_document
from validator.reading import Options
from validator.reading.pdf import pdfium
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

MOST_SECONDS = 20
# Recognition takes seconds a page; mutants are not to spend the time on it.
OPTIONS = Options(ocr="never")
_DOCUMENT = specimen(load_formats(), report(5, "2021"))

BASES: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: draw(_DOCUMENT, Style()),
    "docx": lambda: word.write(_DOCUMENT, word.WordStyle(numbered=True, tracked=True, boxed=True)),
    "html": lambda: web.write(_DOCUMENT, web.WebStyle(layout="site", cells="<p>{text}</p>")),
    "xlsx": lambda: sheet.write(_DOCUMENT),
    "ofd": lambda: ofd.write(
        pdfium.pages(draw(_DOCUMENT)), ofd.Dialect(repeated=True, accompanied=True)
    ),
    "odt": lambda: opendocument.write(
        _DOCUMENT, opendocument.OdfStyle(numbered=True, repeated=True, hidden=True)
    ),
    "ods": lambda: opendocument.write_sheets(_DOCUMENT),
    "fodt": lambda: opendocument.write(_DOCUMENT, opendocument.OdfStyle(flat=True)),
    "word-xml": lambda: word.write_2003(_DOCUMENT, word.WordStyle(tracked=True)),
    "text": lambda: text.write(_DOCUMENT, "around").encode(),
    "markdown": lambda: text.write_markdown(_DOCUMENT, html_tables=True).encode(),
}
_PACKAGES = ("docx", "xlsx", "ofd", "odt", "ods")


def mutant(form: str, base: bytes, seed: int) -> bytes:
    """A mutated document; the same form, base and seed give the same."""
    chance = random.Random(f"{form} {seed}")
    if form in _PACKAGES and chance.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(base)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        parts[name] = mutated(parts[name], chance)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for part, content in parts.items():
                archive.writestr(zipfile.ZipInfo(part), content)
        return out.getvalue()
    return mutated(base, chance)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes with a few changes: flipped, cut, doubled, moved, numbers made absurd."""
    result = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not result:
            break
        at = chance.randrange(len(result))
        size = chance.choice((1, 2, 8, 64, 512))
        kind = chance.randrange(6)
        if kind == 0:
            result[at] = chance.randrange(256)
        elif kind == 1:
            del result[at : at + size]
        elif kind == 2:
            result[at:at] = result[at : at + size] * chance.choice((1, 2, 50))
        elif kind == 3:
            result[at:at] = chance.choice(_PIECES)
        elif kind == 4:
            other = chance.randrange(len(result))
            result[at : at + size] = result[other : other + size]
        else:
            del result[at:]
    return bytes(result)


_PIECES = (
    b"999999999999", b"-1", b'"nan"', b'"inf"', b' DeltaX="g 999999999 1"', b' CTM="0 0 0 0 0 0"',
    b' table:number-rows-repeated="999999999"', b' table:number-columns-repeated="999999999"',
    b' table:number-columns-spanned="99999999"', b"<text:list>", b"<ofd:PageBlock>",
    b"\0", b"\xff\xfe", b"<td colspan=99999999>", b"<table><tr>",
    b"</table>", b"</w:tbl>", b"<w:tc>", b"]]>", b"<!DOCTYPE x [", b"&#x110000;", b"endobj",
    b"/Length 99999999", b"stream\n", b"<<", b">>", "第二十条".encode(), "１２".encode(),
)  # fmt: skip


def outcomes(forms: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int, str]]:
    """Form, seed and what came of it: a key of a sentence, `findings`, or `hang`."""
    bases = {form: make() for form, make in BASES.items()}
    for form, seed in forms:
        data = mutant(form, bases[form], seed)
        try:
            with _Limit():
                one = run_document(form, data, options=OPTIONS)
        except TimeoutError:
            yield form, seed, "hang"
            continue
        yield form, seed, one.refusal.key if one.refusal else "findings"


class _Limit:
    """Raises TimeoutError in what takes too long, where the platform has alarms."""

    def __enter__(self) -> None:
        if hasattr(signal, "SIGALRM"):
            signal.signal(signal.SIGALRM, self._ring)
            signal.alarm(MOST_SECONDS)

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)

    @staticmethod
    def _ring(number: int, frame: FrameType | None) -> None:
        raise TimeoutError


def main(seconds: float, first: int) -> int:
    """Mutate for so many seconds; the number of failures."""
    end = time.monotonic() + seconds
    counts: Counter[tuple[str, str]] = Counter()
    failures = 0

    def seeds() -> Iterator[tuple[str, int]]:
        seed = first
        while time.monotonic() < end:
            for form in BASES:
                yield form, seed
            seed += 1

    for form, seed, outcome in outcomes(seeds()):
        counts[form, outcome] += 1
        if outcome in ("internal", "hang"):
            failures += 1
            print(f"{outcome}: {form} {seed}", flush=True)
    for (form, outcome), count in sorted(counts.items()):
        print(f"{form:<10}{outcome:<24}{count:8}")
    print(f"{sum(counts.values())} mutants, {failures} failures")
    return failures


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(bool(main(*(arguments + [600, 0][len(arguments) :]))))
