# SPDX-License-Identifier: Apache-2.0
"""Makes everything that is said about a command from its one source, commands/NAME.cmd.

    make_commands.py --onus-h HEADER --out FOLDER COMMANDS_FOLDER NAME...

writes into FOLDER: commands.h and commands.c (getopt_long tables, help texts, the table of commands), onus.1 and
onus-NAME.1, onus.bash (completion) and examples.json (the examples that tests/cli runs). The table of exit codes comes
from ONUS_STATUS_LIST in the public header. docs/rooms/cli.md describes the form of a source. Output depends on the
input only.
"""
import argparse
import json
import os
import re
import sys
import textwrap

WIDTH = 80


def die(place, message):
    sys.exit(f"make_commands.py: {place}: {message}")


class Option:
    def __init__(self, head, place):
        self.letter, self.argument = None, None
        m = re.fullmatch(r"(?:-(\w), )?--([a-z][a-z-]*)(?: (\S.*))?", head)
        if not m:
            die(place, f"not an option: {head}")
        self.letter, self.name, self.argument = m.groups()
        self.text = []

    @property
    def choices(self):
        return self.argument.split("|") if self.argument and "|" in self.argument else []

    @property
    def symbol(self):
        return "OPTION_" + self.name.replace("-", "_").upper()

    @property
    def head(self):
        letter = f"-{self.letter}, " if self.letter else "    "
        return letter + "--" + self.name + (f" {self.argument}" if self.argument else "")

    @property
    def help(self):
        return " ".join(self.text)


def sections(path):
    """The file as a list of (key, value on the key's line, indented lines below it)."""
    found = []
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if line.startswith("#") or (not line.strip() and not found):
                continue
            if line and not line[0].isspace():
                key, colon, value = line.partition(":")
                if not colon:
                    die(f"{path}:{number}", "a line at the margin is 'key: value'")
                found.append((key.strip(), value.strip(), []))
            else:
                if line.strip() and not line.startswith("  "):
                    die(f"{path}:{number}", "indent by two spaces")
                found[-1][2].append(line[2:])
    for _, _, body in found:
        while body and not body[-1]:
            body.pop()
        while body and not body[0]:
            body.pop(0)
    return found


def read_options(lines, shared, place):
    options = []
    for line in lines:
        if line.startswith("@"):
            if line[1:] not in shared:
                die(place, f"no shared group {line}")
            options += shared[line[1:]]
        elif line.startswith("-"):
            options.append(Option(line, place))
        elif line.strip():
            if not options:
                die(place, "text before the first option")
            options[-1].text.append(line.strip())
    return options


def paragraphs(lines):
    """Runs of lines as one paragraph each; a run indented further is kept as it is."""
    result, run = [], []

    def close():
        if run:
            if run[0].startswith("  "):
                result.append(("verbatim", list(run)))
            else:
                result.append(("text", " ".join(x.strip() for x in run)))
            run.clear()

    for line in lines:
        if not line.strip():
            close()
        else:
            run.append(line)
    close()
    return result


class Example:
    def __init__(self, about):
        self.about, self.command, self.output = about, None, []


class Command:
    KEYS = {"name", "summary", "usage", "operands", "prepare", "description", "options", "exits", "examples", "see"}

    def __init__(self, path, shared, statuses):
        fields = {}
        for key, value, body in sections(path):
            if key not in self.KEYS:
                die(path, f"unknown key {key}")
            if key in fields:
                die(path, f"{key} is there twice")
            fields[key] = (value, body)
        for key in ("name", "summary", "usage", "operands", "description", "options", "exits", "examples"):
            if key not in fields:
                die(path, f"{key} is missing")
        self.name = fields["name"][0]
        if os.path.basename(path) != self.name + ".cmd":
            die(path, "name and file name differ")
        self.summary = fields["summary"][0]
        self.usage = [fields["usage"][0]] if fields["usage"][0] else fields["usage"][1]
        if not re.fullmatch(r"\d+(-(\d+|\*))?", fields["operands"][0]):
            die(path, "operands is a number, or a range such as 0-1 or 1-*")
        low, _, high = fields["operands"][0].partition("-")
        self.low, self.high = int(low), -1 if high == "*" else int(high or low)
        # What a test prepares before the examples run: nothing, or a casefile with all of examples/.
        self.prepare = fields.get("prepare", ("casefile", []))[0]
        self.description = paragraphs(fields["description"][1])
        self.options = read_options(fields["options"][1], shared, path)
        names = [o.name for o in self.options] + [o.letter for o in self.options if o.letter]
        if len(names) != len(set(names)):
            die(path, "an option is there twice")
        self.exits = fields["exits"][0].split()
        for e in self.exits:
            if e not in statuses:
                die(path, f"no status {e}")
        self.see = fields.get("see", ("", []))[0].split()
        self.examples = self.read_examples(fields["examples"][1], path)

    @staticmethod
    def read_examples(lines, path):
        """A line of words, then '  $ command', then the output; a line further in continues the output."""
        examples, about = [], []
        for line in lines:
            if line.startswith("  $ "):
                example = Example(" ".join(about))
                example.command = line[4:]
                examples.append(example)
                about = []
            elif line.startswith("  ") and examples and not about:
                examples[-1].output.append(line[2:])
            elif line.strip():
                about.append(line.strip())
            elif examples and not about and examples[-1].output:
                examples[-1].output.append("")
        for example in examples:
            while example.output and not example.output[-1]:
                example.output.pop()
        if not examples:
            die(path, "no example")
        return examples


def read_statuses(header):
    with open(header, encoding="utf-8") as f:
        text = f.read()
    m = re.search(r"#define ONUS_STATUS_LIST\(X\)(.*?)\n\n", text, re.S)
    if not m:
        die(header, "ONUS_STATUS_LIST is not there")
    rows = re.findall(r'X\((\w+),\s*(\d+),\s*(\d+),\s*"([^"]*)"\)', m.group(1))
    if len(rows) < 2:
        die(header, "ONUS_STATUS_LIST cannot be read")
    version = re.search(r'#define ONUS_VERSION "([^"]+)"', text).group(1)
    return {name: (int(code), meaning) for name, _, code, meaning in rows}, version


def read_shared(path):
    shared = {}
    for key, _, body in sections(path):
        shared[key] = read_options(body, {}, path)
    return shared


# ---- help ----

def wrap(text, indent, first=None, width=WIDTH):
    return textwrap.fill(text, width, initial_indent=first if first is not None else indent,
                         subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def help_text(c, statuses):
    out = [f"onus {c.name} - {c.summary}", ""]
    for i, usage in enumerate(c.usage):
        out.append(("Usage: " if i == 0 else "       ") + usage)
    for kind, body in c.description:
        out.append("")
        out.append(wrap(body, "") if kind == "text" else "\n".join(body))
    out += ["", "Options:"]
    for o in c.options:
        head = "  " + o.head
        if len(head) > 24:
            out.append(head)
            out.append(wrap(o.help, " " * 26))
        else:
            out.append(wrap(o.help, " " * 26, f"{head:<26}"))
    out += ["", "Exit codes:"]
    for code, meanings in exit_rows(c.exits, statuses):
        out.append(wrap("; or ".join(meanings), " " * 8, f"  {code:>4}  "))
    out += ["", "Examples:"]
    for e in c.examples:
        if e.about:
            out.append(wrap(e.about, "  "))
        out.append("    $ " + e.command)
        out += [("    " + line).rstrip() for line in e.output]
        out.append("")
    return "\n".join(out).rstrip("\n") + "\n"


def exit_rows(names, statuses):
    rows = {}
    for name in names:
        code, meaning = statuses[name]
        rows.setdefault(code, []).append(meaning)
    return sorted(rows.items())


def overview(commands):
    out = ["onus - who called on whom, who promised what, what was done to whom", "",
           "Usage: onus COMMAND [OPTION…] [ARGUMENT…]", "       onus help COMMAND", ""]
    width = max(len(c.name) for c in commands)
    out.append("Commands:")
    for c in commands:
        out.append(f"  {c.name:<{width}}  {c.summary}")
    out += ["", "Options:", "  -h, --help      Prints this help.", "      --version   Prints the version.", "",
            wrap("A first walk: make a casefile (onus init), add a folder of documents (onus add FOLDER), look at what "
                 "was found (onus calls), decide on it (onus review), and print what one needs before a visit "
                 "(onus brief).", ""), "",
            "onus COMMAND --help tells more; so does man onus-COMMAND."]
    return "\n".join(out) + "\n"


# ---- C ----

def c_string(text):
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("??", "?\\?")
    return '"' + quoted.replace("\t", "\\t") + '"'


def c_lines(text):
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return "\n".join("\t" + c_string(line)[:-1] + '\\n"' for line in lines)


def make_c(commands, statuses, folder):
    names = sorted({o.name for c in commands for o in c.options})
    symbols = ["OPTION_" + n.replace("-", "_").upper() for n in names]
    mark = "/* SPDX-License-Identifier: Apache-2.0 */\n/* Made by tools/make_commands.py from commands/; do not edit. */\n"
    header = [mark, "#ifndef COMMANDS_H", "#define COMMANDS_H", "", "#include <getopt.h>", "",
              '#include "cli/cli.h"', "", "enum option_id {", "\tOPTION_NONE,"]
    header += [f"\t{s}," for s in symbols]
    header += ["\tOPTION_COUNT", "};", "", "/* Ends with a NULL name. */", "extern const command commands[];",
               "extern const char commands_overview[];", ""]
    header += [f"onus_status cmd_{c.name}(cli *c);" for c in commands]
    header += ["", "#endif", ""]
    write(folder, "commands.h", "\n".join(header))

    out = [mark, '#include <commands/commands.h>', ""]
    for c in commands:
        out.append(f"static const struct option {c.name}_long[] = {{")
        for o in c.options:
            need = "required_argument" if o.argument else "no_argument"
            out.append(f'\t{{"{o.name}", {need}, NULL, 256 + {o.symbol}}},')
        out += ["\t{NULL, 0, NULL, 0},", "};", f"static const command_option {c.name}_options[] = {{"]
        for o in c.options:
            letter = f"'{o.letter}'" if o.letter else "0"
            choices = c_string(o.argument) if o.choices else "NULL"
            out.append(f'\t{{"{o.name}", {o.symbol}, {letter}, {choices}}},')
        out += ["\t{NULL, 0, 0, NULL},", "};"]
        out.append(f"static const char {c.name}_help[] =")
        out.append(c_lines(help_text(c, statuses)) + ";")
        out.append("")
    out.append("const command commands[] = {")
    for c in commands:
        short = ":" + "".join(o.letter + (":" if o.argument else "") for o in c.options if o.letter)
        out.append(f'\t{{"{c.name}", {c_string(c.summary)}, {c_string(c.usage[0])}, {c.name}_help, "{short}", '
                   f"{c.name}_long, {c.name}_options, {c.low}, {c.high}, cmd_{c.name}}},")
    out += ["\t{NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL},", "};", "", "const char commands_overview[] =",
            c_lines(overview(commands)) + ";", ""]
    write(folder, "commands.c", "\n".join(out))


# ---- manual pages ----

def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "\\[u2026]").replace("'", "\\(aq")
    text = "".join(ch if ord(ch) < 128 else f"\\[u{ord(ch):04X}]" for ch in text.replace("\\[u2026]", "…"))
    return "\\&" + text if text.startswith((".", "'")) else text


def roff_verbatim(lines):
    return [".PP", ".in +4n", ".nf"] + [roff(line) or "\\&" for line in lines] + [".fi", ".in"]


def roff_option(o):
    letter = f"\\fB\\-{o.letter}\\fR, " if o.letter else ""
    argument = f" \\fI{roff(o.argument)}\\fR" if o.argument else ""
    return [".TP", f"{letter}\\fB\\-\\-{roff(o.name)}\\fR{argument}", roff(o.help)]


def man_page(c, statuses, version):
    out = ['.\\" SPDX-License-Identifier: Apache-2.0', '.\\" Made by tools/make_commands.py; do not edit.',
           f'.TH ONUS\\-{c.name.upper()} 1 "" "onus {version}" "Onus"', ".nh", ".ad l", ".SH NAME",
           f"onus\\-{c.name} \\- {roff(c.summary)}", ".SH SYNOPSIS", ".nf"]
    out += [roff(u) for u in c.usage] + [".fi", ".SH DESCRIPTION"]
    for i, (kind, body) in enumerate(c.description):
        if kind == "text":
            out += ([".PP"] if i else []) + [roff(body)]
        else:
            out += roff_verbatim([line[2:] for line in body])
    out.append(".SH OPTIONS")
    for o in c.options:
        out += roff_option(o)
    out.append(".SH EXIT STATUS")
    for code, meanings in exit_rows(c.exits, statuses):
        out += [".TP", f".B {code}", roff("; or ".join(meanings) + ".")]
    out.append(".SH EXAMPLES")
    for i, e in enumerate(c.examples):
        if e.about:
            out += ([".PP"] if i else []) + [roff(e.about)]
        out += roff_verbatim(["$ " + e.command] + e.output)
    out += [".SH SEE ALSO", ",\n".join([".BR onus (1)"] + [f".BR onus\\-{s} (1)" for s in c.see]).replace(",\n", " ,\n")]
    return "\n".join(out) + "\n"


def man_overview(commands, statuses, version):
    out = ['.\\" SPDX-License-Identifier: Apache-2.0', '.\\" Made by tools/make_commands.py; do not edit.',
           f'.TH ONUS 1 "" "onus {version}" "Onus"', ".nh", ".ad l", ".SH NAME",
           "onus \\- who called on whom, who promised what, what was done to whom", ".SH SYNOPSIS",
           ".B onus", r"\fICOMMAND\fR [\fIOPTION\fR\[u2026]] [\fIARGUMENT\fR\[u2026]]", ".SH DESCRIPTION",
           roff("Onus reads documents (press releases, letters, statements, recommendations) and keeps the record of "
                "calls, pledges, cases, visits and quotes in one file, the casefile. Every field is tied to the bytes "
                "that state it. What the program finds are drafts; a person decides on them with onus review, and "
                "each decision goes into a journal that is never overwritten. Nothing leaves this machine."),
           ".SH COMMANDS"]
    for c in commands:
        out += [".TP", f".BR onus\\-{c.name} (1)", roff(c.summary[0].upper() + c.summary[1:] + ".")]
    out += [".SH OPTIONS", ".TP", r"\fB\-h\fR, \fB\-\-help\fR", "Prints a list of the commands.", ".TP",
            r"\fB\-\-version\fR", "Prints the version.", ".SH EXIT STATUS"]
    for name, (code, meaning) in statuses.items():
        out += [".TP", rf"\fB{code}\fR {roff(name)}", roff(meaning[0].upper() + meaning[1:] + ".")]
    out += [".SH ENVIRONMENT", ".TP", ".B ONUS_FILE", roff("The casefile, where -f is not given."), ".TP", ".B NO_COLOR",
            "Where it is set and not empty, nothing is shown in bold or reversed.", ".TP", ".B TERM",
            roff("Where it is dumb, no terminal codes are written; onus review then shows one page after the other."),
            ".SH FILES", ".TP", ".I casefile.onus",
            roff("The casefile of this folder, where neither -f nor ONUS_FILE names one."), ".SH SEE ALSO",
            " ,\n".join(f".BR onus\\-{c.name} (1)" for c in commands)]
    return "\n".join(out) + "\n"


# ---- completion ----

def completion(commands):
    files = {"file", "reader", "output", "places", "model"}
    out = ["# SPDX-License-Identifier: Apache-2.0", "# bash completion for onus(1). Made by tools/make_commands.py.",
           "_onus()", "{", "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}",
           "\tlocal command=${COMP_WORDS[1]}", "\tCOMPREPLY=()", "\tif [ \"$COMP_CWORD\" -eq 1 ]; then",
           "\t\tCOMPREPLY=($(compgen -W '" + " ".join(c.name for c in commands) +
           " help --help --version' -- \"$word\"))", "\t\treturn", "\tfi", "\tcase $command,$before in"]
    for c in commands:
        for o in c.options:
            if not o.argument:
                continue
            heads = [f"{c.name},--{o.name}"] + ([f"{c.name},-{o.letter}"] if o.letter else [])
            if o.choices:
                out += [f"\t{'|'.join(heads)})", f"\t\tCOMPREPLY=($(compgen -W '{' '.join(o.choices)}' -- \"$word\"))",
                        "\t\treturn ;;"]
            elif o.name in files:
                out += [f"\t{'|'.join(heads)})", "\t\tcompopt -o filenames", "\t\tCOMPREPLY=($(compgen -f -- \"$word\"))",
                        "\t\treturn ;;"]
            else:
                out += [f"\t{'|'.join(heads)})", "\t\treturn ;;"]
    out += ["\tesac", "\tcase $word in", "\t-*) ;;", "\t*)", "\t\tcase $command in",
            "\t\thelp) COMPREPLY=($(compgen -W '" + " ".join(c.name for c in commands) + "' -- \"$word\")) ;;",
            "\t\tadd|extract|init|parse) compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\")) ;;", "\t\tesac",
            "\t\treturn ;;", "\tesac", "\tcase $command in"]
    for c in commands:
        words = " ".join("--" + o.name for o in c.options)
        letters = " ".join("-" + o.letter for o in c.options if o.letter)
        out.append(f"\t{c.name}) COMPREPLY=($(compgen -W '{words} {letters}' -- \"$word\")) ;;")
    out += ["\tesac", "}", "complete -F _onus onus", ""]
    return "\n".join(out)


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as f:
        f.write(text)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--onus-h", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("folder")
    p.add_argument("names", nargs="+")
    a = p.parse_args()
    statuses, version = read_statuses(a.onus_h)
    shared = read_shared(os.path.join(a.folder, "shared.opts"))
    commands = [Command(os.path.join(a.folder, n + ".cmd"), shared, statuses) for n in a.names]
    for c in commands:
        for s in c.see:
            if s not in a.names:
                die(c.name + ".cmd", f"see: no command {s}")
    make_c(commands, statuses, a.out)
    write(a.out, "onus.1", man_overview(commands, statuses, version))
    for c in commands:
        write(a.out, f"onus-{c.name}.1", man_page(c, statuses, version))
    write(a.out, "onus.bash", completion(commands))
    examples = [{"command": c.name, "prepare": c.prepare, "about": e.about, "line": e.command, "output": e.output}
                for c in commands for e in c.examples]
    write(a.out, "examples.json", json.dumps(examples, ensure_ascii=False, indent=1) + "\n")


main()
