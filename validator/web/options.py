"""How the page is served."""

from typing import NamedTuple

from validator.configuration.config import CheckConfig
from validator.model.text import Language


class Limits(NamedTuple):
    """Limits of a desk: documents, megabytes of files, minutes since a document was last accessed.

    `waiting` is the maximum number of tasks that run or wait for a process.
    """

    documents: int = 200
    megabytes: int = 600
    minutes: int = 60
    waiting: int = 400


class ServerOptions(NamedTuple):
    """Options of the server: `hosts` are the allowed host names, None for any (with a token).

    `max_megabytes` is the maximum size of an upload.
    """

    config: CheckConfig
    language: Language = "zh"
    jobs: int = 2
    limits: Limits = Limits()
    hosts: frozenset[str] | None = None
    token: str = ""
    max_megabytes: int = 100
