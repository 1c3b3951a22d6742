/*
 * parserole: the caged process that reads letters and tries patterns.  It holds
 * nothing but the mail at hand; what it answers is checked by who asked.
 */
#ifndef DAEMON_PARSE_PARSEROLE_H
#define DAEMON_PARSE_PARSEROLE_H

#include "parsers/base/err.h"
#include "parsers/letter/letter.h"

struct channel;
struct conf;

enum {
	PARSE_MATCHES_MS = 400,		/* a worker tries a letter's patterns so long unasked */
	PARSE_MATCH_MS = 1000		/* what hangs longer in a pattern is killed */
};

/* The role; by hand: a mail on standard input, its letter as JSON; conf may be NULL. */
int	parse_run(const struct conf *, struct channel *control);
int	parse_alone(const struct conf *);
/*
 * Reads one mail in a caged child of this process, which is killed after
 * parse_deadline.  There is always a letter: that of a child that crashed or
 * was killed has nothing but `quarantine`.  conf may be NULL: built-in fields
 * and limits.  The letter lives in `a`.
 */
void	parse_once(struct arena *a, const struct conf *, struct str raw, struct letter *out);
/* The same, and letter.reasons says why it was read so. */
void	parse_explain(struct arena *a, const struct conf *, struct str raw, struct letter *out);
/*
 * Tries patterns in such a child, where there is no pool: none is OPEN afterwards.
 * Captures live in `a`.
 */
void	parse_ask(struct arena *a, const struct conf *, struct matches *);

#endif
