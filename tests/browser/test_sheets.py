"""Views as pages in a browser: each layout, narrow and wide, light and dark, by keyboard, as text."""
import os
import pathlib
import shutil
import subprocess

import pytest

webdriver = pytest.importorskip("selenium.webdriver")

from selenium.webdriver.common.keys import Keys		# noqa: E402
from test_pages import BUILD, browser, keep, show	# noqa: E402,F401

WIDTHS = (320, 375, 800, 1280)
MODES = ("light", "dark")
LAYOUTS = ("table", "board", "tree", "calendar", "timeline", "numbers", "chart-bars", "chart-stacked",
           "chart-line", "chart-sparkline")
KINDS = ("usual", "grouped", "empty", "hostile")

# Text of pages and of pictures, against what is behind it (WCAG 2.2, 1.4.3).
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
const out = [];
let seen = 0;
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || /^(title|desc)$/.test(e.tagName)) continue;
    const style = getComputedStyle(e);
    const fg = rgb(e.namespaceURI.endsWith('svg') ? style.fill : style.color);
    seen++;
    if (ratio(fg, behind(e)) < 4.5)
        out.push([walk.currentNode.data.trim().slice(0, 40), ratio(fg, behind(e))]);
}
return seen > 5 ? out : ['nothing was looked at'];
"""

# What a reader who does not see it, or has no mouse, needs; each fault as a line.
NEEDS = """
const out = [], all = s => [...document.querySelectorAll(s)], name = e =>
    (e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(' ')
        .map(i => (document.getElementById(i) || {textContent: ''}).textContent).join(' ')
        || e.textContent).trim();
const want = (ok, what) => { if (!ok) out.push(what); };
want(document.documentElement.lang, 'no language');
want(document.title.trim(), 'no title');
for (const mark of ['main', 'body > header', 'body > footer', 'nav[aria-label]', 'h1'])
    want(all(mark).length === 1, mark + ': ' + all(mark).length);
let level = 0;
for (const h of all('h1,h2,h3,h4,h5,h6')) {
    want(+h.tagName[1] <= level + 1, 'heading jumps: ' + h.outerHTML.slice(0, 60));
    want(h.textContent.trim(), 'empty heading');
    level = +h.tagName[1];
}
const ids = all('[id]').map(e => e.id);
want(new Set(ids).size === ids.length, 'an id twice');
for (const e of all('[aria-labelledby]'))
    for (const i of e.getAttribute('aria-labelledby').split(' '))
        want(document.getElementById(i), 'no such label: ' + i);
for (const e of all('a,button,summary,section,[role=region],[role=img],nav'))
    want(name(e), 'no name: ' + e.outerHTML.slice(0, 80));
for (const e of all('[role=img]')) want(!e.querySelector('a,[tabindex]'), 'a link within a picture');
for (const t of all('table')) {
    want(t.querySelector('th[scope=col]'), 'a table without heads');
    const wide = [...t.rows].map(r => [...r.cells].reduce((n, c) => n + c.colSpan, 0));
    want(new Set(wide).size === 1, 'rows of a table differ: ' + wide);
}
for (const list of all('ul,ol')) want([...list.children].every(c => c.tagName === 'LI'), 'odd list');
for (const e of all('dl.facts > *')) want(e.tagName === 'DIV', 'odd facts');
for (const e of all('a,button,summary')) {
    const box = e.getBoundingClientRect();
    if (box.width && !e.classList.contains('skip'))
        want(box.height >= 24, 'small target: ' + box.height + ' ' + e.outerHTML.slice(0, 60));
}
for (const e of all('*')) if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'auto')
    want(e.tabIndex === 0, 'scrolls by mouse alone: ' + e.className);
return out;
"""


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets")
    subprocess.run([BUILD / "tests/browser/sheets", folder], check=True)
    return folder


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_view_can_be_read(browser, sheets, layout):		# noqa: F811
    for kind in KINDS:
        for width in WIDTHS:
            for mode in MODES if width in (375, 1280) else MODES[:1]:
                show(browser, sheets / f"{layout}-{kind}.html", width, mode)
                where = f"{layout} {kind} {width} {mode}"
                wide = browser.execute_script(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert wide <= 0, where
                assert browser.execute_script(CONTRAST) == [], where
                assert browser.execute_script(NEEDS) == [], where
                keep(browser, f"view-{layout}-{kind}-{width}-{mode}")


def test_by_keyboard(browser, sheets):		# noqa: F811
    show(browser, sheets / "table-usual.html", 1280, "light")
    seen = []
    for _ in range(12):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        at = browser.switch_to.active_element
        seen.append(at.text or at.get_attribute("class"))
        assert browser.execute_script(
            "const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' &&"
            " parseFloat(s.outlineWidth) >= 2"), seen
        box = at.rect
        assert box["x"] >= 0 and box["y"] >= 0, seen
        if len(seen) == 1:
            at.send_keys(Keys.ENTER)
            assert browser.execute_script("return location.hash") == "#content"
            browser.execute_script("history.replaceState(null, '', ' '); document.activeElement.blur();"
                                   "document.querySelector('.desk a').focus()")
    assert seen[0].startswith("Skip") and "Team board" in seen
    assert any(text.startswith("Invoice export") for text in seen)


def test_nothing_moves(browser, sheets):		# noqa: F811
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-reduced-motion", "value": "reduce"}]})
    browser.get((sheets / "board-usual.html").as_uri())
    assert browser.execute_script(
        "return [...document.querySelectorAll('*')].filter(e => {const s = getComputedStyle(e);"
        "return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none'}).length") == 0


@pytest.mark.parametrize("reader", [["w3m", "-dump", "-T", "text/html", "-cols", "80"],
                                    ["lynx", "-dump", "-nolist", "-width=80"]])
def test_as_text(sheets, reader):
    if not shutil.which(reader[0]):
        pytest.skip(f"no {reader[0]}")
    for layout in LAYOUTS[:5]:
        text = subprocess.run([*reader, str(sheets / f"{layout}-usual.html")], capture_output=True, text=True,
                              check=True, env=os.environ | {"LC_ALL": "C.UTF-8"}).stdout
        assert "umlaut" in text and "#57" in text, layout
        if layout in ("table", "tree", "timeline"):
            assert "risk" in text and "Late" in text and "waits" in text, layout
        assert "<" not in text.replace("<-", ""), layout


def test_pictures_are_their_own_files(sheets):
    found = sorted(pathlib.Path(sheets).glob("*.svg"))
    assert found and all("prefers-color-scheme" in p.read_text() for p in found)
