"""nginx before the portal: contrib/nginx-docket.conf with other names, ports and paths."""
import os
import re
import signal
import socket

from . import base

HEAD = """daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log warn;
events {{ worker_connections 2048; }}
http {{
	client_body_temp_path {folder}/nginx-body;
	proxy_temp_path {folder}/nginx-proxy;
	fastcgi_temp_path {folder}/nginx-fastcgi;
	uwsgi_temp_path {folder}/nginx-uwsgi;
	scgi_temp_path {folder}/nginx-scgi;
	default_type text/plain;
"""


class Nginx:
    """One nginx with TLS by the test's CA; `port` is its TLS port, `url` what browsers write."""

    def __init__(self, world, door, name="nginx"):
        self.world = world
        self.folder = f"{world.folder}/{name}"
        self.port, self.plain = base.free_port(), base.free_port()
        self.url = f"https://localhost:{self.port}"
        self.door = door
        self.process = None

    def _sample(self, root):
        with open(f"{root}/contrib/nginx-docket.conf", encoding="utf-8") as f:
            text = f.read()
        cert, key = self.world.certs.good()
        for was, now in ((r"\[::\]:443 ssl http2", None), (r"\[::\]:80", None),
                         (r"443 ssl http2", f"127.0.0.1:{self.port} ssl http2"),
                         (r"listen 80", f"listen 127.0.0.1:{self.plain}"),
                         (r"/etc/ssl/private/\S+\.key", key), (r"/etc/ssl/\S+\.pem", cert),
                         (r"/var/log/nginx", self.folder),
                         (r"desk\.example\.com", "localhost"),
                         (r"/run/docket/web\.sock", self.door),
                         (r"rate=10r/s", "rate=10000r/s"), (r"burst=50", "burst=5000"),
                         (r"limit_conn docket_conn 20", "limit_conn docket_conn 2000")):
            if now is None:
                text, n = re.subn(rf"\tlisten {was};\n", "", text)
            else:
                text, n = re.subn(was, now, text)
            if n == 0:
                raise AssertionError(f"contrib/nginx-docket.conf has no {was}")
        return text

    def start(self, root):
        os.mkdir(self.folder, 0o755)
        conf = f"{self.folder}/nginx.conf"
        with open(conf, "w", encoding="utf-8") as f:
            f.write(HEAD.format(
                folder=self.folder, user="user www-data;" if os.getuid() == 0 else "") + self._sample(root) + "}\n")
        self.process = base.start(["/usr/sbin/nginx", "-c", conf, "-e", f"{self.folder}/nginx-error.log"],
                                  f"{self.folder}/nginx.out", death=signal.SIGTERM)
        self.world.on_close(self.stop)
        base.wait(self._listens, 10, "nginx to listen")
        return self

    def _listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"nginx ended: {self.errors()}")
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        base.stop(self.process, signal.SIGTERM)
        self.process = None

    def errors(self):
        text = ""
        for name in ("nginx.out", "nginx-error.log"):
            try:
                with open(f"{self.folder}/{name}", encoding="utf-8", errors="replace") as f:
                    text += f.read()
            except FileNotFoundError:
                pass
        return text

    def access(self):
        with open(f"{self.folder}/docket.log", encoding="utf-8") as f:
            return f.read()
