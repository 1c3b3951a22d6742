/*
 * type: types.conf: what kinds of tickets there are, which statuses each has, what
 * these mean to docket (their category), and the ways between them.  Without the file
 * there is one type, whose statuses are the categories.
 */
#ifndef DAEMON_POLICY_TYPE_H
#define DAEMON_POLICY_TYPE_H

#include "daemon/conf/part.h"
#include "daemon/filter/read.h"
#include "daemon/policy/agent.h"
#include "daemon/sla/category.h"

struct labels {				/* what people call it, by language */
	struct strs	languages;
	struct strs	texts;
};

struct status {
	struct str	name;		/* "in-progress" */
	enum category	category;
	struct labels	labels;
	struct str	on_customer_reply;	/* where their mail leads it; empty: nowhere */
	struct str	on_unblock;	/* where the end of the last blocker does; or empty */
	int64_t		idle_close;	/* seconds in which nothing happened; 0: never */
	int		line;
};

enum way_who {
	WAY_AGENT = 1, WAY_LEAD = 2, WAY_ADMIN = 4, WAY_CUSTOMER = 8,
	WAY_USUAL = WAY_AGENT | WAY_CUSTOMER	/* of these agents, and who is above */
};

struct transition {				/* a transition */
	struct strs		 from;	/* empty: any */
	struct str		 to;
	unsigned		 who;	/* of enum way_who */
	struct strs		 needs;	/* fields, and words of way_needs */
	struct condition	 when;	/* of the ticket; empty: always */
	struct field_value	*sets;
	size_t			 n_sets;
	int			 line;
};

struct type_field {
	struct str	name;
	bool		required;	/* not done without it */
	struct str	value;		/* default; or empty */
};

struct type {
	struct str		 name;		/* "incident" */
	struct labels		 labels;
	bool			 has_fields;	/* else it has all */
	struct type_field	*fields;
	size_t			 n_fields;
	struct status		*statuses;
	size_t			 n_statuses;
	struct str		 initial;
	struct transition		*ways;
	size_t			 n_ways;
	struct strs		 verbs;		/* name, status or empty: no such verb; name … */
	struct strs		 map;		/* status of before or of another type, own; … */
	struct strs		 replaces;	/* types of before: their tickets are of this */
	struct str		 on_merge;	/* or empty */
	struct str		 file;
	int			 line;
};

struct types {
	struct type	*v;		/* the first is of tickets that nothing says more of */
	size_t		 n;
	struct type	 plain;		/* whose statuses are the categories */
};

extern const struct conf_part type_part, status_part;

/* Whose ways they may go, for cause.as: an agent's; without one by mail a customer's; else all, 0. */
unsigned		 way_as(const struct agent *, bool by_mail);
/* The type whose statuses are the categories. */
void			 type_plain(struct arena *, struct type *out);

const struct type	*types_find(const struct types *, struct str name);	/* or NULL */
/* By its name, or what it is called in some language; NULL: none. */
const struct type	*types_said(struct arena *, const struct types *, struct str word);
/* For a ticket of that name: of one that has gone what replaces it, else the plain one. */
const struct type	*types_of(const struct types *, struct str name);

const struct status	*type_status(const struct type *, struct str name);	/* or NULL */
const struct status	*type_said(struct arena *, const struct type *, struct str word);	/* as above */
/* The first of that category; NULL: the type has none. */
const struct status	*type_first(const struct type *, enum category);
/*
 * Where `#close` and the like lead: what the type says of the verb, else a status of
 * the category, the one it stands in before one that can be come to before any.  NULL: nowhere.
 */
const struct status	*type_verb(const struct type *, const char *verb, enum category,
			    const struct status *from);
bool			 way_leads(const struct transition *, struct str from, struct str to);
/* Whether any way leads there. */
bool			 type_leads(const struct type *, struct str from, struct str to);
const struct type_field	*type_field(const struct type *, struct str name);	/* or NULL */
/* Whether the type says where tickets of a status that it has not go. */
bool			 type_maps(const struct type *, struct str status);
bool			 type_has_field(const struct type *, struct str name);
/* Where a ticket of another type, or of before, goes; never NULL. */
const struct status	*type_place(const struct type *, struct str status, struct str category);

/* In that language, else in English, else as docket itself says it, else the name. */
struct str		 status_label(const struct type *, struct str status, struct str language);
struct str		 type_label(const struct type *, struct str language);

#endif
