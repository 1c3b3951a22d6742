/*
 * Every size that comes from outside, by name.  The values are defaults:
 * `limits` in docket.conf sets those that struct limits carries.
 */
#ifndef PARSERS_BASE_LIMITS_H
#define PARSERS_BASE_LIMITS_H

#include <stddef.h>

#include "parsers/base/str.h"

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)

struct limits {
	size_t	message_bytes;		/* a whole raw message */
	size_t	header_bytes;		/* one header block */
	size_t	header_line;		/* one unfolded header field */
	size_t	header_fields;		/* fields of one block */
	size_t	parts;			/* MIME parts of a message */
	size_t	depth;			/* nesting of multipart and message */
	size_t	addresses;		/* of one address header field */
	size_t	references;		/* Message-IDs kept of References */
	size_t	text_bytes;		/* text kept for people and rules */
};

/*
 * Each that a mail passes is named in letter.limits; the last three cut what is
 * kept, the others make a mail one for people to look at (letter.quarantine).
 */
#define LIMITS_DEFAULT ((struct limits){				\
	.message_bytes = 50 * MIB, .header_bytes = 256 * KIB,		\
	.header_line = 64 * KIB, .header_fields = 1000, .parts = 500,	\
	.depth = 20, .addresses = 500, .references = 100,		\
	.text_bytes = 1 * MIB })

/* Notes a limit that was passed, once: "parts = 500". */
void	limits_pass(struct arena *, struct strs *passed, const char *name, size_t value);
/* Adds what is not among them yet. */
void	limits_join(struct arena *, struct strs *passed, const struct strs *more);

/* Widths of what is shown or compared: what is longer was never a name or a subject. */
enum {
	LIMIT_SUBJECT = 998,		/* bytes of a decoded subject that are kept */
	LIMIT_NAME = 256,		/* bytes of a display or attachment name */
	LIMIT_MSGID = 512,		/* bytes of one Message-ID */
	LIMIT_LOCAL = 64,		/* of an address before the @: RFC 5321 section 4.5.3.1.1 */
	LIMIT_ADDRESS = 320,		/* RFC 5321: 64 + 1 + 255 */
	LIMIT_DIAGNOSTIC = 500,		/* bytes of what a server said of a failure */
	LIMIT_FIELD = 256,		/* bytes of one field value */
	LIMIT_COMMANDS = 50,		/* command lines in one mail */
	LIMIT_COMMAND_LINE = 998,
	LIMIT_LINES = 100000,		/* of a text, in which quotes and signature are told */
	LIMIT_HTML_TREE = 20 * 1024 * 1024,	/* memory for the tree of one HTML part */
	LIMIT_PATTERN = 4096,		/* bytes of one regular expression */
	LIMIT_CAPTURES = 16,		/* groups of a match that are kept, the whole first */
	LIMIT_CAPTURE = 256,		/* bytes of each */
	LIMIT_MATCH_TEXTS = 50,		/* recipients, files … of a letter that one meets */
	LIMIT_MATCH_SUBJECT = 256 * 1024,	/* bytes of text one is matched against */
	LIMIT_WHEN_DEPTH = 8,		/* groups of a condition in each other */
	LIMIT_SEEN = 200,		/* bytes of what a test looked at, for people */
	LIMIT_SLA_POINTS = 32,		/* warning points of one target */
	LIMIT_REASONS = 200,		/* of one letter */
	LIMIT_REASON = 512,		/* bytes of one */
	LIMIT_VERSION = 64,		/* bytes of a software version */
	LIMIT_RELEASES = 5000,		/* of one branch of a product */
};

#endif
