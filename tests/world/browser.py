"""A browser without scripts, as far as the portal needs one: cookies, pages, forms."""
import html
import http.client
import re
import secrets
import urllib.parse


class Page:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.text = body.decode("utf-8", "replace")
        # Web makes it whole, by the portal's url.
        self.location = re.sub(r"^https?://[^/]+", "", headers.get("Location") or "")
        self.host = (headers.get("Location") or "").removesuffix(self.location)

    @property
    def said(self):
        """The word of what came of a form; "" for none."""
        query = urllib.parse.urlparse(self.location).query
        return urllib.parse.parse_qs(query).get("said", [""])[0]

    def hidden(self, action):
        """The hidden fields of the form that goes there."""
        found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', self.text, re.S)
        if not found:
            raise AssertionError(f"no form to {action} in\n{self.text}")
        return {name: html.unescape(value) for name, value in re.findall(
            r'type="hidden" name="([^"]+)" value="([^"]*)"', found.group(0))}


class Browser:
    """`listen`: "127.0.0.1:PORT"; cookies stay, as if the connection were secure."""

    def __init__(self, listen, program="Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"):
        self.listen = listen
        self.url = f"http://{listen}"
        self.program = program
        self.cookies = {}

    def ask(self, method, path, body=None, headers=None):
        fields = {"User-Agent": self.program, **(headers or {})}
        if self.cookies:
            fields["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        c = http.client.HTTPConnection(self.listen, timeout=30)
        try:
            c.request(method, path, body, {k: v for k, v in fields.items() if v is not None})
            got = c.getresponse()
            body = got.read()
        finally:
            c.close()
        for line in got.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return Page(got.status, got.headers, body)

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields, headers=None):
        return self.ask("POST", path, urllib.parse.urlencode(fields, doseq=True), {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": self.url,
            "Sec-Fetch-Site": "same-origin", **(headers or {})})

    def send(self, page, action, fields=None, **more):
        """Opens the page and sends its form that goes to `action`."""
        return self.post(action, self.get(page).hidden(action) | (fields or {}), **more)

    def upload(self, page, action, fields, files):
        """The same with files: name, type, bytes of each."""
        edge = secrets.token_hex(12)
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
                 for k, v in (self.get(page).hidden(action) | fields).items()]
        for name, kind, content in files:
            parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; '
                         f'filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
                         + content + b"\r\n")
        return self.ask("POST", action, b"".join(parts) + f"--{edge}--\r\n".encode(), {
            "Content-Type": f"multipart/form-data; boundary={edge}", "Origin": self.url})
