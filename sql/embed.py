#!/usr/bin/python3
"""Makes sql.h and sql.c of migrations and named statements.

    embed.py sql.h sql.c FILE.sql ...

A file NNN_name.sql is a migration and is embedded whole, with its checksum.  When its
first line is `-- outside a transaction`, each of its commands (ended by a semicolon at
the end of a line) is embedded apart, to run alone.  Every other file holds statements,
each opened by its declaration and ended by the next one:

    -- name: ticket_fields
    -- in: ticket int8
    -- out: name text, value text, verified bool
    select name, value, verified from docket.field where ticket = $ticket

Of each are made a call with typed parameters, a handle and a row (README.md).  filter.sql
holds pieces of conditions instead, each opened by `-- fragment: NAME`.
Faults are told as file:line, all of them.
"""
import hashlib
import os
import re
import sys
from dataclasses import dataclass, field

MIGRATION = re.compile(r"^(\d{3})_([a-z0-9_]+)\.sql$")
NAME = re.compile(r"^--\s*name:\s*(.*?)\s*$")
PART = re.compile(r"^--\s*(in|out):\s*(.*?)\s*$")
WORD = re.compile(r"^[a-z][a-z0-9_]*$")
ITEM = re.compile(r"^(\S+)\s+(\S+?)(\?|\s+or\s+(-?\d+))?$")
QUOTED = re.compile(r"\$\$.*?\$\$|'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*", re.S)
OUTSIDE = "-- outside a transaction"
FRAGMENT = re.compile(r"^--\s*fragment:\s*(.*?)\s*$")
PARAMETER = re.compile(r"\$([a-z0-9_]+)")

# With more parameters than this the call takes a struct.
ARGUMENTS = 4

# The C type of a value, and PostgreSQL's; `void` is a column that nobody reads.
TYPES = {
    "int8": ("int64_t ", "bigint"),
    "int4": ("int64_t ", "integer"),
    "bool": ("bool ", "boolean"),
    "text": ("struct str ", "text"),
    "json": ("struct str ", "json"),
    "bytea": ("struct str ", "bytea"),
    "at": ("int64_t ", "timestamptz"),
    "text[]": ("struct strs ", "text[]"),
    "int8[]": ("struct db_int8s ", "bigint[]"),
    "where": ("const struct db_where *", "boolean"),
    "keys": ("const struct db_where *", "text[]"),
    "order": ("const struct db_where *", "text"),
    "void": (None, None),
}
ONLY_OUT = {"int4", "void"}
ONLY_IN = {"int8[]", "where", "keys", "order"}
KEYWORDS = set("db in auto break case char const continue default do double else enum extern"
               " float for goto if inline int long register restrict return short signed sizeof static"
               " struct switch typedef union unsigned void volatile while bool true false"
               .split())

HEADER = """\
/*
 * Made by sql/embed.py from sql/: the statements and migrations.  A call queues
 * its statement; after db_run() its rows are read by the handle that it gave,
 * which dies at the next run.  A handle of zeros has no rows.  *_row() is false,
 * and the row all zeros, where there is none.
 */
#ifndef SQL_H
#define SQL_H

#include "daemon/db/db.h"
#include "daemon/db/statement.h"
#include "daemon/db/where.h"

enum { SQL_COUNT = %d };

struct sql_fragment {			/* of filter.sql, to make a condition of */
	const char	*name;
	const char	*text;
};

extern const struct sql_fragment	sql_fragments[];	/* NULL ends */

struct sql_migration {
	int		 version;
	const char	*name;		/* "base" */
	const char	*checksum;	/* sha256 of the file, in hex */
	/* One, whole; or, outside a transaction, each command.  NULL ends. */
	const char	*const *commands;
	bool		 outside;
};

extern const struct sql_statement	sql_statements[SQL_COUNT];
extern const struct sql_migration	sql_migrations[];	/* by version, from 1 */
extern const size_t			sql_n_migrations;

%s
#endif
"""

SOURCE = """\
/* Made by sql/embed.py from sql/: the statements and migrations. */
#include "sql.h"

#include <stddef.h>

%s
enum {
%s
};

const struct sql_statement sql_statements[SQL_COUNT] = {
%s
};

%s
const struct sql_fragment sql_fragments[] = {
%s
	{ NULL, NULL }
};

const struct sql_migration sql_migrations[] = {
%s
};

const size_t sql_n_migrations = %d;
"""


def literal(text):
    """A C string literal, one line of it for each line of the text."""
    out = []
    for line in text.splitlines(keepends=True):
        # ?? could begin a trigraph.
        line = line.replace("\\", "\\\\").replace('"', '\\"').replace("??", "?\\?")
        out.append('\t    "' + line.replace("\t", "\\t").replace("\n", "\\n") + '"')
    return "\n".join(out)


def commands(text):
    """Of a migration: itself, or its commands where each is to run alone."""
    if not text.startswith(OUTSIDE + "\n"):
        return [text]
    return [c for c in re.split(r"(?<=;)[ \t]*\n", text) if QUOTED.sub("", c).strip()]


def migration_row(version, name, text):
    checksum = hashlib.sha256(text.encode()).hexdigest()
    list_ = ",\n".join(literal(command) for command in commands(text))
    outside = "true" if text.startswith(OUTSIDE + "\n") else "false"
    return (f'\t{{ {version}, "{name}",\n\t    "{checksum}",\n'
            f'\t    (const char *const []){{\n{list_}, NULL }}, {outside} }},')


@dataclass
class Column:
    """A parameter, or a column of the result."""
    name: str
    type: str
    none: str | None				# the value that stands for null

    def member(self):
        return TYPES[self.type][0] + self.name

    def entry(self, struct):
        offset = "0" if self.type == "void" else f"offsetof(struct {struct}, {self.name})"
        kind = self.type.replace("[]", "s").upper()
        return (f'\t{{ "{self.name}", SQL_{kind}, {"true" if self.none else "false"},'
                f" {self.none or 0}, {offset} }},")


@dataclass
class Statement:
    name: str
    path: str
    line: int
    parts: list = field(default_factory=list)	# (line, "in" or "out", text)
    lines: list = field(default_factory=list)	# of SQL
    text: str = ""				# as the server gets it: $1
    ins: list = field(default_factory=list)
    outs: list | None = None			# None: it gives no rows
    same: str | None = None			# whose rows it has: `-- out: as NAME`

    @property
    def where(self):
        return f"{self.path}:{self.line}"

    @property
    def reads(self):
        """It has rows of its own that C may read."""
        return self.same is None and any(c.type != "void" for c in self.outs or [])

    def handle(self, embed):
        owner = embed.statements[self.same] if self.same else self
        return f"struct sql_{owner.name}" if owner.reads else "struct db_handle"

    def arguments(self):
        if len(self.ins) > ARGUMENTS:
            return [f"const struct sql_{self.name}_in *in"]
        return [c.member() for c in self.ins]

    def call(self, embed):
        return (self.handle(embed), f"sql_{self.name}("
                + ", ".join(["struct db *db"] + self.arguments()) + ")")

    def rows(self):
        """What the reading of rows is declared as."""
        me = f"sql_{self.name}"
        return [("size_t", f"{me}_count(const struct db *db, struct {me} h)"),
                ("bool", f"{me}_row(const struct db *db, struct {me} h, size_t i,"
                         f" struct {me}_row *row)")]

    def structs(self):
        me = f"sql_{self.name}"
        if len(self.ins) > ARGUMENTS:
            yield f"{me}_in", self.ins
        if self.reads:
            yield f"{me}_row", [c for c in self.outs if c.type != "void"]


class Embed:
    """What all files hold, and what is wrong with them."""

    def __init__(self):
        self.faults = []
        self.statements = {}			# name -> Statement
        self.migrations = {}			# version -> (name, text, where)
        self.fragments = {}			# name -> text

    def fault(self, path, line, text):
        self.faults.append(f"{path}:{line}: {text}")

    # ---- reading ----

    def migration(self, path, version, name, text):
        if version in self.migrations:
            self.fault(path, 1, f"migration {version} is {self.migrations[version][2]}"
                       " already: number it one above the last")
        elif not text.strip():
            self.fault(path, 1, "the migration is empty")
        else:
            self.migrations[version] = (name, text, path)
            if text.startswith(OUTSIDE) and "$$" in text:
                self.fault(path, 1, "a migration outside a transaction holds no $$:"
                           " make functions in one of the other kind")

    def columns(self, s, part):
        """The columns of one declared part, its lines together."""
        found, names = [], set()
        for line, kind, text in s.parts:
            if kind != part:
                continue
            for item in text.rstrip(",").split(","):
                column = self.column(s, line, part, item.strip())
                if column is None:
                    continue
                if column.name in names:
                    self.fault(s.path, line, f"{column.name} is declared twice")
                names.add(column.name)
                found.append(column)
        return found

    def column(self, s, line, part, item):
        match = ITEM.match(item)
        if not match:
            return self.fault(s.path, line, f"'{item}' is no declaration: write NAME TYPE")
        name, kind, null, none = match.groups()
        if not WORD.match(name) or name in KEYWORDS:
            return self.fault(s.path, line, f"'{name}' is no name for a member in C")
        if kind not in TYPES or kind in (ONLY_OUT if part == "in" else ONLY_IN):
            can = [t for t in TYPES if t not in (ONLY_OUT if part == "in" else ONLY_IN)]
            return self.fault(s.path, line, f"'{kind}' is no type of '{part}': one of "
                              + ", ".join(can))
        if none is not None and kind not in ("int8", "int4", "at"):
            return self.fault(s.path, line, f"only a number can have an 'or': {item}")
        if null and kind in ("void", "text[]", "int8[]", "where", "keys", "order"):
            return self.fault(s.path, line, f"{kind} has no null: {item}")
        return Column(name, kind, none if none is not None else "0" if null else None)

    def declare(self, s):
        outs = [(line, text) for line, kind, text in s.parts if kind == "out"]
        if outs and outs[0][1].startswith("as "):
            s.same = outs[0][1][3:].strip()
            if len(outs) > 1:
                self.fault(s.path, outs[1][0], "'as' says all the columns")
        elif outs:
            s.outs = self.columns(s, "out")
        s.ins = self.columns(s, "in")

    def number(self, s, text):
        """The parameters of a statement by number, as the server counts them."""
        numbers = {c.name: n for n, c in enumerate(s.ins, 1)}
        used = set()

        def one(match):
            name = match.group(1)
            if name not in numbers and name not in used:
                self.fault(s.path, s.line, f"{s.name} uses ${name}, which '-- in:' does"
                           " not declare")
            used.add(name)
            return f"${numbers.get(name, 0)}"

        text = PARAMETER.sub(one, text)
        for name in numbers:
            if name not in used:
                self.fault(s.path, s.line, f"{s.name} declares {name} and does not use it")
        return text

    def statement(self, s):
        text = "\n".join(s.lines).strip()
        text = text[:-1].rstrip() if text.endswith(";") else text
        if not WORD.match(s.name):
            self.fault(s.path, s.line, f"'{s.name}' is no name: write lower-case letters,"
                       " digits and underscores")
        elif s.name in self.statements:
            self.fault(s.path, s.line, f"{s.name} is named already at"
                       f" {self.statements[s.name].where}")
        elif not text:
            self.fault(s.path, s.line, f"{s.name} is empty")
        elif ";" in QUOTED.sub("", text):
            self.fault(s.path, s.line, f"{s.name} holds several commands: name each")
        else:
            self.declare(s)
            s.text = self.number(s, text)
            self.statements[s.name] = s

    def statement_file(self, path, text):
        s = None
        for number, line in enumerate(text.splitlines(), 1):
            named, part = NAME.match(line), PART.match(line)
            if named:
                if s is not None:
                    self.statement(s)
                s = Statement(named.group(1), path, number)
            elif part and s is not None:
                if s.lines:
                    self.fault(path, number, f"'{part.group(1)}:' after the SQL of {s.name}:"
                               " it stands under the name")
                s.parts.append((number, part.group(1), part.group(2)))
            elif line.strip() and not line.lstrip().startswith("--"):
                if s is None:
                    self.fault(path, number, "SQL before the first '-- name:' line")
                    return
                s.lines.append(line.rstrip())
        if s is not None:
            self.statement(s)

    def fragment_file(self, path, text):
        name = None
        for number, line in enumerate(text.splitlines(), 1):
            named = FRAGMENT.match(line)
            if named:
                name = named.group(1)
                if not WORD.match(name) or name in self.fragments:
                    self.fault(path, number, f"'{name}' is no name, or is there already")
                self.fragments[name] = ""
            elif line.strip() and not line.lstrip().startswith("--"):
                if name is None or ";" in line:
                    self.fault(path, number, "SQL before the first '-- fragment:', or several commands")
                    return
                self.fragments[name] = (self.fragments[name] + "\n" + line.rstrip()).lstrip("\n")
        for name, text_ in self.fragments.items():
            if not text_:
                self.fault(path, 1, f"fragment {name} is empty")

    def read(self, path):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        match = MIGRATION.match(os.path.basename(path))
        if match:
            self.migration(path, int(match.group(1)), match.group(2), text)
        elif any(FRAGMENT.match(line) for line in text.splitlines()):
            self.fragment_file(path, text)
        else:
            self.statement_file(path, text)

    def check(self):
        for s in self.statements.values():
            if s.same is not None:
                other = self.statements.get(s.same)
                if other is None or other.outs is None:
                    self.fault(s.path, s.line, f"{s.name} has the rows of {s.same}, which"
                               " declares none")
        for wanted, version in enumerate(sorted(self.migrations), 1):
            if version != wanted:
                self.fault(self.migrations[version][2], 1,
                           f"migration {wanted} is missing before it")
                return

    # ---- making ----

    def header(self):
        parts = []
        for s in self.statements.values():
            parts.append(f"/* {os.path.basename(s.path)}:{s.line} */")
            for name, columns in s.structs():
                members = "".join(f"\t{c.member()};\n" for c in columns)
                parts.append(f"struct {name} {{\n{members}}};")
            if s.reads:
                parts.append(f"struct sql_{s.name} {{\n\tstruct db_handle asked;\n}};")
        for s in self.statements.values():
            for kind, call in [s.call(self)] + (s.rows() if s.reads else []):
                parts.append(f"{kind} {call};")
        return HEADER % (len(self.statements), "\n".join(parts) + "\n")

    def tables(self, s):
        """The columns of a statement's parameters and rows, as data."""
        me = f"sql_{s.name}"
        if s.ins:
            struct = f"{me}_in"
            if len(s.ins) <= ARGUMENTS:
                members = "".join(f"\t{c.member()};\n" for c in s.ins)
                yield f"struct {struct} {{\n{members}}};\n"
            yield (f"static const struct sql_column {s.name}_in[] = {{\n"
                   + "\n".join(c.entry(struct) for c in s.ins) + "\n};\n")
        if s.outs:
            yield (f"static const struct sql_column {s.name}_out[] = {{\n"
                   + "\n".join(c.entry(f"{me}_row") for c in s.outs) + "\n};\n")

    def row(self, s):
        owner = self.statements[s.same] if s.same else s
        ins = f"{s.name}_in, {len(s.ins)}" if s.ins else "NULL, 0"
        outs = f"{owner.name}_out, {len(owner.outs)}" if owner.outs else "NULL, 0"
        size_in = f"sizeof(struct sql_{s.name}_in)" if s.ins else "0"
        size_out = f"sizeof(struct sql_{owner.name}_row)" if owner.reads else "0"
        return (f'\t{{ AT_{s.name.upper()}, "{s.name}", "sql/{os.path.basename(s.path)}:{s.line}",\n{literal(s.text)},\n'
                f"\t    {ins}, {size_in}, {outs}, {size_out} }},")

    def functions(self, s):
        me, table = f"sql_{s.name}", f"&sql_statements[AT_{s.name.upper()}]"
        kind, call = s.call(self)
        asked = f"db_ask(db, {table}, {'in' if len(s.ins) > ARGUMENTS else 'NULL'})"
        fill = ""
        if 0 < len(s.ins) <= ARGUMENTS:
            fill = (f"\tconst struct {me}_in in = {{ " + ", ".join(c.name for c in s.ins)
                    + " };\n\n")
            asked = f"db_ask(db, {table}, &in)"
        if kind != "struct db_handle":
            asked = f"({kind}){{ {asked} }}"
        yield f"{kind}\n{call}\n{{\n{fill}\treturn {asked};\n}}\n"
        if s.reads:
            count, row = s.rows()
            yield f"{count[0]}\n{count[1]}\n{{\n\treturn db_count(db, h.asked);\n}}\n"
            yield f"{row[0]}\n{row[1]}\n{{\n\treturn db_row(db, h.asked, {table}, i, row);\n}}\n"

    def source(self):
        all_of = self.statements.values()
        tables = "\n".join(t for s in all_of for t in self.tables(s))
        statements = "\n".join(self.row(s) for s in all_of)
        functions = "\n".join(t for s in all_of for t in self.functions(s))
        migrations = "\n".join(migration_row(version, name, text) for version,
                               (name, text, _) in sorted(self.migrations.items()))
        places = "\n".join(f"\tAT_{n.upper()}," for n in self.statements)
        fragments = "\n".join(f'\t{{ "{name}",\n{literal(text)} }},'
                              for name, text in self.fragments.items())
        return SOURCE % (tables, places, statements, functions, fragments, migrations,
                         len(self.migrations))


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: embed.py sql.h sql.c FILE.sql ...")
    embed = Embed()
    for path in sys.argv[3:]:
        embed.read(path)
    embed.check()
    if embed.faults:
        sys.exit("\n".join(embed.faults))
    for path, text in ((sys.argv[1], embed.header()), (sys.argv[2], embed.source())):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)


if __name__ == "__main__":
    main()
