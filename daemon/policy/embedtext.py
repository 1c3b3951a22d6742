"""A text as a C string: embedtext.py TEXT C NAME."""
import sys

text, name = open(sys.argv[1], "rb").read(), sys.argv[3]


def escaped(line):
    return "".join(chr(c) if 32 <= c < 127 and chr(c) not in '\\"?' else f"\\{c:03o}" for c in line)


with open(sys.argv[2], "w", encoding="ascii") as out:
    out.write(f"extern const char {name}[];\nconst char {name}[] =\n")
    out.write("\n".join(f'"{escaped(line)}"' for line in text.splitlines(True)) + ";\n")
