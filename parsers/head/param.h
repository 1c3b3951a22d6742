/*
 * param: structured MIME fields ("multipart/mixed; boundary=x"), RFC 2045
 * section 5.1 and RFC 2231, as tolerant as real mail needs.
 */
#ifndef PARSERS_HEAD_PARAM_H
#define PARSERS_HEAD_PARAM_H

#include "parsers/base/str.h"

struct param {
	struct str	name;		/* as written, "filename*0*" too */
	struct str	value;		/* quotes and escapes taken off */
};

struct params {
	struct str	 head;		/* before the first ';': lower case, no spaces */
	struct param	*v;
	size_t		 n;
};

/* `value` may be folded.  At most 64 parameters are kept. */
void	param_parse(struct arena *a, struct str value, struct params *out);
/* The first of that name exactly, as bytes; or STR_NONE. */
struct str	param_raw(const struct params *, struct str name);
/* How many there are of that name. */
size_t	param_count(const struct params *, struct str name);
/* True when name is also given as name*, name*0 … (RFC 2231). */
bool	param_is_split(const struct params *, struct str name);
/*
 * The value for people: RFC 2231 pieces put together, its charset or RFC 2047
 * words or raw bytes decoded (`charset` is the message's).  One clean line.
 */
struct str	param_text(struct arena *a, const struct params *, struct str name,
		    struct str charset);

#endif
