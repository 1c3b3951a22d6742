#!/usr/bin/python3
"""Runs the suites and adds them up: run.py BUILD [SUITE ...].

Suites of C programs run under meson (TAP), the others under pytest; both
write JUnit files, which are all that is counted.  A suite that breaks off
without a result counts as one failure.
"""
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
C_SUITES = ["unit", "golden", "fuzz"]
PY_SUITES = ["model", "db", "e2e", "crash"]


def count(path):
    """(passed, failed, skipped, names of the failed) of one JUnit file."""
    passed = failed = skipped = 0
    names = []
    for case in ET.parse(path).getroot().iter("testcase"):
        if case.find("skipped") is not None:
            skipped += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            names.append(f"{case.get('classname')}: {case.get('name')}")
        else:
            passed += 1
    return passed, failed, skipped, names


def run(command, report):
    if os.path.exists(report):
        os.unlink(report)
    status = subprocess.run(command, check=False).returncode
    if not os.path.exists(report):
        return 0, 1, 0, [f"{' '.join(command)}: no report, status {status}"]
    passed, failed, skipped, names = count(report)
    if status != 0 and failed == 0:
        failed, names = 1, [f"{' '.join(command)}: status {status}"]
    return passed, failed, skipped, names


def main():
    build = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:] or C_SUITES + PY_SUITES
    for suite in wanted:
        if suite not in C_SUITES + PY_SUITES:
            sys.exit(f"run.py: no suite {suite}: there are "
                     f"{', '.join(C_SUITES + PY_SUITES)}")
    os.environ["DOCKET_BUILD"] = build
    totals = []
    for suite in wanted:
        if suite in C_SUITES:
            have = subprocess.run(
                ["meson", "test", "-C", build, "--suite", suite, "--list"],
                capture_output=True, text=True, check=True).stdout.split()
            if not have:
                continue
            totals.append(run(
                ["meson", "test", "-C", build, "--no-rebuild", "--suite", suite,
                 "--print-errorlogs", "--logbase", f"log-{suite}"],
                f"{build}/meson-logs/log-{suite}.junit.xml"))
        elif any(f.startswith("test_") for f in os.listdir(f"{HERE}/{suite}")):
            report = f"{build}/pytest-{suite}.xml"
            totals.append(run(
                ["/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider",
                 f"--junitxml={report}", "-rs", f"{HERE}/{suite}"], report))
    passed, failed, skipped = (sum(t[i] for t in totals) for i in range(3))
    for total in totals:
        for name in total[3]:
            print("FAILED", name)
    if skipped:
        print(f"({skipped} skipped)")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
