#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Joins Debian's iso_3166-1.json and rules/places.tsv into the built-in table of places, as a C file.

usage: make_places.py ISO_JSON PLACES_TSV OUTPUT.c
"""
import json
import sys

COLUMNS = ["code", "name", "demonyms", "capital", "other_names", "seats", "flags"]


def forms(name):
    """The name as ISO prints it, turned round ("Republic of Korea"), and as UN papers do ("Iran (Islamic Republic of)")."""
    if ", " not in name or name.count(",") > 1 or name.endswith((" and Saba", " da Cunha")):
        return [name.removeprefix("the ")]
    short, rest = name.split(", ")
    turned = f"{rest} {short}"
    return [name, turned, f"{short} ({rest})"]


def read_rows(path):
    rows = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#") or line.startswith("code\t"):
                continue
            cells = line.split("\t")
            if len(cells) > len(COLUMNS):
                sys.exit(f"{path}:{number}: more than {len(COLUMNS)} columns")
            rows.append(dict(zip(COLUMNS, cells + [""] * (len(COLUMNS) - len(cells)))))
    return rows


def main():
    iso_path, table_path, output = sys.argv[1:]
    with open(iso_path, encoding="utf-8") as file:
        iso = {entry["alpha_2"]: entry for entry in json.load(file)["3166-1"]}
    rows = read_rows(table_path)
    known = {row["code"] for row in rows if "region" not in row["flags"]}
    # A code that a newer iso-codes brings is a place too, under its ISO name.
    rows += [dict(zip(COLUMNS, [code, forms(entry["name"])[0], "", "", "", "", ""]))
             for code, entry in sorted(iso.items()) if code not in known]
    lines = []
    for row in rows:
        entry = iso.get(row["code"]) if "region" not in row["flags"] else None
        others = [name for name in row["other_names"].split("|") if name]
        if entry:
            for key in ("name", "official_name", "common_name"):
                others += forms(entry[key]) if key in entry else []
        bare = {row["name"].rstrip("?")}
        others = [o for i, o in enumerate(others) if o.rstrip("?") not in bare and o not in others[:i]]
        row["other_names"] = "|".join(others)
        lines.append("\t".join([row[column] for column in COLUMNS] + [entry["alpha_3"] if entry else ""]))
    with open(output, "w", encoding="utf-8") as file:
        file.write("/* Made by tools/make_places.py from rules/places.tsv and iso-codes. */\n")
        file.write('#include "names/places_table.h"\n\nconst char places_table[] =\n')
        for line in lines:
            escaped = line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("?", "\\?")
            file.write(f'\t"{escaped}\\n"\n')
        file.write(";\nconst size_t places_table_size = sizeof places_table - 1;\n")


main()
