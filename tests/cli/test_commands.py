# SPDX-License-Identifier: Apache-2.0
"""Every example of every command, and help, manual pages and completion made from the same sources."""
import json
import re
import shutil
import subprocess

from onus_cli import COMMANDS, KINDS, ROOT, Folder, built, built_model, environment, harmless, tap

ID = re.compile(r"\b(call|pledge|case|visit|quote)-[0-9a-f]{10}\b")


def fits(wanted, got):
    """Lines against lines: "…" is any rest of a line; a line of "…" alone is any number of lines."""
    if not wanted:
        return not got
    if wanted[0] == "…":
        return any(fits(wanted[1:], got[i:]) for i in range(len(got) + 1))
    if not got:
        return False
    pattern = ".*".join(re.escape(part) for part in wanted[0].split("…"))
    return re.fullmatch(pattern, got[0]) is not None and fits(wanted[1:], got[1:])


def with_real_ids(folder, examples):
    """Ids in examples are samples: the nth of a kind stands for the nth that waits."""
    ids, used = {}, {}

    def real(m):
        if m.group() not in ids:
            kind = m.group(1)
            if kind not in used:
                used[kind] = iter(folder.waiting("--kind", kind) or folder.ids(kind))
            ids[m.group()] = next(used[kind])
        return ids[m.group()]

    return [(ID.sub(real, e["line"]), [ID.sub(real, line) for line in e["output"]]) for e in examples]


def run_examples(name):
    examples = [e for e in json.loads(built("examples.json").read_text(encoding="utf-8")) if e["command"] == name]
    assert examples, f"{name} has no example"
    if name == "parse" and not built_model():
        raise tap.Skip("there is no language model in models/en")
    with Folder() as folder:
        folder.examples()
        if examples[0]["prepare"] == "casefile":
            folder.casefile()
        elif examples[0]["prepare"] == "empty":
            folder.good("init", "--places", "examples/places.tsv")
        for line, wanted in with_real_ids(folder, examples):
            done = subprocess.run(["bash", "-c", line], cwd=folder.path, env=environment(), capture_output=True,
                                  timeout=120)
            got = done.stdout.decode("utf-8").splitlines()
            assert done.returncode == 0, f"$ {line}\nexit {done.returncode}: {done.stderr.decode('utf-8', 'replace')}"
            assert fits([w.rstrip() for w in wanted], [g.rstrip() for g in got]), \
                f"$ {line}\nwanted:\n" + "\n".join(wanted) + "\ngot:\n" + "\n".join(got[:60])


def example_test(name):
    return lambda: run_examples(name)


def test_matching_of_expected_output():
    assert fits(["a…", "…", "z"], ["abc", "x", "y", "z"])
    assert fits(["…"], []) and fits(["a…c"], ["abc"])
    assert not fits(["a"], ["b"]) and not fits(["a"], ["a", "b"]) and not fits(["a", "b"], ["a"])


def test_help_of_every_command():
    with Folder() as folder:
        overview = folder.good("--help").out
        assert folder.good("help").out == overview
        for name in COMMANDS:
            text = folder.good(name, "--help").out
            assert text == folder.good("help", name).out == folder.good(name, "-h").out
            assert text.startswith(f"onus {name} - ") and "Usage: onus " + name in text and "Exit codes:" in text
            assert f"  {name} " in overview
            assert max(len(line) for line in text.splitlines() if not line.startswith("    ")) <= 80, name
            harmless(text, name)


def test_version():
    with Folder() as folder:
        header = (ROOT / "include/onus/onus.h").read_text()
        version = re.search(r'ONUS_VERSION "(.*)"', header).group(1)
        assert folder.good("--version").out == f"onus {version}\n"


def options_of(text):
    return set(re.findall(r"^  (?:-\w, |    )--([a-z-]+)", text, re.M))


def test_help_manual_and_completion_have_the_same_options():
    bash = built("onus.bash").read_text(encoding="utf-8")
    with Folder() as folder:
        for name in COMMANDS:
            options = options_of(folder.good(name, "--help").out)
            assert {"help"} <= options, name
            page = built(f"onus-{name}.1").read_text().replace("\\-", "-")
            assert set(re.findall(r"^(?:\\fB-\w\\fR, )?\\fB--([a-z-]+)\\fR", page, re.M)) == options, name
            line = re.search(rf"^\t{name}\) COMPREPLY.*compgen -W '([^']*)'", bash, re.M).group(1)
            assert {w[2:] for w in line.split() if w.startswith("--")} == options, name


def test_manual_pages_are_well_formed():
    if not shutil.which("man"):
        raise tap.Skip("man is not installed")
    for page in ["onus.1"] + [f"onus-{n}.1" for n in COMMANDS]:
        done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", str(built(page))], capture_output=True,
                              text=True, env=environment({"MANWIDTH": "80"}), timeout=60)
        assert done.returncode == 0 and not done.stderr, f"{page}: {done.stderr}"
        assert "NAME" in done.stdout and "EXIT STATUS" in done.stdout


def test_the_exit_codes_of_the_manual_are_those_of_the_header():
    header = (ROOT / "include/onus/onus.h").read_text()
    rows = re.findall(r'X\((\w+), \d+, (\d+), "', header)
    page = built("onus.1").read_text().replace("\\-", "-")
    assert len(rows) > 10
    assert re.findall(r"^\\fB(\d+)\\fR (\w+)$", page, re.M) == [(code, name) for name, code in rows]


def complete(words, current):
    script = (f"source '{built('onus.bash')}'; COMP_WORDS=({' '.join(words)} '{current}'); "
              f"COMP_CWORD={len(words)}; _onus 2>/dev/null; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment(), timeout=60)
    return done.stdout.split()


def test_completion_completes():
    assert complete(["onus"], "ca") == ["calls", "cases"]
    assert complete(["onus", "calls"], "--for") == ["--format"]
    assert complete(["onus", "calls", "--format"], "j") == ["json"]
    assert complete(["onus", "brief", "--format"], "h") == ["html"]
    assert complete(["onus", "help"], "ext") == ["extract"]
    assert complete(["onus", "calls"], "--nothing") == []


def generate(sources, out):
    return subprocess.run(["python3", ROOT / "tools/make_commands.py", "--onus-h", ROOT / "include/onus/onus.h", "--out",
                           out, sources, *COMMANDS], capture_output=True, text=True, timeout=60)


def test_the_same_sources_make_the_same_files():
    with Folder() as folder:
        done = generate(ROOT / "commands", folder.path)
        assert done.returncode == 0, done.stderr
        made = sorted(p.name for p in folder.path.iterdir())
        assert len(made) == len(COMMANDS) + 5, made
        for name in made:
            assert (folder.path / name).read_bytes() == built(name).read_bytes(), name


def test_mistakes_in_a_source_are_named():
    mistakes = [("summary: ", "sumary: "), ("exits: OK", "exits: FINE"), ("@table", "@tables"), ("@file", "@file\n  @file"),
                ("operands: 0", "operands: none"), ("see: ", "see: nothing "), ("    $ onus", "    onus"),
                ("name: calls", "name: call"), ("options:\n", "options:\n  --Bad option\n")]
    for old, new in mistakes:
        with Folder() as folder:
            sources = folder.path / "commands"
            shutil.copytree(ROOT / "commands", sources)
            text = (sources / "calls.cmd").read_text(encoding="utf-8")
            assert old in text, old
            (sources / "calls.cmd").write_text(text.replace(old, new), encoding="utf-8")
            done = generate(sources, folder.path)
            assert done.returncode != 0 and "calls.cmd" in done.stderr, (new, done)
            assert "Traceback" not in done.stderr, (new, done.stderr)


def test_every_list_has_a_kind():
    assert set(KINDS.values()) < set(COMMANDS)


for _name in COMMANDS:
    globals()[f"test_examples_of_{_name}"] = example_test(_name)

if __name__ == "__main__":
    tap.main(globals())
