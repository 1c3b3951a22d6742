/*
 * version: software versions as people write them, compared as versions
 * (2.10 > 2.9; 2.4.0-rc1 < 2.4.0; Semantic Versioning 2.0.0 section 11 where
 * it speaks, numbers by value where it does not).
 */
#ifndef PARSERS_FIELD_VERSION_H
#define PARSERS_FIELD_VERSION_H

#include "parsers/base/str.h"

/*
 * "v2.4", "Version 2.4.0", "2.4.0.RC1" to "2.4.0", "2.4.0", "2.4.0-rc1"
 * (at least three numbers).  False when `in` does not hold one version alone.
 */
bool	version_parse(struct arena *a, struct str in, struct str *out);
/* Whether version_cmp() has it among the versions. */
bool	version_is(struct str);
/* <0, 0, >0; both may be any text (text that is no version sorts first). */
int	version_cmp(struct str, struct str);
/* Adds octets that sort as version_cmp() does; equal versions have equal ones. */
void	version_key(struct buf *, struct str);

#endif
