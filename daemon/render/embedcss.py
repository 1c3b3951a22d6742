"""Style sheets as C strings, without comments and space that nobody reads.

embedcss.py OUT COLOURS CHART PAGE...: chart_style is the first two, page_style all.
"""
import re
import sys


def squeeze(paths):
    css = "\n".join(open(path, encoding="ascii").read() for path in paths)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\n\s*", "\n", css)
    return re.sub(r"([{};,])\n", r"\1", css).strip() + "\n"


def literal(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return "\n".join(f'"{piece}"' for piece in re.findall(r"(?:\\.|[^\\]){1,90}", text))


with open(sys.argv[1], "w", encoding="ascii") as out:
    for name, paths in (("chart_style", sys.argv[2:4]), ("page_style", sys.argv[2:])):
        out.write(f"extern const char {name}[];\nconst char {name}[] =\n{literal(squeeze(paths))};\n")
