# SPDX-License-Identifier: Apache-2.0
"""The passages of tests/cases: what is drafted from each, and what is not. calls.cases tells the form.

A case marked "wrong:" comes out otherwise as yet. It fails here as soon as it comes out right, so that the list of what is
known to be wrong can only shrink.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ONUS_BUILD", ROOT / "build"))
sys.path.insert(0, str(ROOT / "tests"))
import tap  # noqa: E402

EXPECTED = re.compile(r"^(call|pledge): |^none$|^wrong: ")


def cases(path):
    """(name, text, expectations, why it is wrong or None)"""
    for part in path.read_text(encoding="utf-8").split("\n--- ")[1:]:
        name, _, rest = part.partition("\n")
        lines = rest.rstrip().split("\n")
        marks = [line for line in lines if EXPECTED.match(line)]
        text = "\n".join(line for line in lines if not EXPECTED.match(line)).strip() + "\n"
        wrong = next((m[7:] for m in marks if m.startswith("wrong: ")), None)
        wanted = [squeeze(m) for m in marks if not m.startswith(("wrong: ", "none"))]
        assert marks and (wanted or "none" in marks), f"{path.name}: {name} expects nothing"
        assert bool(wanted) != name.startswith("* "), f"{path.name}: {name}: the star stands where nothing is drafted"
        yield name, text, wanted, wrong


def squeeze(line):
    return re.sub(r"\s+", " ", line).strip()


def drafted(kind, record):
    if kind == "calls":
        return [squeeze("call: " + " > ".join([", ".join(c["caller"]), ", ".join(c["addressee"]), ", ".join(c["target"]),
                                               c["action"]["text"]])) for c in record["calls"]]
    return [squeeze("pledge: " + ", ".join(p["by"]) + " > " + p["content"]["text"]) for p in record["pledges"]]


def check(kind):
    listed = list(cases(ROOT / "tests/cases" / f"{kind}.cases"))
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for i, (_, text, _, _) in enumerate(listed):
            path = pathlib.Path(folder) / (f"{i:04}.md" if text.startswith("#") else f"{i:04}.txt")
            path.write_text(text, encoding="utf-8")
            names.append(str(path))
        done = subprocess.run([str(BUILD / "onus"), "extract", *names], capture_output=True, text=True, timeout=300,
                              check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        records = {pathlib.Path(r["source"]).stem: r for r in map(json.loads, done.stdout.splitlines())}
    failures = []
    for i, (name, _, wanted, wrong) in enumerate(listed):
        got = drafted(kind, records[f"{i:04}"])
        if wrong is None and got != wanted:
            failures.append(f"{name}: wanted {wanted}, got {got}")
        if wrong is not None and got == wanted:
            failures.append(f'{name}: comes out right now, take its "wrong:" away')
    assert not failures, f"{len(failures)} of {len(listed)}\n" + "\n".join(failures)
    return len(listed)


def test_calls():
    assert check("calls") >= 80


def test_pledges():
    assert check("pledges") >= 40


if __name__ == "__main__":
    tap.main(globals())
