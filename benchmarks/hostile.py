"""Files made to hurt: each is refused or read within bounds of time and memory.

`python -m benchmarks.hostile [NAME …]` builds the files in a temporary folder, checks each with
the command, and prints seconds, MiB and outcome; it fails if one exceeds what is promised.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
from PIL import Image

from tests.generator.text import write
from validator.rulebase.formats import load_formats
from validator.specimen import specimen

# What is promised: seconds, and MiB beyond what a check of nothing takes.
MOST_SECONDS, MOST_MEMORY = 5.0, 512.0
_GIVE_UP = 60.0
_WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "{}</w:body></w:document>"
)
_BLANKS = " \t\u3000"


class Hostile(NamedTuple):
    """A file: the ending of its name, and how to make one `size` times as large as in the suite."""

    suffix: str
    make: Callable[[int], bytes]


def picture(mode: str, width: int, height: int, form: str, step: int = 0) -> bytes:
    """A picture that is blank, or has a stripe every `step` rows."""
    image = Image.new(mode, (width, height), 1)
    if step:
        stripe = Image.new(mode, (width, step // 2), 0)
        for row in range(0, height, step):
            image.paste(stripe, (0, row))
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(body: str) -> bytes:
    """A Word file of this body."""
    return package(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": _WORD.format(body).encode()}
    )


def workbook(rows: str, merged: Iterator[str]) -> bytes:
    """An Excel file of one sheet."""
    import openpyxl

    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    sheet = (
        f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>'
        f"<mergeCells>{cells}</mergeCells></worksheet>"
    )
    with zipfile.ZipFile(out) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    return package(parts | {"xl/worksheets/sheet1.xml": sheet.encode()})


def pdf(contents: list[bytes]) -> bytes:
    """A PDF with a page for each content."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
    ]
    font = "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    for n, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources{font}"
            f"/Contents {4 + 2 * n} 0 R>>".encode()
        )
        packed = zlib.compress(content, 9)
        objects.append(
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
        )
    out = bytearray(b"%PDF-1.7\n")
    for number, item in enumerate(objects, 1):
        out += b"%d 0 obj%s\nendobj\n" % (number, item)
    return bytes(out + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1))


def _ruled(size: int) -> bytes:
    lines = [f"0 {y / size * 800:.2f} m 595 {y / size * 800:.2f} l S" for y in range(size)]
    lines += [f"{x / size * 590:.2f} 0 m {x / size * 590:.2f} 842 l S" for x in range(size)]
    return "\n".join(lines).encode()


_REPORT = write(specimen(load_formats()))
_SENTENCE = "本机关收到申请8件，予以公开5件，均按期答复。"

FILES = {
    "blank picture": Hostile("png", lambda n: picture("1", 990 * n, 1000 * n, "PNG")),
    "striped picture": Hostile("png", lambda n: picture("1", 800 * n, 800 * n, "PNG", 8)),
    "blanks in a heading": Hostile(
        "txt", lambda n: f"一、总体{_BLANKS * 800 * n}情况\n{_REPORT}".encode()
    ),
    "digits": Hostile("txt", lambda n: (_REPORT + "\n" + "1" * 20_000 * n).encode()),
    "long text": Hostile("txt", lambda n: (_REPORT + (_SENTENCE + "\n") * 40_000 * n).encode()),
    "long paragraph": Hostile("txt", lambda n: (_REPORT + _SENTENCE * 80_000 * n).encode()),
    "repeated report": Hostile("txt", lambda n: (_REPORT * 2_000 * n).encode()),
    "blanks and dashes": Hostile("md", lambda n: ("| " + "-- " * 100_000 * n + "x").encode()),
    "empty paragraphs": Hostile("docx", lambda n: word("<w:p/>" * 900_000 * n)),
    "cells": Hostile(
        "docx", lambda n: word("<w:tbl>" + "<w:tr><w:tc/></w:tr>" * 250_000 * n + "</w:tbl>")
    ),
    "long run": Hostile(
        "docx", lambda n: word(f"<w:p><w:r><w:t>{'字' * 900_000 * n}</w:t></w:r></w:p>")
    ),
    "blank content": Hostile("pdf", lambda n: pdf([b" " * (100_000_000 * n)])),
    "characters on a page": Hostile(
        "pdf", lambda n: pdf([b"BT /F 9 Tf 9 9 Td (" + b"1" * (2_000_000 * n) + b") Tj ET"])
    ),
    "lines on a page": Hostile("pdf", lambda n: pdf([b"0 9 m 9 9 l S\n" * (20_000 * n)])),
    "ruled pages": Hostile("pdf", lambda n: pdf([_ruled(500)] * 2 * n)),
    "fine dashes": Hostile("pdf", lambda n: pdf([b"[0.01] 0 d " + b"0 9 m 595 9 l S\n" * 10 * n])),
    "merged rest of a sheet": Hostile(
        "xlsx", lambda n: workbook("", iter([f"A200:XFD{104_857 * n}"]))
    ),
    "merged rows": Hostile(
        "xlsx", lambda n: workbook("", (f"A{row}:XFD{row}" for row in range(1, 300 * n)))
    ),
    "groups in groups": Hostile("rtf", lambda n: b"{\\rtf1" + b"{" * (50_000 * n)),
    "deep JSON": Hostile(
        "json", lambda n: b'{"schema": "nianbao/report/1", "a": ' + b"[" * (10_000 * n)
    ),
}


class Outcome(NamedTuple):
    """What a check took: seconds, MiB at most, exit code, the first line that tells of it."""

    seconds: float
    memory: float
    code: int
    line: str


def check(path: Path) -> Outcome:
    """Check a file with the command, and watch what it takes."""
    command = [sys.executable, "-m", "validator", "check", str(path), "--lang", "en"]
    begun, most = time.perf_counter(), 0.0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        while process.poll() is None and time.perf_counter() - begun < _GIVE_UP:
            most = max(most, _memory(process.pid))
            time.sleep(0.02)
        process.kill()
        out = process.stdout.read() if process.stdout else ""
    lines = [line.strip() for line in out.splitlines()] or [""]
    return Outcome(
        time.perf_counter() - begun, most, process.returncode, lines[min(1, len(lines) - 1)]
    )


def _memory(pid: int) -> float:
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(member.memory_info().rss for member in family) / 2**20
    except psutil.Error:
        return 0.0


def main(names: list[str]) -> int:
    """Print the table; 1 if a file exceeds what is promised."""
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.txt"
        plain.write_text(_REPORT, "utf-8")
        base = check(plain).memory
        for name, hostile in FILES.items():
            if names and name not in names:
                continue
            path = Path(folder) / f"hostile.{hostile.suffix}"
            path.write_bytes(hostile.make(10))
            outcome = check(path)
            exceeds = outcome.seconds > MOST_SECONDS or outcome.memory - base > MOST_MEMORY
            bad += exceeds
            print(
                f"{'!!' if exceeds else 'ok'} {name:24}{os.path.getsize(path) / 2**20:8.1f} MiB "
                f"{outcome.seconds:6.1f} s {outcome.memory - base:7.0f} MiB  exit {outcome.code}  "
                f"{outcome.line[:60]}",
                flush=True,
            )
            path.unlink()
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
