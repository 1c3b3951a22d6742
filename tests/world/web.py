"""A browser without scripts: cookies, forms with files, and what a page says."""
import html.parser
import http.client
import secrets
import urllib.parse


class Form:
    def __init__(self, attributes):
        self.action, self.kind = attributes["action"], attributes.get("enctype", "")
        self.fields, self.files = [], set()


class _Reader(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.forms, self.text, self.links, self.area, self.select = [], "", [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "a" and "href" in a:
            self.links.append(a["href"])
        if tag == "form":
            self.forms.append(Form(a))
        if tag == "input" and a.get("type") == "file":
            self.forms[-1].files.add(a["name"])
        elif tag == "input":
            self.forms[-1].fields.append([a["name"], a.get("value", "")])
        if tag in ("textarea", "select"):
            self.forms[-1].fields.append([a["name"], ""])
            self.area = self.forms[-1].fields[-1] if tag == "textarea" else None
        if tag == "option" and ("selected" in a or not self.forms[-1].fields[-1][1]):
            self.forms[-1].fields[-1][1] = a["value"]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        self.text += data
        if self.area is not None:
            self.area[1] += data.lstrip("\n")


class Page:
    def __init__(self, path, answer, body):
        self.path, self.status, self.headers, self.body = path, answer.status, answer.headers, body
        read = _Reader(body.decode()) if "html" in answer.headers.get("Content-Type", "") else None
        self.text, self.forms, self.links = (read.text, read.forms, read.links) if read else ("", [], [])

    def form(self, action):
        """The form that leads there, by the end of its path."""
        return next(f for f in self.forms if f.action.endswith(action))


class Browser:
    """One browser with its cookies, at plain HTTP."""

    def __init__(self, port, program="Testfox/1.0"):
        self.port, self.cookies, self.program = port, {}, program
        self.origin = f"http://127.0.0.1:{port}"

    def ask(self, method, path, body=None, headers=()):
        """One request; redirects are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"User-Agent": self.program, "Accept-Language": "en"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection.request(method, path, body, sent | dict(headers))
        answer = connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            pair, *more = line.split("; ")
            name, _, value = pair.partition("=")
            self.cookies.pop(name, None)
            if value and "Max-Age=0" not in more:
                self.cookies[name] = value
        connection.close()
        return Page(path, answer, content)

    def _followed(self, page):
        for _ in range(5):
            if page.status not in (302, 303):
                return page
            page = self.ask("GET", urllib.parse.urljoin(page.path, page.headers["Location"]).replace(self.origin, ""))
        raise AssertionError(f"no end of redirects at {page.path}")

    def get(self, path):
        return self._followed(self.ask("GET", path.replace(self.origin, "")))

    def post(self, form, values=(), files=(), headers=()):
        """Sends a form with these of its fields filled in; files are (name, type, bytes)."""
        fields = [(n, dict(values).get(n, v)) for n, v in form.fields]
        unknown = set(dict(values)) - {n for n, _ in form.fields}
        assert not unknown, f"no such field: {unknown}"
        sent = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"} | dict(headers)
        if "multipart" in form.kind:
            mark = secrets.token_hex(8)
            parts = [f'Content-Disposition: form-data; name="{n}"\r\n\r\n'.encode() + v.encode() for n, v in fields]
            parts += [f'Content-Disposition: form-data; name="{sorted(form.files)[0]}"; filename="{n}"\r\n'
                      f"Content-Type: {t}\r\n\r\n".encode() + b for n, t, b in files or [("", "application/octet-stream", b"")]]
            body = b"".join(f"--{mark}\r\n".encode() + p + b"\r\n" for p in parts) + f"--{mark}--\r\n".encode()
            kind = f"multipart/form-data; boundary={mark}"
        else:
            body, kind = urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
        return self.ask("POST", form.action, body, sent | {"Content-Type": kind})

    def submit(self, form, values=(), files=(), headers=()):
        return self._followed(self.post(form, values, files, headers))
