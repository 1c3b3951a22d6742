/*
 * tree: configuration files as trees of nodes, and the list of faults that
 * all loading fills.
 *
 * The only file that includes libconfig is tree.c.
 */
#ifndef DAEMON_CONF_TREE_H
#define DAEMON_CONF_TREE_H

#include "parsers/base/str.h"

struct conf_place;
struct pattern;
struct wish;

/* A fault list: "file:line: what, and what would be right", one a line. */
struct conf_faults {
	struct strs	lines;
	struct strs	hints;		/* no faults: what is written otherwise now */
};

struct conf_file {			/* as it was read */
	struct str	name;		/* "rules.conf"; of another folder with its path */
	struct str	text;
};

struct conf_files {
	struct conf_file	*v;
	size_t			 n;
};

struct loader {
	struct arena		*a;
	struct conf_faults	*faults;
	void			*whole;		/* what is filled; its owner's matter */
	const struct conf_place	*places;	/* its parts (part.h) */
	size_t			 n_places;
	struct str		 folder;	/* of the first file, ends in '/' */
	struct str		 home;		/* the same, whatever `folder` becomes */
	struct str		 first;		/* its name: "docket.conf" */
	const struct conf_files	*instead;	/* of the folder's: these are read; or NULL */
	struct conf_files	 read;		/* all that were, each once (file.h) */
	struct wish		*wishes;	/* wish.c's own */
	size_t			 n_wishes;
	void			*file;		/* the open one, or NULL */
	bool			 anybodys;	/* what is read rules nothing: no owner check */
	struct strs		 refused;	/* folders and links: each is told once */
	bool			 unread;	/* a file could not be read at all */
	struct pattern		**patterns;	/* all that were compiled */
	size_t			 n_patterns;
};

/* A setting of the open file; gone with it. */
struct node {
	const void	*setting;
	struct str	 file;		/* "rules.d/night.conf", for messages */
};

/*
 * Ready for the files beside `path`, without faults: a, faults, whole and places
 * are set by the caller.
 */
void	conf_begin(struct loader *, const char *path);

/*
 * Reads and parses a file below the folder; the one that was open is closed.
 * False when it is absent (a fault if it is required) or faulty.
 */
bool	conf_open(struct loader *, struct str name, bool required, struct node *root);
void	conf_close(struct loader *);
/* As conf_open(), for a file that holds one list of this name; its groups. */
bool	conf_open_list(struct loader *, struct str name, bool required, const char *list,
	    struct node *out);
void	conf_fault(struct loader *, const struct node *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/* What is read as it was meant, and is written otherwise now. */
void	conf_hint(struct loader *, const struct node *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	conf_fault_at(struct loader *, struct str file, int line, const char *fmt, ...)
	    __attribute__((format(printf, 4, 5)));

struct str	node_name(const struct node *);	/* empty in lists */
int		node_line(const struct node *);
size_t		node_count(const struct node *);	/* of a list or group */
struct node	node_at(const struct node *, size_t i);
/* The setting of this name in a group, else the group itself (for its line). */
struct node	node_get(const struct node *, const char *name);
bool		node_is_group(const struct node *);
bool		node_is_list(const struct node *);	/* ( … ) or [ … ] */
bool		node_text(const struct node *, struct str *out);	/* borrowed */
bool		node_bool(const struct node *, bool *out);
bool		node_int(const struct node *, int64_t *out);
/* How many groups a list has; anything else than groups in it is a fault and 0. */
size_t		conf_groups(struct loader *, const struct node *);

#endif
