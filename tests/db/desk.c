/* desk: see desk.h. */
#include "tests/db/desk.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/out/compose.h"
#include "daemon/parse/memo.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/registry.h"
#include "parsers/base/array.h"

enum { NINE = 9 * 3600, FIVE = 17 * 3600, WEEKDAYS = 5 };

static struct str ana_is[] = { STR("ana@desk.example") }, bo_is[] = { STR("bo@desk.example") },
    cy_is[] = { STR("cy@desk.example") }, wakes[] = { STR("critical") };

static struct agent people[] = {
	{ .name = STR("ana"), .full_name = STR("Ana Diaz"), .addresses = { ana_is, 1 },
	    .role = AGENT_LEAD, .team = STR("first"), .timezone = STR("Europe/Berlin") },
	{ .name = STR("bo"), .full_name = STR("Bo Lund"), .addresses = { bo_is, 1 },
	    .team = STR("first"), .timezone = STR("Europe/Berlin") },
	{ .name = STR("cy"), .full_name = STR("Cy Roe"), .addresses = { cy_is, 1 },
	    .team = STR("second"), .timezone = STR("UTC"), .hours = STR("office"),
	    .wake = { wakes, 1 } },
};

static struct mailbox boxes[] = {
	{ .name = STR("support"), .address = STR("support@desk.example"),
	    .display_name = STR("Desk"), .project = STR("ACME"), .language = STR("en") },
	{ .name = STR("hilfe"), .address = STR("hilfe@desk.example"),
	    .display_name = STR("Hilfe"), .project = STR("ACME"), .language = STR("de") },
};
static struct project projects[] = {
	{ .key = STR("ACME"), .name = STR("Acme Ltd"), .calendar = STR("office"),
	    .sla = STR("gold") },
};

static struct span hours[WEEKDAYS];
static struct calendar calendars[] = {
	{ .name = STR("office"), .timezone = STR("UTC"), .hours = hours, .n_hours = WEEKDAYS },
	{ .name = STR("24x7"), .timezone = STR("UTC"), .always = true },
};

static struct str high[] = { STR("high") }, pauses[] = { STR("waiting") };
static struct sla_point warnings[] = {
	{ STR("50%"), true, 50 }, { STR("75%"), true, 75 }, { STR("30m"), false, 1800 },
};
static struct condition high_only[] = { { .kind = WHEN_TEST, .test = {
	.subject = SUBJECT_SEVERITY, .field = STR("severity"), .kind = TEST_ONE_OF,
	.values = { high, 1 } } } };
static struct sla_target targets[] = {
	{ .condition = 1, .duration = { [SLA_RESOLUTION] = 2 * 3600 },
	    .warn = warnings, .n_warn = COUNT(warnings), .pause = { pauses, 1 } },
	{ .duration = { [SLA_RESPONSE] = 3600, [SLA_RESOLUTION] = 4 * 3600 },
	    .warn = warnings, .n_warn = COUNT(warnings), .pause = { pauses, 1 } },
};
static struct sla_policy policies[] = {
	{ .name = STR("gold"), .targets = targets, .n_targets = COUNT(targets) },
};

static const struct partials no_parts;

#define NOTE(LANGUAGE, NAME, SUBJECT, TEXT) \
	{ .language = STR(LANGUAGE), .name = STR(NAME), .subject = STR(SUBJECT), .text = STR(TEXT), \
	    .text_parts = &no_parts }

static struct template_text texts[] = {
	NOTE("en", "note", "{{ticket.subject}}", "{{sla.point}}"),
	NOTE("de", "note", "Re: {{ticket.subject}}", "{{sla.point}}"),
	NOTE("en", "named", "for {{recipient.name}}", "{{ticket.subject}}"),
	NOTE("en", "clock", "{{sla.clock}} {{sla.point}}", "{{#sla}}{{due}}, {{left_worked}} "
	    "{{#is_over}}over{{/is_over}}{{^is_over}}left{{/is_over}}{{#late}}, late{{/late}}"
	    "{{#cause}}, {{cause}}{{/cause}}{{/sla}}"),
	NOTE("en", "held", "held{{#held.id}} to decide{{/held.id}}", "{{reason}}"),
	NOTE("en", "quarantine", "unread", "{{reason}}"),
	NOTE("en", "sla-digest", "{{count}} clocks{{#overdue}}, {{overdue}} over{{/overdue}}",
	    "{{#items}}{{ticket.id}} {{sla.point}};{{/items}}"),
	NOTE("de", "sla-digest", "{{count}} Uhren",
	    "{{#items}}{{ticket.id}} {{sla.point}};{{/items}}"),
};

static struct str ours[] = { STR("support@desk.example"), STR("hilfe@desk.example") };

static struct conf policy = {
	.message_id_domain = STR("desk.example"), .token_lifetime = 86400, .auto_per_hour = 2,
	.auto_per_hour_domain = 3, .auto_per_hour_network = 3, .breaker_floor = 1000, .breaker_factor = 2,
	.rule_depth = 16, .rule_changes_per_hour = 1000, .rule_mails_per_hour = 1000,
	.notices_at_once = 1000, .sender_bytes_per_day = 1 << 30,
	.letter = { .own_addresses = { ours, COUNT(ours) } },
	.agents = { people, COUNT(people) }, .mailboxes = { boxes, COUNT(boxes) },
	.projects = { projects, COUNT(projects) }, .slas = { policies, COUNT(policies) },
	.terms = { high_only, COUNT(high_only) },
	.calendars = { calendars, COUNT(calendars) }, .templates = { texts, COUNT(texts) },
};

static char clock_path[] = "/tmp/docket-desk-XXXXXX";
static PGconn *look;

_Noreturn static void
bail(const char *what, const char *why)
{
	printf("Bail out! %s: %s\n", what, why);
	exit(1);
}

void
desk_clock(int64_t us)
{
	FILE *f = fopen(clock_path, "r+e");

	if (f == NULL || fprintf(f, "%lld\n", (long long)us) < 0 || fclose(f) != 0)
		bail("clock", clock_path);
}

static void
furnish(struct desk *d)
{
	struct token_keys *keys;
	struct err e;

	for (int day = 0; day < WEEKDAYS; day++)
		hours[day] = (struct span){ day, NINE, FIVE };
	if (token_keys_parse(d->a, STR("a 00112233445566778899aabbccddeeff\n"), &keys, &e) == -1)
		bail("keys", e.text);
	type_plain(d->a, &policy.types.plain);
	teams_of_agents(d->a, &policy.agents, &policy.teams);
	d->conf = &policy;
	d->core = (struct core_state){ .conf = &policy, .keys = keys, .forever = d->a,
	    .memo = memo_new(), .worktimes = worktimes_new(d->a, &policy.calendars),
	    .zones = zones_new(d->a) };
	compose_init();
}

/* As they are when a configuration is loaded; they stay. */
static void
read_texts(void)
{
	static struct arena *a;
	struct err e;

	a = arena_new();
	for (size_t i = 0; i < COUNT(texts); i++)
		if (template_parse(a, texts[i].subject, &texts[i].subject_parsed, &e) == -1 ||
		    template_parse(a, texts[i].text, &texts[i].text_parsed, &e) == -1)
			bail("template", e.text);
}

void
desk_open(struct desk *d, const char *conninfo)
{
	struct err e;
	int fd = mkstemp(clock_path);

	if (fd == -1 || clock_use_file(clock_path) == -1)
		bail("clock", clock_path);
	close(fd);
	desk_clock(DESK_DAWN);
	d->a = arena_new();
	furnish(d);
	read_texts();
	look = PQconnectdb(conninfo);
	if (PQstatus(look) != CONNECTION_OK)
		bail("look", PQerrorMessage(look));
	if (db_open(conninfo, false, &d->db, &e) == -1 ||
	    registry_fill(d->db, d->conf, &e) == -1 ||
	    partitions_need(d->db, DESK_DAWN, &d->core.partitions, &e) == -1)
		bail("database", e.text);
	desk_clear(d);
}

void
desk_close(struct desk *d)
{
	db_close(d->db);
	PQfinish(look);
	memo_free(d->core.memo);
	arena_free(d->a);
	unlink(clock_path);
}

void
desk_must(const struct work *w, int status, const char *what)
{
	if (status == -1)
		bail(what, w->err.text);
}

void
desk_begin(struct desk *d, struct work *w)
{
	work_begin(w, &d->core, d->db, d->a);
}

void
desk_commit(struct work *w)
{
	desk_must(w, work_commit(w), "commit");
}

struct str
desk_ask(struct desk *d, const char *query)
{
	PGresult *r = PQexec(look, query);
	struct buf b;

	if (PQresultStatus(r) != PGRES_TUPLES_OK && PQresultStatus(r) != PGRES_COMMAND_OK)
		bail(query, PQerrorMessage(look));
	buf_init(&b, d->a);
	for (int i = 0; i < PQntuples(r); i++)
		for (int k = 0; k < PQnfields(r); k++)
			buf_printf(&b, "%s%s", k > 0 ? " " : i > 0 ? "\n" : "",
			    PQgetisnull(r, i, k) ? "-" : PQgetvalue(r, i, k));
	PQclear(r);
	return buf_str(&b);
}

void
desk_clear(struct desk *d)
{
	desk_ask(d, "set timezone = 'UTC'; set synchronous_commit = off;"
	    " delete from docket.ticket; delete from docket.entry; delete from docket.change;"
	    " delete from docket.outbox; delete from docket.delivery; delete from docket.sent;"
	    " delete from docket.raw; delete from docket.held_told; delete from docket.tally; delete from docket.automatic;"
	    " update docket.breaker set held_by = null, tripped_at = null");
}
