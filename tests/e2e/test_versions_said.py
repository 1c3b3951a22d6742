"""#found-in, #not-in, #fixed-in: where a fault is, and where it is mended."""
import json
import pathlib

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"
CATALOGUE = (pathlib.Path(__file__).parents[2] / "conf/products.conf").read_text()
GADGET = """
  { name = "gadget"; scheme = "list"; branches = (
      { name = "main"; releases = [ "Spring 2026", "Autumn 2026" ]; } ); } );
"""


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["products.conf"] = CATALOGUE.rstrip().removesuffix(");") + "," + GADGET
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, sender):
    ticket = desk.open("It is stuck.", sender=sender, subject="The lift")
    return ticket["id"], desk.mail(ticket["id"], AGENT)


def said(desk, number):
    return [(r["what"], r["product"], r["version"]) for r in desk.rows(
        "select what, product, version from docket.ticket_version where ticket = %s"
        " order by product, key", number)]


def order(desk, notice, text, sender=ANA):
    return desk.answer(notice, text + "\n", sender)


def test_said_and_told(desk):
    number, notice = opened(desk, "kim@acme.example")
    order(desk, notice, "#found-in v2.4 2.3.0\n#fixed-in 2.5.1")
    assert said(desk, number) == [("found", "widget", "2.3.0"), ("found", "widget", "2.4.0"),
                                  ("fixed", "widget", "2.5.1")]
    order(desk, notice, "#found-in 2.5.1")			# the last word counts
    order(desk, notice, "#not-in 2.3.0")
    assert said(desk, number) == [("not", "widget", "2.3.0"), ("found", "widget", "2.4.0"),
                                  ("found", "widget", "2.5.1")]
    shown = desk.docket.ctl("show", str(number)).stdout.decode()
    assert "found in" in shown and "widget 2.4.0, widget 2.5.1" in shown
    assert "fixed in widget 2.5.1" in shown.split("fault", 1)[1], shown
    versions = json.loads(desk.docket.ctl("show", str(number), "--json").stdout)["versions"]
    assert [(v["what"], v["version"], v["author"]) for v in versions] == [
        ("not", "2.3.0", "ana"), ("found", "2.4.0", "ana"), ("found", "2.5.1", "ana")]
    desk.quiet()
    desk.forget_told()
    order(desk, notice, "#show")
    told = desk.mail(None, AGENT).text
    assert "Found in     2.4.0, 2.5.1" in told and "Not in       2.3.0" in told


def test_what_is_not_in_the_catalogue_is_told(desk):
    number, notice = opened(desk, "jo@acme.example")
    desk.quiet()
    desk.forget_told()
    order(desk, notice, "#fixed-in 2.4.33")
    told = desk.mail(None, AGENT).text
    assert "products.conf has no version 2.4.33 of widget" in told
    assert "#fixed-in 2.4.3" in told and "2.5.1" in told
    assert said(desk, number) == []


def test_names_with_blanks_and_another_product(desk):
    number, notice = opened(desk, "bo@acme.example")
    order(desk, notice, "#found-in Spring 2026 product=gadget")
    order(desk, notice, "#fixed-in autumn 2026 product=GADGET\n#found-in 2.4.0,2.4.1")
    assert said(desk, number) == [("found", "gadget", "Spring 2026"), ("fixed", "gadget", "Autumn 2026"),
                                  ("found", "widget", "2.4.0"), ("found", "widget", "2.4.1")]


def test_taken_back(desk):
    number, notice = opened(desk, "al@acme.example")
    order(desk, notice, "#found-in 2.4.0")
    order(desk, notice, "#fixed-in 2.4.0 2.4.3\n#found-in 2.3.0")
    raw = mail.reply(notice.message, "#undo\n", ANA)
    desk.receive(raw)
    assert said(desk, number) == [("found", "widget", "2.4.0")]
    desk.receive(raw)
    assert said(desk, number) == [("found", "widget", "2.4.0")]
    order(desk, notice, "#found-in -2.4.0")
    assert said(desk, number) == []
    order(desk, notice, "#undo")
    assert said(desk, number) == [("found", "widget", "2.4.0")]
    desk.quiet()
    desk.forget_told()
    order(desk, notice, "#fixed-in -2.4.0")
    assert "this ticket says nothing such of 2.4.0" in desk.mail(None, AGENT).text


def test_by_docketctl(desk):
    number, _ = opened(desk, "ed@acme.example")
    done = desk.docket.ctl("do", str(number), "found-in", "2.4.0", "--as", "ana")
    assert done.returncode == 0
    done = desk.docket.ctl("do", str(number), "fixed-in", "2.4.2", "--as", "ana")
    assert done.returncode == 0 and b"it is still in" not in done.stdout
    # 2.5.0 contains 2.4.2: mended there too
    number, _ = opened(desk, "ed@acme.example")
    desk.docket.ctl("do", str(number), "found-in", "2.4.0", "--as", "ana")
    done = desk.docket.ctl("do", str(number), "fixed-in", "2.5.1", "--as", "ana")
    assert b"it is still in 2.4.3" in done.stdout + done.stderr
    refused = desk.docket.ctl("do", str(number), "fixed-in", "9.9", "--as", "ana", check=False)
    assert b"no version 9.9 of widget" in refused.stderr
    assert said(desk, number) == [("found", "widget", "2.4.0"), ("fixed", "widget", "2.5.1")]


def fixed(desk, version, *more):
    return json.loads(desk.docket.ctl("fixed-in", version, *more, "--json").stdout)


def test_what_a_version_mends(desk):
    hostile = "1. <script>*x*</script> | #7 [a](b) & @all"
    number = desk.open("It is stuck.", sender="ty@acme.example", subject=hostile)["id"]
    other = desk.open("It hums.", sender="ty@acme.example", subject="Hum")["id"]
    spam = desk.open("Buy!", sender="spam@acme.example", subject="Buy")["id"]
    for ticket, verb, version in [
            (number, "found-in", "2.3.0"), (number, "fixed-in", "2.4.1"),
            (other, "found-in", "2.4.0"), (other, "fixed-in", "2.4.2"),
            (spam, "fixed-in", "2.4.2")]:
        desk.docket.ctl("do", str(ticket), verb, version, "--as", "ana")
    desk.docket.ctl("do", str(spam), "spam", "--as", "ana")
    desk.docket.ctl("do", str(other), "severity", "critical", "--as", "ana")

    def mended(version):
        return [t["id"] for t in fixed(desk, version)["tickets"] if t["id"] in (number, other, spam)]
    assert mended("2.4.1") == [number]
    assert mended("v2.4.2") == [other]			# not once more what was mended before
    assert mended("2.5.0") == [other, number]		# which contains 2.4.2: the gravest first
    assert mended("2.5.1") == [] == mended("2.4.3")
    why = {t["id"]: t["why"] for t in fixed(desk, "2.5.0")["tickets"]}
    assert why[number].startswith("fixed in 2.4.1, which 2.5.0 contains")
    assert f"#{other}" in desk.docket.ctl("fixed-in", "2.4.2").stdout.decode()
    notes = desk.docket.ctl("fixed-in", "2.5.0", "--notes").stdout.decode()
    assert notes.startswith("# Widget Server 2.5.0\n\n2026-09-07\n\n## ")
    assert f"- **critical** Hum (#{other})\n" in notes
    assert f"**medium** 1. \\<script\\>\\*x\\*\\</script\\> \\| \\#7 \\[a\\](b) \\& \\@all (#{number})" in notes
    page = desk.docket.ctl("fixed-in", "2.5.0", "--notes", "--as", "html").stdout.decode()
    assert "<script>" not in page and "&lt;script&gt;*x*" in page
    assert page.count("<ul>") == page.count("</ul>") == page.count("<h2>")
    assert b"Nothing is fixed in 2.3.1" in desk.docket.ctl("fixed-in", "2.3.1").stdout
    assert b"Nothing." in desk.docket.ctl("fixed-in", "2.3.1", "--notes").stdout
    for bad, told in [(("9.9",), b"no version 9.9 of widget: did you mean 2.5.1?"),
                      (("2.4.1", "--product", "wigdet"), b"widget"), ((), b"which version"),
                      (("2.4.1", "--as", "html"), b"--as is for --notes")]:
        done = desk.docket.ctl("fixed-in", *bad, check=False)
        assert done.returncode in (64, 65) and told in done.stderr


@pytest.fixture(scope="module")
def importer(world):
    return world.docket("importer")


V0 = [{"cycle": "2.5", "releaseDate": "2026-09-07", "eol": False, "latest": "2.5.1",
       "latestReleaseDate": "2026-11-02", "lts": False},
      {"cycle": "2.4", "eol": "2027-12-31", "support": "2027-06-30", "latest": "2.4.3"},
      {"cycle": "2.3", "eol": True, "latest": "2.3.2"}]
V1 = {"schema_version": "1.0.0", "result": {"name": "widget", "label": "Wid \"get\"", "releases": [
    {"name": "2.5", "isEol": False, "eolFrom": None, "latest": {"name": "2.5.1", "date": "2026-11-02"}},
    {"name": "2.4", "eoasFrom": "2027-06-30", "eolFrom": "2027-12-31", "latest": {"name": "2.4.3"}}]}}
TABLE = ("branch;version;date;from;contains;support_until\n"
         "main;2.4.0;2026-01-12;;;\n2.4;2.4.1;;2.4.0;;2027-06-30\n"
         "main;2.5.0;2026-09-07;;2.4.1;\n;2.6.0;;;;\nmain;two;;;;\nmain;2.6.0;1.2.2027;;;\n\"main;x\n")


@pytest.mark.parametrize("row", [
    ("endoflife", json.dumps(V0), ["--product", "widget"], []),
    ("endoflife", json.dumps(V1), [], []),
    ("csv", TABLE, ["--product", "widget"], [":5: it names no branch", ":6: \"two\" is no version of scheme",
                                            ":7: date \"1.2.2027\" is no day", ":8: a quote does not end"]),
], ids=["v0", "v1", "csv"])
def test_imported(importer, tmp_path, row):
    kind, text, more, told = row
    source = tmp_path / "source"
    source.write_text(text)
    docket = importer
    done = docket.ctl("versions", "import", "--format", kind, *more, str(source), check=False)
    assert done.returncode == (65 if told else 0), done.stderr
    for line in told:
        assert line.encode() in done.stderr
    docket.files["products.conf"] = done.stdout.decode()
    docket.write()
    checked = docket.ctl("check", check=False)
    assert b"products.conf" not in checked.stdout + checked.stderr
    assert b'security_until = "2027-12-31"' in done.stdout or kind == "csv"
    del docket.files["products.conf"]
    docket.write()
    folder = pathlib.Path(docket.folder) / "products.d"
    folder.mkdir(exist_ok=True)
    file = folder / "widget.conf"
    docket.ctl("versions", "import", "--format", kind, *more, "--write", str(source), check=False)
    assert file.read_bytes() == done.stdout
    again = docket.ctl("versions", "import", "--format", kind, *more, "--write", str(source), check=False)
    assert again.returncode == 65 and b"is not overwritten" in again.stderr
    file.unlink()


@pytest.mark.parametrize("text", ["", "[", "{}", "[1, null, []]", '{"result": {"releases": 7}}',
                                  "[" * 5000, '[{"cycle": "a\\u0007", "latest": "1.0"}]',
                                  '[{"cycle": "a", "latest": "x\\"; }; evil = ("}]', "\udcff"],
                         ids=range(9))
def test_what_is_hostile_imports_nothing(importer, tmp_path, text):
    source = tmp_path / "source"
    source.write_bytes(text.encode("utf-8", "surrogateescape"))
    docket = importer
    for kind in ("endoflife", "csv"):
        done = docket.ctl("versions", "import", "--format", kind, "--product", "x", str(source), check=False)
        assert done.returncode == 65 and done.stdout == b"", (kind, done)


def test_an_acknowledgement_tells_what_engineers_said_is_mended(desk):
    """Of the ticket that a mail goes on with, long after it was closed; of others nothing is guessed."""
    number, notice = opened(desk, "pat@acme.example")
    ack = desk.mail(number, "pat@acme.example")
    order(desk, notice, "#fixed-in 2.4.3 2.5.1\n#close")
    desk.world.sql("update docket.ticket set resolved_at = now() - interval '1 year' where id = %s", number)
    later = desk.receive(mail.reply(ack.message, "It is stuck again.", "pat@acme.example"))["ticket"]
    assert later != number
    told = " ".join(desk.mail(later, "pat@acme.example").text.split())
    assert f"It refers to ticket #{number} (The lift). Its fault is mended in version 2.4.3, 2.5.1." in told
    other = desk.open("The same here.", sender="pat@acme.example", subject="The lift")["id"]
    assert "mended" not in desk.mail(other, "pat@acme.example").text
