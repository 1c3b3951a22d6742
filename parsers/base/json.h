/*
 * json: one JSON text (RFC 8259), written piece by piece into a buf.  A member
 * or element is one call; its key is NULL in an array and at the top.  Strings
 * come out valid whatever they hold: what is not UTF-8 becomes U+FFFD.
 */
#ifndef PARSERS_BASE_JSON_H
#define PARSERS_BASE_JSON_H

#include "parsers/base/str.h"

enum { JSON_DEPTH = 16 };

struct json {
	struct buf	*out;
	size_t		 indent;	/* spaces a level; 0: all on one line, no spaces */
	size_t		 depth;
	char		 ends[JSON_DEPTH];	/* what closes each level that is open */
	bool		 begun;		/* the open level has a member already */
};

void	json_init(struct json *, struct buf *out, size_t indent);
/* Each is closed by json_close(); no deeper than JSON_DEPTH. */
void	json_open_object(struct json *, const char *key);
void	json_open_array(struct json *, const char *key);
void	json_close(struct json *);

void	json_str(struct json *, const char *key, struct str);
void	json_str_or_null(struct json *, const char *key, struct str);	/* null when empty */
void	json_strs(struct json *, const char *key, const struct strs *);	/* an array */
void	json_int(struct json *, const char *key, int64_t);
void	json_bool(struct json *, const char *key, bool);
void	json_nil(struct json *, const char *key);
/* A value that is JSON already, as a number with its decimals. */
void	json_raw(struct json *, const char *key, struct str value);

/* What stands between the quotes of a string, for those who write the rest themselves. */
void	json_escape(struct buf *, struct str);

#endif
