/* SPDX-License-Identifier: Apache-2.0 */
/* words_figure.h - what the treebanks' cut takes by its form: addresses, names of files, faces, numbers. Within this
 * room only. Each takes what begins at s->at, or says that there is nothing of its kind. */
#ifndef TEXT_WORDS_FIGURE_H
#define TEXT_WORDS_FIGURE_H

#include "text/scan.h"

/* http://..., name@place.org, place.org, "draft-3.doc", alt.animals.cat, @name, #tag */
bool words_take_name(scanner *s);
/* :) ;-( =D ^_^ <3 */
bool words_take_face(scanner *s);
/* 12, 3.5, 1,200, .5, 12:30, 2019-03-22, 713-853-3989, 14th, 1960's; "5" of 5kg and 7:30 of 7:30PM. */
bool words_take_number(scanner *s);

#endif
