"""Legacy Word, WPS, Excel and RTF files, converted by LibreOffice if it is installed."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from validator.model.document import Document, Source
from validator.model.errors import UserError
from validator.reading.options import Options, Progress, exceeded
from validator.reading.sniffing import MediaType

# Stream names in an OLE file are UTF-16 (MS-CFB 2.6).
_WORKBOOK_STREAM = "Workbook".encode("utf-16-le")
_COMMANDS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# Characters of the longest folder in which LibreOffice can open a socket, of which no more than 104
# characters are allowed, about 50 of them for its name.
_MOST_SOCKET_FOLDER = 52
# Groups of RTF in each other, of which real files have a few dozen.
_MAX_GROUPS = 1000
# Runs a command beside a process of the same group that ends the group, and removes a folder, once
# the pipe from whoever started it is closed. It is nobody's child, so that it outlives them.
_REAPED = """
exec 3<&0
( { trap '' TERM; read -r _ <&3; kill -TERM 0; sleep 1; rm -rf -- "$0"; kill -KILL 0; } & )
exec "$@" 3<&- </dev/null
"""
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
    """Convert a file and read the result; raises the errors of `convert` and of that reader."""
    from validator.reading.office import docx, xlsx

    if _nests_deeply(data):
        raise UserError("office_damaged")
    is_workbook = source.media_type == MediaType.OFFICE_BINARY and _WORKBOOK_STREAM in data
    suffix, reader, engine = ("xlsx", xlsx, "openpyxl") if is_workbook else ("docx", docx, "lxml")
    source = source._replace(engine=f"libreoffice+{engine}")
    document: Document = reader.read(
        convert(data, suffix, options.bounds.conversion), source, options
    )
    return document


def _nests_deeply(data: bytes) -> bool:
    """Whether an RTF file has more groups in each other than LibreOffice has memory for."""
    if not data.startswith(b"{\\rtf"):
        return False
    depth = 0
    for brace in re.finditer(rb"[{}]", data):
        depth += 1 if brace[0] == b"{" else -1
        if depth > _MAX_GROUPS:
            return True
    return False


def convert(data: bytes, suffix: str, seconds: int) -> bytes:
    """Convert a file to the form named by `suffix`, such as `docx`, within `seconds`.

    LibreOffice works on a copy, with a temporary profile. Raise UserError `needs_office`,
    `exceeds_conversion`, `office_damaged`.
    """
    command = next((path for c in _COMMANDS if (path := shutil.which(c))), None)
    if command is None:
        raise UserError("needs_office")
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        input_file = folder / "given"
        input_file.write_bytes(data)
        arguments = [
            command,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            suffix,
            "--outdir",
            str(folder / "out"),
            str(input_file),
        ]
        _run_command(arguments, folder, seconds)
        result = folder / "out" / f"given.{suffix}"
        if not result.is_file():
            raise UserError("office_damaged")
        return result.read_bytes()


def _run_command(arguments: list[str], folder: Path, seconds: int) -> None:
    """Run a command; after `seconds`, kill it and its child processes.

    They also end with this process, however that ends. What they keep between runs goes into the
    folder, nothing into the user's own.
    """
    home = folder / "home"
    home.mkdir()
    names = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR", "TEMP", "TMP")
    kept = dict.fromkeys(names, str(home))
    if len(str(home)) <= _MOST_SOCKET_FOLDER:
        kept["OSL_SOCKET_PATH"] = str(home)
    if sys.platform != "win32":
        arguments = ["/bin/sh", "-c", _REAPED, str(folder), *arguments]
    process = subprocess.Popen(
        arguments,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | kept,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise exceeded("conversion", seconds) from None
    finally:
        # The command may be a script: its children end with the process group.
        if sys.platform != "win32":
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.communicate()
