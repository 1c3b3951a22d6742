"""docketctl dashboard build: static pages of all views; a customer's hold what is theirs alone."""
import html.parser
import os
import pathlib
import re
import stat
import subprocess
import xml.etree.ElementTree as ET

import pytest

from world import built, desk as desks, mail
from world.docket import AGENT, LEAD, Group

SECRETS = ("XNOTE", "XOTHER", "XHELD", "XTAG", "XVIEW", AGENT, LEAD, "Globex", "GLOBEX", "globex.example")
OPEN = {"category": ["new", "open", "waiting", "on-hold"]}
COLUMNS = ["number", "status", "severity", "due", "subject"]
VIEWS = [
    {"name": "open", "title": {"en": "Open <b>requests</b>"}, "where": OPEN, "columns": COLUMNS, "customers": True},
    {"name": "board", "where": OPEN, "group": ["project"], "columns": COLUMNS, "layout": "board",
     "limits": {"new": 1}, "customers": True},
    {"name": "calendar", "where": OPEN, "columns": COLUMNS, "layout": "calendar", "customers": True},
    {"name": "timeline", "where": OPEN, "columns": COLUMNS, "layout": "timeline", "customers": True},
    {"name": "chart", "where": OPEN, "group": ["severity"], "layout": "chart", "customers": True},
    {"name": "numbers", "where": OPEN, "group": ["status"], "layout": "numbers", "customers": True},
    {"name": "by-customer", "title": {"en": "XVIEW"}, "where": OPEN, "group": ["project"],
     "columns": ["number", "assignee", "tags", "due", "subject"], "layout": "tree"},
    {"name": "mine", "where": {"assignee": "$me"}, "columns": COLUMNS},
    {"name": "leads", "where": OPEN, "columns": COLUMNS, "show_to": ["leads"]},
]
VOID = {"meta", "link", "br", "input", "hr", "img"}


class Checked(html.parser.HTMLParser):
    """Every element is closed in order; nothing runs, nothing comes from elsewhere."""

    def __init__(self, page):
        super().__init__()
        self.open, self.links, self.headings, self.words = [], [], [], []
        self.feed(page.read_text())
        assert self.open == [], page

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        assert tag not in ("script", "style", "iframe", "img")
        assert not [n for n in names if n.startswith("on") or n in ("style", "src")]
        self.links += [v for n, v in attrs if n == "href"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["views.conf"] = {"views": Group(VIEWS)}
    docket.files["projects.conf"]["projects"][1]["language"] = "de"
    docket.write()
    docket.start()
    made = desks.Desk(world, docket)
    made.own = made.open("hums", sender="kim@acme.example", subject="Printer <script>hums")["id"]
    made.second = made.open("jams", sender="kim@acme.example", subject="Printer jams")["id"]
    made.other = made.open("x", sender="o@globex.example", subject="XOTHER of another")["id"]
    made.receive(mail.letter("XHELD", sender="robot@acme.example", subject="XHELD",
                             headers=[("Auto-Submitted", "auto-generated")]))
    made.answer(made.mail(made.own, AGENT), "#note\n\nXNOTE within", AGENT)
    for words in (["tag", "+XTAG"], ["take"], ["blocked-by", f"#{made.other}"]):
        docket.ctl("do", str(made.own), *words, "--as", "ana")
    yield made
    assert docket.stop() == 0


@pytest.fixture
def out(desk, tmp_path):
    return tmp_path / "site"


def build(desk, out, *more):
    return desk.docket.ctl_json("dashboard", "build", "--out", str(out), *more)


def pages(out):
    return sorted(p.name for p in out.iterdir() if not p.name.startswith("."))


def test_every_view_is_a_page(desk, out):
    sums = build(desk, out)
    names = pages(out)
    assert names == sorted(["index.html", "style.css", "project-ACME.html", "project-GLOBEX.html"]
                           + [f"view-{v['name']}.html" for v in VIEWS if v["name"] not in ("mine", "leads")])
    assert sums == {"files": len(names), "written": len(names), "same": 0, "removed": 0}
    for name in names:
        if name.endswith(".css"):
            continue
        page = Checked(out / name)
        assert page.headings[0] == 1 and page.headings.count(1) == 1, name
        assert all(b <= a + 1 for a, b in zip(page.headings, page.headings[1:])), name
        assert {link for link in page.links if "#" not in link} <= set(names), name
        assert "Made at" in (out / name).read_text() or name == "index.html"
    assert f"#{desk.own}" in (out / "view-open.html").read_text()
    assert "XOTHER" in (out / "view-open.html").read_text()
    assert "XOTHER" not in (out / "project-ACME.html").read_text()
    assert "XTAG" in (out / "project-ACME.html").read_text()
    assert f"waits for #{desk.other}" in (out / "view-timeline.html").read_text()


def test_only_what_changed_is_written(desk, out):
    build(desk, out)
    before = {p.name: p.stat().st_ino for p in out.iterdir()}
    (out / "robots.txt").write_text("theirs")
    sums = build(desk, out)
    assert sums["written"] <= 1			# the first page says the minute when it was looked at
    after = {p.name: p.stat().st_ino for p in out.iterdir()}
    assert {n for n in before if before[n] != after[n]} <= {"index.html", ".docket-dashboard", ".docket-lock"}
    sums = build(desk, out, "--view", "open", "--view", "board")
    assert sums["removed"] == len(VIEWS) - 2 - 2 and "view-chart.html" not in pages(out)
    assert (out / "robots.txt").read_text() == "theirs"
    modes = {stat.S_IMODE(p.stat().st_mode) for p in out.iterdir() if p.name.endswith((".html", ".css"))}
    assert modes == {0o640} and stat.S_IMODE(out.stat().st_mode) == 0o750


def test_a_customer_finds_nothing_of_anybody_else(desk, out):
    build(desk, out, "--for", "project:ACME")
    assert pages(out) == sorted(["index.html", "style.css"] + [f"view-{v['name']}.html" for v in VIEWS
                                                              if v.get("customers")])
    found = {p.name: p.read_text() for p in out.iterdir()}
    assert "Printer jams" in found["view-open.html"] and "&lt;script&gt;hums" in found["view-open.html"]
    assert '<html lang="de">' in found["view-open.html"] and "Stand" in found["view-open.html"]
    for name, text in found.items():
        assert [s for s in SECRETS if s in text] == [], name
        assert f"#{desk.other}" not in re.sub("#[0-9a-f]{6}", "", text) or name.endswith(".css"), name
    assert f"#{desk.own}" in found["view-timeline.html"]


@pytest.mark.parametrize("more, says", [
    (["--view", "nosuch"], "nosuch"), (["--view", "mine"], "differs by who reads it"),
    (["--for", "project:NOSUCH"], "NOSUCH"), (["--for", "ACME"], "project:KEY"),
    (["--for", "project:ACME", "--view", "by-customer"], "customers do not see it"),
])
def test_what_cannot_be_is_told(desk, out, more, says):
    done = desk.docket.ctl("dashboard", "build", "--out", str(out), *more, check=False)
    assert done.returncode != 0 and says in done.stderr.decode()
    assert not out.exists()


def test_a_folder_of_others_is_left_alone(desk, out):
    out.mkdir()
    (out / "index.html").write_text("theirs")
    done = desk.docket.ctl("dashboard", "build", "--out", str(out), check=False)
    assert done.returncode != 0 and "holds files that are not of a dashboard" in done.stderr.decode()
    assert {p.name: p.read_text() for p in out.iterdir()} == {"index.html": "theirs"}


def test_every_layout_and_picture_is_well_formed(tmp_path):
    """Also of texts that are meant to break them."""
    subprocess.run([built("tests/browser/sheets"), tmp_path], check=True)
    pictures = sorted(tmp_path.glob("*.svg"))
    assert len(pictures) >= 20
    for picture in pictures:
        root = ET.fromstring(picture.read_text())
        assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("role") == "img", picture
        assert root.find("{http://www.w3.org/2000/svg}title") is not None, picture
        assert not re.search(r'="[^"]*\b(nan|inf)\b', picture.read_text().lower()), picture
        assert not list(root.iter("{http://www.w3.org/2000/svg}script")), picture
    for page in tmp_path.glob("*.html"):
        Checked(page)
