"""The command line: parse, call, print."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from . import __version__
from .many import SUFFIXES, periksa, rekap
from .stop import Stop, reading, writing

__all__ = ["main"]

_PATH = click.Path(path_type=Path, readable=False)


class _Help:
    """Help pages in Indonesian."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Tampilkan bantuan ini."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Pemakaian: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            (name, re.sub(r"\s*\[required\]", " Wajib.", re.sub(r"\s*\[(\d+)<=x<=(\d+)\]", r" \1-\2.", text)))
            for p in self.get_params(ctx)  # type: ignore[attr-defined]
            if isinstance(p, click.Option) and (record := p.get_help_record(ctx)) is not None
            for name, text in (record,)
        ]
        if records:
            with formatter.section("Pilihan"):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            with formatter.section("Perintah"):
                formatter.write_dl([(name, c.get_short_help_str(80)) for name, c in self.commands.items()])


class _Command(_Help, click.Command):
    pass


class _Group(_Help, click.Group):
    command_class = _Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=_Group, context_settings=_CONTEXT, options_metavar="[PILIHAN]", subcommand_metavar="PERINTAH ...")
@click.version_option(__version__, prog_name="lkip-xl", message="%(prog)s %(version)s", help="Tampilkan versi.")
def cli() -> None:
    """Mengisi dan memeriksa buku kerja Laporan Kinerja (LKIP)."""


for _command in (periksa, rekap):
    cli.command(options_metavar="[PILIHAN]")(_command)


@cli.command(options_metavar="[PILIHAN]")
@click.argument("berkas", metavar="BERKAS", type=_PATH)
@click.option("-o", "--keluaran", type=_PATH, metavar="BERKAS", help="Berkas hasil; boleh sama dengan BERKAS.")
@click.option("--pratinjau", is_flag=True, help="Hanya tampilkan yang akan berubah; tidak menulis apa pun.")
@click.option("--ganti", is_flag=True, help="Ganti juga angka ketikan yang berbeda dari hasil hitung.")
def isi(berkas: Path, keluaran: Path | None, pratinjau: bool, ganti: bool) -> None:
    """Isi sel hitungan: capaian, kriteria, jumlah, serapan, efisiensi."""
    from . import fill

    if keluaran is None and not pratinjau:
        raise Stop("Sebutkan berkas hasil dengan -o BERKAS, atau pakai --pratinjau.")
    if keluaran is not None:
        _same_suffix(berkas, keluaran)
    changes = reading(lambda: fill(berkas, None if pratinjau else keluaran, replace=ganti), berkas, keluaran)
    filled = [c for c in changes if c.kind != "beda" and not c.hidden]
    different = [c for c in changes if c.kind == "beda"]
    for c in filled:
        if pratinjau or c.kind == "ganti":
            click.echo(f"{c.kind:<6}{c}")
    for c in different:
        click.echo(click.style(f"beda  {c.place}: tertulis {c.old}, hasil hitung {c.new}", fg="yellow"))
    what = "akan diisi" if pratinjau else f"terisi, ditulis ke {keluaran}"
    left = (
        f"; {len(different)} angka ketikan berbeda dan dibiarkan (pakai --ganti untuk menggantinya)"
        if different
        else ""
    )
    click.echo(f"{len(filled)} sel {what}{left}.")


@cli.command(options_metavar="[PILIHAN]")
@click.argument("berkas", metavar="BERKAS", type=_PATH)
@click.option("-o", "--keluaran", required=True, type=_PATH, metavar="BERKAS", help="Berkas hasil.")
def tandai(berkas: Path, keluaran: Path) -> None:
    """Beri warna sel yang salah dan tulis sheet Temuan."""
    from . import mark

    _same_suffix(berkas, keluaran)
    findings = reading(lambda: mark(berkas, keluaran), berkas, keluaran)
    told = (
        f"{len(findings)} temuan ditandai di {keluaran}; lihat sheet Temuan."
        if findings
        else f"Tidak ada temuan; {keluaran} ditulis."
    )
    click.echo(told)


@cli.command(options_metavar="[PILIHAN]")
@click.option(
    "-o",
    "--keluaran",
    required=True,
    type=_PATH,
    metavar="BERKAS",
    help="Berkas hasil: .xlsx, atau .xlsm dengan tombol.",
)
@click.option("--unit", default="", metavar="NAMA", help="Nama unit, misalnya 'Kecamatan Kencong'.")
@click.option("--kabupaten", default="", metavar="NAMA", help="Nama kabupaten atau kota.")
@click.option(
    "--tahun", default=2025, metavar="ANGKA", type=click.IntRange(2021, 2100), help="Tahun laporan (bawaan: 2025)."
)
@click.option("--sasaran", default=4, metavar="ANGKA", type=click.IntRange(1, 12), help="Sasaran pada PK (bawaan: 4).")
@click.option(
    "--sasaran-perubahan", default=2, metavar="ANGKA", type=click.IntRange(1, 12), help="Sasaran pada PK Perubahan."
)
@click.option(
    "--indikator", default=1, metavar="ANGKA", type=click.IntRange(1, 20), help="Indikator per sasaran (bawaan: 1)."
)
@click.option(
    "--program",
    type=click.IntRange(1, 40),
    metavar="ANGKA",
    help="Banyaknya program (bawaan: 4, atau sebanyak sasaran).",
)
@click.option(
    "--kegiatan", default=2, metavar="ANGKA", type=click.IntRange(1, 40), help="Kegiatan per program (bawaan: 2)."
)
@click.option(
    "--sub", default=2, metavar="ANGKA", type=click.IntRange(1, 40), help="Sub kegiatan per kegiatan (bawaan: 2)."
)
def templat(keluaran: Path, unit: str, tahun: int, **sizes: Any) -> None:
    """Buat buku kerja baku yang kosong untuk satu unit."""
    from . import template
    from .standard.plan import blank

    if keluaran.suffix.lower() not in SUFFIXES:
        raise Stop(f"Nama berkas hasil harus berakhiran .xlsx atau .xlsm, bukan {keluaran.suffix or 'tanpa akhiran'}.")
    names = [unit, sizes["kabupaten"]]
    if any(not c.isprintable() for name in names for c in name):
        raise Stop("Nama unit atau kabupaten memuat huruf yang tidak dapat ditulis; ketik ulang namanya.")
    try:
        plan = blank(unit, tahun, **sizes)
    except ValueError as error:
        raise Stop(str(error)) from None
    writing(lambda: template(plan, keluaran), keluaran)
    click.echo(f"Buku kerja baku ditulis ke {keluaran}.")


@cli.command(options_metavar="")
@click.argument("kode", metavar="KODE")
def jelaskan(kode: str) -> None:
    """Jelaskan satu aturan: apa yang diperiksa, mengapa, cara memperbaiki."""
    from .rules import RULES

    rule = RULES.get(kode.upper())
    if rule is None:
        raise Stop(f"Tidak ada aturan {kode}; lihat daftarnya dengan `lkip-xl aturan`.")
    click.echo(click.style(f"{rule.code} ({rule.level})", bold=True))
    click.echo(rule.page)
    if rule.basis != "-":
        click.echo(f"\nDasar: {rule.basis}")


@cli.command(options_metavar="")
def aturan() -> None:
    """Daftar semua aturan pemeriksaan."""
    from .rules import RULES

    for code, rule in sorted(RULES.items()):
        click.echo(f"{code}  {rule.level:<11}{rule.title}")


@cli.command(options_metavar="[PILIHAN]")
@click.option("-o", "--folder", type=_PATH, metavar="FOLDER", help="Simpan juga buku kerjanya ke folder ini.")
def demo(folder: Path | None) -> None:
    """Isi dan periksa contoh Kecamatan Kencong 2025."""
    import tempfile

    from . import check, fill, mark, read
    from .outputs.text import render
    from .result import result_of
    from .standard.native import build
    from .standard.plan import example
    from .xlsx.package import store

    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) if folder is None else folder
        writing(lambda: place.mkdir(parents=True, exist_ok=True), place)
        typed, filled, marked = (place / f"kencong_2025_{n}.xlsx" for n in ("diketik", "terisi", "ditandai"))
        writing(lambda: store(build(example(printed=True)), typed), typed)
        changes = writing(lambda: fill(typed, filled), filled)
        click.echo(
            click.style("1. Buku kerja baku berisi yang diketik Kecamatan Kencong untuk laporan 2025.", bold=True)
        )
        click.echo(
            click.style(
                f"2. lkip-xl isi: {sum(c.kind == 'isi' and not c.hidden for c in changes)} sel hitungan terisi.",
                bold=True,
            )
        )
        for c in changes:
            if c.kind == "beda":
                click.echo(f"   {c.place}: tertulis {c.old}, hasil hitung {c.new}; dibiarkan")
        click.echo(click.style("3. lkip-xl periksa:", bold=True))
        report = read(filled)
        for piece in render([result_of(filled.name, report, check(report))]):
            click.echo(piece, nl=False)
        writing(lambda: mark(filled, marked), marked)
        if folder is not None:
            click.echo(f"Tiga buku kerja disimpan di {folder}.")


@cli.command(options_metavar="[PILIHAN]")
@click.option("--periksa", "only_check", is_flag=True, help="Hanya sebutkan yang masih kurang; tidak memasang apa pun.")
def pasang(only_check: bool) -> None:
    """Pasang add-in LkipXl ke Excel (Windows)."""
    from .live import FILE
    from .live.install import NotHere, faults, install, this_computer

    computer = this_computer()
    if only_check:
        found = faults(computer)
        for sentence in found:
            click.echo(f"- {sentence}")
        click.echo(
            "Add-in siap dipakai: buka Excel, lihat tab LKIP." if not found else f"{len(found)} hal perlu dibereskan."
        )
        sys.exit(1 if found else 0)
    try:
        path = writing(lambda: install(computer), computer.file or Path(FILE))
    except NotHere as error:
        raise Stop(str(error)) from None
    click.echo(f"Add-in dipasang di {path}. Tutup lalu buka Excel; tab LKIP akan tampak.")


@cli.command(options_metavar="")
def lepas() -> None:
    """Lepaskan add-in LkipXl dari Excel."""
    from .live import FILE
    from .live.install import this_computer, uninstall

    computer = this_computer()
    removed = writing(lambda: uninstall(computer), computer.file or Path(FILE))
    click.echo("Add-in dilepas; tutup lalu buka Excel." if removed else "Add-in tidak terpasang di komputer ini.")


# --- errors ----------------------------------------------------------------------------------------------


def _same_suffix(source: Path, target: Path) -> None:
    """A result is the same kind of workbook as its source."""
    if target.suffix.lower() != source.suffix.lower() and source.suffix.lower() in SUFFIXES:
        raise Stop(f"Nama berkas hasil harus berakhiran {source.suffix}, seperti berkas asalnya.")


def _sentence(error: click.ClickException) -> str:
    """A usage error in Indonesian."""
    if isinstance(error, click.exceptions.NoSuchOption):
        return f"Pilihan {error.option_name} tidak dikenal; lihat `{_path(error)} --help`."
    if isinstance(error, click.exceptions.BadOptionUsage):
        return f"Pilihan {error.option_name} tidak dipakai dengan benar; lihat `{_path(error)} --help`."
    if isinstance(error, click.exceptions.MissingParameter):
        return f"{_name(error.param)} belum disebut; lihat `{_path(error)} --help`."
    if isinstance(error, click.exceptions.BadParameter) and error.param is not None:
        name, kind = _name(error.param), error.param.type
        if isinstance(kind, click.Choice):
            return f"Nilai {name} harus salah satu dari: {', '.join(map(str, kind.choices))}."
        if isinstance(kind, click.IntRange):
            return f"Nilai {name} harus angka bulat {kind.min} sampai {kind.max}."
        return f"Nilai {name} tidak sah."
    if isinstance(error, Stop):
        return error.message
    if isinstance(error, click.UsageError):
        return f"Perintah itu tidak dikenal, atau ada kata yang berlebih ({_quoted(error)}); lihat `lkip-xl --help`."
    return error.format_message()


def _path(error: click.UsageError) -> str:
    """The command that was asked for."""
    return error.ctx.command_path if error.ctx is not None else "lkip-xl"


def _quoted(error: click.UsageError) -> str:
    """The word that the command line stumbled on."""
    found = re.search(r"'([^']*)'|\((.*)\)", error.message)
    return (found[1] or found[2]) if found else error.message


def _name(parameter: click.Parameter | None) -> str:
    """How a person calls a parameter: the option as typed, or what stands in its place in the usage line."""
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return (parameter.metavar if parameter is not None else None) or "Sesuatu"


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of `lkip-xl`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = cli.main(arguments, prog_name="lkip-xl", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        sys.exit(2)
    except click.ClickException as error:
        click.echo(click.style(_sentence(error), fg="red"), err=True)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Dihentikan.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # a mistake of ours, told in one sentence as well
        if os.environ.get("LKIP_XL_JEJAK"):
            raise
        told = f"lkip-xl berhenti karena kesalahan program ({type(error).__name__}); laporkan perintah dan berkasnya."
        click.echo(click.style(told, fg="red"), err=True)
        sys.exit(2)
    sys.exit(result if isinstance(result, int) else 0)
