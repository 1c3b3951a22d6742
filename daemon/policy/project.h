/* project: projects.conf and projects.d/: for whom is worked here. */
#ifndef DAEMON_POLICY_PROJECT_H
#define DAEMON_POLICY_PROJECT_H

#include "daemon/conf/part.h"
#include "daemon/policy/billing.h"
#include "daemon/policy/contract.h"
#include "parsers/field/field.h"

enum requester_cc {			/* whether the requester's CCs come in */
	CC_NEVER, CC_DMARC,		/* "dmarc": when our own server vouches for the mail */
	CC_ALWAYS
};

enum portal_scope {			/* which tickets its people see in the portal */
	SCOPE_OWN, SCOPE_PROJECT
};

struct project {
	struct str	key;		/* "ACME" */
	struct str	name;
	struct strs	domains;	/* of contacts' addresses, lower case */
	struct strs	contacts;	/* addresses at other domains that are theirs; lower case */
	struct strs	advise;		/* whom word of faults goes to; lower case; none: affected.h */
	struct str	language;
	struct str	calendar;
	struct str	sla;		/* policy name; empty: none */
	struct str	type;		/* of its tickets; empty: the first */
	struct contract	contract;
	struct str	product;	/* that it runs, of products.conf; empty: the first there */
	struct str	support_level;	/* for rules and SLA targets; or empty */
	enum requester_cc requester_cc;
	enum portal_scope portal_scope;
	bool		portal_due;	/* the portal tells by when an answer was promised */
	struct strs	customer_commands;	/* verbs that customers may say */
	struct str	customer_severity;	/* the highest that they may; empty: any */
	struct field_value	*defaults;	/* name, value */
	size_t		n_defaults;
	struct billing	*billing;	/* NULL: its time can't be billed */
	struct str	file;		/* with `line`: where its sla is named */
	int		line;
};

struct projects {
	struct project	*v;
	size_t		 n;
};

extern const struct conf_part project_part, support_part;

const struct project	*projects_find(const struct projects *, struct str key);
const struct project	*projects_by_domain(const struct projects *, struct str);
/* Its support level; NULL, or one without: empty. */
struct str		 project_level(const struct project *);
/* How its time is paid, as the subject billing has it; empty: not at all. */
struct str		 project_billing(const struct project *);
/* Whose contact it is. */
const struct project	*projects_by_contact(const struct projects *, struct str address);
/* The same, else by its domain. */
const struct project	*projects_by_address(const struct projects *, struct str address);
/* Domains and contacts of all of them; borrowed. */
struct strs		 projects_people(struct arena *a, const struct projects *);

#endif
