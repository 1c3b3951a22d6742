"""A style sheet as a C string, without comments and space that nobody reads: embedcss.py CSS C."""
import re
import sys

css = open(sys.argv[1], encoding="ascii").read()
css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
css = re.sub(r"\n\s*", "\n", css)
css = re.sub(r"([{};,])\n", r"\1", css).strip() + "\n"
text = css.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
with open(sys.argv[2], "w", encoding="ascii") as out:
    out.write("extern const char page_style[];\nconst char page_style[] =\n")
    out.write("\n".join(f'"{piece}"' for piece in re.findall(r"(?:\\.|[^\\]){1,90}", text)) + ";\n")
