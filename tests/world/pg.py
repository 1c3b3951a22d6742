"""A private PostgreSQL 15: unix socket only, everything below one folder."""
import glob
import os
import signal
import subprocess

import psycopg2

from . import base


class Postgres:
    """After start(), `admin` reaches the empty database `docket` as its superuser;
    fsync is on.  `conninfo` is that of the daemon: the role is made with the schema.
    """

    def __init__(self, folder, settings=()):
        self.folder = folder
        self.data = f"{folder}/data"
        self.log = f"{folder}/log"
        self.settings = list(settings)
        self.user = base.account("postgres", "nobody")
        self.process = None
        self.admin = f"host={folder} dbname=docket user=postgres"
        self.conninfo = self.admin.replace("user=postgres", "user=docket")
        bins = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"))
        if not bins:
            raise RuntimeError("no PostgreSQL server is installed")
        self.bin = os.path.dirname(bins[-1])
        os.mkdir(folder)
        base.give(folder, self.user)
        self._initdb()

    def _initdb(self):
        process = base.start(
            [f"{self.bin}/initdb", "-D", self.data, "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "-N"], self.log, self.user,
            env={"PATH": "/usr/bin:/bin", "HOME": self.folder})
        if process.wait() != 0:
            raise RuntimeError(f"initdb failed:\n{open(self.log).read()}")

    def start(self):
        """Starts it and waits until it answers; makes the database once."""
        argv = [f"{self.bin}/postgres", "-D", self.data, "-k", self.folder,
                "-c", "listen_addresses=", "-c", "unix_socket_permissions=0777"]
        for setting in self.settings:
            argv += ["-c", setting]
        self.process = base.start(argv, self.log, self.user, signal.SIGINT,
                                  env={"PATH": "/usr/bin:/bin", "HOME": self.folder})
        connection = base.wait(self._answers, 60, "PostgreSQL to answer")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = 'docket'")
            if cursor.rowcount == 0:
                cursor.execute("create database docket")
        connection.close()

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended:\n{open(self.log).read()[-2000:]}")
        try:
            return psycopg2.connect(f"host={self.folder} dbname=postgres user=postgres")
        except psycopg2.OperationalError:
            return None

    def stop(self, mode="fast"):
        """mode: smart, fast or immediate, as pg_ctl names them."""
        sig = {"smart": signal.SIGTERM, "fast": signal.SIGINT,
               "immediate": signal.SIGQUIT}[mode]
        base.stop(self.process, sig, 60)

    def restart(self, mode="fast"):
        self.stop(mode)
        self.start()

    def connect(self):
        """A connection that commits each statement by itself."""
        connection = psycopg2.connect(self.admin)
        connection.autocommit = True
        return connection

    def sql(self, text, *args):
        """One statement; its rows as tuples, or None when it gives none."""
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(text, args or None)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()

    def psql(self, text):
        """By the command-line client, for what psycopg2 cannot: scripts."""
        return subprocess.run(
            [f"{self.bin}/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
             "-d", self.admin], input=text, capture_output=True, text=True,
            check=True).stdout

    def pids(self):
        """The postmaster and its children, for counting CPU."""
        found = [self.process.pid]
        with open(f"/proc/{found[0]}/task/{found[0]}/children", encoding="ascii") as f:
            found += [int(pid) for pid in f.read().split()]
        return found
