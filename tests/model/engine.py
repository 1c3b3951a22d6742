"""docketctl under test: a scenario as a libconfig file, its run, and the comparison."""
import json
import os
import subprocess

import clocks

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOCKETCTL = os.path.join(os.environ.get("DOCKET_BUILD", f"{ROOT}/build-test"),
                         "daemon", "docketctl")


def libconfig(value):
    """Python data as libconfig text; a list of groups is a list, of strings an array."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{ " + " ".join(f"{k} = {libconfig(v)};" for k, v in value.items()) + " }"
    if value and isinstance(value[0], dict):
        return "(\n  " + ",\n  ".join(map(libconfig, value)) + "\n)"
    return "[" + ", ".join(map(libconfig, value)) + "]"


def text(scenario):
    return "".join(f"{key} = {libconfig(value)};\n" for key, value in scenario.items())


def command(path, until):
    return [DOCKETCTL, "sla", "simulate", str(path)] + (["--until", until] if until else [])


def start(path, until, tz=None):
    env = {key: value for key, value in os.environ.items() if key != "TZ"}
    if tz is not None:
        env["TZ"] = tz
    return subprocess.Popen(command(path, until), env=env, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process):
    """The answer, or the words with which it was refused."""
    out, err = process.communicate(timeout=60)
    if process.returncode != 0 or err:
        return {"status": process.returncode, "said": err}
    return json.loads(out)


def simulate(scenario, until, path, tz=None):
    path.write_text(text(scenario), encoding="ascii")
    return finish(start(path, until, tz))


def ordered(rows):
    """Rows in an order of their own, for rows of the same time."""
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def in_order(got):
    """ "sorted by clock then cycle, and by time" """
    who = [(row["clock"], row["cycle"]) for row in got["clocks"]]
    times = [row["at"] for row in got["fired"]]
    return who == sorted(who) and times == sorted(times)


def differences(scenario, until, got, model=None):
    """What docketctl said otherwise than the model, a line each."""
    want = model or clocks.answer(scenario, until)
    if "clocks" not in got:
        return [f"refused: {got}"]
    out = [] if in_order(got) else [f"not in order: {got}"]
    for part in ("clocks", "fired"):
        have, wanted = ordered(got[part]), ordered(want[part])
        out += [f"{part}: docketctl: {row}" for row in have if row not in wanted]
        out += [f"{part}: model:     {row}" for row in wanted if row not in have]
        if not out and len(have) != len(wanted):
            out.append(f"{part}: {len(have)} rows, not {len(wanted)}")
    return out
