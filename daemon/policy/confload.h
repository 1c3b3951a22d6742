/* confload: what the files that read one subject each show to conf.c. */
#ifndef DAEMON_POLICY_CONFLOAD_H
#define DAEMON_POLICY_CONFLOAD_H

#include "daemon/conf/schema.h"
#include "daemon/policy/conf.h"

/* Ready for the files beside `path`; returns its last component. */
struct str	conf_loader(struct loader *, struct arena *a, const char *path,
		    struct conf_faults *);
/*
 * What one file names and another must hold; `file`: all is in that one.  With a
 * file that could not be read, everything it holds would be missing: the one
 * fault is enough.
 */
void	conf_grant_wishes(struct loader *, const char *file);

/* In the order in which conf.c calls them. */
void	conffields_load(struct loader *);	/* fields.conf */
void	confmail_load(struct loader *, struct str name);	/* docket.conf */
void	confcalendar_load(struct loader *);	/* calendars.conf */
void	confsla_load(struct loader *);		/* sla.conf */
void	confpeople_load(struct loader *);	/* agents.conf, projects.conf, projects.d/ */
void	conftemplates_load(struct loader *);	/* templates/LANG/NAME.{txt,html} */
void	confrules_load(struct loader *);	/* rules.conf, rules.d/ */

/* The list of such a file, wherever it stands. */
void	confcalendar_read(struct loader *, const struct node *list);
void	confsla_read(struct loader *, const struct node *list);

/* confwhen.c: `when` of a rule; an event of `on`; both together. */
void	confwhen_read(struct loader *, const struct node *, void *rule);
void	confwhen_event(struct loader *, const struct node *, struct str name);
void	confwhen_check(struct loader *, const struct rule *);

/* A time zone that the system knows, else a fault. */
void	conf_zone(struct loader *, const struct node *, struct str name);
/* A pattern that conf_load() frees again when it fails. */
struct pattern	*conf_pattern(struct loader *, const struct node *, struct str name,
		    struct str regex);

/* Each ends with a section without a name. */
extern const struct section	conffields_sections[], confmail_sections[],
				confcalendar_sections[], confsla_sections[],
				confpeople_sections[],
				confrules_sections[];

#endif
