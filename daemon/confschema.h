/*
 * confschema: one strict walk over a configuration file.  A section is a table
 * of rows (key, kind, where it goes, what it means); the same row checks a
 * setting, stores it and prints its help.  Every fault is gathered as
 * "file:line: what, and what would be right".
 *
 * The only file that includes libconfig is confschema.c.
 */
#ifndef DAEMON_CONFSCHEMA_H
#define DAEMON_CONFSCHEMA_H

#include "daemon/conf.h"

enum key_kind {
	KEY_STR,		/* struct str, not empty */
	KEY_TEXT,		/* struct str, may be empty */
	KEY_STRS,		/* struct strs: one "x" or [ "x", "y" ] */
	KEY_LOWERS,		/* struct strs, made lower case */
	KEY_BOOL,		/* bool */
	KEY_PORT,		/* uint16_t */
	KEY_COUNT,		/* int64_t, 1 … max */
	KEY_DURATION,		/* int64_t seconds: "15m" */
	KEY_MS,			/* int64_t milliseconds: "500ms", "5s" */
	KEY_SIZE,		/* size_t bytes: "50MB" */
	KEY_ENUM,		/* int: index into names */
	KEY_PATH,		/* struct str, made absolute beside docket.conf */
	KEY_CUSTOM		/* its read function does it */
};

struct loader;
struct node;			/* a setting, its file and line */

struct key {
	const char	*name;
	enum key_kind	 kind;
	size_t		 offset;
	bool		 required;
	const char	*const *names;		/* KEY_ENUM: ends in NULL */
	int64_t		 max;			/* KEY_COUNT */
	int		(*read)(struct loader *, const struct node *, void *base);
	const char	*help;			/* what it is; default in [ ] */
};

struct section {
	const char		*name;		/* "mailboxes": help conf.mailboxes */
	const char		*file;		/* "docket.conf" */
	const struct key	*keys;
	size_t			 n;
	const char		*about;
};

struct loader {
	struct arena		*a;
	struct str		 folder;	/* of docket.conf, with '/' */
	struct conf_faults	*faults;
	struct conf		*conf;
	/* Checked when all is read: who and what rules and projects name. */
	struct wish {
		enum { WISH_AGENT, WISH_TEAM, WISH_PROJECT, WISH_CALENDAR, WISH_SLA,
		    WISH_TEMPLATE } kind;
		struct str	 name;
		struct str	 where;		/* "file:line" */
	}			*wishes;
	size_t			 n_wishes;
	void			*files[64];	/* open, for conf_close() */
	size_t			 n_files;
};

/* One element of a list or group; borrowed from the file. */
struct node {
	const void	*setting;
	struct str	 file;		/* base name, for messages */
};

/* Reads a file whole: owner and mode are checked.  -1: the fault is noted. */
int	conf_read(struct loader *, struct str path, struct str *out);
/* Parses `path`; false when it is absent (unless required) or faulty. */
bool	conf_open(struct loader *, const char *name, bool required, struct node *root);

/* Frees the files; nodes are no more. */
void	conf_close(struct loader *);

void	conf_fault(struct loader *, const struct node *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	conf_wish(struct loader *, const struct node *, int kind, struct str name);
/* Walks a group by its table. */
void	conf_walk(struct loader *, const struct node *, const struct section *, void *base);
/* Reads one setting of this kind, as a row would. */
bool	conf_value(struct loader *, const struct node *, enum key_kind, void *out);

struct str	node_name(const struct node *);
int		node_line(const struct node *);
size_t		node_count(const struct node *);		/* of a list or group */
struct node	node_at(const struct node *, size_t i);
bool		node_is_group(const struct node *);
bool		node_is_list(const struct node *);		/* list or array */
/* A list of groups; anything else is a fault and 0. */
size_t		conf_groups(struct loader *, const struct node *);

struct str	conf_section_help(struct arena *a, const struct section *);
/* "file:line" */
struct str	conf_where(struct loader *, const struct node *);
/* The nearest of a table's names, as " (did you mean x?)", or "". */
struct str	conf_near(struct arena *a, struct str name, const struct strs *names);

#define KEY(type, member, key, kind_, ...)				\
	{ .name = (key), .kind = (kind_), .offset = offsetof(type, member), __VA_ARGS__ }

#endif
