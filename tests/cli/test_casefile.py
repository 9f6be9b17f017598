# SPDX-License-Identifier: Apache-2.0
"""Casefiles that outlive what happens to them: kills, full disks, other programs, other versions, damage.
ONUS_KILLS sets how many times `add` is killed (40)."""
import fcntl
import os
import random
import signal
import sqlite3
import subprocess
import time

from casefile_reader import DERIVED, connect, dump, verify
from onus_cli import Folder, spawn, tap

WORDS = ("council", "minister", "prison", "lawyer", "letter", "court", "harbour", "winter", "release", "visit", "report",
         "promise", "journalist", "river", "border", "trial", "teacher", "island", "petition", "hearing")


def document(n):
    """Several paragraphs of no great sense, like no other number's; some call, promise and quote."""
    dice = random.Random(n)
    lines = [f"Statement number {n} of the Rights Meridian", "", f"Corvelle, March {n % 28 + 1}, {1950 + n % 60}", ""]
    for _ in range(6):
        lines += [" ".join(dice.choice(WORDS) for _ in range(40)).capitalize() + ".", ""]
    lines += [f"The Rights Meridian urged France to release Mirena Taskova{n} and to open the {dice.choice(WORDS)}.", "",
              f"France promised to publish the report on the {dice.choice(WORDS)} by May {1951 + n % 60}.", ""]
    return "\n".join(lines)


def box(f, n, first=0):
    for i in range(first, first + n):
        f.write(f"box/{i:04}.txt", document(i))
    return f


def documents(f):
    db = connect(f.path / "casefile.onus")
    try:
        return [row[0] for row in db.execute("SELECT source FROM document ORDER BY n")]
    finally:
        db.close()


def test_a_second_reader_of_the_format():
    with Folder() as f:
        f.casefile()
        one = f.waiting()
        if one:
            f.good("review", "--accept", one[0])
            f.good("review", "--reject", one[-1], "--why", "it says nothing of the kind")
        assert verify(f.path / "casefile.onus") >= 15


def test_the_second_reader_sees_changes():
    with Folder() as f:
        f.casefile()
        path = f.path / "casefile.onus"
        for harm in ("UPDATE journal SET time = time + 1 WHERE seq = 2", "UPDATE content SET body = x'01' WHERE seq = 3",
                     "UPDATE document SET bytes = x'00' WHERE n = 1", "UPDATE document SET source = 'x' WHERE n = 1"):
            db = connect(path)
            db.execute("SAVEPOINT before")
            db.execute(harm)
            db.commit()
            db.close()
            try:
                verify(path)
            except AssertionError:
                f.casefile()
                continue
            raise AssertionError(f"not seen: {harm}")


def test_jobs_do_not_change_what_is_kept():
    with Folder() as f:
        box(f, 40)
        f.write("box/0003a.txt", document(3))
        f.write("box/0020a.txt", b"\x00\x01\x02" * 3000)
        for jobs in ("1", "2", "5"):
            f.good("init", f"{jobs}.onus")
            assert f.run("add", "-f", f"{jobs}.onus", "--jobs", jobs, "box").code in (0, 1)
        chance = ("added", "time", "salt", "commitment", "previous", "hash")
        first = dump(f.path / "1.onus", ("document", "journal", "content", *DERIVED), chance)
        assert len(first["document"]) >= 40
        for jobs in ("2", "5"):
            assert dump(f.path / f"{jobs}.onus", ("document", "journal", "content", *DERIVED), chance) == first, jobs


def test_rebuilding_changes_nothing():
    with Folder() as f:
        f.casefile()
        path = f.path / "casefile.onus"
        for i, one in enumerate(f.waiting()[:9]):
            if i % 3 == 0:
                f.good("review", "--accept", one)
            elif i % 3 == 1:
                f.good("review", "--reject", one, "--why", "a test")
            elif one.startswith(("call", "pledge")):
                f.good("follow", one, "--response", "noted", "--by", "France", "--date", "2025-01-02")
        before = dump(path)
        f.good("rebuild")
        assert dump(path) == before
        db = connect(path)
        db.execute("DELETE FROM passage")
        db.execute("UPDATE record SET words = 'x'")
        db.commit()
        db.close()
        f.good("rebuild")
        assert dump(path) == before
        verify(path)


def test_lists_of_another_version_are_made_anew():
    with Folder() as f:
        f.casefile()
        path = f.path / "casefile.onus"
        before = dump(path)
        db = connect(path)
        db.execute("UPDATE setting SET value = 'older' WHERE key = 'derived'")
        db.execute("ALTER TABLE link ADD COLUMN stale TEXT")
        db.commit()
        db.close()
        r = f.fails(5, "documents")
        assert "rebuild" in r.err
        f.good("rebuild")
        f.good("documents")
        assert dump(path) == before


def test_killed_at_any_moment():
    kills = int(os.environ.get("ONUS_KILLS", "40"))
    dice = random.Random(7)
    with Folder() as f:
        box(f, 150)
        f.good("init")
        done, killed = 0, 0
        path = f.path / "casefile.onus"
        # How long a whole run takes sets the scale of the moments.
        started = time.monotonic()
        f.good("init", "whole.onus")
        f.good("add", "-f", "whole.onus", "--jobs", "2", "box")
        whole = time.monotonic() - started
        while killed < kills:
            if done == 150:
                path.unlink()
                f.good("init")
                done = 0
            with spawn(f, "add", "--jobs", "2", "box", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                       start_new_session=True) as p:
                time.sleep(dice.uniform(0, whole * 0.6))
                p.send_signal(signal.SIGKILL)
                p.communicate(timeout=60)
            killed += 1
            verify(path)
            there = documents(f)
            assert there == [f"box/{i:04}.txt" for i in range(len(there))], there
            assert len(there) >= done, "what was kept is lost"
            done = len(there)
        f.good("add", "box")
        verify(path)
        assert documents(f) == [f"box/{i:04}.txt" for i in range(150)]
        assert dump(path) == dump(f.path / "whole.onus")
        f.good("doctor")
        left = sorted(p.name for p in f.path.glob("casefile.onus*"))
        assert left == ["casefile.onus"], left


def test_interrupted():
    with Folder() as f:
        box(f, 300)
        f.good("init")
        with spawn(f, "add", "--jobs", "2", "box", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
            end = time.monotonic() + 30
            while p.poll() is None and time.monotonic() < end:
                if len(documents(f)) > 20:
                    p.send_signal(signal.SIGINT)
                    break
            out, err = p.communicate(timeout=60)
        if p.returncode == 0:
            raise tap.Skip("it had ended before the signal came")
        assert p.returncode == 130 and b"stopped" in err, (p.returncode, out, err)
        verify(f.path / "casefile.onus")
        there = documents(f)
        assert 20 < len(there) < 300 and there == [f"box/{i:04}.txt" for i in range(len(there))]
        f.good("add", "box")
        assert len(documents(f)) == 300


def test_a_disk_that_is_full():
    with Folder() as f:
        small = f.path / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small], capture_output=True, check=False).returncode:
            raise tap.Skip("a small file system cannot be mounted here")
        try:
            box(f, 400)
            casefile = small / "casefile.onus"
            f.good("init", casefile)
            r = f.fails(7, "add", "-f", casefile, "box")
            assert "full" in r.err, r
            n = verify(casefile)
            assert 0 < n < 400, n
            f.fails(7, "add", "-f", casefile, "box")
            assert verify(casefile) >= n
            r = f.run("documents", "-f", casefile)
            assert r.code == 0, r
            assert subprocess.run(["mount", "-o", "remount,size=64m", small], check=False).returncode == 0
            f.good("add", "-f", casefile, "box")
            assert verify(casefile) == 400
            assert f.run("init", small / "other.onus").code == 0
        finally:
            subprocess.run(["umount", small], check=False)


def test_no_room_even_for_an_empty_casefile():
    with Folder() as f:
        small = f.path / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True, check=False).returncode:
            raise tap.Skip("a small file system cannot be mounted here")
        try:
            f.fails(7, "init", small / "a.onus")
            assert not list(small.iterdir()), list(small.iterdir())
        finally:
            subprocess.run(["umount", small], check=False)


def test_locked_by_another_program():
    with Folder() as f:
        f.casefile()
        box(f, 1)
        path = f.path / "casefile.onus"
        with open(f"{path}-lock", "w", encoding="ascii") as lock:
            lock.write("4242\n")
            lock.flush()
            fcntl.flock(lock, fcntl.LOCK_EX)
            r = f.fails(6, "add", "box")
            assert "4242" in r.err, r
            f.good("documents")
        # The lock of one that died is no lock.
        f.good("add", "box")
        assert not os.path.exists(f"{path}-lock")
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("BEGIN IMMEDIATE")
        box(f, 1, 1)
        f.fails(6, "add", "box")
        f.good("documents")
        db.execute("ROLLBACK")
        db.close()
        f.good("add", "box")


def test_what_is_no_casefile():
    with Folder() as f:
        for name, content in (("noise", random.Random(1).randbytes(20000)), ("empty", b""), ("letter", b"Dear reader,\n" * 90)):
            f.write(name, content)
            for command in (("documents", "-f", name), ("add", "-f", name, name), ("rebuild", "-f", name)):
                r = f.fails(5, *command)
                assert name in r.err, r
            assert (f.path / name).read_bytes() == content
        (f.path / "folder").mkdir()
        assert "folder" in f.fails(5, "documents", "-f", "folder").err
        assert "init" in f.fails(5, "documents", "-f", "missing.onus").err
        f.fails(5, "init", "noise")


def test_newer_older_and_of_others():
    with Folder() as f:
        f.casefile()
        path = f.path / "casefile.onus"
        db = connect(path)
        db.execute("PRAGMA user_version = 7")
        db.close()
        for command in (("documents",), ("add", "missing"), ("rebuild",)):
            r = f.fails(5, *command)
            assert "newer" in r.err, r
        f.casefile()
        db = connect(path)
        db.execute("PRAGMA application_id = 1")
        db.close()
        assert "another program" in f.fails(5, "documents").err


def test_a_damaged_table_of_places_is_told_by_every_command():
    with Folder() as f:
        f.casefile()
        db = connect(f.path / "casefile.onus")
        assert db.execute("UPDATE setting SET value = CAST(x'5841ff0a' AS TEXT) WHERE key = 'places'").rowcount == 1
        db.commit()
        db.close()
        for command in (("rebuild",), ("add", "casefile.onus", "."), ("calls",)):
            r = f.run(*command)
            assert r.code == 9 and "damaged" in r.err, (command, r)


def test_damage_is_no_surprise():
    """A casefile cut short or with bytes changed gives a message and a code of its own, and never a crash."""
    with Folder() as f:
        f.casefile()
        path = f.path / "casefile.onus"
        whole = path.read_bytes()
        dice = random.Random(3)
        for i in range(24):
            harmed = bytearray(whole)
            if i % 4 == 0:
                del harmed[dice.randrange(100, len(harmed)):]
            else:
                for _ in range(200):
                    harmed[dice.randrange(100 if i % 4 == 1 else 4096, len(harmed))] = dice.randrange(256)
            path.write_bytes(harmed)
            for command in (("documents",), ("review", "--list"), ("find", "prison"), ("rebuild",)):
                r = f.run(*command)
                assert r.code in (0, 4, 5, 8, 9), (i, command, r)
                assert r.code == 0 or r.err, (i, command, r)


def test_interrupted_writer_and_a_read_only_folder():
    with Folder() as f:
        f.good("init")
        box(f, 3)
        f.good("add", "box")
        # A log that nobody has replayed, as after a crash.
        db = sqlite3.connect(f.path / "casefile.onus", isolation_level=None)
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute("INSERT INTO setting VALUES ('k', 'v')")
        keep = {p.name: p.read_bytes() for p in f.path.glob("casefile.onus*") if not p.name.endswith("-shm")}
        db.close()
        (f.path / "casefile.onus").unlink()
        for name, content in keep.items():
            f.write("medium/" + name, content)
        (f.path / "medium" / "casefile.onus").chmod(0o400)
        who = f.everybodys()
        (f.path / "medium").chmod(0o500)
        if not who and os.access(f.path / "medium", os.W_OK):
            raise tap.Skip("this user may write everywhere")
        r = f.fails(5, "documents", "-f", "medium/casefile.onus", **who)
        assert "wal" in r.err, r
        (f.path / "medium").chmod(0o700)
        (f.path / "medium" / "casefile.onus-wal").unlink()
        (f.path / "medium").chmod(0o500)
        f.good("documents", "-f", "medium/casefile.onus", **who)


if __name__ == "__main__":
    tap.main(globals())
