"""Nobody but the gate changes a status: one statement, one function."""
import pathlib
import re

from world import ROOT


def found(folder, suffix, pattern):
    return [(path.name, hit) for path in sorted(pathlib.Path(ROOT, folder).rglob(f"*{suffix}"))
            for hit in re.findall(pattern, path.read_text(encoding="utf-8"), re.S)]


def test_one_statement_updates_it():
    sets = found("sql", ".sql", r"update\s+docket\.ticket\b[^;]*?\bset\b([^;]*?)(?:\bwhere\b|;)")
    assert sets
    assert [name for name, what in sets if re.search(r"\b(status|category|type)\s*=", what)] == ["ticket.sql"]
    upserts = found("sql", ".sql", r"insert into docket\.ticket\b[^;]*?do update\b")
    assert upserts == []
    assert [name for name, _ in found("sql", ".sql", r"insert into docket\.ticket (\()")] == ["ticket.sql"]


def test_one_function_writes_it():
    writes = found("daemon", ".c", r"\bt->(?:status|category) = [^=;]*;")
    # past.c: as it was, of a copy that is never stored; deed.c: of a test's ticket, in memory.
    assert sorted({name for name, _ in writes}) == [
        "deed.c", "past.c", "spam.c", "status.c", "step.c", "ticket.c", "type.c", "undo.c"]
    # In act/ it is a copy, on which later lines of a mail are checked.
    assert all("p->t->" in text or "\tt->" in text or name in ("step.c", "ticket.c", "deed.c")
               for name, text in found("daemon", ".c", r"\n([^\n]*\bt->(?:status|category) = [^=\n]*)"))


def test_words_of_categories_meet_categories():
    """A status of a type may be called anything: what SQL compares with a word is its category."""
    words = "'(?:new|open|waiting|on-hold|resolved|closed)'"
    assert found("sql", ".sql", rf"\bstatus\s*(?:=|<>|in \()\s*{words}") == []
