/*
 * ctl: docketctl, everything that people and scripts ask of docket without
 * mail.  A verb is a function and a row of verbs.c; it prints text for people
 * or, after --json, one JSON value for programs, and returns the program's exit
 * status, or CTL_HELP.  Faults go to standard error.
 *
 * What came by mail reaches the terminal through render/text.h only.
 */
#ifndef DAEMON_CTL_CTL_H
#define DAEMON_CTL_CTL_H

#include "daemon/db/db.h"
#include "daemon/policy/conf.h"
#include "daemon/render/table.h"
#include "parsers/base/json.h"
#include "sql.h"

enum ctl_exit {				/* sysexits.h; docketctl(8) tells them */
	CTL_OK = 0,
	CTL_FAILED = 1,
	CTL_DOWN = 2,			/* status: no docketd runs */
	CTL_USAGE = 64,
	CTL_DATA = 65,
	CTL_UNAVAILABLE = 69,
	CTL_AGAIN = 75,
	CTL_CONF = 78,
	CTL_HELP = 256			/* none: main prints the verb's help */
};

enum { CTL_WIDTH = 80 };		/* columns of help, wherever it is read */

struct ctl {
	struct arena		*a;		/* until the program ends */
	const struct ctl_verb	*verbs;		/* all */
	size_t			 n_verbs;
	const struct ctl_verb	*verb;		/* that runs */
	const char		*conf_path;
	bool			 json;
	const struct conf	*conf;		/* after ctl_conf() */
	struct db		*db;		/* after ctl_db(); main closes it */
};

struct ctl_verb {
	const char	*name;
	const char	*args;			/* "[--all] [--status S]" */
	const char	*about;			/* one line */
	const char	*help;			/* the whole, for `help VERB` */
	int		(*run)(struct ctl *, int argc, char **argv);
	struct str	(*more)(struct arena *a);	/* help that a table gives; or NULL */
};

const struct ctl_verb	*ctl_verb_find(const struct ctl *, struct str name);	/* or NULL */

/* These return 0, or tell the fault and return the exit status. */
int	ctl_conf(struct ctl *);		/* loads the configuration */
int	ctl_db(struct ctl *);		/* and connects; the schema is ours */

/* After ctl_conf(): the agent in whose name it is done; none for NULL. */
int	ctl_agent(struct ctl *, const char *as, const struct agent **);

/* Prints "docketctl: …" and returns the status. */
int	ctl_fail(enum ctl_exit, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
int	ctl_err(const struct err *);	/* status by the error's kind */
/* "usage: docketctl list [--all] …", in lines that fit. */
struct str	ctl_usage_text(struct arena *, const struct ctl_verb *);
/* The words with a space between them, as one value. */
struct str	ctl_join(struct arena *, int n, char **words);
/* Prints what is wrong and the usage of the verb that runs; returns CTL_USAGE. */
int	ctl_usage(const struct ctl *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* There is nothing of that name: what may be meant, else what there is. */
int	ctl_no_such(struct ctl *, const char *what, const char *name, const struct strs *names);

struct ctl_option {
	const char	 *name;			/* "--status" */
	const char	**value;		/* where its value goes; NULL: it is a flag */
	bool		 *flag;			/* what it sets; NULL: it takes a value */
};

/*
 * Reads options anywhere among argv[1..] (--json and --help too) and moves the
 * other arguments to argv[1..].  Returns how many these are; -1 after a fault
 * was told, -2 when help is asked for.
 */
int	ctl_options(struct ctl *, int argc, char **argv, const struct ctl_option *,
	    size_t n);
/* After `from` arguments what begins with one dash is an argument, too: "tag +a -b". */
int	ctl_options_value(struct ctl *, int argc, char **argv, const struct ctl_option *,
	    size_t n, int from);
/* What the verb returns after a negative result of ctl_options(). */
int	ctl_options_status(int);
/* A number of at least 1, or -1. */
int64_t	ctl_number(const char *);
/* A ticket's, as people write it: 12, #12. */
int64_t	ctl_ticket(const char *);
/*
 * Into *id the ticket of a verb that takes this one argument; n: of ctl_options().  CTL_OK,
 * or what the verb returns.
 */
int	ctl_only_ticket(struct ctl *, int n, char **argv, int64_t *id);

/* Prints the one JSON text that a statement gives in row 0, column 0. */
int	ctl_json(struct ctl *, struct sql_list_json);

/* A JSON value of the verb's own; what is in it is printed as one line, made safe. */
struct json	ctl_json_new(struct ctl *);
void	ctl_json_print(struct ctl *, const struct json *);

/* Columns of the terminal on standard output; 0: not a terminal, never cut. */
size_t	ctl_columns(void);
void	ctl_print(struct ctl *, const struct table *);

struct ctl_rows {			/* what a statement found, as a table */
	const struct table_column	*columns;
	size_t				 n_columns;
	void	(*add)(struct ctl *, struct db_handle asked, size_t row, struct strs *cells);
	const char			*none;		/* is said of no rows */
};

/*
 * Prints up to `limit` of the rows that were found, and that there are more.
 * Always CTL_OK.
 */
int	ctl_table(struct ctl *, const struct ctl_rows *, struct db_handle asked, int64_t limit);

#endif
