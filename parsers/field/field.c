/*
 * Reads typed values out of a letter.  Trusts the definitions (checked
 * configuration), nothing of the letter.  Never invents a value: what it
 * gives stood in the mail, and `raw` and `where` say how and where.
 */
#include "parsers/field/field.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/base/reason.h"
#include "parsers/field/fieldwords.h"
#include "parsers/field/prose.h"
#include "parsers/head/headers.h"
#include "parsers/text/fold.h"
#include "parsers/text/pattern.h"

enum {
	VALUE_WORDS = 6,
	PSEUDO_LINES = 40,		/* label lines that one block may have */
	LABEL_BYTES = 60,
};

/* What ends a value besides a blank; a number has commas of its own. */
#define WORD_MARKS	"(,;!|[/"
#define NUMBER_MARKS	"(;!|[/"

/* Sources of one letter, prepared once for all fields. */
struct source {
	const struct field_mail	*mail;
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

static void
titles_of(struct arena *a, const char *const (*v)[2], struct field_def *d)
{
	while (v[d->n_titles][0] != NULL)
		d->n_titles++;
	d->titles = ARENA_ARRAY(a, d->n_titles, struct field_title);
	for (size_t i = 0; i < d->n_titles; i++)
		d->titles[i] = (struct field_title){ str_c(v[i][0]), str_c(v[i][1]) };
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
		titles_of(a, w->titles, d);
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

struct str
field_title(const struct field_def *d, struct str lang)
{
	struct str langs[] = { lang, STR("en") };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < d->n_titles; i++)
			if (str_ieq(d->titles[i].lang, langs[k]))
				return d->titles[i].title;
	return d->name;
}

/* Text up to the first blank or one of `marks`: "high (nobody can work)". */
static struct str
first_word(struct str s, const char *marks)
{
	size_t i, n;

	for (i = 0; i < s.n; i += n) {
		uint32_t c = fold_char(str_sub(s, i, s.n), &n);

		if (fold_is_space(c) || (c < 0x80 && str_chr(str_c(marks), (char)c, 0) !=
		    SIZE_MAX))
			break;
	}
	return str_sub(s, 0, i);
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

/* "Acme Desk 2.4.1": the one version among a few words; else nothing. */
static struct str
only_version(struct str s)
{
	struct str rest = s, word, found = STR_NONE;

	for (size_t n = 0; str_split(&rest, ' ', &word); n++) {
		word = first_word(fold_trim(word), WORD_MARKS);
		if (n == VALUE_WORDS)
			return STR_NONE;
		if (word.n == 0 || str_chr(word, '.', 0) == SIZE_MAX ||
		    str_chr(STR("0123456789vV"), word.p[0], 0) == SIZE_MAX)
			continue;
		if (found.n > 0)
			return STR_NONE;
		found = word;
	}
	return found;
}

/* "Sev 2", "priority-1": the digit behind a label of the field itself. */
static struct str
digit_behind_label(struct arena *a, const struct field_def *d, struct str s)
{
	struct str label = s;

	while (label.n > 0 && str_chr(STR("0123456789 -#"), label.p[label.n - 1], 0) != SIZE_MAX)
		label.n--;
	return label.n > 0 && label.n < s.n && is_label(d, fold(a, label)) ?
	    str_sub(s, s.n - 1, 1) : STR_NONE;
}

/*
 * Reads all of `in`, else its first word, else what the type is known by among
 * other words; raw stays the whole as written.
 */
static bool
read_value(struct arena *a, const struct field_def *d, struct str in, struct field_value *out)
{
	struct str raw, part;

	if (field_parse(a, d, in, out, NULL) == 0)
		return true;
	raw = out->raw;
	part = first_word(raw, d->type == FIELD_NUMBER ? NUMBER_MARKS : WORD_MARKS);
	if (field_parse(a, d, part, out, NULL) == -1) {
		part = d->type == FIELD_VERSION ? only_version(raw) :
		    d->type == FIELD_ENUM ? digit_behind_label(a, d, raw) : STR_NONE;
		if (part.n == 0 || field_parse(a, d, part, out, NULL) == -1)
			return false;
	}
	out->raw = raw;
	return true;
}

/* "@label value" and "@label: value". */
static bool
at_line(struct arena *a, struct str line, struct pseudo *out)
{
	struct str word = first_word(str_sub(line, 1, line.n), WORD_MARKS);

	out->value = fold_trim(str_sub(line, 1 + word.n, line.n));
	if (str_ends(word, STR(":")))
		word.n--;
	out->label = fold(a, word);
	return word.n > 0;
}

static struct str
without_marks(struct str s)
{
	while (s.n > 0 && (s.p[0] == '*' || s.p[0] == '_'))
		s = str_sub(s, 1, s.n);
	while (s.n > 0 && (s.p[s.n - 1] == '*' || s.p[s.n - 1] == '_'))
		s.n--;
	return fold_trim(s);
}

/*
 * Cuts "Label: value", ">Label: value" or "@label value", the label in bold too;
 * false when the line is neither.
 */
static bool
label_line(struct arena *a, struct str line, struct pseudo *out)
{
	static const char wide_colon[] = "\xef\xbc\x9a";
	size_t at, skip = 1;

	line = fold_trim(line);
	if (line.n > 1 && line.p[0] == '@')
		return at_line(a, line, out);
	if (line.n > 1 && line.p[0] == '>' && line.p[1] != ' ')
		line = str_sub(line, 1, line.n);
	if ((at = str_chr(line, ':', 0)) == SIZE_MAX) {
		at = str_find(line, STR(wide_colon), 0);
		skip = sizeof(wide_colon) - 1;
	}
	if (at == SIZE_MAX || at == 0 || at > LABEL_BYTES)
		return false;
	out->label = fold(a, without_marks(fold_trim(str_sub(line, 0, at))));
	out->value = without_marks(fold_trim(str_sub(line, at + skip, line.n)));
	return out->label.n > 0;
}

static bool
any_label(const struct field_defs *defs, struct str folded)
{
	for (size_t i = 0; i < defs->n; i++)
		if (is_label(&defs->v[i], folded))
			return true;
	return false;
}

/* The first line that no known label begins, while the block lasts. */
static void
read_block(struct arena *a, const struct field_defs *defs, struct source *src,
    struct str text, struct str *unknown, bool *ended)
{
	struct str rest = fold_trim(text), line;

	*unknown = STR_NONE;
	*ended = true;
	src->n_pseudo = 0;
	while (str_line(&rest, &line) && fold_trim(line).n > 0) {
		struct pseudo *p = &src->pseudo[src->n_pseudo];

		if (src->n_pseudo == PSEUDO_LINES || !label_line(a, line, p)) {
			*ended = false;
			return;
		}
		if (unknown->n == 0 && !any_label(defs, p->label))
			*unknown = fold_trim(line);
		src->n_pseudo++;
	}
}

/*
 * The block of label lines at the very top.  It is believed when each line's
 * label is known, or when a blank line ends it ("Product: X" may stand in it);
 * else "Note: …" and "Version: …" in the first sentence would be one.
 */
static void
find_pseudo(struct arena *a, const struct field_defs *defs, struct source *src,
    struct reasons *why)
{
	struct str unknown;
	bool ended;

	read_block(a, defs, src, src->text, &unknown, &ended);
	if (unknown.n > 0 && !ended) {
		reason_add(a, why, "labels", "not believed: \"%.*s\" is no field, and no empty "
		    "line ends the block", STR_ARG(str_utf8_cut(unknown, LABEL_BYTES)));
		src->n_pseudo = 0;
	}
	/*
	 * ">Label: value" looks like a quote and is no part of the new text; but
	 * at the top of a mail that answers nothing, it can quote nothing.
	 */
	if (src->n_pseudo > 0 || !str_starts(fold_trim(src->mail->text), STR(">")) ||
	    src->mail->answers)
		return;
	read_block(a, defs, src, src->mail->text, &unknown, &ended);
	if (unknown.n > 0)
		src->n_pseudo = 0;
}

/*
 * What somebody put behind the label counts even when it is none of the type
 * ("Version: the newest"): kept as written and unverified, so that it is asked
 * for.  Of an enum only what it knows is a value.
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
			if (d->type == FIELD_ENUM || !str_is_text(p->value))
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
	    STR_ARG(first_word(value, WORD_MARKS))));

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
		const struct header *h = headers_next(src->mail->headers,
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
	struct str in[] = { src->mail->subject, src->text }, raw;
	struct str group = str_dup(a, d->name);

	for (size_t i = 0; i < d->n_patterns; i++)
		for (size_t k = 0; k < COUNT(in); k++)
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
	struct str in[] = { src->mail->subject, src->text };
	struct field_value v;
	struct prose found;
	bool any = false;

	if (d->leads.n == 0)
		return false;
	for (size_t k = 0; k < COUNT(in); k++) {
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

static void
explain(struct arena *a, const struct field_value *v, struct reasons *why)
{
	static const char *const where[FIELD_SOURCES] = {
		[FIELD_PSEUDO] = "a line at the top, label", [FIELD_HEADER] = "header field",
		[FIELD_PATTERN] = "found in the text by",
	};

	if (why->wanted)
		reason_add(a, why, str_printf(a, "field %.*s", STR_ARG(v->name)).p,
		    "%.*s: %s \"%.*s\", written \"%.*s\"%s", STR_ARG(v->value),
		    where[v->source], STR_ARG(v->where), STR_ARG(v->raw),
		    v->verified ? "" : ", unverified");
}

void
field_read(struct arena *a, const struct field_defs *defs, const struct field_mail *m,
    struct reasons *why, struct field_values *out)
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

	src->mail = m;
	src->text = fold_trim(m->reply_text).n > 0 ? m->reply_text : m->text;
	find_pseudo(a, defs, src, why);
	*out = (struct field_values){ ARENA_ARRAY(a, defs->n, struct field_value), 0 };
	for (size_t i = 0; i < defs->n; i++) {
		struct field_value *v = &out->v[out->n];

		for (size_t k = 0; k < COUNT(steps); k++) {
			if (!steps[k].read(a, &defs->v[i], src, v))
				continue;
			v->name = defs->v[i].name;
			v->source = steps[k].source;
			explain(a, v, why);
			out->n++;
			break;
		}
	}
}
