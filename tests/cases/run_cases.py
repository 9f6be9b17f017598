# SPDX-License-Identifier: Apache-2.0
"""Passages of our own with the records that they must give: tests/cases/*.cases.

    --- name of the case                      text follows, to the first line that begins with an expectation
    Police arrested the blogger Jana Solt in Karsk on Monday.
    case: Jana Solt > arrest                  person > acts, in any order
    visit: Tim Bell > Oman, Muscat > 2020-03-01 > - > past
    call: caller > addressee > target > action
    pledge: by > content
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

EXPECTED = re.compile(r"(?:(?:case|visit|call|pledge): |none$|known wrong$)")
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
    def text(value):
        return " ".join((value.get("text") if isinstance(value, dict) else value or "").split())

    if kind == "case":
        return {f"case: {r['person']} > {' '.join(sorted(r['acts']))}" for r in record["cases"]}
    if kind == "visit":
        return {f"visit: {', '.join(r['visitor'])} > {', '.join(r['to'])} > {r['from'] or '-'} > {r['until'] or '-'} > {r['status']}"
                for r in record["visits"]}
    if kind == "call":
        return {f"call: {', '.join(r['caller'])} > {', '.join(r['addressee'])} > {', '.join(r['target'])} > {text(r['action'])}"
                for r in record["calls"]}
    return {f"pledge: {', '.join(r['by'])} > {text(r['content'])}" for r in record["pledges"]}


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
            # the date line behind the passage tells when it was published
            pathlib.Path(folder, names[-1]).write_text(f"Notes of the day\n{PUBLISHED}\n\n{passage}\n")
        done = subprocess.run([str(BUILD / "onus"), "extract", *names], capture_output=True, cwd=folder, check=False)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        for (name, passage, expected, known), line in zip(cases, done.stdout.splitlines(), strict=True):
            got, want = written(kind, json.loads(line)), {normal(e) for e in expected}
            if (got == want) == known:
                (fixed if known else wrong).append(f"{name}\n#   {passage[:200]!r}\n#   want {sorted(want)}\n#   got  {sorted(got)}")
    print(f"# {kind}: {len(cases)} passages, {sum(c[3] for c in cases)} known wrong")
    for one in wrong:
        print("# wrong: " + one)
    for one in fixed:
        print("# right now, no longer to be listed as known wrong: " + one.split("\n", 1)[0])
    assert not wrong, f"{len(wrong)} of {len(cases)} wrong"


def test_cases():
    run("case")


def test_visits():
    run("visit")


if __name__ == "__main__":
    tap.main(globals())
