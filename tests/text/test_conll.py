# SPDX-License-Identifier: Apache-2.0
"""The measures of bench/conll.py on cases counted by hand."""
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


def sentence(*words, name=None):
    """A word is "form tag head label", or "1-2 form" for the token of the words that follow; tags may be left out."""
    rows, number = ([f"# sent_id = {name}"] if name else []), 0
    for word in words:
        parts = word.split()
        if "-" in parts[0] and parts[0][0].isdigit() and len(parts) == 2:
            rows.append(f"{parts[0]}\t{parts[1]}" + "\t_" * 8)
            continue
        number += 1
        form, tag, head, label, misc = (parts + ["X", "0" if number == 1 else "1", "root" if number == 1 else "dep",
                                                 "_"][len(parts) - 1:])[:5]
        rows.append("\t".join([str(number), form, form.lower(), tag, tag, "_", head, label, "_", misc]))
    return "\n".join(rows) + "\n\n"


def load(*sentences, name="file"):
    return conll.File(name, "".join(sentences).splitlines(keepends=True))


def f1(gold, system, entities=None):
    return {name: round(100 * s["f1"], 2) for name, s in conll.evaluate(gold, system, entities).items()}


def counts(gold, system, measure):
    s = conll.evaluate(gold, system)[measure]
    return s["right"], s["gold"], s["system"]


def test_a_file_agrees_with_itself():
    gold = sentence("1-2 Don't", "Do AUX 3 aux", "n't PART 3 advmod", "go VERB 0 root", ". PUNCT 3 punct")
    assert set(f1(load(gold), load(gold)).values()) == {100.0}


def test_words_cut_otherwise_count_once_in_precision_and_once_in_recall():
    gold = load(sentence("well", "-", "known", "man"))
    system = load(sentence("well-known", "man"))
    assert counts(gold, system, "Words") == (1, 4, 2)
    assert counts(gold, system, "Tokens") == (1, 4, 2)
    assert counts(gold, system, "Sentences") == (1, 1, 1)


def test_tokens_shifted_by_a_character():
    gold, system = load(sentence("ab", "cd", "ef")), load(sentence("a", "bc", "d", "ef"))
    assert counts(gold, system, "Tokens") == (1, 3, 4)
    assert counts(gold, system, "Words") == (1, 3, 4)


def test_multi_word_tokens_align_within_their_range():
    gold = load(sentence("1-2 cannot", "can", "not", "go"))
    single = load(sentence("can", "not", "go"))
    assert counts(gold, single, "Words") == (3, 3, 3)
    assert counts(gold, single, "Tokens") == (1, 2, 3)
    whole = load(sentence("cannot", "go"))
    assert counts(gold, whole, "Words") == (1, 3, 2)
    assert counts(gold, whole, "Tokens") == (2, 2, 2)
    other = load(sentence("1-2 cannot", "ca", "nnot", "go"))
    assert counts(gold, other, "Words") == (1, 3, 3)
    # forms need not be parts of the token; case does not count
    assert counts(load(sentence("1-2 du", "de", "le")), load(sentence("1-2 du", "De", "la")), "Words") == (1, 2, 2)


def test_heads_and_labels():
    gold = load(sentence("He PRON 2 nsubj", "saw VERB 0 root", "it PRON 2 obj", "today NOUN 2 obl:tmod"))
    assert counts(gold, load(sentence("He PRON 2 nsubj", "saw VERB 0 root", "it PRON 2 iobj", "today NOUN 2 obl")),
                  "LAS") == (3, 4, 4)
    system = load(sentence("He PRON 2 nsubj", "saw VERB 0 root", "it PRON 1 obj", "today NOUN 3 obl"))
    assert counts(gold, system, "UAS") == (2, 4, 4)
    assert counts(gold, system, "LAS") == (2, 4, 4)
    # a root that is none in the gold tree, and the reverse
    system = load(sentence("He PRON 0 root", "saw VERB 1 dep", "it PRON 2 obj", "today NOUN 2 obl"))
    assert counts(gold, system, "UAS") == (2, 4, 4)


def test_a_head_that_is_no_word_of_the_gold_file_is_wrong():
    gold = load(sentence("ice NOUN 2 compound", "box NOUN 0 root", "here ADV 2 advmod"))
    system = load(sentence("icebox NOUN 0 root", "here ADV 1 advmod"))
    assert counts(gold, system, "Words") == (1, 3, 2)
    assert counts(gold, system, "UAS") == (0, 3, 2)


def test_sentences_cut_otherwise():
    gold, system = load(sentence("a", "b"), sentence("c", "d")), load(sentence("a", "b", "c", "d"))
    assert counts(gold, system, "Sentences") == (0, 2, 1)
    assert counts(gold, system, "UAS") == (2, 4, 4)  # c is a root in the one file only; d hangs on c there, on a here
    gold = load(sentence("a", "b"), sentence("c", "d"), sentence("e"))
    system = load(sentence("a"), sentence("b"), sentence("c", "d"), sentence("e"))
    assert counts(gold, system, "Sentences") == (2, 3, 4)


def test_lemmas_that_are_not_given_are_right():
    gold = load("1\tSaw\t_\tX\tX\t_\t0\troot\t_\t_\n\n")
    assert counts(gold, load(sentence("Saw")), "Lemmas") == (1, 1, 1)


def test_entities_need_span_and_type():
    gold = load(sentence("Ann X 0 root NER=B-PER", "Lee X 1 flat NER=I-PER", "left X 1 dep NER=O",
                         "Rome X 1 dep NER=B-LOC"))
    system = load(sentence("Ann X 0 root NER=B-PER", "Lee X 1 flat NER=O", "left X 1 dep NER=O",
                           "Rome X 1 dep NER=B-LOC"))
    result = conll.evaluate(gold, system)
    assert (result["Entities"]["right"], result["Entities"]["gold"], result["Entities"]["system"]) == (1, 2, 2)
    assert result["PER"]["right"] == 0 and result["LOC"]["right"] == 1
    other = load(sentence("Ann X 0 root NER=B-ORG", "Lee X 1 flat NER=I-ORG", "left", "Rome"))
    assert conll.evaluate(gold, other)["Boundaries"]["right"] == 1
    # found whatever the words are: here the name is one word
    whole = load(sentence("AnnLee X 0 root NER=I-PER", "left", "Rome X 1 dep NER=B-LOC"))
    assert f1(gold, whole)["Entities"] == 100.0


def test_entities_from_a_file():
    gold = load(sentence("Ann", "left", name="s-1"), sentence("1-2 Rome's", "Rome", "'s", "streets", name="s-2"))
    text = "# sent_id = s-2\n1\tRome\tB-LOC\t-\t-\n2\t's\tO\t-\t-\n3\tstreets\tB-OTH\t-\t-\n\n" \
           "# sent_id = s-1\n1\tAnn\tB-PER\t-\t-\n2\tleft\tO\t-\t-\n\n# sent_id = s-9\n1\tx\tO\t-\t-\n"
    with tempfile.NamedTemporaryFile("w", suffix=".iob2") as file:
        file.write(text)
        file.flush()
        found, lost = conll.entities_of(file.name, gold)
    assert found == {(0, 3, "PER"), (7, 11, "LOC")}, found
    assert lost == 1
    system = load(sentence("Ann X 0 root NER=B-PER", "left", "Rome X 1 dep NER=B-LOC", "'s", "streets"))
    assert f1(gold, system, found)["Entities"] == 100.0


def test_raw_text():
    gold = ("# newdoc id = a\n# newpar\n" + sentence("1-2 Don't", "Do", "n't", "go X 1 dep SpaceAfter=No", ". X 1 punct")
            + sentence("Stay") + "# newpar\n" + sentence("Why X 0 root SpaceAfter=No", "? X 1 punct SpaceAfter=No")
            + "# newdoc id = b\n# newpar\n" + sentence("End"))
    assert conll.raw_text(gold.splitlines(keepends=True)) == "Don't go. Stay\n\nWhy?\n\nEnd\n"


def test_broken_files_are_refused():
    row = "1\ta\ta\tX\tX\t_\t0\troot\t_\t_\n"
    for text in (row.replace("\t_\n", "\n"), row.replace("1", "2", 1), row.replace("\t0\t", "\t5\t"),
                 row.replace("\t0\t", "\t1\t"), row.replace("\ta\ta", "\t \ta"), "1-2\tab" + "\t_" * 8 + "\n" + row):
        try:
            load(text + "\n")
        except conll.BadFile as error:
            assert "file, line" in str(error)
        else:
            assert False, text
    try:
        conll.evaluate(load(sentence("ab")), load(sentence("ac")))
    except conll.BadFile as error:
        assert "character 1" in str(error)
    else:
        assert False


def test_the_program_prints_a_table():
    gold = TREEBANKS / "en_ewt-ud-dev.conllu"
    if not gold.exists():
        raise tap.Skip("../shared is not here")
    done = subprocess.run([sys.executable, str(ROOT / "bench/conll.py"), str(gold), str(gold)], capture_output=True,
                          text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 9 and all("100.00 | 100.00 | 100.00" in line for line in lines[1:]), done.stdout


if __name__ == "__main__":
    tap.main(globals())
