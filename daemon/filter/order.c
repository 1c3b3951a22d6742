/* order: see order.h. */
#include "daemon/filter/order.h"

#include "parsers/field/amount.h"
#include "parsers/field/version.h"

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* ---- subjects that are no field ---- */

static int
read_number(struct arena *a, struct str in, struct str *out, struct err *e)
{
	return amount_number(a, in, out) ? 0 : err_set(e, ERR_MESSAGE, "%.*s is no number: write "
	    "\"3\" or \"1.5\"", STR_ARG(in));
}

static int
read_percent(struct arena *a, struct str in, struct str *out, struct err *e)
{
	struct str number = str_ends(in, STR("%")) ? str_sub(in, 0, in.n - 1) : STR_NONE;

	return number.n > 0 && amount_number(a, number, out) ? 0 : err_set(e, ERR_MESSAGE,
	    "%.*s is no share: write \"75%%\"", STR_ARG(in));
}

static int
read_duration(struct arena *a, struct str in, struct str *out, struct err *e)
{
	int64_t seconds;

	if (!amount_duration(a, in, &seconds))
		return err_set(e, ERR_MESSAGE, "%.*s is no duration: write \"1h30m\" or \"2d\"",
		    STR_ARG(in));
	*out = amount_duration_text(a, seconds);
	return 0;
}

static const struct type {
	const char	*what, *example;
	int		(*read)(struct arena *, struct str, struct str *, struct err *);
	int		(*cmp)(struct str, struct str);	/* NULL: no order */
} types[] = {
	[TYPE_TEXT] = { "a text", "x", NULL, NULL },
	[TYPE_BOOL] = { "yes or no", "yes", NULL, NULL },
	[TYPE_WORD] = { "a name", "x", NULL, NULL },
	[TYPE_FIELD] = { "a field", "x", NULL, NULL },
	[TYPE_NUMBER] = { "a number", "3", read_number, amount_number_cmp },
	[TYPE_PERCENT] = { "a share", "75%", read_percent, amount_number_cmp },
	[TYPE_DURATION] = { "a duration", "2d", read_duration, amount_duration_cmp },
};

static const struct type *
type_of(const struct filter_test *t)
{
	return &types[subject_row(t->subject)->type];
}

/* ---- all ---- */

enum subject_domain
order_domain(const struct filter_test *t)
{
	enum subject_type type = subject_row(t->subject)->type;

	if (t->def != NULL && t->def->type == FIELD_BOOL)
		return DOMAIN_WORDS;
	if (t->def != NULL)
		return t->def->type == FIELD_ENUM ? DOMAIN_ORDERED :
		    field_type_is_ordered(t->def->type) ? DOMAIN_INTERVAL : DOMAIN_TEXT;
	return type == TYPE_WORD || type == TYPE_BOOL ? DOMAIN_WORDS :
	    types[type].cmp != NULL ? DOMAIN_INTERVAL : DOMAIN_TEXT;
}

bool
order_is(const struct filter_test *t)
{
	enum subject_domain domain = order_domain(t);

	return domain == DOMAIN_ORDERED || domain == DOMAIN_INTERVAL;
}

const char *
order_type(const struct filter_test *t)
{
	return t->def != NULL ? field_type_name(t->def->type) : type_of(t)->what;
}

const char *
order_example(const struct filter_test *t)
{
	if (t->def == NULL)
		return type_of(t)->example;
	return t->def->type == FIELD_ENUM && t->def->values.n > 0 ? t->def->values.v[0].p :
	    field_type_example(t->def->type);
}

static int
read_field(struct arena *a, const struct field_def *d, struct str in, struct str *out,
    struct err *e)
{
	struct field_value v;

	if (field_parse(a, d, in, &v, e) == -1)
		return -1;
	*out = v.value;
	return 0;
}

int
order_read(struct arena *a, const struct filter_test *t, struct str in, struct str *out,
    struct err *e)
{
	if (t->def != NULL)
		return read_field(a, t->def, in, out, e);
	*out = in;
	return type_of(t)->read == NULL ? 0 : type_of(t)->read(a, in, out, e);
}

bool
order_has(const struct filter_test *t, struct str value)
{
	if (value.n == 0)
		return false;
	if (t->def == NULL)
		return has_digit(value);
	return t->def->type == FIELD_ENUM ? strs_has(&t->def->values, value) :
	    t->def->type == FIELD_VERSION ? version_is(value) : has_digit(value);
}

int
order_cmp(const struct filter_test *t, struct str x, struct str y)
{
	return t->def != NULL ? field_cmp(t->def, x, y) : type_of(t)->cmp(x, y);
}
