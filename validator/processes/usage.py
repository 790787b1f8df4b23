"""What a process and its descendants use, and their end."""

import psutil

_MEBIBYTE = 2**20


def memory_use(pid: int | None) -> float:
    """The resident memory of a process and its descendants, in MiB; 0 if it is gone."""
    try:
        process = psutil.Process(pid)
        family = (process, *process.children(recursive=True))
        return sum(p.memory_info().rss for p in family) / _MEBIBYTE
    except psutil.Error:
        return 0


def kill_family(pid: int | None) -> None:
    """Kill a process and its descendants."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return
    for member in family:
        try:
            member.kill()
        except psutil.Error:
            continue
