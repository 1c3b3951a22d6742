/*
 * str: a slice of bytes that somebody else keeps alive, and buf: a growing
 * text in an arena.  Slices need not end in NUL; text made by the functions
 * below does, so that `.p` can be handed to a library.
 *
 * Comparison and case are ASCII only: no locale ever decides what a header
 * means.
 */
#ifndef PARSERS_BASE_STR_H
#define PARSERS_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "parsers/base/arena.h"

struct str {
	const char	*p;		/* may be NULL when n is 0 */
	size_t		 n;
};

struct strs {
	struct str	*v;
	size_t		 n;
};

/* printf: "%.*s", STR_ARG(s) */
#define STR(lit)	((struct str){ (lit), sizeof(lit) - 1 })
#define STR_NONE	((struct str){ NULL, 0 })
#define STR_ARG(s)	(int)((s).n > 1 << 30 ? 1 << 30 : (s).n), (s).n ? (s).p : ""

/* Inline is what every loop over lines and words calls. */

struct str	str_c(const char *);		/* borrowed; NULL is empty */

static inline struct str
str_sub(struct str s, size_t from, size_t n)	/* clamped */
{
	if (from >= s.n)
		return STR_NONE;
	return (struct str){ s.p + from, n > s.n - from ? s.n - from : n };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline size_t
str_chr(struct str s, char c, size_t from)	/* its offset, or SIZE_MAX */
{
	const char *at = from >= s.n ? NULL :
	    (const char *)memchr(s.p + from, c, s.n - from);

	return at == NULL ? SIZE_MAX : (size_t)(at - s.p);
}

bool		str_ieq(struct str, struct str);	/* ASCII case folded */
int		str_cmp(struct str, struct str);	/* bytes, then length */
bool		str_istarts(struct str, struct str prefix);
bool		str_ends(struct str, struct str suffix);
/* Offset of the first match at or after `from`, or SIZE_MAX. */
size_t		str_find(struct str, struct str needle, size_t from);
size_t		str_ifind(struct str, struct str needle, size_t from);
struct str	str_trim(struct str);		/* SP HTAB CR LF at both ends */
struct str	str_rtrim(struct str);
/* Cuts the next line off *rest, without its CRLF or LF.  False at the end. */
bool		str_line(struct str *rest, struct str *line);
/* Cuts the next field ended by `sep` off *rest.  False at the end. */
bool		str_split(struct str *rest, char sep, struct str *field);
/* Decimal digits only, whole string; false on anything else or overflow. */
bool		str_u64(struct str, uint64_t *out);
bool		str_i64(struct str, int64_t *out);
/* The byte that the two hexadecimal digits at `at` mean, or -1. */
int		str_hex(struct str, size_t at);

/* Copies, NUL-ended, live in `a`. */
struct str	str_dup(struct arena *a, struct str);
struct str	str_lower(struct arena *a, struct str);
struct str	str_printf(struct arena *a, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));
struct str	str_vprintf(struct arena *a, const char *fmt, va_list)
		    __attribute__((format(printf, 2, 0)));
/* How many bytes from `from` on are ASCII. */
size_t		str_ascii(struct str, size_t from);
/* Well-formed UTF-8 (RFC 3629), no surrogates, no overlongs. */
bool		str_is_utf8(struct str);
bool		str_is_text(struct str);	/* not empty, UTF-8, no NUL */
/* Bytes of the well-formed character that s starts with; 0 when there is none. */
size_t		str_utf8_len(struct str s);
/* The longest prefix of at most n bytes that does not split a character. */
struct str	str_utf8_cut(struct str, size_t n);

void		strs_add(struct arena *, struct strs *, struct str);
void		strs_prepend(struct arena *, struct strs *, struct str);
bool		strs_has(const struct strs *, struct str);
struct strs	strs_copy(struct arena *, const struct strs *);
/* Takes it out, wherever it is; the last one takes its place. */
void		strs_drop(struct strs *, struct str);
bool		strs_ihas(const struct strs *, struct str);
/* "a, b" */
struct str	strs_join(struct arena *, const struct strs *, const char *between);

/* Grows by doubling; lives in `a`. */
struct buf {
	struct arena	*a;
	char		*p;
	size_t		 n;
	size_t		 cap;
};

void		buf_init(struct buf *, struct arena *);
/* For n more bytes exactly: a large text need not be doubled on its way. */
void		buf_reserve(struct buf *, size_t n);
void		buf_add(struct buf *, struct str);
void		buf_adds(struct buf *, const char *);
void		buf_addc(struct buf *, char);
void		buf_printf(struct buf *, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));
void		buf_utf8(struct buf *, uint32_t codepoint);
struct str	buf_str(struct buf *);		/* NUL-ended */

#endif
