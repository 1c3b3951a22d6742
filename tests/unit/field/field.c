#include "parsers/field/field.h"
#include "parsers/text/pattern.h"
#include "tests/letters.h"
#include "tests/tap.h"

/* "value raw source where[ unverified]" of one field, "-" when there is none. */
static struct str
shown(struct arena *a, const struct letter *l, const char *name)
{
	for (size_t i = 0; i < l->fields.n; i++) {
		const struct field_value *v = &l->fields.v[i];
		static const char *const source[FIELD_SOURCES] = {
			[FIELD_PSEUDO] = "pseudo", [FIELD_HEADER] = "header",
			[FIELD_PATTERN] = "pattern",
		};

		if (str_eq(v->name, str_c(name)))
			return str_printf(a, "%.*s|%.*s|%s|%.*s%s", STR_ARG(v->value),
			    STR_ARG(v->raw), source[v->source], STR_ARG(v->where),
			    v->verified ? "" : "|unverified");
	}
	return STR("-");
}

static struct letter
read_letter(struct arena *a, const struct field_defs *defs, const char *header,
    const char *subject, const char *text)
{
	struct letter l = { .subject = str_c(subject), .text = str_c(text),
	    .reply_text = str_c(text) };
	struct str rest = str_c(header), line, name;

	l.headers.v = ARENA_ARRAY(a, 10, struct header);
	while (str_line(&rest, &line) && str_split(&line, ':', &name))
		l.headers.v[l.headers.n++] = (struct header){ name, str_trim(line) };
	letter_fields(a, defs, &l);
	return l;
}

static const struct row {
	const char *name, *header, *subject, *text, *severity, *version;
} rows[] = {
	{ "nothing", "", "", "", "-", "-" },
	{ "en", "", "", "Version: 2.4.1\nSeverity: high\n\nHello",
	  "high|high|pseudo|severity", "2.4.1|2.4.1|pseudo|version" },
	{ "es", "", "", "Versi\xc3\xb3n: v2.4\nGravedad: alta\n\nHola",
	  "high|alta|pseudo|gravedad", "2.4.0|v2.4|pseudo|version" },
	{ "es, decomposed accent", "", "", "Versio\xcc\x81n: 2.4.1\nGravedad: Cri\xcc\x81tica\n",
	  "critical|Cri\xcc\x81tica|pseudo|gravedad", "2.4.1|2.4.1|pseudo|version" },
	{ "de", "", "", "Schweregrad: hoch\nVersion: 2.4\n\nHallo",
	  "high|hoch|pseudo|schweregrad", "2.4.0|2.4|pseudo|version" },
	{ "fr", "", "",
	  "Gravit\xc3\xa9\xc2\xa0: \xc3\xa9lev\xc3\xa9""e\nVersion : 2.4.1\n\nBonjour",
	  "high|\xc3\xa9lev\xc3\xa9""e|pseudo|gravite", "2.4.1|2.4.1|pseudo|version" },
	{ "pt", "", "", "Severidade: Alta\nVers\xc3\xa3o: 2.4.1\n",
	  "high|Alta|pseudo|severidade", "2.4.1|2.4.1|pseudo|versao" },
	{ "it", "", "", "GRAVIT\xc3\x80: bassa\nVersione: 2.4.1\n",
	  "low|bassa|pseudo|gravita", "2.4.1|2.4.1|pseudo|versione" },
	{ "@label", "", "", "@severity high\n@version 2.4.1\n",
	  "high|high|pseudo|severity", "2.4.1|2.4.1|pseudo|version" },
	{ "a remark behind the value", "", "", "Severity: high (nobody can work)\n",
	  "high|high (nobody can work)|pseudo|severity", "-" },
	{ "text right behind known labels", "", "", "Severity: low\nThe lamp blinks.",
	  "low|low|pseudo|severity", "-" },
	{ "unknown label in a block that a blank line ends", "", "",
	  "Product: Lamp\nSeverity: low\n\nIt blinks.", "low|low|pseudo|severity", "-" },
	{ "unknown label and text without a blank line", "", "",
	  "Note: hello\nSeverity: low\nIt blinks.", "-", "-" },
	{ "labels further down", "", "", "Hello,\n\nSeverity: high\n", "-", "-" },
	{ "a value that is none", "", "", "Severity: whatever\n", "-", "-" },
	{ "a version behind the product's name", "", "", "Version: Acme Desk 2.4.1\n",
	  "-", "2.4.1|Acme Desk 2.4.1|pseudo|version" },
	{ "two versions are none", "", "", "Version: 2.4.1x or 2.3.0\nSeverity: high\n",
	  "high|high|pseudo|severity", "2.4.1x or 2.3.0|2.4.1x or 2.3.0|pseudo|version|unverified" },
	{ "a digit behind a label", "", "", "Severity: Sev 2\n", "high|Sev 2|pseudo|severity", "-" },
	{ "a short label", "", "", "Prio: P-1\n", "-", "-" },
	{ "a digit behind another word", "", "", "Severity: phase 2\n", "-", "-" },
	{ "no version but an answer", "", "", "Version: the newest\n",
	  "-", "the newest|the newest|pseudo|version|unverified" },
	{ "bytes that are no UTF-8", "", "", "Severity: h\xff\nVersion: 2\xfe\n", "-", "-" },
	{ "header", "X-Severity: High\nX-Docket-Version: 2.4", "", "",
	  "high|High|header|X-Severity", "2.4.0|2.4|header|X-Docket-Version" },
	{ "mail client says high", "X-Priority: 1 (Highest)\nImportance: high", "", "",
	  "high|1 (Highest)|header|X-Priority", "-" },
	{ "mail client says normal", "X-Priority: 3\nImportance: Normal", "", "", "-", "-" },
	{ "3 by one, low by the other", "X-Priority: 3\nImportance: low", "", "",
	  "low|low|header|Importance", "-" },
	{ "the text beats the header", "X-Severity: low\nX-Version: 1.0", "",
	  "Severity: 1\nVersion: 2.4.1\n", "critical|1|pseudo|severity",
	  "2.4.1|2.4.1|pseudo|version" },
	{ "the header beats prose", "X-Version: 1.0", "version 2.4.1", "",
	  "-", "1.0.0|1.0|header|X-Version" },
	{ "prose", "", "", "Hi,\nwe run 2.4.1-rc2 on Debian.",
	  "-", "2.4.1-rc2|2.4.1-rc2|pattern|run" },
	{ "prose, subject first", "", "Crash in v2.4.1!", "version 2.3",
	  "-", "2.4.1|v2.4.1|pattern|v" },
	{ "prose, two numbers behind a label", "", "", "Seit der Version 2.4. Gru\xc3\x9f",
	  "-", "2.4.0|2.4|pattern|version" },
	{ "prose, es", "", "", "Tenemos la versi\xc3\xb3n\xc2\xa0""2.4.1, y falla",
	  "-", "2.4.1|2.4.1|pattern|version" },
	{ "prose, pt", "", "", "Na vers\xc3\xa3o (2.4.1) n\xc3\xa3o", "-",
	  "2.4.1|2.4.1|pattern|versao" },
	{ "no version: two numbers behind a verb", "", "", "It runs 2.5 times a day", "-", "-" },
	{ "no version: an address", "", "", "running 10.0.0.1 here", "-", "-" },
	{ "no version: a date", "", "", "release 12.03.2024 came", "-", "-" },
	{ "no version: no word before", "", "", "see 2.4.1 and 3.14", "-", "-" },
	{ "no version: part of a path", "", "", "http://x/v2.4.1/y", "-", "-" },
	{ "no version: one number", "", "", "version 7 of my letter", "-", "-" },
};

static void
test_sources(struct arena *a)
{
	struct field_defs defs = { NULL, 0 };

	field_builtins(a, &defs);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		struct letter l = read_letter(a, &defs, r->header, r->subject, r->text);

		tap_str(shown(a, &l, "severity"), str_c(r->severity), "severity: %s", r->name);
		tap_str(shown(a, &l, "version"), str_c(r->version), "version: %s", r->name);
	}
}

static void
test_own_fields(struct arena *a)
{
	static const char regex[] = "build (?<product>\\w+)|(?<product>no build)";
	struct field_defs defs = { ARENA_NEW(a, struct field_def), 1 };
	struct field_def *d = defs.v;
	struct letter l;

	d->name = STR("product");
	d->type = FIELD_TEXT;
	strs_add(a, &d->labels, STR("G\xc3\x89N\xc3\xa9rateur"));
	d->patterns = ARENA_NEW(a, struct pattern *);
	tap_int(pattern_compile(STR("builds"), str_printf(a, "(?J)%s", regex),
	    &d->patterns[0], NULL), 0, "compiles");
	d->n_patterns = 1;
	l = read_letter(a, &defs, "", "the build lamp", "build desk");
	tap_str(shown(a, &l, "product"), STR("lamp|lamp|pattern|builds"), "named group");
	l = read_letter(a, &defs, "", "", "no build");
	tap_str(shown(a, &l, "product"), STR("no build|no build|pattern|builds"),
	    "second group of that name");
	l = read_letter(a, &defs, "", "", "g\xc3\xa9n\xc3\xa9rateur: x\n");
	tap_str(shown(a, &l, "product"), STR("x|x|pseudo|generateur"),
	    "an admin's label is folded too");
	pattern_free(d->patterns[0]);
}

static void
test_parse(struct arena *a)
{
	static const struct { const char *field, *in, *want; } good[] = {
		{ "severity", "HIGH", "high" }, { "severity", " Cr\xc3\xadtica ", "critical" },
		{ "version", "2.4", "2.4.0" }, { "version", "v2.10.0", "2.10" },
		{ "version", "3.1", "3.1" },
	};
	static const struct { const char *field, *in, *says; } bad[] = {
		{ "severity", "hihg", "one of" }, { "severity", "hihg", "did you mean \"high\"" },
		{ "severity", "", "missing" }, { "severity", "x-priority: 3", "none of" },
		{ "version", "newest", "2.4.0, 2.10" }, { "version", "\xff", "no text" },
	};
	struct field_defs defs = { NULL, 0 };
	struct field_value v;
	struct err e;

	field_builtins(a, &defs);
	strs_add(a, &defs.v[1].catalogue, STR("2.4.0"));
	strs_add(a, &defs.v[1].catalogue, STR("2.10"));
	for (size_t i = 0; i < COUNT(good); i++) {
		const struct field_def *d = field_find(&defs, str_c(good[i].field));

		tap_int(field_parse(a, d, str_c(good[i].in), &v, &e), 0, "takes %s",
		    good[i].in);
		tap_str(v.value, str_c(good[i].want), "value of %s", good[i].in);
		tap_int(v.verified, i < COUNT(good) - 1, "verified: %s", good[i].in);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct field_def *d = field_find(&defs, str_c(bad[i].field));

		tap_int(field_parse(a, d, str_c(bad[i].in), &v, &e), -1, "refuses %s",
		    bad[i].in);
		tap_ok(str_find(str_c(e.text), str_c(bad[i].says), 0) != SIZE_MAX,
		    "\"%s\" says \"%s\"", e.text, bad[i].says);
	}
	tap_ok(field_find(&defs, STR("Severity")) == &defs.v[0], "found by any case");
	tap_ok(field_find(&defs, STR("colour")) == NULL, "unknown field");
}

/* A known version further down is better than an unknown one further up. */
static void
test_catalogue(struct arena *a)
{
	static const char text[] = "Since version 9.9 of Linux our version 2.4 is slow";
	struct field_defs defs = { NULL, 0 };
	struct letter l;

	field_builtins(a, &defs);
	strs_add(a, &defs.v[1].catalogue, STR("2.4.0"));
	l = read_letter(a, &defs, "", "", text);
	tap_str(shown(a, &l, "version"), STR("2.4.0|2.4|pattern|version"), "a known one");
	l = read_letter(a, &defs, "", "", "version 9.9");
	tap_str(shown(a, &l, "version"), STR("9.9|9.9|pattern|version|unverified"),
	    "an unknown one alone");
}

/* A field of each type, with a label of its name. */
static struct field_defs
typed(struct arena *a)
{
	static const struct { const char *name; enum field_type type; } fields[] = {
		{ "seats", FIELD_NUMBER }, { "since", FIELD_DATE }, { "outage", FIELD_DURATION },
		{ "urgent", FIELD_BOOL }, { "contact", FIELD_EMAIL }, { "plan", FIELD_TEXT },
		{ "order", FIELD_TEXT },
	};
	struct field_defs defs = { ARENA_ARRAY(a, COUNT(fields), struct field_def),
	    COUNT(fields) };

	for (size_t i = 0; i < COUNT(fields); i++) {
		defs.v[i].name = str_c(fields[i].name);
		defs.v[i].type = fields[i].type;
	}
	defs.v[0].min = STR("1");
	defs.v[0].max = STR("500");
	strs_add(a, &defs.v[5].values, STR("Gold"));
	defs.v[5].words = ARENA_NEW(a, struct field_word);
	defs.v[5].words[0] = (struct field_word){ STR("oro"), STR("Gold") };
	defs.v[5].n_words = 1;
	tap_int(pattern_compile(STR("order"), STR("PO\\d{4}|PO\\d{6}"), &defs.v[6].matches, NULL),
	    0, "compiles");
	return defs;
}

static void
test_types(struct arena *a)
{
	static const struct { const char *field, *in, *want; } lines[] = {
		{ "seats", "1.234,5 users", "1.234,5 users|1.234,5 users|pseudo|seats|unverified" },
		{ "seats", "40 users", "40|40 users|pseudo|seats" },
		{ "seats", "501", "501|501|pseudo|seats|unverified" },
		{ "seats", "many", "many|many|pseudo|seats|unverified" },
		{ "since", "31.3.2026", "2026-03-31|31.3.2026|pseudo|since" },
		{ "since", "3/4/2026", "3/4/2026|3/4/2026|pseudo|since|unverified" },
		{ "outage", "90 Minuten", "1h30m|90 Minuten|pseudo|outage" },
		{ "urgent", "S\xc3\xad", "yes|S\xc3\xad|pseudo|urgent" },
		{ "urgent", "nein", "no|nein|pseudo|urgent" },
		{ "urgent", "perhaps", "perhaps|perhaps|pseudo|urgent|unverified" },
		{ "contact", "Jo <jo@Acme.Example>",
		  "jo@acme.example|Jo <jo@Acme.Example>|pseudo|contact" },
		{ "contact", "jo@acme.example, ana@acme.example",
		  "jo@acme.example|jo@acme.example, ana@acme.example|pseudo|contact" },
		{ "plan", "ORO", "Gold|ORO|pseudo|plan" },
		{ "plan", "Silver", "Silver|Silver|pseudo|plan|unverified" },
		{ "order", "PO123456", "PO123456|PO123456|pseudo|order" },
		{ "order", "12", "12|12|pseudo|order|unverified" },
	};
	struct field_defs defs = typed(a);

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct letter l = read_letter(a, &defs, "", "", str_printf(a, "%s: %s\n\nHello",
		    lines[i].field, lines[i].in).p);

		tap_str(shown(a, &l, lines[i].field), str_c(lines[i].want), "%s: %s",
		    lines[i].field, lines[i].in);
	}
	pattern_free(defs.v[6].matches);
}

/* ">Label:" at the top of a mail that answers nothing; bold labels of HTML. */
static void
test_blocks(struct arena *a)
{
	static const struct { const char *name, *text, *reply, *want; bool answers; } blocks[] = {
		{ "> at the top", ">Severity: high\n>Version: 2.4.1\n\nHelp", "Help",
		  "high|high|pseudo|severity", false },
		{ "> in an answer is a quote", ">Severity: high\n\nHelp", "Help", "-", true },
		{ "> with an unknown label", ">Severity: high\n>Note: x\n\nHelp", "Help", "-",
		  false },
		{ "> with a blank is a quote", "> Severity: high\n\nHelp", "Help", "-", false },
		{ "bold", "*Severity:* high\n\nHelp", "*Severity:* high\n\nHelp",
		  "high|high|pseudo|severity", false },
	};
	struct field_defs defs = { NULL, 0 };

	field_builtins(a, &defs);
	for (size_t i = 0; i < COUNT(blocks); i++) {
		struct letter l = { .text = str_c(blocks[i].text),
		    .reply_text = str_c(blocks[i].reply) };

		if (blocks[i].answers)
			strs_add(a, &l.in_reply_to, STR("m1@x.example"));
		letter_fields(a, &defs, &l);
		tap_str(shown(a, &l, "severity"), str_c(blocks[i].want), "block: %s",
		    blocks[i].name);
	}
	tap_str(field_title(&defs.v[0], STR("de")), STR("Schweregrad"), "its German title");
	tap_str(field_title(&defs.v[0], STR("nl")), STR("Severity"), "else the English one");
	tap_int(field_cmp(&defs.v[0], STR("high"), STR("low")), 1, "an enum has its order");
	tap_int(field_cmp(&defs.v[1], STR("2.10"), STR("2.9")), 1, "a version its own");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_sources(a);
	test_own_fields(a);
	test_parse(a);
	test_catalogue(a);
	test_types(a);
	test_blocks(a);
	arena_free(a);
	return tap_done();
}
