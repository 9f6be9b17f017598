# SPDX-License-Identifier: Apache-2.0
"""What can be seen in the source and in the built programs: rooms, licences, symbols, hardening, banned functions."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ONUS_BUILD", ROOT / "build"))
sys.path.insert(0, str(ROOT / "tests"))
import tap  # noqa: E402


def files(*patterns, under=("src", "include", "tests", "tools", "fuzz", "bench", "commands", "sql", "rules")):
    """The project's own files; listed by git where there is a checkout, else found on disk."""
    try:
        listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"], check=True,
                                capture_output=True, text=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = [str(p.relative_to(ROOT)) for u in under for p in (ROOT / u).rglob("*") if p.is_file()]
    return [ROOT / f for f in listed if (ROOT / f).is_file() and (not patterns or any(pathlib.PurePath(f).match(p)
                                                                                   for p in patterns))]


def rooms():
    allowed = {}
    for line in (ROOT / "src/ROOMS").read_text().splitlines():
        if line and not line.startswith("#"):
            room, _, may = line.partition(":")
            allowed[room.strip()] = set(may.split()) | {room.strip()}
    return allowed


def includes(path):
    return re.findall(r'^\s*#\s*include\s*"([^"]+)"', path.read_text(), re.M)


def breaches(folder, allowed):
    """(file, include) of every include that src/ROOMS does not allow."""
    out = []
    for path in sorted(folder.rglob("*.[ch]")):
        room = path.relative_to(folder).parts[0]
        for inc in includes(path):
            other = inc.split("/")[0]
            if "/" not in inc or other not in allowed.get(room, set()):
                out.append((str(path.relative_to(folder)), inc))
    return out


def test_each_room_includes_only_what_it_may():
    allowed = rooms()
    assert (ROOT / "src").is_dir()
    for room in (ROOT / "src").iterdir():
        assert not room.is_dir() or room.name in allowed, f"src/{room.name} is not in src/ROOMS"
    found = breaches(ROOT / "src", allowed)
    assert not found, found


def test_a_forbidden_include_is_noticed():
    with tempfile.TemporaryDirectory() as folder:
        room = pathlib.Path(folder) / "extract"
        room.mkdir()
        (room / "bad.c").write_text('#include "ledger/ledger.h"\n')
        assert breaches(pathlib.Path(folder), rooms()) == [("extract/bad.c", "ledger/ledger.h")]


def test_rooms_have_no_circles():
    allowed = rooms()

    def reaches(a, b, seen):
        return any(x == b or (x not in seen and reaches(x, b, seen | {x})) for x in allowed[a] - {a})

    circles = [r for r in allowed if reaches(r, r, {r})]
    assert not circles, circles


def test_every_source_file_names_its_licence():
    missing = [str(f.relative_to(ROOT)) for f in files("*.c", "*.h", "*.py", "*.sql", "*.sh", "meson.build", "*.cmd",
                                                       "*.rules")
               if "SPDX-License-Identifier:" not in f.read_text(errors="replace")[:400]]
    assert not missing, missing


def test_files_stay_readable():
    long = [(str(f.relative_to(ROOT)), n) for f in files("*.c", "*.h", "*.py", "*.sql")
            if (n := len(f.read_text(errors="replace").splitlines())) > 600]
    assert not long, long


def test_nothing_of_a_machine_lands():
    word = re.compile(r"/(?:work|root|home|farm)/\w|registry\.npm|deb\.debian\.org")
    mine = pathlib.Path(__file__)
    found = [(str(f.relative_to(ROOT)), m.group()) for f in files() if f != mine and f.suffix not in (".png", ".bin")
             for m in [word.search(f.read_text(errors="replace"))] if m]
    assert not found, found


def test_the_library_exports_what_the_header_declares():
    header = (ROOT / "include/onus/onus.h").read_text()
    declared = set(re.findall(r"ONUS_API[^;]*?\b(onus_\w+)\(", header))
    assert len(declared) > 15
    library = next(BUILD.glob("src/libonus.so.?.*"), None) or next(BUILD.glob("src/libonus.so"))
    lines = subprocess.run(["nm", "-D", "--defined-only", str(library)], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    exported = {line.split()[-1].split("@")[0] for line in lines}
    assert exported == declared, f"only in the library: {exported - declared}; only in the header: {declared - exported}"


def compiles(source, *flags, language="c"):
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(["cc", "-x", language, *flags, "-I", str(ROOT / "include"), "-I", str(ROOT / "src"),
                               "-c", "-o", folder + "/x.o", "-"], input=source, capture_output=True, text=True)


def test_the_public_header_is_plain_c99_and_stands_alone():
    use = "#include <onus/onus.h>\nonus_status x; int f(void){ return onus_status_exit_code(x); }\n"
    done = compiles(use, "-std=c99", "-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-Wno-missing-prototypes")
    assert done.returncode == 0, done.stderr


def test_banned_functions_do_not_compile():
    banned = (ROOT / "src/base/banned.h").read_text()
    names = re.findall(r"#define (\w+)\([^)]*\)\s+BANNED", banned)
    assert {"strcpy", "sprintf", "strtok", "system"} <= set(names)
    for name in names:
        done = compiles(f"void f(char *a) {{ (void){name}(a, a, 1); }}\n", "-include", str(ROOT / "src/base/banned.h"),
                        "-Werror")
        assert done.returncode != 0 and f"{name}_is_banned" in done.stderr, name
    done = compiles("void f(char *a) { (void)snprintf(a, 1, \"x\"); }\n", "-include", str(ROOT / "src/base/banned.h"),
                    "-Werror")
    assert done.returncode == 0, done.stderr


def test_the_programs_are_hardened():
    sanitized = "asan" in subprocess.run(["ldd", str(BUILD / "onus")], capture_output=True, text=True).stdout
    for program in ("onus", "onus-reader"):
        elf = subprocess.run(["readelf", "-hldW", str(BUILD / program)], check=True, capture_output=True,
                             text=True).stdout
        assert re.search(r"Type:\s+DYN", elf), f"{program} is not position independent"
        assert "BIND_NOW" in elf or "Flags: NOW" in elf, f"{program} binds lazily"
        assert "GNU_RELRO" in elf, f"{program} has no RELRO"
        stack = re.search(r"GNU_STACK.*", elf).group()
        assert "RWE" not in stack, f"{program} has an executable stack"
        symbols = subprocess.run(["nm", "-D", str(BUILD / program)], check=True, capture_output=True, text=True).stdout
        assert sanitized or "__stack_chk_fail" in symbols, f"{program} has no stack protector"
        assert sanitized or re.search(r"__\w+_chk\b", symbols.replace("__stack_chk_fail", "")), \
            f"{program} is built without _FORTIFY_SOURCE"


def test_only_the_reader_links_a_parser():
    onus = subprocess.run(["ldd", str(BUILD / "onus")], check=True, capture_output=True, text=True).stdout
    for parser in ("libxml2", "libjson-c"):
        assert parser not in onus, f"onus links {parser}"
    reader = subprocess.run(["ldd", str(BUILD / "onus-reader")], check=True, capture_output=True, text=True).stdout
    for trusted in ("libsqlite", "libcrypto"):
        assert trusted not in reader, f"onus-reader links {trusted}"


def test_the_shell_scripts_parse():
    for script in ("quickstart", "check", ".ci/run", "tools/install.sh"):
        subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


if __name__ == "__main__":
    tap.main(globals())
