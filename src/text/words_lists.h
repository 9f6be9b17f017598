/* SPDX-License-Identifier: Apache-2.0 */
/* words_lists.h - the words that the treebanks' cut treats in a way of their own: data, and how to look it up. Words
 * are given in lower case and found whatever their case. Within this room only. */
#ifndef TEXT_WORDS_LISTS_H
#define TEXT_WORDS_LISTS_H

#include "base/span.h"

/* When a full stop behind a word is the word's own. */
typedef enum abbreviation {
	ABBREVIATION_NONE,
	ABBREVIATION_ALWAYS,  /* Mr. */
	ABBREVIATION_CAPITAL, /* with a capital: "Gen.", but not "gen." */
	ABBREVIATION_NUMBER,  /* before a number: "No. 5" */
	ABBREVIATION_DATE,    /* with a capital, before a number or a month: "Sat. Sept. 23" */
	ABBREVIATION_PLACE,   /* with a capital, behind a comma: "Ponchatoula, La." */
	ABBREVIATION_LOWER,   /* "al.", but not the name */
	ABBREVIATION_FINAL,   /* not at a sentence's end: "etc.", whose full stop then is the sentence's */
} abbreviation;

abbreviation words_abbreviation(span word);
/* Lengths of the words that a contraction without apostrophe is made of ("dont": 2, 2), and how many: 0 to 3. */
size_t words_contraction(span word, size_t ret_lengths[3]);
/* Does "WORD-" stay with what follows it: non-, e-, anti-? */
bool words_prefix(span word);
/* Does "-WORD" stay with what stands before it: -esque, -wise? */
bool words_suffix(span word);
/* "w/o", "b/c" and other short forms whose slash is inside the word. */
bool words_with_slash(span word);
/* 'em, 'til, 'n: `word` without its apostrophe. */
bool words_with_apostrophe(span word);
/* Units and times of day that are cut off the number before them. Upper-case letters count: "5 M" is millions only
 * behind a sign of money, "5G" is none. */
bool words_unit(span word, bool money);
/* Does what follows "its" show that it stands for "it's"? */
bool words_behind_its(span word);
/* Likewise "your" for "you're". */
bool words_behind_your(span word);
/* Words that, with a capital, begin a sentence far more often than they follow "U.S." or "p.m.". */
bool words_starter(span word);
/* The short form of a month. */
bool words_month(span word);
/* The ending of a file's name, of a host's; the first part of a news group's. */
bool words_file_ending(span word);
bool words_host_ending(span word, size_t labels, span before);
bool words_group_start(span word);
/* For a test: the lists are searched by halves. */
bool words_lists_in_order(void);

#endif
