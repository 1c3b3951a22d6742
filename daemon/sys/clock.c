/*
 * The test clock's file is opened once, before a cage closes the file system,
 * and read at each call: tests write into it in place.  A moment at which it is
 * empty or half-written keeps the time that was read last.
 */
#include "daemon/sys/clock.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "parsers/text/date.h"

static int	clock_file = -1;
static int64_t	clock_held;		/* us; 0: it goes on */

static int64_t
read_file(void)
{
	static _Thread_local int64_t last;
	char text[32];
	ssize_t n = pread(clock_file, text, sizeof(text), 0);
	int64_t now;

	if (n > 0 && str_i64(str_trim((struct str){ text, (size_t)n }), &now))
		last = now;
	return last;
}

int
clock_use_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return -1;
	clock_file = fd;
	return 0;
}

void
clock_hold(int64_t us)
{
	clock_held = us;
}

int64_t
clock_now(void)
{
	struct timespec t;

	if (clock_held != 0)
		return clock_held;
	if (clock_file != -1)
		return read_file();
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}

int64_t
clock_mono(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct str
clock_rfc3339(struct arena *a, int64_t us)
{
	time_t t = (time_t)(us / SECOND_US - (us % SECOND_US < 0));
	struct tm tm;
	char text[64];

	if (gmtime_r(&t, &tm) == NULL)
		return STR("9999-12-31T23:59:59Z");
	return str_dup(a, (struct str){ text,
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm) });
}

/* The number that `n` digits at `at` make, or -1. */
static int
digits(struct str s, size_t at, size_t n)
{
	uint64_t v;

	return str_sub(s, at, n).n == n && str_u64(str_sub(s, at, n), &v) ? (int)v : -1;
}

/* "Z" or "+02:00", in seconds. */
static bool
read_offset(struct str s, int64_t *out)
{
	int h = digits(s, 1, 2), m = digits(s, 4, 2);

	*out = 0;
	if (str_ieq(s, STR("Z")))
		return true;
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' || h < 0 || h > 23 ||
	    m < 0 || m > 59)
		return false;
	*out = (s.p[0] == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return true;
}

bool
clock_parse(struct str s, int64_t *us)
{
	const int y = digits(s, 0, 4), mo = digits(s, 5, 2), d = digits(s, 8, 2);
	const int h = digits(s, 11, 2), mi = digits(s, 14, 2), sec = digits(s, 17, 2);
	size_t end = 19;
	int64_t offset, day;

	if (y < 1970 || mo < 1 || mo > 12 || d < 1 || d > 31 || h < 0 || h > 23 || mi < 0 ||
	    mi > 59 || sec < 0 || sec > 60 || s.p[4] != '-' || s.p[7] != '-' ||
	    (s.p[10] != 'T' && s.p[10] != 't' && s.p[10] != ' ') || s.p[13] != ':' ||
	    s.p[16] != ':')
		return false;
	day = date_days(y, mo, d);
	if (day >= date_days(mo == 12 ? y + 1 : y, mo == 12 ? 1 : mo + 1, 1))
		return false;		/* the 31st of a shorter month */
	if (end < s.n && s.p[end] == '.')
		for (end++; digits(s, end, 1) >= 0; end++)
			continue;
	if (!read_offset(str_sub(s, end, SIZE_MAX), &offset))
		return false;
	*us = (day * 86400 + h * 3600 + mi * 60 + sec - offset) * SECOND_US;
	return true;
}
