# SPDX-License-Identifier: Apache-2.0
"""What holds for every extraction: each cited passage stands in the file at its offsets, and the output is the same bytes
whatever the number of jobs, the run and the build. The golden file tests/golden/extract-examples.jsonl is what makes
builds comparable: every build type must give it. `test_output.py --write` makes it anew after the rules have changed.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ONUS_BUILD", ROOT / "build"))
GOLDEN = ROOT / "tests/golden/extract-examples.jsonl"
CORPUS = ROOT.parent / "shared/data/corpus/state-gov/txt"
DEV = ROOT.parent / "shared/gold/dev"
sys.path.insert(0, str(ROOT / "tests"))
import tap  # noqa: E402


def extract(*arguments, expect=0):
    done = subprocess.run([str(BUILD / "onus"), "extract", *map(str, arguments)], capture_output=True, cwd=ROOT,
                          timeout=600, check=False)
    assert done.returncode == expect, done.stderr.decode()[-2000:]
    return done.stdout


def examples(*options):
    return extract(*options, "--places", "examples/places.tsv",
                   *sorted(p for p in pathlib.Path(ROOT / "examples").glob("20*")
                           for p in [p.relative_to(ROOT)]))


def passages(value):
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys():
            yield value
        for inner in value.values():
            yield from passages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from passages(inner)


def check_citations(lines, folder):
    cited = 0
    for line in lines.splitlines():
        record = json.loads(line)
        raw = (folder / record["source"]).read_bytes()
        for p in passages(record):
            if p["start"] is None:
                continue
            assert raw[p["start"]:p["end"]].decode() == p["text"], (record["source"], p)
            assert p["text"].strip() == p["text"] and p["text"], (record["source"], p)
            cited += 1
        for kind in ("calls", "pledges", "cases", "visits"):
            for entry in record[kind]:
                where = entry["evidence"]
                assert 0 <= where["start"] < where["end"] <= len(raw), (record["source"], entry["id"])
                assert entry["rule"], (record["source"], entry["id"])
    return cited


def test_every_cited_passage_stands_in_the_example():
    texts = sorted((ROOT / "examples").glob("20*.txt"))
    assert check_citations(extract("--places", ROOT / "examples/places.tsv", *texts), pathlib.Path("/")) > 100


def test_every_cited_passage_stands_in_the_corpus():
    if not CORPUS.is_dir():
        raise tap.Skip("../shared/data is not here")
    assert check_citations(extract(CORPUS), pathlib.Path("/")) > 500


def test_runs_and_jobs_give_the_same_bytes():
    first = examples("--jobs", "1")
    assert first == examples("--jobs", "1")
    assert first == examples("--jobs", "2") == examples("--jobs", "5")


def test_builds_give_the_same_bytes():
    made = examples()
    if "--write" in sys.argv:
        GOLDEN.write_bytes(made)
    assert GOLDEN.exists(), "run test_output.py --write once"
    wanted = GOLDEN.read_bytes().splitlines()
    for old, new in zip(wanted, made.splitlines()):
        assert old == new, f"{json.loads(new)['source']} is not as in {GOLDEN.name}; if the rules changed: --write"
    assert len(wanted) == len(made.splitlines())


def test_examples_give_records_of_every_kind():
    totals = {}
    for line in examples().splitlines():
        record = json.loads(line)
        for kind in ("calls", "pledges", "cases", "visits", "quotes"):
            totals[kind] = totals.get(kind, 0) + len(record[kind])
    assert all(n >= 10 for n in totals.values()), totals


def accused(passage):
    """Who a passage says did something to somebody, by act."""
    done = subprocess.run([str(BUILD / "onus"), "extract", "-"], input=passage.encode(), capture_output=True, check=True)
    return {d["act"]: d["by"] for c in json.loads(done.stdout)["cases"] for d in c["details"]}


def test_nobody_is_accused_without_words_that_say_so():
    """Who did it is the gravest field: the subject of another verb, a means, or the one who reports is not it."""
    assert accused("The Harbour Guild urged the ministry to hold to account anyone responsible for torturing the "
                   "lawyer Otis Rane, who was beaten in May.").get("torture", []) == []
    assert accused("The lawyer Otis Rane was threatened by telephone in May.").get("harassment", []) == []
    assert accused("The lawyer Otis Rane was arrested by masked policemen in May.")["arrest"] == ["masked policemen"]
    assert accused("Soldiers beat the lawyer Otis Rane in May.")["torture"] == ["Soldiers"]


def test_nobody_is_quoted_with_words_of_an_accusation():
    done = subprocess.run([str(BUILD / "onus"), "extract", "-"], check=True, capture_output=True, input=(
        "The lawyer Otis Rane was charged with “insulting the honour of the army” on Monday. "
        "Otis Rane told the court that “the army insults itself.”").encode())
    quotes = json.loads(done.stdout)["quotes"]
    assert [(q["speaker"], q["text"]["text"]) for q in quotes] == [("Otis Rane", "the army insults itself.")], quotes


def test_scores_on_annotated_documents_do_not_fall():
    """Floors of F1, a little below what docs/measured.md has; they may only rise."""
    if not DEV.is_dir():
        raise tap.Skip("../shared/gold is not here")
    floors = json.loads((ROOT / "tests/extract/floors.json").read_text())
    done = subprocess.run([sys.executable, str(ROOT / "bench/gold.py"), str(BUILD), str(DEV), "--json"],
                          capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout)
    low = {k: round(100 * rows[k]["f1"], 1) for k, floor in floors.items() if 100 * rows[k]["f1"] < floor}
    assert not low, f"below the floor: {low}"


if __name__ == "__main__":
    tap.main(globals())
