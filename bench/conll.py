#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well a CoNLL-U file agrees with a gold one whose text is the same, whatever the two take for words and sentences.

usage: conll.py [--entities FILE] [--json] GOLD SYSTEM     F1 of tokens, sentences, words, tags, lemmas, trees, entities
       conll.py text GOLD                                  the raw text of a treebank, to be given to a program

The measures are those of the CoNLL 2018 shared task (Zeman et al. 2018): both files are read as one run of characters
without white space. Tokens and sentences count as right where their character spans are equal. Words are aligned by
span; where one of the files has a multi-word token, its words and the words that the other file has at that place are
aligned by the longest common subsequence of their lower-cased forms. A tag is right where the aligned words' tags are
equal; UAS needs aligned heads, LAS also the label up to its first colon. Entities (NER= in MISC, IOB2) count as right
where span and type are equal; --entities takes gold entities from an IOB2 file (number, form, tag), whose sentences are
found by their sent_id or, without one, by their order; types other than PER, ORG and LOC are left out.

The raw text: the text of tokens with a space between unless SpaceAfter=No; an empty line before a new paragraph or
document.
"""
import argparse
import collections
import json
import re
import sys
import unicodedata

FORM, LEMMA, UPOS, XPOS, HEAD, DEPREL, MISC = 1, 2, 3, 4, 6, 7, 9
TYPES = ("PER", "ORG", "LOC")


class BadFile(Exception):
    pass


def solid(form):
    """A form without white space, as the metric sees it."""
    return "".join(c for c in form if unicodedata.category(c) != "Zs" and not c.isspace())


class Word:
    __slots__ = ("start", "end", "row", "multi", "head", "own")

    def __init__(self, start, end, row, multi, own):
        self.start, self.end, self.row, self.multi = start, end, row, multi
        self.head = None  # Word, or None for the root
        self.own = own    # its own span within a multi-word token where that can be told, else the token's


class File:
    """characters; tokens and sentences as (start, end) of them; words; entities as (start, end, type)."""

    def __init__(self, name, lines):
        self.name = name
        self.characters, self.tokens, self.sentences, self.words, self.entities = "", [], [], [], set()
        self.ids = []  # (sent_id or None, characters' start, end) a sentence
        self.has_entities = False
        pieces = []
        rows, comments, first = [], {}, 1
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\r\n")
            if line.startswith("#") and not rows:
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif line.strip():
                if not rows:
                    first = number
                rows.append(line.split("\t"))
                if len(rows[-1]) != 10:
                    raise BadFile(f"{name}, line {number}: {len(rows[-1])} columns, not 10")
            elif rows:
                self.sentence(rows, first, comments, pieces)
                rows, comments = [], {}
        if rows:
            self.sentence(rows, first, comments, pieces)
        self.characters = "".join(pieces)

    def sentence(self, rows, first, comments, pieces):
        at = begin = self.sentences[-1][1] if self.sentences else 0
        words, multi_end, tags = [], 0, []
        for offset, row in enumerate(rows):
            where = f"{self.name}, line {first + offset}"
            multi = re.fullmatch(r"(\d+)-(\d+)", row[0])
            if re.fullmatch(r"\d+\.\d+", row[0]):
                continue
            if multi:
                low, high = int(multi[1]), int(multi[2])
                if low != len(words) + 1 or high < low or multi_end >= low:
                    raise BadFile(f"{where}: range {row[0]} does not fit")
                form = solid(row[FORM])
                token = (at, at + len(form))
                multi_end = high
                parts = [solid(r[FORM]) for r in rows[offset + 1:] if r[0].isdigit()][:high - low + 1]
                inner = at if "".join(parts) == form else None
            elif row[0].isdigit() and int(row[0]) == len(words) + 1:
                form = solid(row[FORM])
                if not form:
                    raise BadFile(f"{where}: an empty form")
                if len(words) + 1 <= multi_end:
                    own = token
                    if inner is not None:
                        own = (inner, inner + len(form))
                        inner += len(form)
                    words.append(Word(*token, row, True, own))
                    tags.append(row[MISC])
                    continue
                token = (at, at + len(form))
                words.append(Word(*token, row, False, token))
                tags.append(row[MISC])
            else:
                raise BadFile(f"{where}: number {row[0]} does not follow {len(words)}")
            pieces.append(form)
            self.tokens.append(token)
            at = token[1]
        if len(words) < multi_end:
            raise BadFile(f"{self.name}, line {first}: a range without its words")
        for number, word in enumerate(words, 1):
            head = word.row[HEAD]
            if head == "_":
                head = "0"
            if not head.isdigit() or int(head) > len(words):
                raise BadFile(f"{self.name}, line {first}: head {head} of word {number}")
            word.head = words[int(head) - 1] if int(head) else None
        for word in words:
            seen, at_word = 0, word
            while at_word.head is not None:
                at_word = at_word.head
                seen += 1
                if seen > len(words):
                    raise BadFile(f"{self.name}, line {first}: a cycle")
        self.words += words
        self.sentences.append((begin, at))
        self.ids.append((comments.get("sent_id"), begin, at))
        marks = [next((m[4:] for m in misc.split("|") if m.startswith("NER=")), None) for misc in tags]
        if any(m is not None for m in marks):
            self.has_entities = True
        self.entities |= spans([m or "O" for m in marks], [w.own for w in words])


def spans(tags, places):
    """Entities of IOB2 tags; an I without its B begins one."""
    found, open_type, start, end = set(), None, 0, 0
    for tag, place in zip(list(tags) + ["O"], list(places) + [(0, 0)]):
        mark, _, kind = tag.partition("-")
        if kind not in TYPES:
            mark = "O"
        if open_type and (mark != "I" or kind != open_type):
            found.add((start, end, open_type))
            open_type = None
        if mark in ("B", "I") and not open_type:
            open_type, start = kind, place[0]
        end = place[1]
    return found


def entities_of(path, gold):
    """The entities of an IOB2 file as spans of the gold file's characters, and how many sentences were not found."""
    sentences, comments, rows = [], {}, []
    with open(path, encoding="utf-8") as lines:
        for line in list(lines) + ["\n"]:
            line = line.rstrip("\r\n")
            if line.startswith("#") and not rows and "\t" not in line:
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif line.strip():
                rows.append(line.split("\t"))
            elif rows:
                sentences.append((comments.get("sent_id"), rows))
                comments, rows = {}, []
    by_id = {i: (s, e) for i, s, e in gold.ids if i}
    named = any(i in by_id for i, _ in sentences)
    found, lost = set(), 0
    for number, (name, rows) in enumerate(sentences):
        place = by_id.get(name) if named else gold.sentences[number] if number < len(gold.sentences) else None
        forms = [solid(r[1]) for r in rows]
        if not place or "".join(forms) != gold.characters[place[0]:place[1]]:
            lost += 1
            continue
        at, places = place[0], []
        for form in forms:
            places.append((at, at + len(form)))
            at += len(form)
        found |= spans([r[2] for r in rows], places)
    return found, lost


def common(gold, system):
    """Pairs of a longest common subsequence of lower-cased forms."""
    g, s = [w.row[FORM].lower() for w in gold], [w.row[FORM].lower() for w in system]
    best = [[0] * (len(s) + 1) for _ in range(len(g) + 1)]
    for i in reversed(range(len(g))):
        for j in reversed(range(len(s))):
            best[i][j] = max(best[i + 1][j + 1] + 1 if g[i] == s[j] else 0, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(g) and j < len(s):
        if g[i] == s[j]:
            yield gold[i], system[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def past(words, at, end):
    """Does the word at `at` lie behind a run that ends at `end`? One that goes on behind it belongs to what follows."""
    return at >= len(words) or (words[at].start >= end if words[at].multi else words[at].end > end)


def align(gold, system):
    """Pairs of gold and system words, in the order of the text."""
    pairs, g, s = [], 0, 0
    while g < len(gold) and s < len(system):
        a, b = gold[g], system[s]
        if not a.multi and not b.multi:
            if (a.start, a.end) == (b.start, b.end):
                pairs.append((a, b))
                g, s = g + 1, s + 1
            elif a.start <= b.start:
                g += 1
            else:
                s += 1
            continue
        # A multi-word token: the least run that holds it and every multi-word token of either file that overlaps it.
        if a.multi:
            end = a.end
            s += not b.multi and b.start < a.start
        else:
            end = b.end
            g += a.start < b.start
        from_g, from_s = g, s
        while not past(gold, g, end) or not past(system, s, end):
            take_gold = g < len(gold) and (s >= len(system) or gold[g].start <= system[s].start)
            word = gold[g] if take_gold else system[s]
            if word.multi:
                end = max(end, word.end)
            g, s = g + take_gold, s + (not take_gold)
        pairs += common(gold[from_g:g], system[from_s:s])
    return pairs


def score(right, gold, system, aligned=None):
    precision, recall = (right / system if system else 0.0), (right / gold if gold else 0.0)
    f1 = 2 * right / (gold + system) if gold + system else 0.0
    result = {"precision": precision, "recall": recall, "f1": f1, "right": right, "gold": gold, "system": system}
    if aligned is not None:
        result["aligned"] = right / aligned if aligned else 0.0
    return result


def evaluate(gold, system, gold_entities=None):
    """Measures by name, in the order in which they are printed."""
    if gold.characters != system.characters:
        at = next((i for i, (a, b) in enumerate(zip(gold.characters, system.characters)) if a != b),
                  min(len(gold.characters), len(system.characters)))
        raise BadFile(f"the texts differ at character {at}: {gold.name} has {gold.characters[at:at + 20]!r}, "
                      f"{system.name} has {system.characters[at:at + 20]!r}")
    pairs = align(gold.words, system.words)
    partner = {id(s): g for g, s in pairs}
    sizes = len(gold.words), len(system.words), len(pairs)
    same_head = [(g, s) for g, s in pairs
                 if (g.head is None) == (s.head is None) and (s.head is None or partner.get(id(s.head)) is g.head)]

    def equal(column):
        return score(sum(g.row[column] == s.row[column] for g, s in pairs), *sizes)

    def label(word):
        return word.row[DEPREL].split(":")[0]

    result = {
        "Tokens": score(len(set(gold.tokens) & set(system.tokens)), len(gold.tokens), len(system.tokens)),
        "Sentences": score(len(set(gold.sentences) & set(system.sentences)), len(gold.sentences),
                           len(system.sentences)),
        "Words": score(len(pairs), len(gold.words), len(system.words)),
        "UPOS": equal(UPOS),
        "XPOS": equal(XPOS),
        "Lemmas": score(sum(g.row[LEMMA] in ("_", s.row[LEMMA]) for g, s in pairs), *sizes),
        "UAS": score(len(same_head), *sizes),
        "LAS": score(sum(label(g) == label(s) for g, s in same_head), *sizes),
    }
    if gold_entities is None and gold.has_entities:
        gold_entities = gold.entities
    if gold_entities is not None:
        for kind in ("",) + TYPES:
            g = {e for e in gold_entities if kind in ("", e[2])}
            s = {e for e in system.entities if kind in ("", e[2])}
            result["Entities" if not kind else kind] = score(len(g & s), len(g), len(s))
        g, s = ({e[:2] for e in side} for side in (gold_entities, system.entities))
        result["Boundaries"] = score(len(g & s), len(g), len(s))
    return result


def raw_text(lines):
    """The text that a treebank was cut from, as far as it tells."""
    out, end, space, inside = [], 0, False, False
    for line in lines:
        line = line.rstrip("\r\n")
        if re.match(r"# *new(par|doc)( |$)", line):
            if out and out[-1] != "\n\n":
                out.append("\n\n")
            space = False
        elif not line:
            end, inside = 0, False
        elif line[0] != "#":
            row = line.split("\t")
            multi = re.fullmatch(r"(\d+)-(\d+)", row[0])
            if "." in row[0] or (not multi and int(row[0]) <= end):
                continue
            if multi:
                end = int(multi[2])
            if space:
                out.append(" ")
            out.append(row[FORM])
            space = "SpaceAfter=No" not in row[MISC].split("|")
    return "".join(out) + "\n"


def read(path):
    try:
        with open(path, encoding="utf-8") as lines:
            return File(path, lines)
    except UnicodeDecodeError as e:
        raise BadFile(f"{path}: not UTF-8 ({e.reason})") from None


def main(arguments):
    if arguments[:1] == ["text"] and len(arguments) == 2:
        with open(arguments[1], encoding="utf-8") as lines:
            sys.stdout.write(raw_text(lines))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", metavar="FILE", help="gold entities, IOB2")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    parser.add_argument("gold")
    parser.add_argument("system")
    options = parser.parse_args(arguments)
    gold, system = read(options.gold), read(options.system)
    entities, lost = entities_of(options.entities, gold) if options.entities else (None, 0)
    result = evaluate(gold, system, entities)
    if lost:
        print(f"{options.entities}: {lost} sentences are not in {options.gold} and were left out", file=sys.stderr)
    if options.json:
        print(json.dumps(result, indent=1))
        return
    print("measure    | precision | recall |     F1 | of aligned words")
    for name, s in result.items():
        aligned = f"{100 * s['right'] / result['Words']['right']:6.2f}" if s is not result["Tokens"] and name in (
            "UPOS", "XPOS", "Lemmas", "UAS", "LAS") and result["Words"]["right"] else ""
        print(f"{name:10} | {100 * s['precision']:9.2f} | {100 * s['recall']:6.2f} | {100 * s['f1']:6.2f} | {aligned}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (BadFile, OSError) as error:
        sys.exit(f"conll.py: {error}")
