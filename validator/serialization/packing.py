"""Values of the model as bytes: typed, lossless, and safe to decode."""

import zlib
from functools import cache
from typing import Any, TypeVar

import msgspec

from validator.model.finding import Run
from validator.model.message import Values
from validator.serialization.messages import decode_values, encode_values

_T = TypeVar("_T")

# Part of cache keys, so that values written in another version are never decoded.
VERSION = "3"
_COMPRESSION_LEVEL = 3


def pack(value: Any) -> bytes:
    """Encode a value of the model: named tuples, tuples, mappings, enumerations, numbers."""
    encoded = msgspec.msgpack.encode(value, enc_hook=_encode_values)
    return zlib.compress(encoded, _COMPRESSION_LEVEL)


def unpack(data: bytes, kind: type[_T]) -> _T:
    """Decode a value of type `kind`; raises msgspec.ValidationError if the bytes hold another."""
    hashable: Any = kind
    value: _T = _decoder(hashable).decode(zlib.decompress(data))
    return value


def unpack_run(data: bytes) -> Run:
    """Decode a run."""
    return unpack(data, Run)


@cache
def _decoder(kind: Any) -> "msgspec.msgpack.Decoder[Any]":
    return msgspec.msgpack.Decoder(kind, dec_hook=_decode_values)


def _encode_values(value: Any) -> Any:
    if isinstance(value, Values):
        return encode_values(value)
    raise NotImplementedError(f"{type(value).__name__} is no value of the model")


def _decode_values(kind: type, data: Any) -> Any:
    if kind is Values:
        try:
            return decode_values(data)
        except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise ValueError(f"no values: {error}") from None
    raise NotImplementedError(f"{kind.__name__} is no value of the model")
