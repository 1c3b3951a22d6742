/*
 * Types of fields: how a value of each is read into its normal form, and what
 * a definition may further ask of it.  Trusts the definition (checked
 * configuration), nothing of the value.
 */
#include "parsers/field/fieldtype.h"

#include "parsers/base/limits.h"
#include "parsers/base/nearest.h"
#include "parsers/base/wordlist.h"
#include "parsers/field/amount.h"
#include "parsers/field/version.h"
#include "parsers/head/mailbox.h"
#include "parsers/text/fold.h"
#include "parsers/text/pattern.h"

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

/* The known value that folded text `f` names, by itself or by a word, or NULL. */
static const struct str *
known_value(const struct field_def *d, struct str f)
{
	for (size_t i = 0; i < d->values.n; i++)
		if (fold_eq(d->values.v[i], f))
			return &d->values.v[i];
	for (size_t i = 0; i < d->n_words; i++)
		if (d->words[i].value.n > 0 && fold_eq(d->words[i].word, f))
			return &d->words[i].value;
	return NULL;
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
	near = nearest_name(f, &known);
	err_set(e, ERR_MESSAGE, "%.*s: \"%.*s\" is none of %.*s%s%.*s%s",
	    STR_ARG(d->name), STR_ARG(str_utf8_cut(in, 60)),
	    STR_ARG(joined(a, &d->values)), near.n > 0 ? "; did you mean \"" : "",
	    STR_ARG(near), near.n > 0 ? "\"?" : "");
	return -1;
}

static int
parse_enum(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	const struct str *value = known_value(d, fold(a, in));

	if (value == NULL)
		return enum_fault(a, d, in, e);
	*out = *value;
	return 0;
}

static int
parse_version(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	struct str known;

	if (version_parse(a, in, out))
		return 0;
	known = joined(a, &d->catalogue);
	return err_set(e, ERR_MESSAGE, "%.*s: \"%.*s\" is no version such as 2.4.1%s%.*s",
	    STR_ARG(d->name), STR_ARG(str_utf8_cut(in, 60)),
	    known.n > 0 ? "; known are " : "", STR_ARG(str_utf8_cut(known, 240)));
}

static int
parse_text(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	(void)a;
	(void)d;
	(void)e;
	*out = in;
	return 0;
}

static int
wrong(const struct field_def *d, struct str in, struct err *e)
{
	return err_set(e, ERR_MESSAGE, "%.*s: \"%.*s\" is no %s such as %s", STR_ARG(d->name),
	    STR_ARG(str_utf8_cut(in, 60)), field_type_name(d->type),
	    field_type_example(d->type));
}

static int
parse_number(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	return amount_number(a, in, out) ? 0 : wrong(d, in, e);
}

static int
parse_date(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	return amount_day(a, in, out) ? 0 : wrong(d, in, e);
}

static int
parse_duration(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	int64_t seconds;

	if (!amount_duration(a, in, &seconds))
		return wrong(d, in, e);
	*out = amount_duration_text(a, seconds);
	return 0;
}

static int
parse_bool(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	static const char *const yes[] = { "yes", "y", "true", "on", "1", "si", "s", "ja", "j",
		"oui", "o", "sim", "wahr", "vrai", "verdadero", "vero", "x", NULL };
	static const char *const no[] = { "no", "n", "false", "off", "0", "nein", "non", "nao",
		"falsch", "faux", "falso", NULL };
	struct str f = fold(a, in);

	if (!wordlist_has(f, yes) && !wordlist_has(f, no))
		return wrong(d, in, e);
	*out = wordlist_has(f, yes) ? STR("yes") : STR("no");
	return 0;
}

static int
parse_email(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	struct str addr, s = str_istarts(in, STR("mailto:")) ? str_sub(in, 7, in.n) : in;
	size_t from = 0, at;

	addr = mailbox_next(s, &from);
	at = str_chr(addr, '@', 0);
	if (addr.n == 0 || str_chr(s, '@', from) != SIZE_MAX ||
	    str_chr(addr, '.', at) == SIZE_MAX)
		return wrong(d, in, e);
	*out = str_printf(a, "%.*s%.*s", STR_ARG(str_sub(addr, 0, at)),
	    STR_ARG(str_lower(a, str_sub(addr, at, addr.n))));
	return 0;
}

static int
text_cmp(struct str x, struct str y)
{
	size_t n = x.n < y.n ? x.n : y.n;

	for (size_t i = 0; i < n; i++)
		if (x.p[i] != y.p[i])
			return (unsigned char)x.p[i] < (unsigned char)y.p[i] ? -1 : 1;
	return x.n == y.n ? 0 : x.n < y.n ? -1 : 1;
}

static const struct {
	const char	*name;
	const char	*example;
	int		(*parse)(struct arena *, const struct field_def *, struct str in,
			    struct str *out, struct err *);
	int		(*cmp)(struct str, struct str);	/* NULL: has no order */
} types[FIELD_TYPES] = {
	[FIELD_ENUM] = { "enum", "", parse_enum, NULL },
	[FIELD_VERSION] = { "version", "2.4.1", parse_version, version_cmp },
	[FIELD_TEXT] = { "text", "", parse_text, NULL },
	[FIELD_NUMBER] = { "number", "12.5", parse_number, amount_number_cmp },
	[FIELD_DATE] = { "date", "2026-03-31", parse_date, text_cmp },
	[FIELD_DURATION] = { "duration", "1h30m", parse_duration, amount_duration_cmp },
	[FIELD_BOOL] = { "bool", "yes", parse_bool, NULL },
	[FIELD_EMAIL] = { "email", "jo@example.com", parse_email, NULL },
};

const char *
field_type_name(enum field_type type)
{
	return types[type].name;
}

const char *
field_type_example(enum field_type type)
{
	return types[type].example;
}

bool
field_type_is_ordered(enum field_type type)
{
	return types[type].cmp != NULL;
}

int
field_cmp(const struct field_def *d, struct str x, struct str y)
{
	struct str values[] = { x, y };
	size_t rank[] = { 0, 0 };

	if (types[d->type].cmp != NULL)
		return types[d->type].cmp(x, y);
	if (d->type != FIELD_ENUM)
		return text_cmp(x, y);
	for (size_t k = 0; k < 2; k++)
		while (rank[k] < d->values.n && !str_eq(d->values.v[rank[k]], values[k]))
			rank[k]++;
	return rank[0] == rank[1] ? 0 : rank[0] < rank[1] ? -1 : 1;
}

/* The bounds, and the pattern that all of the value must match. */
static int
check_allowed(const struct field_def *d, struct str value, struct err *e)
{
	if (d->min.n > 0 && types[d->type].cmp != NULL && types[d->type].cmp(value, d->min) < 0)
		return err_set(e, ERR_MESSAGE, "%.*s: %.*s is below %.*s", STR_ARG(d->name),
		    STR_ARG(value), STR_ARG(d->min));
	if (d->max.n > 0 && types[d->type].cmp != NULL && types[d->type].cmp(value, d->max) > 0)
		return err_set(e, ERR_MESSAGE, "%.*s: %.*s is above %.*s", STR_ARG(d->name),
		    STR_ARG(value), STR_ARG(d->max));
	if (d->matches != NULL && pattern_whole(d->matches, value) != 1)
		return err_set(e, ERR_MESSAGE, "%.*s: \"%.*s\" has not the form that is wanted%s%.*s",
		    STR_ARG(d->name), STR_ARG(str_utf8_cut(value, 60)),
		    d->example.n > 0 ? ", such as " : "", STR_ARG(d->example));
	return 0;
}

/* A version in the catalogue's own spelling; what it does not know stays as written. */
static void
verify_version(const struct field_def *d, struct str in, struct field_value *out)
{
	for (size_t i = 0; i < d->catalogue.n; i++)
		if (version_cmp(d->catalogue.v[i], out->value) == 0) {
			out->value = d->catalogue.v[i];
			return;
		}
	out->verified = d->catalogue.n == 0;
	if (!out->verified)
		out->value = in;
}

static void
verify(struct arena *a, const struct field_def *d, struct str in, struct field_value *out)
{
	const struct str *known;

	out->verified = true;
	if (d->type == FIELD_VERSION)
		verify_version(d, in, out);
	if (d->type == FIELD_ENUM || d->values.n == 0)
		return;
	known = known_value(d, fold(a, out->value));
	out->verified = known != NULL;
	if (known != NULL)
		out->value = *known;
}

int
field_parse(struct arena *a, const struct field_def *d, struct str in,
    struct field_value *out, struct err *e)
{
	in = str_dup(a, str_utf8_cut(fold_trim(in), LIMIT_FIELD));
	*out = (struct field_value){ .name = d->name, .raw = in };
	if (!str_is_text(in))
		return err_set(e, ERR_MESSAGE, "%.*s: %s", STR_ARG(d->name),
		    in.n == 0 ? "a value is missing" : "the value is no text");
	if (types[d->type].parse(a, d, in, &out->value, e) == -1 ||
	    check_allowed(d, out->value, e) == -1)
		return -1;
	verify(a, d, in, out);
	return 0;
}
