#include "daemon/ticket/token.h"

#include <string.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/detail.h"
#include "daemon/ticket/tokentext.h"
#include "tests/tap.h"
#include "tests/unit/growth.h"

#define DAY	((int64_t)86400 * SECOND_US)
#define KEY_A	"a 000102030405060708090a0b0c0d0e0f\n"
#define KEY_B	"b f0e0d0c0b0a090807060504030201000f0e0d0c0b0a0908070605040302010ff\n"

static struct agent agents[] = {
	{ .name = STR("ana") }, { .name = STR("bo") }, { .name = STR("zo\xc3\xab") },
};
static const struct conf conf = { .agents = { agents, COUNT(agents) } };

static struct token_keys *
keys_of(struct arena *a, const char *text)
{
	struct token_keys *keys = NULL;
	struct err e;

	if (token_keys_parse(a, str_c(text), &keys, &e) == -1)
		tap_ok(false, "%s", e.text);
	return keys;
}

static void
test_keys(struct arena *a)
{
	static const struct { const char *name, *in; int want; } rows[] = {
		{ "one", KEY_A, 0 },
		{ "two", KEY_A KEY_B, 0 },
		{ "blank lines and CRLF", "\r\na 000102030405060708090a0b0c0d0e0f\r\n\n", 0 },
		{ "capital digits", "a 000102030405060708090A0B0C0D0E0F", 0 },
		{ "none", "", -1 },
		{ "none but a newline", "\n", -1 },
		{ "31 digits", "a 000102030405060708090a0b0c0d0e0", -1 },
		{ "30 digits", "a 000102030405060708090a0b0c0d0e", -1 },
		{ "no digit", "a 000102030405060708090a0b0c0d0e0g", -1 },
		{ "a capital ID", "A 000102030405060708090a0b0c0d0e0f", -1 },
		{ "a long ID", "ab 000102030405060708090a0b0c0d0e0f", -1 },
		{ "no secret", "a", -1 },
		{ "an ID twice", KEY_A KEY_A, -1 },
	};
	struct token_keys *keys;
	struct err e;

	for (size_t i = 0; i < COUNT(rows); i++) {
		e.kind = ERR_NONE;
		tap_int(token_keys_parse(a, str_c(rows[i].in), &keys, &e), rows[i].want,
		    "keys: %s", rows[i].name);
		if (rows[i].want == -1)
			tap_ok(e.kind == ERR_CONF && strstr(e.text, "0102") == NULL,
			    "keys: %s: no secret in the error", rows[i].name);
	}
}

static struct str
upper(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
	return (struct str){ p, s.n };
}

static void
test_round_trip(struct arena *a)
{
	static const struct {
		const char	*name, *address;
		int64_t		 ticket;
		int		 agent;		/* -1: the contact's */
		int64_t		 contact, serial;
	} rows[] = {
		{ "an agent", "support@example.com", 12, 0, 0 },
		{ "another agent", "support@example.com", 12, 1, 0 },
		{ "an agent with an accent", "support@example.com", 255, 2, 0 },
		{ "once withdrawn", "support@example.com", 12, 0, 0, 1 },
		{ "often withdrawn", "support@example.com", 12, 0, 0, 256 },
		{ "as often as it can be", "desk@example.com", 999999999, 0, 0, UINT32_MAX },
		{ "a contact", "support@example.com", 256, -1, 77 },
		{ "nobody known", "support@example.com", 1, -1, 0 },
		{ "large numbers", "s@example.com", INT64_MAX, -1, INT64_MAX },
		{ "an address with a detail", "acme+desk@example.com", 65536, -1, 65535 },
	};
	struct token_keys *keys = keys_of(a, KEY_A KEY_B);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct token in = { .ticket = rows[i].ticket, .contact = rows[i].contact,
		    .agent = rows[i].agent == -1 ? NULL : &agents[rows[i].agent],
		    .expires = 20000 * DAY - 5 }, out = { .ticket = -1 };
		struct str address = token_address(a, keys, &in, ADDRESSING_PLUS, str_c(rows[i].address));

		tap_ok(address.n > strlen(rows[i].address) &&
		    str_chr(address, '@', 0) <= 64, "within 64: %s", rows[i].name);
		tap_int(token_read(keys, &conf, address, 20000 * DAY, &out), TOKEN_GOOD,
		    "good: %s", rows[i].name);
		tap_ok(out.ticket == in.ticket && out.agent == in.agent &&
		    out.contact == in.contact && out.serial == in.serial && out.expires == 20000 * DAY,
		    "the same: %s", rows[i].name);
		tap_int(token_read(keys, &conf, address, 20000 * DAY + 1, &out),
		    TOKEN_EXPIRED, "expired: %s", rows[i].name);
		tap_int(token_read(keys, &conf, upper(a, address), 0, &out), TOKEN_GOOD,
		    "in capitals: %s", rows[i].name);
	}
}

static void
test_none(struct arena *a)
{
	static const char *const rows[] = {
		"", "@", "+@", "support@example.com", "support+@example.com",
		"support+newsletter@example.com", "support", "+", "a+b+c@d",
		"support@example.com+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"support+a111111111111111111111111111111111111111111@example.com",
		("support+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.example"),
	};
	struct token_keys *keys = keys_of(a, KEY_A);
	struct token out;

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(token_read(keys, &conf, str_c(rows[i]), 0, &out), TOKEN_NONE,
		    "no token: row %zu", i);
}

/* One character changed, anywhere in it: never good. */
static void
test_forged(struct arena *a)
{
	struct token_keys *keys = keys_of(a, KEY_A KEY_B);
	struct token in = { .ticket = 4711, .expires = 20000 * DAY, .contact = 9 };
	struct token out = { .ticket = -1 };
	int good = 0, tried = 0;

	for (int who = 0; who < 2; who++) {
		struct str address;
		char *p;

		in.agent = who == 0 ? NULL : &agents[0];
		address = token_address(a, keys, &in, ADDRESSING_PLUS, STR("s@x.example"));
		p = arena_array(a, 1, address.n);
		for (size_t i = 2; i < str_chr(address, '@', 0); i++) {
			for (const char *c = "abcdefghijklmnopqrstuvwxyz234567"; *c; c++) {
				memcpy(p, address.p, address.n);
				if (p[i] == *c)
					continue;
				p[i] = *c;
				tried++;
				good += token_read(keys, &conf,
				    (struct str){ p, address.n }, 0, &out) == TOKEN_GOOD;
			}
		}
	}
	tap_ok(tried > 2000, "changed %d characters", tried);
	tap_int(good, 0, "none of them is good");
	tap_int(out.ticket, -1, "and nothing was given out");
}

static void
test_others_keys(struct arena *a)
{
	struct token_keys *ours = keys_of(a, KEY_A), *newer = keys_of(a, KEY_B KEY_A);
	struct token_keys *theirs = keys_of(a, "a 000102030405060708090a0b0c0d0e0e\n");
	struct token_keys *renamed = keys_of(a, "b 000102030405060708090a0b0c0d0e0f\n");
	struct token in = { .ticket = 1, .contact = 2, .expires = 20000 * DAY }, out;
	struct str address = token_address(a, ours, &in, ADDRESSING_PLUS, STR("s@x.example"));
	struct str by_new = token_address(a, newer, &in, ADDRESSING_PLUS, STR("s@x.example"));
	struct str swapped = str_printf(a, "s+b%.*s", STR_ARG(str_sub(address, 3, 999)));
	struct conf fired = conf;

	tap_int(token_read(theirs, &conf, address, 0, &out), TOKEN_FORGED, "another secret");
	tap_int(token_read(newer, &conf, address, 0, &out), TOKEN_GOOD, "an older key reads");
	tap_ok(str_starts(by_new, STR("s+b")), "the newest key signs");
	tap_int(token_read(ours, &conf, by_new, 0, &out), TOKEN_FORGED, "a key that we lost");
	tap_int(token_read(renamed, &conf, swapped, 0, &out), TOKEN_FORGED,
	    "the same secret by another ID");
	in.agent = &agents[1];
	address = token_address(a, ours, &in, ADDRESSING_PLUS, STR("s@x.example"));
	fired.agents.n = 1;
	tap_int(token_read(ours, &fired, address, 0, &out), TOKEN_FORGED,
	    "an agent who is none any more");
}

static void
test_long_addresses(struct arena *a)
{
	struct token_keys *keys = keys_of(a, KEY_A);
	struct token in = { .ticket = 1000000, .contact = 1000000, .expires = 20000 * DAY };
	struct str fits = STR("twenty.one.octets.xyz@x.example");
	struct str over = STR("a.local.part.that.leaves.no.room@x.example");

	tap_ok(!str_eq(token_address(a, keys, &in, ADDRESSING_PLUS, fits), fits), "fits into 64 octets");
	tap_str(token_address(a, keys, &in, ADDRESSING_PLUS, over), over, "would not: left as it is");
	tap_str(token_address(a, keys, &in, ADDRESSING_PLUS, STR("nowhere")), STR("nowhere"), "no address");
}

static struct str
with_token(struct arena *a, const char *text, struct str detail)
{
	struct str rest = str_c(text);
	size_t at;
	struct buf b;

	buf_init(&b, a);
	while ((at = str_find(rest, STR("TOKEN"), 0)) != SIZE_MAX) {
		buf_add(&b, str_sub(rest, 0, at));
		buf_add(&b, detail);
		rest = str_sub(rest, at + 5, SIZE_MAX);
	}
	buf_add(&b, rest);
	return buf_str(&b);
}

/* What each is for stands before it, and is not believed. */
static const struct { enum token_purpose purpose; const char *kind; } kinds[] = {
	{ TOKEN_REPLY, "" }, { TOKEN_NEW, "n." }, { TOKEN_CONTROL, "c." },
	{ TOKEN_ACTION, "a.take." }, { TOKEN_ACTION, "a.resolve." }, { TOKEN_CONFIRM, "q." },
};

static struct token
of_kind(size_t i)
{
	struct token t = { .purpose = kinds[i].purpose, .ticket = 12, .agent = &agents[0],
	    .serial = 3, .expires = 30 * DAY };

	if (t.purpose == TOKEN_ACTION)
		t.verb = str_sub(str_c(kinds[i].kind), 2, strlen(kinds[i].kind) - 3);
	return t;
}

static void
test_purposes(struct arena *a)
{
	struct token_keys *keys = keys_of(a, KEY_A);
	struct token out = { .ticket = -1 };

	tap_int(COUNT(kinds), TOKEN_PURPOSES + 1, "each purpose, and two verbs");
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct token t = of_kind(i);
		struct str detail = token_detail(a, keys, &t), code;

		code = str_sub(detail, strlen(kinds[i].kind), SIZE_MAX);
		tap_ok(str_starts(detail, str_c(kinds[i].kind)), "begins with \"%s\"", kinds[i].kind);
		for (size_t k = 0; k < COUNT(kinds); k++) {
			struct str at = str_printf(a, "s+%s%.*s@x", kinds[k].kind, STR_ARG(code));

			tap_int(token_read(keys, &conf, at, 0, &out), i == k ? TOKEN_GOOD :
			    TOKEN_FORGED, "made as \"%s\", read as \"%s\"", kinds[i].kind,
			    kinds[k].kind);
			if (i == k)
				tap_ok(out.purpose == t.purpose && str_eq(out.verb, t.verb) &&
				    out.agent == t.agent && out.ticket == 12 && out.serial == 3,
				    "and says so");
		}
	}
}

/* In the longest local part that is taken, the longest button of an everyday ticket fits. */
static void
test_room(struct arena *a)
{
	struct token t = { .purpose = TOKEN_ACTION, .verb = STR("resolve"), .agent = &agents[0],
	    .ticket = 0xffffff, .serial = 255, .expires = TOKEN_DAYS_MAX * DAY };
	struct str detail = token_detail(a, keys_of(a, KEY_A), &t);

	tap_int((long long)detail.n + 1, ADDRESSING_ROOM, "the room that addresses must leave");
}

static void
test_addressing(struct arena *a)
{
	static const struct { const char *name, *address, *detail, *without; } rows[] = {
		{ "none", "s@x", "", "s@x" },
		{ "plus", "s+kabc@x", "kabc", "s@x" },
		{ "a dash", "s-kabc@x", "kabc", "s@x" },
		{ "plus before a dash", "s+a.accept-always.k@x", "a.accept-always.k", "s@x" },
		{ "the last plus", "s+b+c@x", "c", "s+b@x" },
		{ "no address", "s+b", "b", "s+b" },
		{ "in the domain", "s@x-y+z", "", "s@x-y+z" },
	};
	struct token_keys *keys = keys_of(a, KEY_A);
	struct token t = of_kind(0), out;
	struct str dash = token_address(a, keys, &t, ADDRESSING_CATCHALL, STR("s@x"));

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_str(detail_of(str_c(rows[i].address)), str_c(rows[i].detail), "detail: %s",
		    rows[i].name);
		tap_str(detail_without(a, str_c(rows[i].address)), str_c(rows[i].without),
		    "without: %s", rows[i].name);
	}
	tap_ok(str_starts(dash, STR("s-a")), "a catch-all's");
	tap_int(token_read(keys, &conf, dash, 0, &out), TOKEN_GOOD, "is read");
	tap_str(token_address(a, keys, &t, ADDRESSING_NONE, STR("s@x")), STR("s@x"), "without any");
}

/* Of every kind, and none is left by halves. */
static void
test_blank_kinds(struct arena *a)
{
	static const struct { const char *name, *in, *want; } rows[] = {
		{ "an address", "s+TOKEN@x", "s@x" },
		{ "a link", "mailto:s%2BTOKEN@x?subject=a", "mailto:s@x?subject=a" },
		{ "a catch-all's", "s-TOKEN@x", "s@x" },
		{ "a subject", "Re: Hum [+TOKEN]", "Re: Hum []" },
		{ "behind a dash", "--TOKEN@x", "-@x" },
	};
	struct token_keys *keys = keys_of(a, KEY_A);

	for (size_t i = 0; i < COUNT(kinds) * COUNT(rows); i++) {
		struct token t = of_kind(i / COUNT(rows)), out;
		struct str text = with_token(a, rows[i % COUNT(rows)].in, token_detail(a, keys, &t));
		const char *kind = kinds[i / COUNT(rows)].kind, *name = rows[i % COUNT(rows)].name;
		size_t n = 0, at = 0;

		tap_ok(token_find(keys, &conf, text, 0, &at, &out) && out.purpose == t.purpose,
		    "found: \"%s\" in %s", kind, name);
		tap_str(token_blank(a, text, &n), str_c(rows[i % COUNT(rows)].want),
		    "blank: \"%s\" in %s", kind, name);
		tap_str(token_blank(a, upper(a, text), &n), upper(a, str_c(rows[i % COUNT(rows)].want)),
		    "blank: \"%s\" in %s, in capitals", kind, name);
	}
}

/* Wherever a program broke the line. */
static void
test_broken(struct arena *a)
{
	static const char *const gaps[] = { "\n", "\r\n", "\n> ", " \n>> | ", "<br>\n", "<br />",
	    "\n&gt; ", "</p>\n<blockquote><p>" };
	struct token_keys *keys = keys_of(a, KEY_A);

	for (size_t i = 0; i < COUNT(kinds) * COUNT(gaps); i++) {
		struct token t = of_kind(i / COUNT(gaps)), out;
		struct str whole = str_printf(a, "%s%.*s", i % 2 ? "%2B" : "+",
		    STR_ARG(token_detail(a, keys, &t)));
		size_t left = 0, missed = 0;

		for (size_t k = 1; k < whole.n; k++) {
			struct str text = str_printf(a, "s%.*s%s%.*s@x", STR_ARG(str_sub(whole, 0, k)),
			    gaps[i % COUNT(gaps)], STR_ARG(str_sub(whole, k, SIZE_MAX)));
			size_t n = 0, at = 0;

			left += !str_eq(token_blank(a, text, &n), STR("s@x")) || n != 1;
			missed += !token_find(keys, &conf, text, 0, &at, &out) ||
			    out.purpose != t.purpose;
		}
		tap_int((long long)(left + missed), 0, "broken anywhere: \"%s\", gap %zu",
		    kinds[i / COUNT(gaps)].kind, i % COUNT(gaps));
	}
}

static void
run_blank(struct arena *a, struct str text)
{
	size_t n = 0;

	token_blank(a, text, &n);
}

static void
test_is_action(void)
{
	static const struct { const char *in; bool want; } rows[] = {
		{ "support@example.com", false }, { "support+kabc@example.com", false },
		{ "support+a.take.kabc@example.com", true }, { "support-A.Take.kabc@x", true },
		{ "support+a.take.@x", false }, { "support+a.take@x", false }, { "support+a..kabc@x", false },
		{ "support+q.kabc@x", true }, { "support+n.kabc@x", false }, { "jo+a.b@x", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_ok(token_is_action(str_c(rows[i].in)) == rows[i].want, "a button's: %s", rows[i].in);
}

/* What a stranger writes costs no more than it is long. */
static void
test_growth(struct arena *a)
{
	static const char *const units[] = { "<-\n>", "-\n", "+a\n", "-<", "%2b\n&gt;", "+-<b>\n",
	    "+abcdefghijklmnopq\n" };
	enum { SIZE = 16 * 1024 };

	for (size_t i = 0; i < COUNT(units); i++)
		growth_test(run_blank, growth_text(a, "", units[i], SIZE, "", 0),
		    growth_text(a, "", units[i], (size_t)SIZE * 4, "", 0),
		    str_printf(a, "signs %zu", i).p);
}

/* Another's, and what is forged, goes; one's own stays. */
static void
test_blank_others(struct arena *a)
{
	struct token_keys *keys = keys_of(a, KEY_A);
	struct token mine = of_kind(3), theirs = of_kind(0);
	struct str text, forged = STR("+aabbiy4aje2s4tmgchagxzqwmrd7gejvlpct5ws");
	size_t n = 0;

	theirs.agent = &agents[1];
	text = str_printf(a, "s+%.*s@x s+%.*s@x s%.*s@x", STR_ARG(token_detail(a, keys, &mine)),
	    STR_ARG(token_detail(a, keys, &theirs)), STR_ARG(forged));
	tap_str(token_blank_others(a, keys, &conf, &agents[0], text, &n), str_printf(a,
	    "s+%.*s@x s@x s%.*s@x", STR_ARG(token_detail(a, keys, &mine)),
	    STR_ARG(n == 2 ? STR_NONE : forged)), "one's own stays");
	tap_ok(n >= 1, "and the others are counted");
}

/* They are found where they stand; what is no good token is passed over. */
static void
test_find(struct arena *a)
{
	static const struct { const char *name, *in; int n; } rows[] = {
		{ "nothing", "to support@example.com", 0 },
		{ "an address", "<support+TOKEN@example.com>;", 1 },
		{ "alone", "+TOKEN", 1 },
		{ "twice", "a+TOKEN@x b+TOKEN@x", 2 },
		{ "one behind the other", "+TOKEN+TOKEN", 2 },
		{ "in links", "mailto:s%2BTOKEN@x?a=%2bTOKEN%40x", 2 },
		{ "behind signs that begin none", "1+1%2B%2%++TOKEN", 1 },
		{ "with more behind it", "s+TOKENaa@x", 0 },
		{ "broken", "s+TOK EN@x", 0 },
		{ "without its sign", "TOKEN@x", 0 },
	};
	struct token in = { .ticket = 12, .agent = &agents[0], .serial = 3, .expires = 30 * DAY };
	struct token_keys *keys = keys_of(a, KEY_A), *others = keys_of(a, KEY_B);
	struct str whole = token_address(a, keys, &in, ADDRESSING_PLUS, STR("s@x")), text;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct token out = { 0 };
		size_t at = 0;
		int n = 0;

		text = with_token(a, rows[i].in, str_sub(whole, 2, whole.n - 4));
		for (; token_find(keys, &conf, text, 0, &at, &out); n++)
			tap_ok(out.agent == in.agent && out.serial == 3, "find: %s", rows[i].name);
		tap_int(n, rows[i].n, "find: %s: how many", rows[i].name);
		at = 0;
		tap_ok(!token_find(others, &conf, text, 0, &at, &out), "find: not by others' keys");
		at = 0;
		tap_ok(!token_find(keys, &conf, text, 31 * DAY, &at, &out), "find: none that is old");
	}
}

/* What a contact gets has nobody's proof in it, however it was written. */
static void
test_blank(struct arena *a)
{
	static const struct { const char *name, *in, *want; int n; } rows[] = {
		{ "nothing", "to support@example.com", "to support@example.com", 0 },
		{ "an address", "<support+TOKEN@example.com>;", "<support@example.com>;", 1 },
		{ "twice", "a+TOKEN@x b+TOKEN@x", "a@x b@x", 2 },
		{ "in a link", "mailto:s%2BTOKEN@example.com?subject=Re+TOKENs",
		    "mailto:s@example.com?subject=Re+TOKENs", 1 },
		{ "in a link, small", "s%2bTOKEN%40example.com", "s%40example.com", 1 },
		{ "broken before the @", "s+TOKEN\n@example.com", "s\n@example.com", 1 },
		{ "at the end", "s+TOKEN", "s", 1 },
		{ "a plain detail", "jo+newsletters@example.org", "jo+newsletters@example.org", 0 },
		{ "a sum", "1+1=2 and c++", "1+1=2 and c++", 0 },
		{ "long, and none of ours", "jo+zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponmlkj@x",
		    "jo+zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponmlkj@x", 0 },
	};
	struct token t = { .ticket = 12, .agent = &agents[0], .expires = 30 * DAY };
	struct str whole = token_address(a, keys_of(a, KEY_A), &t, ADDRESSING_PLUS, STR("s@x"));
	struct str details[] = { str_sub(whole, 2, whole.n - 4), STR_NONE };

	details[1] = upper(a, details[0]);
	for (size_t i = 0; i < COUNT(rows) * COUNT(details); i++) {
		struct str d = details[i / COUNT(rows)];
		const char *name = rows[i % COUNT(rows)].name;
		size_t n = 0;

		tap_str(token_blank(a, with_token(a, rows[i % COUNT(rows)].in, d), &n),
		    with_token(a, rows[i % COUNT(rows)].want, d), "blank: %s", name);
		tap_int((long long)n, rows[i % COUNT(rows)].n, "blank: %s: how many", name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_keys(a);
	test_round_trip(a);
	test_none(a);
	test_forged(a);
	test_others_keys(a);
	test_long_addresses(a);
	test_purposes(a);
	test_room(a);
	test_addressing(a);
	test_find(a);
	test_blank_kinds(a);
	test_broken(a);
	test_growth(a);
	test_is_action();
	test_blank_others(a);
	test_blank(a);
	arena_free(a);
	return tap_done();
}
