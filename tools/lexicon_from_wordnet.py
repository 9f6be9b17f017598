#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes rules/en/lexicon.tsv from WordNet's index.sense (see rules/en/LICENSE-WORDNET).

usage: lexicon_from_wordnet.py DICT_FOLDER > rules/en/lexicon.tsv

A line is a lemma, its counts as noun, verb, adjective and adverb in the sense-tagged texts (one is added to each part of
speech that the word has at all, so that 0 means "never"), and letters for what its commonest noun or verb sense is:
P person, G group, L place, T time, A act, E event; C communication, S social act, M motion. Words of one piece only,
in lower case; names aside; nouns, adjectives and adverbs that were never seen in the tagged texts are left out unless they name persons.
"""
import re, sys

KIND = {"1": 0, "2": 1, "3": 2, "5": 2, "4": 3}
NOUN = {18: "P", 14: "G", 15: "L", 28: "T", 4: "A", 11: "E"}
VERB = {32: "C", 41: "S", 38: "M"}
FILES = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
plain = {}  # words that a synset writes without a capital: names are no business of the lexicon
for file in set(FILES.values()):
    for line in open(f"{sys.argv[1]}/data.{file}", encoding="utf-8"):
        if line.startswith(" "):
            continue
        parts = line.split()
        for k in range(int(parts[3], 16)):
            plain.setdefault((file, parts[0]), set()).add(re.sub(r"\(.*", "", parts[4 + 2 * k]))
words = {}
for line in open(sys.argv[1] + "/index.sense", encoding="utf-8"):
    key, offset, _, count = line.split()
    lemma, rest = key.split("%")
    if lemma not in plain.get((FILES[rest[0]], offset), ()):
        continue
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", lemma) or len(lemma) < 2:
        continue
    kind, file = rest.split(":")[:2]
    entry = words.setdefault(lemma, ([0, 0, 0, 0], {}))
    k = KIND[kind]
    entry[0][k] += int(count) + (1 if entry[0][k] == 0 else 0)
    letter = (NOUN if k == 0 else VERB if k == 1 else {}).get(int(file))
    senses = entry[1].setdefault(k, {})
    senses[letter] = senses.get(letter, 0) + int(count) * 10 + 1
print("# Made by tools/lexicon_from_wordnet.py from WordNet 3.1; see LICENSE-WORDNET. lemma, counts n v a r, senses.")
for lemma in sorted(words):
    counts, senses = words[lemma]
    letters = ""
    for k in (0, 1):
        if k in senses:
            best = max(senses[k], key=lambda x: (senses[k][x], str(x)))
            letters += best or ""
    person = "P" in letters and counts[0] > 0
    if sum(counts) <= 1 and not counts[1] and not person:
        continue
    print(f"{lemma}\t{counts[0]} {counts[1]} {counts[2]} {counts[3]}\t{letters}")
