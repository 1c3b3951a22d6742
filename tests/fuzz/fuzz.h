/*
 * fuzz: what every target shares.  A target is one function that tries one
 * input; it says with assert() what holds whatever the bytes are.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <assert.h>

#include "parsers/base/str.h"

/* What NAME.c defines; all in `a` is dropped afterwards. */
void		fuzz_one(struct arena *a, struct str in);

/* The next line, or STR_NONE at the end. */
struct str	fuzz_line(struct str *rest);
/* s lies in `whole`, or is empty. */
bool		fuzz_is_within(struct str s, struct str whole);
/* One clean line as charset_line() makes it: what crosses the wire. */
bool		fuzz_is_line(struct str s);

#endif
