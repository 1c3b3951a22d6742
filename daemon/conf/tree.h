/*
 * tree: configuration files as trees of nodes.
 *
 * The only file that includes libconfig is tree.c.
 */
#ifndef DAEMON_CONF_TREE_H
#define DAEMON_CONF_TREE_H

#include "daemon/conf/loader.h"

/* A setting of the open file; gone with it. */
struct node {
	const void	*setting;
	struct str	 file;		/* "rules.d/night.conf", for messages */
};

/*
 * Reads and parses a file below the folder; the one that was open is closed.
 * False when it is absent (a fault if it is required) or faulty.
 */
bool	conf_open(struct loader *, struct str name, bool required, struct node *root);
void	conf_close(struct loader *);
/* As conf_open(), for a file that holds one list of this name; its groups. */
bool	conf_open_list(struct loader *, struct str name, bool required, const char *list,
	    struct node *out);
/* The same; without the file it is as if it held this text. */
bool	conf_open_list_or(struct loader *, struct str name, struct str text, const char *list,
	    struct node *out);
void	conf_fault(struct loader *, const struct node *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/* What is read as it was meant, and is written otherwise now. */
void	conf_hint(struct loader *, const struct node *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

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
