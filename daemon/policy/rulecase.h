/*
 * rulecase: tests of rules, as the files of tests.d (docket-rules(5), TESTS OF RULES): what
 * is to happen, and what is expected of it; docketctl rules test plays them.
 */
#ifndef DAEMON_POLICY_RULECASE_H
#define DAEMON_POLICY_RULECASE_H

#include "daemon/policy/casevalue.h"
#include "daemon/policy/conf.h"

enum case_deed { CASE_EVENT, CASE_MAIL, CASE_DO, CASE_WAIT };

struct case_step {
	int64_t		 after;		/* seconds since the step before */
	enum case_deed	 deed;
	struct str	 event;		/* its word */
	struct str	 mail;		/* bytes of the file */
	struct str	 mail_name;
	struct str	 doing;		/* "close", "severity high": without the # */
	struct str	 by;		/* an agent's name, or an address; empty: nobody's */
	struct str	 mailbox;
	struct str	 subject, body;	/* of an event that a mail brings */
	struct str	 kind;		/* … a word of letter.kind; empty: as the event has it */
	struct str	 clock, point, cause, reason;
	struct str	 project, product, version, environment;	/* of an event of a project */
	int64_t		 used;		/* … s, of a budget; 0: as the point has it */
	int		 line;
};

struct case_mail {			/* that is expected */
	struct str	to;		/* an address, or an agent's name */
	struct str	template;
	struct str	subject;	/* is in it; or empty */
	struct strs	contains;	/* each is in its text */
	int		line;
};

struct case_expect {
	struct strs		 fired, not_fired;
	struct case_values	 ticket;
	bool			 no_ticket;
	int64_t			 tickets;	/* how many there are; 0: any number */
	struct case_mail	*mails;
	size_t			 n_mails;
	bool			 has_mails;	/* the list is there, perhaps empty */
	bool			 mails_exact;
	int			 line;
};

struct rule_case {
	struct str		 name;
	struct str		 file;
	int			 line;
	int64_t			 now;		/* us */
	bool			 has_ticket;
	struct case_values	 ticket;	/* that is there before */
	int64_t			 age;		/* seconds: how long */
	struct case_step	*steps;		/* a mail of the test itself is the first */
	size_t			 n_steps;
	struct case_expect	 expect;
};

struct rule_cases {
	struct rule_case	*v;
	size_t			 n;
};

/* For conf_load_beside(): a file of tests, or those of a folder; own: rule_cases. */
extern const struct conf_part case_part;

#endif
