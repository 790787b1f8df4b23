"""Parsed declarations kept between runs, since parsing YAML costs more than a whole check.

The cache is a folder of JSON files in the user's cache folder, each named after the content
that it was parsed from. It is only ever a copy: deleting it, or being unable to write it,
changes nothing but the time that a start takes. NIANBAO_CACHE names another folder, or,
empty, switches it off.
"""

import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32


def folder() -> str | None:
    """Where the cache is kept, None where it is switched off."""
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


def usable() -> bool:
    """Whether something can be kept."""
    base = folder()
    if base is None:
        return False
    try:
        os.makedirs(base, exist_ok=True)
    except OSError:
        return False
    return os.access(base, os.W_OK)


def fetch(path: Path, content: bytes) -> Any:
    """What was parsed from this content of a file, None where nothing is kept."""
    base = folder()
    if base is None:
        return None
    try:
        with open(os.path.join(base, _name(path, content)), "rb") as kept:
            return json.loads(kept.read())
    except (OSError, ValueError):
        return None


def keep(path: Path, content: bytes, parsed: Any) -> None:
    """Keep what was parsed from a file, in the place of what was kept of it before."""
    base = folder()
    if base is None:
        return
    entry = Path(base) / _name(path, content)
    beside = entry.with_suffix(f".{os.getpid()}.part")
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(parsed, ensure_ascii=False), encoding="utf-8")
        beside.replace(entry)
        for old in entry.parent.glob(f"{_stem(path)}-*.json"):
            if old != entry:
                old.unlink(missing_ok=True)
    except (OSError, TypeError):
        return


def _stem(path: Path) -> str:
    return f"{path.stem}-{crc32(str(path).encode()):08x}"


def _name(path: Path, content: bytes) -> str:
    return f"{_stem(path)}-{sha256(content).hexdigest()[:32]}.json"
