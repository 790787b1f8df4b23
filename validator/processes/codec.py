"""What is known of a document as bytes: typed, without loss, and safe to read back."""

import zlib
from functools import cache
from typing import Any, TypeVar

import msgspec

from validator.model.finding import Run

_T = TypeVar("_T")

# Told apart in keys, so that nothing is read back that was written in another shape.
SHAPE = "1"
_LEVEL = 3


def packed(value: Any) -> bytes:
    """The bytes of a value of the model: named tuples, tuples, mappings, enumerations, numbers."""
    return zlib.compress(msgspec.msgpack.encode(value), _LEVEL)


def unpacked(data: bytes, kind: type[_T]) -> _T:
    """The value of a type that bytes hold; msgspec.ValidationError where they hold another."""
    hashable: Any = kind
    value: _T = _decoder(hashable).decode(zlib.decompress(data))
    return value


def run(data: bytes) -> Run:
    """The run that bytes hold."""
    return unpacked(data, Run)


@cache
def _decoder(kind: Any) -> "msgspec.msgpack.Decoder[Any]":
    return msgspec.msgpack.Decoder(kind)
