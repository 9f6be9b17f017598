# SPDX-License-Identifier: Apache-2.0
"""Scores extraction on annotated documents with the scorer that lies beside them.

usage: gold.py [BUILD_DIR] [GOLD_DIR] [SCORE_OPTION…]      needs ../shared, or a folder of NAME.txt and NAME.json
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from measure import ROOT, SHARED


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build")
    gold = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else SHARED / "gold/dev")
    scorer = SHARED / "gold/score.py"
    if not scorer.exists():
        sys.exit("gold.py: ../shared/gold is not here; nothing measured")
    texts = sorted(gold.glob("*.txt"))
    done = subprocess.run([str(build / "onus"), "extract", *map(str, texts)], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    with tempfile.TemporaryDirectory() as folder:
        for line in done.stdout.decode().splitlines():
            record = json.loads(line)
            name = pathlib.Path(record["source"]).stem + ".json"
            (pathlib.Path(folder) / name).write_text(line, encoding="utf-8")
        sys.exit(subprocess.call([sys.executable, str(scorer), str(gold), folder, *sys.argv[3:]]))


main()
