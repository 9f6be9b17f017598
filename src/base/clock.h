/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - dates. A civil date is proleptic Gregorian; month and day are 0 where they are not known. Instants are
 * milliseconds since 1970-01-01 UTC and come in through onus_host, never from here, but for clock_system.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/span.h"

typedef struct date {
	int16_t year;       /* 0: no date */
	uint8_t month, day; /* 0: not known */
} date;

/* The system's clock, and the monotonic one for durations, in milliseconds. */
int64_t clock_system(void);
int64_t clock_monotonic(void);

/* Days since 1970-01-01 and back; needs a full date. */
int32_t date_to_days(date d);
date date_from_days(int32_t days);
date date_of_instant(int64_t ms);
/* 0 Monday to 6 Sunday. */
int date_weekday(date d);
int date_days_in_month(int year, int month);
bool date_valid(date d);
/* "2019", "2019-03" or "2019-03-22"; false for anything else, impossible days included. */
bool date_parse(span s, date *ret_date);
/* The same forms, "" for no date. */
void date_print(date d, char ret_text[16]);
/* Earliest and latest full dates that d can mean. */
date date_earliest(date d);
date date_latest(date d);
/* Order by earliest day; <0, 0, >0. */
int date_compare(date a, date b);
/* Moves by days or months; parts that are not known stay so. A day past the month's end becomes its last. */
date date_add_days(date d, int days);
date date_add_months(date d, int months);

#endif
