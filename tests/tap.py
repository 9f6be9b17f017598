# SPDX-License-Identifier: Apache-2.0
"""Tests that print TAP: functions named test_* are run in the order of the file.

    import tap

    def test_something():
        assert 1 + 1 == 2

    if __name__ == "__main__":
        tap.main(globals())

A test fails by any exception; it is skipped by raising tap.Skip("why").
"""
import sys
import traceback


class Skip(Exception):
    """What is needed for the test is not on this machine."""


def main(names):
    wanted = [n for n in names if n.startswith("test_")]
    chosen = [a for a in sys.argv[1:] if not a.startswith("--")]
    if chosen:
        wanted = [n for n in wanted if any(a in n for a in chosen)]
    print(f"1..{len(wanted)}", flush=True)
    failed = 0
    for i, name in enumerate(wanted, 1):
        title = name[5:].replace("_", " ")
        try:
            names[name]()
            print(f"ok {i} - {title}", flush=True)
        except Skip as why:
            print(f"ok {i} - {title} # SKIP {why}", flush=True)
        except BaseException as error:  # pylint: disable=broad-except
            failed += 1
            for line in traceback.format_exc().splitlines():
                print("# " + line)
            print(f"not ok {i} - {title}: {str(error).splitlines()[0] if str(error) else type(error).__name__}", flush=True)
            if isinstance(error, KeyboardInterrupt):
                break
    sys.exit(1 if failed else 0)
