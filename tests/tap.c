#include "tests/tap.h"

#include <stdio.h>
#include <string.h>

static int points, failures;

static bool point(bool ok, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* A point is one line, whatever its name holds. */
static bool
point(bool ok, const char *fmt, va_list ap)
{
	char name[512];

	vsnprintf(name, sizeof(name), fmt, ap);
	name[strcspn(name, "\r\n")] = '\0';
	printf("%sok %d - %s\n", ok ? "" : "not ", ++points, name);
	failures += !ok;
	return ok;
}

bool
tap_ok(bool ok, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	point(ok, fmt, ap);
	va_end(ap);
	return ok;
}

bool
tap_str(struct str got, struct str want, const char *fmt, ...)
{
	bool ok = str_eq(got, want);
	va_list ap;

	va_start(ap, fmt);
	point(ok, fmt, ap);
	va_end(ap);
	if (!ok)
		printf("# got  \"%.*s\"\n# want \"%.*s\"\n", STR_ARG(got),
		    STR_ARG(want));
	return ok;
}

bool
tap_int(long long got, long long want, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	point(got == want, fmt, ap);
	va_end(ap);
	if (got != want)
		printf("# got %lld, want %lld\n", got, want);
	return got == want;
}

void
tap_skip(const char *why)
{
	printf("ok %d # SKIP %s\n", ++points, why);
}

int
tap_done(void)
{
	printf("1..%d\n", points);
	return failures == 0 && points > 0 ? 0 : 1;
}
