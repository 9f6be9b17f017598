-- SPDX-License-Identifier: Apache-2.0
-- What a brief asks beside the lists.

-- name: brief_restatements
SELECT source, target FROM link WHERE kind = 'restates' ORDER BY source, target;

-- name: brief_newest
SELECT max(published) FROM facts;

-- name: brief_person_country
SELECT actor, country, count(*) FROM field
WHERE actor = ?1 AND country IS NOT NULL GROUP BY country ORDER BY 3 DESC, 2 LIMIT 1;
