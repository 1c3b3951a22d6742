"""Keys of field values: PostgreSQL orders them as C orders the values."""
import os
import subprocess

from world import build_dir

PAIRS = int(os.environ.get("DOCKET_KEY_PAIRS", "100000"))


def test_order(pg):
    made = subprocess.run([f"{build_dir()}/tests/db/db-keys", str(PAIRS)], capture_output=True,
                          check=True).stdout
    connection = pg.connect()
    with connection.cursor() as cursor:
        cursor.execute("create temp table pair"
                       " (type text, x bytea, y bytea, c int, vx text, vy text)")
        path = f"{pg.folder}/pairs"
        with open(path, "wb") as f:
            f.write(made)
        with open(path, encoding="utf-8") as f:
            cursor.copy_from(f, "pair")
        cursor.execute("""
            select type, c, (x > y)::int - (x < y)::int, vx, vy from pair
             where (x > y)::int - (x < y)::int <> c limit 20""")
        assert cursor.fetchall() == []
        cursor.execute("select type, count(*), count(*) filter (where c < 0) > 0,"
                       " count(*) filter (where c = 0) > 0, count(*) filter (where c > 0) > 0"
                       " from pair group by type")
        rows = cursor.fetchall()
    connection.close()
    assert len(rows) == 8
    assert {row[1:] for row in rows} == {(PAIRS, True, True, True)}
