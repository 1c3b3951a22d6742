#!/usr/bin/env python3
"""Makes the table of all names that templates can have: those of the shipped templates and
of docket-rules(5).  usage: templatenames.py OUT.c DEPFILE ROOT"""
import os
import re
import sys

TAG = re.compile(r"\{\{\{?\s*[#^&]?\s*([A-Za-z_][\w.]*)")
WORD = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")


def shipped(root, used):
    """The names in the tags of each template; `used` gets what was looked at."""
    for folder, _, files in os.walk(f"{root}/conf/templates"):
        used.append(folder)
        for name in sorted(files):
            if name.endswith((".txt", ".html")) and name not in ("_words.txt", "_commands.txt"):
                used.append(f"{folder}/{name}")
                with open(f"{folder}/{name}", encoding="utf-8") as f:
                    yield from TAG.findall(f.read())


def manual(root, used):
    """The names that the manual lists."""
    used.append(f"{root}/daemon/docket-rules.5")
    with open(used[-1], encoding="utf-8") as f:
        listed = f.read().split("\nThe names:\n", 1)[1].split("\n.Sh ", 1)[0]
    for line in listed.replace("\\\n", " ").splitlines():
        if line.startswith((".It Li ", ".Li ")):
            yield from WORD.findall(line.split(" ", 1)[1].removeprefix("Li "))


def main():
    out, depfile, root = sys.argv[1:]
    used = []
    names = {part for found in (shipped, manual) for name in found(root, used)
             for part in name.split(".") if part}
    with open(out, "w", encoding="utf-8") as f:
        f.write('/* Made by templatenames.py. */\n#include "daemon/policy/templatecheck.h"\n\n'
                "const char *const template_names[] = {\n")
        f.writelines(f'\t"{name}",\n' for name in sorted(names))
        f.write("\tNULL\n};\n")
    with open(depfile, "w", encoding="utf-8") as f:
        f.write(f"{os.path.basename(out)}: {' '.join(used)}\n")


main()
