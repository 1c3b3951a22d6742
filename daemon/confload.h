/* confload: what the files that read one subject each show to conf.c. */
#ifndef DAEMON_CONFLOAD_H
#define DAEMON_CONFLOAD_H

#include "daemon/confschema.h"

/* confmail.c: docket.conf with its mailboxes and limits */
void	confmail_load(struct loader *, const struct node *root);
/* confpeople.c: agents.conf, projects.conf, projects.d/ */
void	confpeople_load(struct loader *);
/* confsla.c: calendars.conf, sla.conf */
void	confsla_load(struct loader *);
/* confrules.c: fields.conf, rules.conf, rules.d/ */
void	conffields_load(struct loader *);
void	confrules_load(struct loader *);
/* conftemplates.c: templates/LANG/NAME.{txt,html} */
void	conftemplates_load(struct loader *);

/* Each .conf of a folder below docket.conf's, sorted by name: "rules.d/a.conf". */
struct strs	conf_folder(struct loader *, const char *name);

/* The one list that a file holds; every other setting in it is a fault. */
bool		conf_only(struct loader *, const struct node *root, const char *list,
		    struct node *out);
void		conf_zone(struct loader *, const struct node *, struct str name);

extern const struct section	confmail_sections[], confpeople_sections[],
				confsla_sections[], confrules_sections[];
extern const size_t		confmail_n, confpeople_n, confsla_n, confrules_n;

#endif
