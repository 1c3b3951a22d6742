/*
 * transfer: what a body part is wrapped in for its way (RFC 2045 section 6,
 * uuencode, yEnc), taken off.  The one place of parsers/ that uses GMime.
 */
#ifndef PARSERS_TEXT_TRANSFER_H
#define PARSERS_TEXT_TRANSFER_H

#include "parsers/base/str.h"

enum transfer {
	TRANSFER_PLAIN,
	TRANSFER_BASE64,
	TRANSFER_QP,
	TRANSFER_UU,			/* with its "begin" line, or without */
	TRANSFER_YENC,			/* without its "=y" lines */
};

/* Once, before the cage closes. */
void		transfer_init(void);
/* What a Content-Transfer-Encoding says; an unknown one is plain. */
enum transfer	transfer_of(struct str name);
/* The same, unless the text itself shows that it is not encoded at all. */
enum transfer	transfer_of_text(struct str name, struct str body);
/* Decodes until `max` bytes came out (or a little more); lives in `a`. */
struct str	transfer_decode(struct arena *a, enum transfer, struct str in, size_t max);
/* Decodes piece by piece: never in memory as a whole. */
void		transfer_each(enum transfer, struct str in,
		    void (*take)(void *self, struct str piece), void *self);
/* The decoded bytes' SHA-256 in hex, and their number: never in memory as a whole. */
struct str	transfer_hash(struct arena *a, enum transfer, struct str in, uint64_t *size);

#endif
