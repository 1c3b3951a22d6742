/*
 * pattern: one admin's regular expression (PCRE2, UTF, matching invalid UTF),
 * with match, depth and heap limits.  Runs only in the caged parse role, whose
 * wall-clock deadline core keeps: PCRE2's own limits count per start offset.
 */
#ifndef PARSERS_TEXT_PATTERN_H
#define PARSERS_TEXT_PATTERN_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

struct pattern;

/* Ends in -1 with the column in *e.  `name` is for messages; both are copied. */
int	pattern_compile(struct str name, struct str regex, struct pattern **out,
	    struct err *e);
void	pattern_free(struct pattern *);
struct str	pattern_name(const struct pattern *);
bool	pattern_has_group(const struct pattern *, const char *group);

/*
 * 1 matched, 0 not, -1 a limit was hit.  `captures` (NULL is fine) gets the
 * numbered groups, 0 the whole match; borrowed from `subject`, lives in `a`.
 * Only the first LIMIT_MATCH_SUBJECT bytes are looked at.
 */
int	pattern_match(struct arena *a, const struct pattern *, struct str subject,
	    struct strs *captures);
/* As above, but all of `subject` must match. */
int	pattern_whole(const struct pattern *, struct str subject);
/* As pattern_match(), but gives the named group alone; 0 too when it took no part. */
int	pattern_group(struct arena *a, const struct pattern *, struct str subject,
	    const char *group, struct str *out);
/*
 * What the named group found, of captures that pattern_match() gave: of several called so the
 * first that took part.  False: none did, or there is none.
 */
bool	pattern_captured(const struct pattern *, const struct strs *captures, const char *group,
	    struct str *out);

#endif
