/* findings: what docketctl doctor found, a row a check, in the order in which it was tried. */
#ifndef DAEMON_CTL_FINDINGS_H
#define DAEMON_CTL_FINDINGS_H

#include "daemon/ctl/ctl.h"

enum verdict_kind { DOCTOR_OK, DOCTOR_WARN, DOCTOR_FAIL };

struct finding_row {
	struct str		name;
	enum verdict_kind	kind;
	struct str		what;
	struct str		mend;		/* empty: nothing is to be done */
};

struct doctor {
	struct ctl		*ctl;
	struct str		 resolver;	/* empty: the machine's */
	struct finding_row	*v;
	size_t			 n;
	const char		*refused;	/* what mends a login by token that is refused */
};

/* One more row; `mend` is kept, and counts where it is not ok. */
void	doctor_say(struct doctor *, struct str name, enum verdict_kind, struct str what,
	    const char *mend);

#endif
