"""The customers' pages in a browser: narrow and wide, light and dark; and in a text browser."""
import http.server
import os
import subprocess
import threading

import pytest

webdriver = pytest.importorskip("selenium.webdriver")
ActionChains, Keys = webdriver.ActionChains, webdriver.Keys

from test_pages import AXE, CONTRAST, LANGUAGES, browser, keep	# noqa: E402, F401 (a fixture)
from world import desk as desks	# noqa: E402
from world.docket import AGENT, Group	# noqa: E402
from world.pageprobe import Pages	# noqa: E402

JO = "jo@acme.example"
# As the role web answers.
SECURITY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class Site:
    """Pages as the role read answers them, on a port of this machine; whoever comes is `cookie`."""

    def __init__(self, pages):
        site = self
        self.pages, self.cookie, self.lock = pages, "", threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                path, _, query = self.path.partition("?")
                with site.lock:
                    page = site.pages.get(path, site.cookie, query=query,
                                          language=self.headers.get("Accept-Language", ""))
                self.send_response(page.status)
                self.send_header("Content-Type", page.type)
                self.send_header("Content-Security-Policy", SECURITY)
                self.send_header("X-Content-Type-Options", "nosniff")
                for name, value in (("Location", page.location), ("Content-Disposition", page.disposition)):
                    if value:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page.body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture(scope="module")
def site(world):
    docket = world.docket()
    for project in docket.files["projects.conf"]["projects"]:
        if project["key"] == "ACME":
            project |= {"portal_scope": "project", "portal_due": True, "customer_severity": "high",
                        "customer_commands": ["severity", "close", "reopen"],
                        "contract": {"until": "2099-12-31", "sla": "standard", "prepaid": "100h"}}
    docket.files["products.conf"] = {"products": Group([{"name": "indexer", "branches": Group([
        {"name": "2.4", "releases": ["2.4.0", "2.4.1"]}])}])}
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    other = world.docket("pages")
    other.files = dict(docket.files)
    other.files["docket.conf"] = other.files["docket.conf"] | {
        "portal": {"url": "https://desk.example.com", "socket": f"{other.folder}/web.sock"}}
    other.write()
    made = Site(Pages(desk, other))
    first = desk.open("Version: 2.4.1\n\nThe printer burns.", sender=f"Jo Doe <{JO}>", subject="Fire")["id"]
    desk.answer(desk.mail(first, AGENT), "Water it. See https://example.com/how?to=x&y=1 please.", AGENT)
    desk.answer(desk.mail(first, JO), "I did, thank you.", JO)
    for subject in ("Überlange Bezeichnungswortzusammensetzungsüberprüfungskennzeichen", "Old"):
        last = desk.open("It hums.", sender=f"Jo Doe <{JO}>", subject=subject)["id"]
    docket.ctl("do", str(last), "resolve")
    desk.quiet()
    made.jo, made.link, made.done = made.pages.sign_in(JO), made.pages.link(first), last
    made.paths = {"sign-in": ("", "/sign-in"), "mailed": ("", "/sign-in?said=mailed"), "in": ("", "/in/x"),
                  "list": (made.jo, "/requests?state=all&of=project"), "request": (made.jo, f"/requests/{first}?said=done"),
                  "resolved": (made.jo, f"/requests/{last}"), "new": (made.jo, "/requests/new"),
                  "project": (made.jo, "/project"), "mine": (made.jo, "/mine"), "out": (made.jo, "/sign-out"),
                  "link": ("", f"/t/{first}/{made.link}?said=mailed"), "none": (made.jo, "/nowhere")}
    yield made
    made.server.shutdown()
    assert made.pages.close() == 0 and docket.stop() == 0


NAMES = ("sign-in", "mailed", "in", "list", "request", "resolved", "new", "project", "mine", "out", "link", "none")


def visit(browser, site, name, width, mode="light"):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": mode}]})
    site.cookie, path = site.paths[name]
    browser.get(site.url + path)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_readable(browser, site, name):
    for width in (320, 375, 1280):
        for mode in ("light", "dark"):
            visit(browser, site, name, width, mode)
            where = f"{name} {width} {mode}"
            assert browser.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0, where
            assert browser.execute_script(CONTRAST, False) == [], where
            assert browser.execute_script("return document.styleSheets[0].cssRules.length") > 50, where
            keep(browser, f"portal-{name}-{width}-{mode}")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_pressed_is_large_enough(browser, site, name):
    visit(browser, site, name, 375)
    small = browser.execute_script("""
        return [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, nav a, .tabs a')]
            .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
            .filter(([_, r]) => r.height < 24 || r.width < 24).map(([t]) => t)""")
    assert small == []


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_its_label(browser, site, name):
    visit(browser, site, name, 375)
    assert browser.execute_script("""
        return [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
            .filter(e => !e.labels.length || !e.labels[0].textContent.trim()).map(e => e.outerHTML)""") == []
    assert browser.execute_script("""const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        return ids.filter((v, i) => ids.indexOf(v) != i)""") == []


def test_the_keyboard_comes_to_all_of_it(browser, site):
    visit(browser, site, "request", 375)
    focus = []
    for _ in range(25):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        focus.append(browser.execute_script("const e = document.activeElement; return e.className || e.name || e.tagName"))
    assert focus[0] == "skip" and "text" in focus and "file" in focus and "SUMMARY" in focus and "BUTTON" in focus


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_in_pages(browser, site, name):
    if not AXE.exists():
        pytest.skip("no axe-core: contrib/browser.sh fetches it")
    visit(browser, site, name, 375)
    browser.execute_script(AXE.read_text())
    assert browser.execute_async_script(
        "const done = arguments[0]; axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa']})"
        ".then(r => done(r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html])))") == []


@pytest.mark.parametrize("program", (["w3m", "-dump"], ["lynx", "-dump", "-nolist"]), ids=("w3m", "lynx"))
def test_in_a_text_browser(site, program):
    site.cookie, path = site.paths["request"]
    try:
        text = subprocess.run([*program, site.url + path], capture_output=True, check=True,
                              env={"HOME": "/nonexistent", "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
                              timeout=60).stdout.decode()
    except FileNotFoundError:
        pytest.skip(f"{program[0]} is not installed")
    words = ("#1 Fire", "The printer burns.", "Water it.", "Your reply", "Send", "Close the request", "My requests")
    places = [text.find(w) for w in words]
    assert -1 not in places and places[:4] == sorted(places[:4])


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_fit(browser, site, language):
    """A customer's language is their project's; who is nobody has the browser's."""
    site.cookie = ""
    page = site.pages.get(f"/t/1/{site.link}", language=language)
    assert page.status == 200
    for path in ("/sign-in", "/nowhere"):
        got = site.pages.get(path, language=language)
        assert f'<html lang="{language}">' in got.text
