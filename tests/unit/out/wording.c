/*
 * Every word in all languages, for whatever people are shown; and templates that say the
 * same of an event in each of them.
 */
#include "daemon/policy/wording.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/sla/category.h"
#include "daemon/sla/sla.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/plan.h"
#include "tests/tap.h"

enum { TEMPLATE_MAX = 64 * 1024, FILES_MAX = 200 };

static void
check_words(void)
{
	for (size_t i = 0; i < wordings_n; i++)
		for (size_t k = 0; k < WORDING_LANGUAGES; k++)
			tap_ok(wordings[i].in[k] != NULL && *wordings[i].in[k] != '\0', "%s in %s",
			    wordings[i].word, wording_languages[k]);
}

static void
check_known(enum wording_kind kind, struct str word)
{
	for (size_t i = 0; i < wordings_n; i++)
		if (wordings[i].kind == kind && str_eq(str_c(wordings[i].word), word)) {
			tap_ok(true, "%.*s has words", STR_ARG(word));
			return;
		}
	tap_ok(false, "%.*s has words", STR_ARG(word));
}

static void
check_all_known(void)
{
	for (int i = 0; i < SLA_CLOCKS; i++)
		check_known(WORDING_CLOCK, str_c(sla_clock_name((enum sla_clock)i)));
	for (int i = 0; i <= SLA_CANCELLED; i++)
		check_known(WORDING_STATE, str_c(sla_state_name((enum sla_state)i)));
	for (int i = 0; i < CATEGORIES; i++)
		check_known(WORDING_STATUS, category_word((enum category)i));
	for (int i = 0; i < ENTRY_KINDS; i++)
		check_known(WORDING_ENTRY, str_c(entry_kind_word((enum entry_kind)i)));
	for (int i = 0; i < RELATED_HOWS; i++)
		check_known(WORDING_CHANGE, str_c(related_word((enum related_how)i)));
	for (int i = 0; i < CHANGES; i++)
		if (i != CHANGE_FIELD && i != CHANGE_RELATION && i != CHANGE_PROMISE)
			check_known(WORDING_CHANGE, change_word(&(struct change){
			    .what = (enum change_what)i }));
}

/* --- templates --- */

static struct str
contents(struct arena *a, struct str path)
{
	char *p = arena_alloc(a, TEMPLATE_MAX);
	FILE *f = fopen(path.p, "r");
	size_t n = f == NULL ? 0 : fread(p, 1, TEMPLATE_MAX, f);

	if (f != NULL)
		fclose(f);
	return (struct str){ p, n };
}

static int
compare(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* What it takes from the facts, in the order of its letters. */
static struct str
tags(struct arena *a, struct str s)
{
	struct strs v = { 0 };
	struct buf b;
	size_t from = 0, end;

	while ((from = str_find(s, STR("{{"), from)) != SIZE_MAX &&
	    (end = str_find(s, STR("}}"), from)) != SIZE_MAX) {
		strs_add(a, &v, str_sub(s, from, end + 2 - from));
		from = end;
	}
	if (v.n > 0)
		qsort(v.v, v.n, sizeof(*v.v), compare);
	buf_init(&b, a);
	for (size_t i = 0; i < v.n; i++)
		if (i == 0 || !str_eq(v.v[i], v.v[i - 1]))
			buf_printf(&b, "%.*s ", STR_ARG(v.v[i]));
	return buf_str(&b);
}

static size_t
names_of(struct arena *a, const char *folder, struct strs *out)
{
	struct dirent **v;
	int n = scandir(folder, &v, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		if (v[i]->d_name[0] != '.')
			strs_add(a, out, str_dup(a, str_c(v[i]->d_name)));
		free(v[i]);
	}
	if (n >= 0)
		free(v);
	return out->n;
}

static void
check_templates(struct arena *a, const char *source)
{
	const char *english = str_printf(a, "%s/conf/templates/en", source).p;
	struct strs files = { 0 };

	tap_ok(names_of(a, english, &files) > 0, "there are English templates");
	for (size_t k = 1; k < WORDING_LANGUAGES; k++) {
		const char *folder = str_printf(a, "%s/conf/templates/%s", source,
		    wording_languages[k]).p;
		struct strs others = { 0 };

		/* A page has no words: the one of English is everybody's. */
		tap_int((long long)names_of(a, folder, &others), (long long)files.n - 1,
		    "as many templates in %s", wording_languages[k]);
		tap_ok(!strs_has(&others, STR("_page.html")), "no page in %s", wording_languages[k]);
		for (size_t i = 0; i < files.n; i++)
			if (!str_eq(files.v[i], STR("_page.html")))
				tap_str(tags(a, contents(a, str_printf(a, "%s/%s", folder,
				    files.v[i].p))), tags(a, contents(a, str_printf(a, "%s/%s",
				    english, files.v[i].p))), "%s in %s tells the same",
				    files.v[i].p, wording_languages[k]);
	}
}

/* What is declared is what it is written in. */
static void
check_declared(struct arena *a, const char *source)
{
	for (size_t k = 0; k < WORDING_LANGUAGES; k++)
		tap_ok(str_find(contents(a, str_printf(a, "%s/conf/templates/%s/_head.html", source,
		    wording_languages[k])), str_printf(a, "lang=\"%s\"", wording_languages[k]), 0) !=
		    SIZE_MAX, "lang in %s", wording_languages[k]);
}

int
main(void)
{
	const char *source = getenv("DOCKET_SOURCE");
	struct arena *a = arena_new();

	check_words();
	check_all_known();
	tap_str(wording(WORDING_SEVERITY, STR("high"), STR("es")), STR("alta"), "in Spanish");
	tap_str(wording(WORDING_SEVERITY, STR("high"), STR("nl")), STR("high"), "else in English");
	tap_str(wording(WORDING_SEVERITY, STR("P1"), STR("de")), STR("P1"), "a desk's own word");
	check_templates(a, source == NULL ? "." : source);
	check_declared(a, source == NULL ? "." : source);
	arena_free(a);
	return tap_done();
}
