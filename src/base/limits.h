/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits.h - every limit and its reason. A limit that is hit is a refusal that a person can read (ONUS_ERR_LIMIT or a
 * reader's refusal), never a silent cut; where something is cut, the document's record says so.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define KIB (1024u)
#define MIB (1024u * 1024u)

/* One document's bytes. Books and annual reports stay under it; more is a collection to be split. */
#define LIMIT_INPUT_BYTES (64 * MIB)
/* Its text: above what 64 MB of HTML gives in practice, and what the offsets (32 bits) and a laptop bear. */
#define LIMIT_TEXT_BYTES (32 * MIB)
/* Blocks of one document: a block needs a few bytes of text, so this bounds tables of empty blocks. */
#define LIMIT_BLOCKS 500000u
/* Runs of the offset map, likewise. */
#define LIMIT_MAP_RUNS 4000000u
/* Metadata items of one document and bytes of one value: pages carry a dozen short ones. */
#define LIMIT_META_ITEMS 256u
#define LIMIT_META_BYTES (8 * KIB)
/* One frame between the reader and Onus: large enough for a text in a few frames, small enough to buffer. */
#define LIMIT_FRAME_BYTES (1 * MIB)
/* A rendition's layout as bytes: every block, run and metadata item at its limit stays under it. */
#define LIMIT_LAYOUT_BYTES (64 * MIB)
/* A refusal's sentence. */
#define LIMIT_REFUSAL_BYTES 500u
/* The reader's child: address space, processor seconds, wall seconds (SECURITY: measured on 1,848 hostile files). */
#define LIMIT_READER_MEMORY       (1024ul * MIB)
#define LIMIT_READER_CPU_SECONDS  20u
#define LIMIT_READER_WALL_SECONDS 30u
/* Depth of nested markup that is walked; deeper elements are flattened into their ancestor. */
#define LIMIT_HTML_DEPTH 256
/* A line of plain text longer than this is not taken for a title or a date line. */
#define LIMIT_TITLE_BYTES 600u
/* Files found below one folder, and depth of folders: a loop or a wrong folder is noticed before it fills the disk. */
#define LIMIT_FOLDER_FILES 2000000u
#define LIMIT_FOLDER_DEPTH 64u
/* A sentence of more tokens is cut at the next clause mark or here: passes are linear, but windows are bounded. */
#define LIMIT_SENTENCE_TOKENS 2000u
/* A sentence that is parsed as one tree: the search for the best tree is cubic, and one sentence in ten thousand is
 * longer; those are parsed in pieces. */
#define LIMIT_PARSE_TOKENS 250u
/* Words that are parsed together and whose names vote on each other: far more than a press release has, and a book's
 * memory stays bounded. */
#define LIMIT_PARSE_WINDOW 16384u
/* Words of one sentence of a CoNLL-U file, which is held as a whole. */
#define LIMIT_CONLLU_WORDS 100000u
/* A language model's file and its tables: ours has 8 MB and some sixty tables. */
#define LIMIT_MODEL_BYTES  (256 * MIB)
#define LIMIT_MODEL_TABLES 256u
/* Names in one list and entries of one document: more is not prose. */
#define LIMIT_LIST_NAMES       500u
#define LIMIT_DOCUMENT_ENTRIES 20000u
/* One entry in canonical form. */
#define LIMIT_ENTRY_BYTES (1 * MIB)
/* Readers at work at once. */
#define LIMIT_JOBS 64u
/* An added table of places: the built-in one, of every state, is 60 KB. */
#define LIMIT_PLACES_BYTES (1 * MIB)
/* A value typed by a person. */
#define LIMIT_TYPED_BYTES (64 * KIB)

#endif
