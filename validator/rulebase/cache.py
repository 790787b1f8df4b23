"""Parsed declarations kept between runs, since parsing YAML costs more than a whole check.

The cache is a folder of JSON files in the user's cache folder, each named after the content
that it was parsed from. Deleting it, or being unable to write it, only makes a start slower.
NIANBAO_CACHE names another folder or, if empty, switches the cache off.
"""

import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32


def folder() -> str | None:
    """The cache folder, or None if the cache is switched off."""
    chosen = os.environ.get("NIANBAO_CACHE")
    if chosen is not None:
        return chosen or None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/AppData/Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "nianbao")


def is_writable() -> bool:
    """Whether the cache can be written."""
    base = folder()
    if base is None:
        return False
    try:
        os.makedirs(base, exist_ok=True)
    except OSError:
        return False
    return os.access(base, os.W_OK)


def fetch(path: Path, content: bytes) -> Any:
    """The parsed form of this content of a file, or None if it is not cached."""
    base = folder()
    if base is None:
        return None
    try:
        with open(os.path.join(base, _entry_name(path, content)), "rb") as entry:
            return json.loads(entry.read())
    except (OSError, ValueError):
        return None


def store(path: Path, content: bytes, parsed: Any) -> None:
    """Cache the parsed content of a file, replacing any entry for its earlier content."""
    base = folder()
    if base is None:
        return
    entry = Path(base) / _entry_name(path, content)
    temporary = entry.with_suffix(f".{os.getpid()}.part")
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(parsed, ensure_ascii=False), encoding="utf-8")
        temporary.replace(entry)
        for old in entry.parent.glob(f"{_entry_stem(path)}-*.json"):
            if old != entry:
                old.unlink(missing_ok=True)
    except (OSError, TypeError):
        return


def _entry_stem(path: Path) -> str:
    return f"{path.stem}-{crc32(str(path).encode()):08x}"


def _entry_name(path: Path, content: bytes) -> str:
    return f"{_entry_stem(path)}-{sha256(content).hexdigest()[:32]}.json"
