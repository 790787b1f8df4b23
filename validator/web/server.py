"""Starting the server: where it listens, and the URL to open."""

import secrets
import socket
from collections.abc import Callable

import uvicorn

from validator.model.errors import UserError
from validator.rulebase.problems import system_problem
from validator.web.app import application
from validator.web.guard import LOOPBACK, TOKEN
from validator.web.options import ServerOptions

# Seconds to let running requests finish at shutdown.
_GRACE = 3


def serve(options: ServerOptions, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; `announce` is called with the URL as soon as it can be opened.

    Unless `host` is a loopback address, a token is required: that of `options`, or a new one.
    Raises UserError `port_taken` if the server cannot listen.
    """
    is_local = host in LOOPBACK
    options = options._replace(
        hosts=LOOPBACK if is_local else None,
        token=options.token or ("" if is_local else secrets.token_urlsafe(16)),
    )
    with _listen(host, port) as listener:
        bound_port = listener.getsockname()[1]
        url_host = f"[{host}]" if ":" in host else host
        address = f"http://{url_host}:{bound_port}/"
        if options.token:
            address += f"?{TOKEN}={options.token}"
        config = uvicorn.Config(
            application(options),
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        server = uvicorn.Server(config)
        announce(address)
        server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only if the protocol is given; else small responses wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        problem = system_problem(error)
        raise UserError("port_taken", host=host, port=str(port), problem=problem) from None
    return listener
