/*
 * scheme: how the versions of a product are written and which of two is later: by Semantic
 * Versioning (version.h), as Debian packages (deb-version(7), Debian Policy 5.6.12), by number
 * (2.10, parts without words), by date (2026.04, 2026-04-01, 26.04), or in the order of a list
 * that somebody else keeps.
 *
 * Pure: any bytes are read or refused, and a key sorts as octets as scheme_cmp() sorts.
 */
#ifndef PARSERS_FIELD_SCHEME_H
#define PARSERS_FIELD_SCHEME_H

#include "parsers/base/str.h"

enum scheme {
	SCHEME_SEMVER, SCHEME_DEBIAN, SCHEME_NUMERIC, SCHEME_DATE,
	SCHEME_LIST,			/* any text; its order is the catalogue's */
	SCHEMES
};

extern const char *const scheme_names[SCHEMES + 1];	/* ends in NULL */

/*
 * What a person typed ("v2.4", "Version 2.4.0") as the scheme writes it.  False: it is no
 * version of this scheme; *out is empty.  Lives in `a`.
 */
bool	scheme_parse(struct arena *a, enum scheme, struct str in, struct str *out);
/*
 * <0, 0, >0.  Of what the scheme cannot read the octets count, and it comes first.  In a list
 * equal texts are equal and nothing else is known: octets too.
 */
int	scheme_cmp(enum scheme, struct str, struct str);
/* Adds octets that sort as scheme_cmp() does; equal versions have equal ones. */
void	scheme_key(struct buf *, enum scheme, struct str);
/* What one looks like, for people: "2.4.1", or "1:2.4.1-1~deb12u1". */
const char	*scheme_example(enum scheme);

#endif
