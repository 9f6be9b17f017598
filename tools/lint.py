# SPDX-License-Identifier: Apache-2.0
"""clang-format, clang-tidy and cppcheck over our own C files, as TAP; what passed once is not looked at again.

usage: lint.py BUILD_DIR      (BUILD_DIR/compile_commands.json says how each file is compiled)
       lint.py --fix          (clang-format in place)
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


def sources():
    return sorted(p for folder in ("src", "include", "tests", "fuzz", "bench", "tools") for p in (ROOT / folder).rglob("*.[ch]"))


def digest(*parts):
    h = hashlib.sha256()
    for part in parts:
        h.update(part if isinstance(part, bytes) else str(part).encode())
        h.update(b"\0")
    return h.hexdigest()


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    return done.returncode, done.stdout + done.stderr


def main():
    if sys.argv[1:] == ["--fix"]:
        sys.exit(subprocess.call(["clang-format", "-i", *map(str, sources())]))
    build = pathlib.Path(sys.argv[1]).resolve()
    cache = build / "lint-cache"
    cache.mkdir(exist_ok=True)
    # A header may change the meaning of every file that includes it: all of them are in each key.
    common = digest(*[p.read_bytes() for p in sources() if p.suffix == ".h"], (ROOT / ".clang-format").read_bytes(),
                    (ROOT / ".clang-tidy").read_bytes(), pathlib.Path(__file__).read_bytes())
    compiled = {os.path.realpath(os.path.join(c["directory"], c["file"])) for c in
                json.loads((build / "compile_commands.json").read_text())}
    ours = [p for p in sources() if p.suffix == ".c" and str(p) in compiled]
    linters = {
        "clang-format": (sources(), lambda p: ["clang-format", "--dry-run", "-Werror", str(p)]),
        "clang-tidy": (ours, lambda p: ["clang-tidy", "--quiet", "-p", str(build), str(p)]),
        "cppcheck": (ours, lambda p: ["cppcheck", "--quiet", "--std=c11", "--enable=warning,performance,portability",
                                      "--inline-suppr", "--error-exitcode=1", "--suppress=missingIncludeSystem",
                                      "--suppress=unknownMacro", "--suppress=internalAstError", "-DONUS_NOT_OURS", "-I", str(ROOT / "include"),
                                      "-I", str(ROOT / "src"), str(p)]),
    }
    print(f"1..{len(linters)}")
    failed = False
    for number, (name, (paths, command)) in enumerate(linters.items(), 1):
        if not shutil.which(name):
            print(f"ok {number} - {name} # SKIP not installed")
            continue
        keys = {p: digest(common, name, p.name, p.read_bytes()) for p in paths}
        todo = [p for p in paths if not (cache / keys[p]).exists()]
        wrong = []
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for path, (code, output) in zip(todo, pool.map(lambda p: run(command(p)), todo)):
                if code == 0:
                    (cache / keys[path]).touch()
                else:
                    wrong.append(path)
                    for line in output.splitlines()[:12]:
                        print("# " + line)
        failed = failed or bool(wrong)
        names = ", ".join(str(p.relative_to(ROOT)) for p in wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}, {len(paths)} files{': ' + names if wrong else ''}",
              flush=True)
    sys.exit(failed)


main()
