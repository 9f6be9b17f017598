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
#define strcpy(...) BANNED(strcpy, str_add)
#undef strcat
#define strcat(...) BANNED(strcat, str_add)
#undef strncpy
#define strncpy(...) BANNED(strncpy, span)
#undef strncat
#define strncat(...) BANNED(strncat, str_add)
#undef sprintf
#define sprintf(...) BANNED(sprintf, snprintf_or_str_addf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf, vsnprintf)
#undef gets
#define gets(...) BANNED(gets, read)
#undef strtok
#define strtok(...) BANNED(strtok, span_next)
#undef atoi
#define atoi(...) BANNED(atoi, a_checked_parser)
#undef atol
#define atol(...) BANNED(atol, a_checked_parser)
#undef alloca
#define alloca(...) BANNED(alloca, arena_alloc)
#undef localtime
#define localtime(...) BANNED(localtime, date_of_instant)
#undef gmtime
#define gmtime(...) BANNED(gmtime, date_of_instant)
#undef ctime
#define ctime(...) BANNED(ctime, date_print)
#undef asctime
#define asctime(...) BANNED(asctime, date_print)
#undef system
#define system(...) BANNED(system, fork_and_exec)
#undef popen
#define popen(...) BANNED(popen, fork_and_exec)
#undef tmpnam
#define tmpnam(...) BANNED(tmpnam, memfd_create)
#undef mktemp
#define mktemp(...) BANNED(mktemp, memfd_create)

#endif
#endif
