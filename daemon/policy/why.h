/*
 * why: why something that a person ordered is not done, to be told in their language: a
 * line of the templates' word files (words.h), what stands for its *, the values that
 * will do, and a line to copy.  tests/rooms/words.py looks for the line in each language.
 */
#ifndef DAEMON_POLICY_WHY_H
#define DAEMON_POLICY_WHY_H

#include "parsers/base/str.h"

enum { WHY_ARGS = 4 };

struct why {
	struct str	says;		/* English, a * for each of `arg` */
	struct str	arg[WHY_ARGS];
	struct strs	allowed;	/* values that will do; none: not told */
	struct str	instead;	/* a line to copy: "#severity high"; may be empty */
	bool		is_example;	/* … of several that would do: nothing says it was meant */
	const struct why *also;		/* said behind it; or NULL */
};

/* WHY(a, STR("there is no agent *"), name): lives in `a`; borrows the texts. */
#define WHY(a, ...)							\
	why_new((a), (const struct str[]){ __VA_ARGS__ },		\
	    sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))
struct why	*why_new(struct arena *a, const struct str *texts, size_t n);
/* What it says, by a word file; English where that has no line for it. */
struct str	why_text(struct arena *a, struct str words, const struct why *);
/* "low, high": the first of too many. */
struct str	why_list(struct arena *a, const struct strs *values);
struct str	why_allowed(struct arena *a, const struct why *);

#endif
