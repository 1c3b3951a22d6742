/*
 * wire: how values cross a socketpair.  Integers are little-endian, a str is
 * a 32-bit length and its bytes.  Reading never goes past the end: after the
 * first fault `bad` stays set, every further read gives zero or empty, and the
 * caller looks once at the end.
 */
#ifndef PARSERS_BASE_WIRE_H
#define PARSERS_BASE_WIRE_H

#include "parsers/base/str.h"

struct wire {
	struct str	in;		/* what is left */
	bool		bad;
};

void		wire_put_u8(struct buf *, uint8_t);
void		wire_put_u32(struct buf *, uint32_t);
void		wire_put_u64(struct buf *, uint64_t);
void		wire_put_str(struct buf *, struct str);
void		wire_put_strs(struct buf *, const struct strs *);

uint8_t		wire_u8(struct wire *);
uint32_t	wire_u32(struct wire *);
uint64_t	wire_u64(struct wire *);
int64_t		wire_i64(struct wire *);
bool		wire_bool(struct wire *);		/* 0 or 1, else bad */
struct str	wire_str(struct wire *);		/* borrowed from the input */
/* Valid UTF-8 without NUL, else bad. */
struct str	wire_text(struct wire *);
/* A count of things that take at least `each` bytes, at most `max`, else bad. */
size_t		wire_count(struct wire *, size_t each, size_t max);
void		wire_strs(struct arena *, struct wire *, size_t max, struct strs *);
/* 0 when everything was read and nothing was bad, else -1. */
int		wire_end(const struct wire *);

#endif
