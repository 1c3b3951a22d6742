"""A private Dovecot on loopback: a port for STARTTLS or plain, one for TLS.

Any user name with the one password may log in; a user's mail is a Maildir
below the folder, so that mail can be put in at any speed and with any time
of arrival (INTERNALDATE is the file's time of modification).
"""
import grp
import imaplib
import itertools
import os
import pwd
import shutil
import signal
import ssl

from . import base

HOST = "127.0.0.1"

CONFIG = """base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = {host}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
mail_location = maildir:~/Maildir
mail_max_userip_connections = 200
auth_mechanisms = plain login{mechanisms}
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
{oauth}passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u allow_all_users=yes
}}
"""


OAUTH_PASSDB = """passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""

OAUTH = """introspection_mode = get
introspection_url = {url}
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
"""


class Dovecot:
    """Ports `port` (plain, STARTTLS) and `tls_port`; `password` is everybody's.  With a
    token server, its tokens log in too."""

    def __init__(self, folder, certs, user="support", password="secret-of-the-mailbox",
                 tokens=None):
        self.folder = folder
        self.user = user
        self.password = password
        self.port = base.free_port()
        self.tls_port = base.free_port()
        self.ca = certs.ca
        self.account = base.account("nobody", "dovecot")
        self.process = None
        self._numbers = itertools.count(1)
        cert, key = certs.good()
        for sub in ("", "/mail", "/run", "/state"):
            os.mkdir(folder + sub)
            base.give(folder + sub, self.account)
        if tokens is not None:
            with open(f"{folder}/oauth2.conf", "w", encoding="ascii") as f:
                f.write(OAUTH.format(url=tokens.introspect_url))
        with open(f"{folder}/dovecot.conf", "w", encoding="ascii") as f:
            f.write(CONFIG.format(
                mechanisms="" if tokens is None else " xoauth2 oauthbearer",
                oauth="" if tokens is None else OAUTH_PASSDB.format(folder=folder),
                folder=folder, host=HOST, port=self.port, tls_port=self.tls_port,
                cert=cert, key=key, password=self.password, user=self._user_name(),
                group=self._group_name()))

    def _user_name(self):
        if self.account is not None:
            return self.account.pw_name
        return pwd.getpwuid(os.getuid()).pw_name

    def _group_name(self):
        gid = os.getgid() if self.account is None else self.account.pw_gid
        return grp.getgrgid(gid).gr_name

    def start(self):
        self.process = base.start(
            ["/usr/sbin/dovecot", "-F", "-c", f"{self.folder}/dovecot.conf"],
            f"{self.folder}/output", self.account, env={"PATH": "/usr/sbin:/usr/bin:/bin"})
        base.wait(self._answers, 20, "Dovecot to answer")

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError("Dovecot ended:\n" + self.log())
        try:
            with imaplib.IMAP4(HOST, self.port) as imap:
                imap.noop()
            return True
        except (OSError, imaplib.IMAP4.error):
            return False

    def stop(self, sig=signal.SIGTERM):
        base.stop(self.process, sig, 30)

    def restart(self):
        self.stop()
        self.start()

    def log(self):
        text = ""
        for name in ("output", "log"):
            if os.path.exists(f"{self.folder}/{name}"):
                with open(f"{self.folder}/{name}", encoding="utf-8", errors="replace") as f:
                    text += f.read()
        return text

    def pids(self):
        """The master and its children, for counting CPU."""
        found = [self.process.pid]
        with open(f"/proc/{found[0]}/task/{found[0]}/children", encoding="ascii") as f:
            found += [int(pid) for pid in f.read().split()]
        return found

    # mail

    def maildir(self, user=None):
        return f"{self.folder}/mail/{user or self.user}/Maildir"

    def _make_maildir(self, user):
        path = self.maildir(user)
        home = os.path.dirname(path)
        for sub in (home, path, f"{path}/cur", f"{path}/new", f"{path}/tmp"):
            try:
                os.mkdir(sub, 0o700)
            except FileExistsError:			# Dovecot makes it at a login, too
                continue
            base.give(sub, self.account)
        return path

    def deliver(self, raw, when=None, user=None):
        """Puts one mail into the inbox; `when` (seconds since 1970) is its arrival."""
        path = self._make_maildir(user)
        # Unique for ever, and in the order in which they are given UIDs.
        name = f"{1700000000 + next(self._numbers):010d}.M0P{os.getpid()}.test"
        temporary = f"{path}/tmp/{name}"
        with open(temporary, "wb") as f:
            f.write(raw)
        base.give(temporary, self.account)
        if when is not None:
            os.utime(temporary, (when, when))
        os.rename(temporary, f"{path}/new/{name}")

    def empty(self):
        """No user has any mail, as on the first day."""
        for name in os.listdir(f"{self.folder}/mail"):
            shutil.rmtree(f"{self.folder}/mail/{name}")

    def login(self, user=None, tls=True):
        """An imaplib session with the server's certificate verified."""
        if tls:
            context = ssl.create_default_context(cafile=self.ca)
            imap = imaplib.IMAP4_SSL("localhost", self.tls_port, ssl_context=context)
        else:
            imap = imaplib.IMAP4(HOST, self.port)
        imap.login(user or self.user, self.password)
        return imap

    def flags(self, folder="INBOX", user=None):
        """{uid: set of flags} of a folder; empty when the folder is not there."""
        with self.login(user) as imap:
            if imap.select(folder, readonly=True)[0] != "OK":
                return {}
            found = {}
            for line in imap.uid("FETCH", "1:*", "(FLAGS)")[1]:
                if not line:
                    continue
                words = line.decode().replace("(", " ").replace(")", " ").split()
                if "UID" not in words:			# news of another session's change
                    continue
                uid = int(words[words.index("UID") + 1])
                found[uid] = {w for w in words if w.startswith("\\")}
            return found

    def forget_uids(self, user=None):
        """A new UIDVALIDITY for the inbox, as after a rebuilt server."""
        path = self.maildir(user)
        for name in os.listdir(path):
            if name.startswith("dovecot"):
                full = f"{path}/{name}"
                shutil.rmtree(full) if os.path.isdir(full) else os.unlink(full)
