/* signs: what is known of a mail before its kind is decided, for who decides it. */
#ifndef PARSERS_MACHINE_SIGNS_H
#define PARSERS_MACHINE_SIGNS_H

#include "parsers/machine/machine.h"
#include "parsers/machine/sender.h"

struct signs {
	struct arena			*a;
	const struct machine_mail	*mail;
	const struct report		*report;	/* the mail's */
	struct machine			*out;
	struct reasons			*reasons;
	struct str			 subject;	/* folded, trimmed */
	bool				 is_bounce_subject;	/* or one of a delay */
	struct sender			 sender;		/* closely read when it is one */
	bool				 says_human;	/* Auto-Submitted: no */
	bool				 is_own_list;	/* one that leads to us, and to nobody else */
};

/* Always true: what decides ends with it. */
static inline bool
signs_decide(struct signs *s, enum letter_kind kind, struct str why)
{
	s->out->kind = kind;
	s->out->why = why;
	return true;
}

#endif
