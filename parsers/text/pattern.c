/*
 * The only file that includes PCRE2.  Trusts the expression no further than
 * its length and the limits below; trusts the subject in nothing.  Never
 * matches outside these limits, never allocates from the subject's size alone.
 *
 * The JIT is compiled with the pattern, before the cage forbids executable
 * memory; where that fails, or its stack runs out in a match, PCRE2's
 * interpreter does the work under the same match limit.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>
#include <string.h>

#include "parsers/base/limits.h"
#include "parsers/text/pattern.h"

enum {
	MATCH_LIMIT = 200000,		/* per start offset */
	DEPTH_LIMIT = 20000,
	HEAP_LIMIT_KIB = 8 * 1024,
	NEST_LIMIT = 50			/* parentheses */
};

struct pattern {
	pcre2_code		*code;
	pcre2_match_context	*limits;
	char			*name;
	struct str		 name_str;
};

static uint32_t
options(void)
{
	return PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_UCP |
	    PCRE2_NEVER_BACKSLASH_C;
}

static struct str
message(int code, char *text, size_t n)
{
	if (pcre2_get_error_message(code, (PCRE2_UCHAR8 *)text, n) < 0)
		return STR("unknown fault");
	return str_c(text);
}

/* Columns count characters, from 1. */
static size_t
column(struct str regex, size_t offset)
{
	size_t col = 1;

	for (size_t i = 0; i < offset && i < regex.n; i++)
		col += ((unsigned char)regex.p[i] & 0xc0) != 0x80;
	return col;
}

static pcre2_code *
compile(struct str regex, struct err *e)
{
	pcre2_compile_context *ctx = pcre2_compile_context_create(NULL);
	pcre2_code *code;
	char text[128];
	PCRE2_SIZE at = 0;
	int rc = 0;

	if (ctx == NULL)
		abort();
	pcre2_set_parens_nest_limit(ctx, NEST_LIMIT);
	code = pcre2_compile((PCRE2_SPTR8)(regex.n > 0 ? regex.p : ""), regex.n,
	    options(), &rc, &at, ctx);
	pcre2_compile_context_free(ctx);
	if (code == NULL)
		err_set(e, ERR_CONF, "column %zu: %.*s", column(regex, at),
		    STR_ARG(message(rc, text, sizeof(text))));
	return code;
}

static pcre2_match_context *
match_limits(void)
{
	pcre2_match_context *ctx = pcre2_match_context_create(NULL);

	if (ctx == NULL)
		abort();
	pcre2_set_match_limit(ctx, MATCH_LIMIT);
	pcre2_set_depth_limit(ctx, DEPTH_LIMIT);
	pcre2_set_heap_limit(ctx, HEAP_LIMIT_KIB);
	return ctx;
}

int
pattern_compile(struct str name, struct str regex, struct pattern **out, struct err *e)
{
	struct pattern *p;
	pcre2_code *code;

	*out = NULL;
	if (regex.n > LIMIT_PATTERN)
		return err_set(e, ERR_CONF, "column %d: longer than %d bytes",
		    LIMIT_PATTERN + 1, LIMIT_PATTERN);
	if ((code = compile(regex, e)) == NULL)
		return -1;
	/* Without JIT (no executable memory, odd CPU) the interpreter serves. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	p = calloc(1, sizeof(*p));
	if (p == NULL || (p->name = strndup(name.n > 0 ? name.p : "", name.n)) == NULL)
		abort();
	p->name_str = (struct str){ p->name, strlen(p->name) };
	p->code = code;
	p->limits = match_limits();
	*out = p;
	return 0;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_code_free(p->code);
	pcre2_match_context_free(p->limits);
	free(p->name);
	free(p);
}

struct str
pattern_name(const struct pattern *p)
{
	return p->name_str;
}

bool
pattern_has_group(const struct pattern *p, const char *group)
{
	return pcre2_substring_nametable_scan(p->code, (PCRE2_SPTR8)group,
	    NULL, NULL) > 0;
}

/* As pattern_match(); *md is the caller's to free whatever comes back. */
static int
run(const struct pattern *p, struct str subject, uint32_t options, pcre2_match_data **md)
{
	PCRE2_SPTR8 s = (PCRE2_SPTR8)(subject.n > 0 ? subject.p : "");
	int rc;

	*md = pcre2_match_data_create_from_pattern(p->code, NULL);
	if (*md == NULL)
		abort();
	rc = pcre2_match(p->code, s, subject.n, 0, options, *md, p->limits);
	if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
		rc = pcre2_match(p->code, s, subject.n, 0,
		    options | PCRE2_NO_JIT, *md, p->limits);
	if (rc == PCRE2_ERROR_NOMATCH)
		return 0;
	return rc < 0 ? -1 : 1;
}

/* STR_NONE for a group that took no part; \K may put an end before its start. */
static struct str
group_at(pcre2_match_data *md, struct str subject, size_t i)
{
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(md);

	if (v[2 * i] == PCRE2_UNSET || v[2 * i + 1] < v[2 * i])
		return STR_NONE;
	return str_sub(subject, v[2 * i], v[2 * i + 1] - v[2 * i]);
}

int
pattern_match(struct arena *a, const struct pattern *p, struct str subject,
    struct strs *captures)
{
	pcre2_match_data *md;
	int rc;

	subject = str_utf8_cut(subject, LIMIT_MATCH_SUBJECT);
	rc = run(p, subject, 0, &md);
	if (captures != NULL)
		*captures = (struct strs){ NULL, 0 };
	if (rc == 1 && captures != NULL) {
		size_t n = pcre2_get_ovector_count(md);

		*captures = (struct strs){ ARENA_ARRAY(a, n, struct str), n };
		for (size_t i = 0; i < n; i++)
			captures->v[i] = group_at(md, subject, i);
	}
	pcre2_match_data_free(md);
	return rc;
}

int
pattern_whole(const struct pattern *p, struct str subject)
{
	pcre2_match_data *md;
	int rc = run(p, str_utf8_cut(subject, LIMIT_MATCH_SUBJECT),
	    PCRE2_ANCHORED | PCRE2_ENDANCHORED, &md);

	pcre2_match_data_free(md);
	return rc;
}

/* The first of the groups called so (a name may be used twice) that took part. */
static bool
named(const struct pattern *p, pcre2_match_data *md, struct str subject,
    const char *group, struct str *out)
{
	PCRE2_SPTR8 first, last;
	int size = pcre2_substring_nametable_scan(p->code, (PCRE2_SPTR8)group,
	    &first, &last);
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(md);

	if (size <= 0)
		return false;
	for (PCRE2_SPTR8 row = first; row <= last; row += size) {
		size_t i = (size_t)row[0] << 8 | row[1];

		if (v[2 * i] != PCRE2_UNSET) {
			*out = group_at(md, subject, i);
			return true;
		}
	}
	return false;
}

int
pattern_group(struct arena *a, const struct pattern *p, struct str subject,
    const char *group, struct str *out)
{
	pcre2_match_data *md;
	int rc;

	(void)a;
	*out = STR_NONE;
	subject = str_utf8_cut(subject, LIMIT_MATCH_SUBJECT);
	rc = run(p, subject, 0, &md);
	if (rc == 1 && !named(p, md, subject, group, out))
		rc = 0;
	pcre2_match_data_free(md);
	return rc;
}

bool
pattern_captured(const struct pattern *p, const struct strs *captures, const char *group,
    struct str *out)
{
	PCRE2_SPTR8 first, last;
	int size = pcre2_substring_nametable_scan(p->code, (PCRE2_SPTR8)group,
	    &first, &last);

	*out = STR_NONE;
	for (PCRE2_SPTR8 row = first; size > 0 && row <= last; row += size) {
		size_t i = (size_t)row[0] << 8 | row[1];

		if (i < captures->n && captures->v[i].n > 0) {
			*out = captures->v[i];
			return true;
		}
	}
	return false;
}
