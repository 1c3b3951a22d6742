"""sql/embed.py: what it makes, and each fault with its line."""
import subprocess
import sys

import pytest

from world import ROOT


def embed(tmp_path, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, f"{ROOT}/sql/embed.py", "sql.h", "sql.c", *files],
        cwd=tmp_path, capture_output=True, text=True, check=False)


FAULTS = [
    ("a name twice", {"a.sql": "-- name: x\nselect 1\n", "b.sql": "\n-- name: x\nselect 2\n"},
     "b.sql:2: x is named already at a.sql:1"),
    ("an empty statement", {"a.sql": "-- name: x\n-- only a comment\n-- name: y\nselect 1"},
     "a.sql:1: x is empty"),
    ("no name", {"a.sql": "-- what it is for\nselect 1\n"},
     "a.sql:2: SQL before the first '-- name:' line"),
    ("a bad name", {"a.sql": "-- name: Two Words\nselect 1\n"},
     "a.sql:1: 'Two Words' is no name"),
    ("two commands", {"a.sql": "-- name: x\nselect ';';\nselect 2\n"},
     "a.sql:1: x holds several commands"),
    ("a migration's number twice", {"001_a.sql": "select 1", "001_b.sql": "select 2"},
     "001_b.sql:1: migration 1 is 001_a.sql already"),
    ("a gap", {"001_a.sql": "select 1", "003_b.sql": "select 2"},
     "003_b.sql:1: migration 2 is missing"),
    ("an empty migration", {"001_a.sql": "\n"}, "001_a.sql:1: the migration is empty"),
]


@pytest.mark.parametrize("files,want", [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_fault(tmp_path, files, want):
    got = embed(tmp_path, files)
    assert got.returncode != 0
    assert want in got.stderr
    assert not (tmp_path / "sql.c").exists()


def test_all_faults_at_once(tmp_path):
    got = embed(tmp_path, {"a.sql": "-- name: x\n-- name: X\nselect 1\n"})
    assert len(got.stderr.splitlines()) == 2


def test_texts_survive_as_they_are(tmp_path):
    """Quotes, backslashes, tabs, ?? and UTF-8: compiled, printed, compared."""
    text = "select E'\\n\\t\"x\" ??/ ??= é',\n\t'-- no comment'  -- one"
    assert embed(tmp_path, {
        "001_base.sql": "-- kept\ncreate table x ();\n",
        "a.sql": f"-- why\n-- name: odd\n{text};\n-- name: last\nselect 2",
    }).returncode == 0
    (tmp_path / "main.c").write_text(
        '#include <stdio.h>\n#include "sql.h"\nint main(void) {\n'
        'for (int i = 0; i < SQL_COUNT; i++)\n'
        'printf("%s\\f%s\\f", sql_statements[i].name, sql_statements[i].text);\n'
        'printf("%d %s\\f%s", sql_migrations[0].version, sql_migrations[0].name,'
        ' sql_migrations[0].text);\nreturn SQL_ODD + (int)sql_n_migrations != 1; }\n',
        encoding="utf-8")
    subprocess.run(["cc", "-std=gnu11", "-Wall", "-Werror", "main.c", "sql.c", "-o", "main"],
                   cwd=tmp_path, check=True)
    out = subprocess.run(["./main"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert out.stdout.split("\f") == [
        "odd", text, "last", "select 2", "1 base", "-- kept\ncreate table x ();\n"]
