/* SPDX-License-Identifier: Apache-2.0 */
/*
 * banned.h - functions that do not compile here, included before everything else in our own files. Lengths travel with
 * spans and strs, so nothing is left that these would do better; some are not thread-safe or hang on the locale.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H
#ifndef ONUS_NOT_OURS

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(name, instead) name##_is_banned_use_##instead
#undef strcpy
#define strcpy(d, s) BANNED(strcpy, str_add)
#undef strcat
#define strcat(d, s) BANNED(strcat, str_add)
#undef strncpy
#define strncpy(d, s, n) BANNED(strncpy, span)
#undef strncat
#define strncat(d, s, n) BANNED(strncat, str_add)
#undef sprintf
#define sprintf(...) BANNED(sprintf, snprintf_or_str_addf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf, vsnprintf)
#undef gets
#define gets(s) BANNED(gets, read)
#undef strtok
#define strtok(s, d) BANNED(strtok, span_next)
#undef atoi
#define atoi(s) BANNED(atoi, a_checked_parser)
#undef atol
#define atol(s) BANNED(atol, a_checked_parser)
#undef alloca
#define alloca(n) BANNED(alloca, arena_alloc)
#undef localtime
#define localtime(t) BANNED(localtime, date_of_instant)
#undef gmtime
#define gmtime(t) BANNED(gmtime, date_of_instant)
#undef ctime
#define ctime(t) BANNED(ctime, date_print)
#undef asctime
#define asctime(t) BANNED(asctime, date_print)
#undef system
#define system(c) BANNED(system, fork_and_exec)
#undef popen
#define popen(c, m) BANNED(popen, fork_and_exec)
#undef tmpnam
#define tmpnam(s) BANNED(tmpnam, memfd_create)
#undef mktemp
#define mktemp(s) BANNED(mktemp, memfd_create)

#endif
#endif
