/*
 * quotelines: a text as lines, each with what it is; quote.c, forward.c and
 * signature.c work on it.
 */
#ifndef PARSERS_QUOTE_QUOTELINES_H
#define PARSERS_QUOTE_QUOTELINES_H

#include "parsers/base/reason.h"
#include "parsers/base/str.h"

enum { LINE_LOOK = 400 };		/* bytes; longer lines are not folded */

enum line_kind {
	LINE_TEXT,
	LINE_BLANK,
	LINE_QUOTE,			/* begins with '>' */
	LINE_INTRO,			/* "On … wrote:" above a quote */
	LINE_BANNER,			/* a gateway's, above the text */
	LINE_SIGNATURE,
	LINE_GONE			/* history */
};

/* What a "Label: value" line names: read by headblock.c when it first asks. */
enum line_label {
	LABEL_UNREAD,
	LABEL_NONE,
	LABEL_UNKNOWN,			/* a word before a colon */
	LABEL_FROM,
	LABEL_DATE,
	LABEL_SUBJECT,
	LABEL_OTHER
};

struct line {
	struct str	raw;
	struct str	f;		/* folded, trimmed, marks of emphasis dropped */
	enum line_kind	kind;
	enum line_label	label;
	bool		shared;		/* was the rest of the line above */
};

struct lines {
	struct arena	*a;
	struct line	*v;
	size_t		 n;
	size_t		 room;		/* in v */
	struct str	 folded;	/* the whole text */
	struct reasons	*why;		/* may be NULL */
	struct strs	 sender;	/* folded words of the writer's name */
	struct str	 address;	/* folded, of the writer */
	bool		 answers;	/* the mail is an answer to one */
	bool		 has_quote;
	struct strs	 left;		/* lines like commands that were cut off */
	size_t		 marks;		/* where a mail program says that history begins */
};

/* Fills v; the other members are as they were.  Lives in t->a. */
void		lines_split(struct lines *t, struct str in);
/* Index of the next line at or after i that is not blank or gone, or t->n. */
size_t		lines_next(const struct lines *t, size_t i);
/* Whether a line before `end` is text. */
bool		lines_text_before(const struct lines *t, size_t end);

#endif
