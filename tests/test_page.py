"""The HTML page as a person uses it, in headless Chromium; skipped where there is none."""

import shutil

import hostile_text
import pytest

from lkip_xl.batch.one import Settings, checked
from lkip_xl.batch.workers import Here, run
from lkip_xl.outputs.html import render
from lkip_xl.outputs.surat import note
from lkip_xl.result import Result

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium tidak terpasang")


@pytest.fixture(scope="module")
def results(folder_of_workbooks, tmp_path_factory):
    path = tmp_path_factory.mktemp("jahat") / "jahat.xlsx"
    hostile_text.write(path)
    good = list(run(map(str, sorted(folder_of_workbooks.iterdir())), Settings(), Here))
    return [*good, checked(str(path), Settings()), Result("rusak.xlsx", reason="Ini bukan buku kerja Excel.")]


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, results, tmp_path):
    """The opened page. Whatever it says on the console, throws, or asks of the network fails the test."""
    target = tmp_path / "rekap.html"
    target.write_text("".join(render(results)), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    opened = context.new_page()
    said, asked = [], []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(target.as_uri())
    yield opened
    assert said == []
    assert asked == [target.as_uri()]
    context.close()


def shown(page):
    return page.locator("details.unit").count()


def wait_for(page, count):
    sync_api.expect(page.locator("details.unit")).to_have_count(count)


def test_units_by_state(page, results):
    assert page.locator("h1").text_content() == f"Rekap {len(results)} buku kerja, 2025"
    assert shown(page) == len(results)
    for state, label in (("galat", "perlu diperbaiki"), ("bersih", "bersih"), ("tidak terbaca", "tidak terbaca")):
        expected = sum(r.state == state for r in results)
        button = page.locator(".state", has=page.get_by_text(label, exact=True))
        assert button.locator("b").text_content() == str(expected)
        assert expected
        button.click()
        assert shown(page) == expected
        assert set(page.locator("summary > .pill").all_text_contents()) == {label}
        button.click()
    assert shown(page) == len(results)


def test_search_finds_units_and_findings(page, results):
    search = page.locator("#cari")
    search.fill("unit_00003")
    wait_for(page, 1)
    search.fill("TERTULIS 55%")  # a finding of the hostile workbook only
    sync_api.expect(page.locator(".file").first).to_contain_text("jahat.xlsx")
    wait_for(page, 1)
    page.locator("summary").click()
    page.locator(".letter").wait_for()
    assert page.locator(".finding").count() == 1
    assert page.locator(".finding .cell").text_content() == "D3"
    assert "temuan lain" in page.locator(".body .more").last.text_content()
    search.fill("tidak-ada-di-mana-pun")
    wait_for(page, 0)
    assert "Tidak ada unit yang cocok" in page.locator("#daftar").text_content()
    search.fill("")
    wait_for(page, len(results))


def test_a_finding_says_where_what_and_why(page):
    page.locator("#cari").fill("jahat.xlsx")
    wait_for(page, 1)
    page.locator("summary").click()
    finding = page.locator(".finding", has_text="hasil hitung 500/1.000")
    assert finding.locator("dd").all_text_contents() == ["55%", "50%"]
    assert "Terkait: B3, C3" in finding.text_content()
    assert "Perbaiki:" in finding.text_content()
    page.locator("label.galat input").uncheck()
    assert finding.count() == 0
    page.locator("label.galat input").check()
    assert finding.count() == 1


def test_texts_of_a_workbook_are_texts(page):
    page.locator("#cari").fill("jahat.xlsx")
    wait_for(page, 1)
    page.locator("summary").click()
    page.locator(".letter").wait_for()
    body = page.locator("details.unit").text_content()
    for text in (hostile_text.UNIT, hostile_text.INDICATOR, hostile_text.PROGRAM, "<script>alert(2)</script> 5"):
        assert text in body
    assert page.locator("details img, details script, details b b, details u, details i, details a").count() == 0
    assert page.title().startswith("Rekap")


def test_the_note_is_copied(page, results):
    wanted = next(r for r in results if r.file == "unit_00001.xlsx")
    page.locator("#cari").fill("unit_00001")
    wait_for(page, 1)
    page.locator("summary").click()
    page.get_by_role("button", name="Salin surat").click()
    page.get_by_role("button", name="Tersalin").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == note(wanted)


def test_by_keyboard_alone(page):
    page.keyboard.press("/")
    page.keyboard.type("rusak")
    wait_for(page, 1)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    assert page.locator(".reason").text_content() == "Ini bukan buku kerja Excel."


def test_order(page, results):
    page.locator("#urut").select_option("serapan")
    lowest = min((r.total.serapan, r.file) for r in results if r.total)
    assert page.locator(".file").first.get_attribute("title").endswith(lowest[1])
    page.locator("#urut").select_option("galat")
    most = max(r.count("galat") for r in results)
    assert page.locator("summary .tally b").first.text_content() == str(most)


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_is_wider_than_the_screen(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.locator("#buka").click()
    assert page.locator("details.unit:not([open])").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_printed_whole(page, tmp_path, results):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".finding").count() == sum(len(r.findings) for r in results)
    assert not page.locator("#cari").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.unit[open]").count() == 0
