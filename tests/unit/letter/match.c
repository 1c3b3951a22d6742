/* Which texts of a letter patterns meet, what they find there, and how it crosses. */
#include "parsers/letter/match.h"

#include <stdlib.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "parsers/field/field.h"
#include "parsers/letter/letter.h"
#include "parsers/text/pattern.h"
#include "tests/tap.h"

#define HEAD	"From: Jo <JO@Acme.example>\nSubject: Broken\nX-Severity: high\n"
#define PASSED	HEAD "\n#note\nPlease look.\n\n-------- Forwarded Message --------\n" \
	"Subject: Pump 7\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n" \
	"From: Kim <Kim@Other.example>\nTo: jo@acme.example\n\nIt leaks.\n"

static const struct row {
	const char	*name;
	const char	*mail;
	enum match_text	 text;
	const char	*field;
	const char	*regex;
	const char	*want;		/* "text=result:captures …" */
} rows[] = {
	{ "subject", HEAD "\nIt stopped.\n", MATCH_SUBJECT, "", "^Bro(k)en$",
	  "[Broken]=2:Broken,k" },
	{ "no such subject", HEAD "\nIt stopped.\n", MATCH_SUBJECT, "", "x", "[Broken]=1" },
	{ "author, in small letters", HEAD "\nx\n", MATCH_FROM, "", "@acme\\.example$",
	  "[jo@acme.example]=2:@acme.example" },
	{ "body", HEAD "\nIt stopped.\n", MATCH_BODY, "", "stop",
	  "[It stopped.]=2:stop" },
	{ "body below commands", HEAD "\n#note\nIt stopped.\n", MATCH_BODY, "", "^It",
	  "[#note\nIt stopped.]=1 [It stopped.]=2:It" },
	{ "no body", HEAD "\n", MATCH_BODY, "", ".*", "" },
	{ "a field that is there", HEAD "\nx\n", MATCH_FIELD, "severity", "^h",
	  "[high]=2:h" },
	{ "a field that lacks", HEAD "\nx\n", MATCH_FIELD, "version", "^h", "" },
	{ "an admin's own word", HEAD "\nx\n", MATCH_NOTHING, "", "^h", "" },
	{ "passed on: subjects", PASSED, MATCH_SUBJECT, "", "7",
	  "[Broken]=1 [Pump 7]=2:7" },
	{ "passed on: authors", PASSED, MATCH_FROM, "", "other",
	  "[jo@acme.example]=1 [kim@other.example]=2:other" },
	{ "recipients, each once", "Delivered-To: US@desk.example\nTo: us@desk.example, x@y.example\n"
	  HEAD "\nx\n", MATCH_RECIPIENT, "", "^us", "[us@desk.example]=2:us [x@y.example]=1" },
	{ "a header field, all of its name", "X-A: 1\nx-a: 2\n" HEAD "\nx\n", MATCH_HEADER, "X-A", "2",
	  "[1]=1 [2]=2:2" },
	{ "files", "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.exe\n" HEAD
	  "\nx\n", MATCH_FILE_NAME, "", "exe$", "[a.exe]=2:exe" },
	{ "files' types", "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.exe\n"
	  HEAD "\nx\n", MATCH_FILE_TYPE, "", "^text", "[text/plain]=2:text" },
	{ "anybody's, of no letter", HEAD "\nx\n", MATCH_OTHER, "", ".", "" },
	{ "over the limits", HEAD "\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n",
	  MATCH_BODY, "", "^(a|aa)+$",
	  "[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!]=3" },
};

static struct str
text(struct arena *a, const struct matches *list)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < list->n; i++) {
		const struct match *m = &list->v[i];

		buf_printf(&b, "%s[%.*s]=%d", i > 0 ? " " : "", STR_ARG(m->text), m->result);
		for (size_t k = 0; k < m->captures.n; k++)
			buf_printf(&b, "%c%.*s", k == 0 ? ':' : ',', STR_ARG(m->captures.v[k]));
	}
	return buf_str(&b);
}

static void
test_row(struct arena *a, const struct field_defs *defs, const struct row *row)
{
	const struct letter_conf how = { .limits = LIMITS_DEFAULT, .fields = defs };
	struct match_pattern p = { .text = row->text, .field = str_c(row->field) };
	static const struct command_word note = { STR("note"), STR("note"), COMMAND_NOTHING };
	const struct match_patterns patterns = { &p, 1, { &note, 1 } };
	struct letter l;

	if (pattern_compile(STR("p"), str_c(row->regex), &p.pattern, NULL) == -1)
		abort();
	letter_parse(a, &how, str_c(row->mail), &l);
	matches_of_letter(a, &patterns, &l, &l.matches);
	for (size_t i = 0; i < l.matches.n; i++)
		match_try(a, &patterns, &l.matches.v[i]);
	tap_ok(matches_open(&l.matches) == NULL, "%s: all are tried", row->name);
	tap_str(text(a, &l.matches), str_c(row->want), "%s", row->name);
	pattern_free(p.pattern);
}

/* Every pattern meets so many recipients, and each is found again. */
static void
test_many(struct arena *a)
{
	enum { SOME = 3 };
	struct match_pattern p[SOME] = { { .text = MATCH_RECIPIENT }, { .text = MATCH_OTHER },
	    { .text = MATCH_RECIPIENT } };
	const struct match_patterns patterns = { p, SOME, { 0 } };
	const struct letter_conf how = { .limits = LIMITS_DEFAULT };
	struct letter l;
	struct matches m;
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD "To: a0@x.example");
	for (int i = 1; i < 2 * LIMIT_MATCH_TEXTS; i++)
		buf_printf(&b, ", a%d@x.example", i);
	buf_adds(&b, "\n\nx\n");
	letter_parse(a, &how, buf_str(&b), &l);
	matches_of_letter(a, &patterns, &l, &m);
	tap_int((long long)m.n, 2 * LIMIT_MATCH_TEXTS, "so many of each");
	for (size_t i = 0; i < m.n; i++)
		if (matches_find(&m, m.v[i].pattern, m.v[i].text) != &m.v[i])
			tap_ok(false, "found again: %zu", i);
	tap_ok(matches_find(&m, 1, STR("a0@x.example")) == NULL &&
	    matches_find(&m, SOME, STR("a0@x.example")) == NULL, "no other is");
}

static void
test_limits(struct arena *a)
{
	struct match_pattern p = { .text = MATCH_SUBJECT };
	const struct match_patterns patterns = { &p, 1 };
	struct str xs = { memset(arena_alloc(a, 4000), 'x', 4000), 4000 };
	struct match m = { .text = xs };

	if (pattern_compile(STR("p"), STR("(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)x*"),
	    &p.pattern, NULL) == -1)
		abort();
	match_try(a, &patterns, &m);
	tap_int((long long)m.captures.n, LIMIT_CAPTURES, "so many groups are kept");
	tap_int((long long)m.captures.v[0].n, LIMIT_CAPTURE, "and so much of one");
	pattern_free(p.pattern);
}

static void
test_wire(struct arena *a)
{
	struct str one[] = { STR("all"), STR("") };
	const struct match in[] = { { .result = MATCH_NO },
	    { .result = MATCH_YES, .captures = { one, 2 } }, { .result = MATCH_OVER } };
	static const struct { const char *name; struct str body; } bad[] = {
		{ "not tried", STR("\x01\0\0\0\x00\0\0\0\0") },
		{ "no such result", STR("\x01\0\0\0\x04\0\0\0\0") },
		{ "more than bytes", STR("\xff\0\0\0\x01\0\0\0\0") },
		{ "more captures than bytes", STR("\x01\0\0\0\x01\x0f\0\0\0") },
		{ "more captures than are kept", STR("\x01\0\0\0\x01\x64\0\0\0") },
		{ "a capture that is no UTF-8", STR("\x01\0\0\0\x02\x01\0\0\0\x01\0\0\0\xff") },
		{ "a byte too many", STR("\x01\0\0\0\x01\0\0\0\0x") },
	};
	struct matches out;
	struct buf b;

	buf_init(&b, a);
	matches_pack(&b, in, COUNT(in));
	tap_int(matches_unpack(a, buf_str(&b), &out), 0, "comes back");
	tap_str(text(a, &out), STR("[]=1 []=2:all, []=3"), "the same");
	for (size_t n = 0; n < b.n; n++)
		if (matches_unpack(a, str_sub(buf_str(&b), 0, n), &out) == 0)
			tap_ok(false, "cut at %zu", n);
	for (size_t i = 0; i < COUNT(bad); i++)
		tap_ok(matches_unpack(a, bad[i].body, &out) == -1 && out.n == 0, "%s",
		    bad[i].name);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct field_defs defs = { 0 };

	field_builtins(a, &defs);
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(a, &defs, &rows[i]);
	test_many(a);
	test_limits(a);
	test_wire(a);
	arena_free(a);
	return tap_done();
}
