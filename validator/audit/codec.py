"""What is kept of a document as bytes: typed, without loss, and safe to read from a database."""

import zlib
from functools import cache

import msgspec

from validator.model.finding import Run
from validator.model.linked import Copy, Linked

# Told apart in keys, so that nothing is read back that was written in another shape.
SHAPE = "1"
_LEVEL = 3


def packed(value: Run | Linked | tuple[Copy | None, Copy | None]) -> bytes:
    """The bytes of a value."""
    return zlib.compress(msgspec.msgpack.encode(value), _LEVEL)


def run(data: bytes) -> Run:
    """The run that bytes hold."""
    return _runs().decode(zlib.decompress(data))


def linked(data: bytes) -> Linked:
    """The links that bytes hold."""
    return _links().decode(zlib.decompress(data))


def copies(data: bytes) -> tuple[Copy | None, Copy | None]:
    """What two reports have of each other, as bytes hold it."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=tuple[Copy | None, Copy | None])


@cache
def _runs() -> msgspec.msgpack.Decoder[Run]:
    return msgspec.msgpack.Decoder(Run)


@cache
def _links() -> msgspec.msgpack.Decoder[Linked]:
    return msgspec.msgpack.Decoder(Linked)
