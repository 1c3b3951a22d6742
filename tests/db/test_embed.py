"""sql/embed.py: what it makes, and each fault with its line."""
import glob
import re
import subprocess
import sys
from pathlib import Path

import pytest

from world import ROOT

sys.path.insert(0, f"{ROOT}/sql")
from embed import Embed						# noqa: E402


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
    ("a parameter without a declaration", {"a.sql": "-- name: x\nselect $y\n"},
     "a.sql:1: x uses $y, which '-- in:' does not declare"),
    ("a parameter by number", {"a.sql": "-- name: x\n-- in: y int8\nselect $1, $y\n"},
     "a.sql:1: x uses $1, which '-- in:' does not declare"),
    ("a declaration without a parameter", {"a.sql": "-- name: x\n-- in: y int8\nselect 1\n"},
     "a.sql:1: x declares y and does not use it"),
    ("a type of nowhere", {"a.sql": "-- name: x\n-- out: y int9\nselect 1\n"},
     "a.sql:2: 'int9' is no type of 'out'"),
    ("a type that is only read", {"a.sql": "-- name: x\n-- in: y int4\nselect $y\n"},
     "a.sql:2: 'int4' is no type of 'in'"),
    ("a member that C has no name for", {"a.sql": "-- name: x\n-- out: int int8\nselect 1\n"},
     "a.sql:2: 'int' is no name for a member in C"),
    ("a column twice", {"a.sql": "-- name: x\n-- out: y int8,\n-- out: y text\nselect 1, 2\n"},
     "a.sql:3: y is declared twice"),
    ("no type", {"a.sql": "-- name: x\n-- out: y\nselect 1\n"},
     "a.sql:2: 'y' is no declaration"),
    ("a null that is no number", {"a.sql": "-- name: x\n-- out: y text or 1\nselect 1\n"},
     "a.sql:2: only a number can have an 'or'"),
    ("the rows of nobody", {"a.sql": "-- name: x\n-- out: as y\nselect 1\n"},
     "a.sql:1: x has the rows of y, which declares none"),
    ("a declaration after the SQL", {"a.sql": "-- name: x\nselect 1\n-- out: y int8\n"},
     "a.sql:3: 'out:' after the SQL of x"),
    ("an empty migration", {"001_a.sql": "\n"}, "001_a.sql:1: the migration is empty"),
]


@pytest.mark.parametrize("files,want", [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_fault(tmp_path, files, want):
    got = embed(tmp_path, files)
    assert got.returncode != 0
    assert want in got.stderr
    assert not (tmp_path / "sql.c").exists()


def test_every_statement_is_called():
    code = "".join(Path(path).read_text(encoding="utf-8")
                   for path in glob.glob(f"{ROOT}/daemon/**/*.c", recursive=True))
    made = Embed()
    for path in sorted(glob.glob(f"{ROOT}/sql/*.sql")):
        made.read(path)
    assert made.faults == [] and made.statements
    assert [s.where for s in made.statements.values()
            if not re.search(rf"\bsql_{s.name}\b(?!_)", code)] == []


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
        '#include <stdio.h>\n#include "sql.h"\nstruct db_handle db_ask(struct db *db,'
        ' const struct sql_statement *s, const void *in) { (void)db, (void)s, (void)in;'
        ' return (struct db_handle){ 0 }; }\nint main(void) {\n'
        'for (int i = 0; i < SQL_COUNT; i++)\n'
        'printf("%s\\f%s\\f", sql_statements[i].name, sql_statements[i].text);\n'
        'printf("%d %s\\f%s", sql_migrations[0].version, sql_migrations[0].name,'
        ' sql_migrations[0].commands[0]);\nreturn (int)sql_n_migrations != 1; }\n',
        encoding="utf-8")
    subprocess.run(["cc", "-std=gnu11", "-Wall", "-Werror", f"-I{ROOT}", "-I.", "main.c", "sql.c",
                    "-o", "main"],
                   cwd=tmp_path, check=True)
    out = subprocess.run(["./main"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert out.stdout.split("\f") == [
        "odd", text, "last", "select 2", "1 base", "-- kept\ncreate table x ();\n"]


TYPED = """
-- name: one
-- in: ticket int8, name text
-- out: id int8, subject text?
select id, subject from docket.ticket where id = $ticket and subject = $name
-- name: other
-- out: as one
select id, subject from docket.ticket
-- name: many
-- in: a int8, b text, c bool, d at, e text[]
-- out: n int8
select $a, $b, $c, $d, $e
-- name: nothing
-- in: id int8
delete from docket.ticket where id = $id
"""

# In a function with these: db, h of `one` and `other`, m of `many`, row of `one`.
CALLS = [
    ("sql_one(db, 1, STR(\"x\"))", True),
    ("sql_many(db, &(struct sql_many_in){ .a = 1, .b = STR(\"x\"), .c = true })", True),
    ("h = sql_other(db), sql_one_row(db, h, 0, &row)", True),
    ("db_count(db, sql_nothing(db, 1)), row.subject.n", True),
    ("sql_one(db, 1)", False),
    ("sql_one(db, STR(\"x\"), 1)", False),
    ("sql_one(db, 1, \"x\")", False),
    ("sql_many(db, &(struct sql_many_in){ .z = 1 })", False),
    ("sql_many(db, &(struct sql_many_in){ .b = 1 })", False),
    ("sql_one_row(db, m, 0, &row)", False),
    ("sql_many_row(db, m, 0, &row)", False),
    ("sql_nothing_row(db, m, 0, &row)", False),
    ("row.status.n", False),
    ("sql_none(db)", False),
]


@pytest.mark.parametrize("call,good", CALLS, ids=[c[0] for c in CALLS])
def test_what_disagrees_does_not_compile(tmp_path, call, good):
    assert embed(tmp_path, {"a.sql": TYPED}).returncode == 0
    (tmp_path / "main.c").write_text(
        '#include "daemon/db/db.h"\n#include "sql.h"\nvoid f(struct db *db, struct sql_one h,'
        f' struct sql_many m, struct sql_one_row row) {{ {call}; (void)h, (void)m; }}\n',
        encoding="utf-8")
    made = subprocess.run(["cc", "-std=gnu11", "-Werror", "-fsyntax-only", f"-I{ROOT}", "-I.",
                           "main.c"], cwd=tmp_path, capture_output=True, check=False)
    assert (made.returncode == 0) == good, made.stderr
