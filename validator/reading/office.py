"""Old Word, WPS, Excel and RTF files, converted by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.options import Options, Progress
from validator.reading.sniffing import MediaType

# The names of an OLE file's streams stand in it in UTF-16 (MS-CFB 2.6).
_BOOK = "Workbook".encode("utf-16-le")
_COMMANDS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# No macro is run, and nothing that a document links to is fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read(data: bytes, source: Source, options: Options, _: Progress | None = None) -> Document:
    """The document in the file as converted; UserError as `converted` and the reader of that."""
    from validator.reading import docx, xlsx

    sheets = source.media_type == MediaType.OFFICE_BINARY and _BOOK in data
    form, reader, engine = ("xlsx", xlsx, "openpyxl") if sheets else ("docx", docx, "lxml")
    source = source._replace(engine=f"libreoffice+{engine}")
    document: Document = reader.read(converted(data, form, options.bounds.seconds), source, options)
    return document


def converted(data: bytes, ending: str, seconds: float) -> bytes:
    """A file as `docx`, `xlsx` or `pdf`, whichever `ending` names, within so many seconds.

    LibreOffice works on a copy, with a profile of its own that is thrown away. Raises
    UserError `needs_office`, `office_too_slow`, `office_damaged`.
    """
    command = next((found for c in _COMMANDS if (found := shutil.which(c))), None)
    if command is None:
        raise UserError("needs_office")
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        given = folder / "given"
        given.write_bytes(data)
        arguments = [
            command,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            ending,
            "--outdir",
            str(folder / "out"),
            str(given),
        ]
        _run(arguments, folder, seconds)
        result = folder / "out" / f"given.{ending}"
        if not result.is_file():
            raise UserError("office_damaged")
        return result.read_bytes()


def _run(arguments: list[str], folder: Path, seconds: float) -> None:
    """Run to the end, or end all of it when its time is over."""
    process = subprocess.Popen(
        arguments,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise UserError("office_too_slow", seconds=f"{seconds:.0f}") from None
    finally:
        if process.poll() is None:
            # The command is a script; what it started ends with its group.
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
