-- SPDX-License-Identifier: Apache-2.0
-- Listings, and what all reports ask of a document.

-- name: report_records
SELECT id, document, state, confidentiality, published, date, words, decided, body, rules
FROM record
WHERE kind = ?1 AND (?2 IS NULL OR document = ?2)
  AND CASE ?3 WHEN 'any' THEN state <> 'rejected'
              WHEN 'reviewed' THEN state IN ('accepted', 'edited')
              ELSE state = ?3 END
ORDER BY published IS NULL, published DESC, document, text_start, text_end, id;

-- name: report_document
SELECT d.n, d.id, d.source, d.added, d.size, d.refusal, d.format, d.text_hash, d.text IS NOT NULL,
       f.title, f.publisher, f.published, f.place, f.language, f.kind, f.same_as, f.note, f.body
FROM document d LEFT JOIN facts f ON f.document = d.n
WHERE d.n = ?1;

-- name: report_documents
SELECT d.n
FROM document d LEFT JOIN facts f ON f.document = d.n
ORDER BY f.published IS NULL, f.published DESC, d.n;

-- name: report_text
SELECT text FROM document WHERE n = ?1;

-- name: report_passage
SELECT text_start, text_end FROM (
  SELECT text_start, text_end FROM passage WHERE document = ?1 AND text_start <= ?2 ORDER BY text_start DESC LIMIT 1)
WHERE text_end > ?2;

-- name: report_actors
SELECT key, type, name, country FROM actor ORDER BY name, key;

-- name: report_aliases
SELECT actor, folded, name FROM alias ORDER BY actor, name;

-- name: report_publishers
SELECT DISTINCT publisher_key, NULL, publisher FROM facts WHERE publisher_key IS NOT NULL AND publisher IS NOT NULL
ORDER BY publisher;

-- name: report_actor_counts
SELECT f.actor, r.kind, f.name, count(DISTINCT f.record)
FROM field f JOIN record r ON r.id = f.record
WHERE f.actor IS NOT NULL AND r.state <> 'rejected'
GROUP BY f.actor, r.kind, f.name
ORDER BY f.actor, r.kind, f.name;

-- name: report_record_counts
SELECT document, kind, count(*) FROM record WHERE state <> 'rejected' AND document IS NOT NULL
GROUP BY document, kind ORDER BY document, kind;
