/*
 * Reads typed values out of a letter.  Trusts the definitions (checked
 * configuration), nothing of the letter.  Never invents a value: what it
 * gives stood in the mail, and `raw` and `where` say how and where.
 */
#include "parsers/field.h"

#include "parsers/command.h"
#include "parsers/fieldwords.h"
#include "parsers/fold.h"
#include "parsers/headers.h"
#include "parsers/pattern.h"
#include "parsers/prose.h"
#include "parsers/version.h"

enum { PSEUDO_LINES = 40 };		/* label lines that one block may have */

/* Sources of one letter, prepared once for all fields. */
struct source {
	const struct letter	*letter;
	struct str		 text;		/* the new text, else all of it */
	struct pseudo {
		struct str	label;		/* folded */
		struct str	value;
	}			 pseudo[PSEUDO_LINES];
	size_t			 n_pseudo;
};

static struct strs
list_of(struct arena *a, const char *const *v)
{
	struct strs out = { NULL, 0 };

	for (; *v != NULL; v++)
		strs_add(a, &out, str_c(*v));
	return out;
}

static void
words_of(struct arena *a, const char *const (*v)[2], struct field_def *d)
{
	size_t n = 0;

	while (v != NULL && v[n][0] != NULL)
		n++;
	d->words = ARENA_ARRAY(a, n, struct field_word);
	d->n_words = n;
	for (size_t i = 0; i < n; i++)
		d->words[i] = (struct field_word){ str_c(v[i][0]), str_c(v[i][1]) };
}

void
field_builtins(struct arena *a, struct field_defs *out)
{
	struct field_def *v = ARENA_ARRAY(a, out->n + field_words_n, struct field_def);

	for (size_t i = 0; i < out->n; i++)
		v[i] = out->v[i];
	for (size_t i = 0; i < field_words_n; i++) {
		const struct field_words *w = &field_words[i];
		struct field_def *d = &v[out->n + i];

		d->name = str_c(w->name);
		d->type = w->type;
		d->values = list_of(a, w->values);
		d->labels = list_of(a, w->labels);
		d->headers = list_of(a, w->headers);
		d->leads = list_of(a, w->leads);
		words_of(a, w->words, d);
	}
	out->v = v;
	out->n += field_words_n;
}

const struct field_def *
field_find(const struct field_defs *defs, struct str name)
{
	for (size_t i = 0; i < defs->n; i++)
		if (str_ieq(defs->v[i].name, name))
			return &defs->v[i];
	return NULL;
}

static bool
is_text(struct str s)
{
	return s.n > 0 && str_chr(s, '\0', 0) == SIZE_MAX && str_is_utf8(s);
}

/* The allowed value that folded text `f` names, or NULL. */
static const struct str *
enum_find(const struct field_def *d, struct str f)
{
	for (size_t i = 0; i < d->values.n; i++)
		if (fold_eq(d->values.v[i], f))
			return &d->values.v[i];
	for (size_t i = 0; i < d->n_words; i++)
		if (d->words[i].value.n > 0 && fold_eq(d->words[i].word, f))
			return &d->words[i].value;
	return NULL;
}

static struct str
joined(struct arena *a, const struct strs *list)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_adds(&b, ", ");
		buf_add(&b, list->v[i]);
	}
	return buf_str(&b);
}

static int
enum_fault(struct arena *a, const struct field_def *d, struct str in, struct err *e)
{
	struct strs known = { NULL, 0 };
	struct str near, f = fold(a, in);

	for (size_t i = 0; i < d->values.n; i++)
		strs_add(a, &known, d->values.v[i]);
	for (size_t i = 0; i < d->n_words; i++)
		if (str_chr(d->words[i].word, ':', 0) == SIZE_MAX)
			strs_add(a, &known, d->words[i].word);
	near = command_nearest(f, &known);
	err_set(e, ERR_MESSAGE, "%.*s: \"%.*s\" is none of %.*s%s%.*s%s",
	    STR_ARG(d->name), STR_ARG(str_utf8_cut(in, 60)),
	    STR_ARG(joined(a, &d->values)), near.n > 0 ? "; did you mean \"" : "",
	    STR_ARG(near), near.n > 0 ? "\"?" : "");
	return -1;
}

static int
parse_enum(struct arena *a, const struct field_def *d, struct str in,
    struct field_value *out, struct err *e)
{
	const struct str *value = enum_find(d, fold(a, in));

	if (value == NULL)
		return enum_fault(a, d, in, e);
	out->value = *value;
	out->verified = true;
	return 0;
}

/* Takes the catalogue's own spelling; what it does not know stays as written. */
static int
parse_version(struct arena *a, const struct field_def *d, struct str in,
    struct field_value *out, struct err *e)
{
	struct str v;

	if (!version_parse(a, in, &v)) {
		struct str known = joined(a, &d->catalogue);

		return err_set(e, ERR_MESSAGE, "%.*s: \"%.*s\" is no version such as 2.4.1%s%.*s",
		    STR_ARG(d->name), STR_ARG(str_utf8_cut(in, 60)),
		    known.n > 0 ? "; known are " : "", STR_ARG(str_utf8_cut(known, 240)));
	}
	for (size_t i = 0; i < d->catalogue.n; i++) {
		if (version_cmp(d->catalogue.v[i], v) == 0) {
			out->value = d->catalogue.v[i];
			out->verified = true;
			return 0;
		}
	}
	out->verified = d->catalogue.n == 0;
	out->value = out->verified ? v : in;
	return 0;
}

static int
parse_text(struct arena *a, const struct field_def *d, struct str in,
    struct field_value *out, struct err *e)
{
	(void)a;
	(void)d;
	(void)e;
	out->value = in;
	out->verified = true;
	return 0;
}

static int (*const parsers[FIELD_TYPES])(struct arena *, const struct field_def *,
    struct str, struct field_value *, struct err *) = {
	[FIELD_ENUM] = parse_enum,
	[FIELD_VERSION] = parse_version,
	[FIELD_TEXT] = parse_text,
};

int
field_parse(struct arena *a, const struct field_def *d, struct str in,
    struct field_value *out, struct err *e)
{
	in = str_dup(a, str_utf8_cut(fold_trim(in), LIMIT_FIELD));
	*out = (struct field_value){ .name = d->name, .raw = in };
	if (!is_text(in))
		return err_set(e, ERR_MESSAGE, "%.*s: %s", STR_ARG(d->name),
		    in.n == 0 ? "a value is missing" : "the value is no text");
	return parsers[d->type](a, d, in, out, e);
}

/* Text up to the first blank or mark: "high (nobody can work)". */
static struct str
first_word(struct str s)
{
	size_t i, n;

	for (i = 0; i < s.n; i += n) {
		uint32_t c = fold_char(str_sub(s, i, s.n), &n);

		if (fold_is_space(c) || (c < 0x80 && str_chr(STR("(,;!|[/"), (char)c, 0) !=
		    SIZE_MAX))
			break;
	}
	return str_sub(s, 0, i);
}

/* Reads all of `in`, else its first word; raw stays the whole as written. */
static bool
read_value(struct arena *a, const struct field_def *d, struct str in, struct field_value *out)
{
	struct str raw;

	if (field_parse(a, d, in, out, NULL) == 0)
		return true;
	raw = out->raw;
	if (field_parse(a, d, first_word(raw), out, NULL) == -1)
		return false;
	out->raw = raw;
	return true;
}

/* Cuts "Label: value" or "@label value"; false when the line is neither. */
static bool
label_line(struct arena *a, struct str line, struct pseudo *out)
{
	static const char wide_colon[] = "\xef\xbc\x9a";
	size_t at, skip = 1;

	line = fold_trim(line);
	if (line.n > 1 && line.p[0] == '@') {
		out->label = fold(a, first_word(str_sub(line, 1, line.n)));
		at = out->label.n;
		out->label = str_ends(out->label, STR(":")) ?
		    str_sub(out->label, 0, at - 1) : out->label;
		out->value = fold_trim(str_sub(line, 1 + first_word(str_sub(line, 1,
		    line.n)).n, line.n));
		return out->label.n > 0;
	}
	if ((at = str_chr(line, ':', 0)) == SIZE_MAX) {
		at = str_find(line, STR(wide_colon), 0);
		skip = sizeof(wide_colon) - 1;
	}
	if (at == SIZE_MAX || at == 0 || at > 60)
		return false;
	out->label = fold(a, fold_trim(str_sub(line, 0, at)));
	out->value = fold_trim(str_sub(line, at + skip, line.n));
	return true;
}

static bool
is_label(const struct field_def *d, struct str folded)
{
	if (fold_eq(d->name, folded))
		return true;
	for (size_t i = 0; i < d->labels.n; i++)
		if (fold_eq(d->labels.v[i], folded))
			return true;
	return false;
}

static bool
any_label(const struct field_defs *defs, struct str folded)
{
	for (size_t i = 0; i < defs->n; i++)
		if (is_label(&defs->v[i], folded))
			return true;
	return false;
}

/*
 * The block of label lines at the very top.  It is believed when each line's
 * label is known, or when a blank line ends it ("Product: X" may stand in it);
 * else "Note: …" and "Version: …" in the first sentence would be one.
 */
static void
find_pseudo(struct arena *a, const struct field_defs *defs, struct source *src)
{
	struct str rest = fold_trim(src->text), line;
	bool all_known = true, ended = true;

	while (str_line(&rest, &line) && fold_trim(line).n > 0) {
		struct pseudo *p = &src->pseudo[src->n_pseudo];

		if (src->n_pseudo == PSEUDO_LINES || !label_line(a, line, p)) {
			ended = false;
			break;
		}
		all_known = all_known && any_label(defs, p->label);
		src->n_pseudo++;
	}
	if (!all_known && !ended)
		src->n_pseudo = 0;
}

/*
 * What somebody put behind the label counts even when it is no version
 * ("the newest"): kept as written and unverified, so that it is asked for.
 */
static bool
from_pseudo(struct arena *a, const struct field_def *d, const struct source *src,
    struct field_value *out)
{
	for (size_t i = 0; i < src->n_pseudo; i++) {
		const struct pseudo *p = &src->pseudo[i];

		if (!is_label(d, p->label))
			continue;
		if (!read_value(a, d, p->value, out)) {
			if (d->type != FIELD_VERSION || !is_text(p->value))
				continue;
			out->raw = str_dup(a, str_utf8_cut(p->value, LIMIT_FIELD));
			out->value = out->raw;
			out->verified = false;
		}
		out->where = p->label;
		return true;
	}
	return false;
}

/* What the field's list says of this value in this header alone, or NULL. */
static const struct str *
header_word(struct arena *a, const struct field_def *d, struct str header, struct str value)
{
	struct str f = fold(a, str_printf(a, "%.*s: %.*s", STR_ARG(header),
	    STR_ARG(first_word(value))));

	for (size_t i = 0; i < d->n_words; i++)
		if (fold_eq(d->words[i].word, f))
			return &d->words[i].value;
	return NULL;
}

static bool
header_value(struct arena *a, const struct field_def *d, struct str name, struct str in,
    struct field_value *out)
{
	const struct str *word = header_word(a, d, name, str_utf8_cut(in, LIMIT_FIELD));

	if (word == NULL)
		return read_value(a, d, in, out);
	if (word->n == 0 || field_parse(a, d, *word, out, NULL) == -1)
		return false;
	out->raw = str_dup(a, str_utf8_cut(in, LIMIT_FIELD));
	return true;
}

static bool
from_headers(struct arena *a, const struct field_def *d, const struct source *src,
    struct field_value *out)
{
	for (size_t i = 0; i < d->headers.n; i++) {
		size_t at = 0;
		const struct header *h = headers_next(&src->letter->headers,
		    d->headers.v[i], &at);

		if (h != NULL && header_value(a, d, d->headers.v[i], fold_trim(h->value), out)) {
			out->where = d->headers.v[i];
			return true;
		}
	}
	return false;
}

static bool
from_patterns(struct arena *a, const struct field_def *d, const struct source *src,
    struct field_value *out)
{
	struct str in[] = { src->letter->subject, src->text }, raw;
	struct str group = str_dup(a, d->name);

	for (size_t i = 0; i < d->n_patterns; i++)
		for (size_t k = 0; k < sizeof(in) / sizeof(in[0]); k++)
			if (pattern_group(a, d->patterns[i], in[k], group.p, &raw) == 1 &&
			    field_parse(a, d, raw, out, NULL) == 0) {
				out->where = pattern_name(d->patterns[i]);
				return true;
			}
	return false;
}

/* The first version in running text, but sooner one that the catalogue has. */
static bool
from_prose(struct arena *a, const struct field_def *d, const struct source *src,
    struct field_value *out)
{
	struct str in[] = { src->letter->subject, src->text };
	struct field_value v;
	struct prose found;
	bool any = false;

	if (d->leads.n == 0)
		return false;
	for (size_t k = 0; k < sizeof(in) / sizeof(in[0]); k++) {
		struct prose_scan scan = { .in = in[k], .strong = &d->labels,
		    .weak = &d->leads };

		while (prose_next(a, &scan, &found)) {
			if (field_parse(a, d, found.raw, &v, NULL) == -1 || (any && !v.verified))
				continue;
			*out = v;
			out->where = found.lead;
			any = true;
			if (v.verified)
				return true;
		}
	}
	return any;
}

void
field_read(struct arena *a, const struct field_defs *defs, struct letter *l)
{
	static const struct {
		bool		(*read)(struct arena *, const struct field_def *,
				    const struct source *, struct field_value *);
		enum field_source source;
	} steps[] = {
		{ from_pseudo, FIELD_PSEUDO },
		{ from_headers, FIELD_HEADER },
		{ from_patterns, FIELD_PATTERN },
		{ from_prose, FIELD_PATTERN },
	};
	struct source *src = ARENA_NEW(a, struct source);

	src->letter = l;
	src->text = fold_trim(l->reply_text).n > 0 ? l->reply_text : l->text;
	find_pseudo(a, defs, src);
	l->fields = (struct field_values){ ARENA_ARRAY(a, defs->n, struct field_value), 0 };
	for (size_t i = 0; i < defs->n; i++) {
		struct field_value *v = &l->fields.v[l->fields.n];

		for (size_t k = 0; k < sizeof(steps) / sizeof(steps[0]); k++) {
			if (!steps[k].read(a, &defs->v[i], src, v))
				continue;
			v->name = defs->v[i].name;
			v->source = steps[k].source;
			l->fields.n++;
			break;
		}
	}
}
