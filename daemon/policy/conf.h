/*
 * conf: the whole policy of a running docket, read from docket.conf and the
 * files beside it, checked, and from then on immutable.  The supervisor loads
 * it before any role exists; roles inherit it by fork, so that every role sees
 * the same policy whatever happens to the files, and a reload is a new fork.
 *
 * No secret is ever in it: passwords and keys are named by their files.
 * The only file that includes libconfig is conftree.c.
 */
#ifndef DAEMON_POLICY_CONF_H
#define DAEMON_POLICY_CONF_H

#include "parsers/field/field.h"
#include "parsers/letter/letter.h"

enum tls_mode {
	TLS_IMPLICIT,			/* "implicit", 993 and 465 */
	TLS_STARTTLS,			/* "starttls", required */
	TLS_NONE			/* "none": loopback only */
};

struct endpoint {
	struct str	host;
	uint16_t	port;
	enum tls_mode	tls;
	struct str	user;		/* empty: no login */
	struct str	password_file;
	struct str	ca_file;	/* empty: the system's store */
};

struct mailbox {
	struct str	name;		/* "support" */
	struct str	address;	/* support@example.com */
	struct str	display_name;	/* "Example Support" */
	struct str	project;	/* default project for strangers */
	struct str	language;
	struct str	subject_tag;	/* "desk": [desk #12] */
	bool		has_imap;	/* else by docketctl deliver only */
	struct endpoint	imap;
	struct str	folder;		/* "INBOX" */
	struct str	done_folder;	/* move there after commit; empty: flag only */
	int64_t		poll;		/* seconds */
	int64_t		since;		/* first connect: that many seconds back */
	struct endpoint	smtp;
};

enum role_agent { AGENT_AGENT, AGENT_LEAD, AGENT_ADMIN };

struct agent {
	struct str	name;		/* "ana": what #assign and rules say */
	struct str	full_name;	/* "Ana López" */
	struct strs	addresses;	/* lower case; the first gets the notices */
	enum role_agent	role;
	struct str	team;		/* may be empty */
	struct str	timezone;	/* IANA */
	struct str	hours;		/* calendar: SLA mails wait for it; or empty */
	struct strs	wake;		/* … but for tickets of these severities */
};

struct project {
	struct str	key;		/* "ACME" */
	struct str	name;
	struct strs	domains;	/* of contacts' addresses, lower case */
	struct str	language;
	struct str	calendar;
	struct str	sla;		/* policy name; empty: none */
	struct field_value	*defaults;	/* name, value */
	size_t		n_defaults;
};

struct span {				/* one weekly span, seconds from 00:00 */
	int		day;		/* 0 Monday … 6 Sunday: where it starts */
	int32_t		from;
	int32_t		to;		/* > from; may pass 86400 */
};

struct calendar {
	struct str	name;
	struct str	timezone;	/* IANA; empty with `members` */
	bool		always;		/* 24x7 */
	struct span	*hours;		/* sorted by day, from */
	size_t		n_hours;
	int32_t		*holidays;	/* days since 1970-01-01, sorted */
	size_t		n_holidays;
	struct str	ics;		/* file that some of them are from; or empty */
	int32_t		ics_until;	/* the last day that it names */
	struct strs	members;	/* a union: open when one of them is */
	const struct calendar	**parts;	/* … found, n = members.n */
};

/* The four clocks of a ticket (spec: sla.md, Terms). */
enum sla_clock { SLA_RESPONSE, SLA_NEXT_RESPONSE, SLA_UPDATE, SLA_RESOLUTION, SLA_CLOCKS };

struct sla_point {
	struct str	text;		/* as written: "75%", "30m" */
	bool		is_percent;
	int64_t		value;		/* percent, or seconds before due */
};

struct sla_target {
	struct strs	severities;	/* when.severity; empty: any */
	struct str	calendar;	/* empty: the project's */
	int64_t		duration[SLA_CLOCKS];	/* worked seconds; 0: no clock */
	struct sla_point	*warn;
	size_t		n_warn;
	struct strs	pause;		/* statuses that pause resolution and update */
};

enum sla_carry { SLA_CARRY, SLA_REPLAY };
enum sla_reopen { SLA_RESUME, SLA_NEW_CYCLE };
enum sla_applies { SLA_TO_NEW, SLA_TO_OPEN };

struct sla_policy {
	struct str	name;
	struct sla_target	*targets;	/* first match wins */
	size_t		n_targets;
	unsigned	carry;		/* enum sla_carry: worked time at a change */
	unsigned	reopen;		/* enum sla_reopen */
	unsigned	applies;	/* enum sla_applies: an edit of the policy */
};

enum rule_test_kind { TEST_EQUAL, TEST_ANY_OF, TEST_MATCHES, TEST_NOT_EQUAL };

struct rule_test {
	struct str		 subject;	/* "severity", "subject", "sla.clock" … */
	enum rule_test_kind	 kind;
	struct strs		 values;	/* equal: one */
	struct pattern		*pattern;	/* matches */
	size_t			 pattern_id;	/* index into conf.patterns */
	int			 line;
};

enum rule_action_kind { DO_SET, DO_ASSIGN, DO_SLA, DO_TAG, DO_NOTIFY, DO_STOP };

struct rule_action {
	enum rule_action_kind	 kind;
	struct str		 name;		/* set: field; assign: who; sla: policy */
	struct str		 value;		/* set: value */
	struct strs		 list;		/* tag: tags; notify: to whom */
	struct str		 template;	/* notify */
	int			 line;
};

struct rule {
	struct str		 name;
	struct strs		 on;		/* events, see rules.h */
	struct rule_test	*tests;		/* all must hold */
	size_t			 n_tests;
	struct rule_action	*actions;
	size_t			 n_actions;
	struct str		 file;
	int			 line;
};

struct template_text {			/* conf/templates/LANG/NAME.{txt,html} */
	struct str	language;
	struct str	name;
	struct str	subject;	/* first line "Subject: …" of the .txt */
	struct str	text;
	struct str	html;		/* may be empty */
	const struct partials	*text_parts;	/* LANG/_NAME.txt, else en's */
	const struct partials	*html_parts;
};

struct conf {
	struct str		 path;		/* of docket.conf */
	struct str		 database;	/* libpq conninfo, no password */
	struct str		 token_key_file;	/* HMAC keys of reply tokens */
	struct str		 message_id_domain;
	int64_t			 parse_workers;
	int64_t			 parse_deadline;	/* ms for one letter */
	int64_t			 token_lifetime;	/* seconds */
	int64_t			 give_up_after;	/* seconds: outbox */
	int64_t			 auto_per_hour;	/* automatic mails an address */
	int64_t			 reopen_within;	/* seconds */
	struct str		 log_level;	/* error warning info debug */
	bool			 trust_dmarc;	/* DMARC pass proves an agent */
	struct letter_conf	 letter;	/* limits, fields, authserv_ids … */
	struct field_defs	 fields;
	struct mailbox		*mailboxes;
	size_t			 n_mailboxes;
	struct agent		*agents;
	size_t			 n_agents;
	struct project		*projects;
	size_t			 n_projects;
	struct calendar		*calendars;
	size_t			 n_calendars;
	struct sla_policy	*slas;
	size_t			 n_slas;
	struct rule		*rules;
	size_t			 n_rules;
	struct pattern		**patterns;	/* of the rules' matches tests */
	size_t			 n_patterns;
	struct template_text	*templates;
	size_t			 n_templates;
};

/* A fault list: "file:line: what, and what would be right", one a line. */
struct conf_faults {
	struct strs	lines;
};

/*
 * Reads everything below `path`.  -1 with all faults found (not only the
 * first) in *faults.  Lives in `a`, compiled patterns until the process ends.
 */
int	conf_load(struct arena *a, const char *path, const struct conf **out,
	    struct conf_faults *faults);
/* A secret's file: owner and mode are checked; trailing newline dropped. */
int	conf_secret(struct arena *a, struct str path, struct str *out,
	    struct err *);
/* What `docketctl help conf.SECTION` prints; NULL when there is no such section. */
struct str	conf_help(struct arena *a, struct str section);

const struct mailbox	*conf_mailbox(const struct conf *, struct str name);
const struct agent	*conf_agent(const struct conf *, struct str name);
const struct agent	*conf_agent_by_address(const struct conf *, struct str);
const struct project	*conf_project(const struct conf *, struct str key);
const struct project	*conf_project_by_domain(const struct conf *, struct str);
const struct calendar	*conf_calendar(const struct conf *, struct str name);
const struct sla_policy	*conf_sla(const struct conf *, struct str name);
/* The zone to show a calendar's times in: a union's own, else its first member's. */
struct str	conf_calendar_zone(const struct calendar *);	/* NULL: UTC */
bool	conf_replays(const struct conf *);	/* some policy reckons from the start */
/* In the language, else "en"; NULL when there is none. */
const struct template_text	*conf_template(const struct conf *, struct str name,
				    struct str language);

#endif
