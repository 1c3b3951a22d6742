/* The entry and the event that are made of a letter, and what holds one. */
#include "daemon/intake/reading.h"

#include <stdlib.h>

#include "parsers/text/pattern.h"
#include "tests/tap.h"

#define NOW	(1780000000 * INT64_C(1000000))

enum { RULES = 3, FORWARDED = 1, TOKEN = 2, DMARC = 4, CUT = 8, DECIDED = 16 };

static struct agent people[] = { { .name = STR("ana") }, { .name = STR("bo") } };
static const char *const rule_names[RULES] = { "first", "second", "third" };
static struct str words[] = { STR("urgent now"), STR("now") };

static const struct row {
	const char	*name;
	struct letter	 letter;
	const char	*agent;			/* whose address From is; NULL: nobody's */
	int		 flags;
	struct match	 matches[RULES];	/* of pattern 0, 1, 2, when they have a text */
	const char	*entry;			/* author, whether an agent's, data */
	const char	*event;			/* author's address, agent */
} rows[] = {
	{ "a customer's", { .kind = LETTER_HUMAN }, NULL, 0, { { 0 } },
	    "jo@a.example customer human", "jo@a.example -" },
	{ "an engineer's, proven by token", { .kind = LETTER_HUMAN }, "ana", TOKEN, { { 0 } },
	    "ana agent human", "jo@a.example ana" },
	{ "… by our own MX", { .kind = LETTER_HUMAN }, "ana", DMARC, { { 0 } },
	    "ana agent human", "jo@a.example ana" },
	{ "their address alone is nobody's name", { .kind = LETTER_HUMAN }, "ana", 0, { { 0 } },
	    "jo@a.example customer human", "jo@a.example -" },
	{ "a token proves no stranger", { .kind = LETTER_HUMAN }, NULL, TOKEN, { { 0 } },
	    "jo@a.example customer human", "jo@a.example -" },
	{ "a machine's, and why", { .kind = LETTER_AUTO, .kind_why = STR("Precedence: junk") },
	    NULL, 0, { { 0 } }, "jo@a.example customer auto kind_why=Precedence: junk",
	    "jo@a.example -" },
	{ "forwarded by an engineer", { .kind = LETTER_HUMAN }, NULL, FORWARDED | DMARC,
	    { { 0 } }, "jo@a.example customer human forwarded_by=bo", "jo@a.example -" },
	{ "ambiguous", { .kind = LETTER_HUMAN, .ambiguous = STR("two From") }, NULL, 0,
	    { { 0 } }, "jo@a.example customer human ambiguous=two From", "jo@a.example -" },
	{ "cut", { .kind = LETTER_HUMAN }, NULL, CUT, { { 0 } },
	    "jo@a.example customer human truncated=true", "jo@a.example -" },
	{ "held, and let in by somebody", { .kind = LETTER_HUMAN }, NULL, DECIDED, { { 0 } },
	    "jo@a.example customer human was_held=30 accepted_by=bo", "jo@a.example -" },
	{ "all of it, in one order", { .kind = LETTER_AUTO, .ambiguous = STR("two From"),
	    .kind_why = STR("why") }, NULL, CUT | FORWARDED, { { 0, STR("x"), MATCH_YES,
	    { words, 2 } } }, "jo@a.example customer auto forwarded_by=bo ambiguous=two From"
	    " kind_why=why truncated=true matched=first: urgent now", "jo@a.example -" },
	{ "rules that matched, each with what it found", { .kind = LETTER_HUMAN }, NULL, 0,
	    { { 0, STR("x"), MATCH_YES, { words, 2 } }, { 1, STR("x"), MATCH_NO, { 0 } },
	    { 2, STR("x"), MATCH_YES, { words + 1, 1 } } },
	    "jo@a.example customer human matched=first: urgent now; third: now",
	    "jo@a.example -" },
	{ "over its limits is not matched", { .kind = LETTER_HUMAN }, NULL, 0,
	    { { 0, STR("x"), MATCH_OVER, { 0 } }, { 1, STR("x"), MATCH_YES, { words, 1 } },
	    { 2, STR("x"), MATCH_OVER, { 0 } } },
	    "jo@a.example customer human matched=second: urgent now over_limits=first; third",
	    "jo@a.example -" },
	{ "what did not match, or was not tried, is not told", { .kind = LETTER_HUMAN }, NULL,
	    0, { { 0, STR("x"), MATCH_NO, { 0 } }, { 1, STR("x"), MATCH_OPEN, { 0 } } },
	    "jo@a.example customer human", "jo@a.example -" },
};

static struct reading
make(struct arena *a, const struct row *row, struct letter *l)
{
	struct reading r = { .in = ARENA_NEW(a, struct intake), .letter = l, .raw = 7,
	    .arrived = NOW - 5, .from = { .name = STR("Jo"), .addr = STR("jo@a.example") },
	    .agent = row->agent == NULL ? NULL : &people[0],
	    .forwarder = (row->flags & FORWARDED) != 0 ? &people[1] : NULL,
	    .proof = { .is_proven = (row->flags & (TOKEN | DMARC)) != 0 } };

	*l = row->letter;
	l->subject = STR("Printer");
	l->text = STR("all");
	l->reply_text = STR("new");
	l->message_id = STR("m@a.example");
	l->matches.v = ARENA_ARRAY(a, RULES, struct match);
	for (size_t i = 0; i < RULES && row->matches[i].text.n > 0; i++)
		l->matches.v[l->matches.n++] = row->matches[i];
	r.in->item = (struct mail_item){ .mailbox = STR("support"), .raw = STR("bytes"),
	    .truncated = (row->flags & CUT) != 0 };
	if ((row->flags & DECIDED) != 0)
		r.in->decision = (struct decision){ .by = STR("bo"), .held = 30 };
	return r;
}

static struct str
entry_text(struct arena *a, const struct entry *en)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%.*s %s %.*s", STR_ARG(en->author), en->by_agent ? "agent" : "customer",
	    STR_ARG(en->letter_kind));
	for (size_t i = 0; i + 1 < en->data.n; i += 2)
		buf_printf(&b, " %.*s=%.*s", STR_ARG(en->data.v[i]), STR_ARG(en->data.v[i + 1]));
	return buf_str(&b);
}

/* What every letter gives, whoever wrote it. */
static void
test_rest(const struct entry *en, const struct event *ev, const struct ticket *t,
    const char *name)
{
	const struct { struct str got, want; } texts[] = {
		{ en->subject, STR("Printer") }, { en->body, STR("all") },
		{ en->new_text, STR("new") }, { en->message_id, STR("m@a.example") },
		{ ev->mailbox, STR("support") }, { ev->raw, STR("bytes") },
		{ ev->text, STR("new") },
	};
	const struct { int64_t got, want; } numbers[] = {
		{ en->kind, ENTRY_MAIL_IN }, { en->ticket, 12 }, { en->at, NOW - 5 },
		{ en->raw, 7 }, { en->is_public, false }, { ev->kind, EVENT_CREATED },
		{ ev->raw_id, 7 }, { ev->at, NOW - 5 }, { ev->entry, 40 },
		{ ev->entry_kind, ENTRY_MAIL_IN },
	};
	bool good = ev->ticket == t;

	for (size_t i = 0; i < COUNT(texts); i++)
		good = good && str_eq(texts[i].got, texts[i].want);
	for (size_t i = 0; i < COUNT(numbers); i++)
		good = good && numbers[i].got == numbers[i].want;
	tap_ok(good, "%s: the rest", name);
}

static void
test_row(struct work *w, const struct row *row)
{
	struct ticket t = { .id = 12 };
	struct letter l;
	struct reading r = make(w->a, row, &l);
	struct entry en;
	struct event ev;

	reading_entry(w, &r, ENTRY_MAIL_IN, &t, &en);
	en.id = 40;
	ev = reading_event(&r, EVENT_CREATED, &t, &en);
	tap_str(entry_text(w->a, &en), str_c(row->entry), "%s: the entry", row->name);
	tap_str(str_printf(w->a, "%.*s %.*s", STR_ARG(ev.author.addr), STR_ARG(ev.agent == NULL ?
	    STR("-") : ev.agent->name)), str_c(row->event), "%s: the event", row->name);
	test_rest(&en, &ev, &t, row->name);
}

/* A mail that is on no ticket, or that nobody could read. */
static void
test_none(struct work *w)
{
	struct ticket t = { .id = 12 };
	struct letter l;
	struct reading r = make(w->a, &rows[0], &l);
	struct entry en;

	r.in->decision = (struct decision){ .by = STR("bo"), .held = 30 };
	reading_entry(w, &r, ENTRY_QUARANTINE, NULL, &en);
	tap_int(en.ticket, 0, "on no ticket");
	tap_int((int64_t)en.data.n, 0, "nobody lets in what goes to quarantine");
	tap_int(reading_held(NULL), ENTRY_QUARANTINE, "without a ticket: quarantine");
	tap_int(reading_held(&t), ENTRY_HELD, "on a ticket: held there");
	tap_ok(!reading_is_held(&r), "a sound letter is not held");
	l.quarantine = STR("no body could be read");
	tap_ok(reading_is_held(&r), "one that cannot be read is");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct match_pattern patterns[RULES];
	struct conf conf = { .patterns = { patterns, RULES } };
	struct work w = { .a = a, .conf = &conf, .now = NOW };
	struct err e;

	for (size_t i = 0; i < RULES; i++)
		if (pattern_compile(str_c(rule_names[i]), STR("x"), &patterns[i].pattern,
		    &e) == -1)
			abort();
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&w, &rows[i]);
	test_none(&w);
	for (size_t i = 0; i < RULES; i++)
		pattern_free(patterns[i].pattern);
	arena_free(a);
	return tap_done();
}
