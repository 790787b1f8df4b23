"""A case run in a folder: what was typed, what the terminal shows, how it ended."""

import contextlib
from pathlib import Path
from shlex import split

from click.testing import CliRunner

from tests.generator import pdf, text, word
from tests.snapshots.cases import CASES, Case
from validator.cli import group
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

SHOWN = Path(__file__).parent / "shown"


def seen(case: Case, folder: Path) -> str:
    """All that a case shows, run in the folder, which is the working directory."""
    for name, content in case.files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else _file(name, content))
    parts = []
    for typed in case.commands:
        result = CliRunner().invoke(group, split(typed)[1:], prog_name="nianbao")
        parts.append(f"$ {typed}\n{result.output}[{result.exit_code}]\n")
    return "\n".join(parts)


def _file(name: str, edits: Edits) -> bytes:
    document = specimen(load_formats(), edits)
    match Path(name).suffix:
        case ".pdf":
            return pdf.draw(document)
        case ".docx":
            return word.write(document)
    return text.write(document).encode()


def write_all(folder: Path) -> None:
    """Write `shown/` again, the cases run in folders of their own in this one."""
    for name, case in CASES.items():
        (folder / name).mkdir()
        with contextlib.chdir(folder / name):
            (SHOWN / f"{name}.txt").write_text(seen(case, Path()), encoding="utf-8")
