/*
 * bouncewords: how mail servers say that they could not deliver.  One row a
 * server's own format, then the words that many share.  Data only; words are
 * folded (parsers/text/fold.h), found anywhere unless said otherwise; lists end in
 * NULL.
 */
#ifndef PARSERS_MACHINE_BOUNCEWORDS_H
#define PARSERS_MACHINE_BOUNCEWORDS_H

#include "parsers/base/str.h"

/*
 * A format is known by what is given of header, subject and sign together.  It
 * adds to the shared words below; all of it but the name may be NULL.
 */
struct bounce_format {
	const char	*name;
	const char	*header;	/* a field that only this server writes */
	const char	*subject;
	const char	*sign;		/* in the notice */
	const char	*intro;		/* a line after which failed addresses come */
	const char	*lead;		/* right before one, on its line */
	const char	*returned;	/* begins the line that opens the returned mail */
	const char	*status;	/* when it tells no other */
	bool		 alone;		/* is a bounce whoever sends it */
};

extern const struct bounce_format	bounce_formats[];
extern const size_t			bounce_formats_n;

/* Subjects of bounces, and of notices about a delay. */
extern const char *const	bounce_subjects[];
/* How subjects of receipts begin: the mail arrived. */
extern const char *const	bounce_success_subjects[];
/* What a bounce says in its text. */
extern const char *const	bounce_phrases[];
/* It is late; and all the same it is over. */
extern const char *const	bounce_delay_phrases[];
extern const char *const	bounce_final_phrases[];
/* A filter says that it took a mail and threw it away. */
extern const char *const	bounce_reject_phrases[];
/* It was tried again until there was no more time: what hindered it was temporary. */
extern const char *const	bounce_retried_phrases[];
/* A line that begins so opens the returned mail; all above it is the notice. */
extern const char *const	bounce_returned[];
/* Lines after which the failed addresses come. */
extern const char *const	bounce_intros[];
/* Words before an address that helps and did not fail. */
extern const char *const	bounce_contact_leads[];
/* Words that name the failed address right behind them on a line. */
extern const char *const	bounce_leads[];

#endif
