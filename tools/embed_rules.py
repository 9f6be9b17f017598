#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns rule files into a C source with the set's SHA-256.

usage: embed_rules.py OUT.c FILE...

The hash runs over name, NUL, length, NUL and bytes of each file in order of names, so that it changes with any of them.
"""
import hashlib, os, sys

out, files = sys.argv[1], sorted(sys.argv[2:], key=os.path.basename)
digest = hashlib.sha256()
lines = ["/* SPDX-License-Identifier: Apache-2.0 */", "/* Made by tools/embed_rules.py. */", '#include "extract/rules.h"', ""]
escapes = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\t"): "\\t", ord("\r"): "\\r", ord("?"): "\\?"}
for number, path in enumerate(files):
    data = open(path, "rb").read()
    data.decode("utf-8")
    name = os.path.basename(path)
    digest.update(name.encode() + b"\0" + str(len(data)).encode() + b"\0" + data)
    lines.append(f"static const char text_{number}[] =")
    for line in data.split(b"\n")[:-1] if data.endswith(b"\n") else data.split(b"\n"):
        text = "".join(escapes.get(b) or (chr(b) if 32 <= b < 127 else f"\\{b:03o}") for b in line)
        lines.append(f'\t"{text}\\n"')
    lines[-1] += ";"
lines += ["", "const rules_source embedded_rules[] = {"]
lines += [f'\t{{"{os.path.basename(p)}", {{text_{i}, sizeof text_{i} - 1}}}},' for i, p in enumerate(files)]
lines += ["};", f"const size_t embedded_rules_n = {len(files)};",
          f'const char embedded_rules_hash[65] = "{digest.hexdigest()}";', ""]
open(out, "w", encoding="ascii").write("\n".join(lines))
