"""How long `docketctl check` takes over many rules: seconds of CPU, the best of five."""
import argparse
import os
import random
import resource
import shutil
import subprocess
import tempfile

ROOT = os.path.abspath(f"{os.path.dirname(__file__)}/../..")
BUILD = os.environ.get("DOCKET_BUILD", f"{ROOT}/build-bench")
LEVELS = ["low", "medium", "high", "critical"]
EVENTS = ['"created"', '[ "created", "changed" ]', '"customer-replied"', '"sla-warning"']


def mixed(i):
    """As people write them: a project, a severity, a tag; a pattern in each fifth."""
    when = (f'project = "{random.choice(["ACME", "GLOBEX", "WALK-IN"])}"; tags = "t{i}";'
            f' severity = {{ at_least = "{random.choice(LEVELS)}"; }};')
    if i % 5 == 0:
        when += f' subject = {{ matches = "(?i)\\\\b(word{i}|other{i})\\\\b"; }};'
    if i % 3 == 0:
        when += f' any = ( {{ version = {{ below = "{i % 9 + 1}.0"; }}; }}, {{ category = "open"; }} );'
    do = random.choice([f'assign = "{random.choice(["ana", "lee", "sam"])}";',
                        f'set = "severity"; to = "{random.choice(LEVELS)}";', f'tag = "x{i}";'])
    return random.choice(EVENTS), when, do, i % 10 == 0


def setters(i):
    """All set one thing, each otherwise, and none can be told apart quickly."""
    return '"created"', f'version = {{ at_least = "{i}.0"; below = "{i}.9"; }};', \
        f'set = "order"; to = "{i}";', False


def stoppers(i):
    """All stop, on one event."""
    return '"created"', f'version = {{ at_least = "{i}.0"; below = "{i}.9"; }};', f'tag = "x{i}";', True


def rules(make, n):
    random.seed(500)
    out = []
    for i in range(n):
        on, when, do, stop = make(i)
        out.append(f'{{ name = "r{i}"; on = {on}; when = {{ {when} }}; do = ( {{ {do} }} );'
                   f' stop = {"true" if stop else "false"}; }}')
    return "rules = (\n" + ",\n".join(out) + "\n);\n"


def seconds(argv):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(argv, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            done.stdout.count(b"warning: rules.conf"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=500)
    n = parser.parse_args().rules
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(f"{ROOT}/conf", f"{folder}/conf")
        subprocess.run(["chmod", "-R", "go-w", folder], check=True)
        for make in (mixed, setters, stoppers):
            for count in (0, n // 2, n):
                with open(f"{folder}/conf/rules.conf", "w", encoding="utf-8") as f:
                    f.write(rules(make, count))
                argv = [f"{BUILD}/daemon/docketctl", "-c", f"{folder}/conf/docket.conf", "check"]
                took, warnings = min(seconds(argv) for _ in range(5))
                print(f"{make.__name__:10} {count:5} rules  {took:.3f} s  {warnings} warnings")


if __name__ == "__main__":
    main()
