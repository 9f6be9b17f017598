# SPDX-License-Identifier: Apache-2.0
"""Bad input: each with a clear message, the rest of the batch done, nothing lost, nothing raw on the terminal."""
import json
import os
import resource
import signal
import subprocess
import time

from onus_cli import BUILD, LISTS, ROOT, Folder, Terminal, environment, harmless, spawn, tap

GOOD = "Statement\n\nCorvelle, March 22, 2019\n\nRights Meridian called on France to release Mirena Taskova.\n"
HOSTILE_NAME = "evil\x1b[31m\u202etxt.exe\u2066\x07.txt"


def added(result):
    return int(result.out.split("added ", 1)[1].split()[0])


def refused(f, name, *words, code=3):
    """`add` of one file that gives nothing: exit 3, one line that names it."""
    r = f.fails(code, "add", name)
    assert str(name) in r.err, r
    for w in words:
        assert w in r.err, f"{w!r} is not in {r}"
    harmless(r.err_bytes, name)
    harmless(r.out_bytes, name)
    return r


def test_files_that_are_not_there_or_not_readable():
    with Folder() as f:
        f.good("init")
        refused(f, "missing.txt")
        os.mkfifo(f.path / "pipe.txt")
        refused(f, "pipe.txt")
        refused(f, "/dev/zero")
        refused(f, "/dev/null")
        (f.path / "dangling.txt").symlink_to("nowhere.txt")
        refused(f, "dangling.txt")
        (f.path / "loop.txt").symlink_to("loop.txt")
        refused(f, "loop.txt")


def test_a_folder_with_everything_in_it():
    with Folder() as f:
        f.good("init")
        f.write("box/good.txt", GOOD)
        f.write("box/deeper/other.txt", GOOD.replace("France", "Spain"))
        os.mkfifo(f.path / "box/pipe.txt")
        (f.path / "box/deeper/up").symlink_to("..")
        (f.path / "box/self.txt").symlink_to("self.txt")
        (f.path / "box/null.txt").symlink_to("/dev/null")
        r = f.run("add", "box", timeout=60)
        assert r.code == 1 and added(r) == 2, r
        for name in ("pipe.txt", "self.txt"):
            assert name in r.err, r
        assert len(f.rows("documents")) >= 2


def test_files_that_vanish_meanwhile():
    with Folder() as f:
        f.good("init")
        for i in range(300):
            f.write(f"box/{i:03}.txt", GOOD.replace("2019", str(1700 + i)))
        with spawn(f, "add", "--jobs", "2", "box", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
            for i in range(299, 0, -1):
                (f.path / f"box/{i:03}.txt").unlink()
            out, err = p.communicate(timeout=60)
        assert p.returncode in (0, 1), (p.returncode, err)
        assert (p.returncode == 1) == (b"box/" in err), (p.returncode, err)
        assert len(f.rows("documents")) == int(out.split(b"added ", 1)[1].split()[0])


def test_an_empty_folder_and_an_empty_file():
    with Folder() as f:
        f.good("init")
        (f.path / "box").mkdir()
        r = f.run("add", "box")
        assert r.code in (0, 3), r
        f.write("empty.txt", "")
        refused(f, "empty.txt", "empty")


def test_what_is_no_text():
    with Folder() as f:
        f.good("init")
        f.write("binary.txt", bytes(range(256)) * 64)
        f.write("elf.txt", (BUILD / "onus").read_bytes()[:70000])
        f.write("paper.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
        f.write("paper.docx", b"PK\x03\x04" + bytes(500))
        f.write("mail.eml", "From: a@b\r\nTo: c@d\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nhello\r\n")
        for name in ("binary.txt", "elf.txt"):
            refused(f, name)
        refused(f, "paper.pdf", "PDF")
        refused(f, "paper.docx")
        r = f.run("add", "mail.eml")
        assert r.code in (0, 3), r


def test_what_is_too_large():
    with Folder() as f:
        f.good("init")
        with f.write("big.txt", "").open("r+b") as big:
            big.truncate(200 << 20)
        refused(f, "big.txt", "64 MB")
        f.write("line.txt", "The council urged France to act. " * (60 << 15))
        r = f.run("add", "line.txt")
        assert r.code in (0, 3) and (r.code == 0 or "line.txt" in r.err), r
        f.write("nested.html", "<html><body>" + "<div>" * 1000000 + "France must act." + "</div>" * 1000000)
        r = f.run("add", "nested.html")
        assert r.code in (0, 3) and (r.code == 0 or "nested.html" in r.err), r
        f.write("good.txt", GOOD)
        assert added(f.good("add", "good.txt")) == 1


def test_nuls_and_bytes_that_cannot_be_decoded():
    with Folder() as f:
        f.good("init")
        f.write("nul.txt", GOOD.replace("France", "Fr\x00ance"))
        f.write("bad.txt", GOOD.encode().replace(b"Taskova", b"Task\xff\xfe\xc3ova \x81\x8d\x8f\x90\x9d"))
        f.write("good.txt", GOOD)
        r = f.run("add", "nul.txt", "bad.txt", "good.txt")
        assert r.code in (0, 1) and added(r) >= 1, r
        harmless(r.err_bytes, "add")
        for name in LISTS:
            for how in ("text", "json", "csv"):
                harmless(f.good(name, "--format", how).out_bytes, (name, how))


def test_the_same_document_twice_and_in_two_formats():
    with Folder() as f:
        f.good("init")
        f.write("one.txt", GOOD)
        f.write("two.txt", GOOD)
        f.write("page.html", "<!DOCTYPE html><html><head><title>Statement</title></head><body><main><h1>Statement</h1>"
                + "".join(f"<p>{p}</p>" for p in GOOD.strip().split("\n\n")[1:]) + "</main></body></html>")
        assert added(f.good("add", "one.txt")) == 1
        r = f.good("add", "one.txt")
        assert added(r) == 0 and "already" in r.out, r
        assert added(f.good("add", "two.txt")) == 0
        drafts = f.waiting()
        f.good("add", "page.html")
        assert len(f.rows("documents")) == 2
        assert f.waiting() == drafts


def test_without_date_publisher_or_english():
    with Folder() as f:
        f.good("init")
        f.write("bare.txt", "The council urged France to end torture in its prisons.\n")
        f.write("russian.txt", "Правозащитники призвали власти немедленно освободить всех задержанных.\n" * 3)
        f.write("chinese.txt", "人权组织呼吁当局立即释放所有被拘留者。\n" * 3)
        f.write("arabic.txt", "دعت المنظمة السلطات إلى الإفراج الفوري عن جميع المعتقلين.\n" * 3)
        assert added(f.good("add", ".")) == 4
        for how in ("text", "json", "csv"):
            harmless(f.good("documents", "--format", how).out_bytes, how)
        f.run("brief", "--host", "France", "--guest", "China")


def test_hostile_names_of_files():
    with Folder() as f:
        f.good("init")
        f.write(HOSTILE_NAME, GOOD)
        f.write("empty" + HOSTILE_NAME, "")
        f.write("-dash.txt", GOOD.replace("France", "Spain"))
        with open(os.fsencode(f.path) + b"/\xff\xfe\x9b.txt", "wb") as out:
            out.write(GOOD.replace("France", "Italy").encode())
        r = f.run("add", ".")
        assert r.code == 1 and added(r) == 3, r
        harmless(r.out_bytes, "add")
        harmless(r.err_bytes, "add")
        for how in ("text", "json", "csv"):
            harmless(f.good("documents", "--format", how).out_bytes, how)
        for row in f.rows("documents"):
            harmless(f.good("show", row["id"]).out_bytes, "show")
            harmless(f.good("show", row["id"], "--format", "json").out_bytes, "show")
        for args in (("add", "none" + HOSTILE_NAME), ("calls", "-f", HOSTILE_NAME), ("show", HOSTILE_NAME),
                     ("calls", "--on", HOSTILE_NAME), (HOSTILE_NAME,), ("calls", "--" + HOSTILE_NAME),
                     ("calls", "--format", HOSTILE_NAME), ("init", HOSTILE_NAME), ("explain", HOSTILE_NAME),
                     ("find", HOSTILE_NAME), ("follow", HOSTILE_NAME, "--response", HOSTILE_NAME),
                     ("brief", "--host", HOSTILE_NAME, "--guest", "FR"), ("review", "--accept", HOSTILE_NAME),
                     ("doctor", "--reader", HOSTILE_NAME), ("extract", "none" + HOSTILE_NAME), ("help", HOSTILE_NAME)):
            r = f.run(*args)
            harmless(r.out_bytes, args)
            harmless(r.err_bytes, args)


EVIL = ("Statement by the Rights\u202eDesk\n\nParis, March 22, 2019\n\nThe Rights Desk called on France to release "
        "Ana \x1b[31mBell\x1b[0m\u2066Roe\u2069 immediately. France has promised to free Ana \u009bBell by May 2019. "
        "\u201cWe \x07will \u200fnot forget,\u201d said Ana\u00ad Bell, the direc\u2028tor. Ana Bell was arrested on "
        "1 March 2019 by police\x08\x08 in Paris. President Ro\x7fe will visit France from 24 to 26 March 2019. "
        "=HYPERLINK(\"http://x\") called on Spain to act.\n")


def test_hostile_words_in_every_command_and_format():
    with Folder() as f:
        f.good("init")
        f.write("evil.txt", EVIL)
        f.write("evil.html", "<html><head><title>T\u202e&#27;[31m&#x9b;x&#8238;</title></head><body><p>"
                + EVIL.replace("2019", "2020").replace("\x1b", "&#27;").replace("\n\n", "</p><p>") + "</p></body></html>")
        r = f.run("add", "evil.txt", "evil.html")
        harmless(r.out_bytes + r.err_bytes, "add")
        assert added(r) >= 1, r
        ids = []
        for name in LISTS:
            for how in ("text", "json", "csv"):
                harmless(f.good(name, "--format", how).out_bytes, (name, how))
            ids += [row["id"] for row in f.rows(name) if "id" in row]
        for one in ids:
            for command in ("show", "explain"):
                for how in ("text", "json"):
                    r = f.run(command, one, "--format", how)
                    harmless(r.out_bytes + r.err_bytes, (command, one, how))
        for how in ("text", "json", "csv"):
            harmless(f.good("find", "Bell", "--format", how).out_bytes, ("find", how))
            harmless(f.good("review", "--list", "--format", how).out_bytes, ("review", how))
        for how in ("text", "markdown", "json", "html"):
            r = f.run("brief", "--host", "France", "--guest", "Spain", "--format", how)
            harmless(r.out_bytes + r.err_bytes, ("brief", how))
        r = f.run("extract", "evil.txt", "evil.html")
        harmless(r.out_bytes + r.err_bytes, "extract")
        for cell in f.good("calls", "--format", "csv").out.replace("\r\n", ",").split(","):
            assert not cell.lstrip('"').startswith(("=", "@")), cell


def test_the_reader_is_missing():
    with Folder() as f:
        f.good("init")
        f.write("a.txt", GOOD)
        f.fails(8, "add", "--reader", "no/such/reader", "a.txt")
        r = f.run("add", "--reader", "/bin/true", "a.txt")
        assert r.code != 0 and r.err, r
        assert added(f.good("add", "a.txt")) == 1


def test_where_the_reader_is_found():
    with Folder() as f:
        f.write("a.txt", GOOD)
        for name in ("bin/onus", "beside/onus"):
            f.write(name, (BUILD / "onus").read_bytes()).chmod(0o755)
        for name in ("libexec/onus/onus-reader", "beside/onus-reader"):
            f.write(name, (BUILD / "onus-reader").read_bytes()).chmod(0o755)
        for name in ("bin/onus", "beside/onus"):
            done = subprocess.run([f.path / name, "extract", "a.txt"], cwd=f.path, capture_output=True, timeout=60,
                                  env=environment())
            assert done.returncode == 0 and json.loads(done.stdout)["format"] == 1, done
        (f.path / "libexec/onus/onus-reader").unlink()
        done = subprocess.run([f.path / "bin/onus", "extract", "a.txt"], cwd=f.path, capture_output=True, timeout=60,
                              env=environment())
        assert done.returncode == 8 and b"--reader" in done.stderr, done


def test_a_second_writer_is_told():
    with Folder() as f:
        f.good("init")
        with spawn(f, "add", "--jobs", "1", ROOT / "examples", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as p:
            seen = set()
            while p.poll() is None:
                seen.add(f.run("follow", "call-0000000000", "--response", "noted").code)
        assert seen <= {4, 6}, seen


def test_stopped_and_killed_while_adding():
    with Folder() as f:
        f.good("init")
        for i in range(60):
            f.write(f"box/{i:03}.txt", GOOD.replace("2019", str(1950 + i)))
        for how in (signal.SIGINT, signal.SIGKILL, signal.SIGTERM):
            with spawn(f, "add", "--jobs", "2", "box", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
                time.sleep(0.03)
                p.send_signal(how)
                p.communicate(timeout=60)
                # The signal may come before the program has set itself up for it.
                assert p.returncode in (0, 130, -how, 128 + how), (how, p.returncode)
        f.good("add", "box")
        rows = f.rows("documents")
        assert len(rows) == 60 and len({r["id"] for r in rows}) == 60
        r = f.good("add", "box")
        assert added(r) == 0


def test_a_second_interrupt_ends_at_once():
    with Folder() as f:
        with spawn(f, "extract", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
            time.sleep(0.3)
            p.send_signal(signal.SIGINT)
            time.sleep(0.3)
            assert p.poll() in (None, 130)
            if p.poll() is None:
                p.send_signal(signal.SIGINT)
            assert p.wait(timeout=20) == 130


def test_progress_is_for_terminals():
    with Folder() as f:
        f.good("init")
        for i in range(30):
            f.write(f"box/{i:02}.txt", GOOD.replace("2019", str(1950 + i)))
        f.write("box/empty\u202e.txt", "")
        with Terminal(f, "add", "box") as t:
            assert t.finish() == 1
            seen = t.seen.decode()
            assert "31 of 31 documents" in seen and "\r" in seen and "added 30 documents" in seen, seen
            harmless(seen, "add", ("\x1b[K", "\r"))
        assert "of 31 documents" not in f.run("add", "box").err
        with Terminal(f, "add", "box", env={"TERM": "dumb"}) as t:
            t.finish()
            assert "\x1b" not in t.seen.decode() and "of 31 documents" not in t.seen.decode()


def test_a_casefile_that_cannot_be_written():
    with Folder() as f:
        f.good("init")
        f.write("a.txt", GOOD)
        f.good("add", "a.txt")
        f.write("b.txt", GOOD.replace("France", "Spain"))
        (f.path / "casefile.onus").chmod(0o400)
        who = f.everybodys()
        r = f.fails(5, "add", "b.txt", **who)
        assert "casefile.onus" in r.err
        f.good("documents", **who)
        f.path.chmod(0o500)
        f.good("documents", **who)
        f.fails(5, "add", "b.txt", **who)
        r = f.run("init", "new.onus", **who)
        assert r.code == 5 and "new.onus" in r.err, r


def test_files_that_may_not_be_read():
    with Folder() as f:
        f.good("init")
        f.write("secret.txt", GOOD).chmod(0)
        f.write("box/secret.txt", GOOD).chmod(0)
        f.write("box/open.txt", GOOD)
        f.write("closed/a.txt", GOOD)
        who = f.everybodys()
        (f.path / "closed").chmod(0)
        r = f.fails(3, "add", "secret.txt", **who)
        assert "secret.txt" in r.err
        r = f.run("add", "box", "closed", **who)
        assert r.code == 1 and added(r) == 1 and "box/secret.txt" in r.err and "closed" in r.err, r


def test_a_full_disk_while_adding():
    """A limit on the size of files stands in for a full disk: the write fails in the same place."""
    with Folder() as f:
        f.good("init")
        for i in range(20):
            f.write(f"box/{i:02}.txt", (GOOD.replace("2019", str(1950 + i)) + f"More words {i}. " * 5000))
        size = (f.path / "casefile.onus").stat().st_size

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 700000, size + 700000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        r = f.run("add", "--jobs", "1", "box", preexec_fn=limit)
        assert r.code == 7 and r.err, r
        before = f.rows("documents")
        assert len(before) < 20
        assert f.run("add", "box").code == 0
        rows = f.rows("documents")
        assert len(rows) == 20 and len({row["id"] for row in rows}) == 20


if __name__ == "__main__":
    tap.main(globals())
