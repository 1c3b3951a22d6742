/* verbs: what docketctl can do, a row and a file each: ctl_NAME() is in NAME.c. */
#ifndef DAEMON_CTL_VERBS_H
#define DAEMON_CTL_VERBS_H

#include "daemon/ctl/ctl.h"
#include "daemon/policy/verb.h"

extern const struct ctl_verb	ctl_verbs[];
extern const size_t		ctl_n_verbs;

/* A line a verb of that door: "close", "severity LEVEL" and what it does. */
struct str	ctl_commands(struct arena *, enum verb_door);

int	ctl_affected(struct ctl *, int argc, char **argv);
int	ctl_alert(struct ctl *, int argc, char **argv);
int	ctl_attachment(struct ctl *, int argc, char **argv);
int	ctl_breaker(struct ctl *, int argc, char **argv);
int	ctl_calendar(struct ctl *, int argc, char **argv);
int	ctl_types(struct ctl *, int argc, char **argv);
int	ctl_check(struct ctl *, int argc, char **argv);
int	ctl_deliver(struct ctl *, int argc, char **argv);
int	ctl_diff(struct ctl *, int argc, char **argv);
int	ctl_do(struct ctl *, int argc, char **argv);
int	ctl_new(struct ctl *, int argc, char **argv);
struct str	ctl_do_verbs(struct arena *a);	/* its verbs, for its help */
int	ctl_doctor(struct ctl *, int argc, char **argv);
int	ctl_explain(struct ctl *, int argc, char **argv);
int	ctl_fixed_in(struct ctl *, int argc, char **argv);
int	ctl_held(struct ctl *, int argc, char **argv);
int	ctl_help(struct ctl *, int argc, char **argv);
int	ctl_init(struct ctl *, int argc, char **argv);
int	ctl_list(struct ctl *, int argc, char **argv);
int	ctl_metrics(struct ctl *, int argc, char **argv);
int	ctl_migrate(struct ctl *, int argc, char **argv);
int	ctl_oauth(struct ctl *, int argc, char **argv);
int	ctl_agent_verb(struct ctl *, int argc, char **argv);
int	ctl_own(struct ctl *, int argc, char **argv);
int	ctl_rate(struct ctl *, int argc, char **argv);
int	ctl_portal(struct ctl *, int argc, char **argv);
int	ctl_reach(struct ctl *, int argc, char **argv);
int	ctl_parse(struct ctl *, int argc, char **argv);
int	ctl_quarantine(struct ctl *, int argc, char **argv);
int	ctl_queue(struct ctl *, int argc, char **argv);
int	ctl_feed(struct ctl *, int argc, char **argv);
int	ctl_silence(struct ctl *, int argc, char **argv);
int	ctl_rules(struct ctl *, int argc, char **argv);
int	ctl_show(struct ctl *, int argc, char **argv);
int	ctl_sla(struct ctl *, int argc, char **argv);
int	ctl_statement(struct ctl *, int argc, char **argv);
int	ctl_dashboard(struct ctl *, int argc, char **argv);
int	ctl_status(struct ctl *, int argc, char **argv);
int	ctl_versions(struct ctl *, int argc, char **argv);
int	ctl_timesheet(struct ctl *, int argc, char **argv);
int	ctl_time(struct ctl *, int argc, char **argv);
int	ctl_view(struct ctl *, int argc, char **argv);
int	ctl_verify(struct ctl *, int argc, char **argv);
int	ctl_who(struct ctl *, int argc, char **argv);

#endif
