# SPDX-License-Identifier: Apache-2.0
"""Time that grows with the document, not with its square: forms of text on which a careless look back would show."""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ONUS_BUILD", ROOT / "build"))
sys.path.insert(0, str(ROOT / "tests"))
import tap  # noqa: E402

HEAD = "Statement\n\nCorvelle, March 22, 2019\n\n"
# what is repeated, and how often in the smaller of the two documents
FORMS = {
    "sentences of one word in one paragraph": ("He. ", 15000),
    "sentences that quote nothing": ("Anna Belin said. ", 10000),
    "a sentence without an end": ("Valdane should urge Karsovia to call on ", 2500),
    "pronouns only": ("He told him that he should free him because he ", 1200),
    "quotation marks that never close": ("“He said, ‘She asked him to ", 4000),
    "names in a list": ("Anna Belin, ", 15000),
    "words in capitals": ("The Ministry Of Justice Of The Republic Of ", 4000),
    "paragraphs of one word": ("Anna\n\n", 15000),
    "brackets": ("(", 60000),
}
TIMES = 5


def seconds(text):
    with tempfile.NamedTemporaryFile(suffix=".txt") as f:
        f.write((HEAD + text).encode())
        f.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([str(BUILD / "onus"), "extract", f.name], check=True, stdout=subprocess.DEVNULL, timeout=300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def growth(unit, n):
    return seconds(unit * (TIMES * n)) / max(seconds(unit * n), 0.02)


def test_time_grows_with_the_document():
    """Five times the text takes about five times the time; its square would take twenty-five."""
    slow = {}
    for form, (unit, n) in FORMS.items():
        found = growth(unit, n)
        if found > 2 * TIMES:
            found = min(found, growth(unit, n))  # the machine may have been busy
        if found > 2 * TIMES:
            slow[form] = round(found, 1)
    assert not slow, slow


if __name__ == "__main__":
    tap.main(globals())
