-- SPDX-License-Identifier: Apache-2.0
-- What the store itself asks.

-- name: setting
SELECT value FROM setting WHERE key = ?1;

-- name: setting_put
INSERT INTO setting(key, value) VALUES (?1, ?2)
ON CONFLICT(key) DO UPDATE SET value = excluded.value;

