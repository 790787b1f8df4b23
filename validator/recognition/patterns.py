"""Patterns of rules/ compiled, each when it is first used."""

import re
from functools import cache

# Rules write an ideograph as the range of them. The engine takes fifty times as long to compile
# that as this, which in text brought to plain form (NFKC) matches the same.
_WRITTEN = "[一-鿿]"
_COMPILED = r"[^\W\dA-Za-z_]"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern as rules write it, compiled."""
    return re.compile(pattern.replace(_WRITTEN, _COMPILED))
