#!/usr/bin/python3
"""Runs the suites and adds them up: run.py BUILD [SUITE ...].

Suites of C programs run under meson (TAP), which uses all cores.  Then come the
files of the others under pytest, as many at once as there are cores (DOCKET_JOBS):
each has servers of its own, and mostly waits for them.  Both write JUnit files,
which are all that is counted.  What breaks off without a result counts as one
failure.
"""
import concurrent.futures
import glob
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
C_SUITES = ["unit", "golden", "fuzz"]
PY_SUITES = ["model", "db", "e2e", "crash"]
ASKED_FOR = ["browser"]	# not run unless it is named
SLOWEST = 10


class Result:
    """Sums, the names of what failed, and (seconds, name) of each test."""

    def __init__(self, passed=0, failed=(), skipped=0, times=()):
        self.passed = passed
        self.failed = list(failed)
        self.skipped = skipped
        self.times = list(times)

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.times += other.times


def count(path):
    """The result that a JUnit file holds."""
    result = Result()
    for suite in ET.parse(path).getroot().iter("testsuite"):
        for case in suite.iter("testcase"):
            name = f"{case.get('classname')}: {case.get('name')}"
            if case.find("skipped") is not None:
                result.skipped += 1
            elif case.find("failure") is not None or case.find("error") is not None:
                result.failed.append(name)
            else:
                result.passed += 1
            if case.get("time"):
                result.times.append((float(case.get("time")), name))
        if suite.find("testcase[@time]") is None:	# meson times whole programs
            result.times.append((float(suite.get("time") or 0), suite.get("name")))
    return result


def run(command, report, quiet=False):
    """quiet: what it says is printed when it has ended, in one piece."""
    if os.path.exists(report):
        os.unlink(report)
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE if quiet else None,
                          stderr=subprocess.STDOUT if quiet else None)
    if quiet:
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    if not os.path.exists(report):
        return Result(failed=[f"{' '.join(command)}: no report, status {done.returncode}"])
    result = count(report)
    if done.returncode != 0 and not result.failed:
        result.failed.append(f"{' '.join(command)}: status {done.returncode}")
    return result


def run_c(build, suite):
    have = subprocess.run(
        ["meson", "test", "-C", build, "--suite", suite, "--list"],
        capture_output=True, text=True, check=True).stdout.split()
    if not have:
        return Result(failed=[f"suite {suite}: {build} has no tests of it"])
    return run(["meson", "test", "-C", build, "--no-rebuild", "--suite", suite,
                "--print-errorlogs", "--logbase", f"log-{suite}"],
               f"{build}/meson-logs/log-{suite}.junit.xml")


def report_of(build, path):
    suite, name = path.split(os.sep)[-2:]
    return f"{build}/pytest-{suite}-{name.removesuffix('.py')}.xml"


def run_file(build, path):
    report = report_of(build, path)
    return run(["/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider",
                f"--junitxml={report}", "-rs", path], report, quiet=True)


def longest_first(build, paths):
    """By the time of the last run; files that were not run before come first of all."""
    def seconds(path):
        report = report_of(build, path)
        if not os.path.exists(report):
            return float("inf")
        return sum(t for t, _ in count(report).times)
    return sorted(paths, key=seconds, reverse=True)


def run_all(build, wanted):
    total = Result()
    for suite in C_SUITES:
        if suite in wanted:
            total.add(run_c(build, suite))
    files = longest_first(build, [path for suite in PY_SUITES + ASKED_FOR if suite in wanted
                                  for path in glob.glob(f"{HERE}/{suite}/test_*.py")])
    jobs = int(os.environ.get("DOCKET_JOBS") or os.cpu_count())
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for result in pool.map(lambda path: run_file(build, path), files):
            total.add(result)
    return total


def main():
    build = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:] or C_SUITES + PY_SUITES
    for suite in wanted:
        if suite not in C_SUITES + PY_SUITES + ASKED_FOR:
            sys.exit(f"run.py: no suite {suite}: there are "
                     f"{', '.join(C_SUITES + PY_SUITES + ASKED_FOR)}")
    os.environ["DOCKET_BUILD"] = build
    start = time.monotonic()
    total = run_all(build, wanted)
    print(f"the slowest {SLOWEST}, of {time.monotonic() - start:.0f} s in all:")
    for seconds, name in sorted(total.times, reverse=True)[:SLOWEST]:
        print(f"{seconds:7.1f} s  {name}")
    for name in total.failed:
        print("FAILED", name)
    if total.skipped:
        print(f"({total.skipped} skipped)")
    print(f"{total.passed} passed, {len(total.failed)} failed")
    sys.exit(1 if total.failed or not total.passed else 0)


if __name__ == "__main__":
    main()
