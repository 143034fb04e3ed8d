"""The commands as a person runs them: whole processes, what they print, what they leave behind."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import corpus
import openpyxl
import pandas
import pytest

import lkip_xl
from lkip_xl.result import Result
from lkip_xl.rules import RULES
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import blank, example
from lkip_xl.xlsx.files import store
from lkip_xl.xlsx.package import Package


def run(*arguments, cwd=None):
    done = subprocess.run(
        [sys.executable, "-m", "lkip_xl", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def workbook(tmp_path):
    """Kencong's workbook with the mistakes its office typed over computed cells."""
    path = tmp_path / "kencong.xlsx"
    typed = tmp_path / "typed.xlsx"
    typed.write_bytes(build(example(printed=True)))
    lkip_xl.fill(typed, path)
    typed.unlink()
    return path


def test_periksa_json_has_the_agreed_form(workbook):
    done = run("periksa", workbook, "--format", "json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["skema"] == 1
    assert document["alat"] == {"nama": "lkip-xl", "versi": lkip_xl.__version__}
    [file] = document["berkas"]
    assert list(file) == ["berkas", "sha256", "status", "identitas", "tabel", "temuan", "diabaikan", "dikenal", "rekap"]
    assert file["identitas"] == {"unit": "Kecamatan Kencong", "tahun": 2025}
    table = next(t for t in file["tabel"] if t["nomor"] == "3.2")
    assert table == {"nomor": "3.2", "lembar": "3.2", "jenis": "capaian", "rentang": "A4:N12"}
    finding = next(t for t in file["temuan"] if t["kode"] == "A101")
    assert list(finding) == [
        "kode", "tingkat", "lembar", "sel", "pesan", "tertulis", "seharusnya", "dugaan", "terkait", "dasar",
    ]  # fmt: skip
    assert (finding["lembar"], finding["sel"]) == ("3.3", "F12")
    assert finding["pesan"] == "tertulis 35,24%, hasil hitung 12/34 = 35,29%"
    assert finding["terkait"] == [{"lembar": "3.3", "sel": "D12"}, {"lembar": "3.3", "sel": "E12"}]
    levels = [t["tingkat"] for t in file["temuan"]]
    assert document["ringkasan"] == {
        "berkas": 1, "galat": levels.count("galat"), "peringatan": levels.count("peringatan"),
        "info": levels.count("info"), "tidak_terbaca": 0,
    }  # fmt: skip


def test_exit_status(workbook, tmp_path):
    clean = tmp_path / "bersih.xlsx"
    lkip_xl.template(blank(), clean)
    assert run("periksa", clean).returncode == 0
    assert run("periksa", workbook).returncode == 1
    assert run("periksa", workbook, "--pilih", "S").returncode == 0
    assert run("periksa", workbook, "--abaikan", "A", "--abaikan", "X").returncode == 0


def test_one_bad_file_never_stops_the_others(workbook, tmp_path):
    (tmp_path / "rusak.xlsx").write_bytes(b"bukan buku kerja")
    (tmp_path / "~$kencong.xlsx").write_bytes(b"kunci")
    done = run("periksa", tmp_path, "--format", "json")
    document = json.loads(done.stdout)
    assert done.returncode == 2
    assert [f["status"] for f in document["berkas"]] == ["diperiksa", "tidak terbaca"]
    assert document["ringkasan"]["tidak_terbaca"] == 1


def test_a_file_named_beside_its_folder_is_checked_once(workbook, tmp_path):
    done = run("periksa", "kencong.xlsx", tmp_path, "--format", "json", cwd=tmp_path)
    assert [f["berkas"] for f in json.loads(done.stdout)["berkas"]] == ["kencong.xlsx"]


def test_text_is_grouped_by_sheet_and_says_where_why_and_how(workbook, tmp_path):
    done = run("periksa", workbook)
    assert "Lembar 3.3" in done.stdout
    assert "F12   galat      A101  tertulis 35,24%, hasil hitung 12/34 = 35,29%" in done.stdout
    assert "\x1b[" not in done.stdout  # no colours where no person looks
    run("periksa", workbook, "-o", tmp_path / "hasil.txt")
    assert (tmp_path / "hasil.txt").read_text("utf-8").strip() == done.stdout.strip()


BAD = {
    "kosong.xlsx": (b"", "kosong"),
    "teks.xlsx": (b"bukan zip", "bukan buku kerja"),
    "lama.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
    "kunci.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["periksa", "isi", "tandai"])
def test_bad_files_get_one_sentence(name, command, tmp_path):
    content, reason = BAD[name]
    path, out = tmp_path / name, tmp_path / "hasil.xlsx"
    path.write_bytes(content)
    done = run(command, path, *(() if command == "periksa" else ("-o", out)))
    assert done.returncode == 2
    assert reason in done.stdout + done.stderr
    assert not out.exists()
    assert path.read_bytes() == content


def test_missing_path_empty_folder_and_unwritable_target(workbook, tmp_path):
    empty = tmp_path / "folder"
    empty.mkdir()
    for arguments, word in (
        (("periksa", tmp_path / "tidak-ada.xlsx"), "tidak ada"),
        (("periksa", empty), "tidak berisi buku kerja"),
        (("isi", workbook), "-o"),
        (("isi", empty, "-o", tmp_path / "x.xlsx"), "folder"),
        (("isi", workbook, "-o", empty / "tidak" / "ada.xlsx"), "tidak dapat ditulis"),
        (("templat", "-o", tmp_path / "t.xls"), ".xlsx"),
        (("periksa", workbook, "--pilih", "Z9"), "Z9"),
        (("jelaskan", "Z9"), "Z9"),
        (("periksa",), "belum disebut"),
        (("periksa", workbook, "--format", "pdf"), "salah satu dari"),
        (("templat", "-o", "t.xlsx", "--sasaran", "0"), "angka bulat"),
        (("templat", "-o", "t.xlsx", "--program", "40", "--kegiatan", "40"), "kurangi --program"),
        (("templat", "-o", "t.xlsx", "--program", "2"), "naikkan --program"),
        (("hapus",), "hapus"),
        (("periksa", workbook, "-o", workbook), "nama buku kerja"),
        (("isi", workbook, "-o", tmp_path / "hasil.xls"), ".xlsx"),
        (("templat", "-o", tmp_path / "t.xlsx", "--unit", "a\x01b"), "ketik ulang"),
        (("periksa", workbook, "--cepat"), "--cepat"),
    ):
        done = run(*arguments)
        assert done.returncode == 2, arguments
        assert word in done.stdout + done.stderr, arguments
        assert len(done.stderr.strip().splitlines()) <= 1
    assert list(empty.iterdir()) == []


def test_preview_writes_nothing(workbook, tmp_path):
    before = sorted(p.name for p in tmp_path.iterdir())
    corpus.richly_made(tmp_path / "kaya.xlsx")
    done = run("isi", tmp_path / "kaya.xlsx", "--pratinjau")
    assert done.returncode == 0
    assert "isi   3.13!D8: (kosong) -> 75%" in done.stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*before, "kaya.xlsx"])


def test_filling_in_place(tmp_path):
    path = tmp_path / "kaya.xlsx"
    corpus.richly_made(path)
    typed = path.read_bytes()
    assert run("isi", path, "-o", path).returncode == 0
    assert run("isi", path, "--pratinjau").stdout.startswith("0 sel")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kaya.xlsx", "kaya.xlsx.bak"]
    assert (tmp_path / "kaya.xlsx.bak").read_bytes() == typed


def test_demo_runs_in_an_empty_folder(tmp_path):
    done = run("demo", cwd=tmp_path)
    assert done.returncode == 0
    assert "Lembar 3.3" in done.stdout
    assert list(tmp_path.iterdir()) == []
    run("demo", "-o", tmp_path / "contoh")
    assert len(list((tmp_path / "contoh").iterdir())) == 3


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_explained(code):
    done = run("jelaskan", code)
    assert done.returncode == 0
    assert "Mengapa:" in done.stdout
    assert code in run("aturan").stdout


def test_help_is_indonesian():
    assert run("--help").stdout.startswith("Pemakaian: lkip-xl")
    assert "Show this message" not in run("--help").stdout + run("periksa", "--help").stdout


def test_what_a_command_does_not_use_is_not_imported(workbook):
    code = f"import lkip_xl, sys; lkip_xl.check(lkip_xl.read({str(workbook)!r})); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for module in ("pandas", "openpyxl", "xlsxwriter", "click"):
        assert f"'{module}'" not in loaded


def test_to_frame_has_one_row_per_table_row(workbook):
    frame = lkip_xl.read(workbook).to_frame("3.13")
    assert list(frame.columns) == ["uraian", "anggaran", "realisasi", "serapan"]
    assert len(frame) == 27
    assert frame.iloc[-1]["uraian"] == "JUMLAH"
    assert str(frame.iloc[-1]["anggaran"]) == "3920691860.4"
    with pytest.raises(KeyError):
        lkip_xl.read(workbook).to_frame("9.9")


# --- many workbooks ---------------------------------------------------------------------------------------


def test_rekap_writes_a_workbook_a_parquet_file_and_notes(folder_of_workbooks, tmp_path):
    pytest.importorskip("pyarrow")
    folder = tmp_path / "kabupaten"
    folder.mkdir()
    for path in sorted(folder_of_workbooks.iterdir())[:3]:
        (folder / path.name).write_bytes(path.read_bytes())
    target = folder / "rekap.xlsx"  # in the folder itself: the next run must not check it
    for _ in range(2):
        done = run("rekap", folder, "-o", target, "--parquet", tmp_path / "r.parquet", "--surat", tmp_path / "surat")
        assert done.returncode == 0
        assert openpyxl.load_workbook(target)["Unit"].max_row == 4
    assert len(pandas.read_parquet(tmp_path / "r.parquet")) == 3
    assert len(list((tmp_path / "surat").iterdir())) == 3
    assert sorted(p.name for p in folder.iterdir() if p.name.startswith(".")) == []


def test_what_is_written_takes_the_place_of_no_workbook(workbook, tmp_path):
    before = workbook.read_bytes()
    for arguments in (
        ("rekap", tmp_path, "-o", workbook),
        ("periksa", tmp_path, "--format", "xlsx", "-o", workbook),
        ("periksa", workbook, "--format", "xlsx", "-o", workbook),
        ("periksa", tmp_path, "--format", "html", "-o", workbook),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
        assert workbook.read_bytes() == before
        assert list(tmp_path.iterdir()) == [workbook]


def test_the_form_follows_the_name_of_the_file(workbook, tmp_path):
    for name, beginning in (
        ("a.json", "{"), ("a.jsonl", '{"berkas"'), ("a.sarif", '{"$schema"'), ("a.html", "<!doctype html>"),
        ("a.txt", str(workbook)),
    ):  # fmt: skip
        assert run("periksa", workbook, "-o", tmp_path / name).returncode == 1
        assert (tmp_path / name).read_text("utf-8").startswith(beginning)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_file_name_that_is_no_text_is_shown_as_well_as_can_be(workbook, tmp_path):
    folder = tmp_path / "arsip"
    folder.mkdir()
    for i in range(2):
        (folder / os.fsdecode(b"kecamatan\xff%d.xlsx" % i)).write_bytes(workbook.read_bytes())
    for name in ("a.json", "a.sarif", "a.html", "tanpa_akhiran"):
        assert run("periksa", folder, "-o", tmp_path / name).returncode == 1
        assert "kecamatan\ufffd1.xlsx" in unquote((tmp_path / name).read_text("utf-8"))
        assert "\x1b" not in (tmp_path / name).read_text("utf-8")
    assert run("rekap", folder, "-o", tmp_path / "r.xlsx", "--surat", tmp_path / "surat").returncode == 1
    assert openpyxl.load_workbook(tmp_path / "r.xlsx")["Unit"]["P2"].value.endswith("kecamatan\ufffd0.xlsx")


def test_known_findings_are_left_out_of_every_form(workbook, tmp_path):
    run("periksa", workbook, "-o", tmp_path / "lalu.json")
    done = run("periksa", workbook, "--dikenal", tmp_path / "lalu.json", "--format", "jsonl")
    assert done.returncode == 0
    assert json.loads(done.stdout)["temuan"] == []


def test_known_findings_are_of_one_workbook(tmp_path):
    """Two workbooks of one name: what is known of the first is still new in the second."""
    book = openpyxl.Workbook()
    for row in (["Program", "Anggaran", "Realisasi", "%"], ["A", 100, 50, 60], ["Jumlah", 100, 50, 50]):
        book.active.append(row)
    for kecamatan in ("a", "b"):
        (tmp_path / kecamatan).mkdir()
        book.save(tmp_path / kecamatan / "lkip.xlsx")
    run("periksa", tmp_path / "a", "-o", tmp_path / "lalu.json")
    run("periksa", tmp_path, "-o", tmp_path / "semua.json")
    known = json.loads((tmp_path / "semua.json").read_text())
    known["berkas"] = [*known["berkas"][:1], known["berkas"][1] | {"temuan": []}]
    (tmp_path / "semua.json").write_text(json.dumps(known))
    done = run("periksa", tmp_path, "--dikenal", tmp_path / "semua.json", "--format", "jsonl")
    first, second = (json.loads(line)["temuan"] for line in done.stdout.splitlines())
    assert not first
    assert [t["sel"] for t in second if t["tingkat"] == "galat"] == ["D2"]
    (tmp_path / "c").mkdir()
    (tmp_path / "a" / "lkip.xlsx").rename(tmp_path / "c" / "lkip.xlsx")  # the only one of its name may move
    done = run("periksa", tmp_path / "c", "--dikenal", tmp_path / "lalu.json", "--format", "jsonl")
    assert json.loads(done.stdout)["temuan"] == []


def test_a_recap_in_the_folder_is_no_unit(folder_of_workbooks, tmp_path):
    folder = tmp_path / "kabupaten"
    shutil.copytree(folder_of_workbooks, folder)
    count = len(list(folder.iterdir()))
    assert run("rekap", folder, "-o", folder / "rekap.xlsx").returncode in {0, 1}
    done = run("periksa", folder, "--format", "json")
    assert len(json.loads(done.stdout)["berkas"]) == count


def test_blank_codes_are_no_codes(workbook):
    assert run("periksa", workbook, "--abaikan", "X110,").stdout == run("periksa", workbook, "--abaikan", "X110").stdout
    assert run("periksa", workbook, "--pilih", "A,").stdout == run("periksa", workbook, "--pilih", "A").stdout


def test_odd_paths_are_a_sentence(folder_of_workbooks, tmp_path):
    folder = tmp_path / "kabupaten"
    shutil.copytree(folder_of_workbooks, folder)
    (folder / "putar.xlsx").symlink_to(folder / "putar.xlsx")
    os.mkfifo(folder / "pipa.xlsx")
    done = run("periksa", folder, "--format", "json")
    reasons = {Path(f["berkas"]).name: f["alasan"] for f in json.loads(done.stdout)["berkas"] if "alasan" in f}
    assert reasons.keys() == {"putar.xlsx", "pipa.xlsx"}
    assert "berputar" in reasons["putar.xlsx"]
    assert (
        "namanya terlalu panjang"
        in run("periksa", "n" * 300 + ".xlsx").stderr + run("periksa", "n" * 300 + ".xlsx").stdout
    )


def test_a_second_run_is_the_same_and_asks_nothing_of_the_folder(folder_of_workbooks, tmp_path):
    for name in ("satu.json", "dua.json"):
        run("periksa", folder_of_workbooks, "-o", tmp_path / name)
    assert (tmp_path / "satu.json").read_bytes() == (tmp_path / "dua.json").read_bytes()
    assert (Path(os.environ["LKIP_XL_SIMPANAN"]) / "hasil.sqlite").exists()
    assert all(p.suffix == ".xlsx" for p in folder_of_workbooks.iterdir())


def test_errors_of_many_are_one_sentence(workbook, folder_of_workbooks, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    alone = tmp_path / "sendiri"
    alone.mkdir()
    (alone / "rekap.xlsx").write_bytes(b"rekap lama")
    for arguments, word in (
        (("rekap", folder_of_workbooks), "-o BERKAS.xlsx"),
        (("rekap", folder_of_workbooks, "-o", tmp_path / "r.xls"), ".xlsx"),
        (("periksa", folder_of_workbooks, "-o", tmp_path / "r.csv"), "--format"),
        (("rekap", workbook, "-o", tmp_path / "tidak" / "ada.xlsx"), "tidak dapat ditulis"),
        (("rekap", workbook, "--parquet", tmp_path / "tidak" / "ada.parquet"), "tidak dapat ditulis"),
        (("periksa", workbook, "-o", tmp_path / "tidak" / "ada.html"), "tidak dapat ditulis"),
        (("periksa", workbook, "--surat", tmp_path / "berkas"), "tidak dapat ditulis"),
        (("periksa", workbook, "--format", "xlsx"), "-o BERKAS.xlsx"),
        (("rekap", folder_of_workbooks, "--parquet", workbook), ".parquet"),
        (("rekap", alone, "-o", alone / "rekap.xlsx"), "Tidak ada buku kerja lain"),
        (("periksa", workbook, "--dikenal", workbook), "bukan hasil"),
        (("periksa", workbook, "--proses", "0"), "angka bulat"),
    ):
        done = run(*arguments)
        assert done.returncode == 2, arguments
        assert word in done.stderr, arguments
        assert len(done.stderr.strip().splitlines()) == 1, arguments


def test_a_single_workbook_starts_nothing_it_does_not_need(workbook):
    code = (
        "import sys\nfrom lkip_xl.cli import main\ntry: main(['periksa', sys.argv[1]])\n"
        "except SystemExit: print(sorted(sys.modules), file=sys.stderr)"
    )
    loaded = subprocess.run([sys.executable, "-c", code, workbook], capture_output=True, text=True, check=True).stderr
    for module in (
        "pandas", "pyarrow", "openpyxl", "xlsxwriter", "rich", "sqlite3", "platformdirs", "multiprocessing",
        "concurrent.futures.process", "distributed", "lkip_xl.batch.workers", "lkip_xl.outputs.html", "json",
    ):  # fmt: skip
        assert f"'{module}'" not in loaded, module


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
def test_a_person_sees_a_bar_and_a_log_lines(folder_of_workbooks, tmp_path, monkeypatch):
    import pty

    terminal, theirs = pty.openpty()
    command = [sys.executable, "-m", "lkip_xl", "periksa", str(folder_of_workbooks), "-o", str(tmp_path / "hasil.json")]
    running = subprocess.Popen(command, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(terminal)
    text = shown.decode()
    assert running.wait() in {0, 1}, text
    assert "Memeriksa" in text
    assert "12/12" in text
    assert "berkas/detik" in text
    monkeypatch.setattr("lkip_xl.batch.progress._BETWEEN", 0)
    from lkip_xl.batch.progress import shown as passed

    results = [Result(str(i)) for i in range(3)]
    assert list(passed(results, 3)) == results


def test_what_is_kept_quiet_or_known_is_still_told(tmp_path):
    path = tmp_path / "a.xlsx"
    lkip_xl.template(example(printed=True), path)
    package = Package(path.read_bytes())
    at = next(
        at for s in package.sheets() if s.name == "Identitas" for at, raw in s.cells.items() if raw.value == "Abaikan"
    )
    package.edit({"Identitas": {(at[0], at[1] + 1): "X107 karena memang seluruhnya; X110 karena swadaya"}})
    store(package.to_bytes(), path)
    first = run("periksa", path, "--format", "json")
    [file] = json.loads(first.stdout)["berkas"]
    assert {f["kode"] for f in file["diabaikan"]} == {"X107", "X110"}
    assert "temuan diabaikan oleh buku kerja ini: X107 3.3!E5" in run("periksa", path).stdout
    (tmp_path / "lalu.json").write_text(first.stdout, "utf-8")
    renamed = path.rename(tmp_path / "b.xlsx")
    again = run("periksa", renamed, "--dikenal", tmp_path / "lalu.json", "--surat", tmp_path / "s")
    assert f"{len(file['temuan'])} temuan dari pemeriksaan yang lalu masih ada." in again.stdout
    assert "belum diperbaiki" in next((tmp_path / "s").iterdir()).read_text("utf-8")
