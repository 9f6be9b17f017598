/* SPDX-License-Identifier: Apache-2.0 */
/* export.h - a trained network as a model file of integers (src/language/network.h). */
#ifndef TRAIN_EXPORT_H
#define TRAIN_EXPORT_H

#include "corpus.h"

typedef struct export_parts {
	const corpus *corpus;
	size_t train;                    /* sentences that lemmas are learned from */
	size_t calibrate, calibrate_end; /* sentences that steps are measured on */
	const vocabulary *words;
	const vector_table *vectors;
	const gazetteer *lists;
	span card;
} export_parts;

onus_status export_model(const net *n, const real *params, const export_parts *parts, const char *path, arena *a,
			 onus_error *err) MUST_CHECK;

#endif
