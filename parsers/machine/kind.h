/* kind: what wrote a mail, by name. */
#ifndef PARSERS_MACHINE_KIND_H
#define PARSERS_MACHINE_KIND_H

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

const char	*letter_kind_name(enum letter_kind);		/* "human" */
/* The same in RFC 3834's terms: human, auto, bounce or list. */
const char	*letter_kind_coarse(enum letter_kind);

#endif
