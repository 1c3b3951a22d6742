/*
 * The vocabularies have one table each, in C; the schema's checks and the manual
 * page say the same.
 */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/filter/eventkind.h"
#include "daemon/policy/whom.h"
#include "daemon/sla/category.h"
#include "daemon/ticket/entry.h"
#include "tests/tap.h"

static struct str
file(struct arena *a, const char *name)
{
	const char *source = getenv("DOCKET_SOURCE");
	FILE *f = fopen(str_printf(a, "%s/%s", source != NULL ? source : "..", name).p, "r");
	struct buf b;
	int c;

	buf_init(&b, a);
	while (f != NULL && (c = getc(f)) != EOF)
		buf_addc(&b, (char)c);
	if (f != NULL)
		fclose(f);
	return buf_str(&b);
}

/* "'new', 'open'" of the check that names the column. */
static struct str
allowed(struct str sql, const char *table, const char *check)
{
	struct str in = str_sub(sql, str_find(sql, str_c(table), 0), SIZE_MAX);
	size_t at = str_find(in, str_c(check), 0);

	in = at == SIZE_MAX ? STR_NONE : str_sub(in, at + str_c(check).n, SIZE_MAX);
	return str_sub(in, 0, str_chr(in, ')', 0));
}

static void
check_sql(struct str list, const char *const *words, size_t n, const char *name)
{
	struct str item;
	size_t i = 0;

	for (; str_split(&list, ',', &item); i++) {
		struct str word = str_trim(item);

		word = str_sub(word, 1, word.n < 2 ? 0 : word.n - 2);
		tap_str(word, i < n ? str_c(words[i]) : STR("nothing"), "%s %zu", name, i);
	}
	tap_int((long long)i, (long long)n, "%s: as many in the schema", name);
}

static void
check_manual(struct arena *a, struct str manual, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tap_ok(str_find(manual, str_printf(a, " %s", words[i]), 0) !=
		    SIZE_MAX, "docket-rules(5): %s", words[i]);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct str sql = file(a, "sql/001_base.sql");
	struct str manual = file(a, "daemon/docket-rules.5");
	const char *kinds[ENTRY_KINDS];

	for (int i = 0; i < ENTRY_KINDS; i++)
		kinds[i] = entry_kind_word((enum entry_kind)i);
	for (int i = 0; i < ENTRY_KINDS; i++)
		tap_int(entry_kind_find(str_c(kinds[i])), i, "%s is found", kinds[i]);
	tap_int(entry_kind_find(STR("letter")), -1, "no such kind of entry");
	check_sql(allowed(sql, "create table docket.entry", "kind in ("), kinds, ENTRY_KINDS,
	    "kind of entry");
	check_sql(allowed(sql, "create table docket.ticket", "category in ("), category_words,
	    CATEGORIES, "status");
	check_manual(a, manual, event_words, EVENTS);
	check_manual(a, manual, whom_words, WHOM_WORDS);
	tap_ok(str_find(manual, STR("new, open, waiting, on-hold, resolved or closed"), 0) !=
	    SIZE_MAX, "docket-rules(5): statuses");
	for (int i = 0; i < CATEGORIES; i++) {
		tap_int(category_find(category_word((enum category)i)), i, "%s is found",
		    category_words[i]);
		tap_ok(category_is_done(str_c(category_words[i])) ==
		    (i == CATEGORY_RESOLVED || i == CATEGORY_CLOSED), "%s: done",
		    category_words[i]);
	}
	tap_int(category_find(STR("done")), -1, "no such status");
	tap_str(category_list(a), STR("new, open, waiting, on-hold, resolved, closed"), "list");
	arena_free(a);
	return tap_done();
}
