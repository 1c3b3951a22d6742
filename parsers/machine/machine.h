/* machine: whether a person wrote this mail, and what a bounce is about. */
#ifndef PARSERS_MACHINE_MACHINE_H
#define PARSERS_MACHINE_MACHINE_H

#include "parsers/machine/bounce.h"
#include "parsers/machine/kind.h"
#include "parsers/machine/mail.h"

struct machine {
	enum letter_kind	kind;
	struct str		why;		/* "Auto-Submitted: auto-replied"; empty: a person */
	struct str		no_answer;	/* the field that asks for none, or empty */
	struct bounce		bounce;		/* of a bounce or a complaint */
};

void	machine_classify(struct arena *a, const struct machine_mail *, struct reasons *,
	    struct machine *out);

#endif
