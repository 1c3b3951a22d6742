/* tap: what our C tests print (Test Anything Protocol, version 12). */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include "parsers/base/array.h"
#include "parsers/base/str.h"

/* One test point; the name tells which row of the table it is. */
bool	tap_ok(bool ok, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool	tap_str(struct str got, struct str want, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
bool	tap_int(long long got, long long want, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	tap_skip(const char *why);
/* Prints the plan; returns main()'s exit status. */
int	tap_done(void);

#endif
