#include "parsers/field/key.h"

#include "tests/tap.h"

/* Each list rises; what stands beside "=" is equal to what is before it. */
static const struct {
	enum field_type	 type;
	const char	*values[24];
} lists[] = {
	{ FIELD_VERSION, { "", "none", "none at all", "0", "=0.0.0", "0.1.0-rc1", "0.1.0", "1.0.0",
	    "=v1.0", "1.0.1-1", "1.0.1-2", "1.0.1-alpha", "1.0.1-alpha.1", "1.0.1-alpha.beta",
	    "1.0.1-rc2", "=1.0.1-rc02", "1.0.1-rc10", "1.0.1", "=1.0.1+b7", "1.2.0", "1.10.0",
	    "2.0.0" } },
	{ FIELD_NUMBER, { "-100", "-99.5", "-99", "-1.5", "-1", "-0.5", "-0.25", "0", "0.25",
	    "0.5", "1", "1.5", "9", "10", "99", "99.5", "100" } },
	{ FIELD_DURATION, { "0s", "1s", "59s", "1m", "=60s", "1h", "23h", "1d", "=24h",
	    "300d" } },
	{ FIELD_DATE, { "1999-12-31", "2026-01-02", "2026-01-10", "2026-10-01" } },
	{ FIELD_ENUM, { "low", "high", "critical", "none of them" } },
	{ FIELD_TEXT, { "", "A", "a", "a b", "ab", "\xc3\xa9" } },
	{ FIELD_BOOL, { "no", "yes" } },
	{ FIELD_EMAIL, { "a@x.example", "b@x.example" } },
};

static void
test_list(struct arena *a, const struct field_def *d, const char *const *values)
{
	struct str last = STR_NONE, key;

	for (size_t i = 0; values[i] != NULL; i++) {
		bool same = values[i][0] == '=';

		key = field_key(a, d, str_c(values[i] + same));
		tap_ok(i == 0 || (same ? str_eq(last, key) : str_cmp(last, key) < 0),
		    "%s \"%s\"", field_type_name(d->type), values[i]);
		last = key;
	}
}

int
main(void)
{
	struct arena *a = arena_new();
	struct field_def d = { .name = STR("x") };

	strs_add(a, &d.values, STR("low"));
	strs_add(a, &d.values, STR("high"));
	strs_add(a, &d.values, STR("critical"));
	for (size_t i = 0; i < COUNT(lists); i++) {
		d.type = lists[i].type;
		test_list(a, &d, lists[i].values);
	}
	arena_free(a);
	return tap_done();
}
