# SPDX-License-Identifier: Apache-2.0
"""Passages of our own with the cases and visits that they must give, and the examples that stand beside the rules.

    --- name of the case                      text follows, to the first line that begins with an expectation
    Police arrested the blogger Jana Solt in Karsk on Monday.
    case: Jana Solt > arrest                  person > acts, in any order
    visit: Tim Bell > Oman, Muscat > 2020-03-01 > - > past
    none                                      a starred passage: there is nothing of the file's kind in it
    known wrong                               fails today; the run tells when it passes, and the line goes

The file's name tells the kind that is looked at; other records of the passage are not.
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

EXPECTED = re.compile(r"(?:(?:case|visit): |none$|known wrong$)")
PUBLISHED = "2020-03-02"


def read(path):
    """[(name, passage, expected lines, known wrong)]"""
    cases = []
    for block in re.split(r"^--- ", path.read_text(), flags=re.M)[1:]:
        name, _, rest = block.partition("\n")
        lines = rest.strip("\n").split("\n")
        expected = [line for line in lines if EXPECTED.match(line)]
        passage = "\n".join(line for line in lines if not EXPECTED.match(line) and not line.startswith("# ")).strip("\n")
        assert expected, f"{path.name}: {name}: nothing is expected"
        cases.append((name, passage, [e for e in expected if e not in ("none", "known wrong")], "known wrong" in expected))
    return cases


def written(kind, record):
    """The records of a kind as lines, to be compared with the expected ones."""
    if kind == "case":
        return {f"case: {r['person']} > {' '.join(sorted(r['acts']))}" for r in record["cases"]}
    return {f"visit: {', '.join(r['visitor'])} > {', '.join(r['to'])} > {r['from'] or '-'} > {r['until'] or '-'} > {r['status']}"
            for r in record["visits"]}


def normal(line):
    if line.startswith("case: "):
        person, _, acts = line.partition(" > ")
        return f"{person} > {' '.join(sorted(acts.split()))}"
    return re.sub(r"\s+", " ", line)


def run(kind):
    cases = read(pathlib.Path(__file__).with_name(kind + "s.cases"))
    wrong, fixed = [], []
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for i, (_, passage, _, _) in enumerate(cases):
            names.append(f"{i:03}.txt")
            # a title and a date line tell when it was published
            pathlib.Path(folder, names[-1]).write_text(f"Notes of the day\n{PUBLISHED}\n\n{passage}\n")
        done = subprocess.run([str(BUILD / "onus"), "extract", *names], capture_output=True, cwd=folder, check=False)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        for (name, passage, expected, known), line in zip(cases, done.stdout.splitlines(), strict=True):
            got = {normal(w) for w in written(kind, json.loads(line))}
            want = {normal(e) for e in expected}
            if (got == want) == known:
                (fixed if known else wrong).append(f"{name}\n#   {passage[:200]!r}\n#   want {sorted(want)}\n#   got  {sorted(got)}")
    print(f"# {kind}: {len(cases)} passages, {sum(c[3] for c in cases)} known wrong")
    for one in wrong:
        print("# wrong: " + one)
    for one in fixed:
        print("# right now, no longer to be listed as known wrong: " + one.split("\n", 1)[0])
    assert not wrong, f"{len(wrong)} of {len(cases)} wrong"
    assert not fixed, "right now: take the line known wrong away"


def test_cases():
    run("case")


def test_visits():
    run("visit")


def rules(name):
    """(id, act, examples, counter-examples) of each rule of a file."""
    for block in re.split(r"^rule ", (ROOT / "rules/en" / name).read_text(), flags=re.M)[1:]:
        lines = block.split("\n")
        values = [line.strip().partition(": ")[::2] for line in lines[1:] if line.startswith("\t")]
        yield (lines[0].strip(), dict(values).get("act"), [v for k, v in values if k == "example"],
               [v for k, v in values if k == "counter"])


def test_examples_of_the_rules():
    wanted = []
    for name, kind in (("calls.rules", "calls"), ("pledges.rules", "pledges"), ("cases.rules", "cases"),
                       ("visits.rules", "visits")):
        for rule, act, examples, counters in rules(name):
            wanted += [(kind, rule, act, e, True) for e in examples] + [(kind, rule, act, c, False) for c in counters]
    assert len(wanted) > 60
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{i:03}.txt" for i in range(len(wanted))]
        for name, (_, _, _, passage, _) in zip(names, wanted):
            pathlib.Path(folder, name).write_text(f"Notes of the day\n{PUBLISHED}\n\n{passage}\n")
        done = subprocess.run([str(BUILD / "onus"), "extract", *names], capture_output=True, cwd=folder, check=False)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        for (kind, rule, act, passage, fires), line in zip(wanted, done.stdout.splitlines(), strict=True):
            found = [r for r in json.loads(line)[kind] if act is None or act in r["acts"]]
            if bool(found) != fires:
                wrong.append(f"{rule}: {passage}")
    for one in wrong:
        print("# wrong: " + one)
    assert not wrong, f"{len(wrong)} of {len(wanted)} wrong"


if __name__ == "__main__":
    tap.main(globals())
