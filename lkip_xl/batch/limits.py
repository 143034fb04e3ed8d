"""What one workbook may cost: seconds and memory, after which its check is ended and the others go on."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Final

__all__ = ["ALARM", "GRACE", "OutOfTime", "limited"]

GRACE: Final = 2.0
"""Seconds between the polite end of a check and the hard end of its process."""


ALARM: Final = hasattr(signal, "setitimer")
"""A process can end its own check in time; not so on Windows, where it needs a worker that another process ends."""


class OutOfTime(BaseException):
    """The time of a workbook is up. No `except Exception` on the way may swallow it."""


@contextmanager
def limited(seconds: float, mebibytes: int, *, worker: bool) -> Iterator[None]:
    """Run the block under both limits: OutOfTime or MemoryError is raised in it.

    Memory is what the block may add to the process as it was before its first block (Linux). What Python cannot
    interrupt is ended with the process itself, in a `worker` only: there another process lives to tell of it.
    """
    with ExitStack() as stack:
        if worker:
            stack.enter_context(_end_of_process(seconds + GRACE))
        stack.enter_context(_address_space(mebibytes))
        if ALARM and threading.current_thread() is threading.main_thread():
            stack.enter_context(_alarm(seconds))
        yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)  # again each second, should the first be lost in a destructor
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _end_of_process(seconds: float) -> Iterator[None]:
    """A watchdog outside Python: it also ends a check that is stuck in a C library and holds the interpreter."""
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@cache
def _at_start() -> int:
    """The address space of this process in bytes before its first workbook; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


@contextmanager
def _address_space(mebibytes: int) -> Iterator[None]:
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _at_start() + mebibytes * 2**20
    stricter = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    if not _at_start() or any(limit <= wanted for limit in stricter):
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
