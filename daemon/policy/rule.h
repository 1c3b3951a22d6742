/*
 * rule: rules.conf and rules.d/: what happens by itself (docket-rules(5)).
 */
#ifndef DAEMON_POLICY_RULE_H
#define DAEMON_POLICY_RULE_H

#include "daemon/conf/part.h"
#include "daemon/filter/read.h"
#include "daemon/policy/verb.h"

struct rule_action {
	const struct verb	*verb;		/* one of DOOR_RULE */
	struct strs		 values;	/* what it takes: of notify to whom */
	struct str		 template;	/* notify */
	int			 line;
};

struct rule {
	struct str		 name;
	struct strs		 on;		/* events, by their words */
	struct condition	 when;
	struct rule_action	*actions;
	size_t			 n_actions;
	struct str		 file;
	int			 line;
};

struct rules {
	struct rule	*v;		/* in the order in which they run */
	size_t		 n;
};

extern const struct conf_part rule_part;

#endif
