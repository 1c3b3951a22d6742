/* Wishes by word, over parts that a whole of this test has. */
#include "daemon/conf/wish.h"
#include "tests/tap.h"

struct whole {
	struct strs	cats, dogs;
};

static struct strs
names_of(struct arena *a, const void *own)
{
	(void)a;
	return *(const struct strs *)own;
}

static const struct conf_part cat_part = { "cat", "cats.conf", .names = names_of };
static const struct conf_part dog_part = { "dog", "dogs.conf", .names = names_of };
static const struct conf_place places[] = {
	{ &cat_part, offsetof(struct whole, cats) }, { &dog_part, offsetof(struct whole, dogs) },
};

static const struct row {
	const char	*word, *name, *file;
	bool		 unread;
	const char	*want;		/* NULL: granted */
} rows[] = {
	{ "cat", "tom", NULL, false, NULL },
	{ "dog", "rex", NULL, false, NULL },
	{ "cat", "rex", NULL, false, "pets.conf: there is no cat rex in cats.conf" },
	{ "dog", "rez", NULL, false,
	  "pets.conf: there is no dog rez in dogs.conf (did you mean rex?)" },
	{ "dog", "tom", "this file", false, "pets.conf: there is no dog tom in this file" },
	{ "dog", "tom", NULL, true, NULL },
};

/* Without a file there is no line: the node is of none. */
static void
test_rows(struct arena *a, struct whole *whole)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct conf_faults faults = { 0 };
		struct loader l = { .a = a, .faults = &faults, .whole = whole,
		    .places = places, .n_places = COUNT(places), .unread = rows[i].unread };
		struct node n = { NULL, STR("pets.conf") };

		conf_wish(&l, &n, rows[i].word, str_c(rows[i].name));
		conf_grant_wishes(&l, rows[i].file);
		tap_int((long long)faults.lines.n, rows[i].want != NULL, "faults of row %zu", i);
		if (faults.lines.n > 0)
			tap_ok(str_ends(faults.lines.v[0], str_sub(str_c(rows[i].want), 9,
			    SIZE_MAX)), "row %zu: %s", i, faults.lines.v[0].p);
	}
}

int
main(void)
{
	struct arena *a = arena_new();
	struct whole whole = { 0 };
	struct conf_faults faults = { 0 };
	struct loader l = { .a = a, .faults = &faults, .whole = &whole, .places = places,
	    .n_places = COUNT(places) };
	struct strs known;

	strs_add(a, &whole.cats, STR("tom"));
	strs_add(a, &whole.dogs, STR("rex"));
	test_rows(a, &whole);
	tap_ok(conf_known(&l, "dog", &known) && strs_has(&known, STR("rex")), "known");
	tap_ok(!conf_known(&l, "bird", &known), "no such part");
	arena_free(a);
	return tap_done();
}
