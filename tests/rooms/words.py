#!/usr/bin/python3
"""words.py ROOT: each refusal, as WHY(…, STR("…")), has a line in each language's word file.

Also that both sides of it have the same stars, and as many as values are given for.
"""
import pathlib
import re
import sys

# A call, which of its arguments is the English, and the values that follow: None: the rest.
CALLS = {"WHY": (1, None), "refusal_none_such": (2, 1), "agent_refuse": (3, 0)}
CALL = re.compile(rf'\b({"|".join(CALLS)})\(')
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
JOINED = re.compile(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*')
SENTENCE = re.compile(r"#[\w-]+(?: [a-z']+){3}")


def call(text, start):
    """The arguments of a call: what stands between its parentheses, cut at its commas."""
    depth, at, args, quoted = 1, start, [""], False
    while depth > 0:
        c = text[at]
        if quoted and c == "\\":
            args[-1] += c
            at += 1
            c = text[at]
        elif c == '"':
            quoted = not quoted
        elif not quoted:
            depth += (c == "(") - (c == ")")
        if c == "," and depth == 1 and not quoted:
            args.append("")
        elif depth > 0:
            args[-1] += c
        at += 1
    return args


def refusals(root):
    """(place, English, how many values) of each."""
    for source in sorted((root / "daemon").rglob("*.c")):
        text = source.read_text()
        for found in CALL.finditer(text):
            args = call(text, found.end())
            which, values = CALLS[found[1]]
            words = re.sub(r"\\(.)", r"\1", "".join(LITERAL.findall(args[which])))
            if words:
                yield (f"{source.relative_to(root)}:{text.count(chr(10), 0, found.start()) + 1}",
                       words, len(args) - 2 if values is None else values)


def comments(root):
    """(place, sentence) of each that the words' files would take for a comment: it begins with #."""
    for source in sorted((root / "daemon").rglob("*.c")):
        text = source.read_text()
        for found in JOINED.finditer(text):
            words = "".join(LITERAL.findall(found[0]))
            if SENTENCE.match(words):
                yield f"{source.relative_to(root)}:{text.count(chr(10), 0, found.start()) + 1}", words


def lines(path):
    return dict(re.findall(r"^(?!#)(.+?) => (.+)$", path.read_text(), re.M))


def main():
    root = pathlib.Path(sys.argv[1])
    files = {p.parent.name: lines(p) for p in (root / "conf/templates").glob("*/_words.txt")
             if p.parent.name != "en"}
    faults, n = [], 0
    for place, english, values in refusals(root):
        n += 1
        if english.count("*") != values:
            faults.append(f"{place}: {values} values: {english}")
        faults += [f"{place}: {language} has no line: {english}"
                   for language, known in sorted(files.items()) if english not in known]
    faults += [f"{place}: a sentence does not begin with #, which begins a comment: {words}"
               for place, words in comments(root)]
    faults += [f"{p.relative_to(root)}: a comment, and no words: {line}"
               for p in (root / "conf/templates").glob("*/_words.txt")
               for line in p.read_text().splitlines() if re.match(r"#\w.* => ", line)]
    for fault in faults:
        print("#", fault)
    print(f"# {n} refusals, {len(files)} languages")
    print(f'{"not " if faults or n == 0 else ""}ok 1 - refusals are told in each language\n1..1')


main()
