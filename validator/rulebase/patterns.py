"""Compilation of the patterns in rules/, each on first use."""

import re
from functools import cache

# Rules write "any ideograph" as this range, which takes fifty times as long to compile as the
# class below. In text in plain form (Unicode NFKC) both match the same.
_WRITTEN = "[一-鿿]"
_COMPILED = r"[^\W\dA-Za-z_]"


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern as written in rules/."""
    return re.compile(pattern.replace(_WRITTEN, _COMPILED))
