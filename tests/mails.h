/*
 * mails: made mails of every shape, as large as asked: what reading costs is
 * measured on them (tests/bench), and what memory it takes is tested (tests/unit).
 */
#ifndef TESTS_MAILS_H
#define TESTS_MAILS_H

#include "parsers/base/str.h"

/*
 * A head, and lines between an opening and a closing, as many as make the size;
 * all of these may be encoded as the head says.
 */
struct mail_shape {
	const char	*name;
	const char	*head;		/* from Content-Type on, up to the body */
	struct str	 open, unit, close;
	bool		 base64;
	struct str	 (*make)(struct arena *, size_t bytes);	/* instead of the above */
};

/* Whatever may take memory in another way. */
extern const struct mail_shape mail_shapes[];
extern const size_t mail_shapes_n;

/* Each gives a whole mail of at least `bytes`, where the shape allows it; lives in `a`. */
struct str	mail_shaped(struct arena *a, const struct mail_shape *, size_t bytes);
struct str	mail_plain(struct arena *a, size_t bytes);
struct str	mail_reply(struct arena *a, size_t bytes);
struct str	mail_html(struct arena *a, size_t bytes);
struct str	mail_attached(struct arena *a, size_t bytes);
struct str	mail_parts(struct arena *a, size_t parts);	/* of 1 KB */
struct str	mail_nested(struct arena *a, size_t depth);

#endif
