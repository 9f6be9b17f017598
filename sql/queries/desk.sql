-- SPDX-License-Identifier: Apache-2.0
-- What the review desk asks for.

-- name: desk_queue
-- ?1 state, ?2 kind, ?3 document.n, ?4 since, ?5 until (full dates); then for by, on, about and place the key of an actor
-- and folded words of a name: ?6 ?7, ?8 ?9, ?10 ?11, ?12 ?13. NULL is no filter. ?14: at most so many.
SELECT r.id
FROM record AS r
WHERE r.state = ?1 AND r.kind <> 'outcome'
  AND (?2 IS NULL OR r.kind = ?2)
  AND (?3 IS NULL OR r.document = ?3)
  AND (?4 IS NULL OR r.published || substr('9999-12-31', length(r.published) + 1) >= ?4)
  AND (?5 IS NULL OR r.published <= ?5)
  AND (?7 IS NULL OR EXISTS (
        SELECT 1 FROM field AS f WHERE f.record = r.id AND f.name IN ('caller', 'by', 'visitor', 'speaker')
          AND (f.actor = ?6 OR f.country = substr(?6, 7) OR EXISTS (SELECT 1 FROM alias AS a
                 WHERE a.actor = f.actor AND instr(' ' || a.folded || ' ', ' ' || ?7 || ' ') > 0))))
  AND (?9 IS NULL OR EXISTS (
        SELECT 1 FROM field AS f WHERE f.record = r.id AND f.name IN ('addressee', 'target', 'to', 'host')
          AND (f.actor = ?8 OR f.country = substr(?8, 7) OR EXISTS (SELECT 1 FROM alias AS a
                 WHERE a.actor = f.actor AND instr(' ' || a.folded || ' ', ' ' || ?9 || ' ') > 0))))
  AND (?11 IS NULL OR EXISTS (
        SELECT 1 FROM field AS f WHERE f.record = r.id AND f.name IN ('people', 'person')
          AND (f.actor = ?10 OR EXISTS (SELECT 1 FROM alias AS a
                 WHERE a.actor = f.actor AND instr(' ' || a.folded || ' ', ' ' || ?11 || ' ') > 0))))
  AND (?13 IS NULL OR EXISTS (
        SELECT 1 FROM field AS f WHERE f.record = r.id AND f.name IN ('place', 'to')
          AND (f.actor = ?12 OR f.country = substr(?12, 7) OR instr(' ' || lower(f.value) || ' ', ' ' || ?13 || ' ') > 0)))
ORDER BY r.published IS NULL, r.published DESC, r.document DESC, r.text_start, r.text_end, r.kind, r.id
LIMIT ?14;

-- name: desk_state
SELECT state, rule, document FROM record WHERE id = ?1;

-- name: desk_document
SELECT d.id, coalesce(f.title, ''), coalesce(f.published, ''), d.source
FROM document AS d LEFT JOIN facts AS f ON f.document = d.n
WHERE d.n = ?1;

-- name: desk_known_name
SELECT count(*) FROM alias WHERE actor = ?1 OR instr(' ' || folded || ' ', ' ' || ?2 || ' ') > 0;

-- name: desk_names
SELECT folded, name FROM alias ORDER BY folded, name;

-- name: desk_actor_of_name
SELECT a.type, coalesce(a.country, '') FROM alias AS l JOIN actor AS a ON a.key = l.actor
WHERE l.folded = ?1 ORDER BY a.key LIMIT 1;

-- name: desk_ids
SELECT id FROM record WHERE kind = ?1 ORDER BY id;
