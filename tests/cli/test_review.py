# SPDX-License-Identifier: Apache-2.0
"""onus review: decisions by id in scripts, and a session at a terminal with keys."""
import csv
import io
import json
import os
import signal
import time

from onus_cli import Folder, Terminal, harmless, tap

KEYS = "a accept"
# What the program itself writes to a terminal that understands it.
OURS = ("\x1b[H\x1b[2J\x1b[3J", "\x1b[1m", "\x1b[7m", "\x1b[0m", "\r")


def states(folder):
    counts = {}
    for name in ("calls", "pledges", "cases", "visits", "quotes"):
        for state in ("draft", "accepted", "edited", "rejected"):
            counts[state] = counts.get(state, 0) + len(folder.rows(name, "--state", state))
    return counts


# ---- scripts ----

def test_a_pipe_is_no_terminal():
    with Folder() as f:
        f.casefile()
        r = f.fails(2, "review")
        assert "--accept" in r.err and "terminal" in r.err


def test_list():
    with Folder() as f:
        f.casefile()
        rows = json.loads(f.good("review", "--list", "--format", "json").out)
        assert rows and all(r["words"] and r["id"].startswith(r["kind"] + "-") for r in rows)
        dates = [r["published"] for r in rows if r["published"]]
        assert dates == sorted(dates, reverse=True)
        assert len(list(csv.DictReader(io.StringIO(f.good("review", "--list", "--format", "csv").out)))) == len(rows)
        assert all(r["id"] in f.good("review", "--list").out for r in rows[:5])
        assert {r["kind"] for r in json.loads(f.good("review", "--list", "--kind", "call", "--format", "json").out)} == {"call"}
        assert len(f.waiting("--limit", "3")) == 3
        document = rows[0]["document"]
        assert {r["document"] for r in json.loads(f.good("review", "--list", "--document", document[:10], "--format",
                                                         "json").out)} == {document}
        on = f.waiting("--kind", "call", "--on", "Karsovia")
        assert on and set(on) <= set(f.waiting("--kind", "call"))
        assert f.waiting("--since", "2099") == []
        assert "Karsovia" in f.fails(4, "review", "--list", "--on", "Karsovai").err
        f.fails(2, "review", "--list", "--since", "last week")


def test_a_list_without_end_is_cut_where_it_is_listed():
    with Folder() as f:
        f.good("init")
        items = "".join(f"- release prisoner number {n} of the prison\n" for n in range(1500))
        f.write("long.txt", "Statement\n\nCorvelle, March 22, 2019\n\nWe call on France to:\n\n" + items)
        f.good("add", "long.txt", timeout=120)
        rows = json.loads(f.good("review", "--list", "--format", "json").out)
        assert len(rows) >= 1000, len(rows)
        assert all(len(r["words"].encode()) < 4100 for r in rows)
        assert any(" … " in r["words"] for r in rows)
        assert len(f.good("review", "--list").out_bytes) < 4400 * len(rows)


def test_accept_reject_edit():
    with Folder() as f:
        f.casefile()
        a, b, c = f.waiting("--kind", "call")[:3]
        n = len(f.waiting())
        assert f.good("review", "--accept", a).out == f"{a}: accepted\n"
        assert f.good("review", "--reject", b, "--why", "a caption").out == f"{b}: rejected\n"
        assert f.good("review", "--edit", c, "caller=Rights Meridian", "modality=demanded").out == f"{c}: edited\n"
        assert len(f.waiting()) == n - 3
        assert [r["id"] for r in f.rows("calls", "--state", "accepted")] == [a]
        assert [r["id"] for r in f.rows("calls", "--state", "rejected")] == [b]
        assert [r["id"] for r in f.rows("calls", "--state", "edited")] == [c]
        assert sorted(r["id"] for r in f.rows("calls", "--state", "reviewed")) == sorted([a, c])
        assert b not in f.ids("call")
        shown = json.loads(f.good("show", c, "--format", "json").out)
        assert "Rights Meridian" in json.dumps(shown) and "demanded" in json.dumps(shown)
        assert c in [r["id"] for r in f.rows("calls", "--by", "Rights Meridian")]
        assert "a caption" in f.good("show", b).out


def test_deciding_again_keeps_the_history():
    with Folder() as f:
        f.casefile()
        one = f.waiting("--kind", "call")[0]
        f.good("review", "--accept", one, "--as", "Ana")
        f.good("review", "--reject", one, "--why", "second thoughts", "--as", "Ben")
        f.good("review", "--accept", one)
        assert one in [r["id"] for r in f.rows("calls", "--state", "accepted")]
        shown = f.good("show", one).out
        assert "second thoughts" in shown and "Ana" in shown and "Ben" in shown


def test_several_ids_each_by_itself():
    with Folder() as f:
        f.casefile()
        a, b = f.waiting("--kind", "call")[:2]
        r = f.run("review", "--accept", a, "call-0000000000", b)
        assert r.code == 1 and r.out == f"{a}: accepted\n{b}: accepted\n" and "call-0000000000" in r.err, r


def test_wrong_ids_and_edits_change_nothing():
    with Folder() as f:
        f.casefile()
        a = f.waiting("--kind", "call")[0]
        before = f.good("show", a).out
        f.fails(4, "review", "--accept", "call-0000000000")
        assert f.run("review", "--accept", "nonsense", "nonsense2").code in (2, 4)
        f.fails(2, "review", "--accept")
        f.fails(2, "review", "--reject", a)
        f.fails(2, "review", "--reject", a, "--why", "  ")
        f.fails(2, "review", "--edit", a)
        f.fails(2, "review", "--accept", "--reject", a, "--why", "x")
        f.fails(2, "review", "--accept", a, "--on", "Karsovia")
        f.fails(2, "review", a)
        r = f.run("review", "--edit", a, "caller=Somebody", "colour=red")
        assert r.code in (2, 3) and "colour" in r.err and not r.out, r
        r = f.run("review", "--edit", a, "modality=bellowed")
        assert r.code in (2, 3) and not r.out, r
        assert f.run("review", "--edit", a, "action=@5-2").code in (2, 3)
        assert f.good("show", a).out == before


def test_beginnings_of_ids():
    with Folder() as f:
        f.casefile()
        a = f.waiting("--kind", "call")[0]
        f.good("review", "--accept", a[:-1])
        assert [r["id"] for r in f.rows("calls", "--state", "accepted")] == [a]
        r = f.run("review", "--accept", "call-")
        assert r.code in (2, 4) and "call-" in r.err, r


# ---- a terminal ----

def first_page(folder, *args, **more):
    t = Terminal(folder, "review", *args, **more)
    t.wait_for(KEYS)
    return t


def test_a_session_accepts_rejects_edits_and_quits():
    with Folder() as f:
        f.casefile()
        a, b, c, d, e = f.waiting("--kind", "call")[:5]
        with first_page(f, "--kind", "call", "--as", "Ana") as t:
            assert a in t.seen.decode() and b"\x1b[7m" in t.seen
            assert not t.echoes()
            t.press("a", b)
            t.press("r", "Why? ")
            t.press("not a call\r", c)
            t.press("e", "Field")
            t.press("1\r", "caller: ")
            t.press("\x15Ana Bell\r", "Field")
            t.press("\r", d)
            t.press("s", e)
            t.type("q")
            assert t.finish() == 0
            assert "3 decisions" in t.seen.decode()
        assert [r["id"] for r in f.rows("calls", "--state", "accepted")] == [a]
        assert [r["id"] for r in f.rows("calls", "--state", "rejected")] == [b]
        assert [r["id"] for r in f.rows("calls", "--state", "edited")] == [c]
        assert "Ana Bell" in f.good("show", c).out and "not a call" in f.good("show", b).out
        with first_page(f, "--kind", "call") as t:
            assert d in t.seen.decode()
            t.type("q")
            assert t.finish() == 0


def test_back_undo_and_help():
    with Folder() as f:
        f.casefile()
        a, b, c = f.waiting("--kind", "call")[:3]
        with first_page(f, "--kind", "call") as t:
            t.press("b", "first")
            t.press("u", "Nothing")
            t.press("z", "? helps")
            t.press("?", "Escape")
            t.press(" ", KEYS)
            t.press("x", "any key")
            t.press(" ", KEYS)
            t.press("a", b)
            t.press("s", c)
            t.press("b", b)
            assert "accepted" in t.press("u", a)
            t.press("r", "Why? ")
            t.press("hasty\r", b)
            t.type("q")
            assert t.finish() == 0
        assert [r["id"] for r in f.rows("calls", "--state", "rejected")] == [a]
        assert "hasty" in f.good("show", a).out


def test_editing_in_the_line():
    with Folder() as f:
        f.casefile()
        a, b = f.waiting("--kind", "call")[:2]
        with first_page(f, "--kind", "call") as t:
            t.press("e", "Field")
            t.press("caller\r", "caller: ")
            # typed, then: to the beginning, delete, to the end, backspace, left twice, an accented letter between
            t.press("Xhadricx\x1b[H\x1b[3~\x1b[F\x7f\x1b[D\x1b[C", "hadric")
            t.press("\x7fć\r", "Field")
            t.press("\r", b)
            t.press("b", "hadrić")
            t.press("e", "Field")
            t.press("\x1b", "Nothing was changed")
            t.press("r", "Why? ")
            t.press("\r", "needs a reason")
            t.press("e", "Field")
            t.press("modality=bellowed\r", "Field")
            t.press("\r", "modality")
            t.type("q")
            assert t.finish() == 0
        assert [r["id"] for r in f.rows("calls", "--state", "edited")] == [a]


def test_the_terminal_is_put_back():
    with Folder() as f:
        f.casefile()
        for how in ("q", "\x03", "\x04", signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with first_page(f) as t:
                assert not t.echoes()
                if isinstance(how, str):
                    t.type(how)
                else:
                    os.kill(t.pid, how)
                time.sleep(0.05)
                code = t.finish()
                assert code == {"q": 0, "\x04": 0, "\x03": 130}.get(how, 128 + how if not isinstance(how, str) else 0), \
                    (how, code)
                assert t.echoes(), how


def test_a_window_that_changes_size():
    with Folder() as f:
        f.casefile()
        with first_page(f, columns=120, rows=50) as t:
            for columns, rows in ((40, 12), (20, 5), (1, 1), (200, 60), (80, 24)):
                at = len(t.seen)
                t.resize(columns, rows)
                page = t.wait_for("quit" if columns >= 40 else "q", at)
                if columns == 40:
                    text = page
                    for e in OURS:
                        text = text.replace(e, "")
                    assert max(len(line) for line in text.split("\n")) <= 40, page
            t.press("a", KEYS)
            t.type("q")
            assert t.finish() == 0


def test_no_color_and_dumb_terminals():
    with Folder() as f:
        f.casefile()
        with first_page(f, env={"NO_COLOR": "1"}) as t:
            seen = t.seen.decode()
            assert "\x1b[7m" not in seen and "\x1b[1m" not in seen and "[[" in seen and "]]" in seen
            t.type("q")
            t.finish()
        for term in ("dumb", ""):
            with first_page(f, env={"TERM": term}) as t:
                t.press("a", KEYS)
                t.type("q")
                assert t.finish() == 0
                assert b"\x1b" not in t.seen


def test_nothing_waits():
    with Folder() as f:
        f.good("init")
        with Terminal(f, "review") as t:
            assert t.finish() == 0
            assert b"no drafts wait" in t.seen


def test_hostile_words_do_not_reach_the_terminal():
    with Folder() as f:
        f.good("init")
        f.write("evil.txt", "Statement\n\nParis, March 22, 2019\n\nThe Rights\u202eDesk called on France to "
                "release Ana\x1b[2J\x1b]0;owned\x07 \u2066Bell\u2069 immediately. \u009b31mFrance\u200f should end "
                "torture\x08\x08\x7f in its prisons.\n")
        f.good("add", "evil.txt")
        if not f.waiting():
            raise tap.Skip("nothing is drafted from that text")
        harmless(f.good("review", "--list").out_bytes, "review --list")
        with first_page(f) as t:
            t.press("x", "any key")
            t.press(" ", KEYS)
            t.press("e", "Field")
            t.press("1\r", ": ")
            t.press("\x1b", "Field")
            t.press("\x1b", KEYS)
            t.type("q")
            t.finish()
            harmless(t.seen.decode("utf-8"), "the session", OURS)


def test_all_drafts_of_a_document_one_by_one():
    with Folder() as f:
        f.casefile()
        document = json.loads(f.good("review", "--list", "--format", "json").out)[0]["document"]
        mine = f.waiting("--document", document)
        with first_page(f, "--document", document) as t:
            for following in mine[1:]:
                t.press("a", following)
            t.type("a")
            assert t.finish() == 0
            assert f"{len(mine)} decision" in t.seen.decode()
        assert f.waiting("--document", document) == []
        assert states(f)["accepted"] == len(mine)


if __name__ == "__main__":
    tap.main(globals())
