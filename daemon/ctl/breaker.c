/*
 * docketctl breaker: how much automatic mail goes to customers, whether it is withheld,
 * and what is to come of what was (daemon/out/breaker.h).
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "sql.h"

struct ask {
	bool			 send, drop;
	const struct agent	*agent;		/* who asks; NULL: docketctl */
};

/* The hour on the clock. */
static int64_t
hour_of(int64_t now)
{
	return now - now % (3600LL * SECOND_US);
}

static int64_t
limit_of(const struct ctl *ctl, int64_t usual)
{
	int64_t most = usual * ctl->conf->breaker_factor;

	return most > ctl->conf->breaker_floor ? most : ctl->conf->breaker_floor;
}

static void
print_state(struct ctl *ctl, const struct sql_breaker_show_row *b)
{
	if (b->since == 0)
		puts("Automatic mail to customers goes out.");
	else
		printf("Automatic mail to customers is withheld since %s, %s%s.\n",
		    text_time(ctl->a, b->since).p, b->held_by.n > 0 ? "by " : "by itself",
		    b->held_by.n > 0 ? text_safe(ctl->a, b->held_by).p : "");
}

static void
print_top(struct ctl *ctl, const char *title, struct sql_breaker_top h)
{
	struct sql_breaker_top_row row;

	for (size_t i = 0; sql_breaker_top_row(ctl->db, h, i, &row); i++)
		printf("%s%.*s %" PRId64, i == 0 ? title : ", ",
		    STR_ARG(text_safe(ctl->a, row.key)), row.mails);
	if (sql_breaker_top_count(ctl->db, h) > 0)
		putchar('\n');
}

/* What somebody must decide, and what goes without. */
static void
print_waiting(struct ctl *ctl, const struct sql_breaker_show_row *b, struct sql_breaker_known h)
{
	struct sql_breaker_known_row known;

	sql_breaker_known_row(ctl->db, h, 0, &known);
	printf("waiting     %" PRId64, b->waiting);
	if (b->waiting > 0)
		printf("; the oldest came %s.  reset --send sends them, reset --drop gives\n"
		    "            them up", text_from_now(ctl->a, b->oldest_at).p);
	if (known.n > 0 && b->since != 0 && b->held_by.n == 0)
		printf("; %" PRId64 " of them for people whom docket knows go out by\n"
		    "            themselves when the last hour's mail is down to half of the limit",
		    known.n);
	putchar('\n');
}

static int
show(struct ctl *ctl)
{
	int64_t now = clock_now();
	struct sql_breaker_usual usual = sql_breaker_usual(ctl->db, now);
	struct sql_breaker_show h = sql_breaker_show(ctl->db, hour_of(now));
	struct sql_breaker_top domains = sql_breaker_top(ctl->db, now, STR("domain"));
	struct sql_breaker_top networks = sql_breaker_top(ctl->db, now, STR("network"));
	struct sql_breaker_known known = sql_breaker_known(ctl->db,
	    projects_people(ctl->a, &ctl->conf->projects));
	struct sql_breaker_usual_row u;
	struct sql_breaker_show_row b;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	sql_breaker_usual_row(ctl->db, usual, 0, &u);
	sql_breaker_show_row(ctl->db, h, 0, &b);
	print_state(ctl, &b);
	printf("this hour   %" PRId64 " went out, %" PRId64 " were withheld\n", b.sent,
	    b.withheld);
	printf("limit       %" PRId64 " an hour", limit_of(ctl, u.n));
	if (u.n > 0)
		printf(" (a busy hour has %" PRId64 ")", u.n);
	putchar('\n');
	print_top(ctl, "strangers   ", domains);
	print_top(ctl, "from        ", networks);
	print_waiting(ctl, &b, known);
	return CTL_OK;
}

static int
show_json(struct ctl *ctl)
{
	int64_t now = clock_now();
	struct sql_breaker_usual usual = sql_breaker_usual(ctl->db, now);
	struct sql_breaker_usual_row u;
	struct sql_list_json h;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	sql_breaker_usual_row(ctl->db, usual, 0, &u);
	h = sql_breaker_json(ctl->db, now, limit_of(ctl, u.n),
	    projects_people(ctl->a, &ctl->conf->projects));
	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : ctl_json(ctl, h);
}

static int
run_show(struct ctl *ctl, const struct ask *ask)
{
	(void)ask;
	return ctl->json ? show_json(ctl) : show(ctl);
}

static int
run_hold(struct ctl *ctl, const struct ask *ask)
{
	struct err e;

	sql_breaker_hold(ctl->db, ask->agent != NULL ? ask->agent->name : STR("docketctl"),
	    clock_now());
	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : run_show(ctl, ask);
}

/* What waits is somebody's to decide: without a word it goes on waiting. */
static int
run_reset(struct ctl *ctl, const struct ask *ask)
{
	int64_t now = clock_now();
	struct err e;

	sql_breaker_reset(ctl->db, now);
	if (ask->send)
		sql_breaker_send(ctl->db, now);
	else if (ask->drop)
		sql_breaker_drop(ctl->db, now, STR("withheld by the breaker, and given up"));
	sql_notify(ctl->db);
	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : run_show(ctl, ask);
}

static const struct {
	const char	*name;
	int		(*run)(struct ctl *, const struct ask *);
} actions[] = { { "show", run_show }, { "hold", run_hold }, { "reset", run_reset } };

int
ctl_breaker(struct ctl *ctl, int argc, char **argv)
{
	struct ask ask = { 0 };
	const char *as = NULL;
	const struct ctl_option options[] = { { "--send", NULL, &ask.send },
	    { "--drop", NULL, &ask.drop }, { "--as", &as, NULL } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	size_t at = 0;

	if (n < 0)
		return ctl_options_status(n);
	while (n > 0 && at < COUNT(actions) && strcmp(argv[1], actions[at].name) != 0)
		at++;
	if (n > 1 || at == COUNT(actions))
		return ctl_usage(ctl, "say show, hold or reset");
	if ((ask.send || ask.drop) && (actions[at].run != run_reset || ask.send == ask.drop))
		return ctl_usage(ctl, "--send or --drop belongs to reset");
	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_agent(ctl, as, &ask.agent)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	return actions[at].run(ctl, &ask);
}
