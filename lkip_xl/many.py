"""The commands over many workbooks: periksa and rekap."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from .stop import Stop, reading, unwritable, writing

if TYPE_CHECKING:
    from .batch.one import Settings
    from .result import Result

__all__ = ["SUFFIXES", "periksa", "rekap"]

SUFFIXES = {".xlsx", ".xlsm"}
_OTHERS: Final = {".xls", ".xlsb", ".ods"}  # workbooks too, though of no use before they are saved as .xlsx
_PATH = click.Path(path_type=Path, readable=False)


def _run_options(command: Callable[..., None]) -> Callable[..., None]:
    """What the commands over many workbooks have in common."""
    for option in reversed((
        click.option("--pilih", multiple=True, metavar="KODE", help="Hanya aturan ini, misalnya A atau A101; boleh berulang."),
        click.option("--abaikan", multiple=True, metavar="KODE", help="Tanpa aturan ini; boleh berulang."),
        click.option("--dikenal", type=_PATH, metavar="BERKAS", help="Hasil json yang lalu: temuan di dalamnya tidak diulang."),
        click.option("--surat", type=_PATH, metavar="FOLDER", help="Tulis juga satu surat untuk tiap unit: apa yang perlu diperbaiki."),
        click.option("--ulang", is_flag=True, help="Periksa semua lagi; jangan pakai hasil yang tersimpan."),
        click.option("--proses", type=click.IntRange(1, 512), metavar="ANGKA", help="Banyaknya proses (bawaan: semua inti)."),
        click.option("--klaster", metavar="ALAMAT", help="Periksa di klaster Dask, misalnya tcp://10.0.0.5:8786."),
        click.option("--detik", type=click.IntRange(1, 86400), default=20, metavar="ANGKA", help="Batas waktu tiap buku kerja (bawaan: 20)."),
        click.option("--memori", type=click.IntRange(64, 2**20), default=512, metavar="MIB", help="Batas memori tiap buku kerja (bawaan: 512)."),
    )):  # fmt: skip
        command = option(command)
    return command


_FORMS = {"teks": "text", "json": "json", "jsonl": "json", "sarif": "sarif", "html": "html", "xlsx": "recap"}
_FORM_OF = {
    "": "teks", ".txt": "teks", ".json": "json", ".jsonl": "jsonl", ".sarif": "sarif", ".html": "html", ".htm": "html",
}  # fmt: skip


@click.argument("path", metavar="BERKAS_ATAU_FOLDER...", nargs=-1, required=True, type=_PATH)
@click.option(
    "--format", "form", type=click.Choice(list(_FORMS)), help="Bentuk hasil (bawaan: teks, atau menurut akhiran -o)."
)
@click.option("-o", "--keluaran", type=_PATH, metavar="BERKAS", help="Tulis hasil ke berkas ini.")
@_run_options
def periksa(path: Sequence[Path], form: str | None, keluaran: Path | None, **options: Any) -> None:
    """Periksa buku kerja atau semua buku kerja dalam folder.

    Banyak berkas diperiksa bersamaan, dan hasilnya disimpan: lain kali hanya yang berubah diperiksa lagi.
    Bentuk: teks, json, jsonl, sarif, html (satu halaman untuk dibuka di peramban), xlsx (buku kerja rekap).

    Status keluar: 0 tidak ada galat; 1 ada galat; 2 ada berkas yang tidak terbaca.
    """
    suffix = "" if keluaran is None else keluaran.suffix.lower()
    form = form or _FORM_OF.get(suffix)
    if form == "xlsx":
        if keluaran is None:
            raise Stop("Sebutkan berkas hasil dengan -o BERKAS.xlsx.")
        _recapped(path, keluaran, None, options)
    if keluaran is not None and keluaran.is_dir():
        raise Stop(f"Hasil pemeriksaan tidak dapat ditulis ke {keluaran}: itu nama folder; sebutkan nama berkasnya.")
    if keluaran is not None and (suffix in SUFFIXES or keluaran in path):
        raise Stop(
            f"Hasil pemeriksaan tidak dapat ditulis ke {keluaran}: itu nama buku kerja. Pakai akhiran .txt, .json, "
            "atau .html, atau --format xlsx untuk buku kerja rekap."
        )
    if form is None:
        known = ", ".join(s for s in _FORM_OF if s)
        raise Stop(f"Akhiran {suffix} tidak dikenal: pakai {known}, atau sebutkan bentuknya dengan --format.")
    _finished(path, options, None, lambda results: _emit(_render(form)(results), keluaran), quiet=keluaran is None)


@click.argument("path", metavar="FOLDER...", nargs=-1, required=True, type=_PATH)
@click.option("-o", "--keluaran", type=_PATH, metavar="BERKAS", help="Buku kerja rekap (.xlsx).")
@click.option("--parquet", type=_PATH, metavar="BERKAS", help="Rekap untuk pengolah data (.parquet).")
@_run_options
def rekap(path: Sequence[Path], keluaran: Path | None, parquet: Path | None, **options: Any) -> None:
    """Rekap semua unit dalam folder: capaian, serapan, dan temuan.

    Status keluar: 0 tidak ada galat; 1 ada galat; 2 ada berkas yang tidak terbaca.
    """
    if keluaran is None and parquet is None:
        raise Stop("Sebutkan berkas hasil dengan -o BERKAS.xlsx atau --parquet BERKAS.parquet.")
    for p in path:
        if not p.exists():
            raise Stop(f"Folder {p} tidak ada; periksa nama dan letaknya.")
    _recapped(path, keluaran, parquet, options)


def _recapped(path: Sequence[Path], keluaran: Path | None, parquet: Path | None, options: dict[str, Any]) -> NoReturn:
    if keluaran is not None and (keluaran.suffix.lower() != ".xlsx" or keluaran in path):
        raise Stop(f"Nama buku kerja rekap harus berakhiran .xlsx dan bukan buku kerja yang diperiksa: {keluaran}.")
    if parquet is not None and parquet.suffix.lower() != ".parquet":
        raise Stop(f"Nama rekap untuk pengolah data harus berakhiran .parquet: {parquet}.")

    def write(results: Iterator[Result]) -> None:
        if parquet is not None:
            results = _guarded(_parquet(results, parquet), parquet)
        if keluaran is not None:
            results = _guarded(_recap(results, keluaran), keluaran)
        for _ in results:
            pass
        for target in (keluaran, parquet):
            if target is not None:
                click.echo(f"Rekap ditulis ke {target}.", err=True)

    _finished(path, options, keluaran, write, quiet=False)


def _finished(
    paths: Sequence[Path],
    options: dict[str, Any],
    own: Path | None,
    write: Callable[[Iterator[Result]], None],
    quiet: bool,
) -> NoReturn:
    """Check the workbooks, hand the results on one by one, and end with the status. `own` is no workbook to check."""
    from .batch.one import ClusterLost, OtherRules
    from .result import Tally

    found: dict[Path, Path] = {}
    for file in (f for p in paths for f in _workbooks(p)):
        found.setdefault(_itself(file), file)  # a file named beside its folder is one workbook
    if own is not None:
        found.pop(own.resolve(), None)
    files = [str(f) for f in found.values()]
    if not files:
        raise Stop(f"Tidak ada buku kerja lain selain {own}.")
    tally = Tally()
    try:
        write(tally.over(_results(files, options, quiet)))
    except ClusterLost as error:
        raise Stop(f"{error} Hasil sejauh ini tersimpan; ulangi perintahnya untuk melanjutkan.") from None
    except OtherRules:
        raise Stop("Pekerja klaster memakai versi lkip-xl yang lain; samakan versinya lalu ulangi.") from None
    total = tally.counts()
    if not quiet:
        from .outputs.text import doubled, summary

        for line in doubled(tally):
            click.echo(line, err=True)
        click.echo(summary(total), err=True)
    sys.exit(2 if total["tidak_terbaca"] else 1 if total["galat"] else 0)


def _results(files: list[str], options: dict[str, Any], quiet: bool) -> Iterator[Result]:
    """The results of the files one by one; a single file needs no worker, no store and no progress."""
    from .batch.one import Settings, checked

    pilih, abaikan = (
        tuple(code.strip().upper() for codes in options[name] for code in codes.split(",") if code.strip())
        for name in ("pilih", "abaikan")
    )
    _known_codes((*pilih, *abaikan))
    settings = Settings(pilih, abaikan, options["detik"], options["memori"])
    if len(files) == 1 and options["klaster"] is None:
        results = iter([checked(files[0], settings)])
    else:
        results = _many(files, settings, options)
        if not (quiet and sys.stdout.isatty()):  # there the results themselves show how far it is
            from .batch.progress import shown

            results = shown(results, len(files))
    results = map(_sayable, results)
    if options["dikenal"] is not None:
        results = _without_known(results, options["dikenal"])
    if options["surat"] is not None:
        from .outputs.surat import letters

        results = _guarded(letters(results, options["surat"]), options["surat"])
    return results


def _sayable(result: Result) -> Result:
    """A file name that is no text (other bytes than UTF-8, as old archives hold) cannot be written anywhere."""
    return replace(result, path=result.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _many(files: list[str], settings: Settings, options: dict[str, Any]) -> Iterator[Result]:
    from contextlib import ExitStack

    from .batch.limits import ALARM
    from .batch.store import Store, folder
    from .batch.workers import Here, cluster, cores, local, run

    with ExitStack() as stack:
        if options["klaster"] is not None:
            try:
                start = stack.enter_context(cluster(options["klaster"]))
            except ImportError:
                raise Stop("Klaster memerlukan Dask; pasang dengan `pip install distributed`.") from None
        else:
            processes = min(options["proses"] or cores(), len(files))
            start = Here if processes == 1 and ALARM else local(processes)
        store = Store(folder(), settings, again=options["ulang"])
        stack.callback(store.close)
        yield from run(files, settings, start, store)
        if store.trouble:
            click.echo(store.trouble, err=True)


def _render(form: str) -> Callable[[Iterator[Result]], Iterator[str]]:
    """Each form is imported only when it is asked for."""
    module = import_module(f".outputs.{_FORMS[form]}", __package__)
    render: Callable[[Iterator[Result]], Iterator[str]] = module.lines if form == "jsonl" else module.render
    return render


def _emit(pieces: Iterator[str], target: Path | None) -> None:
    """Print the pieces as they come, or write them to a file that appears when it is whole."""
    if target is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return

    from .xlsx.files import replacing

    def write() -> None:
        with replacing(target) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(map(click.unstyle, pieces))

    writing(write, target)
    click.echo(f"Hasil pemeriksaan ditulis ke {target}.", err=True)


def _parquet(results: Iterator[Result], target: Path) -> Iterator[Result]:
    try:
        from .outputs.parquet import recap
    except ImportError:
        raise Stop("Parquet memerlukan pyarrow; pasang dengan `pip install pyarrow`.") from None
    return recap(results, target)


def _recap(results: Iterator[Result], target: Path) -> Iterator[Result]:
    from .outputs.recap import NotOurs, recap

    try:
        yield from recap(results, target)
    except NotOurs:
        raise Stop(f"{target} sudah ada dan bukan rekap lkip-xl; pilih nama lain.") from None


def _guarded(results: Iterator[Result], target: Path) -> Iterator[Result]:
    """The results that pass by while a file is written; its failure is one sentence that names it."""
    try:
        yield from results
    except OSError as error:
        raise unwritable(error, target) from None


def _itself(path: Path) -> Path:
    """The file that a path leads to; the path where that cannot be told (a circle of links, a name too long)."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _workbooks(path: Path) -> Iterator[Path]:
    """The path itself, or every workbook below a folder: also .xls, .xlsb and .ods, which are then told to be saved anew,
    but no lock files of open workbooks."""
    if not os.path.isdir(path):  # Path.is_dir raises where a name is too long
        yield path
        return
    from .xlsx.files import is_recap

    kinds = SUFFIXES | _OTHERS
    found = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in kinds and not p.name.startswith(("~$", "."))]
    found = [p for p in found if not is_recap(p)]
    if not found:
        raise Stop(f"Folder {path} tidak berisi buku kerja (.xlsx atau .xlsm).")
    yield from found


def _without_known(results: Iterator[Result], baseline: Path) -> Iterator[Result]:
    """The results without the findings of an earlier run."""
    from .outputs.json import BadBaseline, known, without
    from .xlsx.package import load

    try:
        return without(results, known(reading(lambda: load(baseline), baseline)))
    except BadBaseline:
        raise Stop(f"Berkas {baseline} bukan hasil `lkip-xl periksa --format json`.") from None


def _known_codes(codes: Sequence[str]) -> None:
    from .rules import RULES

    for code in codes:
        if not any(known.startswith(code) for known in RULES):
            raise Stop(f"Tidak ada aturan {code}; lihat daftarnya dengan `lkip-xl aturan`.")
