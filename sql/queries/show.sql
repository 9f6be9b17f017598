-- SPDX-License-Identifier: Apache-2.0
-- One entry or document.

-- name: show_record_ids
SELECT id FROM record WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 21;

-- name: show_document_ids
SELECT id, n FROM document WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 21;

-- name: show_record
SELECT id, document, state, confidentiality, published, date, words, decided, body, rules, kind
FROM record WHERE id = ?1;

-- name: show_document_records
SELECT id, document, state, confidentiality, published, date, words, decided, body, rules, kind
FROM record WHERE document = ?1 ORDER BY text_start, text_end, kind, id;

-- name: show_history
SELECT j.seq, j.time, j.kind, c.body FROM journal j LEFT JOIN content c ON c.seq = j.seq
WHERE j.subject = ?1 ORDER BY j.seq;

-- name: show_links
SELECT kind, target, reason, 'to' FROM link WHERE source = ?1
UNION ALL
SELECT kind, source, reason, 'from' FROM link WHERE target = ?1
ORDER BY 4 DESC, 1, 2;

-- name: show_outcomes
SELECT r.id FROM field f JOIN record r ON r.id = f.record
WHERE f.name = 'of' AND f.value = ?1 AND r.kind = 'outcome' AND r.state <> 'rejected'
ORDER BY r.date IS NULL, r.date, r.id;

-- name: show_copies
SELECT d.id FROM facts f JOIN document d ON d.n = f.document WHERE f.same_as = ?1 ORDER BY d.n;
