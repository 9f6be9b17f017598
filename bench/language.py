# SPDX-License-Identifier: Apache-2.0
"""onus parse beside link-grammar and wink-nlp: words a second and memory on the same text in the same run, on one core;
and how right it is on treebanks.

usage: language.py [--model FILE] [--npm FOLDER] [--runs N] [--megabytes N] [speed|accuracy] [BUILD_DIR]

speed: needs a text, ../shared/data/corpus, else examples/ again and again. link-grammar is Debian's link-parser; wink-nlp
and wink-eng-lite-web-model are taken from node_modules in the project, in --npm, or where NODE_PATH says; what is not
there is left out and said so. Each program gets the same sentences, one a line, and is timed from start to end, minus
what it takes for one sentence (its start). Words are those that onus parse counts, for all programs alike. Runs alternate;
medians. Seconds are processor seconds of the program and its children, which a busy machine does not change; by the wall
clock they are longer where others run. link-grammar, being slow, gets the first sentences of the text only.

accuracy: needs ../shared/data/treebank; given words and sentences, and raw text. conll.py says what the figures mean.
"""
import argparse
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

import conll
from measure import ROOT, SHARED, Run, machine, median, table

LINK_SENTENCES = 150
TREEBANKS = [("EWT dev", "en_ewt-ud-dev", "en_ewt-ud-dev.iob2"), ("EWT test", "en_ewt-ud-test", None),
             ("GUM test", "en_gum_open-ud-test", None)]


class Program:
    """A program: how to run it on a file of sentences, and with which environment."""

    def __init__(self, name, what, command, env=None, sentences=None, stdin=False):
        self.name, self.what, self.command, self.sentences, self.stdin = name, what, command, sentences, stdin
        self.env = {**os.environ, **(env or {})}
        self.seconds, self.start, self.peak, self.words = [], [], 0, 0

    def full(self, path):
        command = self.command if self.stdin else [*self.command, str(path)]
        core = str(min(os.sched_getaffinity(0)))
        return ["taskset", "-c", core, *command] if shutil.which("taskset") else command

    def run(self, path):
        """Processor seconds of one run."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(path, "rb") as text:
            done = subprocess.run(self.full(path), stdin=text if self.stdin else subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=self.env, check=False)
        if done.returncode:
            sys.exit(f"language.py: {self.name}: exit {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def watch(self, path):
        with open(path, "rb") as text:
            self.peak = Run(self.full(path), stdin=text if self.stdin else subprocess.DEVNULL, env=self.env).peak


def npm_folder(options):
    places = [options.npm, ROOT / "node_modules", *os.environ.get("NODE_PATH", "").split(os.pathsep)]
    for place in places:
        if place and all((pathlib.Path(place) / p).is_dir() for p in ("wink-nlp", "wink-eng-lite-web-model")):
            return str(place)
    return None


def programs(options, onus):
    found = [Program("onus parse", "words, tags, lemmas, trees, names", onus),
             Program("onus parse --kernel plain", "the same, plain C", [*onus, "--kernel", "plain"])]
    if shutil.which("link-parser"):
        # No pictures: parsing is timed. A sentence that takes five seconds is given up.
        found.append(Program("link-grammar", "trees", ["link-parser", "en", "--quiet", "-graphics=0", "-limit=100",
                                                       "-timeout=5"], sentences=LINK_SENTENCES, stdin=True))
    else:
        print("link-parser is not here: link-grammar is left out", file=sys.stderr)
    npm = npm_folder(options)
    if npm and shutil.which("node"):
        found.append(Program("wink-nlp", "words, tags", ["node", str(ROOT / "bench/wink.js")], env={"NODE_PATH": npm}))
    else:
        print("node with wink-nlp and wink-eng-lite-web-model is not here: wink-nlp is left out", file=sys.stderr)
    return found


def sentences_of(onus, megabytes):
    """Sentences of the corpus with their numbers of words, as many as the megabytes hold."""
    corpus = SHARED / "data/corpus/state-gov/txt"
    paths = sorted(corpus.iterdir()) if corpus.is_dir() else sorted((ROOT / "examples").glob("*.txt"))
    found, size = [], 0
    done = subprocess.run([*onus, *map(str, paths)], capture_output=True, check=True)
    for block in done.stdout.decode().split("\n\n"):
        text = re.search(r"^# text = (.*)$", block, re.M)
        if text:
            found.append((text[1], len(re.findall(r"^\d+\t", block, re.M))))
    chosen, at = [], 0
    while size < megabytes * 1e6:
        chosen.append(found[at % len(found)])
        size += len(chosen[-1][0].encode()) + 1
        at += 1
    return chosen


def speed(options, onus):
    sentences = sentences_of(onus, options.megabytes)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        def write(name, chosen):
            path = pathlib.Path(folder) / name
            path.write_text("\n\n".join(s for s, _ in chosen) + "\n", encoding="utf-8")
            return path
        one = write("one.txt", [("He was released.", 4)])
        all_of = programs(options, onus)
        texts = {p: write(f"{i}.txt", sentences[:p.sentences]) for i, p in enumerate(all_of)}
        for p in all_of:
            p.words = sum(n for _, n in sentences[:p.sentences])
        for _ in range(options.runs):
            for p in all_of:
                p.start.append(p.run(one))
                p.seconds.append(p.run(texts[p]))
        for p in all_of:
            p.watch(texts[p])
            took = max(median(p.seconds) - median(p.start), 1e-3)
            rows.append([p.name, p.what, p.words, f"{p.words / took:,.0f}", f"{1000 * median(p.start):.0f} ms",
                         f"{p.peak / 1024:.0f} MB"])
    print(f"{machine()}; one core, medians of {options.runs} alternating runs, processor seconds\n")
    table(rows, ["program", "gives", "words", "words/s", "start", "peak memory"])


def measured(gold, system, entities):
    try:
        gold_entities, _ = conll.entities_of(entities, gold) if entities else (None, 0)
        return conll.evaluate(gold, system, gold_entities)
    except conll.BadFile as why:
        sys.exit(f"language.py: {why}")


def accuracy(onus):
    folder = SHARED / "data/treebank"
    if not folder.is_dir():
        sys.exit("language.py: ../shared/data/treebank is not here; nothing measured")
    rows = []
    for name, stem, iob2 in TREEBANKS:
        path = folder / f"{stem}.conllu"
        gold = conll.read(str(path))
        entities = str(SHARED / "data/ner" / iob2) if iob2 else None
        with open(path, encoding="utf-8") as lines:
            raw = conll.raw_text(lines).encode()
        for kind, arguments, text in (("given words", ["--input", "conllu", str(path)], b""), ("raw text", ["-"], raw)):
            done = subprocess.run([*onus, *arguments], input=text, capture_output=True, check=False)
            if done.returncode:
                sys.exit(f"language.py: {name}: {done.stderr.decode(errors='replace')[-500:]}")
            m = measured(gold, conll.File("onus parse", done.stdout.decode().splitlines()), entities)
            rows.append([name, kind] + [f"{100 * m[k]['f1']:.2f}" if k in m else ""
                                        for k in ("Words", "Sentences", "UPOS", "Lemmas", "UAS", "LAS", "Entities")])
    table(rows, ["treebank", "from", "words", "sentences", "UPOS", "lemmas", "UAS", "LAS", "entities"])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--model", help="the language model; otherwise the one that onus finds")
    p.add_argument("--npm", help="a folder with wink-nlp and wink-eng-lite-web-model")
    p.add_argument("--runs", type=int, default=5)
    p.add_argument("--megabytes", type=float, default=2.0, help="of text")
    p.add_argument("what", nargs="?", choices=("speed", "accuracy"), help="both, if neither is named")
    p.add_argument("build", nargs="?", default=str(ROOT / "build"))
    options = p.parse_args()
    onus = [str(pathlib.Path(options.build).resolve() / "onus"), "parse"]
    if options.model:
        onus += ["--model", options.model]
    if options.what in (None, "speed"):
        speed(options, [*onus, "--jobs", "1"])
    if options.what in (None, "accuracy"):
        if options.what is None:
            print()
        accuracy(onus)


if __name__ == "__main__":
    main()
