-- SPDX-License-Identifier: Apache-2.0
-- What endures: documents as they came, their text as it was read, and the journal of decisions. Nothing here is ever
-- updated but for erasure, which removes content and keeps its commitment. docs/file-format.md explains each column to a
-- reader without our program.

CREATE TABLE setting (                 -- format version, places table, journal's author
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE document (
  n           INTEGER PRIMARY KEY,     -- order of arrival
  id          TEXT NOT NULL UNIQUE,    -- SHA-256 of the bytes, 64 hex digits
  source      TEXT NOT NULL,           -- the path it was read from, as the user gave it
  added       INTEGER NOT NULL,        -- ms since 1970 UTC
  size        INTEGER NOT NULL,        -- of bytes
  bytes       BLOB,                    -- the file; NULL once erased
  refusal     TEXT,                    -- why it could not be read, else NULL
  format      TEXT,                    -- text, markdown, html
  text        TEXT,                    -- the rendition; NULL where refused or erased
  text_hash   TEXT,                    -- SHA-256 of text
  layout      BLOB,                    -- blocks, offset map and metadata in the encoding of src/wire
  reader      TEXT                     -- version of the reader that made text and layout
) STRICT;

-- One row a decision or event. The hash of a row covers the row before it (docs/file-format.md has the bytes).
CREATE TABLE journal (
  seq         INTEGER PRIMARY KEY,     -- 1, 2, 3 without gaps
  time        INTEGER NOT NULL,        -- ms since 1970 UTC
  author      BLOB NOT NULL,           -- key id, 32 bytes; zeros while entries are not signed
  kind        TEXT NOT NULL,           -- document, accept, edit, reject, outcome, setting
  subject     TEXT NOT NULL,           -- id of the record or document
  document    TEXT NOT NULL,           -- id of the document it cites, or ''
  text_start  INTEGER NOT NULL,
  text_end    INTEGER NOT NULL,
  commitment  BLOB NOT NULL,           -- HMAC-SHA-256(salt, body)
  previous    BLOB NOT NULL,           -- hash of row seq - 1; zeros for the first
  hash        BLOB NOT NULL,           -- SHA-256 of this row's leaf encoding
  signature   BLOB                     -- Ed25519 over hash, once keys exist
) STRICT;

CREATE TABLE content (                 -- what a journal row commits to; deleting salt and body erases it for ever
  seq         INTEGER PRIMARY KEY REFERENCES journal(seq),
  salt        BLOB,
  body        BLOB                     -- canonical entry, or the event's own encoding
) STRICT;
