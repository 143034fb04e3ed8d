"""Workbooks that a stranger may send: broken, disguised, or made to exhaust a reader.

`python tests/hostile.py` gives each to a process of its own and prints what it gets, its peak memory and its time.
"""

from __future__ import annotations

import functools
import io
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import lkip_xl
from lkip_xl import Unreadable
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import example

MEMORY = 512 * 2**20
SECONDS = 20
SHEET = "xl/worksheets/sheet1.xml"
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADINGS = ("No", "Indikator Kinerja", "Target", "Realisasi", "Capaian (%)")
READ = "terbaca"

Change = bytes | None | Callable[[bytes], bytes]


@dataclass(frozen=True)
class Hostile:
    """A file by its maker, and the sentence it must get; READ where it must be read. Slow ones are not in the suite."""

    name: str
    make: Callable[[], bytes]
    says: str
    slow: bool = False


CASES: list[Hostile] = []


def hostile(name: str, says: str, *, slow: bool = False):
    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        CASES.append(Hostile(name, make, says, slow))
        return make

    return add


# --- making them -----------------------------------------------------------------------------------------


@functools.cache
def standard() -> bytes:
    """A whole report as the template makes it."""
    return build(example())


@functools.cache
def plain() -> bytes:
    """A package with one sheet, one style, and the parts that the standard demands."""
    return package(sheet("<row r='1'><c r='A1'><v>1</v></c></row>"))


def sheet(rows: str, after: str = "", before: str = "") -> bytes:
    return f'<?xml version="1.0"?><worksheet xmlns="{NS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def package(first: bytes, strings: bytes = b"", extra: Mapping[str, bytes] | None = None) -> bytes:
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pkg = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{main}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{main}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{main}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{pkg}"><Relationship Id="rId1" Type="{rel}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{NS}" xmlns:r="{rel}"><sheets><sheet name="3.2" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{pkg}">'
        f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{NS}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs>'
        "</styleSheet>",
    }  # fmt: skip
    content = {n: x.encode() for n, x in parts.items()} | {SHEET: first}
    content["xl/sharedStrings.xml"] = strings or f'<sst xmlns="{NS}"><si><t>teks</t></si></sst>'.encode()
    return zipped({**content, **(extra or {})}.items())


def zipped(parts: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, content in parts:
            z.writestr(name, content)
    return out.getvalue()


def with_parts(data: bytes, changes: Mapping[str, Change]) -> bytes:
    """The package with parts changed, left out (None) or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    for name, change in changes.items():
        new = change(parts[name]) if callable(change) else change
        if new is None:
            del parts[name]
        else:
            parts[name] = new
    return zipped(parts.items())


def table(rows: Iterable[Iterable[str]]) -> bytes:
    """A sheet with table 3.2 and these cells under its headings, each the XML of one cell without its address."""
    lines = ["".join(text(h) for h in HEADINGS), *("".join(r) for r in rows)]
    return sheet("".join(f"<row>{line}</row>" for line in lines))


def text(content: str) -> str:
    return f'<c t="inlineStr"><is><t>{content}</t></is></c>'


def number(content: object) -> str:
    return f"<c><v>{content}</v></c>"


def formula(content: str, result: object = 1) -> str:
    return f"<c><f>{content}</f><v>{result}</v></c>"


def budget(count: int) -> bytes:
    """A budget of programs, kegiatan and sub kegiatan in which no sum is right."""
    headings = ("No", "Program/ Kegiatan/ Sub Kegiatan", "Anggaran (Rp)", "Realisasi (Rp)", "% Serapan Anggaran")
    levels = ("Program", "Kegiatan", "Sub Kegiatan")
    rows = (
        text(str(i)) + text(f"{levels[i % 3]} {i}") + number(i * 1000) + number(i * 900) + number(70)
        for i in range(count)
    )
    return package(sheet("".join(f"<row>{row}</row>" for row in ("".join(map(text, headings)), *rows))))


# --- other kinds of file ---------------------------------------------------------------------------------

hostile("kosong.xlsx", "kosong")(lambda: b"")
hostile("teks.xlsx", "berkas teks")(lambda: b"Laporan kinerja kecamatan\r\n" * 20)
hostile("csv.xlsx", "berkas teks")(lambda: "No;Indikator;Target\n1;Å;80\n".encode() * 50)
hostile("pdf.xlsx", "PDF")(lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\0" * 500)
hostile("html.xlsx", "halaman web")(lambda: b"<html><body><table><tr><td>1</td></tr></table></body></html>")
hostile("xml2003.xlsx", "XML Spreadsheet 2003")(
    lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
hostile("biner.xlsx", "bukan buku kerja")(lambda: bytes(range(256)) * 40)
hostile("xls.xlsx", r"\.xls ")(lambda: OLE + b"\0" * 4096)
hostile("berkata_sandi.xlsx", "kata sandi")(lambda: OLE + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le"))
hostile("docx.xlsx", "dokumen Word")(
    lambda: with_parts(plain(), {"xl/workbook.xml": b'<w:document xmlns:w="urn:w"><w:body/></w:document>'})
)
hostile("xlsb.xlsx", r"\.xlsb")(
    lambda: with_parts(
        plain(),
        {
            "_rels/.rels": lambda x: x.replace(b"workbook.xml", b"workbook.bin"),
            "xl/workbook.xml": None,
            "xl/workbook.bin": b"\x83\x01\0",
        },
    )
)
hostile("ods.xlsx", r"\.ods")(
    lambda: zipped([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")])
)
hostile("zip_foto.xlsx", "bukan buku kerja")(lambda: zipped([("foto/1.jpg", b"\xff\xd8\xff" * 99)]))

# --- the zip ---------------------------------------------------------------------------------------------


@hostile("terpotong.xlsx", "terpotong")
def cut() -> bytes:
    return standard()[: len(standard()) // 2]


@hostile("bom_zip.xlsx", "terlalu besar")
def bomb() -> bytes:
    return with_parts(plain(), {"xl/media/gambar.png": b"\0" * (200 * 2**20)})


@hostile("bom_zip_lembar.xlsx", "terlalu besar")
def bomb_in_a_sheet() -> bytes:
    return package(sheet(" " * (40 * 2**20)))


@hostile("bom_zip_berbohong.xlsx", "rusak")
def lying_bomb() -> bytes:
    """A part of 200 MiB whose entries say 100 bytes."""
    big = b" " * (200 * 2**20)
    data = package(big)
    true, false = struct.pack("<L", len(big)), struct.pack("<L", 100)
    assert data.count(true) >= 2
    return data.replace(true, false)


@hostile("bom_zip_bertumpuk.xlsx", "terlalu besar|rusak")
def overlapping_bomb() -> bytes:
    """Five thousand entries that all point at the same compressed megabyte."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(b"0" * 2**20) + body.flush()
    name, crc = b"a.xml", zlib.crc32(b"0" * 2**20)
    local = struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(packed), 2**20, len(name), 0) + name
    central = b"".join(
        struct.pack("<4sHHHHHHLLLHHHHHLL", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(packed), 2**20, 8, 0, 0, 0, 0, 0, 0)
        + b"a%07d" % i
        for i in range(5000)
    )
    start = len(local) + len(packed)
    return local + packed + central + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 5000, 5000, len(central), start, 0)


@hostile("banyak_bagian.xlsx", "lebih dari 10000 bagian")
def many_parts() -> bytes:
    return zipped(((f"xl/{i}.xml", b"") for i in range(12_000)), zipfile.ZIP_STORED)


@hostile("zip_di_dalam_zip.xlsx", "bukan buku kerja")
def nested() -> bytes:
    return zipped([("a.zip", zipped([("b.zip", plain())]))])


@hostile("nama_ganda.xlsx", "dua bagian bernama")
def twice() -> bytes:
    with zipfile.ZipFile(io.BytesIO(plain())) as z:
        parts = [(n, z.read(n)) for n in z.namelist()]
    return zipped([*((n, x) for n, x in parts), (SHEET.upper(), sheet(""))])


@hostile("nama_naik_folder.xlsx", "tidak sah")
def climbing() -> bytes:
    return with_parts(plain(), {"../../etc/passwd": b"x"})


@hostile("nama_mutlak.xlsx", "tidak sah")
def absolute() -> bytes:
    return with_parts(plain(), {"/etc/passwd": b"x"})


@hostile("nama_garis_miring_terbalik.xlsx", "tidak sah")
def backslash() -> bytes:
    return with_parts(plain(), {"xl\\..\\x": b"x"})


@hostile("zip_terenkripsi.xlsx", "kata sandi")
def locked() -> bytes:
    data = bytearray(plain())
    for m in re.finditer(b"PK\x01\x02", bytes(data)):
        data[m.start() + 8] |= 1
    return bytes(data)


hostile("mampat_lzma.xlsx", "dimampatkan")(lambda: zipped([("a", b"x")], zipfile.ZIP_LZMA))


@hostile("crc_salah.xlsx", "rusak")
def wrong_sum() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as z, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for n in z.namelist():
            target.writestr(n, z.read(n))
    return out.getvalue().replace(b"<sheetData>", b"<sheetDatb>", 1)


# --- parts and relations ---------------------------------------------------------------------------------

hostile("tanpa_lembar.xlsx", "Lembar 3.2 tidak ada")(lambda: with_parts(plain(), {SHEET: None}))
hostile("tanpa_gaya.xlsx", READ)(lambda: with_parts(plain(), {"xl/styles.xml": None}))
hostile("tanpa_teks.xlsx", "teks sel A1 tidak ada")(
    lambda: with_parts(package(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')), {"xl/sharedStrings.xml": None})
)
hostile("tanpa_relasi.xlsx", "bukan buku kerja")(lambda: with_parts(plain(), {"_rels/.rels": None}))
hostile("gaya_berkomentar.xlsx", READ)(  # lxml crashed on it
    lambda: with_parts(
        plain(),
        {"xl/styles.xml": lambda x: re.sub(rb"(<(?:fonts|fills|borders|cellXfs)[^>]*>)", rb"\1<!-- k --><?a b?>", x)},
    )
)
hostile("tipe_isi_salah.xlsx", READ)(
    lambda: with_parts(plain(), {"[Content_Types].xml": lambda x: x.replace(b"spreadsheetml", b"wordprocessingml")})
)
hostile("tanpa_tipe_isi.xlsx", READ)(lambda: with_parts(plain(), {"[Content_Types].xml": None}))
hostile("relasi_melingkar.xlsx", "bukan buku kerja")(
    lambda: with_parts(plain(), {"_rels/.rels": lambda x: x.replace(b"xl/workbook.xml", b"_rels/.rels")})
)
hostile("lembar_menunjuk_buku.xlsx", READ)(
    lambda: with_parts(
        plain(), {"xl/_rels/workbook.xml.rels": lambda x: x.replace(b"worksheets/sheet1.xml", b"workbook.xml")}
    )
)
hostile("relasi_ke_luar.xlsx", "Lembar 3.2 tidak ada")(
    lambda: with_parts(
        plain(),
        {
            "xl/_rels/workbook.xml.rels": lambda x: x.replace(
                b'Target="worksheets/sheet1.xml"', b'Target="http://192.0.2.1/x.xml" TargetMode="External"'
            )
        },
    )
)
hostile("relasi_naik_folder.xlsx", "Lembar 3.2 tidak ada")(
    lambda: with_parts(
        plain(), {"xl/_rels/workbook.xml.rels": lambda x: x.replace(b"worksheets/", b"../../../../etc/")}
    )
)
hostile("lembar_kembar.xlsx", "tercatat dua kali")(
    lambda: with_parts(
        plain(),
        {"xl/workbook.xml": lambda x: x.replace(b"</sheets>", b'<sheet name="b" sheetId="2" r:id="rId1"/></sheets>')},
    )
)

# --- XML -------------------------------------------------------------------------------------------------


def with_dtd(dtd: str, cell: str) -> bytes:
    body = sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{cell}</t></is></c></row>').decode()
    return package(body.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?><!DOCTYPE worksheet [{dtd}]>').encode())


@hostile("miliar_tawa.xlsx", "DTD")
def laughs() -> bytes:
    lols = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return with_dtd(f'<!ENTITY l0 "lol">{lols}', "&l9;")


hostile("entitas_luar.xlsx", "DTD")(lambda: with_dtd('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"))
hostile("entitas_luar_utf16.xlsx", "DTD")(
    lambda: with_parts(
        with_dtd('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), {SHEET: lambda x: x.decode().encode("utf-16")}
    )
)
hostile("entitas_tak_dikenal.xlsx", "rusak")(
    lambda: package(sheet('<row r="1"><c r="A1" t="str"><v>&amp;&tidakada;</v></c></row>'))
)
hostile("xinclude.xlsx", READ)(
    lambda: package(
        sheet('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>')
    )
)
hostile("komentar_dan_perintah.xlsx", READ)(
    lambda: package(sheet('<!-- a --><?b c?><row r="1"><!-- d --><c r="A1"><?e f?><v>1</v><!-- g --></c></row>'))
)
hostile("sangat_dalam.xlsx", "rusak")(lambda: package(sheet("<a>" * 100_000 + "</a>" * 100_000)))
hostile("utf16.xlsx", READ)(lambda: with_parts(plain(), {SHEET: lambda x: x.decode().encode("utf-16")}))
hostile("ebcdic.xlsx", "rusak")(
    lambda: with_parts(plain(), {SHEET: lambda x: x.replace(b'"1.0"?', b'"1.0" encoding="cp037"?')})
)
hostile("bukan_utf8.xlsx", "rusak")(
    lambda: package(sheet('<row r="1"><c r="A1" t="str"><v>XX</v></c></row>').replace(b"XX", b"\xff\xfe"))
)
hostile("xml_terpotong.xlsx", "rusak")(lambda: with_parts(plain(), {SHEET: lambda x: x[: len(x) // 2]}))
hostile("nol_di_xml.xlsx", "rusak")(lambda: with_parts(plain(), {SHEET: lambda x: x.replace(b"<v>", b"\0<v>")}))
hostile("atribut_banyak.xlsx", "terlalu banyak")(
    lambda: package(sheet("<row " + " ".join(f'a{i}=""' for i in range(1_200_000)) + "/>"))
)
hostile("teks_20_mib.xlsx", "rusak")(lambda: package(sheet(text("panjang! " * (14 * 2**17)))))
hostile("ruang_nama_lain.xlsx", READ)(lambda: with_parts(plain(), {SHEET: lambda x: x.replace(NS.encode(), b"urn:x")}))

# --- cells -----------------------------------------------------------------------------------------------


def one(cell: str, after: str = "", before: str = "") -> Callable[[], bytes]:
    return lambda: package(sheet(f'<row r="1">{cell}</row>', after, before))


hostile("sel_terakhir.xlsx", READ)(lambda: package(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')))
hostile("alamat_di_luar.xlsx", "bukan alamat sel")(one('<c r="XFE1"><v>1</v></c>'))
hostile("alamat_raksasa.xlsx", "bukan alamat sel")(one(f'<c r="A{"9" * 6000}"><v>1</v></c>'))
hostile("alamat_kacau.xlsx", "bukan alamat sel")(one('<c r="lima"><v>1</v></c>'))
hostile("baris_kacau.xlsx", "rusak")(one('<c><v>1</v></c></row><row r="-3"><c><v>1</v></c>'))
hostile("sel_ganda.xlsx", "dua kali")(one('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'))
hostile("baris_acak.xlsx", READ)(
    lambda: package(sheet('<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'))
)
hostile("gaya_negatif.xlsx", READ)(one('<c r="A1" s="-1"><v>1</v></c><c r="B1" s="satu"><v>1</v></c>'))
hostile("teks_di_luar_daftar.xlsx", "teks sel A1 tidak ada")(one('<c r="A1" t="s"><v>99999999999</v></c>'))
hostile("teks_negatif.xlsx", "teks sel A1 tidak ada")(one('<c r="A1" t="s"><v>-1</v></c>'))
hostile("angka_bukan_angka.xlsx", READ)(
    one("".join(number(v) for v in ("1e400", "-INF", "NaN", "9" * 6000, "1e-400", "²", "1_0", "0x1")))
)
hostile("lolos_nol.xlsx", READ)(one('<c r="A1" t="str"><v>_x0000_a_xD800_b_xFFFF_</v></c>'))
hostile("gabungan_raksasa.xlsx", READ)(
    one('<c r="A1"><v>1</v></c>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
)
hostile("gabungan_kacau.xlsx", "bukan alamat sel")(
    one('<c r="A1"><v>1</v></c>', '<mergeCells><mergeCell ref="A1:B"/></mergeCells>')
)
hostile("kolom_tersembunyi.xlsx", READ)(
    one("", before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 150_000 + "</cols>")
)
hostile("kolom_kacau.xlsx", "rusak")(one("", before='<cols><col min="x" max="-1" hidden="1"/></cols>'))
hostile("sejuta_sel_berformat.xlsx", "terlalu banyak")(
    lambda: package(sheet(("<row>" + '<c s="1"/>' * 16384 + "</row>") * 64))
)
hostile("tigaratus_ribu_sel_kosong.xlsx", READ)(
    lambda: package(sheet(("<row>" + '<c s="1"/>' * 1000 + "</row>") * 300))
)
hostile("empat_ratus_ribu_angka.xlsx", "terlalu banyak|lebih dari")(
    lambda: package(sheet(f"<row>{number(1) * 20}</row>" * 20_000))
)
hostile("enambelas_ribu_kolom.xlsx", READ)(lambda: package(sheet(f"<row>{text('target') * 16384}</row>")))
hostile("teks_bersama_sejuta.xlsx", "terlalu banyak")(
    lambda: package(sheet(""), f'<sst xmlns="{NS}">{"<si><t>x</t></si>" * 600_000}</sst>'.encode())
)
hostile("teks_bersama_berlipat.xlsx", "terlalu panjang")(
    lambda: package(
        sheet(("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>") * 1000),
        f'<sst xmlns="{NS}"><si><t>{"target " * 100_000}</t></si></sst>'.encode(),
    )
)


@hostile("hampir_semua_batas.xlsx", READ, slow=True)
def nearly_every_limit() -> bytes:
    """Three sheets just under the limits: 240.000 cells with texts of their own, 15 million letters, a million marks each."""
    rows = (
        "".join(f"<row>{''.join(text(f'{s} {r} {c} ' + 'u' * 52) for c in range(20))}</row>" for r in range(4000))
        for s in range(3)
    )
    new = {f"xl/worksheets/sheet{i}.xml": sheet(r, f"<!-- {'=' * 430_000} -->") for i, r in enumerate(rows, 1)}
    named = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rIdS%d"/>' % (i, i, i) for i in (2, 3))
    rel = b'<Relationship Id="rIdS%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>'
    more = {
        "xl/workbook.xml": lambda x: x.replace(b"</sheets>", named + b"</sheets>"),
        "xl/_rels/workbook.xml.rels": lambda x: x.replace(b"</R", b"".join(rel % (i, i) for i in (2, 3)) + b"</R"),
    }
    return with_parts(plain(), {**new, **more})


# --- formulas --------------------------------------------------------------------------------------------

hostile("rumus_bersama_berlipat.xlsx", "terlalu panjang")(
    lambda: package(
        sheet(
            f'<row><c><f t="shared" ref="A1:A90000" si="0">{"+".join(["B1"] * 50_000)}</f></c></row>'
            + '<row><c><f t="shared" si="0"/></c></row>' * 50_000
        )
    )
)
hostile("rumus_berlipat_ganda.xlsx", READ)(
    lambda: package(
        sheet("".join(f'<row r="{i}"><c r="A{i}"><f>A{i + 1}&amp;A{i + 1}</f></c></row>' for i in range(1, 300))
              + '<row r="300"><c r="A300" t="str"><v>ha</v></c></row>')
    )
)  # fmt: skip
hostile("rumus_berulang_panjang.xlsx", "terlalu panjang")(
    lambda: package(
        sheet(
            f'<row r="1">{text("x" * 30_000)}</row>'
            + "".join(f'<row r="{i}"><c r="A{i}"><f>A1&amp;"{i}"</f></c></row>' for i in range(2, 9000))
        )
    )
)
hostile("rumus_melingkar.xlsx", READ)(one(f'<c r="A1"><f>{"&amp;".join(["A1"] * 2000)}</f><v>1</v></c>'))
hostile("rumus_rantai.xlsx", READ)(
    lambda: package(sheet("".join(f'<row r="{i}"><c r="A{i}"><f>A{i + 1}</f></c></row>' for i in range(1, 60_000))))
)
hostile("tabel_rantai.xlsx", READ)(
    lambda: package(
        table(
            [text(str(i)), text(f"Indikator {i}"), number(80), formula(f"D{i + 2}", 70), formula(f"E{i + 2}", 90)]
            for i in range(1, 5000)
        )
    )
)

# --- what looks like a report ----------------------------------------------------------------------------

hostile("hanya_judul_kolom.xlsx", READ)(lambda: package(table([[text(h) for h in HEADINGS]] * 4000)))
hostile("hanya_keterangan.xlsx", READ)(
    lambda: package(
        sheet("".join(f"<row>{text(f'Tabel 3.{i % 13 + 1} Pengukuran tahun 2025')}</row>" for i in range(60_000)))
    )
)
hostile("tabel_sejuta_huruf.xlsx", READ)(
    lambda: package(
        table([[text(str(i)), text("a b, 1" * 170_000), number(1), number(1), number(1)] for i in range(9)])
    )
)
hostile("tabel_angka_aneh.xlsx", READ)(
    lambda: package(
        table(
            [text(v), text(v), text(v), text(v), text(v)]
            for v in (
                "1" * 5000,
                "1." * 5000,
                "(" * 9000,
                "- " * 9000,
                "1 000" * 3000,
                "Rp" * 5000,
                "9,9%" * 3000,
                "1e9999",
            )
        )
    )
)
hostile("tabel_30_ribu_baris.xlsx", "lebih dari 5000 baris")(
    lambda: package(
        table(
            [text(str(i)), text(f"Indikator ke {i}"), number(80), number(i % 90), number(i % 7)]
            for i in range(1, 30_001)
        )
    )
)
hostile("tabel_4900_baris_salah.xlsx", READ)(
    lambda: package(
        table(
            [text(str(i)), text(f"Indikator ke {i}"), number(80), number(i % 90), number(i % 7)] for i in range(1, 4900)
        )
    )
)
hostile("anggaran_4900_baris_salah.xlsx", READ, slow=True)(lambda: budget(4900))
hostile("anggaran_30_ribu_baris.xlsx", "lebih dari 5000 baris")(lambda: budget(30_000))
hostile("gabungan_banyak.xlsx", READ)(
    lambda: package(
        table([text(str(i)), text(f"Indikator {i}"), number(80), number(70), "<c/>"] for i in range(1, 1000)).replace(
            b"</sheetData>",
            b"</sheetData><mergeCells>" + b"".join(b'<mergeCell ref="H%d:I%d"/>' % (i, i) for i in range(1, 50_000)) + b"</mergeCells>",
        )
    )
)  # fmt: skip


# --- running them ----------------------------------------------------------------------------------------


def outcome(data: bytes, target: Path) -> str:
    """What a person gets: the sentence, or READ with the number of findings. Everything is done that can be done."""
    try:
        findings = lkip_xl.check(lkip_xl.read(data))
    except Unreadable as error:
        return str(error)
    for action in (lkip_xl.fill, lkip_xl.mark):
        try:
            action(data, target)
        except Unreadable as error:
            return f"{READ}, {len(findings)} temuan; tidak diisi: {error}"
    return f"{READ}, {len(findings)} temuan"


_CHILD = r"""
import pathlib, re, sys, time
sys.path.insert(0, sys.argv[3])
import hostile
data = pathlib.Path(sys.argv[1]).read_bytes()
start = time.perf_counter()
said = hostile.outcome(data, pathlib.Path(sys.argv[2]))
peak = re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path("/proc/self/status").read_text())[1]  # ru_maxrss has the parent's
print(int(peak) * 1024, time.perf_counter() - start, said)
"""


def measured(case: Hostile, folder: Path) -> tuple[str, int, float]:
    """The outcome of a case in a process of its own, its peak memory in bytes and its time in seconds."""
    path = folder / case.name
    data = case.make()
    path.write_bytes(data)
    command = [sys.executable, "-c", _CHILD, str(path), str(folder / "hasil.xlsx"), str(Path(__file__).parent)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=3 * SECONDS)
    except subprocess.TimeoutExpired:
        return f"LEWAT {3 * SECONDS} detik", 0, 3 * SECONDS
    changed = " BERKAS ASAL BERUBAH" if path.read_bytes() != data else ""
    if done.returncode:
        return f"GAGAL: {done.stderr.strip().splitlines()[-1]}{changed}", 0, 0
    memory, seconds, said = done.stdout.strip().split(" ", 2)
    return said + changed, int(memory), float(seconds)


def holds(case: Hostile, said: str, memory: int, seconds: float) -> bool:
    return bool(re.search(case.says, said)) and memory <= MEMORY and seconds <= SECONDS


def main(names: list[str]) -> int:
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            if names and not any(n in case.name for n in names):
                continue
            said, memory, seconds = measured(case, Path(folder))
            good = holds(case, said, memory, seconds)
            wrong += not good
            print(
                f"{'  ' if good else '! '}{case.name:<34}{memory / 2**20:6.0f} MiB {seconds:6.2f} dtk  {said}",
                flush=True,
            )
    print(f"{len(CASES)} berkas, {wrong} di luar janji (batas {MEMORY // 2**20} MiB, {SECONDS} detik).")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
