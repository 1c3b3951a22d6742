/* verbhelp: what docket-commands(7) and #help say of a verb beside its row's line. */
#ifndef DAEMON_POLICY_VERBHELP_H
#define DAEMON_POLICY_VERBHELP_H

#include "daemon/policy/verb.h"

struct verb_help {
	const char	*example;	/* a value of it; NULL: it takes none */
	const char	*more;		/* English; NULL: the row's line says all */
};

const struct verb_help	*verb_help_of(const struct verb *);
/* All of one verb, in lines. */
struct str		 verb_help_text(struct arena *a, const struct verb *);
/* docket-commands(7): a row each for what mails may say, as mdoc(7). */
struct str		 verb_help_page(struct arena *a);

#endif
