-- SPDX-License-Identifier: Apache-2.0
-- Full-text search over passages. The marks around hits are control characters, which no rendition's words hold raw
-- by the time they are printed; the words between them are compared with the document's.

-- name: find_passages
SELECT p.document, p.text_start, p.text_end, highlight(passage_words, 0, char(2), char(3))
FROM passage_words JOIN passage p ON p.n = passage_words.rowid
WHERE passage_words MATCH ?1
ORDER BY rank, p.document, p.text_start
LIMIT ?2;

-- name: find_count
SELECT count(*) FROM passage_words WHERE passage_words MATCH ?1;
