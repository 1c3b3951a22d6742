/*
 * loader: what all loading of configuration shares: where the files are, which were
 * read, what is filled, and the list of faults.
 */
#ifndef DAEMON_CONF_LOADER_H
#define DAEMON_CONF_LOADER_H

#include "parsers/base/str.h"

struct conf_place;
struct node;
struct pattern;
struct wish;

/* A fault list: "file:line: what, and what would be right", one a line. */
struct conf_faults {
	struct strs	lines;
	struct strs	hints;		/* no faults: what is better written otherwise */
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
	bool			 advises;	/* what may be meant otherwise is looked for, too */
	/* Reads a condition: its number, from 1; 0: the fault is noted.  The whole's. */
	size_t			(*condition)(struct loader *, const struct node *);
	struct pattern		**patterns;	/* all that were compiled */
	size_t			 n_patterns;
};

/*
 * Ready for the files beside `path`, without faults: a, faults, whole and places
 * are set by the caller.
 */
void	conf_begin(struct loader *, const char *path);

void	conf_fault_at(struct loader *, struct str file, int line, const char *fmt, ...)
	    __attribute__((format(printf, 4, 5)));
/* What is read as it was meant, and better otherwise: a warning. */
void	conf_hint_at(struct loader *, struct str file, int line, const char *fmt, ...)
	    __attribute__((format(printf, 4, 5)));

#endif
