# SPDX-License-Identifier: Apache-2.0
"""Reading the corpus of statements: documents a second, two readers against one, memory, extraction alone.

usage: corpus.py [BUILD_DIR] [RUNS]      needs ../shared beside the project

Runs with one and with two jobs alternate, so that what else the machine does falls on both alike.
"""
import hashlib
import json
import pathlib
import sys
import tempfile

from measure import ROOT, SHARED, Run, machine, median, table


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    onus = str(build / "onus")
    corpus = SHARED / "data/corpus/state-gov"
    if not corpus.is_dir():
        sys.exit("corpus.py: ../shared/data is not here; nothing measured")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for form in ("txt", "html"):
            files = list((corpus / form).iterdir())
            n = len(files)
            distinct = len({hashlib.sha256(f.read_bytes()).digest() for f in files})
            seconds = {1: [], 2: []}
            peaks = {1: [], 2: []}
            for run in range(runs + 1):
                for jobs in (1, 2):
                    casefile = f"{folder}/{form}-{run}-{jobs}.onus"
                    made = Run([onus, "init", "-f", casefile])
                    assert made.code == 0, made.err
                    # Watching takes a good part of a core: times come from runs that nobody watches, memory from
                    # the last, which counts for nothing else.
                    watch = run == runs
                    done = Run([onus, "add", "-f", casefile, "--jobs", str(jobs), str(corpus / form)], watch=watch)
                    assert done.code == 0, done.err[-2000:]
                    (peaks if watch else seconds)[jobs].append(done.peak if watch else done.seconds)
                    listed = Run([onus, "documents", "-f", casefile, "--format", "json"], watch=False)
                    read = len(json.loads(listed.out))
                    assert read == distinct, f"{read} of {distinct} documents are in the casefile"
                    pathlib.Path(casefile).unlink()
            one, two = median(seconds[1]), median(seconds[2])
            rows.append([f"`add` {form}, 1 job", f"{n / one:.0f} documents/s", f"{max(peaks[1]) / 1024:.0f} MB"])
            rows.append([f"`add` {form}, 2 jobs", f"{n / two:.0f} documents/s, {one / two:.2f} times one job",
                         f"{max(peaks[2]) / 1024:.0f} MB"])
        words = sum(len(p.read_text().split()) for p in (corpus / "txt").iterdir())
        for jobs in (1, 2):
            command = [onus, "extract", "--jobs", str(jobs), str(corpus / "txt")]
            done = [Run(command, watch=False) for _ in range(runs)]
            rows.append([f"`extract` txt, {jobs} job{'s' * (jobs > 1)}",
                         f"{words / median([r.seconds for r in done]):.0f} words/s",
                         f"{Run(command).peak / 1024:.0f} MB"])
        long = max((corpus / "txt").iterdir(), key=lambda p: p.stat().st_size)
        alone = [Run([onus, "extract", str(long)], watch=False).seconds for _ in range(runs)]
        rows.append([f"`extract` of one document ({long.stat().st_size // 1024} KiB)", f"{median(alone) * 1000:.0f} ms",
                     f"{Run([onus, 'extract', str(long)]).peak / 1024:.0f} MB"])
    print(machine() + f"; median of {runs} runs, peak of all processes together\n")
    table(rows, ["what", "speed", "peak memory"])


main()
