/*
 * The test clock's file is opened once, before a cage closes the file system,
 * and read at each call: tests write into it in place.  A moment at which it is
 * empty or half-written keeps the time that was read last.
 */
#include "daemon/clock.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

static int	clock_file = -1;

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

int64_t
clock_now(void)
{
	struct timespec t;

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
