"""The server started: where it listens, and the address by which it is opened."""

import secrets
import socket
from collections.abc import Callable

import uvicorn

from validator.model.errors import UserError
from validator.web.app import application
from validator.web.asking import Serving
from validator.web.guard import LOOPBACK, TOKEN

# Seconds for requests under way when the server is to end.
_GRACE = 3


def serve(serving: Serving, host: str, port: int, told: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; `told` is given the address as soon as it can be opened.

    Beyond this machine a token is demanded: that of `serving`, or a new one. Raises UserError
    `port_taken` where it cannot listen.
    """
    own = host in LOOPBACK
    serving = serving._replace(
        hosts=LOOPBACK if own else None,
        token=serving.token or ("" if own else secrets.token_urlsafe(16)),
    )
    with _listening(host, port) as listening:
        number = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{number}/"
        if serving.token:
            address += f"?{TOKEN}={serving.token}"
        config = uvicorn.Config(
            application(serving),
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        server = uvicorn.Server(config)
        told(address)
        server.run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named asyncio sends small answers at once; else they wait 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        problem = error.strerror or str(error)
        raise UserError("port_taken", host=host, port=str(port), problem=problem) from None
    return listening
