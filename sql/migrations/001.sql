-- SPDX-License-Identifier: Apache-2.0
-- Schema 0, of casefiles made before the first release, kept no hash of the text and no version of the reader that made
-- it. Derived tables are made anew after every migration and are none of its business.
ALTER TABLE document ADD COLUMN text_hash TEXT;
ALTER TABLE document ADD COLUMN reader TEXT;
