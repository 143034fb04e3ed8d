"""A file is written whole or not at all, and nothing of a user's is lost on the way."""

import errno
import os
import resource
import signal

import corpus
import kills
import pytest

import lkip_xl
from lkip_xl import Unreadable
from lkip_xl.cli import main
from lkip_xl.xlsx import files
from lkip_xl.xlsx.package import load, store


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "laporan.xlsx"
    corpus.richly_made(path)
    return path


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_killed_at_any_step_the_old_file_or_the_new_one_is_there():
    left = kills.run(40)
    assert set(left) == {"berkas lama", "berkas baru"}


def test_every_filling_in_place_keeps_what_was_there(report):
    versions = [report.read_bytes()]
    lkip_xl.fill(report, report)
    versions.append(report.read_bytes())
    lkip_xl.mark(report, report)
    assert (report.parent / "laporan.xlsx.bak").read_bytes() == versions[0]
    assert (report.parent / "laporan.xlsx.2.bak").read_bytes() == versions[1]
    assert names(report.parent) == ["laporan.xlsx", "laporan.xlsx.2.bak", "laporan.xlsx.bak"]


def test_another_target_needs_no_backup(report, tmp_path):
    lkip_xl.fill(report, tmp_path / "hasil.xlsx")
    assert names(tmp_path) == ["hasil.xlsx", "laporan.xlsx"]


def test_a_backup_where_links_are_not_possible(report, monkeypatch):
    old = report.read_bytes()

    def refuse(*_):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(files.os, "link", refuse)
    lkip_xl.fill(report, report)
    lkip_xl.mark(report, report)
    assert (report.parent / "laporan.xlsx.bak").read_bytes() == old
    assert names(report.parent) == ["laporan.xlsx", "laporan.xlsx.2.bak", "laporan.xlsx.bak"]


def test_a_link_stays_a_link(report, tmp_path):
    link = tmp_path / "tautan.xlsx"
    link.symlink_to(report)
    lkip_xl.fill(link, link)
    assert link.is_symlink()
    assert report.read_bytes() == link.read_bytes()
    assert (tmp_path / "laporan.xlsx.bak").exists()


def test_a_full_disk_leaves_the_old_file(report):
    old = report.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(old) // 2, limits[1]))
        with pytest.raises(OSError, match=r"."):
            lkip_xl.fill(report, report)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, previous)
    assert report.read_bytes() == old
    assert names(report.parent) == ["laporan.xlsx"]


def test_a_read_only_file_stays(report):
    old = report.read_bytes()
    report.chmod(0o444)
    with pytest.raises(PermissionError) as raised:
        lkip_xl.fill(report, report)
    assert raised.value.errno == errno.EACCES
    assert report.read_bytes() == old
    assert names(report.parent) == ["laporan.xlsx"]


@pytest.mark.parametrize("lock", ["~$laporan.xlsx", ".~lock.laporan.xlsx#"])
def test_a_file_open_in_a_spreadsheet_program_stays(report, lock):
    old = report.read_bytes()
    (report.parent / lock).write_bytes(b"")
    with pytest.raises(OSError, match="program lain") as raised:
        lkip_xl.fill(report, report)
    assert raised.value.errno == errno.EBUSY
    assert report.read_bytes() == old


def test_a_file_that_another_program_holds_stays(report, monkeypatch):
    def held(*_):
        raise PermissionError(errno.EACCES, "as Windows says it")

    old = report.read_bytes()
    monkeypatch.setattr(files.os, "replace", held)
    with pytest.raises(OSError, match="program lain") as raised:
        lkip_xl.fill(report, report)
    assert raised.value.errno == errno.EBUSY
    assert report.read_bytes() == old
    assert not [n for n in names(report.parent) if n.endswith((".tmp", ".bak"))]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("pipe", "itu bukan berkas biasa"), ("folder", "itu nama folder"), ("lock", "sedang terbuka")],
)
@pytest.mark.parametrize("suffix", [".html", ".json", ".xlsx", ".parquet"])
def test_no_output_takes_the_place_of_what_is_no_free_file(kind, sentence, suffix, report, capsys):
    target = report.parent / f"hasil{suffix}"
    command = ["periksa", report, "-o", target]
    if suffix in {".xlsx", ".parquet"}:
        command = ["rekap", report, "-o" if suffix == ".xlsx" else "--parquet", target]
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "folder":
        target.mkdir()
    else:
        assert _status(command) < 2
        (report.parent / f"~$hasil{suffix}").touch()
    before = names(report.parent)
    capsys.readouterr()
    assert _status(command) == 2
    assert sentence in capsys.readouterr().err
    assert names(report.parent) == before


def _status(command):
    with pytest.raises(SystemExit) as ended:
        main(list(map(str, command)))
    return ended.value.code


def test_permissions_stay(report):
    report.chmod(0o640)
    lkip_xl.fill(report, report)
    assert report.stat().st_mode & 0o777 == 0o640


def test_a_name_as_long_as_names_may_be(tmp_path):
    path = tmp_path / ("n" * 240 + ".xlsx")
    store(b"isi", path)
    assert path.read_bytes() == b"isi"


def test_a_pipe_is_not_waited_for(tmp_path):
    pipe = tmp_path / "pipa.xlsx"
    os.mkfifo(pipe)
    with pytest.raises(Unreadable, match="bukan berkas biasa"):
        load(pipe)


def test_a_huge_file_is_not_loaded(tmp_path):
    path = tmp_path / "besar.xlsx"
    with path.open("wb") as f:
        f.truncate(files.MAX_FILE + 1)
    with pytest.raises(Unreadable, match="batasnya 100 MiB"):
        load(path)
