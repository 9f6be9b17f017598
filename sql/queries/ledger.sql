-- SPDX-License-Identifier: Apache-2.0
-- Statements of the ledger.

-- name: document_by_id
SELECT n FROM document WHERE id = ?1;
