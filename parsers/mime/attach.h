/* attach: the list of a letter's attachments, wherever they were found. */
#ifndef PARSERS_MIME_ATTACH_H
#define PARSERS_MIME_ATTACH_H

#include "parsers/base/str.h"
#include "parsers/text/transfer.h"

struct inlinefile;
struct part;
struct tnef_file;

enum attach_use {			/* what it is in the mail (parsers/letter/uses.h) */
	ATTACH_FILE,			/* somebody sends it */
	ATTACH_SHOWN,			/* a picture in what was written this time */
	ATTACH_DECORATION,		/* … in a signature, or in what is quoted */
	ATTACH_PROOF,			/* a signature, a key, the writer's card, an invitation */
	ATTACH_USES
};

struct attachment {
	struct str	name;		/* for show only; never a path */
	struct str	type;		/* "image/png", lower case */
	struct str	content_id;	/* without <>, for inline images */
	uint64_t	size;		/* decoded bytes */
	struct str	sha256;		/* of the decoded bytes, hex */
	bool		is_inline;	/* so its program says */
	bool		is_shown;	/* a page of the mail names it (shown.h) */
	bool		is_proof;	/* of no use without the mail: what signs it, a key */
	bool		is_plain;	/* a mail: attach_is_plain() */
	bool		is_lost;	/* core could not get its bytes */
	enum attach_use	use;
	struct str	card;		/* of a vCard: its text; stays in the parser */
};

/* Who wants the files' own bytes: told of each, and how they are wrapped. */
struct attach_sink {
	void	(*take)(void *self, const struct attachment *, enum transfer, struct str body);
	void	*self;
};

/* What is added lives in the arena; there are never more than max. */
struct attachments {
	struct arena		*a;
	struct str		 charset;	/* the mail's own, for names in raw bytes */
	struct attachment	*v;
	size_t			 n;
	size_t			 max;
	bool			 over;		/* there were more */
	const struct attach_sink *sink;		/* NULL: nobody does */
};

/* `related`: a part that another shows. */
void		attach_part(struct attachments *, const struct part *, bool related);
void		attach_inlinefile(struct attachments *, const struct inlinefile *);
void		attach_tnef(struct attachments *, const struct tnef_file *);

/* Its name, or what people may call it and a program can open: "message.eml". */
struct str	attach_label(struct arena *a, const struct attachment *);
/*
 * A mail's bytes that may stand in another as they are, which is the only way to wrap one
 * (RFC 2046 section 5.2.1): ASCII in lines that are not too long, and so few levels or parts
 * that every reader's program takes them.
 */
bool		attach_is_plain(enum transfer, struct str body);
/* A picture that mail programs show. */
bool		attach_is_picture(const struct attachment *);
/* An invitation, or a card with somebody's address. */
bool		attach_is_calendar(const struct attachment *);

/* The name that a part has as a file, or empty. */
struct str	attach_part_name(const struct attachments *, const struct part *);
/* For show only: one line, no path, no control, no bidi override.  UTF-8 in. */
struct str	attach_name(struct arena *a, struct str name);

#endif
