"""Each line of the sample configuration that stands there as a comment loads when it is none."""
import pathlib
import re
import shutil
import subprocess

import pytest

from world.docket import ROOT
from test_ctl import CTL

CONF = pathlib.Path(ROOT) / "conf"
SETTING = re.compile(r"^(\s*)# ?(\t*)(\w+ = .*;|\w+ = [({]|[{].*[}],?|[{]|[)}];|[}],?)(?:\s+#.*)?\s*$")


def examples():
    """File, the lines of one setting or of some right below each other, and the first's name."""
    for path in sorted(CONF.glob("*.conf")):
        lines, block, depth = path.read_text().splitlines(), [], 0
        for n, line in enumerate([*lines, ""]):
            found = SETTING.match(line)
            if found and (depth or not re.match(r"[)}]|[{].", found[3])):
                block.append(n)
                depth += sum(found[3].count(c) for c in "({") - sum(found[3].count(c) for c in ")}")
            elif block and depth == 0:
                yield path.name, tuple(block), SETTING.match(lines[block[0]])[3].split()[0]
                block = []
        assert not block, (path, block)


def check(folder):
    return subprocess.run([CTL, "-c", folder / "docket.conf", "check"], capture_output=True,
                          check=False, text=True)


@pytest.fixture
def folder(tmp_path):
    return pathlib.Path(shutil.copytree(CONF, tmp_path / "conf"))


@pytest.mark.parametrize("name, lines, setting", examples(),
                         ids=[f"{name}:{lines[0] + 1} {setting}" for name, lines, setting in examples()])
def test_an_example_loads(folder, name, lines, setting):
    text = (folder / name).read_text().splitlines()
    for n in lines:
        found = SETTING.match(text[n])
        text[n] = found[1] + found[2] + found[3]
    secret = folder / "secret"
    secret.write_text("https://hooks.example.net/x")
    secret.chmod(0o600)
    text = re.sub(r'"/etc/docket/\w+\.(url|key)"', f'"{secret}"', "\n".join(text))
    (folder / name).write_text(text.replace("/usr/local/bin/page-the-admins", "/bin/true"))
    done = check(folder)
    assert "configuration  mailboxes: " in done.stdout, done.stderr


def test_the_sample_loads_and_all_examples_were_found(folder):
    assert "configuration  mailboxes: " in check(folder).stdout
    assert len(list(examples())) >= 15
