-- SPDX-License-Identifier: Apache-2.0
-- Statements of the ledger.

-- name: document_by_id
SELECT n FROM document WHERE id = ?1;

-- name: ledger_document_put
INSERT INTO document(id, source, added, size, bytes, refusal, format, text, text_hash, layout, reader)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: ledger_document_read
SELECT n, text, layout FROM document WHERE id = ?1;

-- name: ledger_document_told
SELECT size, text_hash, refusal, source FROM document WHERE id = ?1;

-- name: ledger_document_text
SELECT text FROM document WHERE n = ?1;

-- name: ledger_documents
SELECT n, id, size, bytes, text, text_hash FROM document ORDER BY n;

-- name: ledger_head
SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1;

-- name: ledger_row_put
INSERT INTO journal(seq, time, author, kind, subject, document, text_start, text_end, commitment, previous, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: ledger_content_put
INSERT INTO content(seq, salt, body) VALUES (?1, ?2, ?3);

-- name: ledger_row_read
SELECT j.seq, j.time, j.author, j.kind, j.subject, j.document, j.text_start, j.text_end, j.commitment, j.previous,
       j.hash, c.salt, c.body
FROM journal j LEFT JOIN content c ON c.seq = j.seq WHERE j.seq >= ?1 ORDER BY j.seq LIMIT 1;

-- name: ledger_row_count
SELECT count(*) FROM journal;

-- name: ledger_facts_put
INSERT INTO facts(document, title, publisher, publisher_key, published, place, language, kind, same_as, note,
                  fingerprint, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: ledger_facts_published
SELECT published FROM facts WHERE document = ?1;

-- name: ledger_record_exists
SELECT 1 FROM record WHERE id = ?1;

-- name: ledger_record_put
INSERT INTO record(id, kind, document, text_start, text_end, rule, rules, state, confidentiality, published, date, words,
                   decided, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14);

-- name: ledger_record_update
UPDATE record SET kind = ?2, document = ?3, text_start = ?4, text_end = ?5, rule = ?6, rules = ?7, state = ?8,
                  confidentiality = ?9, published = ?10, date = ?11, words = ?12, decided = ?13, body = ?14
WHERE id = ?1;

-- name: ledger_record_rules
SELECT rules FROM record WHERE id = ?1;

-- name: ledger_record_document
SELECT coalesce(d.id, '') FROM record r LEFT JOIN document d ON d.n = r.document WHERE r.id = ?1;

-- name: ledger_decided
SELECT id, decided, body FROM record WHERE decided IS NOT NULL ORDER BY id;

-- name: ledger_decisions_lost
SELECT count(*) FROM (SELECT subject, max(seq) AS last FROM journal j JOIN content c USING (seq)
                      WHERE kind IN ('accept', 'edit', 'reject', 'outcome') AND c.body IS NOT NULL GROUP BY subject) t
WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = t.subject AND r.decided = t.last);

-- name: ledger_setting_last
SELECT max(seq) FROM journal WHERE kind = 'setting' AND subject = ?1;

-- name: ledger_field_put
INSERT INTO field(record, n, act, name, value, actor, country, text_start, text_end)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: ledger_field_actors
SELECT actor, value FROM field WHERE record = ?1 AND actor IS NOT NULL ORDER BY n;

-- name: ledger_fields_drop
DELETE FROM field WHERE record = ?1;

-- name: ledger_actor_put
INSERT INTO actor(key, type, name, country) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT(key) DO UPDATE SET country = coalesce(country, excluded.country);

-- name: ledger_alias_put
INSERT INTO alias(actor, folded, name, uses) VALUES (?1, ?2, ?3, 1)
ON CONFLICT(actor, name) DO UPDATE SET uses = uses + 1;

-- name: ledger_alias_take
UPDATE alias SET uses = uses - 1 WHERE actor = ?1 AND name = ?2;

-- name: ledger_alias_drop
DELETE FROM alias WHERE actor = ?1 AND uses <= 0;

-- name: ledger_actor_drop
DELETE FROM actor WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM alias WHERE alias.actor = actor.key);

-- name: ledger_actor_name
UPDATE actor SET name = (SELECT name FROM alias WHERE alias.actor = actor.key
                         ORDER BY uses DESC, length(name) DESC, name LIMIT 1)
WHERE key = ?1 AND EXISTS (SELECT 1 FROM alias WHERE alias.actor = actor.key);

-- name: ledger_link_put
INSERT INTO link(source, kind, target, reason) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT(source, kind, target) DO UPDATE SET reason = excluded.reason;

-- name: ledger_links_drop
DELETE FROM link WHERE source = ?1 OR (target = ?1 AND kind = 'restates');

-- name: ledger_call_keys_drop
DELETE FROM call_key WHERE record = ?1;

-- name: ledger_call_key_put
INSERT INTO call_key(key, record) VALUES (?1, ?2) ON CONFLICT DO NOTHING;

-- name: ledger_call_key_find
-- A few are enough, in the order of the table: what restates one of a group restates the group.
SELECT r.id, r.published, r.body, r.words FROM call_key k JOIN record r ON r.id = k.record
WHERE k.key = ?1 AND k.record <> ?2 ORDER BY k.record LIMIT 16;

-- name: ledger_passage_put
INSERT INTO passage(document, text_start, text_end, fingerprint) VALUES (?1, ?2, ?3, ?4);

-- name: ledger_passage_words_put
INSERT INTO passage_words(rowid, words) VALUES (?1, ?2);

-- name: ledger_passage_find
-- A passage that very many documents have tells none of them apart; the order is the index's, so the rest costs nothing.
SELECT DISTINCT p.document FROM passage p JOIN facts f ON f.document = p.document
WHERE p.fingerprint = ?1 AND p.fingerprint <> 0 AND f.same_as IS NULL ORDER BY p.document LIMIT 200;

-- name: ledger_same_words
SELECT document FROM facts WHERE fingerprint = ?1 AND fingerprint <> 0 AND same_as IS NULL ORDER BY document LIMIT 200;

-- name: ledger_passages_of
SELECT fingerprint, text_end - text_start FROM passage WHERE document = ?1 AND fingerprint <> 0;

-- name: ledger_document_id
SELECT id FROM document WHERE n = ?1;
