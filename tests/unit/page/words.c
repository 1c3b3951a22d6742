/* The words of pages: in each of six languages, with the same places for values. */
#include "daemon/page/words.h"

#include "daemon/policy/wording.h"
#include "tests/tap.h"

static size_t
places(const char *s)
{
	size_t n = 0;

	for (size_t at = 0; (at = str_find(str_c(s), STR("{}"), at)) != SIZE_MAX; at++)
		n++;
	return n;
}

static void
test_all(void)
{
	for (size_t w = 0; w < PAGE_WORDS; w++)
		for (size_t l = 0; l < WORDING_LANGUAGES; l++) {
			const char *s = page_words[w][l], *en = page_words[w][0];

			if (!tap_ok(s != NULL && *s != '\0' && en != NULL, "word %zu has %s", w,
			    wording_languages[l]))
				continue;
			tap_int((long long)places(s), (long long)places(en), "places of %s", s);
			tap_ok(places(s) <= 1, "one value at most: %s", s);
			tap_ok(str_is_utf8(str_c(s)) && str_trim(str_c(s)).n == strlen(s),
			    "its letters: %s", s);
		}
}

static void
test_say(void)
{
	static const struct {
		const char *language, *value, *want;
	} rows[] = {
		{ "en", "Ana", "Signed in: Ana" }, { "de", "Ana", "Angemeldet: Ana" },
		{ "DE", "Ana", "Angemeldet: Ana" }, { "", "Ana", "Signed in: Ana" },
		{ "xx", "{}", "Signed in: {}" }, { "fr", "%s", "Connecté : %s" },
		{ "es", "", "Sesión de " },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(page_say_of(a, SAY_SIGNED_IN, str_c(rows[i].language),
		    str_c(rows[i].value)), str_c(rows[i].want), "said in '%s'", rows[i].language);
	arena_free(a);
}

int
main(void)
{
	test_all();
	test_say();
	return tap_done();
}
