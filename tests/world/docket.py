"""docketd under test: its configuration, its life, its roles and docketctl.

The configuration is Python data, written as libconfig by write(); a test
changes what it needs in `files` and writes it again.  Templates and fields are
the ones of conf/.  The daemon's log is kept, and stop() finds what the sanitizers said.
"""
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess

from . import base, proofs

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROLES = ("fetch", "parse", "core", "send", "alert", "read", "web")
AGENT = "ana@home.example.net"
LEAD = "lee@home.example.net"
BAD_LOG = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:|Assertion .* failed")


class Group(tuple):
    """A libconfig list `( … )`; Python lists are arrays `[ … ]`."""


def libconfig(value, depth=0):
    """Python data as libconfig text."""
    pad = "  " * depth
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        text = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{text}"'
    if isinstance(value, dict):
        rows = [f"{pad}  {k} = {libconfig(v, depth + 1)};\n" for k, v in value.items()]
        return "{\n" + "".join(rows) + pad + "}"
    if isinstance(value, Group):
        return "( " + ", ".join(libconfig(v, depth) for v in value) + " )"
    return "[ " + ", ".join(libconfig(v, depth) for v in value) + " ]"


def endpoint(world, kind, tls="implicit"):
    """The `imap` or `smtp` group of a mailbox; tls: implicit, starttls or none."""
    server = world.imap if kind == "imap" else world.smtp
    port = {"implicit": server.tls_port, "none": server.port,
            "starttls": world.imap.port if kind == "imap" else world.smtp.starttls_port}[tls]
    group = {"host": "localhost", "port": port, "tls": tls}
    if kind == "imap" or tls != "none":
        group |= {"user": server.user, "password_file": f"{world.folder}/{kind}.password"}
    if tls != "none":
        group["ca_file"] = world.certs.ca
    return group


def shipped(name):
    """The text of a file of conf/."""
    with open(f"{ROOT}/conf/{name}", encoding="utf-8") as f:
        return f.read()


def policy(world):
    """{file: {setting: value}, or its text} of a desk that uses a bit of everything."""
    return {
        "docket.conf": {
            "database": world.pg.conninfo,
            "token_key_file": f"{world.folder}/token.key",
            "message_id_domain": "example.com",
            "log_level": "debug",
            # All of a test's customers are strangers, and come at once.
            "auto_per_hour_domain": 100000, "auto_per_hour_network": 100000,
            "notices_at_once": 10000, "breaker_floor": 100000,
            "mailboxes": Group([{
                "name": "support", "address": "support@example.com",
                "display_name": "Example Support", "project": "WALK-IN",
                "language": "en", "subject_tag": "desk",
                "imap": endpoint(world, "imap") | {"folder": "INBOX", "poll": "2s",
                                                   "since": "3650d"},
                "smtp": endpoint(world, "smtp")}]),
        },
        "agents.conf": {"agents": Group([
            {"name": "ana", "full_name": "Ana López", "addresses": [AGENT],
             "role": "agent", "team": "desk", "timezone": "Europe/Madrid"},
            {"name": "lee", "full_name": "Lee Chan", "addresses": [LEAD],
             "role": "lead", "team": "desk", "timezone": "UTC"}])},
        "projects.conf": {"projects": Group([
            {"key": "WALK-IN", "name": "Everybody else", "language": "en",
             "calendar": "always", "sla": "standard"},
            {"key": "ACME", "name": "ACME Ltd.", "domains": ["acme.example"],
             "language": "en", "calendar": "always", "sla": "standard"},
            {"key": "GLOBEX", "name": "Globex España", "domains": ["globex.example"],
             "language": "es", "calendar": "always", "sla": "standard"}])},
        "calendars.conf": {"calendars": Group([
            {"name": "always", "timezone": "UTC", "always": True}])},
        "sla.conf": {"slas": Group([{"name": "standard", "targets": Group([
            {"when": {"severity": ["critical"]}, "response": "15m", "resolution": "4h",
             "warn": ["50%", "75%"], "pause": ["waiting", "on-hold"]},
            {"response": "4h", "resolution": "5d", "warn": ["75%"],
             "pause": ["waiting", "on-hold"]}])}])},
        "fields.conf": shipped("fields.conf"),
        "rules.conf": {"rules": Group(RULES)},
    }


RULES = [
    {"name": "acknowledge", "on": ["created"],
     "do": Group([{"notify": ["requester"], "template": "acknowledgement"}])},
    {"name": "tell the desk", "on": ["created", "customer-replied", "reopened"],
     "do": Group([{"notify": ["team:desk"], "template": "agent-notice"}])},
    {"name": "tell the customer", "on": ["agent-replied"],
     "do": Group([{"notify": ["participants"], "template": "customer-reply"}])},
    {"name": "time is short", "on": ["sla-warning"],
     "do": Group([{"notify": ["team:desk"], "template": "sla-warning"}])},
    {"name": "time is up", "on": ["sla-breach"],
     "do": Group([{"notify": ["team:desk", "leads"], "template": "sla-breach"}])},
    {"name": "undelivered", "on": ["bounce"],
     "do": Group([{"notify": ["team:desk"], "template": "bounce"}])},
    {"name": "unreadable", "on": ["quarantined"],
     "do": Group([{"notify": ["leads"], "template": "quarantine"}])},
]


class Docket:
    """One docketd.  `folder` holds its configuration and its log."""

    def __init__(self, world, build, name="docket", clock=False):
        self.world = world
        self.build = build
        self.folder = f"{world.folder}/{name}"
        self.conf = f"{self.folder}/docket.conf"
        self.log_file = f"{self.folder}/log"
        self.clock = clock
        self.process = None
        self.hosts = ()				# names that are this machine, to docket alone
        self.files = policy(world)
        self.people = world.people		# of all desks that were ever written
        os.mkdir(self.folder, 0o755)
        self._secrets()
        world.on_close(self.kill)

    # configuration

    def _secrets(self):
        for name, text in (("imap.password", self.world.imap.password),
                           ("smtp.password", self.world.smtp.password),
                           ("token.key", f"a {secrets.token_hex(32)}")):
            path = f"{self.world.folder}/{name}"
            if not os.path.exists(path):
                with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w",
                          encoding="ascii") as f:
                    f.write(text + "\n")

    def mailbox(self):
        """The settings of the first mailbox, to change before write()."""
        return self.files["docket.conf"]["mailboxes"][0]

    def write(self):
        """Writes all configuration files; those that a test took out are removed."""
        for part in ("templates", "hooks"):
            shutil.rmtree(f"{self.folder}/{part}", ignore_errors=True)
            shutil.copytree(f"{ROOT}/conf/{part}", f"{self.folder}/{part}", copy_function=_copy)
            for place, _, _ in os.walk(f"{self.folder}/{part}"):
                os.chmod(place, 0o755)
        agents = self.files["agents.conf"]
        for agent in agents["agents"] if isinstance(agents, dict) else ():
            self.people |= {a.lower(): agent["name"] for a in agent.get("addresses", ())
                            if isinstance(a, str)}
        for name, settings in self.files.items():
            text = settings if isinstance(settings, str) else "".join(
                f"{k} = {libconfig(v)};\n" for k, v in settings.items())
            with open(f"{self.folder}/{name}", "w", encoding="utf-8") as f:
                os.fchmod(f.fileno(), 0o644)		# whatever the umask
                f.write(text)

    def options(self):
        """Of docketd and docketctl alike."""
        return ["-c", self.conf] + (["--test-clock", self.world.clock.path] if self.clock else [])

    def _program(self, name):
        """Where `hosts` are set, within a mount namespace that has an /etc/hosts of its own."""
        program = f"{self.build}/daemon/{name}"
        if not self.hosts:
            return [program]
        path = f"{self.folder}/hosts"
        with open(path, "w", encoding="ascii") as f:
            os.fchmod(f.fileno(), 0o644)
            f.write("".join(f"127.0.0.1 {name}\n" for name in ("localhost", *self.hosts)))
        return ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-current-user"]), "sh",
                "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', path, program]

    # docketctl

    def _environment(self):
        """Sanitizers speak on standard error and end the process."""
        environment = {k: v for k, v in os.environ.items()
                       if not k.startswith(("PG", "NOTIFY_", "WATCHDOG_"))}
        environment.setdefault("ASAN_OPTIONS", "detect_leaks=0")
        environment.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
        return environment

    def ctl(self, *argv, data=None, check=True):
        """Runs docketctl; a CompletedProcess with bytes."""
        done = subprocess.run(
            [*self._program("docketctl"), *self.options(), *argv], input=data,
            capture_output=True, check=False, timeout=120, env=self._environment())
        if check and done.returncode != 0:
            raise AssertionError(f"docketctl {' '.join(argv)}: {done.returncode}\n"
                                 f"{done.stderr.decode(errors='replace')}")
        return done

    def migrate(self):
        """The schema, by the server's superuser: the daemon may not make it."""
        database = self.files["docket.conf"]["database"]
        self.ctl("migrate", "--database", database.replace("user=docket", "user=postgres"))

    def ctl_json(self, *argv, data=None):
        return json.loads(self.ctl("--json", *argv, data=data).stdout)

    # life

    def start(self, ready=30):
        """Starts docketd and waits until it says READY; gives self."""
        path = f"{self.folder}/notify"
        if os.path.exists(path):
            os.unlink(path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(path)
            notify.settimeout(0.2)
            argv = [*self._program("docketd"), *self.options()]
            self.process = base.start(argv, self.log_file,
                                      env=self._environment() | {"NOTIFY_SOCKET": path})
            base.wait(lambda: self._is_ready(notify), ready, "docketd to be ready")
        return self

    def _is_ready(self, notify):
        if self.process.poll() is not None:
            raise AssertionError(f"docketd ended with {self.process.returncode}:\n{self.log()}")
        try:
            return b"READY=1" in notify.recv(4096)
        except socket.timeout:
            return False

    def stop(self, seconds=20):
        """SIGTERM; its exit status.  Fails on what a sanitizer reported."""
        status = base.stop(self.process, signal.SIGTERM, seconds)
        self.process = None
        self.check_log()
        self.check_proofs()
        return status

    def check_proofs(self):
        """No engineer's proof went to anybody else, in all that this test's servers took."""
        wrong = proofs.misplaced(self.world.smtp.mails(), self.people)
        if wrong:
            raise AssertionError("proofs went astray:\n" + "\n".join(wrong))

    def kill(self):
        """The end of a test: dead at once, roles too."""
        if self.process is not None and self.process.poll() is None:
            roles = [pid for role in ROLES for pid in self.roles(role)]
            self.process.kill()
            self.process.wait()
            for pid in roles:
                _kill(pid)
        self.process = None

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def pids(self):
        """The supervisor and its roles."""
        return [self.process.pid] + [pid for role in ROLES for pid in self.roles(role)]

    def roles(self, role):
        """Pids of the processes of that role, by their titles."""
        try:
            with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children",
                      encoding="ascii") as f:
                children = [int(pid) for pid in f.read().split()]
        except OSError:
            return []
        return [pid for pid in children if _title(pid).startswith(f"docketd: {role}")]

    def kill_role(self, role, index=0):
        """kill -9; False when it was not there to be killed."""
        pids = self.roles(role)
        return bool(pids) and _kill(pids[index % len(pids)])

    # what it said and did

    def log(self):
        if not os.path.exists(self.log_file):
            return ""
        with open(self.log_file, encoding="utf-8", errors="replace") as f:
            return f.read()

    def check_log(self):
        found = BAD_LOG.search(self.log())
        if found:
            text = self.log()
            raise AssertionError("docketd's log:\n" + text[max(0, found.start() - 500):][:6000])

    def settle(self, seconds=30):
        """Waits until all mail is read and all that is due has gone out."""
        return base.wait(self._is_settled, seconds, "docket to settle", 0.05)

    def _is_settled(self):
        user = self.mailbox()["imap"].get("user")
        waiting = [m for m in self._maildir_names(user) if "S" not in m.partition(":2,")[2]]
        if waiting:
            return False
        return self.world.one(
            "select not exists (select from docket.delivery where state in ('queued', 'sending')"
            " and due_at <= now()) and not exists (select from docket.raw"
            " where state = 'pending') and not exists (select from docket.control)"
            " and not exists (select from docket.report_wanted)")

    def _maildir_names(self, user):
        """Files of the inbox: docket flags what is stored as seen, or moves it."""
        path = self.world.imap.maildir(user)
        return [name for sub in ("new", "cur") if os.path.isdir(f"{path}/{sub}")
                for name in os.listdir(f"{path}/{sub}")]


def _copy(source, target):
    """Not writable by others, whatever the checkout's files are."""
    shutil.copyfile(source, target)
    os.chmod(target, 0o644)


def _title(pid):
    """A process's title: its command line as rewritten, else its short name."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            title = f.read().split(b"\0")[0].decode(errors="replace")
        if title.startswith("docketd: "):
            return title
        with open(f"/proc/{pid}/comm", encoding="ascii", errors="replace") as f:
            return f.read().strip()
    except OSError:
        return ""


def _kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False
