# SPDX-License-Identifier: Apache-2.0
"""Words and sentences of raw text against treebanks' development parts: no figure falls below its floor."""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "bench"))
import conll  # noqa: E402
import tap  # noqa: E402

TREEBANKS = ROOT.parent / "shared/data/treebank"
PROGRAM = os.environ.get("ONUS_WORDS", str(ROOT / "build/tests/text/words-of"))


def figures(name):
    gold = TREEBANKS / name
    if not gold.exists():
        raise tap.Skip("../shared is not here")
    with open(gold, encoding="utf-8") as lines:
        raw = conll.raw_text(lines)
    with tempfile.NamedTemporaryFile(suffix=".conllu") as out:
        subprocess.run([PROGRAM], input=raw.encode(), stdout=out, check=True)
        result = conll.evaluate(conll.read(gold), conll.read(out.name))
    return {measure: 100 * result[measure]["f1"] for measure in ("Tokens", "Words", "Sentences")}


def floors(name, tokens, words, sentences):
    seen = figures(name)
    print("# " + ", ".join(f"{measure} {value:.2f}" for measure, value in seen.items()))
    for measure, floor in (("Tokens", tokens), ("Words", words), ("Sentences", sentences)):
        assert seen[measure] >= floor, f"{measure}: {seen[measure]:.2f}, floor {floor}"


def test_web_text():
    floors("en_ewt-ud-dev.conllu", 99.7, 99.5, 89.0)


def test_edited_text():
    floors("en_gum_open-ud-dev.conllu", 99.9, 99.9, 96.0)


if __name__ == "__main__":
    tap.main(globals())
