"""A command that reads untrusted bytes, run in a child process that can be ended.

The supervisor starts the child before anything heavy is imported, and bounds the time and the
resident memory of what the child marks as `bounded`. A step beyond its bounds, or one that ends
the process, costs its document alone: the command is run again without that step. Neither limits
of address space (models map much) nor signal handlers (a long call of a C library hears no
signal) can do this within one process.
"""

import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from validator.model.errors import UserError
from validator.processes import refusals
from validator.processes.child import Child, GivenUp, adopt, start_child

if TYPE_CHECKING:
    from validator.reading.options import Bounds

# Prints the sentence of a message key, with its values.
Tell = Callable[..., None]

# Seconds between two looks at what the child uses.
_TICK = 0.25
# The most seconds that one tick counts for: a process that was stopped is not charged for its rest.
_LONGEST_TICK = 1.0
# Seconds that an interrupted command has to report what it finished.
_GRACE = 3.0

# The exit code of a command that was interrupted from the terminal.
INTERRUPTED = 128 + signal.SIGINT
_PIPE_SIGNAL = getattr(signal, "SIGPIPE", 0)
# File names that are not UTF-8 hold lone surrogates.
_LABEL = ("utf-8", "surrogatepass")


class Step(NamedTuple):
    """A bounded step that is under way: its label, and its limits (seconds, MiB)."""

    label: str
    seconds: int
    memory: int


# What a child reports: the step that begins, None at its end, False at the end of the process.
_Reports = queue.SimpleQueue[Step | bool | None]


class _Supervised(NamedTuple):
    """What a child knows of its supervisor."""

    channel: int
    given_up: dict[str, UserError]

    def report(self, step: Step | None) -> None:
        with suppress(OSError):
            os.write(self.channel, _encode(step))


# The supervisor of this process, if it has one.
_supervisors: list[_Supervised] = []


@contextmanager
def bounded(label: str, bounds: "Bounds") -> Iterator[None]:
    """Bound the time and memory of what is done inside, if this process has a supervisor.

    `label` tells the steps of a command apart. Raise UserError `exceeds_seconds`, `exceeds_memory`
    or `work_ended` instead if the step has been given up.
    """
    for supervisor in _supervisors:
        if (error := supervisor.given_up.pop(label, None)) is not None:
            raise error
        supervisor.report(Step(label, bounds.seconds, bounds.memory))
    try:
        yield
    finally:
        for supervisor in _supervisors:
            supervisor.report(None)


def supervise(work: Callable[[], int], tell: Tell) -> int:
    """Run a command in a child process, and return its exit code.

    `work` runs the command. One that is interrupted ends with 128 plus the number of the signal.
    """

    def begin(channel: int, given_up: GivenUp) -> int:
        _supervisors.append(_Supervised(channel, dict(given_up)))
        signal.signal(signal.SIGTERM, _interrupt)
        if os.name == "posix":
            # The supervisor, which gets a terminal's Ctrl-C too, passes it on as SIGTERM.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        return work()

    if (code := adopt(begin)) is not None:
        return code
    given_up: dict[str, UserError] = {}
    while True:
        watch = _Watch(start_child(begin, given_up), tell)
        code = watch.until_it_ends()
        if watch.step is None or watch.refusal is None:
            return code
        given_up[watch.step.label] = watch.refusal


def _interrupt(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


@dataclass(slots=True)
class _Watch:
    """A child as its supervisor sees it: the step under way, and why it was given up."""

    child: Child
    tell: Tell
    step: Step | None = None
    refusal: UserError | None = None
    elapsed: float = 0.0
    looked_at: float = field(default_factory=time.monotonic)
    asked: int = 0
    asked_at: float = 0.0

    def until_it_ends(self) -> int:
        """Wait for the end of the child, which comes at once if it exceeds a limit."""
        reports: _Reports = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(self.child.channel, reports), daemon=True).start()
        asking = [s for n in ("SIGINT", "SIGTERM", "SIGHUP") if (s := getattr(signal, n, None))]
        # What a shell has ignored, as nohup does, stays so.
        asking = [number for number in asking if signal.getsignal(number) != signal.SIG_IGN]
        before = {number: signal.signal(number, self._ask) for number in asking}
        try:
            while not self._ended(reports):
                if self._exceeds():
                    from validator.processes.usage import kill_family

                    kill_family(self.child.pid)
                    break
            return self._outcome(self.child.wait())
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, number: int, _: object) -> None:
        """Ask the child to end, as this process was asked."""
        if not self.asked:
            self.asked, self.asked_at = number, time.monotonic()
            self.child.interrupt()

    def _ended(self, reports: _Reports) -> bool:
        """Wait a moment for what the child reports; whether it has ended."""
        now = self.looked_at
        try:
            report = reports.get(timeout=_TICK)
        except queue.Empty:
            now = time.monotonic()
            self.elapsed += min(now - self.looked_at, _LONGEST_TICK)
        else:
            if isinstance(report, bool):
                return True
            now = time.monotonic()
            self.step, self.elapsed = report, 0.0
        self.looked_at = now
        return False

    def _exceeds(self) -> bool:
        """Whether the child must be ended: `refusal` is why, or it was asked to end."""
        if self.asked:
            return time.monotonic() - self.asked_at > _GRACE
        if self.step is None or not self.elapsed:
            return False
        from validator.processes.usage import memory_use

        if self.elapsed > self.step.seconds:
            self.refusal = refusals.too_long(self.step.seconds)
        elif memory_use(self.child.pid) > self.step.memory:
            self.refusal = refusals.too_large(self.step.memory)
        return self.refusal is not None

    def _outcome(self, code: int) -> int:
        """The exit code of the command, given the child's; unexpected ends are told of."""
        if self.asked:
            if code != INTERRUPTED:
                self.tell("interrupted")
            return 128 + self.asked
        if self.refusal is None and self.step is not None:
            self.refusal = refusals.ended(code)
        elif code < 0 and code != -_PIPE_SIGNAL and self.refusal is None:
            error = refusals.ended(code)
            self.tell(error.key, **error.details)
            return 2
        return code if code >= 0 else 128 - code


def _listen(channel: int, reports: _Reports) -> None:
    """Pass on what a child reports; at its end, False."""
    with open(channel, "rb") as lines:
        for line in lines:
            reports.put(_decode(line))
    reports.put(False)


def _encode(step: Step | None) -> bytes:
    if step is None:
        return b"\n"
    return f"{step.seconds} {step.memory} {step.label.encode(*_LABEL).hex()}\n".encode()


def _decode(line: bytes) -> Step | None:
    if not line.strip():
        return None
    seconds, memory, *label = line.decode().split()
    return Step(bytes.fromhex("".join(label)).decode(*_LABEL), int(seconds), int(memory))
