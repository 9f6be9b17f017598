# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks share: running a command while watching the memory of all its processes, medians, and a table.

Memory is the sum of the proportional set sizes of a command and its descendants, sampled every 5 ms, so that pages which
a reader shares with its children count once.
"""
import os
import pathlib
import statistics
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def descendants(pid):
    out, todo = [pid], [pid]
    while todo:
        p = todo.pop()
        try:
            for task in os.listdir(f"/proc/{p}/task"):
                with open(f"/proc/{p}/task/{task}/children", encoding="ascii") as f:
                    kids = [int(k) for k in f.read().split()]
                out += kids
                todo += kids
        except OSError:
            pass
    return out


def memory(pid):
    """KiB of proportional set size of a process; its resident set where the kernel will not tell."""
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            with open(f"/proc/{pid}/{name}", encoding="ascii") as f:
                for line in f:
                    if line.startswith(key):
                        return int(line.split()[1])
        except OSError:
            continue
    return 0


class Run:
    """One run of a command: seconds, peak KiB of all its processes together, exit code, output."""

    def __init__(self, command, watch=True, **keywords):
        self.peak = 0
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **keywords)
        done = threading.Event()

        def look():
            while not done.wait(0.005):
                self.peak = max(self.peak, sum(memory(p) for p in descendants(process.pid)))

        watcher = threading.Thread(target=look)
        if watch:
            watcher.start()
        self.out, self.err = process.communicate()
        self.seconds = time.perf_counter() - start
        done.set()
        if watch:
            watcher.join()
        self.code = process.returncode


def median(values):
    return statistics.median(values)


def table(rows, head):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(c) for c in row) + " |")


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), "unknown processor")
    return f"{os.cpu_count()} cores, {model}, Linux {os.uname().release.split('-')[0]}"
