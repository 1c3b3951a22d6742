/*
 * conf: the whole policy of a running docket, read from docket.conf and the
 * files beside it, checked, and from then on immutable.  The supervisor loads
 * it before any role exists; roles inherit it by fork, so that every role sees
 * the same policy whatever happens to the files, and a reload is a new fork.
 *
 * No secret is ever in it: passwords and keys are named by their files.
 */
#ifndef DAEMON_POLICY_CONF_H
#define DAEMON_POLICY_CONF_H

#include "daemon/calendar/calendar.h"
#include "daemon/conf/tree.h"
#include "daemon/policy/agent.h"
#include "daemon/policy/alerting.h"
#include "daemon/policy/catalogue.h"
#include "daemon/policy/mailbox.h"
#include "daemon/policy/portal.h"
#include "daemon/policy/project.h"
#include "daemon/policy/rate.h"
#include "daemon/policy/rule.h"
#include "daemon/policy/canned.h"
#include "daemon/policy/team.h"
#include "daemon/policy/templates.h"
#include "daemon/policy/terms.h"
#include "daemon/policy/type.h"
#include "daemon/policy/verbsoff.h"
#include "daemon/policy/verbword.h"
#include "daemon/policy/viewdef.h"
#include "daemon/policy/webhook.h"
#include "daemon/sla/policy.h"
#include "parsers/base/json.h"
#include "parsers/field/field.h"
#include "parsers/letter/letter.h"

enum both {				/* a mail that came to two of our mailboxes */
	BOTH_ONE,			/* "one": one ticket, which names the other mailbox */
	BOTH_LINK			/* "link": one of each, which name each other */
};

enum verify {				/* what proves that an agent wrote a mail */
	VERIFY_TOKEN,			/* "token": the signed reply address */
	VERIFY_DMARC,			/* "dmarc": the word of our own mail server */
	VERIFY_EITHER,			/* "either" of them */
	VERIFY_BOTH			/* "both" together */
};

enum close_parent {			/* when a ticket with children can be resolved */
	PARENT_AFTER_CHILDREN,		/* "when-children-done" */
	PARENT_FREE, PARENT_NEVER
};

struct conf {
	struct str		 path;		/* of docket.conf */
	struct conf_files	 files;		/* of which it was read */
	struct str		 fingerprint;	/* of them */
	struct str		 database;	/* libpq conninfo, no password */
	struct str		 token_key_file;	/* HMAC keys of reply tokens */
	struct str		 message_id_domain;
	int64_t			 parse_workers;
	int64_t			 parse_deadline;	/* ms for one letter */
	int64_t			 token_lifetime;	/* seconds */
	int64_t			 give_up_after;	/* seconds: outbox */
	int64_t			 auto_per_hour;	/* automatic mails a person */
	int64_t			 auto_per_hour_domain;	/* to those whom nothing proves */
	int64_t			 auto_per_hour_network;	/* for mails that came from there */
	int64_t			 breaker_floor;	/* automatic mails in an hour */
	int64_t			 breaker_factor;
	int64_t			 advice_per_hour;	/* of affected --mail, all together */
	int64_t			 rule_depth;	/* of events that rules make of events */
	int64_t			 rule_changes_per_hour;	/* of a ticket, by rules */
	int64_t			 rule_mails_per_hour;	/* to an address, by rules */
	size_t			 sender_bytes_per_day;
	int64_t			 notices_at_once;	/* of one sender */
	int64_t			 reopen_within;	/* seconds */
	int64_t			 timer_limit;	/* seconds; 0: nobody is asked */
	int64_t			 timer_cut;	/* seconds; 0: never */
	enum both		 both;
	enum close_parent	 close_parent;
	struct str		 log_level;	/* error warning info debug */
	enum verify		 verify;
	int64_t			 grave_age;	/* seconds: of tokens that grave verbs take */
	struct verbs_off		 verbs_off;	/* verbs that are switched off */
	struct letter_conf	 letter;	/* limits, fields, authserv_ids … */
	struct field_defs	 fields;
	struct mailboxes	 mailboxes;
	struct alerting		 alerting;
	struct portal		 portal;
	struct agents		 agents;
	struct teams		 teams;
	struct projects		 projects;
	struct rates		 rates;
	struct products		 products;	/* none without products.conf */
	struct calendars	 calendars;
	struct slas		 slas;
	struct terms		 terms;	/* whose tickets their targets are for */
	struct types		 types;
	struct webhooks		 webhooks;
	struct view_defs	 views;	/* none without views.conf */
	struct rules		 rules;
	int64_t			 rules_print;	/* by which traces know them (ruleset.h) */
	int64_t			 trace_keep;	/* seconds; 0: no traces */
	struct match_patterns	 patterns;	/* of the rules' matches tests */
	struct templates	 templates;
	struct verb_words	 verb_words;
	struct canned_all	 canned;
};

/*
 * Reads everything below `path`.  -1 with all faults found (not only the
 * first) in *faults.  Lives in `a`, compiled patterns until the process ends.
 */
int	conf_load(struct arena *a, const char *path, const struct conf **out,
	    struct conf_faults *faults);
/* The same, and in hints what may be meant otherwise: it takes longer. */
int	conf_check(struct arena *a, const char *path, const struct conf **out,
	    struct conf_faults *faults);
/* The same as conf_load() of files that were kept, as if they lay beside `path`. */
int	conf_load_kept(struct arena *a, const char *path, const struct conf_files *,
	    const struct conf **out, struct conf_faults *faults);
/*
 * Reads what no daemon reads, at `path`, with that policy as the whole: names are looked for
 * there, and anybody may write it, for it rules nothing.  -1: as above.
 */
int	conf_load_beside(struct arena *a, const char *path, const struct conf *,
	    const struct conf_part *, void *own, struct conf_faults *faults);
/* Of a ticket that comes by that mailbox: as the mailbox says, else its project. */
const struct type	*conf_type(const struct conf *, struct str project, struct str mailbox);
/*
 * Whose versions are meant: the product that a ticket's field says, else the project's, else the
 * first.  NULL: there is none, or none of that name.
 */
const struct product	*conf_product(const struct conf *, struct str project, struct str said);
/* What `docketctl help conf.SECTION` prints; NULL when there is no such section. */
struct str	conf_help(struct arena *a, struct str section);
/* All of it as JSON Schema, a property a file: what `docketctl help conf --json` prints. */
void	conf_describe(struct json *);

/*
 * A condition over stored tickets that somebody wrote, `severity = "high";`: -1 with the
 * faults, which call it `name`.  of_reader: "$me" may stand in it (filter/read.h).
 */
int	conf_condition(struct arena *a, const struct conf *, const char *name, struct str text,
	    bool of_reader, struct condition *out, struct conf_faults *faults);

#endif
