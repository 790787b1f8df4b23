"""The server of the page, in a thread of the tests."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from validator.checker import Asked
from validator.settings.config import settings
from validator.web.app import application
from validator.web.asking import Serving
from validator.web.guard import LOOPBACK


def serving(**others: Any) -> Serving:
    """What the tests serve with: no configuration, two processes, this machine's names."""
    return Serving(Asked(settings(None, Path("/"))), hosts=LOOPBACK)._replace(**others)


@contextmanager
def served(own: Serving) -> Iterator[str]:
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
