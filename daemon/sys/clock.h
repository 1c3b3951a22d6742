/*
 * clock: the one door to time.  DOCKET_CLOCK_FILE (tests only: honoured when
 * docketd was started with --test-clock) names a file that holds the present
 * as microseconds since 1970, so that tests move time by writing it.
 */
#ifndef DAEMON_SYS_CLOCK_H
#define DAEMON_SYS_CLOCK_H

#include <stdint.h>

#include "parsers/base/str.h"

enum { SECOND_US = 1000000 };

int64_t		clock_now(void);	/* microseconds since 1970, UTC */
int64_t		clock_mono(void);	/* milliseconds, never goes back: deadlines */
/* Reads the time from this file from now on; -1 with errno when it can't. */
int		clock_use_file(const char *path);
/* It is this instant until it is set again: of who lets time pass by itself; 0: no more. */
void		clock_hold(int64_t us);
/* "2026-06-01T10:00:00Z" */
struct str	clock_rfc3339(struct arena *a, int64_t us);

/* Reads RFC 3339 with its offset, "2026-06-01T10:00:00+02:00"; fractions are cut. */
bool		clock_parse(struct str, int64_t *us);

#endif
