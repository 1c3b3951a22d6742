/* ruleset: see ruleset.h. */
#include "daemon/policy/ruleset.h"

#include "parsers/base/array.h"
#include "parsers/base/sha256.h"

static const char *const states[] = {
	[RULE_ENABLED] = "enabled", [RULE_DISABLED] = "disabled", [RULE_IN_SHADOW] = "shadow",
};

struct str
rule_place(struct arena *a, const struct conf *c, const struct rule *r)
{
	struct str file = r->file, folder = c->path;

	while (folder.n > 0 && folder.p[folder.n - 1] != '/')
		folder.n--;
	if (folder.n > 0 && str_starts(file, folder))
		file = str_sub(file, folder.n, SIZE_MAX);
	return str_printf(a, "%.*s:%d", STR_ARG(file), r->line);
}

/* In reading order, as tests are numbered; none has a line end in it. */
static void
add_tests(struct buf *b, const struct condition *c)
{
	if (c->kind == WHEN_TEST) {
		if (c->test.leaf > 0)
			buf_addc(b, '\n');
		for (size_t i = 0; i < c->test.said.n; i++)
			buf_addc(b, c->test.said.p[i] == '\n' ? ' ' : c->test.said.p[i]);
	}
	for (size_t i = 0; i < c->n; i++)
		add_tests(b, &c->v[i]);
}

static struct str
tests_of(struct arena *a, const struct condition *c)
{
	struct buf b;

	buf_init(&b, a);
	add_tests(&b, c);
	return buf_str(&b);
}

/* Each text with its length before it: no two sets read the same. */
static void
add_print(struct sha256 *sum, struct arena *a, const struct strs *v)
{
	for (size_t i = 0; i < v->n; i++) {
		sha256_add(sum, str_printf(a, "%zu:", v->v[i].n));
		sha256_add(sum, v->v[i]);
	}
}

static int64_t
print_of(struct arena *a, const struct ruleset *s)
{
	const struct strs *all[] = { &s->names, &s->places, &s->states, &s->events, &s->tests };
	unsigned char digest[SHA256_BYTES];
	struct sha256 *sum = sha256_new(a);
	uint64_t n = 0;

	for (size_t i = 0; i < COUNT(all); i++)
		add_print(sum, a, all[i]);
	sha256_end(sum, digest);
	for (size_t i = 0; i < 8; i++)
		n = n << 8 | digest[i];
	n &= INT64_MAX;
	return n == 0 ? 1 : (int64_t)n;
}

void
ruleset_of(struct arena *a, const struct conf *c, struct ruleset *s)
{
	*s = (struct ruleset){ 0 };
	for (size_t i = 0; i < c->rules.n; i++) {
		const struct rule *r = &c->rules.v[i];

		strs_add(a, &s->names, r->name);
		strs_add(a, &s->places, rule_place(a, c, r));
		strs_add(a, &s->states, str_c(states[r->enabled]));
		strs_add(a, &s->events, strs_join(a, &r->on, ", "));
		strs_add(a, &s->tests, tests_of(a, &r->when));
	}
	s->print = print_of(a, s);
}

int64_t
ruleset_print(const struct conf *c)
{
	struct arena *a = arena_new();
	struct ruleset s;

	ruleset_of(a, c, &s);
	arena_free(a);
	return s.print;
}
