/* chance: see chance.h. */
#include "tests/db/chance.h"

#include <stdlib.h>

#include "parsers/field/key.h"

enum { DEPTH = 3, MOST = 12 };

static uint64_t seed = 1;

void
chance_seed(uint64_t n)
{
	seed = n;
}

size_t
chance_pick(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % n);
}

static const char *const subjects[] = {
	"Der Drucker in der Straße",
	"LA GRAVITÉ élevée",
	"ΠΌΛΗ 7",
	"œuvre Æther Þing",
	"a\ttab",
	"Ёлка и йод",
	"50% off_now",
	"ﬀ İstanbul ı",
	"ｆｕｌｌ　width",
	"عَرَبِيّ",
	"It's \\ \"quoted\"",
	"",
	"strasse",
	"x",
	"Maß",
	"STRAẞE",
	"e\xcc\x81t\xc3\xa9",
	"soft\xc2\xadhyphen",
	"7\xc2\xa0%",
};
static const char *const needles[] = {
	"strasse",
	"STRAßE",
	"gravite",
	"Élevée",
	"πολη",
	"oeuvre",
	"AETHER",
	"thing",
	"a tab",
	"елка",
	"йод",
	"%",
	"_",
	"x",
	"s",
	"ss",
	"İ",
	"ı",
	"full width",
	"７",
	"عربي",
	"it's",
	"\\\\",
	"ete",
	"hyphen",
	"7 %",
	"ff",
	"sse",
	"á",
	"nothing",
};

/* What a test of a subject may be made of. */
static const struct kind {
	const char *word;
	const char *values[MOST]; /* up to NULL */
	const char *order[MOST];  /* of at_least and the like; none: it has no order */
	bool contains;            /* needles, too */
} kinds[] = {
	{ "project", { "ACME", "GLOBEX" }, { NULL }, true },
	{ "support_level", { "gold", "silver", "" }, { NULL }, true },
	{ "status", { "open", "new", "closed" }, { NULL }, true },
	{ "category", { "open", "waiting", "closed" }, { NULL }, false },
	{ "type", { "incident", "question" }, { NULL }, true },
	{ "mailbox", { "support", "hilfe" }, { NULL }, false },
	{ "subject", { "x", "X", "Straße", "strasse", "STRASSE", "Maß" }, { NULL }, true },
	{ "assignee", { "ana", "bo", "" }, { NULL }, true },
	{ "team", { "", "first" }, { NULL }, true },
	{ "tags", { "a", "B", "b", "straße", "none" }, { NULL }, true },
	{ "sla.policy", { "gold", "" }, { NULL }, false },
	{ "severity", { "low", "high", "critical", "" }, { "low", "medium", "high", "critical" },
	    true },
	{ "version", { "2.4.0", "2.10.0", "" }, { "2.4.0", "2.10.0-rc1", "2.10.0", "10.0.0" },
	    true },
	{ "field.seats", { "5", "-1.5", "100" }, { "5", "-1.5", "0", "100", "99.5" }, false },
	{ "field.since", { "2026-01-31" }, { "2026-01-31", "2025-12-31" }, false },
	{ "field.effort", { "1h30m", "1d" }, { "1h30m", "90m", "24h", "10m" }, false },
	{ "field.order", { "4711", "A" }, { NULL }, true },
	{ "field.vip", { "yes", "no" }, { NULL }, false },
	{ "requester", { "jo@acme.example", "Kim@globex.example", "" }, { NULL }, true },
	{ "requester_domain", { "acme.example", "GLOBEX.example", "" }, { NULL }, true },
	{ "participant", { "jo@acme.example", "x@y.example" }, { NULL }, true },
	{ "participants", { "0", "1", "2" }, { "0", "1", "2" }, false },
	{ "age", { "0s", "1h", "2d" }, { "30m", "1h", "2d", "3h" }, false },
	{ "idle", { "1h" }, { "30m", "1h", "2d" }, false },
	{ "due", { "0s", "1h" }, { "0s", "30m", "59m59s", "1h", "24h", "2d" }, false },
	{ "overdue", { "0s", "1h" }, { "0s", "30m", "1h", "2d", "4000000d" }, false },
	{ "waiting", { "0s", "1h" }, { "0s", "1h", "2h30m", "2d" }, false },
	{ "held", { "0", "1", "2" }, { "-1", "0", "1", "1.5", "2" }, false },
	{ "sla.breached", { "response", "resolution" }, { NULL }, true },
};

static size_t
count(const char *const *list)
{
	size_t n = 0;

	while (n < MOST && list[n] != NULL)
		n++;
	return n;
}

/* ---- conditions, as text ---- */

static void
put_quoted(struct buf *b, const char *s)
{
	buf_addc(b, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_addc(b, '\\');
		buf_addc(b, *s);
	}
	buf_addc(b, '"');
}

static void
put_one_of(struct buf *b, const struct kind *k)
{
	size_t n = count(k->values);

	if (chance_pick(2) == 0) {
		put_quoted(b, k->values[chance_pick(n)]);
		return;
	}
	buf_adds(b, "[ ");
	for (size_t i = 0, first = 1; i < n; i++)
		if (chance_pick(2) == 0 && k->values[i][0] != '\0') {
			buf_adds(b, first ? "" : ", ");
			put_quoted(b, k->values[i]);
			first = 0;
		}
	buf_adds(b, " ]");
}

static void
put_inner(struct buf *b, const struct kind *k)
{
	static const char *const orders[] = { "at_least", "at_most", "above", "below" };

	if (k->order[0] != NULL && chance_pick(2) == 0) {
		buf_printf(b, "%s = ", orders[chance_pick(4)]);
		put_quoted(b, k->order[chance_pick(count(k->order))]);
	} else if (k->contains && chance_pick(3) > 0) {
		buf_adds(b, "contains = ");
		put_quoted(b, needles[chance_pick(COUNT(needles))]);
	} else {
		buf_printf(b, "is_set = %s", chance_pick(2) ? "true" : "false");
	}
	buf_adds(b, "; ");
}

static void
put_leaf(struct buf *b)
{
	const struct kind *k = &kinds[chance_pick(COUNT(kinds))];

	buf_printf(b, "%s = ", k->word);
	switch (chance_pick(4)) {
	case 0:
		put_one_of(b, k);
		break;
	case 1:
		buf_adds(b, "{ not = ");
		put_one_of(b, k);
		buf_adds(b, "; }");
		break;
	case 2:
		buf_adds(b, "{ not = { ");
		put_inner(b, k);
		buf_adds(b, "}; }");
		break;
	default:
		buf_adds(b, "{ ");
		put_inner(b, k);
		buf_adds(b, "}");
		break;
	}
	buf_adds(b, "; ");
}

void
chance_condition(struct buf *b, int depth)
{
	static const char *const groups[] = { "all", "any", "none" };

	buf_printf(b, "%s = ( ", groups[chance_pick(3)]);
	for (size_t i = 0, n = 1 + chance_pick(3); i < n; i++) {
		buf_adds(b, i > 0 ? ", { " : "{ ");
		if (depth < DEPTH && chance_pick(3) == 0)
			chance_condition(b, depth + 1);
		else
			put_leaf(b);
		buf_adds(b, "}");
	}
	buf_adds(b, " ); ");
}

/* ---- tickets ---- */

static struct field_def more[] = {
	{ .name = STR("seats"), .type = FIELD_NUMBER },
	{ .name = STR("since"), .type = FIELD_DATE },
	{ .name = STR("effort"), .type = FIELD_DURATION },
	{ .name = STR("order"), .type = FIELD_TEXT },
	{ .name = STR("vip"), .type = FIELD_BOOL },
};

static const struct {
	const char *name, *values[MOST];
} stored[] = {
	{ "severity", { "low", "medium", "high", "critical", "mega" } },
	{ "version", { "2.4.0", "2.4.0-rc1", "2.9.0", "2.10.0", "10.0.0", "the newest", "v" } },
	{ "seats", { "5", "-1.5", "0", "100", "99.9" } },
	{ "since", { "2026-01-31", "2025-12-31", "2026-02-01" } },
	{ "effort", { "1h30m", "10m", "1d", "1d2h" } },
	{ "order", { "4711", "a", "Straße" } },
	{ "vip", { "yes", "no" } },
};

static void
put_sql(struct buf *b, const char *s)
{
	buf_addc(b, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			buf_addc(b, '\'');
		buf_addc(b, *s);
	}
	buf_addc(b, '\'');
}

static void
make_fields(struct desk *d, struct str id)
{
	for (size_t i = 0; i < COUNT(stored); i++) {
		size_t n = count(stored[i].values), which = chance_pick(n + 2);
		struct str key;
		struct buf b;

		if (which >= n)
			continue;
		key = field_key_in(
		    d->a, &d->conf->fields, str_c(stored[i].name), str_c(stored[i].values[which]));
		buf_init(&b, d->a);
		buf_printf(&b,
		    "insert into docket.field (ticket, name, value, raw, source, found_in,"
		    " verified, key) values (%.*s, '%s', ",
		    STR_ARG(id), stored[i].name);
		put_sql(&b, stored[i].values[which]);
		buf_adds(&b, ", '', 'command', '', true, '\\x");
		for (size_t k = 0; k < key.n; k++)
			buf_printf(&b, "%02x", (unsigned char)key.p[k]);
		buf_adds(&b, "') returning 1");
		desk_ask(d, buf_str(&b).p);
	}
}

static const char *
one(const char *const *list, size_t n)
{
	return list[chance_pick(n)];
}

int64_t
chance_ticket(struct desk *d)
{
	static const char *const
	    status[] = { "open", "new", "waiting", "closed" },
	    *const project[] = { "ACME", "GLOBEX", "GONE" },
	    *const type[] = { "incident", "question" }, *const box[] = { "support", "hilfe" },
	    *const agent[] = { "null", "'ana'", "'bo'" },
	    *const team[] = { "null", "'first'", "'Second'" }, *const sla[] = { "null", "'gold'" },
	    *const tags[] = { "", "a", "b,A", "B", "straße,vip", "STRASSE" },
	    *const requester[] = { "null", "1", "2", "3" },
	    *const people[] = { "jo@acme.example", "kim@globex.example", "zoë@acme.example" },
	    *const state[] = { "running", "breached", "met" },
	    *const at[] = { "null", "0", "0.5", "0.9999", "1", "-0.00000001", "-1", "-1.0001", "-50",
		    "50" },
	    *const hours[] = { "0", "0.999", "1", "1.2", "2.5", "48", "50", "-1" };
	const char *s = one(status, COUNT(status)), *tag = one(tags, COUNT(tags));
	struct str id;
	struct buf b;
	int64_t number;

	buf_init(&b, d->a);
	buf_adds(&b, "insert into docket.ticket (subject, type, status, category, project, mailbox,"
		     " requester, assignee, team, tags, sla, due_at, asked_at, created_at, updated_at)"
		     " values (");
	put_sql(&b, subjects[chance_pick(COUNT(subjects))]);
	buf_printf(&b,
	    ", '%s', '%s', '%s', '%s', '%s', %s, %s, %s, case '%s' when '' then '{}' else"
	    " string_to_array('%s', ',') end, %s, docket.at(%lld) + %s * interval '1 hour',"
	    " docket.at(%lld) - %s * interval '1 hour', docket.at(%lld) - %s * interval '1 hour',"
	    " docket.at(%lld) - %s * interval '1 hour') returning id",
	    one(type, 2), s, s, one(project, 3), one(box, 2), one(requester, 4), one(agent, 3),
	    one(team, 3), tag, tag, one(sla, 2), (long long)DESK_DAWN, one(at, COUNT(at)),
	    (long long)DESK_DAWN, one(at, COUNT(at)), (long long)DESK_DAWN, one(hours, COUNT(hours)),
	    (long long)DESK_DAWN, one(hours, COUNT(hours)));
	id = desk_ask(d, buf_str(&b).p);
	for (size_t i = 0; i < COUNT(people); i++)
		if (chance_pick(2) == 0)
			desk_ask(d, str_printf(d->a,
					"insert into docket.participant (ticket, address) values"
					" (%.*s, '%s') returning 1",
					STR_ARG(id), people[i])
					.p);
	for (size_t i = 0; i < 2; i++)
		if (chance_pick(2) == 0)
			desk_ask(d,
			    str_printf(d->a,
				"insert into docket.cycle (ticket, target, started_at, due_at, stopped_at,"
				" n, clock, state, policy, severity, calendar) values (%.*s, 60, "
				"docket.at(%lld),"
				" docket.at(%lld) + %d * interval '1 hour', %s, 1, '%s', '%s', 'gold', "
				"'', '24x7')"
				" returning 1",
				STR_ARG(id), (long long)DESK_DAWN, (long long)DESK_DAWN,
				(int)chance_pick(3) - 1, chance_pick(3) == 0 ? "now()" : "null", i == 0 ? "response" : "resolution", one(state, 3))
				.p);
	for (size_t i = chance_pick(4); i > 1; i--)
		desk_ask(d, str_printf(d->a,
				"insert into docket.held (entry, ticket, raw, at, decision, decided_by,"
				" decided_at) values"
				" (%.*s * 10 + %zu, %.*s, %.*s * 10 + %zu, now(), %s) returning 1",
				STR_ARG(id), i, STR_ARG(id), STR_ARG(id), i,
				chance_pick(3) == 0 ? "'drop', 'x', now()" : "null, null, null")
				.p);
	make_fields(d, id);
	if (!str_i64(id, &number))
		abort();
	return number;
}

void
chance_furnish(struct desk *d)
{
	static struct project projects[2];
	static struct type types[2];
	static struct team teams[2];
	struct field_defs *fields = &d->conf->fields;

	field_builtins(d->a, fields);
	for (size_t i = 0; i < COUNT(more); i++) {
		fields->v = array_grow(d->a, fields->v, fields->n, sizeof(*fields->v));
		fields->v[fields->n++] = more[i];
	}
	projects[0] = d->conf->projects.v[0];
	projects[0].support_level = STR("gold");
	projects[1] = (struct project){
		.key = STR("GLOBEX"), .calendar = STR("office"), .support_level = STR("silver")
	};
	d->conf->projects = (struct projects){ projects, 2 };
	types[0] = types[1] = d->conf->types.plain;
	types[0].name = STR("incident");
	types[1].name = STR("question");
	d->conf->types.v = types;
	d->conf->types.n = 2;
	teams[0].name = STR("first");
	teams[1].name = STR("Second");
	d->conf->teams = (struct teams){ teams, 2 };
	desk_ask(d,
	    "insert into docket.project (key) values ('GLOBEX'), ('GONE') on conflict do nothing"
	    " returning 1");
	for (int i = 1; i <= 3; i++) {
		static const char *const who[] = { "jo@acme.example", "kim@globex.example",
			"nobody" };

		desk_ask(d, str_printf(d->a,
				"with a as (insert into docket.contact_address (address, contact)"
				" values (lower('%s' collate \"C\"), %d) on conflict do nothing returning *)"
				" insert into "
				"docket.contact (id,"
				" address, project) overriding system value select %d, '%s', "
				"'ACME' from a returning 1",
				who[i - 1], i, i, who[i - 1])
				.p);
	}
}
