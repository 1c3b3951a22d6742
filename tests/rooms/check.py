#!/usr/bin/python3
"""check.py ROOT LIBRARY...: the arrows between rooms against rooms.txt, one library a room.

#includes by the sources, calls by the linker's symbols.  Prints every arrow that goes up,
every circle, between rooms and between the files of one, every library that more files
know than may, and every README that names other rooms, and fails on any.
"""
import pathlib
import re
import subprocess
import sys

# A library is known in one file.  GMime in two: what decodes mail must not drag in what
# composes it, which parsers have no use for.  libcurl in two: as SMTP client, and for HTTPS; GnuTLS
# in two: for TLS, and for signatures.
LIBRARIES = re.compile(r'^#include <((?:curl|gmime|gnutls|gumbo|iconv|idn2|libconfig|jansson|libetpan'
                       r'|libical|libpq-fe|md4c|nettle|pcre2|seccomp|systemd|zlib)\b)', re.M)
DOORS = {'curl': 2, 'gmime': 2, 'gnutls': 2}


def table(root):
    """{room: rooms it may use}."""
    may = {}
    for line in (root / 'rooms.txt').read_text().splitlines():
        words = line.split('#')[0].replace(':', '').split()
        if words:
            may[words[0]] = {words[0]}.union(*(may[w] for w in words[1:]))
    return may


def misread(root):
    """The rooms whose README says that they use others than rooms.txt does."""
    for line in (root / 'rooms.txt').read_text().splitlines():
        room, _, uses = line.split('#')[0].partition(':')
        readme = root / room.strip() / 'README.md'
        said = re.search(r'^Uses (.*)what', readme.read_text(), re.M) if uses and readme.exists() else None
        if said and set(re.findall(r'`(\w+)`', said[1])) != {u.rsplit('/', 1)[1] for u in uses.split()}:
            if 'parsers/letter' not in uses:	# the top of that house stands for all of it
                yield room


def includes(root, may):
    """(room, file) -> (room, file), by #include."""
    for room in may:
        for source in sorted((root / room).glob('*.[ch]')):
            for to in re.findall(r'^#include "((?:parsers|daemon)/.+?)"', source.read_text(), re.M):
                yield (room, source.name), tuple(to.rsplit('/', 1))


def shared(root, may):
    """The libraries that more files include than may, with these."""
    users = {}
    for room in may:
        for source in (root / room).glob('*.[ch]'):
            for library in set(LIBRARIES.findall(source.read_text())):
                users.setdefault(library, []).append(f'{room}/{source.name}')
    return {name: sorted(files) for name, files in users.items()
            if len(files) > DOORS.get(name, 1)}


def calls(libraries):
    """The same by symbols: who leaves one undefined, and who defines it."""
    home, wanted = {}, []
    for library in libraries:
        room = pathlib.Path(library).stem[3:].replace('-', '/', 1)
        for line in subprocess.check_output(['nm', '-A', '-g', '-P', library],
                                            text=True).splitlines():
            where, name, kind = re.match(r'.*\[(.+?)\]: (\S+) (\S)', line).groups()
            place = room, re.sub(r'.*/|\.c\.o$', '', where).removeprefix(room.split('/')[1] + '_')
            if kind == 'U':
                wanted.append((place, name))
            else:
                home[name] = place
    return [(place, home[name]) for place, name in wanted if name in home]


def circles(arrows):
    """What is left when whatever nothing points to, or points to nothing, has gone."""
    arrows = {(a, b) for a, b in arrows if a != b}
    while True:
        ends = {a for a, _ in arrows} & {b for _, b in arrows}
        left = {(a, b) for a, b in arrows if a in ends and b in ends}
        if left == arrows:
            return sorted({a for a, _ in arrows})
        arrows = left


def main():
    root = pathlib.Path(sys.argv[1])
    may = table(root)
    by_symbol = calls(sys.argv[2:])
    arrows = set(includes(root, may)) | set(by_symbol)
    upward = sorted((a, b) for a, b in arrows if b[0] not in may[a[0]])
    rooms = {(a[0], b[0]) for a, b in arrows if a[0] != b[0]}
    found = {'rooms': circles(rooms)}
    for room in sorted(may):
        found[room] = circles((a[1], b[1]) for a, b in by_symbol if a[0] == b[0] == room)
    found = {where: circle for where, circle in found.items() if circle}
    doors = shared(root, may)
    for library, files in doors.items():
        print(f'# more doors than one: {library}: {" ".join(files)}')
    for (room, name), to in upward:
        print(f'# upward: {room}/{name} -> {"/".join(to)}')
    for where, circle in found.items():
        print(f'# circle: {where}: {" ".join(circle)}')
    wrong = list(misread(root))
    for room in wrong:
        print(f'# {room}/README.md: "Uses" is not what rooms.txt has')
    print(f'# {len(may)} rooms, {len(rooms)} arrows, {len(upward)} upward, {len(found)} circles')
    print(f'{"not " if upward or found or doors or wrong else ""}ok 1 - rooms.txt holds\n1..1')


main()
