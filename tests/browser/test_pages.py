"""Each mail in a browser: narrow and wide, light, dark, and inverted as some clients do."""
import os
import pathlib
import re
import subprocess

import pytest

webdriver = pytest.importorskip("selenium.webdriver")

HERE = pathlib.Path(__file__).parent
BUILD = pathlib.Path(os.environ.get("DOCKET_BUILD", "build"))
WIDTHS = (320, 375, 600, 1000)
MODES = ("light", "dark", "inverted")
LANGUAGES = ("en", "de", "es", "fr", "it", "pt")
KINDS = sorted(p.stem for p in (HERE.parent.parent / "conf/templates/en").glob("[!_]*.html"))
AXE = BUILD / "axe.min.js"
MOST_BYTES = 90 * 1024

# Of each piece of text: its colour, what is behind it, and both inverted.
CONTRAST = """
const rgb = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
const lum = c => { const f = c.slice(0, 3).map(v => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
const ratio = (a, b) => { const x = lum(a), y = lum(b);
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
const behind = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] > 0) return c; }
    return [255, 255, 255, 1]; };
const invert = c => c.slice(0, 3).map(v => 255 - v);
const out = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
    if (!walk.currentNode.data.trim()) continue;
    const e = walk.currentNode.parentElement;
    let fg = rgb(getComputedStyle(e).color), bg = behind(e);
    if (arguments[0]) { fg = invert(fg); bg = invert(bg); }
    if (ratio(fg, bg) < 4.5) out.push([walk.currentNode.data.trim().slice(0, 40), ratio(fg, bg)]);
}
return out;
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    subprocess.run([BUILD / "tests/browser/pages", HERE.parent.parent / "conf/templates", folder],
                   check=True)
    return folder


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--hide-scrollbars", "--force-device-scale-factor=1"):
        options.add_argument(word)
    made = webdriver.Chrome(options=options)
    yield made
    made.quit()


def show(browser, page, width, mode):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": "dark" if mode == "dark" else "light"}]})
    browser.get(page.as_uri())
    if mode == "inverted":
        browser.execute_script("document.documentElement.style.filter = 'invert(1)';"
                               "document.documentElement.style.background = '#fff'")


def keep(browser, name):
    folder = os.environ.get("DOCKET_SHOTS")
    if folder:
        pathlib.Path(folder).mkdir(exist_ok=True)
        height = browser.execute_script("return document.documentElement.scrollHeight")
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": browser.execute_script("return innerWidth"), "height": min(height, 3000),
            "deviceScaleFactor": 1, "mobile": False})
        browser.save_screenshot(str(pathlib.Path(folder) / f"{name}.png"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_is_readable(browser, pages, kind):
    for language in LANGUAGES:
        page = pages / f"{language}-{kind}.html"
        for width in WIDTHS if language in ("en", "de") else WIDTHS[:1]:
            for mode in MODES:
                show(browser, page, width, mode)
                where = f"{language} {kind} {width} {mode}"
                wide = browser.execute_script(
                    "return document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, where
                assert browser.execute_script(CONTRAST, mode == "inverted") == [], where
                if language in ("en", "de"):
                    keep(browser, f"{language}-{kind}-{width}-{mode}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_asks_nothing_of_anybody(pages, kind):
    for language in LANGUAGES:
        html = (pages / f"{language}-{kind}.html").read_text()
        assert len(html.encode()) <= MOST_BYTES
        assert f'<html lang="{language}">' in html
        assert not re.search(r'<(img|script|link|iframe|object|embed)\b|\bsrc=|url\(|@import', html)
        assert 'content="light dark"' in html


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(browser, pages, kind):
    if not AXE.exists():
        pytest.skip("no axe-core: contrib/browser.sh fetches it")
    for language in LANGUAGES:
        show(browser, pages / f"{language}-{kind}.html", 375, "light")
        browser.execute_script(AXE.read_text())
        found = browser.execute_async_script(
            "const done = arguments[0]; axe.run({runOnly: ['wcag2a', 'wcag2aa']})"
            ".then(r => done(r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html])))")
        assert found == [], f"{language} {kind}"
