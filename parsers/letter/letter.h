/*
 * letter: one mail as docket understands it.  Made in the caged parse role
 * by letter_parse(), packed over a socketpair, believed by nobody further
 * than its types: every text is valid UTF-8 without NUL, every list is within
 * struct limits, every enum is in range (letter_unpack checks all of it again
 * on the side that holds the database).
 *
 * All slices live in the arena given to letter_parse() or letter_unpack().
 */
#ifndef PARSERS_LETTER_LETTER_H
#define PARSERS_LETTER_LETTER_H

#include "parsers/base/err.h"
#include "parsers/base/limits.h"
#include "parsers/base/reason.h"
#include "parsers/base/str.h"

enum letter_kind {
	LETTER_HUMAN,
	LETTER_AUTO,			/* RFC 3834: vacation, receipts, robots */
	LETTER_BOUNCE,			/* RFC 3464 and its odd cousins */
	LETTER_LIST,			/* RFC 2919 */
	LETTER_COMPLAINT,		/* RFC 5965: our mail was called spam */
	LETTER_CHALLENGE,		/* a sender's address is to be confirmed */
	LETTER_CALENDAR,		/* RFC 6047: an invitation, or an answer to one */
	LETTER_KINDS
};

struct address {
	struct str	name;		/* decoded display name, may be empty */
	struct str	addr;		/* local@domain as written, domain lower-cased */
};

struct addresses {
	struct address	*v;
	size_t		 n;
};

struct attachment {
	struct str	name;		/* for show only; never a path */
	struct str	type;		/* "image/png", lower case */
	struct str	content_id;	/* without <>, for inline images */
	uint64_t	size;		/* decoded bytes */
	struct str	sha256;		/* of the decoded bytes, hex */
	bool		is_inline;
};

/* One top-level header field, decoded (RFC 2047), unfolded. */
struct header {
	struct str	name;		/* as written */
	struct str	value;
};

struct headers {
	struct header	*v;
	size_t		 n;
};

enum field_source {			/* strongest first, product.md 3 */
	FIELD_COMMAND,
	FIELD_PSEUDO,			/* "Version: 2.4.1" at the top of the text */
	FIELD_HEADER,			/* X-Severity: high */
	FIELD_PATTERN,			/* a PCRE2 group over subject or body */
	FIELD_PROJECT,			/* the project's default */
	FIELD_DEFAULT,			/* the field's default */
	FIELD_RULE,			/* set by a rule's action */
	FIELD_SOURCES
};

struct field_value {
	struct str		 name;		/* "severity", "version" */
	struct str		 value;		/* normalised: "high", "2.4.1" */
	struct str		 raw;		/* as written: "alta", "v2.4.1" */
	enum field_source	 source;
	struct str		 where;		/* label, header or pattern name */
	bool			 verified;	/* value is one that the field allows */
};

struct field_values {
	struct field_value	*v;
	size_t			 n;
};

/* Only when kind is LETTER_BOUNCE; a LETTER_COMPLAINT may have the ones marked +. */
struct bounce {
	struct str	recipient;	/* + who could not be reached; may be empty */
	struct str	sent_to;	/* who was written to, when that is another */
	struct str	status;		/* RFC 3463, "5.1.1"; never empty in a bounce */
	struct str	diagnostic;
	struct str	original_id;	/* + Message-ID of the mail that it is about */
	bool		is_delayed;	/* not a failure yet */
};

/*
 * Only when is_forward: the mail that is passed on, as its own header block in
 * the text says; any of it may be empty.  The sender of the letter claims it.
 */
struct forward {
	struct address	from;
	struct str	subject;
	int64_t		date;		/* seconds since 1970, 0 without a zone */
	struct str	date_text;	/* date.h's date_text(), or as written when unreadable */
	struct str	cover;		/* what the sender wrote above it; begins reply_text */
};

/* What our own MX says (RFC 8601): the topmost block with a trusted authserv-id. */
struct authres {
	struct str	authserv_id;
	struct str	dmarc;		/* "pass", "fail", "none", … or empty */
	struct str	dmarc_from;	/* header.from of that dmarc result */
	struct str	spf;
	struct str	dkim;
};

struct letter {
	struct addresses	from;
	struct addresses	sender;
	struct addresses	reply_to;
	struct addresses	to;
	struct addresses	cc;
	/* Delivered-To, X-Original-To, Envelope-To: where signed tokens arrive too. */
	struct addresses	delivered_to;
	struct str		return_path;	/* "" when it was <> or absent */
	struct str		subject;	/* decoded, one line */
	struct str		message_id;	/* without <> ; may be empty */
	struct strs		in_reply_to;
	struct strs		references;	/* oldest first */
	int64_t			date;		/* seconds since 1970, 0 when unreadable or without a zone */
	struct str		date_text;	/* date.h's date_text(), or as written when unreadable */
	struct headers		headers;	/* all top-level fields, in order */
	struct str		text;		/* whole body for people, LF lines */
	struct str		reply_text;	/* no quotes, no signature; with what is forwarded */
	/*
	 * Where commands may stand: the new text of the first text/plain part;
	 * else of the HTML part (text_is_html).  Same as reply_text otherwise.
	 */
	bool			text_is_html;
	struct attachment	*attachments;
	size_t			n_attachments;
	enum letter_kind	kind;
	struct str		kind_why;	/* "Auto-Submitted: auto-replied" */
	struct bounce		bounce;
	bool			is_forward;
	struct forward		forward;
	struct authres		authres;
	struct field_values	fields;		/* best value of each field found */
	/*
	 * Two readings of this mail exist (duplicate From or Content-Type, NUL
	 * bytes, …): text is shown, nothing is run.  Empty when it is clear.
	 */
	struct str		ambiguous;
	/*
	 * Why this letter must be quarantined (a limit, no body readable);
	 * empty for a sound one.  What is known is filled in all the same.
	 */
	struct str		quarantine;
	struct strs		limits;		/* those of struct limits that it passed */
	struct reasons		reasons;	/* when letter_conf.explain is set */
};

struct field_defs;			/* parsers/field/field.h */

/* What parsing depends on besides the bytes.  Immutable; borrowed. */
struct letter_conf {
	struct limits			 limits;
	const struct field_defs		*fields;	/* NULL: no fields read */
	struct strs			 authserv_ids;	/* trusted; may be empty */
	struct strs			 own_addresses;	/* our mailboxes, lower case */
	bool				 explain;	/* fill letter.reasons */
};

/*
 * Any bytes give a letter: one beyond a limit has `quarantine` set.
 * Pure: no I/O, clock, locale or globals.
 */
void		 letter_parse(struct arena *a, const struct letter_conf *,
		    struct str raw, struct letter *out);

const char	*letter_kind_name(enum letter_kind);		/* "human" */
/* The same in RFC 3834's terms: human, auto, bounce or list. */
const char	*letter_kind_coarse(enum letter_kind);
const char	*field_source_name(enum field_source);		/* "pseudo-header" */

/* The letter as one JSON object (keys as docketctl.8 lists them), in `a`. */
struct str	 letter_json(struct arena *a, const struct letter *);

/* For the socketpair (parsers/base/wire.h); unpack trusts nothing: -1 on any fault. */
struct wire;
void		 letter_pack(struct buf *, const struct letter *);
int		 letter_unpack(struct arena *a, struct wire *, struct letter *out);

#endif
