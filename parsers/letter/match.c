/*
 * match: see match.h.  A forwarded mail becomes a ticket of who wrote it, and a
 * block of commands is no text: what can be a subject or a body later is tried too.
 */
#include "parsers/letter/match.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "parsers/letter/letter.h"
#include "parsers/text/pattern.h"

/* Longest list that is believed. */
enum { MATCHES_MAX = 100000 };

static void
subjects(struct arena *a, const struct letter *l, struct strs *out)
{
	strs_add(a, out, l->subject);
	if (l->is_forward)
		strs_add(a, out, letter_forward_subject(a, l));
}

static void
body(struct arena *a, const struct command_words *words, struct str text, struct strs *out)
{
	struct command_block block;

	command_parse(a, words, text, &block);
	strs_add(a, out, text);
	strs_add(a, out, block.rest);
}

static void
bodies(struct arena *a, const struct command_words *words, const struct letter *l,
    struct strs *out)
{
	body(a, words, l->reply_text, out);
	if (!l->is_forward)
		return;
	body(a, words, letter_forward_text(l), out);
	body(a, words, l->forward.cover, out);
}

static void
authors(struct arena *a, const struct letter *l, struct strs *out)
{
	strs_add(a, out, str_lower(a, letter_author(l).addr));
	if (l->is_forward)
		strs_add(a, out, str_lower(a, l->forward.from.addr));
}

static void
fields(struct arena *a, const struct letter *l, struct str name, struct strs *out)
{
	for (size_t i = 0; i < l->fields.n; i++)
		if (str_eq(l->fields.v[i].name, name))
			strs_add(a, out, l->fields.v[i].value);
}

static void
headers(struct arena *a, const struct letter *l, struct str name, struct strs *out)
{
	const struct header *h;
	size_t at = 0;

	while (out->n < LIMIT_MATCH_TEXTS && (h = headers_next(&l->headers, name, &at)) != NULL)
		strs_add(a, out, str_trim(h->value));
}

static void
add_addresses(struct arena *a, const struct addresses *list, struct strs *out)
{
	for (size_t i = 0; i < list->n; i++) {
		struct str addr = str_lower(a, list->v[i].addr);

		if (!strs_has(out, addr))
			strs_add(a, out, addr);
	}
}

void
match_recipients(struct arena *a, const struct letter *l, struct strs *out)
{
	add_addresses(a, &l->reached, out);
	add_addresses(a, &l->to, out);
	add_addresses(a, &l->cc, out);
}

static void
files(struct arena *a, const struct letter *l, struct strs *names, struct strs *types)
{
	for (size_t i = 0; i < l->n_attachments; i++) {
		strs_add(a, names, l->attachments[i].name);
		strs_add(a, types, l->attachments[i].type);
	}
}

static bool
has(const struct matches *list, size_t from, struct str text)
{
	for (size_t i = from; i < list->n; i++)
		if (str_eq(list->v[i].text, text))
			return true;
	return false;
}

static void
add(struct arena *a, struct matches *out, size_t pattern, const struct strs *texts)
{
	size_t from = out->n;

	for (size_t i = 0; i < texts->n && out->n - from < LIMIT_MATCH_TEXTS; i++) {
		struct str text = match_text_of(texts->v[i]);

		if (text.n == 0 || has(out, from, text))
			continue;
		out->v = array_grow(a, out->v, out->n, sizeof(*out->v));
		out->v[out->n++] = (struct match){ .pattern = (uint32_t)pattern,
		    .text = text };
	}
}

void
matches_of_letter(struct arena *a, const struct match_patterns *p, const struct letter *l,
    struct matches *out)
{
	struct strs of[MATCH_TEXTS] = { 0 };

	*out = (struct matches){ 0 };
	if (p->n == 0)
		return;
	subjects(a, l, &of[MATCH_SUBJECT]);
	bodies(a, &p->commands, l, &of[MATCH_BODY]);
	authors(a, l, &of[MATCH_FROM]);
	match_recipients(a, l, &of[MATCH_RECIPIENT]);
	files(a, l, &of[MATCH_FILE_NAME], &of[MATCH_FILE_TYPE]);
	for (size_t i = 0; i < p->n; i++) {
		struct strs values = { 0 };

		if (p->v[i].text == MATCH_FIELD)
			fields(a, l, p->v[i].field, &values);
		else if (p->v[i].text == MATCH_HEADER)
			headers(a, l, p->v[i].field, &values);
		else
			values = of[p->v[i].text];
		add(a, out, i, &values);
	}
}

/* The first of that pattern, or where it would be. */
static size_t
first_of(const struct matches *list, uint32_t pattern)
{
	size_t lo = 0, hi = list->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (list->v[mid].pattern < pattern)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct match *
matches_find(const struct matches *list, uint32_t pattern, struct str text)
{
	for (size_t i = first_of(list, pattern); i < list->n && list->v[i].pattern == pattern; i++)
		if (str_eq(list->v[i].text, text))
			return &list->v[i];
	return NULL;
}

struct match *
matches_open(const struct matches *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].result == MATCH_OPEN)
			return &list->v[i];
	return NULL;
}

struct str
match_text_of(struct str text)
{
	return str_utf8_cut(text, LIMIT_MATCH_SUBJECT);
}

void
match_try(struct arena *a, const struct match_patterns *p, struct match *m)
{
	int found = pattern_match(a, p->v[m->pattern].pattern, m->text, &m->captures);

	m->result = found == -1 ? MATCH_OVER : found == 0 ? MATCH_NO : MATCH_YES;
	if (m->captures.n > LIMIT_CAPTURES)
		m->captures.n = LIMIT_CAPTURES;
	for (size_t i = 0; i < m->captures.n; i++)
		m->captures.v[i] = str_utf8_cut(m->captures.v[i], LIMIT_CAPTURE);
}

void
matches_pack(struct buf *b, const struct match *v, size_t n)
{
	wire_put_u32(b, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		wire_put_u8(b, (uint8_t)v[i].result);
		wire_put_strs(b, &v[i].captures);
	}
}

int
matches_unpack(struct arena *a, struct str in, struct matches *out)
{
	struct wire w = { .in = in };
	size_t n = wire_count(&w, 5, MATCHES_MAX);

	*out = (struct matches){ ARENA_ARRAY(a, n, struct match), n };
	for (size_t i = 0; i < n; i++) {
		unsigned result = wire_u8(&w);

		w.bad |= result == MATCH_OPEN || result >= MATCH_RESULTS;
		out->v[i].result = w.bad ? MATCH_OPEN : (enum match_result)result;
		wire_strs(a, &w, LIMIT_CAPTURES, &out->v[i].captures);
	}
	if (wire_end(&w) == 0)
		return 0;
	*out = (struct matches){ 0 };
	return -1;
}
