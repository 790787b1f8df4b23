"""The patterns in rules/: each is compiled when a text first holds what every match contains."""

import re
from collections.abc import Iterator
from functools import cache

# Rules write "any ideograph" as this range, which takes fifty times as long to compile as the
# class below. In text in plain form (Unicode NFKC) both match the same.
_WRITTEN = "[一-鿿]"
_COMPILED = r"[^\W\dA-Za-z_]"
# A run of ideographs with what makes its last one optional; or an escape, a class, a group's end.
_TOKEN = re.compile(rf"({_COMPILED}+)([?*{{]?)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.S)


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
    longest = ""
    depth = 0
    for match in _TOKEN.finditer(pattern):
        token, run = match[0], match[1]
        if run:
            if not depth:
                longest = max(longest, run[:-1] if match[2] else run, key=len)
        elif token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
        elif token == "|" and not depth:
            return ""
    return longest
