/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t milliseconds(clockid_t which)
{
	struct timespec t = {0};
	(void)clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_system(void)
{
	return milliseconds(CLOCK_REALTIME);
}

int64_t clock_monotonic(void)
{
	return milliseconds(CLOCK_MONOTONIC);
}

/* Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). */
int32_t date_to_days(date d)
{
	int32_t y = d.year - (d.month <= 2);
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t of_era = y - era * 400;
	int32_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

date date_from_days(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t of_era = z - era * 146097;
	int32_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int32_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int32_t shifted = (5 * of_year + 2) / 153;
	int32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
	return (date){(int16_t)(y + era * 400 + (month <= 2)), (uint8_t)month,
		      (uint8_t)(of_year - (153 * shifted + 2) / 5 + 1)};
}

date date_of_instant(int64_t ms)
{
	int64_t day = ms / 86400000 - (ms % 86400000 < 0);
	return date_from_days((int32_t)day);
}

int date_weekday(date d)
{
	int32_t w = (date_to_days(d) + 3) % 7;
	return w < 0 ? w + 7 : w;
}

int date_days_in_month(int year, int month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month < 1 || month > 12 ? 0 : days[month - 1] + (month == 2 && leap);
}

bool date_valid(date d)
{
	if (d.year < 1 || d.year > 9999 || d.month > 12)
		return false;
	return d.month == 0 ? d.day == 0 : d.day <= date_days_in_month(d.year, d.month);
}

static bool digits(span s, size_t at, size_t n, int *ret_value)
{
	if (at + n > s.n)
		return false;
	int value = 0;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		value = value * 10 + (s.p[i] - '0');
	}
	*ret_value = value;
	return true;
}

bool date_parse(span s, date *ret_date)
{
	int year = 0, month = 0, day = 0;
	bool shaped = (s.n == 4 || s.n == 7 || s.n == 10) && digits(s, 0, 4, &year) &&
		      (s.n < 7 || (s.p[4] == '-' && digits(s, 5, 2, &month) && month > 0)) &&
		      (s.n < 10 || (s.p[7] == '-' && digits(s, 8, 2, &day) && day > 0));
	date d = {(int16_t)year, (uint8_t)month, (uint8_t)day};
	if (!shaped || !date_valid(d))
		return false;
	*ret_date = d;
	return true;
}

void date_print(date d, char ret_text[16])
{
	if (d.year == 0)
		ret_text[0] = '\0';
	else if (d.month == 0)
		(void)snprintf(ret_text, 16, "%04d", d.year);
	else if (d.day == 0)
		(void)snprintf(ret_text, 16, "%04d-%02u", d.year, d.month);
	else
		(void)snprintf(ret_text, 16, "%04d-%02u-%02u", d.year, d.month, d.day);
}

date date_earliest(date d)
{
	return (date){d.year, d.month ? d.month : 1, d.day ? d.day : 1};
}

date date_latest(date d)
{
	uint8_t month = d.month ? d.month : 12;
	return (date){d.year, month, d.day ? d.day : (uint8_t)date_days_in_month(d.year, month)};
}

int date_compare(date a, date b)
{
	date x = date_earliest(a), y = date_earliest(b);
	if (x.year != y.year)
		return x.year < y.year ? -1 : 1;
	if (x.month != y.month)
		return x.month < y.month ? -1 : 1;
	return x.day < y.day ? -1 : x.day > y.day;
}

date date_add_days(date d, int days)
{
	return d.day ? date_from_days(date_to_days(d) + days) : d;
}

date date_add_months(date d, int months)
{
	if (!d.month)
		return d;
	int all = d.year * 12 + d.month - 1 + months;
	date moved = {(int16_t)(all / 12), (uint8_t)(all % 12 + 1), d.day};
	int last = date_days_in_month(moved.year, moved.month);
	if (moved.day > last)
		moved.day = (uint8_t)last;
	return moved;
}
