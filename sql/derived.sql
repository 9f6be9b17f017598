-- SPDX-License-Identifier: Apache-2.0
-- What is derived: `onus rebuild` drops all of it and makes it again, to the same rows, from documents and journal.

CREATE TABLE facts (                   -- what extraction said of a document: one row a document that was read
  document    INTEGER PRIMARY KEY REFERENCES document(n),
  title       TEXT,
  publisher   TEXT,
  publisher_key TEXT,
  published   TEXT,                    -- ISO date or NULL
  place       TEXT,
  language    TEXT,
  kind        TEXT,
  same_as     INTEGER REFERENCES document(n), -- the document whose text this one repeats; no drafts are made then
  note        TEXT,
  fingerprint INTEGER NOT NULL,        -- of the words of all its passages; 0 where there are too few to tell
  body        BLOB NOT NULL            -- the document entry, canonical
) STRICT;
CREATE INDEX facts_fingerprint ON facts(fingerprint) WHERE fingerprint <> 0;

CREATE TABLE record (
  id          TEXT PRIMARY KEY,        -- call-1a2b3c4d5e: kind and ten hex digits
  kind        TEXT NOT NULL,           -- call, pledge, case, visit, quote, outcome
  document    INTEGER REFERENCES document(n), -- NULL for an outcome whose source is not in the casefile
  text_start  INTEGER NOT NULL,        -- evidence
  text_end    INTEGER NOT NULL,
  rule        TEXT NOT NULL,
  rules       TEXT NOT NULL,           -- hash of the rule set, or ''
  state       TEXT NOT NULL CHECK (state IN ('draft', 'accepted', 'edited', 'rejected')),
  confidentiality TEXT NOT NULL,
  published   TEXT,                    -- of the document
  date        TEXT,                    -- the entry's own: visit's from, case's first act, outcome's date
  words       TEXT NOT NULL,           -- the words that carry it: action, content, quotation, evidence
  decided     INTEGER REFERENCES journal(seq), -- the last decision, or NULL
  body        BLOB NOT NULL            -- canonical entry as it stands now
) STRICT;
CREATE INDEX record_kind ON record(kind, published DESC, document, text_start);
CREATE INDEX record_document ON record(document, text_start);
CREATE INDEX record_state ON record(state, kind);

CREATE TABLE field (                   -- the fields of record.body, for filters
  record      TEXT NOT NULL REFERENCES record(id),
  n           INTEGER NOT NULL,        -- order in the entry
  act         INTEGER NOT NULL,        -- group
  name        TEXT NOT NULL,
  value       TEXT NOT NULL,
  actor       TEXT,                    -- key of actor, for fields that name one
  country     TEXT,
  text_start  INTEGER NOT NULL,
  text_end    INTEGER NOT NULL,
  PRIMARY KEY (record, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX field_actor ON field(actor, name);
CREATE INDEX field_country ON field(country, name);

CREATE TABLE actor (
  key         TEXT PRIMARY KEY,        -- names_key: state:FR, person:gui minhai, body:human rights watch
  type        TEXT NOT NULL,
  name        TEXT NOT NULL,           -- the commonest form, then the longest
  country     TEXT
) STRICT;

CREATE TABLE alias (
  actor       TEXT NOT NULL REFERENCES actor(key),
  folded      TEXT NOT NULL,           -- case and accents folded
  name        TEXT NOT NULL,
  uses        INTEGER NOT NULL,        -- how many fields say it so
  PRIMARY KEY (actor, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_folded ON alias(folded);

CREATE TABLE link (
  source      TEXT NOT NULL,           -- id of a record or document
  kind        TEXT NOT NULL,           -- restates, answers (an outcome its call or pledge), same text (documents)
  target      TEXT NOT NULL,
  reason      TEXT NOT NULL,
  PRIMARY KEY (source, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_target ON link(target, kind);

CREATE TABLE call_key (                -- hashes under which a later call that restates this one meets it
  key         INTEGER NOT NULL,        -- of the actor called on and of a sample of the action's words
  record      TEXT NOT NULL,
  PRIMARY KEY (key, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_key_record ON call_key(record);

CREATE TABLE passage (                 -- the blocks that full-text search looks through and duplicates are found by
  n           INTEGER PRIMARY KEY,
  document    INTEGER NOT NULL REFERENCES document(n),
  text_start  INTEGER NOT NULL,
  text_end    INTEGER NOT NULL,
  fingerprint INTEGER NOT NULL         -- of its folded words; 0 where too short to tell documents apart
) STRICT;
CREATE INDEX passage_document ON passage(document, text_start);
CREATE INDEX passage_fingerprint ON passage(fingerprint, document) WHERE fingerprint <> 0;

CREATE VIRTUAL TABLE passage_words USING fts5(words, tokenize = "unicode61 remove_diacritics 2");
