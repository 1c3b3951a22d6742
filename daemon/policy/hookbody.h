/*
 * hookbody: what a webhook's JSON is made of: a file of hooks/, a template (docket-rules(5)
 * lists its values).  Checked as far as values cannot matter: with all of them there, with
 * none, and with each of its sections the other way round, it must be JSON.
 */
#ifndef DAEMON_POLICY_HOOKBODY_H
#define DAEMON_POLICY_HOOKBODY_H

#include "daemon/conf/tree.h"
#include "parsers/text/template.h"

/*
 * What stands in a body where the key of the receiver goes in, when it is sent: no value has
 * this byte, which JSON writes as "\u0001".
 */
#define HOOKBODY_KEY	"\x01"

struct hookbody {
	struct str		 file;		/* "hooks/chat.json" */
	const struct template	*text;
	bool			 has_key;	/* a key goes into it */
};

/* By its name, else the one that came with the program; false: the fault is noted. */
bool	hookbody_load(struct loader *, const struct node *, struct str name,
	    struct hookbody *out);
/* The values that there are, for docs and tests: ends in NULL. */
extern const char *const hookbody_names[];

#endif
