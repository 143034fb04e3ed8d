"""Many workbooks: every executor gives the same, one that harms its process is named, what is kept is found again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from pathlib import Path
from unittest.mock import Mock

import pytest
from killed import killed_at_random

from lkip_xl.batch import one
from lkip_xl.batch.limits import OutOfTime, limited
from lkip_xl.batch.one import ClusterLost, OtherRules, Settings
from lkip_xl.batch.store import Store
from lkip_xl.batch.workers import Here, cluster, local, run

SETTINGS = Settings()


@pytest.fixture
def files(folder_of_workbooks):
    return [str(p) for p in sorted(folder_of_workbooks.iterdir())]


@pytest.fixture(scope="session")
def expected(folder_of_workbooks):
    return list(run([str(p) for p in sorted(folder_of_workbooks.iterdir())], SETTINGS, Here))


# --- one seam ---------------------------------------------------------------------------------------------


def test_every_executor_gives_the_same_in_the_same_order(files, expected):
    assert [r.path for r in expected] == files
    assert len({r.sha256 for r in expected}) == len(files)
    assert any(r.findings for r in expected)
    assert list(run(files, SETTINGS, local(2))) == expected


def test_only_a_window_of_files_is_under_way(files, expected):
    asked = []

    def source():
        for path in files:
            asked.append(path)
            yield path

    passed = run(source(), SETTINGS, local(1), window=3)
    next(passed)
    assert len(asked) <= 4
    passed.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX")
def test_a_dask_cluster_that_loses_a_worker_gives_the_same(files, expected):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50
        ) as machines,
        cluster(machines.scheduler_address) as start,
        distributed.Client(machines.scheduler_address) as client,
    ):
        assert list(run(files, SETTINGS, start)) == expected
        found = []
        for i, result in enumerate(run(files * 4, SETTINGS, start)):
            found.append(result)
            if i == 2:
                pid = next(iter(client.run(os.getpid).values()))
                os.kill(pid, signal.SIGKILL)
        assert found == expected * 4


def test_a_cluster_that_is_not_there_is_a_sentence():
    pytest.importorskip("distributed")
    with pytest.raises(ClusterLost, match="tidak dapat dijangkau"), cluster("tcp://127.0.0.1:9", timeout=1):
        pass


def test_a_worker_with_other_rules_is_not_believed(files, monkeypatch):
    monkeypatch.setattr("lkip_xl.batch.workers.ruleset", iter(["ini", "itu"]).__next__)
    with pytest.raises(OtherRules):
        list(run(files[:1], SETTINGS, Here))


class _Dying(Executor):
    """Its processes die when they have been given nine files; like a pool, it takes no more then."""

    def __init__(self):
        self.given = []

    def submit(self, fn, /, *args, **kwargs):
        if len(self.given) == 9:
            raise BrokenExecutor
        self.given.append(Future())
        if len(self.given) == 9:
            for future in self.given:
                future.set_exception(BrokenExecutor())
        return self.given[-1]


def test_after_a_death_one_file_is_tried_alone_and_the_others_together(files, expected, monkeypatch):
    alone, starts = [], iter([_Dying, Here])
    monkeypatch.setattr("lkip_xl.batch.workers._pool", lambda n: (alone.append(n), Here())[1])
    assert list(run(files, SETTINGS, lambda: next(starts)(), window=9)) == expected
    assert alone == [1]


class _Failing(Executor):
    """Gives up every file with an error of its own."""

    error: Exception

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        future.set_exception(self.error)
        return future


def test_a_file_that_a_cluster_gives_up_is_tried_alone(files, expected, monkeypatch):
    monkeypatch.setattr(_Failing, "error", RuntimeError("KilledWorker"), raising=False)
    assert list(run(files[:2], SETTINGS, _Failing)) == expected[:2]
    monkeypatch.setattr(_Failing, "error", CancelledError())
    with pytest.raises(ClusterLost, match="terputus"):
        list(run(files[:2], SETTINGS, _Failing))


# --- limits -----------------------------------------------------------------------------------------------


def test_time_is_up():
    started = time.monotonic()
    with pytest.raises(OutOfTime), limited(0.2, 512, worker=False):
        threading.Event().wait(60)
    assert time.monotonic() - started < 30  # not 0.2: the machine may be busy


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux")
def test_memory_is_used_up_and_given_back():
    with pytest.raises(MemoryError), limited(20, 128, worker=False):
        bytearray(256 * 2**20)
    assert len(bytearray(256 * 2**20)) == 256 * 2**20


def test_what_python_cannot_interrupt_ends_with_its_process():
    code = """
        import signal
        from lkip_xl.batch import limits
        limits.GRACE = 0.2
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])  # as deaf as a C library
        with limits.limited(0.2, 512, worker=True):
            while True:
                pass
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == b""


# a library that harms the process which opens certain files, as a faulty C extension would
HARMFUL = """
import os, pathlib, sys, time
from importlib.abc import MetaPathFinder
class Finder(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "lkip_xl.xlsx.package":
            return None
        sys.meta_path.remove(self)
        import importlib.util
        spec = importlib.util.find_spec(name)
        run = spec.loader.exec_module
        def exec_module(module):
            run(module)
            load = module.load
            def harmful(path):
                if path.name == "mati.xlsx":
                    os._exit(9)
                if path.name == "lama.xlsx":
                    while True: pass
                if path.name == "besar.xlsx":
                    bytearray(2**33)
                return load(path)
            module.load = harmful
        spec.loader.exec_module = exec_module
        return spec
sys.meta_path.insert(0, Finder())
"""


def periksa(*arguments, env=None):
    done = subprocess.run(
        [sys.executable, "-m", "lkip_xl", *map(str, arguments)], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, **(env or {})},
    )  # fmt: skip
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux")
def test_broken_workbooks_are_named_and_the_others_checked(files, tmp_path):
    folder = tmp_path / "kabupaten"
    folder.mkdir()
    for path in files:
        (folder / Path(path).name).write_bytes(Path(path).read_bytes())
    good = Path(files[0]).read_bytes()
    broken = {
        "kosong.xlsx": (b"", "kosong"), "terpotong.xlsx": (good[:3000], "terpotong"), "mati.xlsx": (good, "berhenti mendadak"),
        "lama.xlsx": (good, "melebihi 2 detik"), "besar.xlsx": (good, "lebih dari 200 MiB"),
    }  # fmt: skip
    for name, (content, _) in broken.items():
        (folder / name).write_bytes(content)
    (tmp_path / "sitecustomize.py").write_text(HARMFUL)
    env = {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    arguments = ("periksa", folder, "--format", "json", "--proses", 2, "--detik", 2, "--memori", 200)
    done = periksa(*arguments, env=env)
    assert done.returncode == 2
    document = json.loads(done.stdout)
    assert document["ringkasan"]["tidak_terbaca"] == 5
    reasons = {Path(f["berkas"]).name: f["alasan"] for f in document["berkas"] if "alasan" in f}
    for name, (_, reason) in broken.items():
        assert reason in reasons[name]
    assert [f["berkas"] for f in document["berkas"]] == sorted(str(p) for p in folder.iterdir())
    again = json.loads(periksa(*arguments).stdout)  # the library mended: what had to do with it is checked again
    assert {Path(f["berkas"]).name for f in again["berkas"] if "alasan" in f} == {"kosong.xlsx", "terpotong.xlsx"}


# --- the store --------------------------------------------------------------------------------------------


def test_a_second_run_checks_only_what_changed(files, expected, tmp_path, monkeypatch):
    store = Store(tmp_path, SETTINGS)
    assert list(run(files, SETTINGS, Here, store)) == expected
    checked = []
    real = one.checked
    monkeypatch.setattr(
        "lkip_xl.batch.workers.checked", lambda path, *a, **k: (checked.append(path), real(path, *a, **k))[1]
    )
    copy = tmp_path / "salinan.xlsx"
    copy.write_bytes(Path(files[3]).read_bytes())
    assert list(run(files, SETTINGS, Here, Store(tmp_path, SETTINGS))) == expected
    [same] = run([str(copy)], SETTINGS, Here, store)
    assert (same.path, same.findings) == (str(copy), expected[3].findings)
    assert checked == []
    before = copy.stat()
    copy.write_bytes(Path(files[4]).read_bytes())
    os.utime(copy, ns=(before.st_atime_ns, before.st_mtime_ns))  # as an archive or a copy program may do
    [changed] = run([str(copy)], SETTINGS, Here, Store(tmp_path, SETTINGS))
    assert changed.findings == expected[4].findings
    other = Settings(select=("S",))
    assert all(f.code[0] == "S" for r in run(files, other, Here, Store(tmp_path, other)) for f in r.findings)
    assert checked == files
    checked.clear()
    assert list(run(files, SETTINGS, Here, Store(tmp_path, SETTINGS, again=True))) == expected
    assert checked == files


def test_other_rules_find_nothing_of_the_old_ones(files, tmp_path, monkeypatch):
    list(run(files[:2], SETTINGS, Here, Store(tmp_path, SETTINGS)))
    assert Store(tmp_path, SETTINGS).get(files[0]) is not None
    monkeypatch.setattr("lkip_xl.batch.store.ruleset", lambda: "versi lain")
    assert Store(tmp_path, SETTINGS).get(files[0]) is None


def test_what_does_not_follow_from_the_content_is_not_kept(files, tmp_path, monkeypatch):
    for error, reason in ((OutOfTime(), "melebihi"), (MemoryError(), "memori"), (KeyError(), "KeyError")):
        with monkeypatch.context() as patched:
            patched.setattr("lkip_xl.check", Mock(side_effect=error))
            [failed] = run(files[:1], SETTINGS, Here, Store(tmp_path, SETTINGS))
        assert reason in failed.reason
        assert Store(tmp_path, SETTINGS).get(files[0]) is None
    [missing] = run([str(tmp_path / "x.xlsx")], SETTINGS, Here, Store(tmp_path, SETTINGS))
    assert "tidak ada" in missing.reason


@pytest.mark.parametrize("harm", ["sampah", "terpotong", "ditimpa"])
def test_a_damaged_store_is_put_aside_and_begun_anew(harm, files, expected, tmp_path):
    store = Store(tmp_path, SETTINGS)
    list(run(files, SETTINGS, Here, store))
    store.close()
    path = tmp_path / "hasil.sqlite"
    content = path.read_bytes()
    path.write_bytes({
        "sampah": b"bukan sqlite" * 100,
        "terpotong": content[: len(content) // 2],
        "ditimpa": content[:4096] + b"\xff" * (len(content) - 4096),
    }[harm])  # fmt: skip
    assert list(run(files, SETTINGS, Here, Store(tmp_path, SETTINGS))) == expected
    again = Store(tmp_path, SETTINGS)
    assert list(run(files, SETTINGS, Here, again)) == expected
    assert again.trouble is None
    assert again.get(files[0]) is not None


def test_a_damaged_row_is_checked_again(files, expected, tmp_path):
    list(run(files[:3], SETTINGS, Here, Store(tmp_path, SETTINGS)))
    with sqlite3.connect(tmp_path / "hasil.sqlite") as db:
        db.execute("UPDATE hasil SET isi = x'00'")
    assert list(run(files[:3], SETTINGS, Here, Store(tmp_path, SETTINGS))) == expected[:3]


def test_where_nothing_can_be_kept_all_is_checked(files, expected, tmp_path):
    place = tmp_path / "berkas"
    place.write_text("bukan folder")
    store = Store(place, SETTINGS)
    assert "tidak dapat disimpan" in store.trouble
    assert list(run(files[:2], SETTINGS, Here, store)) == expected[:2]


def test_runs_share_a_store_without_harm(files, expected, tmp_path):
    found = [None] * 4

    def check(i):
        store = Store(tmp_path, SETTINGS)
        found[i] = list(run(files if i % 2 else files[::-1], SETTINGS, local(1), store))
        store.close()

    threads = [threading.Thread(target=check, args=(i,)) for i in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert [r if i % 2 else r[::-1] for i, r in enumerate(found)] == [expected] * 4
    with sqlite3.connect(tmp_path / "hasil.sqlite") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM hasil").fetchone() == (len(files),)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="POSIX")
def test_killed_runs_are_resumed_with_the_same_results(folder_of_workbooks, tmp_path):
    outcome = killed_at_random(folder_of_workbooks, tmp_path, 3)
    assert outcome.killed == 3
    assert outcome.different == 0
    assert outcome.left == 0
