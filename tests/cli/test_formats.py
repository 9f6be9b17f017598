# SPDX-License-Identifier: Apache-2.0
"""What commands print: every format can be read by a program, standard output that fails is noticed, --output is whole
or not there."""
import csv
import html.parser
import io
import json
import os
import subprocess

from onus_cli import LISTS, ROOT, Folder, environment, harmless, spawn, tap

BRIEF = ("brief", "--host", "Valdane", "--guest", "Karsovia", "--from", "2026-04-14", "--until", "2026-04-16")


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_lists_in_every_format():
    with Folder() as f:
        f.casefile()
        for name in LISTS:
            rows = json.loads(f.good(name, "--format", "json").out)
            assert isinstance(rows, list) and rows, name
            cells = table(f.good(name, "--format", "csv").out)
            assert len(cells) == len(rows), f"{name}: {len(cells)} in csv, {len(rows)} in json"
            assert all(None not in row and None not in row.values() for row in cells), f"{name}: ragged csv"
            text = f.good(name).out
            assert len(text.splitlines()) >= len(rows), name
            assert f.good(name, "--format", "text").out == text
            if "id" in rows[0] and name != "documents":
                assert [r["id"] for r in rows] == [c["id"] for c in cells], name


def test_lists_of_an_empty_casefile():
    with Folder() as f:
        f.good("init")
        for name in LISTS:
            assert json.loads(f.good(name, "--format", "json").out) == []
            assert len(table(f.good(name, "--format", "csv").out)) == 0
            f.good(name)
        assert json.loads(f.good("review", "--list", "--format", "json").out) == []


def test_limits_and_filters():
    with Folder() as f:
        f.casefile()
        assert len(f.rows("calls", "--limit", "2")) == 2
        everything = f.rows("calls")
        some = f.rows("calls", "--on", "Karsovia")
        assert 0 < len(some) <= len(everything)
        by_code = f.rows("calls", "--on", "XB")
        assert by_code == f.rows("calls", "--on", "Karsovian") and by_code
        assert {r["id"] for r in by_code} <= {r["id"] for r in some}
        assert f.rows("calls", "--since", "2024", "--until", "2026") == [r for r in everything if r["published"]]
        assert f.rows("calls", "--since", "2099") == []
        r = f.fails(4, "calls", "--on", "Karsovai")
        assert "Karsovia" in r.err
        f.fails(2, "calls", "--since", "yesterday")
        f.fails(2, "calls", "--until", "2024-02-30")


def test_extract():
    with Folder() as f:
        f.examples()
        one = "examples/2024-03-13-rights-lawyer-taskova-arrested.txt"
        got = json.loads(f.good("extract", "--places", "examples/places.tsv", one).out)
        text = (f.path / one).read_bytes()
        assert got["format"] == 1 and got["calls"]
        for call in got["calls"]:
            a = call["action"]
            assert text[a["start"]:a["end"]].decode() == a["text"]
        piped = json.loads(f.good("extract", "--places", "examples/places.tsv", "-", stdin=text).out)
        assert piped["calls"] == got["calls"]
        lines = f.good("extract", "--places", "examples/places.tsv", "--jobs", "2", "examples").out
        objects = [json.loads(line) for line in lines.splitlines()]
        assert len(objects) > 10 and all("source" in o for o in objects)
        assert lines == f.good("extract", "--places", "examples/places.tsv", "--jobs", "1", "examples").out
        r = f.run("extract", one, "missing.txt")
        assert r.code == 1 and len(r.out.splitlines()) == 1 and "missing.txt" in r.err, r
        f.fails(3, "extract", "missing.txt")
        f.fails(3, "extract", "-")
        assert not list(f.path.glob("*.onus"))


def test_show_and_explain():
    with Folder() as f:
        f.casefile()
        for kind in ("call", "pledge", "case", "quote"):
            one = f.ids(kind)[0]
            assert one in f.good("show", one).out
            shown = json.loads(f.good("show", one, "--format", "json").out)
            assert shown["id"] == one
            assert f.good("explain", one).out
            json.loads(f.good("explain", one, "--format", "json").out)
        document = f.rows("documents")[0]["id"].removeprefix("sha256:")
        json.loads(f.good("show", document, "--format", "json").out)
        assert f.good("show", document[:12]).out == f.good("show", "sha256:" + document).out


def test_what_is_not_there():
    with Folder() as f:
        f.casefile()
        for name in ("show", "explain"):
            r = f.fails(4, name, "call-0000000000")
            assert "call-0000000000" in r.err
            assert f.run(name, "nonsense").code in (2, 4)
        assert f.run("show", "call-").code in (2, 4)
        assert f.run("show", "").code in (2, 4)


def test_find():
    with Folder() as f:
        f.casefile()
        assert "insulin" in f.good("find", "insulin").out
        hits = json.loads(f.good("find", "insulin", "--format", "json").out)
        assert hits and len(json.loads(f.good("find", "insulin", "--limit", "1", "--format", "json").out)) == 1
        assert table(f.good("find", "insulin", "--format", "csv").out)
        json.loads(f.good("find", "xyzzyplugh", "--format", "json").out)
        for odd in ('"', "(", "AND", "NOT", "*", "a:b", "'", "NEAR("):
            assert f.run("find", odd).code in (0, 2, 4), odd


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids, self.loads = [], set(), []

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if "id" in a:
            self.ids.add(a["id"])
        if tag == "a" and a.get("href", "").startswith("#"):
            self.links.append(a["href"][1:])
        if tag in ("script", "link", "img", "iframe") and (a.get("src") or a.get("href")):
            self.loads.append(a)


def test_brief_in_every_format():
    with Folder() as f:
        f.casefile()
        assert "Valdane" in f.good(*BRIEF).out
        json.loads(f.good(*BRIEF, "--format", "json").out)
        assert "#" in f.good(*BRIEF, "--format", "markdown").out
        page = Page()
        page.feed(f.good(*BRIEF, "--format", "html").out)
        assert page.links and not page.loads
        assert set(page.links) <= page.ids, set(page.links) - page.ids
        assert f.good(*BRIEF).out == f.good(*BRIEF).out
        assert f.good("brief", "--host", "XA", "--guest", "Karsovian", "--from", "2026-04-14", "--until", "2026-04-16").out \
            == f.good(*BRIEF).out
        f.good(*BRIEF, "--reviewed")


def test_brief_with_mistakes():
    with Folder() as f:
        f.casefile()
        assert "--host" in f.fails(2, "brief").err
        f.fails(2, "brief", "--host", "Valdane")
        r = f.run("brief", "--host", "Valdane", "--guest", "Karsovai")
        assert r.code in (2, 4) and "Karsovia" in r.err, r
        r = f.run("brief", "--host", "Valdane", "--guest", "Qqqqq")
        assert r.code in (2, 4) and "Qqqqq" in r.err, r
        for day in ("14 April", "2026-13-01", "2026-02-30", "26-04-14", "2026/04/14", "x", ""):
            r = f.fails(2, "brief", "--host", "Valdane", "--guest", "Karsovia", "--from", day, "--until", "2026-04-16")
            assert not r.out, r
        f.fails(2, "brief", "--host", "Valdane", "--guest", "Karsovia", "--from", "2026-04-16", "--until", "2026-04-14")
        f.fails(4, "brief", "--visit", "visit-0000000000")
        f.fails(2, *BRIEF, "--force")


def test_output_is_whole_or_not_there():
    with Folder() as f:
        f.casefile()
        f.good(*BRIEF, "--output", "brief.txt")
        path = f.path / "brief.txt"
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_bytes() == f.good(*BRIEF).out_bytes
        path.write_text("mine")
        r = f.fails(7, *BRIEF, "--output", "brief.txt")
        assert "--force" in r.err and path.read_text() == "mine"
        f.good(*BRIEF, "--output", "brief.txt", "--force")
        assert path.read_text() != "mine"
        f.fails(2, "brief", "--host", "Valdane", "--guest", "Karsovia", "--from", "x", "--output", "no.txt")
        f.fails(7, *BRIEF, "--output", "no/such/folder.txt")
        f.fails(7, *BRIEF, "--output", ".", "--force")
        (f.path / "link.txt").symlink_to("nowhere/at-all")
        f.fails(7, *BRIEF, "--output", "link.txt")
        assert sorted(os.listdir(f.path)) == ["brief.txt", "casefile.onus", "link.txt"], os.listdir(f.path)


def test_full_disk_behind_standard_output():
    with Folder() as f:
        f.casefile()
        for args in (("calls",), ("calls", "--format", "json"), ("calls", "--format", "csv"), ("--help",),
                     ("--version",), ("calls", "--help"), ("help", "brief"), BRIEF, (*BRIEF, "--format", "html"),
                     ("doctor",), ("find", "insulin"), ("review", "--list"), ("people",),
                     ("extract", ROOT / "examples/2024-03-13-rights-lawyer-taskova-arrested.txt")):
            with open("/dev/full", "wb") as full:
                p = spawn(f, *args, stdout=full, stderr=subprocess.PIPE)
                err = p.communicate(timeout=60)[1]
            assert p.returncode == 7, f"{args}: exit {p.returncode}: {err!r}"
            assert b"output" in err, err


def test_closed_standard_output_does_not_reach_the_casefile():
    with Folder() as f:
        f.casefile()
        before = f.rows("calls")
        done = subprocess.run(["bash", "-c", "onus calls >&-"], cwd=f.path, env=environment(), capture_output=True,
                              timeout=60)
        assert done.returncode == 7, done
        done = subprocess.run(["bash", "-c", "onus follow \"$1\" --response noted >&- 2>&- <&-", "-", f.ids("call")[0]],
                              cwd=f.path, env=environment(), capture_output=True, timeout=60)
        assert f.rows("calls") is not None and len(f.rows("calls")) == len(before)


def test_a_pipe_that_is_closed_early_is_quiet():
    with Folder() as f:
        f.casefile()
        for args in ("calls --format json", "people --format csv", "brief --host XA --guest XB --format html",
                     "calls --help"):
            done = subprocess.run(["bash", "-c", f"onus {args} | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}"],
                                  cwd=f.path, env=environment(), capture_output=True, timeout=60)
            assert done.stdout.strip() in (b"0", b"141"), done
            assert not done.stderr, done.stderr


def test_nothing_on_standard_error_where_all_went_well():
    with Folder() as f:
        f.casefile()
        for name in LISTS:
            assert not f.good(name).err_bytes
        assert not f.good(*BRIEF).err_bytes


def test_output_is_utf8_whatever_the_locale():
    with Folder() as f:
        f.casefile()
        for locale in ("C", "en_US.ISO-8859-1", "no-such-locale"):
            r = f.good("quotes", env={"LC_ALL": locale})
            harmless(r.out_bytes, locale)
        assert "Hadrić" in f.good("people", "--format", "csv").out


def test_doctor():
    with Folder() as f:
        assert f.good("doctor").out
        assert isinstance(json.loads(f.good("doctor", "--format", "json").out), dict)
        f.casefile()
        f.good("doctor")
        f.fails(8, "doctor", "--reader", "/nonexistent/reader")


def test_rebuild_changes_nothing_that_is_shown():
    with Folder() as f:
        f.casefile()
        f.good("review", "--accept", f.ids("call")[0])
        f.good("follow", f.ids("call")[0], "--response", "noted")
        before = {name: f.good(name, "--format", "json").out for name in LISTS}
        f.good("rebuild")
        for name in LISTS:
            assert f.good(name, "--format", "json").out == before[name], name


def test_follow():
    with Folder() as f:
        f.casefile()
        call, pledge, quote = f.ids("call")[0], f.ids("pledge")[0], f.ids("quote")[0]
        r = f.good("follow", call, "--response", "Partly-Supported", "--by", "Karsovia", "--date", "2024-09-24", "--note", "x")
        assert r.out.startswith("outcome-")
        assert "partly supported" in f.good("show", call).out
        f.good("follow", call, "--response", "refused")
        f.good("follow", pledge, "--assessment", "broken")
        f.good("follow", pledge, "--assessment", "C", "--scale", "HRC", "--by", "Human Rights Committee")
        f.good("follow", pledge, "--assessment", "4", "--scale", "cedaw")
        r = f.good("follow", pledge, "--assessment", "seven", "--scale", "Our own")
        assert "Our own" in r.err and r.out.startswith("outcome-")
        document = f.rows("documents")[0]["id"].removeprefix("sha256:")
        f.good("follow", call, "--implementation", "in progress", "--source", document[:16])
        f.good("follow", call, "--implementation", "in progress", "--source", "a letter of 3 May")
        f.fails(4, "follow", call, "--response", "noted", "--source", "0123456789abcdef")
        assert "noted" in f.fails(2, "follow", call, "--response", "notd").err
        f.fails(2, "follow", call, "--implementation", "kept")
        f.fails(2, "follow", pledge, "--assessment", "F", "--scale", "HRC")
        f.fails(2, "follow", call, "--assessment", "kept")
        f.fails(2, "follow", call, "--response", "noted", "--scale", "HRC")
        f.fails(2, "follow", call)
        f.fails(2, "follow", call, "--response", "noted", "--implementation", "in progress")
        f.fails(2, "follow", call, "--response", "noted", "--date", "tomorrow")
        f.fails(2, "follow", quote, "--response", "noted")
        f.fails(4, "follow", "call-0000000000", "--response", "noted")


if __name__ == "__main__":
    tap.main(globals())
