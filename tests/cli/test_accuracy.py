# SPDX-License-Identifier: Apache-2.0
"""How right the trained model is, through onus parse: floors a little below what was measured (docs/measured.md), so that a
change of the engine, the words or the model that costs accuracy is seen. The bars themselves are in docs/measured.md."""
import sys

from onus_cli import ROOT, Folder, built_model, tap

sys.path.insert(0, str(ROOT / "bench"))
import conll  # noqa: E402

SHARED = ROOT.parent / "shared/data"
GIVEN = {"en_ewt-ud-dev": {"UPOS": 95.9, "XPOS": 95.0, "UAS": 89.5, "LAS": 86.8, "Lemmas": 97.0},
         "en_ewt-ud-test": {"UPOS": 96.0, "XPOS": 95.0, "UAS": 89.7, "LAS": 87.3, "Lemmas": 97.0},
         "en_gum_open-ud-test": {"UPOS": 97.3, "XPOS": 97.0, "UAS": 89.8, "LAS": 87.4, "Lemmas": 98.0}}
RAW = {"Words": 98.5, "Sentences": 75.0, "LAS": 82.0}
ENTITIES = 72.0


def needed(path):
    if not built_model():
        raise tap.Skip("there is no language model in models/en")
    if not path.exists():
        raise tap.Skip("../shared is not beside the project")
    return path


def parse(folder, *args):
    r = folder.run("parse", "--model", built_model(), *args, timeout=300)
    assert r.code == 0, r
    out = folder.path / "out.conllu"
    out.write_text(r.out, encoding="utf-8")
    return conll.read(out)


def hold(found, floors, what):
    low = {name: (round(100 * found[name]["f1"], 2), floor) for name, floor in floors.items()
           if 100 * found[name]["f1"] < floor}
    assert not low, f"{what}: (measured, floor) {low}"


def test_given_words():
    for name, floors in GIVEN.items():
        gold = needed(SHARED / f"treebank/{name}.conllu")
        with Folder() as f:
            hold(conll.evaluate(conll.read(gold), parse(f, "--input", "conllu", gold)), floors, name)


def test_raw_text():
    gold = conll.read(needed(SHARED / "treebank/en_ewt-ud-test.conllu"))
    with Folder() as f:
        text = f.path / "raw.txt"
        text.write_text(conll.raw_text((SHARED / "treebank/en_ewt-ud-test.conllu").read_text(encoding="utf-8").splitlines()),
                        encoding="utf-8")
        hold(conll.evaluate(gold, parse(f, text)), RAW, "EWT test from raw text")


def test_names():
    gold = needed(SHARED / "treebank/en_ewt-ud-dev.conllu")
    with Folder() as f:
        read = conll.read(gold)
        there, _ = conll.entities_of(needed(SHARED / "ner/en_ewt-ud-dev.iob2"), read)
        found = conll.evaluate(read, parse(f, "--input", "conllu", gold), there)
        hold(found, {"Entities": ENTITIES}, "EWT dev")


if __name__ == "__main__":
    tap.main(globals())
