# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command line share: the built programs, folders to work in, running with a time limit, and a
terminal to type at."""
import atexit
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ONUS_BUILD", ROOT / "build")).resolve()
ONUS = BUILD / "onus"
sys.path.insert(0, str(ROOT / "tests"))
import tap  # noqa: E402,F401  pylint: disable=unused-import

TIMEOUT = 120
KINDS = {"call": "calls", "pledge": "pledges", "case": "cases", "visit": "visits", "quote": "quotes"}
COMMANDS = ["init", "add", "extract", "parse", "review", "documents", "calls", "pledges", "cases", "visits", "quotes", "people",
            "show", "explain", "find", "follow", "brief", "rebuild", "doctor"]
LISTS = ["documents", "calls", "pledges", "cases", "visits", "quotes", "people"]


class Result:
    def __init__(self, done):
        self.code, self.out_bytes, self.err_bytes = done.returncode, done.stdout, done.stderr

    @property
    def out(self):
        return self.out_bytes.decode("utf-8")

    @property
    def err(self):
        return self.err_bytes.decode("utf-8")

    def __repr__(self):
        return f"exit {self.code}\n--- out\n{self.out_bytes[:3000]!r}\n--- err\n{self.err_bytes[:3000]!r}"


def environment(extra=None):
    env = {k: v for k, v in os.environ.items() if not k.startswith("ONUS_") and k not in ("NO_COLOR", "TERM", "LANG")}
    env.update({"LC_ALL": "C", "PATH": str(BUILD) + os.pathsep + os.environ.get("PATH", "")})
    env.update(extra or {})
    return env


class Folder:
    """A folder of its own for one test; gone afterwards."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="onus-cli-"))
        return self

    def __exit__(self, *_):
        for p in self.path.rglob("*"):
            if p.is_dir() and not p.is_symlink():
                p.chmod(0o700)
        shutil.rmtree(self.path, ignore_errors=True)

    def write(self, name, content):
        p = self.path / name
        p.parent.mkdir(parents=True, exist_ok=True)
        p.write_bytes(content if isinstance(content, bytes) else content.encode())
        return p

    def examples(self):
        shutil.copytree(ROOT / "examples", self.path / "examples")
        return self

    def casefile(self):
        """A casefile of all the examples, made once a run."""
        shutil.copy(prepared_casefile(), self.path / "casefile.onus")
        return self

    def run(self, *args, stdin=b"", env=None, timeout=TIMEOUT, **more):
        done = subprocess.run([ONUS, *args], input=stdin, capture_output=True, cwd=self.path, timeout=timeout,
                              env=environment(env), **more)
        assert done.returncode >= 0, f"onus {args} died of signal {-done.returncode}: {done.stderr[-2000:]!r}"
        return Result(done)

    def everybodys(self):
        """Hands the folder to a user who is not root; what to run as. Root may read and write everything."""
        if os.geteuid() != 0:
            return {}
        nobody = 65534
        for p in [self.path, *self.path.rglob("*")]:
            os.chown(p, nobody, nobody, follow_symlinks=False)
        try:
            self.run("--version", user=nobody, group=nobody, extra_groups=[])
        except PermissionError as why:
            raise tap.Skip("the build folder is root's only") from why
        return {"user": nobody, "group": nobody, "extra_groups": []}

    def good(self, *args, **more):
        r = self.run(*args, **more)
        assert r.code == 0, f"onus {args}: {r}"
        return r

    def fails(self, code, *args, **more):
        r = self.run(*args, **more)
        assert r.code == code, f"onus {args}: wanted exit {code}: {r}"
        assert r.err.startswith("onus"), f"onus {args}: no message: {r}"
        return r

    def rows(self, command, *args):
        return json.loads(self.good(command, "--format", "json", *args).out)

    def ids(self, kind):
        return [row["id"] for row in self.rows(KINDS[kind])]

    def waiting(self, *args):
        return [row["id"] for row in json.loads(self.good("review", "--list", "--format", "json", *args).out)]


_prepared = None


def prepared_casefile():
    global _prepared  # pylint: disable=global-statement
    if not _prepared:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="onus-cli-prepared-"))
        atexit.register(shutil.rmtree, folder, True)
        path = folder / "casefile.onus"
        for args in (["init", "--places", ROOT / "examples/places.tsv", path],
                     ["add", "-f", path, *sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in (".txt", ".md", ".html"))]):
            done = subprocess.run([ONUS, *args], capture_output=True, timeout=TIMEOUT, env=environment(), check=False)
            assert done.returncode == 0, f"onus {args}: exit {done.returncode}: {done.stderr.decode(errors='replace')}"
        _prepared = path
    return _prepared


# ---- what may reach a terminal ----

HOSTILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
                     "\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")


def harmless(data, what, escapes=()):
    """Asserts that the bytes are UTF-8 without control and bidi characters; `escapes` are sequences that may be there."""
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    for e in escapes:
        text = text.replace(e, "")
    m = HOSTILE.search(text)
    assert not m, f"{what}: U+{ord(m.group()):04X} came out raw: {text[max(0, m.start() - 60):m.end() + 60]!r}"


# ---- a terminal ----

class Terminal:
    """onus with a terminal of its own. `seen` is everything it has written."""

    def __init__(self, folder, *args, env=None, columns=80, rows=24):
        self.seen = b""
        try:
            self.pid, self.fd = pty.fork()
        except OSError as why:  # a container without a devpts file system
            raise tap.Skip(f"no terminal to be had here: {why}") from None
        if self.pid == 0:
            os.chdir(folder.path)
            os.execve(str(ONUS), ["onus", *args], environment({"TERM": "xterm", **(env or {})}))
        self.code = None
        self.resize(columns, rows)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.code is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except ProcessLookupError:
                pass
        os.close(self.fd)

    def resize(self, columns, rows):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """Whatever comes within the time; False at the end."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)

    def wait_for(self, words, since=0, seconds=20):
        """Waits until `words` have been written after the first `since` bytes; returns what was written since."""
        want = words.encode()
        end = time.monotonic() + seconds
        while want not in self.seen[since:]:
            assert time.monotonic() < end, f"{words!r} did not come; there is: {self.seen[since:][-3000:]!r}"
            if not self.read(0.2) and want not in self.seen[since:]:
                raise AssertionError(f"the program ended before {words!r}: {self.seen[since:][-3000:]!r}")
        return self.seen[since:].decode("utf-8", "replace")

    def type(self, keys):
        """Types; returns the place in `seen` after which the answer comes."""
        at = len(self.seen)
        os.write(self.fd, keys.encode() if isinstance(keys, str) else keys)
        return at

    def press(self, keys, words):
        at = self.type(keys)
        return self.wait_for(words, at)

    def echoes(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def finish(self, seconds=20):
        """Waits for the end; the exit code."""
        end = time.monotonic() + seconds
        while self.read(0.1):
            assert time.monotonic() < end, f"it does not end: {self.seen[-2000:]!r}"
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.code = os.waitstatus_to_exitcode(status)
                while self.read(0.1) and select.select([self.fd], [], [], 0)[0]:
                    pass
                return self.code
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code


def spawn(folder, *args, env=None, **more):
    return subprocess.Popen([ONUS, *args], cwd=folder.path, env=environment(env), **more)


def built(name):
    return BUILD / "commands" / name


def built_model():
    """The trained language model in the build folder, or None."""
    path = BUILD / "models/en/en.onuslang"
    return path if path.exists() else None
