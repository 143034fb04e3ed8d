"""However a file spells them, the cells are the same; whatever is written, everything else is the same."""

import io
import shutil
import zipfile
from decimal import Decimal

import corpus
import hostile
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from office import converted
from python_calamine import CalamineWorkbook
from test_package import MAKERS, parts

import lkip_xl
from lkip_xl.standard.native import build
from lkip_xl.standard.plan import example
from lkip_xl.xlsx.cells import block_of, split_ref
from lkip_xl.xlsx.edits import set_cells, spliced
from lkip_xl.xlsx.markup import MAIN, parse
from lkip_xl.xlsx.package import Package
from lkip_xl.xlsx.scan import SHARED, scan

ORDER = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("korpus")
    out = []
    for make in MAKERS:
        make(folder / "a.xlsx")
        out.append((folder / "a.xlsx").read_bytes())
    return out


def sheets_only(change):
    """The package with every worksheet's XML changed."""

    def apply(data: bytes) -> bytes:
        names = [n for n in parts(data) if n.startswith("xl/worksheets/sheet")]
        return hostile.with_parts(data, dict.fromkeys(names, change))

    return apply


def with_prefixes(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    new = etree.Element(root.tag, root.attrib, nsmap={"x": hostile.NS, **{k: v for k, v in root.nsmap.items() if k}})
    new.extend(list(root))
    return etree.tostring(new)


def with_comments(xml: bytes) -> bytes:
    return (
        xml.replace(b"<v>", b"<!-- v --><v>")
        .replace(b"<row", b"<?p q?><row")
        .replace(b"</sheetData>", b"<!-- akhir --></sheetData>")
    )


def strict(data: bytes) -> bytes:
    """The package in the namespaces of strict OOXML."""
    spelled = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    def change(xml: bytes) -> bytes:
        for old, new in spelled.items():
            xml = xml.replace(old, new)
        return xml

    return hostile.with_parts(data, {n: change for n in parts(data) if n.endswith((".xml", ".rels"))})


def other_case(data: bytes) -> bytes:
    return hostile.with_parts(
        data,
        {"xl/_rels/workbook.xml.rels": lambda x: x.replace(b"sheet1.xml", b"SHEET1.Xml")},
    )


SPELLINGS = {
    "prefixes": sheets_only(with_prefixes),
    "utf16": sheets_only(lambda x: etree.tostring(etree.fromstring(x), encoding="UTF-16")),
    "utf16be": sheets_only(lambda x: etree.tostring(etree.fromstring(x), encoding="unicode").encode("utf-16-be")),
    "bom": sheets_only(lambda x: b"\xef\xbb\xbf" + x),
    "latin1": sheets_only(lambda x: etree.tostring(etree.fromstring(x), encoding="ISO-8859-1")),
    "comments": sheets_only(with_comments),
    "strict": strict,
    "other case": other_case,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_the_same_workbook(made, spelling):
    for data in made:
        other = SPELLINGS[spelling](data)
        assert parts(other) != parts(data)
        assert Package(other).sheets(blanks=True) == Package(data).sheets(blanks=True)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (
            '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve">a </t></r><r><t>b</t></r></is></c>',
            "a b",
        ),
        (
            '<c r="A1" t="inlineStr"><is><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></is></c>',
            "課",
        ),
        ('<c r="A1" t="str"><f>B1</f><v>a_x000D_b</v></c>', "a\rb"),
        ('<c r="A1" t="str"><v>_x005F_x000D_</v></c>', "_x000D_"),
        ('<c r="A1" t="str"><v>_x0000_</v></c>', "\ufffd"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1"><v>1E+2</v></c>', 100.0),
        ('<c r="A1"><v>123456789012345</v></c>', 123456789012345),
        ('<c r="A1"><v>1e999</v></c>', "1e999"),
        ('<c r="A1"><f>[1]Luar!A1</f><v>7</v></c>', 7),
    ],
)
def test_a_cell_as_it_is_spelled(cell, value):
    [sheet] = Package(hostile.one(cell)()).sheets()
    assert sheet.cells[1, 1].value == value


VALUES = st.one_of(
    st.none(),
    st.decimals(-(10**12), 10**12, places=2),
    st.floats(-1e12, 1e12),
    st.text(st.characters(blacklist_categories=("Cs",)), max_size=20),
    st.sampled_from(["_x000D_", "_x005F_x0041_", " a ", "\ta\n", "a\rb", "]]>", "<&>"]),
)
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 12))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, len(MAKERS) - 1), edits=st.dictionaries(PLACES, VALUES, min_size=1, max_size=6))
def test_writing_changes_what_it_must_and_nothing_else(made, which, edits):
    data = made[which]
    package = Package(data)
    name = package.sheet_names[0]
    package.edit({name: edits})
    edited = package.to_bytes()
    old, new = ({s.name: s for s in Package(d).sheets(blanks=True)} for d in (data, edited))
    for sheet, before in old.items():
        after = new[sheet]
        assert (after.merged, after.hidden_rows, after.hidden_columns) == (
            before.merged,
            before.hidden_rows,
            before.hidden_columns,
        )
        for at in (before.cells.keys() | after.cells.keys()) - (edits.keys() if sheet == name else set()):
            assert after.cells.get(at) == before.cells.get(at)
        for at in before.blanks.keys() - edits.keys():
            assert after.blanks[at] == before.blanks[at]
    for at, value in edits.items():
        stored, own = new[name].cells.get(at), old[name].cells.get(at)
        if value is None:
            assert stored is None or stored.value is None
        elif isinstance(value, str):
            legal = "".join(
                c if c in "\t\n\r" or (ord(c) > 31 and ord(c) not in (0xFFFE, 0xFFFF)) else "\ufffd" for c in value
            )
            assert stored is not None
            assert stored.value == legal or (legal == "" and stored.value in ("", None))
        else:
            assert stored is not None
            assert stored.value == pytest.approx(float(value), rel=1e-15)
        if own is not None and stored is not None:
            assert (stored.format, stored.formula) == (own.format, own.formula)
    was, now = parts(data), parts(edited)
    assert list(was) == list(now)
    touched = {n for n in was if was[n] != now[n]}
    assert len([n for n in touched if "worksheets/" in n]) <= 1
    assert touched <= {"xl/workbook.xml", *(n for n in was if n.startswith("xl/worksheets/sheet"))}
    openpyxl.load_workbook(io.BytesIO(edited))
    CalamineWorkbook.from_filelike(io.BytesIO(edited))


def test_marking_keeps_the_order_that_the_standard_demands(made, tmp_path):
    for data in (*made, hostile.standard()):
        lkip_xl.mark(data, tmp_path / "a.xlsx")
        with zipfile.ZipFile(tmp_path / "a.xlsx") as z:
            for n in (n for n in z.namelist() if n.startswith("xl/worksheets/sheet")):
                order = [
                    ORDER.index(etree.QName(e).localname)
                    for e in etree.fromstring(z.read(n)).iterchildren("{*}*")
                    if etree.QName(e).localname != "AlternateContent"
                ]
                assert order == sorted(order), n


def test_comments_in_the_xml_outlive_an_edit():
    package = Package(
        hostile.package(hostile.sheet('<!-- a --><row r="1"><!-- b --><c r="A1"><v>1</v></c></row><!-- c -->'))
    )
    package.edit({"3.2": {(1, 1): Decimal(2), (1, 2): "teks", (3, 1): Decimal(3)}})
    xml = parts(package.to_bytes())[hostile.SHEET]
    assert all(comment in xml for comment in (b"<!-- a -->", b"<!-- b -->", b"<!-- c -->"))
    [sheet] = Package(package.to_bytes()).sheets()
    assert {at: raw.value for at, raw in sheet.cells.items()} == {(1, 1): 2, (1, 2): "teks", (3, 1): 3}


def test_parts_that_nobody_reads_stay_byte_for_byte(tmp_path):
    """External links, pivot caches, custom XML: carried along, never opened."""
    extra = {
        "xl/externalLinks/externalLink1.xml": b"<externalLink>not even closed",
        "xl/pivotCache/pivotCacheDefinition1.xml": b"\0\1\2",
        "customXml/item1.xml": b"<!DOCTYPE x><x/>",
        "xl/media/gambar.png": bytes(range(256)) * 100,
    }
    corpus.richly_made(tmp_path / "a.xlsx")
    data = hostile.with_parts((tmp_path / "a.xlsx").read_bytes(), extra)
    assert lkip_xl.fill(data, tmp_path / "b.xlsx")
    after = parts((tmp_path / "b.xlsx").read_bytes())
    assert {n: after[n] for n in extra} == extra


def test_the_quick_way_of_reading_cells_gives_what_the_tree_gives(made, tmp_path):
    """Sheets as XlsxWriter, openpyxl, LibreOffice and our own edits spell them take the quick way, and lose nothing."""
    template, resaved, filled = (tmp_path / f"{n}.xlsx" for n in ("templat", "openpyxl", "isi"))
    template.write_bytes(build(example()))
    openpyxl.load_workbook(template).save(resaved)
    lkip_xl.fill(template, filled)
    usual = [template, resaved, filled, *([converted(filled, tmp_path / "lo")] if shutil.which("soffice") else [])]
    for data in [*(path.read_bytes() for path in usual), *made]:
        package = Package(data)
        for part in package._sheet_parts.values():
            xml = package.part(part)
            found, tree = scan(xml, 10**6, blanks=True), block_of(parse(xml, part), blanks=True)
            assert found is not None or data in made
            if found is not None:
                assert [meaning(c) for c in found[1].cells] == [meaning(c) for c in tree.cells]
                assert (found[1].hidden, sorted(found[1].styled)) == (tree.hidden, sorted(tree.styled))


VALUES = (Decimal("12.50"), 0.1, "", " a<b&c>\"d' ", "_x0041_\x01\r\n\ufffe", None, Decimal("1e20"), "=1+1")


def test_the_quick_way_of_setting_cells_gives_what_the_tree_gives(made, tmp_path):
    """The same worksheet either way, and in the quick one no other byte changes."""
    template, resaved = (tmp_path / f"{n}.xlsx" for n in ("templat", "openpyxl"))
    template.write_bytes(build(example()))
    openpyxl.load_workbook(template).save(resaved)
    for data in [template.read_bytes(), resaved.read_bytes(), *made]:
        package = Package(data)
        for part in package._sheet_parts.values():
            xml = package.part(part)
            found = scan(xml, 10**6, blanks=True)
            if found is not None:
                addresses = [c[0] for c in found[1].cells] + [address for address, _ in found[1].styled]
                cells = {split_ref(a): VALUES[i % len(VALUES)] for i, a in enumerate(addresses[::3])}
                tree = parse(xml, part, editing=True)
                set_cells(tree, cells)
                quick = spliced(xml, cells)
                assert quick is not None
                assert etree.tostring(parse(quick, part), method="c14n") == etree.tostring(tree, method="c14n")
                assert _without(xml, cells) == _without(quick, cells)


def _without(xml, cells):
    """A worksheet part in pieces, each from one cell up to the next, without the pieces of these cells."""
    first, *pieces = xml.split(b'<c r="')
    return [first, *(p for p in pieces if split_ref(p.partition(b'"')[0].decode()) not in cells)]


def test_cells_that_the_file_lacks_or_does_not_hold_in_order_are_left_to_the_tree():
    def spelled(rows):
        return f'<worksheet xmlns="{sorted(MAIN)[0]}"><sheetData>{rows}</sheetData></worksheet>'.encode()

    one, two = '<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="2"><c r="A2" s="3"><f>A1+1</f></c></row>'
    cells = {(1, 1): Decimal(5), (2, 1): "enam"}
    expected = spelled(
        '<row r="1"><c r="A1"><v>5</v></c></row><row r="2"><c r="A2" s="3" t="str"><f>A1+1</f><v>enam</v></c></row>'
    )
    assert spliced(spelled(one + two), cells) == expected
    assert spliced(spelled(two + one), cells) is None
    assert spliced(spelled(one), cells) is None
    assert spliced(spelled(one + "<!-- x -->" + two), cells) is None


def meaning(cell):
    """A cell without how its formula's tag is spelled, but for the shared formula it belongs to."""
    address, style, kind, opened, formula, valued, value, text = cell
    shared = SHARED.match(opened)
    return address, style or "", kind or "", bool(opened), shared and shared[1], formula, bool(valued), value, text


@pytest.mark.parametrize(
    "text",
    [
        "a&#38;lt;b", "&amp;lt;", "&amp;#60;", "&lt;/v>&lt;c r=&quot;B1&quot;>&lt;v>2", "&#60;&#62;&#x3c;&#x3E;", "&quot;&apos;'\"",
        "&#10;&#9;", "&#65533;", "&#x1F600;", "&amp;amp;&lt;&amp;", "x",
    ],
)  # fmt: skip
def test_entities_are_read_as_the_tree_reads_them(text):
    row = f'<row r="1"><c r="A1" t="str"><f>A2&lt;&gt;"{text}"</f><v>{text}</v></c><c r="C1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    xml = f'<worksheet xmlns="{sorted(MAIN)[0]}"><sheetData>{row}</sheetData></worksheet>'.encode()
    found = scan(xml, 10**6)
    assert found is not None
    assert [meaning(c) for c in found[1].cells] == [meaning(c) for c in block_of(parse(xml, "x")).cells]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c><!-- x --></row>', '<row r="1"><c r="A1"><v>&#xFFFE;</v></c></row>',
        '<row r="1"><c s="1" r="A1"><v>1</v></c></row>', '<row><c><v>1</v></c></row>', '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>', '<row r="1"><c r="A1"><v>\x01</v></c></row>',
        '<row r="1"><c r="A1"><v>&other;</v></c></row>', '<row r="1"><c r="A1"><v>&#0;</v></c></row>',
        '<row r="1"><c r="A1"><v>&#xD800;</v></c></row>', '<row r="1"><c r="A1"><v>a & b</v></c></row>',
        '</row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<c r="A1"><v>1</v></c>', '<row r="1"><c r="A1"><v>1</v></c>',
    ],
)  # fmt: skip
def test_any_other_spelling_is_left_to_the_tree(cells):
    xml = f'<worksheet xmlns="{sorted(MAIN)[0]}"><sheetData>{cells}</sheetData></worksheet>'
    assert scan(xml.encode(), 10**6) is None
    usual = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert scan(xml.replace(cells, usual).encode(), 10**6) is not None
