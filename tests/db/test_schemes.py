"""Keys of versions: PostgreSQL orders them as C does, and C orders Debian's as dpkg."""
import os
import shutil
import subprocess

import pytest

from world import build_dir

PAIRS = int(os.environ.get("DOCKET_KEY_PAIRS", "20000"))
WITH_DPKG = 400


def pairs(n):
    return subprocess.run([f"{build_dir()}/tests/db/db-schemes", str(n)], capture_output=True,
                          check=True).stdout


def test_order(pg):
    connection = pg.connect()
    with connection.cursor() as cursor:
        cursor.execute("create temp table pair"
                       " (scheme text, x bytea, y bytea, c int, vx text, vy text, ok bool)")
        path = f"{pg.folder}/schemes"
        with open(path, "wb") as f:
            f.write(pairs(PAIRS))
        with open(path, encoding="utf-8") as f:
            cursor.copy_from(f, "pair")
        cursor.execute("""
            select scheme, c, (x > y)::int - (x < y)::int, vx, vy from pair
             where (x > y)::int - (x < y)::int <> c limit 20""")
        assert cursor.fetchall() == []
        cursor.execute("select count(*), count(*) filter (where c < 0) > 0, count(*) filter (where c = 0) > 0,"
                       " count(*) filter (where c > 0) > 0, count(*) filter (where ok) > %s"
                       " from pair group by scheme", (PAIRS // 20,))
        rows = cursor.fetchall()
    connection.close()
    assert rows == [(PAIRS, True, True, True, True)] * 5


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="no dpkg here")
def test_debian_is_dpkgs():
    signs = {"lt": -1, "eq": 0, "gt": 1}
    tried = 0
    for line in pairs(WITH_DPKG * 4).decode().splitlines():
        scheme, _, _, c, x, y, ok = line.split("\t")
        if scheme != "debian" or ok != "t":
            continue
        how = next(k for k, v in signs.items() if v == int(c))
        assert subprocess.run(["dpkg", "--compare-versions", x, how, y], check=False,
                              capture_output=True).returncode == 0, (x, how, y)
        tried += 1
        if tried == WITH_DPKG:
            break
    assert tried == WITH_DPKG
