"""The portal's wire: nginx and SCGI, HTTP/1.1 on loopback, and who means it harm.

What pages say is tested elsewhere; here is that every answer is safe, that a hostile or slow
client costs itself alone, and that mail goes on whatever happens to web and read.
"""
import concurrent.futures
import http.client
import os
import socket
import ssl

import pytest

from world import ROOT, desk as desks
from world.nginx import Nginx

FIELDS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
                               "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin"}
SECRET = "secretsecret234567thatnobodymayreadinalogabcdefghijk"	# of a cookie, a link to sign in
LINK = SECRET[:27]						# of a ticket's
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    # A short path: a unix socket's has 107 bytes.
    portal = {"socket": f"{world.folder}/w.sock", "upload": "1MB", "connections": 64,
              "database": world.pg.conninfo.replace("user=docket", "user=docket_read")}
    if os.getuid() == 0:
        portal["socket_group"] = "www-data"
    front = Nginx(world, portal["socket"])
    docket.files["docket.conf"]["portal"] = portal | {"url": front.url}
    docket.write()
    docket.start()
    made = desks.Desk(world, docket)
    made.front = front.start(ROOT)
    made.portal = docket.files["docket.conf"]["portal"]
    world.wait(lambda: ask(made, "GET", "/style.css")[0] == 200, 20, "the portal to open")
    yield made
    assert docket.stop() == 0
    docket.check_log()


def ask(desk, method, path, body=None, fields=None):
    """(status, fields, body) of a request through nginx."""
    trusted = ssl.create_default_context(cafile=desk.world.certs.ca)
    c = http.client.HTTPSConnection("localhost", desk.front.port, context=trusted, timeout=60)
    try:
        c.request(method, path, body, fields or {})
        got = c.getresponse()
        return got.status, got.headers, got.read()
    finally:
        c.close()


def talk(desk, raw, end=True):
    """What docketd itself answers to these bytes; b"" when it hangs up without a word."""
    with knock(desk) as s:
        got = b""
        try:
            s.sendall(raw)
            if end:
                s.shutdown(socket.SHUT_WR)
            while piece := s.recv(65536):
                got += piece
        except (BrokenPipeError, ConnectionResetError):
            pass
        return got


def knock(desk):
    if "listen" in desk.portal:
        host, port = desk.portal["listen"].rsplit(":", 1)
        return socket.create_connection((host, int(port)), timeout=30)
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(30)
    s.connect(desk.portal["socket"])
    return s


def scgi(*pairs, body=b"", length=None):
    head = {"CONTENT_LENGTH": str(len(body) if length is None else length), "SCGI": "1"} | dict(pairs)
    block = "".join(f"{k}\0{v}\0" for k, v in head.items()).encode()
    return b"%d:%s,%s" % (len(block), block, body)


def get(path, *more):
    return scgi(("REQUEST_METHOD", "GET"), ("REQUEST_URI", path), ("REMOTE_ADDR", "192.0.2.7"), *more)


def check_fields(headers):
    assert {k: headers[k] for k in FIELDS} == FIELDS


def test_read_by_nginx(desk):
    status, headers, css = ask(desk, "GET", "/style.css")
    assert status == 200 and css and headers["Content-Type"].startswith("text/css")
    assert headers["Cache-Control"].startswith("public")
    check_fields(headers)
    same, headers, body = ask(desk, "GET", "/style.css", fields={"If-None-Match": headers["ETag"]})
    assert same == 304 and body == b""
    status, headers, body = ask(desk, "HEAD", "/style.css")
    assert status == 200 and body == b"" and headers["Content-Length"] == str(len(css))
    status, headers, page = ask(desk, "GET", "/no/such/page")
    assert status == 404 and headers["Cache-Control"] == "no-store" and page
    check_fields(headers)


def test_write_by_nginx(desk):
    """A form reaches core; a browser that keeps to no-referrer says Origin: null."""
    parts = ("--X\r\nContent-Disposition: form-data; name=\"address\"\r\n\r\njo@acme.example\r\n"
             "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n"
             f"\r\n{'x' * 300_000}\r\n--X--\r\n").encode()
    for body, fields in (
            (b"address=jo%40acme.example", FORM), (b"address=jo%40acme.example", FORM | {"Origin": "null"}),
            (b"address=jo%40acme.example", FORM | {"Origin": desk.portal["url"], "Sec-Fetch-Site": "same-origin"}),
            (parts, {"Content-Type": "multipart/form-data; boundary=X"})):
        status, headers, _ = ask(desk, "POST", "/sign-in", body, fields)
        assert status == 303 and headers["Location"].startswith(desk.portal["url"] + "/"), fields
        assert headers["Cache-Control"] == "no-store"
        check_fields(headers)
        for cookie in headers.get_all("Set-Cookie"):
            assert cookie.startswith("__Host-docket") and "; Path=/" in cookie and "Domain" not in cookie
            assert "; Secure" in cookie and "; HttpOnly" in cookie and "; SameSite=" in cookie


def test_answers_are_safe_whatever_is_asked(desk):
    for method, path, fields, want in (
            ("PUT", "/x", {}, 405), ("DELETE", "/", {}, 405), ("OPTIONS", "/", {}, 405),
            ("GET", "/a/%2e%2e/b", {}, 400), ("GET", "/%0d%0aSet-Cookie:x=1", {}, 400),
            ("GET", "/a%2fb", {}, 400), ("GET", "/?a=%ff", {}, 400),
            ("POST", "/sign-in", FORM | {"Origin": "https://evil.example"}, 403),
            ("POST", "/sign-in", FORM | {"Sec-Fetch-Site": "cross-site"}, 403),
            ("POST", "/sign-in", {"Content-Type": "text/plain"}, 415)):
        status, headers, body = ask(desk, method, path, b"a=b" if method == "POST" else None, fields)
        assert status == want, (method, path, fields)
        check_fields(headers)
        assert b"evil" not in body and b"Set-Cookie" not in body
    status, headers, _ = ask(desk, "DELETE", "/")
    assert headers["Allow"] == "GET, HEAD, POST"
    german = ask(desk, "GET", "/a%2fb", fields={"Accept-Language": "de-DE,de;q=0.9"})[2]
    assert b'lang="de"' in german


def test_host_is_never_believed(desk):
    """Where an answer leads, and what a page says, is portal.url, whoever says Host."""
    for path in ("/", "/requests"):
        _, headers, body = ask(desk, "GET", path, fields={
            "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
        assert b"evil.example" not in body
        assert headers["Location"] is None or headers["Location"].startswith(desk.portal["url"] + "/")
    got = talk(desk, get("/requests", ("HTTP_HOST", "evil.example"), ("SERVER_NAME", "evil.example")))
    assert b"evil" not in got and got.startswith(b"Status: ")


GARBAGE = (
    (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"400"), (b"\x16\x03\x01\x02\x00", b"400"),
    (b"0:,", b"400"), (b"9999999:", b"431"), (b"00:,", b"400"), (b"-1:,", b"400"),
    (get("/").replace(b",", b";"), b"400"),
    (get("/", ("CONTENT_LENGTH", "5")), b"400"),
    (scgi(("REQUEST_METHOD", "GET"), ("REQUEST_URI", "/"), ("HTTP_COOKIE", "a\r\nb")), b"400"),
    (scgi(("REQUEST_METHOD", "POST"), ("REQUEST_URI", "/"), length=2_000_000), b"413"),
    (scgi(("REQUEST_METHOD", "POST"), ("REQUEST_URI", "/sign-in"),
          ("CONTENT_TYPE", "multipart/form-data; boundary=X"), body=b"--X\r\n\r\n--X"), b"400"),
    (get("http://evil.example/"), b"400"), (get("*"), b"400"), (get("/" + "a" * 5000), b"414"))


def test_garbage_at_the_socket(desk):
    for raw, want in GARBAGE:
        got = talk(desk, raw)
        assert got.startswith(b"Status: " + want), (raw[:60], got[:60])
        assert b"nosniff" in got
    assert talk(desk, b"") == b""
    assert talk(desk, get("/style.css")).startswith(b"Status: 200")


def test_doctor_asks_for_a_page(desk):
    """It fails while nobody answers."""
    text = desk.docket.ctl("doctor", check=False).stdout.decode()
    assert f"ok    portal\n      answers at {desk.portal['socket']}" in text
    assert "portal login" not in text
    os.rename(desk.portal["socket"], f"{desk.portal['socket']}.away")
    text = desk.docket.ctl("doctor", check=False).stdout.decode()
    os.rename(f"{desk.portal['socket']}.away", desk.portal["socket"])
    assert "FAIL  portal\n" in text and "No such file" in text


def test_no_token_in_a_log(desk):
    for path in (f"/t/42/{LINK}", f"/in/{SECRET}", f"/x?token={SECRET}"):
        ask(desk, "GET", path, fields={"Cookie": f"__Host-docket={SECRET}"})
    assert LINK not in desk.docket.log()
    assert LINK not in desk.front.access()
    assert "/t/42/" in desk.docket.log()


def test_who_is_slow_or_many_costs_itself(desk):
    """300 that say nothing, slow forms and one of 100 MB: a mail is read, a page comes."""
    idle = [knock(desk) for _ in range(300)]
    slow = [knock(desk) for _ in range(20)]
    for s in slow:
        s.sendall(scgi(("REQUEST_METHOD", "POST"), ("REQUEST_URI", "/sign-in"), length=1000))
    for s in idle[::3]:
        s.sendall(b"70:CONTENT_LENGTH\0")
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        # nginx refuses it, and may hang up before all of it went.
        large = pool.submit(ask, desk, "POST", "/sign-in", b"x" * 100_000_000, FORM)
        page = pool.submit(ask, desk, "GET", "/style.css")
        ticket = desk.open("It hums.", sender="jo@acme.example", subject="While they flood")
        assert ticket["id"] > 0
        assert page.result()[0] == 200
        try:
            assert large.result()[0] == 413
        except (ssl.SSLError, ConnectionError):
            pass
    for s in idle + slow:
        s.close()
    assert ask(desk, "GET", "/style.css")[0] == 200


def test_web_and_read_die_and_mail_goes_on(desk):
    for role in ("web", "read"):
        before = desk.docket.roles(role)
        assert desk.docket.kill_role(role)
        assert desk.open("It hums.", sender="jo@acme.example", subject=f"Without {role}")["id"] > 0
        desk.world.wait(lambda: desk.docket.roles(role) not in ([], before), 20, "another one")
        desk.world.wait(lambda: ask(desk, "GET", "/style.css")[0] == 200, 20, "its pages")


def test_a_lost_session_is_opened_anew(desk):
    def pids():
        ask(desk, "GET", f"/t/42/{LINK}")
        return [r["pid"] for r in desk.rows("select pid from pg_stat_activity where usename = 'docket_read'")]

    before = desk.world.wait(pids, 10, "read's session")
    desk.world.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'docket_read'")
    desk.world.wait(lambda: pids() not in ([], before), 20, "another one")
    assert ask(desk, "GET", f"/t/42/{LINK}")[0] == 404


@pytest.fixture(scope="module")
def plain(desk):
    """The same desk, reloaded: HTTP on a port of loopback."""
    del desk.portal["socket"]
    desk.portal.pop("socket_group", None)
    port = desk.front.plain + 1
    desk.portal |= {"protocol": "http", "listen": f"127.0.0.1:{port}", "url": f"http://127.0.0.1:{port}"}
    desk.docket.write()
    desk.docket.reload()
    desk.world.wait(lambda: desk.docket.log().count("portal open") > 1 and
                    f"127.0.0.1:{port}" in desk.docket.log(), 30, "the portal to open again")
    yield desk


SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
HTTP = (
    (b"GET /style.css HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"200"),
    (b"HEAD /style.css HTTP/1.1\r\nHost: x\r\n\r\n", b"200"),
    (b"GET /style.css HTTP/1.0\r\n\r\n", b"200"),
    (b"GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n" + SMUGGLED, b"200"),
    (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"0\r\n\r\n" + SMUGGLED, b"400"),
    (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"501"),
    (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
    (b"POST /sign-in HTTP/1.1\r\nHost: x\r\n\r\n", b"411"),
    (b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n", b"413"),
    (b"GET /a HTTP/1.1\nHost: x\n\n", b"400"), (b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40000, b"431"))


def test_plain_http(plain):
    for raw, want in HTTP:
        got = talk(plain, raw)
        assert got.startswith(b"HTTP/1.1 " + want), (raw[:80], got[:80])
        assert got.count(b"HTTP/1.1 ") == 1 and b"smuggled" not in got and b"evil" not in got
        assert b"Connection: close" in got and b"nosniff" in got
    c = http.client.HTTPConnection(*plain.portal["listen"].split(":"), timeout=60)
    c.request("POST", "/sign-in", b"x=" + b"y" * 500_000, FORM | {"Expect": "100-continue"})
    assert c.getresponse().status == 303
    c.close()


def test_a_form_that_never_ends_is_given_up(plain):
    with knock(plain) as s:
        s.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na")
        got = s.recv(65536)
    assert got.startswith(b"HTTP/1.1 408 ")
