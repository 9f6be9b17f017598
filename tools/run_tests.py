# SPDX-License-Identifier: Apache-2.0
"""Runs the suite of a build folder and ends in the line "N passed, N failed, N skipped".

usage: run_tests.py BUILD_DIR [SUITE…]

Each TAP line and each plain test program counts as one. What failed is printed with its output.
"""
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml


def main():
    build = pathlib.Path(sys.argv[1])
    suites = [f"--suite={s}" for s in sys.argv[2:]]
    report = build / "meson-logs/testlog.junit.xml"
    report.unlink(missing_ok=True)
    code = subprocess.call(["meson", "test", "-C", str(build), "--no-rebuild", "--print-errorlogs", *suites],
                           stdin=subprocess.DEVNULL)
    if not report.exists():
        sys.exit(f"the tests could not be run (meson test ended with {code})")
    passed = failed = skipped = 0
    for suite in xml.parse(report).getroot().iter("testsuite"):
        cases = list(suite.iter("testcase"))
        for case in cases:
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"failed: {suite.get('name')}: {case.get('name')}")
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    # A program that died between its tests has no failed test case of its own.
    if code and not failed:
        failed = 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    sys.exit(1 if failed or code or not passed else 0)


main()
