/*
 * schema: one strict walk over a group of settings.  A section is a table
 * of rows (name, kind, where it goes, default, range, what it means); the same
 * row checks a setting, stores it, fills in its default and prints its help.
 */
#ifndef DAEMON_CONF_SCHEMA_H
#define DAEMON_CONF_SCHEMA_H

#include "daemon/conf/tree.h"
#include "parsers/base/array.h"

enum key_kind {
	KEY_STR,		/* struct str, not empty */
	KEY_NAME,		/* struct str: letters, digits, . _ - */
	KEY_TEXT,		/* struct str, may be empty */
	KEY_STRS,		/* struct strs: one "x" or [ "x", "y" ] */
	KEY_LOWERS,		/* struct strs, made lower case */
	KEY_BOOL,		/* bool */
	KEY_PORT,		/* uint16_t */
	KEY_COUNT,		/* int64_t */
	KEY_LIMIT,		/* size_t, a count */
	KEY_DURATION,		/* int64_t seconds: "15m" */
	KEY_TERM,		/* the same, 0 or "" for none */
	KEY_MS,			/* int64_t milliseconds: "500ms", "5s" */
	KEY_SIZE,		/* size_t bytes: "50MB" */
	KEY_ENUM,		/* unsigned: index into names */
	KEY_CHOICE,		/* struct str: one of names */
	KEY_PATH,		/* struct str, made absolute beside docket.conf */
	KEY_CUSTOM,		/* its read function does it */
	KEY_KINDS
};

struct key {
	const char	*name;
	enum key_kind	 kind;
	size_t		 offset;
	bool		 required;
	const char	*def;			/* as it would be written; or NULL */
	int64_t		 min, max;		/* of numbers; max 0: no bound */
	const char	*const *names;		/* of ENUM and CHOICE: ends in NULL */
	void		(*read)(struct loader *, const struct node *, void *base);
	const char	*help;
	const char	*was;			/* an older name, which is read too; or NULL */
};

struct section {
	const char		*name;		/* "mailboxes": help conf.mailboxes */
	const char		*file;		/* "docket.conf"; of no `about`: where to look */
	const struct key	*keys;
	size_t			 n;
	const char		*about;		/* NULL: help has no such section */
};

#define KEY(type, member, key, kind_, ...)				\
	{ .name = (key), .kind = (kind_), .offset = offsetof(type, member), __VA_ARGS__ }
#define KEYS(table)	(table), COUNT(table)

/* Defaults of a group that may be absent. */
void	conf_defaults(struct loader *, const struct section *, void *base);
/* Checks and stores a group by its table, defaults first. */
void	conf_walk(struct loader *, const struct node *, const struct section *, void *base);
/* Reads one setting as a row of this kind would. */
bool	conf_value(struct loader *, const struct node *, enum key_kind, void *out);
/* A regular expression; NULL: the fault is noted.  It is among the loader's. */
struct pattern	*conf_pattern(struct loader *, const struct node *, struct str name,
		    struct str regex);
/* "1h30m" in seconds. */
bool	conf_duration(struct str, int64_t *seconds);
/* One of `names`, else a fault that tells the nearest. */
bool	conf_one_of(struct loader *, const struct node *, const char *what,
	    struct str name, const struct strs *names);
/* " (did you mean x?)", or "". */
struct str	conf_near(struct arena *a, struct str name, const struct strs *names);
struct strs	conf_names(struct arena *a, const char *const *names);
struct str	conf_section_help(struct arena *a, const struct section *);

#endif
