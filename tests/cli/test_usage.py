# SPDX-License-Identifier: Apache-2.0
"""Mistakes on the command line: exit 2, a message that names the mistake and the nearest right word, nothing done."""
import os

from onus_cli import COMMANDS, LISTS, Folder, harmless, tap


def usage(folder, *args, says=()):
    r = folder.fails(2, *args)
    assert not r.out, r
    for words in says:
        assert words in r.err, f"{words!r} is not in {r}"
    harmless(r.err_bytes, args)
    return r


def test_no_command():
    with Folder() as f:
        r = f.run()
        assert r.code == 2 and "Usage:" in r.err and not r.out


def test_wrong_commands_get_the_nearest():
    with Folder() as f:
        for typed, near in (("call", "calls"), ("clals", "calls"), ("breif", "brief"), ("docments", "documents"),
                            ("ad", "add"), ("rebuid", "rebuild"), ("pledge", "pledges"), ("explian", "explain")):
            usage(f, typed, says=[f'"{near}"'])
        r = usage(f, "frobnicate")
        assert "did you mean" not in r.err and "--help" in r.err


def test_commands_of_later_versions_say_so():
    with Folder() as f:
        for name in ("dossier", "match", "verify", "erase", "export", "import"):
            usage(f, name, "x", says=["not in this version"])


def test_wrong_options_get_the_nearest():
    with Folder() as f:
        usage(f, "calls", "--formta", "json", says=["--format", "onus calls --help"])
        usage(f, "calls", "--sinc=2024", "--utnil=2025", says=["--until"])
        usage(f, "calls", "--format", "jsno", says=["text|json|csv", '"json"'])
        usage(f, "calls", "--format=xml", says=["text|json|csv"])
        usage(f, "calls", "-z", says=["-z"])
        usage(f, "calls", "--by", says=["needs a value"])
        usage(f, "init", "--help=x", says=["takes no value"])
        usage(f, "brief", "--format", "csv", says=["text|markdown|json|html"])
        for name in COMMANDS:
            usage(f, name, "--no-such-option", says=["--no-such-option", f"onus {name} --help"])


def test_twice_too_many_and_too_few():
    with Folder() as f:
        usage(f, "calls", "--by", "A", "--by", "B", says=["twice"])
        usage(f, "calls", "extra", says=["extra"])
        usage(f, "show", says=["usage"])
        usage(f, "show", "a", "b", says=['"b"'])
        usage(f, "add", says=["usage"])
        usage(f, "init", "-f", "a", "b", says=["twice"])
        assert os.listdir(f.path) == []


def test_numbers():
    with Folder() as f:
        for n in ("x", "-1", "0", "1e3", "99999999999999999999", ""):
            usage(f, "calls", "--limit", n, says=["number"])
        usage(f, "add", "--jobs", "9999", "x", says=["number"])


def test_options_before_the_command():
    with Folder() as f:
        usage(f, "--format", "json", "calls", says=["command comes first"])


def test_beginnings_of_options_are_taken():
    with Folder() as f:
        f.casefile()
        assert f.good("calls", "--form", "json").out.startswith("[")


def test_text_that_is_not_utf8_is_refused():
    with Folder() as f:
        f.casefile()
        usage(f, "calls", "--by", b"\xff\xfe", says=["UTF-8"])
        usage(f, "review", "--accept", b"call-\xff", says=["UTF-8"])


def test_a_missing_casefile():
    with Folder() as f:
        for name in LISTS:
            r = f.fails(5, name)
            assert "casefile.onus" in r.err and not r.out, r
        f.fails(5, "calls", "-f", "elsewhere.onus")
        f.fails(5, "add", "x.txt")
        f.fails(5, "show", "call-1")
        f.fails(5, "brief", "--host", "FR", "--guest", "CN")
        assert os.listdir(f.path) == []


def test_onus_file_and_f_name_the_casefile():
    with Folder() as f:
        f.good("init", env={"ONUS_FILE": "one.onus"})
        f.good("init", "-f", "two.onus", env={"ONUS_FILE": "one.onus"})
        assert sorted(os.listdir(f.path)) == ["one.onus", "two.onus"]
        f.good("calls", env={"ONUS_FILE": "one.onus"})
        f.fails(5, "calls", env={"ONUS_FILE": "none.onus"})


def test_init_overwrites_nothing():
    with Folder() as f:
        f.good("init")
        before = (f.path / "casefile.onus").read_bytes()
        r = f.fails(5, "init")
        assert "there" in r.err and (f.path / "casefile.onus").read_bytes() == before
        f.write("letter.txt", "Dear Sir,\n")
        f.fails(5, "init", "letter.txt")
        assert (f.path / "letter.txt").read_text() == "Dear Sir,\n"


def test_what_is_no_casefile():
    with Folder() as f:
        f.write("text.onus", "this is a letter, and not a casefile\n" * 100)
        f.write("empty.onus", "")
        (f.path / "folder.onus").mkdir()
        for name in ("text.onus", "empty.onus", "folder.onus"):
            r = f.fails(5, "calls", "-f", name)
            assert name in r.err


def test_the_mode_of_a_new_casefile_is_the_owners_only():
    with Folder() as f:
        f.good("init")
        assert (f.path / "casefile.onus").stat().st_mode & 0o777 == 0o600


if __name__ == "__main__":
    tap.main(globals())
