/*
 * scan: one linear pass over the raw bytes, before anything is decoded, that
 * counts what could hurt (bytes, header sizes, parts, nesting), sees what makes
 * a mail ambiguous (promises.md S10) and finds the parts.  It is the only
 * reading of a mail's structure: what is decoded later are the slices that it
 * found, so that no second parser can see other parts than were counted.
 */
#ifndef PARSERS_MIME_SCAN_H
#define PARSERS_MIME_SCAN_H

#include "parsers/base/limits.h"
#include "parsers/base/str.h"
#include "parsers/head/param.h"

/* One MIME part; all slices are borrowed from what rawmail_read() gave, still encoded. */
struct part {
	struct params	type;		/* Content-Type; head is empty when absent */
	struct str	encoding;	/* Content-Transfer-Encoding */
	struct str	disposition;
	struct str	id;		/* Content-ID */
	struct str	location;	/* Content-Location */
	struct str	description;
	struct str	body;		/* of a multipart: with its parts */
	size_t		end;		/* behind the last part that is in this one */
	bool		has_parts;	/* a multipart that has some */
};

struct scan {
	struct str	over;		/* the first limit that was passed, or empty */
	struct strs	passed;		/* all of them (limits_pass) */
	struct str	ambiguous;	/* why two readings exist, or empty */
	struct str	header;		/* the top header block that may be parsed */
	/*
	 * parts[0] is the mail itself; a multipart's parts follow it.  Within
	 * limits.parts and limits.depth also when `over` is set.  A message/
	 * part is not looked into.
	 */
	struct part	*parts;
	size_t		 n_parts;
};

void	scan_raw(struct arena *a, const struct limits *, struct str raw,
	    struct scan *out);

#endif
