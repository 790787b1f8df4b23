"""The child of a supervisor: forked where that exists, else the same command started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NoReturn, Protocol

from validator.model.errors import UserError
from validator.processes import lifeline

# What a command that is started again finds in its environment: the ends of two pipes, and what
# was given up.
_CHANNEL, _LIFELINE, _GIVEN_UP = "_NIANBAO_CHANNEL", "_NIANBAO_LIFELINE", "_NIANBAO_GIVEN_UP"

GivenUp = Mapping[str, UserError]
# Called in the child with the end of a pipe to tell its steps to, and the steps given up; returns
# the exit code.
Begin = Callable[[int, GivenUp], int]


class Child(Protocol):
    """A child process; `channel` is the end of a pipe on which it tells its steps."""

    pid: int
    channel: int

    def interrupt(self) -> None:
        """Ask it to report what it has finished, and to end."""

    def wait(self) -> int:
        """Wait for its end; return its exit code, or minus the signal that ended it."""


def start_child(begin: Begin, given_up: GivenUp) -> Child:
    """Start a child, which ends when this process does."""
    if sys.platform == "win32":
        return StartedChild(given_up)
    return _ForkedChild(begin, given_up)


class _ForkedChild:
    def __init__(self, begin: Begin, given_up: GivenUp) -> None:
        self.channel, writing_end = os.pipe()
        reading_end, self._lifeline = os.pipe()
        self.pid = _fork()
        if self.pid == 0:
            os.close(self.channel)
            os.close(self._lifeline)
            lifeline.follow(reading_end, lambda: os.read(reading_end, 1))
            _run(begin, writing_end, given_up)
        os.close(writing_end)
        os.close(reading_end)

    def interrupt(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def wait(self) -> int:
        _, status = os.waitpid(self.pid, 0)
        os.close(self._lifeline)
        return os.waitstatus_to_exitcode(status)


def _fork() -> int:
    if sys.platform == "win32":
        raise NotImplementedError
    return os.fork()


def _run(begin: Begin, channel: int, given_up: GivenUp) -> NoReturn:
    code = 2
    try:
        code = begin(channel, given_up)
    finally:
        # Nothing of the parent's stack runs in the child.
        os._exit(code)


class StartedChild:
    """The command of this process started again, as on Windows, where processes do not fork."""

    def __init__(self, given_up: GivenUp) -> None:
        """Start it."""
        self.channel, writing_end = os.pipe()
        reading_end, self._lifeline = os.pipe()
        tokens = {_CHANNEL: _token(writing_end), _LIFELINE: _token(reading_end)}
        environment = os.environ | tokens | {_GIVEN_UP: _dump(given_up)}
        inherited: dict[str, Any] = {"pass_fds": (writing_end, reading_end)}
        if sys.platform == "win32":
            inherited = {"close_fds": False}
        self._process = subprocess.Popen(
            [sys.executable, *sys.orig_argv[1:]], env=environment, **inherited
        )
        self.pid = self._process.pid
        os.close(writing_end)
        os.close(reading_end)

    def interrupt(self) -> None:
        """Nothing: a console interrupts all its processes by itself."""

    def wait(self) -> int:
        """Wait for its end; return its exit code."""
        code = self._process.wait()
        os.close(self._lifeline)
        return code


def adopt(begin: Begin) -> int | None:
    """Run the command here if this process is a `StartedChild`; return its exit code, or None."""
    channel, reading_end = (os.environ.pop(name, "") for name in (_CHANNEL, _LIFELINE))
    given_up = os.environ.pop(_GIVEN_UP, "")
    if not channel.isascii() or not channel.isdecimal() or not reading_end.isdecimal():
        return None
    lifeline_end = _descriptor(int(reading_end), os.O_RDONLY)
    lifeline.follow(lifeline_end, lambda: os.read(lifeline_end, 1))
    return begin(_descriptor(int(channel), os.O_WRONLY), _load(given_up))


def _token(descriptor: int) -> str:
    """What names the end of a pipe in the child."""
    if sys.platform != "win32":
        return str(descriptor)
    import msvcrt

    handle = msvcrt.get_osfhandle(descriptor)
    os.set_handle_inheritable(handle, True)
    return str(handle)


def _descriptor(token: int, flags: int) -> int:
    if sys.platform != "win32":
        return token
    import msvcrt

    return msvcrt.open_osfhandle(token, flags)


def _dump(given_up: GivenUp) -> str:
    import json

    return json.dumps({label: [e.key, dict(e.details)] for label, e in given_up.items()})


def _load(text: str) -> GivenUp:
    import json

    return {label: UserError(key, **values) for label, (key, values) in json.loads(text).items()}
