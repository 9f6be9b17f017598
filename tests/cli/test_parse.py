# SPDX-License-Identifier: Apache-2.0
"""onus parse: valid trees for any input, offsets that lead back to the text, given sentences kept, the same bytes however
it is computed, and broken input refused with line and reason.

A model of random numbers serves for what must hold whatever the model says; the trained one, where it is there, for what
a reader of the output relies on.
"""
import atexit
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import tempfile
import time

from onus_cli import BUILD, ONUS, ROOT, Folder, built_model, environment, harmless, spawn, tap

REST = "\t_\t_\t_\t_\t_\t_\t_\t_\n"
TREEBANK = ROOT.parent / "shared/data/treebank/en_ewt-ud-dev.conllu"
_random = None


def random_model():
    global _random  # pylint: disable=global-statement
    if not _random:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="onus-cli-model-"))
        atexit.register(shutil.rmtree, folder, True)
        _random = folder / "random.onuslang"
        subprocess.run([BUILD / "tests/cli/make_model", _random, folder], check=True, timeout=60)
    return _random


def parse(folder, *args, code=0, model=None, **more):
    r = folder.run("parse", "--model", model or random_model(), *args, **more)
    assert r.code == code, f"onus parse {args}: wanted exit {code}: {r}"
    return r


def trained():
    if not built_model():
        raise tap.Skip("there is no language model in models/en")
    return built_model()


class Sentence:
    def __init__(self, block):
        lines = block.split("\n")
        self.comments = [line for line in lines if line.startswith("#")]
        self.rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        self.words = [row for row in self.rows if row[0].isdigit()]
        self.heads = [int(row[6]) for row in self.words]

    def comment(self, key):
        return next((c.split(" = ", 1)[1] for c in self.comments if c.startswith(f"# {key} = ")), None)

    def check(self):
        """Ten columns, numbers in order, one tree with one root."""
        assert all(len(row) == 10 and all(row) for row in self.rows), self.rows
        assert [int(row[0]) for row in self.words] == list(range(1, len(self.words) + 1))
        assert self.heads.count(0) == 1, self.heads
        done = {0}
        for at in range(1, len(self.words) + 1):
            path = []
            while at not in done:
                assert at not in path, f"a cycle at {at}: {self.heads}"
                path.append(at)
                at = self.heads[at - 1]
            done.update(path)

    def spans(self):
        return [tuple(map(int, re.search(r"Offset=(\d+):(\d+)", row[9]).groups())) for row in self.rows]

    def below(self, word, top):
        """Does word (from 1) hang on `top`, by any number of steps?"""
        while word and word != top:
            word = self.heads[word - 1]
        return word == top

    def find(self, form, after=0):
        return next(i for i, row in enumerate(self.words, 1) if row[1] == form and i > after)


def sentences(text):
    assert text.endswith("\n\n"), text[-50:]
    found = [Sentence(block) for block in text.split("\n\n") if block]
    for s in found:
        s.check()
    return found


def check_offsets(data, text):
    """Each word's form is what stands at its offset, and every character that is no white space is in a word."""
    covered = 0
    for s in sentences(text):
        end = 0
        for row, (start, stop) in zip(s.rows, s.spans()):
            assert data[start:stop].decode() == row[1], row
            if row[0].isdigit():
                assert not data[covered:start].strip(), data[covered:start]
                covered = stop
            spaced = data[stop:stop + 1].isspace() or stop == len(data)
            inside = row[0].isdigit() and int(row[0]) < end
            if "-" in row[0]:
                end = int(row[0].split("-")[1])
            if not inside:
                assert ("SpaceAfter=No" in row[9]) == (not spaced), row
    assert not data[covered:].strip(), data[covered:]


# ---- documents ----

def test_a_document():
    with Folder() as f:
        f.write("a.txt", "Statement\n\nThey don't know. The court cannot  wait, “it said”.\n")
        r = parse(f, "a.txt")
        check_offsets((f.path / "a.txt").read_bytes(), r.out)
        all_of = sentences(r.out)
        assert all_of[0].comments[0] == "# newdoc id = a.txt" and all_of[0].comments[1] == "# newpar"
        assert [s.comment("sent_id") for s in all_of] == [f"1-{i + 1}" for i in range(len(all_of))]
        assert all_of[-1].comment("text") == "The court cannot wait, “it said”."
        assert ["2-3", "don't"] == all_of[-2].rows[1][:2] and all_of[-2].rows[2][1:2] == ["do"]
        assert re.search(r"^# onus_block = (title|heading)$", r.out, re.M), r


def test_examples_and_their_offsets():
    texts = sorted((ROOT / "examples").glob("*.txt"))
    with Folder() as f:
        f.examples()
        for path in texts:
            check_offsets(path.read_bytes(), parse(f, f"examples/{path.name}").out)
        r = parse(f, "examples")
        assert r.out.count("# newdoc id = ") == len(list((ROOT / "examples").iterdir())), r
        ids = re.findall(r"^# sent_id = (.*)$", r.out, re.M)
        assert len(ids) == len(set(ids)) > 100
        sentences(r.out)


def test_standard_input():
    with Folder() as f:
        text = "Valdane called on Karsovia to release Mirena Taskova.\n"
        r = parse(f, stdin=text.encode())
        assert r.out.startswith("# newdoc\n# newpar\n# sent_id = 1-1\n# text = " + text), r
        assert parse(f, "-", stdin=text.encode()).out == r.out
        f.write("a.txt", text)
        assert parse(f, "a.txt").out.replace(" id = a.txt", "") == r.out
        assert "empty" in parse(f, "-", stdin=b"", code=3).err


def test_on_a_terminal_nothing_is_read_without_being_asked_and_nothing_hidden_is_shown():
    with Folder() as f:
        f.write("a.txt", "A \u202ereversed\u202c word\u2066.\n")
        try:
            master, slave = pty.openpty()
        except OSError as why:
            raise tap.Skip(f"no terminal to be had here: {why}") from None
        done = subprocess.run([ONUS, "parse", "--model", random_model()], stdin=slave, capture_output=True, timeout=60,
                              env=environment(), check=False)
        assert done.returncode == 2 and b"standard input" in done.stderr, done
        with subprocess.Popen([ONUS, "parse", "--model", random_model(), "a.txt"], cwd=f.path, stdout=slave,
                              stderr=subprocess.DEVNULL, env=environment()) as p:
            os.close(slave)
            seen = b""
            try:
                while data := os.read(master, 65536):
                    seen += data
            except OSError:
                pass
            p.wait(timeout=60)
        os.close(master)
        assert b"reversed" in seen and b"<U+202E>" in seen
        harmless(seen.replace(b"\r", b""), "terminal")


def test_html_and_markdown():
    with Folder() as f:
        f.write("a.html", "<!DOCTYPE html><html><head><title>T</title></head><body><main><h1>Free her</h1><p>The court "
                          "must act &amp; soon.</p><p>It said:</p><ul><li>Release her.</li></ul></main></body></html>")
        f.write("b.md", "# Free *her*\n\nThe court **must** act.\n\n- Release her.\n")
        r = parse(f, "a.html", "b.md")
        texts = [s.comment("text") for s in sentences(r.out)]
        assert "The court must act & soon." in texts and "The court must act." in texts, texts
        assert texts.count("Release her.") == 2 and "Free her" in texts, texts
        assert [s.comment("sent_id")[0] for s in sentences(r.out)].count("2") == 3


def test_probabilities():
    with Folder() as f:
        f.write("a.txt", "They don't know what it is.\n")
        plain, more = parse(f, "a.txt").out, parse(f, "--probabilities", "a.txt").out
        assert re.sub(r"P(Arc|Deprel|Ner|Upos)=[01]\.\d{4}\|", "", more) == plain
        for row in sentences(more)[0].words:
            p = dict(part.split("=") for part in row[9].split("|"))
            assert all(0 <= float(p[k]) <= 1 for k in ("PArc", "PDeprel", "PNer", "PUpos")), row


def test_text_that_is_hard_to_read():
    with Folder() as f:
        for name, text in {
                "one": "Go", "vowels": "Mr Brr pst tsk hmm nth", "emoji": "😀 👩‍👩‍👧 🇫🇷 !!! ☃",
                "scripts": "Права человека. 人权观察。حقوق الإنسان שלום ไทย क्षि", "controls": "A\x01B \x7f \x85 c\x1b[31m.",
                "marks": "... --- ??? \"\" '' `` “ ” ( ) [", "long": "x" * 300000, "nbsp": "a\u00a0b\u2003c\u200bd\ufeff",
                "tabs": "a\tb\tc\n\td", "combining": "e\u0301a\u0308 " * 50, "words": "word " * 20000, "dashes": "a-b-c-" * 5000,
                "quotes": "“a “b “c” d” e” " * 400, "brackets": "(" * 3000 + ")" * 3000}.items():
            f.write(f"{name}.txt", text + "\n")
            r = parse(f, "--probabilities", f"{name}.txt")
            found = sentences(r.out)
            harmless(re.sub("[\u200b-\u200f\ufeff]", "", r.out.replace("\t", " ")), name)
            data = (text + "\n").encode()
            for s in found:
                for row, (start, stop) in zip(s.rows, s.spans()):
                    raw = data[start:stop].decode()
                    assert re.sub("[\x00-\x1f\x7f-\x9f]", "\ufffd", raw) == row[1], (name, row)
        assert "# onus_cut = yes" in parse(f, "words.txt").out


def test_lists_that_complete_their_lead_are_one_sentence():
    with Folder() as f:
        f.write("a.txt", "The council met. Rights Meridian urged Valdane to press Karsovia, among other steps, to:\n\n"
                         "• Allow visits to the camp. They have been refused;\n\n1. Release the poet; and\n\n• Reverse it.\n\n"
                         "The report says three things:\n\n• He was held.\n\n• She was fined.\n\n• They left.\n")
        r = parse(f, "a.txt")
        check_offsets((f.path / "a.txt").read_bytes(), r.out)
        found = sentences(r.out)
        s = next(x for x in found if x.comment("onus_items"))
        assert s.comment("onus_items") == "3" and s.comment("text").startswith("Rights Meridian urged"), s.comments
        items = [i for i, row in enumerate(s.words, 1) if "NewPar=Yes" in row[9]]
        assert [s.words[i - 1][1] for i in items] == ["•", "1", "•"], items
        # One word of the lead, or of the first item where that one is the root, has all of the list below it.
        lead = items[0] - 1
        first = {i for i in range(items[0], items[1])}
        tops = [i for i in range(items[1], len(s.words) + 1) if s.heads[i - 1] < items[1]]
        assert tops and all(s.heads[i - 1] in first for i in tops), (tops, s.heads)
        assert sum(s.heads[i - 1] <= lead for i in first) == 1, s.heads
        assert any(x.comment("text") == "She was fined." or x.comment("text") == "• She was fined." for x in found)
        assert sum(bool(x.comment("onus_items")) for x in found) == 1


def test_a_long_list():
    with Folder() as f:
        f.write("a.txt", "They asked him to:\n\n" + "".join(f"- free prisoner {i};\n\n" for i in range(2000)))
        r = parse(f, "a.txt", timeout=60)
        check_offsets((f.path / "a.txt").read_bytes(), r.out)


# ---- the same bytes ----

def kernels(folder):
    done = [k for k in ("plain", "avx2", "avx512vnni") if folder.run("parse", "--model", random_model(), "--kernel", k,
                                                                    stdin=b"Go.\n").code == 0]
    assert "plain" in done
    return done


def test_the_same_bytes_however_it_is_computed():
    model = built_model() or random_model()
    with Folder() as f:
        f.examples()
        wanted = parse(f, "--probabilities", "examples", model=model).out
        for k in kernels(f):
            for batch in ("1", "64", "5000"):
                got = parse(f, "--probabilities", "--kernel", k, "--batch", batch, "examples", model=model).out
                assert got == wanted, (k, batch)
        for jobs in ("1", "2", "7"):
            assert parse(f, "--probabilities", "--jobs", jobs, "examples", model=model).out == wanted, jobs
        conllu = f.write("all.conllu", wanted)
        once = parse(f, "--input", "conllu", conllu, model=model).out
        for k in kernels(f):
            assert parse(f, "--input", "conllu", "--kernel", k, "--batch", "7", conllu, model=model).out == once, k
        assert parse(f, "--input", "conllu", f.write("again.conllu", once), model=model).out == once


def test_several_files_come_out_in_order():
    with Folder() as f:
        names = [f"{i:03}.txt" for i in range(40)]
        for i, name in enumerate(names):
            f.write(name, f"Number {i} of many. " * (1 + 3000 * (i % 7 == 0)) + "\n")
        r = parse(f, "--jobs", "4", *names)
        assert re.findall(r"^# newdoc id = (.*)$", r.out, re.M) == names


def test_a_long_text_takes_little_memory():
    if b"__asan_init" in ONUS.read_bytes():
        raise tap.Skip("a sanitizer's memory is its own")
    with Folder() as f:
        paragraph = "The council urged Valdane to release the poet, who had been held since May without a charge. " * 8
        f.write("long.txt", (paragraph + "\n\n") * 7200)
        assert (f.path / "long.txt").stat().st_size > 5 << 20
        peak = 0
        with spawn(f, "parse", "--model", str(random_model()), "long.txt", stdout=subprocess.DEVNULL) as p:
            # The highest mark of the program's memory; what wait4 tells counts this program's before the exec as well.
            while p.poll() is None:
                try:
                    status = pathlib.Path(f"/proc/{p.pid}/status").read_text(encoding="ascii")
                except OSError:
                    continue
                name, mark = re.search(r"^Name:\t(.*)", status)[1], re.search(r"^VmHWM:\s*(\d+)", status, re.M)
                if mark and name == "onus":
                    peak = max(peak, int(mark[1]))
                time.sleep(0.02)
        assert p.returncode == 0 and 0 < peak < 48 << 10, f"{peak} KiB"


# ---- mistakes ----

def test_models_that_are_none():
    with Folder() as f:
        f.write("a.txt", "Go.\n")
        r = parse(f, "a.txt", model="nowhere.onuslang", code=4)
        assert "nowhere.onuslang" in r.err and not r.out, r
        good = random_model().read_bytes()
        for name, data, word in (("cut", good[:-100], "cut"), ("foreign", b"%PDF-1.7\n" * 100, "model"),
                                 ("empty", b"", "model"), ("changed", good[:5000] + b"\xff" + good[5001:], "")):
            f.write(name, data)
            r = parse(f, "a.txt", model=f.path / name, code=3)
            assert name in r.err and word in r.err and not r.out, r
        r = parse(f, "a.txt", model=f.path, code=3)
        doctor = f.run("doctor", "--model", f.path / "cut")
        assert doctor.code != 0 and "cut" in doctor.out, doctor
        doctor = json.loads(f.run("doctor", "--format", "json", "--model", random_model()).out)
        assert doctor["model"]["name"] == "random" and doctor["model"]["trouble"] is None, doctor
        assert doctor["model"]["kernel"] in kernels(f), doctor


def test_options_that_are_wrong():
    with Folder() as f:
        f.write("a.txt", "Go.\n")
        for args in (("--kernel", "abacus"), ("--batch", "0"), ("--batch", "x"), ("--jobs", "0"), ("--input", "xml")):
            assert args[1] in parse(f, *args, "a.txt", code=2).err, args
        assert parse(f, "missing.txt", code=3).err.count("missing.txt") == 1
        r = parse(f, "a.txt", "missing.txt", code=1)
        assert r.out.startswith("# newdoc id = a.txt"), r


# ---- given sentences ----

GIVEN = """# newdoc id = d1
# global.columns = x
# sent_id = a-1
# text = Don't go, Mr. Xi!
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\tX=1
1\tDo\tdo\tAUX\tVBP\tMood=Imp\t3\taux\t3:aux\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t3:advmod\t_
3\tgo\tgo\tVERB\tVB\t_\t0\troot\t0:root\tSpaceAfter=No|NER=B-LOC|Y=2
3.1\tgone\tgo\tVERB\tVB\t_\t_\t_\t0:root\tCopyOf=3
4\t,\t,\tPUNCT\t,\t_\t3\tpunct\t3:punct\t_
5\tMr. Xi\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
6\t!\t!\tPUNCT\t.\t_\t3\tpunct\t3:punct\tNER=O

# a comment of its own
# sent_id = a-2
1\tStop\t_\t_\t_\t_\t_\t_\t_\t_

"""


def test_what_is_given_is_kept():
    with Folder() as f:
        f.write("a.conllu", GIVEN)
        out = parse(f, "--input", "conllu", "a.conllu").out
        assert out.count("\n") == GIVEN.count("\n")
        for old, new in zip(GIVEN.split("\n"), out.split("\n")):
            if "\t" not in old or not old.split("\t")[0].isdigit():
                assert old == new
                continue
            o, n = old.split("\t"), new.split("\t")
            assert o[:2] == n[:2] and n[5] == n[8] == "_", new
            given = [part for part in o[9].split("|") if part != "_" and not part.startswith("NER=")]
            assert n[9].split("|")[:-1] == given and re.fullmatch("NER=(O|[BI]-(PER|ORG|LOC))", n[9].split("|")[-1]), new
        sentences(out)
        more = parse(f, "--input", "conllu", "--probabilities", "a.conllu").out
        again = parse(f, "--input", "conllu", "--probabilities", f.write("b.conllu", more)).out
        assert more == again and more.count("PArc=") == 7
        assert parse(f, "--input", "conllu", stdin=GIVEN.encode()).out == out


def test_other_line_ends_marks_and_ends_are_taken():
    with Folder() as f:
        wanted = parse(f, "--input", "conllu", f.write("a.conllu", GIVEN)).out
        for name, data in (("crlf", GIVEN.replace("\n", "\r\n").encode()), ("bom", b"\xef\xbb\xbf" + GIVEN.encode()),
                           ("no-empty-line", GIVEN[:-1].encode()), ("no-line-end", GIVEN[:-2].encode()),
                           ("more-empty-lines", b"\n\n" + GIVEN.replace("\n\n", "\n\n\n\n").encode())):
            assert parse(f, "--input", "conllu", f.write(name, data)).out == wanted, name


def test_broken_conllu_is_told_by_line_and_what_came_before_is_kept():
    good = "1\tGo" + REST + "\n"
    bad = {
        "a column is missing": ("1\tGo" + REST[:-3] + "\n", 3), "spaces for tabs": ("1 Go _ _ _ _ _ _ _ _\n", 3),
        "a number is wrong": ("2\tGo" + REST, 3), "a number is there twice": ("1\tGo" + REST + "1\tgo" + REST, 4),
        "numbers are out of order": ("1\tGo" + REST + "3\tGo" + REST + "2\tGo" + REST, 4), "no number": ("x\tGo" + REST, 3),
        "an empty column": ("1\tGo\t\t_\t_\t_\t_\t_\t_\t_\n", 3), "a range is wrong": ("2-1\tGo" + REST, 3),
        "a range ends too late": ("1-3\tGo" + REST + "1\tGo" + REST + "\n", 5),
        "an empty node is wrong": ("1\tGo" + REST + "2.1\tgo" + REST, 4),
        "a head is no number": ("1\tGo\t_\t_\t_\t_\tx\t_\t_\t_\n", 3), "a head is too far": ("1\tGo\t_\t_\t_\t_\t2\t_\t_\t_\n", 3),
        "a cycle": ("1\ta\t_\t_\t_\t_\t2\t_\t_\t_\n2\tb\t_\t_\t_\t_\t1\t_\t_\t_\n", 3),
        "a word on itself": ("1\ta\t_\t_\t_\t_\t1\t_\t_\t_\n", 3), "a control character": ("1\tG\x1b[31mo" + REST, 3),
        "a NUL": ("1\tG\0o" + REST, 3), "not UTF-8": (b"1\tG\xffo" + REST.encode(), 3), "plain text": ("Free the poet.\n", 3),
        "a page": ("<html><p>Go</p></html>\n", 3),
    }
    with Folder() as f:
        before = parse(f, "--input", "conllu", f.write("good.conllu", good)).out
        for name, (lines, line) in bad.items():
            data = good.encode() + (lines if isinstance(lines, bytes) else lines.encode())
            path = f.write("bad.conllu", data).name
            r = parse(f, "--input", "conllu", path, code=3)
            assert f"{path}: line {line}: " in r.err, (name, r)
            assert r.out == before, (name, r)
            harmless(r.err_bytes, name)
        r = parse(f, "--input", "conllu", "bad.conllu", "good.conllu", code=1)
        assert r.out == before * 2, r
        for name, data in (("empty", ""), ("only empty lines", "\n\n\n")):
            assert "no sentence" in parse(f, "--input", "conllu", f.write("none", data), code=3).err, name


def test_a_sentence_of_twenty_thousand_words():
    with Folder() as f:
        f.write("long.conllu", "# sent_id = a\n" + "".join(f"{i}\tword" + REST for i in range(1, 20001)) + "\n1\tGo" + REST)
        r = parse(f, "--input", "conllu", "long.conllu", timeout=60)
        found = sentences(r.out)
        assert len(found[0].words) == 20000 and found[0].comments == ["# sent_id = a", "# onus_cut = yes"]
        f.write("endless.conllu", "".join(f"{i}\tx" + REST for i in range(1, 200000)))
        r = parse(f, "--input", "conllu", "endless.conllu", code=3)
        assert "line 100001" in r.err and "100000 words" in r.err, r


# ---- the trained model ----

def test_the_first_document():
    """Who urged whom to press whom, and every item of the list below "press"."""
    path = ROOT.parent / "shared/gold/dev/macron-xi-visit.txt"
    model = trained()
    if not path.exists():
        raise tap.Skip("../shared is not beside the project")
    with Folder() as f:
        s = next(x for x in sentences(parse(f, path, model=model).out) if x.comment("onus_items"))
    urged, press = s.find("urged"), s.find("press")
    assert s.words[s.find("Watch") - 1][6:8] == [str(urged), "nsubj"] or s.below(s.find("Watch"), urged)
    assert s.words[s.find("Macron") - 1][6:8] == [str(urged), "obj"], s.words[s.find("Macron") - 1]
    assert s.heads[press - 1] == urged and s.heads[s.find("Xi") - 1] == press
    for verb in ("Allow", "release", "Reverse", "Inform"):
        assert s.below(s.find(verb), press), verb
    names = [row[9] for row in s.words if "NER=B-PER" in row[9]]
    assert len(names) >= 9, names  # Macron, Xi, the seven of item two, Meng Hongwei


def test_a_treebank_keeps_its_words():
    model = built_model() or random_model()
    if not TREEBANK.exists():
        raise tap.Skip("../shared is not beside the project")
    with Folder() as f:
        out = parse(f, "--input", "conllu", TREEBANK, model=model).out
    given = TREEBANK.read_text(encoding="utf-8")
    kept = [[line.split("\t")[:2] for line in text.split("\n")] for text in (given, out)]
    assert kept[0] == kept[1]
    sentences(out)


if __name__ == "__main__":
    tap.main(globals())
