"""The server of the page, in a thread of the tests."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from validator.configuration.config import CheckConfig
from validator.configuration.file import ConfigFile
from validator.web.app import application
from validator.web.guard import LOOPBACK
from validator.web.options import ServerOptions


def serving(**others: Any) -> ServerOptions:
    """What the tests serve with: no configuration, two processes, this machine's names."""
    return ServerOptions(CheckConfig(ConfigFile()), hosts=LOOPBACK)._replace(**others)


@contextmanager
def served(own: ServerOptions) -> Iterator[str]:
    """The address of a server that answers."""
    config = uvicorn.Config(application(own), port=0, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
