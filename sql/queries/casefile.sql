-- SPDX-License-Identifier: Apache-2.0
-- Documents and entries by id, for all commands.

-- name: casefile_documents_like
SELECT id, n FROM document WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 2;

-- name: casefile_records_like
SELECT id, 0 FROM record WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 2;

-- name: casefile_rendition
SELECT text, layout FROM document WHERE n = ?1;

-- name: casefile_entry
SELECT body, coalesce(document, 0) FROM record WHERE id = ?1;
