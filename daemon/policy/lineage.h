/*
 * lineage: whether a version has a fault, from what engineers said of some versions and the
 * tree of branches (product.h).
 *
 * "Before" a version is each release from which steps lead to it: its predecessor in the branch,
 * the release that the branch was made from, and each that it or one of those `contains`.
 * Of what was said, a statement counts for a version when it is about the version itself or one
 * before it, and nothing was said of a version that lies between the two.  Then
 *
 *	nothing counts			unknown
 *	one counts, or all agree	as it says
 *	fixed, and others		fixed: each other branch came into it by `contains`, and so
 *					did the mending or what had it already
 *	found and not, none fixed	affected: the fault came with what it contains
 *
 * So a fault that is found again after it was fixed is there from then on; mended on main, it is
 * not mended on 2.4, unless a release of 2.4 `contains` one that has the mending; and of versions
 * before the first that something was said of nothing is known.
 * A version that is not in the catalogue has no relatives: only what was said of it counts.
 */
#ifndef DAEMON_POLICY_LINEAGE_H
#define DAEMON_POLICY_LINEAGE_H

#include "daemon/policy/product.h"

enum verdict {
	VERDICT_AFFECTED, VERDICT_NOT_AFFECTED, VERDICT_FIXED, VERDICT_UNKNOWN, VERDICTS
};

enum said_what { SAID_FOUND, SAID_NOT, SAID_FIXED, SAID_WHATS };

struct said {
	enum said_what	 what;
	struct str	 version;
};

extern const char *const verdict_names[VERDICTS + 1];	/* "affected", "not affected" …; NULL */
extern const char *const said_names[SAID_WHATS + 1];	/* as docket.ticket_version has them */

/*
 * Of two statements about one version the later in the list counts.  *why (may be NULL): for
 * people, "fixed in 2.4.3, which comes before it".
 */
enum verdict	lineage_verdict(struct arena *, const struct product *, const struct said *, size_t n,
		    struct str version, struct str *why);
/*
 * The nearest release after this version that is fixed: of its own branch the first, else the
 * first in the order of the catalogue that comes after it.  Empty: there is none.
 */
struct str	lineage_fix(struct arena *, const struct product *, const struct said *, size_t n,
		    struct str version);

#endif
