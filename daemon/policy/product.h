/*
 * product: a product of the catalogue (catalogue.h), its releases and branches, and what is asked
 * of them.
 *
 * A release comes after the one before it in its branch; the first of a branch comes after the
 * release that the branch was made `from`; and a release comes after each that it `contains`,
 * because that one's changes were taken over into it.  Nothing else comes before a release: a
 * higher number on another branch says nothing.
 *
 * Versions are written as the file has them; two texts that the scheme holds for equal are one
 * version ("v2.4" is 2.4.0).
 */
#ifndef DAEMON_POLICY_PRODUCT_H
#define DAEMON_POLICY_PRODUCT_H

#include "parsers/field/scheme.h"

#define NO_DAY	INT32_MIN		/* of a release: nobody says when it came out */

struct release {
	struct str	 version;	/* as the file has it */
	struct str	 key;		/* product_version()'s */
	struct str	 id;		/* the same for texts that are one version */
	int32_t		 date;		/* days since 1970, or NO_DAY */
	struct strs	 contains;	/* releases of other branches, as written */
	size_t		 branch;	/* whose it is */
	size_t		 before;	/* in the product's `release`; SIZE_MAX: it is a beginning */
	size_t		*merged;	/* what it contains, likewise */
	size_t		 n_merged;
	int		 line;
};

struct branch {
	struct str	 name;		/* "2.4" */
	struct str	 from;		/* the release that it began after; empty: with nothing */
	struct strs	 releases;	/* in their order */
	/* The last days, since 1970: INT32_MAX: no end is known.  Support ends first. */
	int32_t		 support_until, security_until;
	struct str	 file;
	int		 line;
};

struct product {
	struct str	 name;		/* "widget" */
	struct str	 label;		/* for people; else the name */
	enum scheme	 scheme;
	struct strs	 environments;	/* the first is what nobody names; at least one */
	struct branch	*branches;
	size_t		 n;
	struct release	*release;	/* of all branches, branch by branch */
	size_t		 n_releases;
	struct strs	 versions;	/* the same by name, the latest last */
	size_t		*by_id;		/* the same in the order of their ids */
	struct str	 file;
	int		 line;
};

/*
 * *out: the version as the catalogue has it; false: it has not, and *out is `in` as it was
 * written, without blanks around it.  *key (may be NULL) sorts in C and as bytea as the product's
 * versions do; it is empty for what the scheme cannot read, or what is not in a list.
 * Without a product nothing is in the catalogue, and the key is Semantic Versioning's.
 */
bool			 product_version(struct arena *, const struct product *, struct str in,
			    struct str *out, struct str *key);
/* NULL: not in the catalogue. */
const struct release	*product_release(struct arena *, const struct product *, struct str version);
/* The branch that lists it; NULL: not in the catalogue. */
const struct branch	*product_branch(struct arena *, const struct product *, struct str version);
/* The version of the catalogue that may be meant; empty: none is near. */
struct str		 product_nearest(struct arena *, const struct product *, struct str in);
/* Its environment of this name; empty is the first.  Empty: there is none of that name. */
struct str		 product_environment(const struct product *, struct str name);

enum support {
	SUPPORT_FULL, SUPPORT_SECURITY,	/* all faults are mended, or those of security alone */
	SUPPORT_NONE,			/* its time is over */
	SUPPORT_UNKNOWN			/* the catalogue does not have the version */
};

/*
 * What the version gets on that day (since 1970).  *until (may be NULL): the last day of that; of
 * SUPPORT_NONE the last day of all; INT32_MAX when no end is known, or of SUPPORT_UNKNOWN.
 */
enum support		 product_support(struct arena *, const struct product *, struct str version,
			    int32_t day, int32_t *until);

#endif
