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
add(struct arena *a, struct matches *out, size_t pattern, const struct strs *texts)
{
	for (size_t i = 0; i < texts->n; i++) {
		struct str text = match_text_of(texts->v[i]);

		if (text.n == 0 || matches_find(out, (uint32_t)pattern, text) != NULL)
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
	struct strs of[MATCH_FIELD] = { 0 };	/* by enum match_text */

	*out = (struct matches){ 0 };
	if (p->n == 0)
		return;
	subjects(a, l, &of[MATCH_SUBJECT]);
	bodies(a, &p->commands, l, &of[MATCH_BODY]);
	authors(a, l, &of[MATCH_FROM]);
	for (size_t i = 0; i < p->n; i++) {
		struct strs values = { 0 };

		if (p->v[i].text == MATCH_FIELD)
			fields(a, l, p->v[i].field, &values);
		else
			values = of[p->v[i].text];
		add(a, out, i, &values);
	}
}

struct match *
matches_find(const struct matches *list, uint32_t pattern, struct str text)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].pattern == pattern && str_eq(list->v[i].text, text))
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
