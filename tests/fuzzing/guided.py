"""Small documents guided by coverage: `python -m tests.fuzzing.guided [SECONDS] [FORM …]`.

libFuzzer (through atheris) changes the seeds in `tests/fuzzing/seeds` and keeps what reaches code
that nothing reached before. Every document must end as findings or as one of the sentences of
rules/messages. The forms share the seconds, two at a time. Prints a line a form; what failed is
kept in `build/fuzz`, and run again by `python -m tests.fuzzing.guided again FILE …`.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
FORMS = ("docx", "html", "json", "text")
# What libFuzzer says on its last line of progress, and of what it has done.
_DONE = re.compile(r"Done (\d+) in (\d+) second|#(\d+)\s+(?:DONE|RELOAD|pulse)")
_COVERED = re.compile(r"cov: (\d+)")
_AT_ONCE = 2
_MOST_SECONDS, _MOST_MEMORY, _MOST_BYTES = 20, 2000, 6000
_KEPT = Path("build/fuzz")
# Words that a change of bytes hardly comes upon.
_WORDS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "总计",
    "2023年政府信息公开工作年度报告", "本年新收政府信息公开申请数量", "（一）予以公开", "规章",
    "<td rowspan=2>", "<td colspan=2>", "<tr>", "<table>", "<p>", "<style>", "display:none",
    "<w:p>", "<w:r>", "<w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:tcPr>", "<w:vMerge/>", "<s>",
    '<w:gridSpan w:val="2"/>', "<w:strike/>", '"state"', '"tables"', '"sections"', '"location"',
    "|---|---|", "\n", "件", "万元",
)  # fmt: skip


def seeds(form: str) -> Iterator[bytes]:
    """The kept seeds of a form."""
    for path in sorted((SEEDS / form).iterdir()):
        yield path.read_bytes()


def whole(form: str, data: bytes) -> bytes:
    """The document that a seed stands for: of a Word file, it is the part with the text."""
    if form != "docx":
        return data
    from tests.generator.word import package

    return package({"word/document.xml": data})


def target(form: str) -> Callable[[bytes], None]:
    """What is run on each document; it raises what the product would call an internal error."""
    from tests.helpers import run_document
    from validator.reading import Options

    options = Options(ocr="never")

    def run(data: bytes) -> None:
        run_document(form, whole(form, data), options=options, debug=True)

    return run


def fuzz(form: str, arguments: Sequence[str]) -> None:
    """Run libFuzzer in this process, which it ends."""
    import atheris

    with atheris.instrument_imports(include=["validator.reading", "validator.recognition",
                                             "validator.serialization"]):  # fmt: skip
        run = target(form)
        # Imported where used, so that it is instrumented too.
        for data in seeds(form):
            run(data)
    atheris.Setup([sys.argv[0], *arguments], run)
    atheris.Fuzz()


def start(form: str, seconds: float) -> tuple[str, Sequence[Path]]:
    """Fuzz a form in a process of its own: a line about it, and the files that failed."""
    kept = _KEPT / form
    corpus = kept / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    words = kept / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in _WORDS), "utf-8")
    # A unit that was slow once may have waited for others; what hangs is a timeout.
    before = set(kept.glob("*-*"))
    command = [
        sys.executable, "-m", "tests.fuzzing.guided", "one", form,
        str(corpus), str(SEEDS / form), f"-max_total_time={seconds:.0f}", f"-dict={words}",
        f"-max_len={_MOST_BYTES}", f"-timeout={_MOST_SECONDS}", f"-rss_limit_mb={_MOST_MEMORY}",
        f"-artifact_prefix={kept}/",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    failed = sorted(p for p in set(kept.glob("*-*")) - before if not p.name.startswith("slow-"))
    runs = [match[1] or match[3] for match in _DONE.finditer(done.stderr)]
    covered = _COVERED.findall(done.stderr)
    line = (
        f"{form:<6}{runs[-1] if runs else '0':>9} documents, {covered[-1] if covered else '0':>6}"
        f" branches, {len(failed)} failed"
    )
    if done.returncode and not failed:
        raise RuntimeError(f"{form}: {done.stderr[-3000:]}")
    return line, failed


def _escaped(word: str) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}"
        for byte in word.encode()
    )


def again(paths: Sequence[str]) -> None:
    """Run documents that failed, in the form of their folder; raise what they raise."""
    for path in map(Path, paths):
        target(path.parent.name)(path.read_bytes())


def main(seconds: float, forms: Sequence[str]) -> int:
    """Fuzz forms for so many seconds in all; the number of failures."""
    each = seconds * min(_AT_ONCE, len(forms)) / len(forms)
    failures = 0
    with ThreadPoolExecutor(_AT_ONCE) as some:
        for line, failed in some.map(lambda form: start(form, each), forms):
            print(line, flush=True)
            for path in failed:
                print(f"  {path}")
            failures += len(failed)
    return failures


COMMANDS: Mapping[str, Callable[[Sequence[str]], None]] = {
    "one": lambda rest: fuzz(rest[0], rest[1:]),
    "again": again,
}

if __name__ == "__main__":
    os.environ.setdefault("NIANBAO_CACHE", str(_KEPT / "cache"))
    first, *rest = sys.argv[1:] or ["60"]
    if first in COMMANDS:
        COMMANDS[first](rest)
    else:
        sys.exit(bool(main(float(first), rest or FORMS)))
