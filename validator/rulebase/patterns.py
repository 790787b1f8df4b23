"""The patterns in rules/: each is compiled when a text first holds what every match contains."""

import re
from collections.abc import Iterator
from functools import cache

# Rules write "any ideograph" as this range, which takes fifty times as long to compile as the
# class below. In text in plain form (Unicode NFKC) both match the same.
_WRITTEN = "[一-鿿]"
_COMPILED = r"[^\W\dA-Za-z_]"
# A run of ideographs, or whatever may end one or make its last character optional.
_TOKEN = re.compile(r"[㐀-鿿]+|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|?*{]|.", re.S)


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern as written in rules/."""
    return re.compile(pattern.replace(_WRITTEN, _COMPILED))


def search(pattern: str, text: str) -> re.Match[str] | None:
    """The first match of a pattern in a text, or None."""
    return compile_pattern(pattern).search(text) if _required(pattern) in text else None


def find_all(pattern: str, text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern in a text, from left to right."""
    return compile_pattern(pattern).finditer(text) if _required(pattern) in text else iter(())


@cache
def _required(pattern: str) -> str:
    """The longest run of ideographs outside groups that every match contains, empty if unknown."""
    longest = run = ""
    depth = 0
    for token in _TOKEN.findall(pattern):
        if token == "|" and not depth:
            return ""
        if token in ("?", "*", "{"):
            # The last character of the run may be missing.
            run = run[:-1]
        longest = max(longest, run, key=len)
        depth += {"(": 1, ")": -1}.get(token, 0)
        run = token if not depth and "㐀" <= token[0] <= "鿿" else ""
    return max(longest, run, key=len)
