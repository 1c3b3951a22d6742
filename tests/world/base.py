"""What every private server needs: a free port, patience, and a process that
ends with its owner.

A server runs in its own session (Ctrl-C is for the test alone), is stopped by
its own pid, and gets its stop signal from the kernel when the test dies.
As root it runs as an ordinary user, because the real ones refuse root.
"""
import ctypes
import os
import pwd
import random
import signal
import socket
import subprocess
import time

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def free_port():
    """A loopback port that is free, and below those that the kernel gives to clients
    and to other tests that run just now: its server starts only a moment later."""
    while True:
        port = random.SystemRandom().randrange(10000, 32000)
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def wait(fn, seconds=10.0, what=None, step=0.02):
    """Calls fn until it gives something true, which is returned."""
    end = time.monotonic() + seconds
    while True:
        got = fn()
        if got:
            return got
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s: {what or fn.__name__}")
        time.sleep(step)


def account(*names):
    """The first of these users there is, to run a server as; None: stay."""
    if os.getuid() != 0:
        return None
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            pass
    raise RuntimeError(f"none of these users exists: {', '.join(names)}")


def give(path, user):
    """Hands a file or folder to that user."""
    if user is not None:
        os.chown(path, user.pw_uid, user.pw_gid)


def start(argv, log, user=None, death=signal.SIGTERM, env=None):
    """Starts a server; what it says goes to the file `log`."""
    def on_fork():
        LIBC.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)

    who = {}
    if user is not None:
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    with open(log, "ab") as out:
        return subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env,
            start_new_session=True, preexec_fn=on_fork, cwd="/", **who)


def stop(process, sig=signal.SIGTERM, seconds=20):
    """Stops it and gives its exit status; None when it was not running."""
    if process is None:
        return None
    if process.poll() is None:
        process.send_signal(sig)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
    return process.returncode
