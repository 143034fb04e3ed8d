"""Many workbooks through one seam, `concurrent.futures.Executor`: this process, all cores, or a Dask cluster.

Results come in the order of the files, as soon as they are there; only a window of files is under way at once, so
memory does not grow with their number.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

from ..result import Result
from .limits import GRACE
from .one import ClusterLost, OtherRules, Settings, checked, out_of_time, ruleset
from .store import Store

__all__ = ["Here", "Start", "cluster", "cores", "local", "run"]

Start = Callable[[], Executor]
"""Begins the executor of a run; called again when its processes have died."""


_MOST: Final = 61 if sys.platform == "win32" else 512
"""Worker processes; Windows cannot wait for more."""


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_TURN: Final = threading.Lock()  # a Dask worker may have threads, but a process has one watchdog


def _task(path: str, settings: Settings, rules: str) -> Result:
    """What every executor is given to do."""
    if rules != ruleset():
        raise OtherRules
    with _TURN:
        return checked(path, settings, worker=multiprocessing.parent_process() is not None)


class Here(Executor):
    """This very process: no start-up, one core."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def local(processes: int) -> Start:
    """Worker processes on this machine."""
    return lambda: _pool(min(processes, _MOST))


def _pool(processes: int) -> Executor:
    # Spawned, not forked: the same on every system, and sound whatever threads this process has.
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin_worker)


def _begin_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


@contextmanager
def cluster(address: str, timeout: float = 10) -> Iterator[Start]:
    """The workers of a Dask cluster; they must see the files under the same paths.

    Raises ClusterLost where it does not answer within `timeout` seconds, ImportError without Dask.
    """
    from distributed import Client

    try:
        client: Any = Client(address, timeout=timeout)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterLost(f"Klaster {address} tidak dapat dijangkau.") from error
    try:
        yield lambda: client.get_executor(pure=False)
    finally:
        client.close()


def run(
    files: Iterable[str], settings: Settings, start: Start = Here, store: Store | None = None, window: int = 64
) -> Iterator[Result]:
    """The results of many workbooks, in their order. At most `window` of them are under way.

    A file whose process dies is tried once more, alone; if it dies again it is named with the reason. Raises
    ClusterLost and OtherRules where a cluster fails as a whole; results so far are in the store.
    """
    crew = _Crew(settings, start)
    waiting: deque[tuple[str, Result | Future[Result]]] = deque()
    try:
        for path in files:
            kept = store.get(path) if store is not None else None
            waiting.append((path, kept or crew.submit(path)))
            while len(waiting) >= window or (waiting and _ready(waiting[0][1])):
                yield _delivered(crew, waiting, store)
        while waiting:
            yield _delivered(crew, waiting, store)
    finally:
        for _, item in waiting:
            if isinstance(item, Future):
                item.cancel()
        crew.close()


def _ready(item: Result | Future[Result]) -> bool:
    return isinstance(item, Result) or item.done()


def _delivered(crew: _Crew, waiting: deque[tuple[str, Result | Future[Result]]], store: Store | None) -> Result:
    path, item = waiting.popleft()
    if isinstance(item, Result):
        return item
    try:
        result = item.result()
    except BrokenExecutor:  # a process died: this file may be the cause, those behind it are begun again
        result = crew.alone(path)
        again = [(p, crew.submit(p) if _lost(i) else i) for p, i in waiting]
        waiting.clear()
        waiting.extend(again)
    except CancelledError as error:
        raise ClusterLost("Klaster terputus di tengah pemeriksaan.") from error
    except OtherRules:
        raise
    except Exception:  # a cluster gives up a file on which several workers have died
        result = crew.alone(path)
    if store is not None:
        store.put(result)
    return result


def _lost(item: Result | Future[Result]) -> bool:
    return isinstance(item, Future) and item.done() and isinstance(item.exception(), BrokenExecutor)


class _Crew:
    """The executor of a run, begun when there is something to do and begun again when it breaks."""

    def __init__(self, settings: Settings, start: Start) -> None:
        self.settings = settings
        self.start = start
        self.executor: Executor | None = None

    def submit(self, path: str) -> Future[Result]:
        if self.executor is None:
            self.executor = self.start()
        try:
            return self.executor.submit(_task, path, self.settings, ruleset())
        except BrokenExecutor:
            self.close()
            return self.submit(path)

    def alone(self, path: str) -> Result:
        """One file in a process of its own, where it can only harm itself."""
        started = time.monotonic()
        with _pool(1) as pool:
            try:
                return pool.submit(_task, path, self.settings, ruleset()).result()
            except BrokenExecutor:
                if time.monotonic() - started >= self.settings.seconds + GRACE:
                    return Result(path, reason=out_of_time(self.settings))
                return Result(
                    path, reason="Proses pemeriksa berhenti mendadak pada buku kerja ini; laporkan berkasnya."
                )

    def close(self) -> None:
        if self.executor is not None:
            self.executor.shutdown(wait=False)
            self.executor = None
