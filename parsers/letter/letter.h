/*
 * letter: one mail as docket understands it.  Made in the caged parse role
 * by letter_parse(), packed over a socketpair, believed by nobody further
 * than its types: every text is valid UTF-8 without NUL, every list is within
 * struct limits, every enum is in range (letterwire.h checks all of it again
 * on the side that holds the database).
 *
 * All slices live in the arena given to letter_parse() or letter_unpack().
 */
#ifndef PARSERS_LETTER_LETTER_H
#define PARSERS_LETTER_LETTER_H

#include "parsers/base/limits.h"
#include "parsers/base/reason.h"
#include "parsers/base/str.h"
#include "parsers/field/value.h"
#include "parsers/head/address.h"
#include "parsers/head/authres.h"
#include "parsers/head/headers.h"
#include "parsers/machine/bounce.h"
#include "parsers/letter/match.h"
#include "parsers/machine/kind.h"
#include "parsers/mime/attach.h"
#include "parsers/quote/forward.h"

struct letter {
	struct addresses	from;
	struct addresses	sender;
	struct addresses	reply_to;
	struct addresses	to;
	struct addresses	cc;
	/* Delivered-To, X-Original-To, Envelope-To: where signed tokens arrive too. */
	struct addresses	delivered_to;
	struct addresses	reached;	/* those that our own server wrote (trace.h) */
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
	 * Bytes of reply_text in which commands may stand: of the first text part
	 * only, and nothing was cut off above or between them.
	 */
	int64_t			commands;
	struct strs		left;		/* lines like commands among what was cut off */
	bool			text_is_html;	/* no text/plain part said anything */
	/* Lines of text that reply_text lacks: history, a signature. */
	int64_t			quote_lines;
	int64_t			signature_lines;
	struct str		signature;	/* these */
	bool			is_encrypted;	/* text only says so */
	struct attachment	*attachments;
	size_t			n_attachments;
	enum letter_kind	kind;
	struct str		kind_why;	/* "Auto-Submitted: auto-replied" */
	/*
	 * The field that asks for no automatic answer ("Precedence: bulk"), or
	 * empty.  It says nothing of who wrote the mail: people's programs add it.
	 */
	struct str		no_answer;
	struct bounce		bounce;		/* of a LETTER_BOUNCE or LETTER_COMPLAINT */
	bool			is_forward;
	struct forward		forward;
	struct authres		authres;
	struct str		network;	/* it came from, as our servers say (received.h) */
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
	/*
	 * Of the mail without what servers added on its way (trace.h), in hexadecimal:
	 * the same for each copy of it.  Empty without a Message-ID or a From, and of a mail
	 * that could not be read: such a one is nobody's copy.
	 */
	struct str		digest;
	struct strs		file_details;	/* of them, in what is attached */
	struct strs		details;	/* that may be signed, anywhere in it (details.h) */
	struct strs		limits;		/* those of struct limits that it passed */
	struct reasons		reasons;	/* when letter_conf.explain is set */
	/* Of the rules' patterns; tried after the reading, so they cross after it too. */
	struct matches		matches;
};

struct field_defs;			/* parsers/field/field.h */

/* What parsing depends on besides the bytes.  Immutable; borrowed. */
struct letter_conf {
	struct limits			 limits;
	const struct field_defs		*fields;	/* NULL: no fields read */
	struct strs			 authserv_ids;	/* trusted; may be empty */
	struct strs			 own_addresses;	/* our mailboxes', lower case; "@domain" */
	bool				 explain;	/* fill letter.reasons */
	const struct attach_sink	*files;		/* who wants the files; NULL: nobody */
};

/*
 * Any bytes give a letter: one beyond a limit has `quarantine` set.
 * Pure: no I/O, clock, locale or globals.
 */
void		 letter_parse(struct arena *a, const struct letter_conf *,
		    struct str raw, struct letter *out);

/* Who wrote it: From, else Sender, else where it says that errors go. */
struct address	 letter_author(const struct letter *);
/* Subject and text of the mail that it forwards, without what stands above it. */
struct str	 letter_forward_subject(struct arena *a, const struct letter *);
struct str	 letter_forward_text(const struct letter *);

#endif
