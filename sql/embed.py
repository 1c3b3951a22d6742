#!/usr/bin/python3
"""Makes sql.h and sql.c of migrations and named statements.

    embed.py sql.h sql.c FILE.sql ...

A file NNN_name.sql is a migration and is embedded whole.  Every other file
holds statements, each opened by a line `-- name: ticket_lock` and ended by the
next one.  Faults are told as file:line, all of them.
"""
import os
import re
import sys

MIGRATION = re.compile(r"^(\d{3})_([a-z0-9_]+)\.sql$")
NAME = re.compile(r"^--\s*name:\s*(.*?)\s*$")
WORD = re.compile(r"^[a-z][a-z0-9_]*$")
QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*")

HEADER = """\
/* Made by sql/embed.py from sql/: the statements and migrations. */
#ifndef SQL_H
#define SQL_H

#include <stddef.h>

enum sql_id {
%s
	SQL_COUNT
};

struct sql_statement {
	const char	*name;		/* "ticket_lock" */
	const char	*text;
};

struct sql_migration {
	int		 version;
	const char	*name;		/* "base" */
	const char	*text;
};

extern const struct sql_statement	sql_statements[SQL_COUNT];
extern const struct sql_migration	sql_migrations[];	/* by version, from 1 */
extern const size_t			sql_n_migrations;

#endif
"""

SOURCE = """\
/* Made by sql/embed.py from sql/: the statements and migrations. */
#include "sql.h"

const struct sql_statement sql_statements[SQL_COUNT] = {
%s
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


class Embed:
    """What all files hold, and what is wrong with them."""

    def __init__(self):
        self.faults = []
        self.statements = {}			# name -> (text, where)
        self.migrations = {}			# version -> (name, text, where)

    def fault(self, path, line, text):
        self.faults.append(f"{path}:{line}: {text}")

    def migration(self, path, version, name, text):
        if version in self.migrations:
            self.fault(path, 1, f"migration {version} is {self.migrations[version][2]}"
                       " already: number it one above the last")
        elif not text.strip():
            self.fault(path, 1, "the migration is empty")
        else:
            self.migrations[version] = (name, text, path)

    def statement(self, path, line, name, lines):
        text = "\n".join(lines).strip()
        text = text[:-1].rstrip() if text.endswith(";") else text
        if not WORD.match(name):
            self.fault(path, line, f"'{name}' is no name: write lower-case letters,"
                       " digits and underscores")
        elif name in self.statements:
            self.fault(path, line, f"{name} is named already at"
                       f" {self.statements[name][1]}")
        elif not text:
            self.fault(path, line, f"{name} is empty")
        elif ";" in QUOTED.sub("", text):
            self.fault(path, line, f"{name} holds several commands: name each")
        else:
            self.statements[name] = (text, f"{path}:{line}")

    def statement_file(self, path, text):
        name, start, lines = None, 0, []
        for number, line in enumerate(text.splitlines(), 1):
            named = NAME.match(line)
            if named:
                if name is not None:
                    self.statement(path, start, name, lines)
                name, start, lines = named.group(1), number, []
            elif line.strip() and not line.lstrip().startswith("--"):
                if name is None:
                    self.fault(path, number, "SQL before the first '-- name:' line")
                    return
                lines.append(line.rstrip())
        if name is not None:
            self.statement(path, start, name, lines)

    def read(self, path):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        match = MIGRATION.match(os.path.basename(path))
        if match:
            self.migration(path, int(match.group(1)), match.group(2), text)
        else:
            self.statement_file(path, text)

    def check(self):
        for wanted, version in enumerate(sorted(self.migrations), 1):
            if version != wanted:
                self.fault(self.migrations[version][2], 1,
                           f"migration {wanted} is missing before it")
                return

    def header(self):
        names = "\n".join(f"\tSQL_{n.upper()}," for n in self.statements)
        return HEADER % names

    def source(self):
        statements = "\n".join(f'\t{{ "{name}",\n{literal(text)} }},'
                               for name, (text, _) in self.statements.items())
        migrations = "\n".join(f'\t{{ {version}, "{name}",\n{literal(text)} }},'
                               for version, (name, text, _)
                               in sorted(self.migrations.items()))
        return SOURCE % (statements, migrations, len(self.migrations))


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
