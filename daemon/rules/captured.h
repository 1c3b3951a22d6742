/*
 * captured: what a rule's patterns caught while its condition was looked at, for `${name}` in
 * what it does (policy/capture.h).
 */
#ifndef DAEMON_RULES_CAPTURED_H
#define DAEMON_RULES_CAPTURED_H

#include "parsers/base/str.h"

struct pattern;			/* parsers/text/pattern.h */

struct captured_one {
	const struct pattern	*pattern;
	struct strs		 captures;	/* the whole of it, then its groups; borrowed */
};

struct captured {
	struct captured_one	*v;
	size_t			 n;
};

void		captured_add(struct arena *, struct captured *, const struct pattern *,
		    const struct strs *captures);
/* What the first of the patterns with this group caught by it; empty: none did. */
struct str	captured_find(struct arena *, const struct captured *, struct str name);
/* The text with all that it names; a copy. */
struct str	captured_fill(struct arena *, const struct captured *, struct str text);

#endif
