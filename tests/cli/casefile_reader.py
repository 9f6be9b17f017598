# SPDX-License-Identifier: Apache-2.0
"""Reads and checks a casefile with nothing but Python and docs/file-format.md: a second reader of the format, which keeps
the first and the page honest."""
import hashlib
import hmac
import sqlite3
import struct

ENDURING = ("setting", "document", "journal", "content")
DERIVED = ("facts", "record", "field", "actor", "alias", "link", "call_key", "passage", "passage_words")


def connect(path):
    return sqlite3.connect(f"file:{path}?mode=rw", uri=True)


def counted(data):
    return struct.pack(">I", len(data)) + data


def leaf_of(row):
    seq, time, author, kind, subject, document, start, end, commitment, previous = row
    return (b"\x01" + struct.pack(">QQ", seq, time) + author + counted(kind.encode()) + counted(subject.encode())
            + counted(document.encode()) + struct.pack(">II", start, end) + commitment + previous)


class Body:
    """Takes the parts off a body of the journal."""

    def __init__(self, data):
        assert data[0] == 1, "version of a body"
        self.data, self.at = data, 1

    def counted(self):
        n, = struct.unpack_from(">I", self.data, self.at)
        self.at += 4 + n
        assert self.at <= len(self.data)
        return self.data[self.at - n:self.at]

    def number(self):
        self.at += 8
        return struct.unpack_from(">Q", self.data, self.at - 8)[0]

    def end(self):
        assert self.at == len(self.data), "bytes are left over"


def entry_of(data):
    """An entry in canonical form, as a dictionary."""
    version, kind, confidentiality, by_person, start, end, n = struct.unpack_from(">BBBBIII", data)
    assert version == 1
    at = 16
    rule = data[at:at + n]
    at += n
    fields, = struct.unpack_from(">I", data, at)
    at += 4
    found = []
    for _ in range(fields):
        name, actor, group, country, fstart, fend, n = struct.unpack_from(">BBH4sIII", data, at)
        at += 20
        found.append((name, actor, group, country.rstrip(b"\0").decode(), fstart, fend, data[at:at + n].decode()))
        at += n
    assert at == len(data), "bytes are left over"
    return {"kind": kind, "confidentiality": confidentiality, "by_person": by_person, "evidence": (start, end),
            "rule": rule.decode(), "fields": found}


def verify(path):
    """Raises AssertionError at the first thing that is not sound. Returns how many rows the journal has."""
    db = connect(path)
    try:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
        assert db.execute("PRAGMA application_id").fetchone() == (0x4F6E7573,)
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        previous, n, documents = bytes(32), 0, 0
        for row in db.execute("SELECT seq, time, author, kind, subject, document, text_start, text_end, commitment, "
                              "previous, hash FROM journal ORDER BY seq").fetchall():
            n += 1
            assert row[0] == n, f"row {n} of the journal is missing"
            assert row[9] == previous, f"row {n} does not follow the one before"
            previous = hashlib.sha256(b"\0" + leaf_of(row[:10])).digest()
            assert row[10] == previous, f"row {n} does not match its hash"
            salt, body = db.execute("SELECT salt, body FROM content WHERE seq = ?", (n,)).fetchone()
            if salt is None or body is None:
                continue
            assert hmac.new(salt, body, hashlib.sha256).digest() == row[8], f"content of row {n}"
            parts = Body(body)
            if row[3] == "document":
                documents += 1
                told = (parts.counted(), parts.number(), parts.counted(), parts.counted(), parts.counted())
                kept = db.execute("SELECT size, text_hash, refusal, source FROM document WHERE id = ?", (row[4],)).fetchone()
                assert kept, f"document {row[4]} is missing"
                assert told == (row[4].encode(), kept[0], *((v or "").encode() for v in kept[1:])), told
            elif row[3] == "setting":
                parts.counted(), parts.counted()
            else:
                parts.counted(), parts.counted()
                entry_of(parts.counted())
            parts.end()
        db.text_factory = bytes
        kept = 0
        for ident, data, text, text_hash in db.execute("SELECT id, bytes, text, text_hash FROM document"):
            kept += 1
            assert data is None or hashlib.sha256(data).hexdigest().encode() == ident, ident
            assert text is None or hashlib.sha256(text).hexdigest().encode() == text_hash, ident
        assert kept == documents, (kept, documents)
        return n
    finally:
        db.close()


def dump(path, tables=DERIVED, leave_out=()):
    """The rows of tables, in the order in which they lie."""
    db = connect(path)
    try:
        db.text_factory = bytes
        out = {}
        for table in tables:
            columns = [c[1].decode() for c in db.execute(f"PRAGMA table_info({table})")]
            chosen = ", ".join(c for c in columns if c not in leave_out)
            out[table] = db.execute(f"SELECT {chosen} FROM {table}").fetchall()
        return out
    finally:
        db.close()
