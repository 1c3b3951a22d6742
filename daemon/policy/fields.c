/* fields: see fields.h. */
#include "daemon/policy/fields.h"

#include "parsers/base/array.h"
#include "parsers/text/fold.h"
#include "parsers/text/pattern.h"

enum { TYPE_UNSAID = FIELD_TYPES };

struct field_read {			/* one field, as the file has it */
	struct field_def	def;
	unsigned		type;
};

static const char *const type_names[] = {
	[FIELD_ENUM] = "enum", [FIELD_VERSION] = "version", [FIELD_TEXT] = "text",
	[FIELD_NUMBER] = "number", [FIELD_DATE] = "date", [FIELD_DURATION] = "duration",
	[FIELD_BOOL] = "bool", [FIELD_EMAIL] = "email", NULL
};

static void	read_labels(struct loader *, const struct node *, void *);
static void	read_matches(struct loader *, const struct node *, void *);
static void	read_words(struct loader *, const struct node *, void *);
static void	read_patterns(struct loader *, const struct node *, void *);

static const struct key field_keys[] = {
	KEY(struct field_read, def.name, "name", KEY_NAME, .required = true, .help =
	    "severity and version are built in: their settings are added"),
	KEY(struct field_read, type, "type", KEY_ENUM, .names = type_names, .help =
	    "else the built-in one's, or \"text\""),
	KEY(struct field_read, def.values, "values", KEY_STRS, .help =
	    "of an enum: what it can be, lowest first; of others the known ones: "
	    "any other stays unverified and is asked for"),
	KEY(struct field_read, def.labels, "labels", KEY_CUSTOM, .read = read_labels, .help =
	    "words before a colon at the top of a mail, besides the name; a list, or a "
	    "group { en = [ … ]; de = [ … ]; }: the first of a language is how people are "
	    "asked for it"),
	KEY(struct field_read, def.headers, "headers", KEY_STRS, .help =
	    "header fields that tell it, strongest first"),
	KEY(struct field_read, def.words, "words", KEY_CUSTOM, .read = read_words, .help =
	    "list of pairs, a word and the value it means: ( [ \"urgent\", \"high\" ] )"),
	KEY(struct field_read, def.patterns, "patterns", KEY_CUSTOM, .read = read_patterns,
	    .help = "PCRE2 with a group of the field's name: \"build (?<version>\\\\S+)\""),
	KEY(struct field_read, def.default_value, "default", KEY_STR, .help =
	    "where neither the mail nor the project tells it"),
	KEY(struct field_read, def.catalogue, "catalogue", KEY_STRS, .help =
	    "the versions there are; others stay unverified and are asked for"),
	KEY(struct field_read, def.min, "min", KEY_STR, .help =
	    "of a number, date, duration or version: none is below it"),
	KEY(struct field_read, def.max, "max", KEY_STR, .help = "none is above it"),
	KEY(struct field_read, def.matches, "matches", KEY_CUSTOM, .read = read_matches,
	    .help = "PCRE2 that all of a value must match"),
	KEY(struct field_read, def.example, "example", KEY_STR, .help =
	    "shown to people who are asked for it"),
	KEY(struct field_read, def.required, "required", KEY_BOOL, .help =
	    "the acknowledgement asks for it when it is missing"),
};

static const struct section sections[] = {
	{ "fields", "fields.conf", KEYS(field_keys), "what is read from mail" },
	{ NULL },
};

static void
append(struct arena *a, struct strs *to, const struct strs *more)
{
	for (size_t i = 0; i < more->n; i++)
		strs_add(a, to, more->v[i]);
}

static void
read_words(struct loader *l, const struct node *n, void *base)
{
	struct field_def *d = &((struct field_read *)base)->def;

	d->words = ARENA_ARRAY(l->a, node_count(n), struct field_word);
	if (!node_is_list(n))
		conf_fault(l, n, "words is not a list of pairs: write words = ( [ \"urgent\", "
		    "\"high\" ], … );");
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct strs pair = { 0 };

		if (!conf_value(l, &e, KEY_STRS, &pair))
			continue;
		if (pair.n != 2)
			conf_fault(l, n, "pair %zu of words is not a word and its value: "
			    "[ \"urgent\", \"high\" ]", i + 1);
		else
			d->words[d->n_words++] = (struct field_word){ pair.v[0], pair.v[1] };
	}
}

/* Named in the value's provenance: "fields.conf:12". */
static void
read_patterns(struct loader *l, const struct node *n, void *base)
{
	struct field_def *d = &((struct field_read *)base)->def;
	struct strs texts = { 0 };

	if (!conf_value(l, n, KEY_STRS, &texts))
		return;
	d->patterns = ARENA_ARRAY(l->a, texts.n, struct pattern *);
	for (size_t i = 0; i < texts.n; i++) {
		struct pattern *p = conf_pattern(l, n, str_printf(l->a, "%.*s:%d",
		    STR_ARG(n->file), node_line(n)), texts.v[i]);

		if (p != NULL)
			d->patterns[d->n_patterns++] = p;
	}
}

static void
read_matches(struct loader *l, const struct node *n, void *base)
{
	struct field_def *d = &((struct field_read *)base)->def;
	struct str regex;

	if (conf_value(l, n, KEY_STR, &regex))
		d->matches = conf_pattern(l, n, str_printf(l->a, "%.*s:%d", STR_ARG(n->file),
		    node_line(n)), regex);
}

static void
read_labels(struct loader *l, const struct node *n, void *base)
{
	struct field_def *d = &((struct field_read *)base)->def;

	if (!node_is_group(n)) {
		conf_value(l, n, KEY_STRS, &d->labels);
		return;
	}
	d->titles = ARENA_ARRAY(l->a, node_count(n), struct field_title);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct strs labels = { 0 };

		if (!conf_value(l, &e, KEY_STRS, &labels) || labels.n == 0)
			continue;
		d->titles[d->n_titles++] = (struct field_title){
		    str_dup(l->a, node_name(&e)), labels.v[0] };
		append(l->a, &d->labels, &labels);
	}
}

static void
merge_words(struct arena *a, struct field_def *d, const struct field_def *in)
{
	struct field_word *words = ARENA_ARRAY(a, d->n_words + in->n_words,
	    struct field_word);
	size_t n = 0;

	for (size_t i = 0; i < in->n_words; i++)
		words[n++] = in->words[i];
	/* Built-in words of a value that the file took away mean nothing now. */
	for (size_t i = 0; i < d->n_words; i++)
		if (d->words[i].value.n == 0 || strs_has(&d->values, d->words[i].value))
			words[n++] = d->words[i];
	d->words = words;
	d->n_words = n;
}

static void
merge_titles(struct arena *a, struct field_def *d, const struct field_def *in)
{
	struct field_title *titles = ARENA_ARRAY(a, d->n_titles + in->n_titles,
	    struct field_title);
	size_t n = 0;

	for (size_t i = 0; i < in->n_titles; i++)
		titles[n++] = in->titles[i];
	for (size_t i = 0; i < d->n_titles; i++)
		titles[n++] = d->titles[i];
	d->titles = titles;
	d->n_titles = n;
}

static void
merge(struct arena *a, struct field_def *d, const struct field_def *in)
{
	struct strs headers = in->headers;

	append(a, &d->labels, &in->labels);
	append(a, &headers, &d->headers);
	d->headers = headers;
	if (in->values.n > 0)
		d->values = in->values;
	merge_words(a, d, in);
	d->patterns = in->patterns;
	d->n_patterns = in->n_patterns;
	d->default_value = in->default_value;
	d->catalogue = in->catalogue;
	d->min = in->min;
	d->max = in->max;
	d->matches = in->matches;
	d->example = in->example;
	d->required = in->required;
	merge_titles(a, d, in);
}

static struct field_def *
slot(struct loader *l, const struct field_read *in, struct field_defs *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_ieq(all->v[i].name, in->def.name))
			return &all->v[i];
	all->v = array_grow(l->a, all->v, all->n, sizeof(*all->v));
	all->v[all->n] = (struct field_def){ .name = in->def.name,
	    .type = in->type == TYPE_UNSAID ? FIELD_TEXT : (enum field_type)in->type };
	return &all->v[all->n++];
}

/* PCRE2 groups and libconfig settings are called by it. */
static bool
name_ok(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || (i > 0 && (name.p[i] == '_' ||
		    (name.p[i] >= '0' && name.p[i] <= '9')))))
			return false;
	return name.n > 0 && name.n <= 32;
}

static void
check_values(struct loader *l, const struct node *e, const struct field_def *d)
{
	struct node values = node_get(e, "values"), words = node_get(e, "words");
	struct node catalogue = node_get(e, "catalogue");

	if (d->type == FIELD_ENUM && d->values.n == 0)
		conf_fault(l, &values, "enum %.*s has no values: write values = [ \"low\", "
		    "\"high\" ];", STR_ARG(d->name));
	if (d->type == FIELD_VERSION && d->values.n > 0)
		conf_fault(l, &values, "the values of a version are its catalogue: write "
		    "catalogue = [ … ];");
	if (d->type == FIELD_BOOL && d->values.n > 0)
		conf_fault(l, &values, "a bool is yes or no: leave its values out");
	if (d->values.n == 0 && d->n_words > 0)
		conf_fault(l, &words, "words mean values, and %.*s has none: write values = "
		    "[ … ];", STR_ARG(d->name));
	if (d->type != FIELD_VERSION && d->catalogue.n > 0)
		conf_fault(l, &catalogue, "a catalogue is for versions: %.*s is a %s",
		    STR_ARG(d->name), type_names[d->type]);
	for (size_t i = 0; d->values.n > 0 && i < d->n_words; i++)
		if (d->words[i].value.n > 0)
			conf_one_of(l, &words, "value", d->words[i].value, &d->values);
}

/* A setting's text in its normal form; a fault and false when it has none. */
static bool
normal(struct loader *l, const struct node *n, const struct field_def *d, struct str *s)
{
	struct field_def bare = { .name = d->name, .type = d->type, .values = d->values };
	struct field_value v;
	struct err err;

	if (field_parse(l->a, &bare, *s, &v, &err) == -1) {
		conf_fault(l, n, "%s", err.text);
		return false;
	}
	*s = v.value;
	return true;
}

static void
check_bounds(struct loader *l, const struct node *e, struct field_def *d)
{
	struct node min = node_get(e, "min"), max = node_get(e, "max");
	bool ok = true;

	if (d->min.n + d->max.n == 0)
		return;
	if (!field_type_is_ordered(d->type)) {
		conf_fault(l, d->min.n > 0 ? &min : &max, "min and max are for numbers, dates, "
		    "durations and versions: %.*s is a %s", STR_ARG(d->name),
		    type_names[d->type]);
		d->min = d->max = STR_NONE;
		return;
	}
	if (d->min.n > 0)
		ok = normal(l, &min, d, &d->min);
	if (d->max.n > 0)
		ok = normal(l, &max, d, &d->max) && ok;
	if (ok && d->min.n > 0 && d->max.n > 0 && field_cmp(d, d->min, d->max) > 0)
		conf_fault(l, &max, "max is below min: nothing is between %.*s and %.*s",
		    STR_ARG(d->min), STR_ARG(d->max));
}

/* What is known and what is the default must be values themselves. */
static void
check_parses(struct loader *l, const struct node *e, struct field_def *d)
{
	struct node catalogue = node_get(e, "catalogue"), def = node_get(e, "default");
	struct node values = node_get(e, "values"), example = node_get(e, "example");
	struct node required = node_get(e, "required");
	struct field_value v;
	struct err err;

	for (size_t i = 0; d->type == FIELD_VERSION && i < d->catalogue.n; i++)
		if (field_parse(l->a, d, d->catalogue.v[i], &v, &err) == -1)
			conf_fault(l, &catalogue, "\"%.*s\" in the catalogue is not a version "
			    "such as \"2.4.1\"", STR_ARG(d->catalogue.v[i]));
	for (size_t i = 0; d->type != FIELD_ENUM && i < d->values.n; i++)
		if (field_parse(l->a, d, d->values.v[i], &v, &err) == -1)
			conf_fault(l, &values, "in values, %s", err.text);
		else
			d->values.v[i] = v.value;
	if (d->example.n > 0 && field_parse(l->a, d, d->example, &v, &err) == -1)
		conf_fault(l, &example, "the example is no value itself: %s", err.text);
	if (d->default_value.n == 0)
		return;
	if (d->required)
		conf_fault(l, &required, "%.*s has a default, so it is never missing: leave "
		    "required or the default out", STR_ARG(d->name));
	if (field_parse(l->a, d, d->default_value, &v, &err) == -1)
		conf_fault(l, &def, "%s", err.text);
	else if (!v.verified)
		conf_fault(l, &def, "the default \"%.*s\" is not in the %s",
		    STR_ARG(d->default_value), d->type == FIELD_VERSION ? "catalogue" : "values");
	else
		d->default_value = v.value;
}

static bool
has_label(const struct field_def *d, struct str folded)
{
	for (size_t i = 0; i < d->labels.n; i++)
		if (fold_eq(d->labels.v[i], folded))
			return true;
	return fold_eq(d->name, folded);
}

static void
drop_label(struct field_def *d, struct str folded)
{
	size_t n = 0;

	for (size_t i = 0; i < d->labels.n; i++)
		if (!fold_eq(d->labels.v[i], folded))
			d->labels.v[n++] = d->labels.v[i];
	d->labels.n = n;
}

/* Where the file has the label: in the list, or in one of a language. */
static struct node
label_node(struct loader *l, const struct node *e, struct str label)
{
	struct node labels = node_get(e, "labels");

	for (size_t i = 0; node_is_group(&labels) && i < node_count(&labels); i++) {
		struct node one = node_at(&labels, i);
		struct strs list = { 0 };

		if (conf_value(l, &one, KEY_STRS, &list) && strs_has(&list, label))
			return one;
	}
	return labels;
}

/*
 * One label means one field: what the file says goes before a built-in label,
 * and two fields of the file cannot share one.
 */
static void
check_labels(struct loader *l, const struct node *e, const struct field_def *in,
    const struct strs *seen, struct field_defs *all)
{
	for (size_t i = 0; i < in->labels.n; i++) {
		struct str label = in->labels.v[i], folded = fold(l->a, label);
		struct node at = label_node(l, e, label);

		if (str_chr(label, ':', 0) != SIZE_MAX)
			conf_fault(l, &at, "label \"%.*s\" has a colon: leave it out",
			    STR_ARG(label));
		for (size_t k = 0; k < all->n; k++) {
			struct field_def *other = &all->v[k];

			if (str_eq(other->name, in->name) || !has_label(other, folded))
				continue;
			if (strs_has(seen, other->name) || fold_eq(other->name, folded))
				conf_fault(l, &at, "label \"%.*s\" is of field %.*s already",
				    STR_ARG(label), STR_ARG(other->name));
			else
				drop_label(other, folded);
		}
	}
}

static void
check_headers(struct loader *l, const struct node *e, const struct field_def *in)
{
	struct node headers = node_get(e, "headers");

	for (size_t i = 0; i < in->headers.n; i++)
		for (size_t k = 0; k < in->headers.v[i].n; k++)
			if (in->headers.v[i].p[k] <= ' ' || in->headers.v[i].p[k] == ':' ||
			    in->headers.v[i].p[k] > '~') {
				conf_fault(l, &headers, "\"%.*s\" is no header field's name: "
				    "write it as \"X-Severity\"", STR_ARG(in->headers.v[i]));
				break;
			}
}

static void
check_groups(struct loader *l, const struct node *e, const struct field_def *d)
{
	struct node patterns = node_get(e, "patterns");
	const char *group = str_dup(l->a, d->name).p;

	for (size_t i = 0; i < d->n_patterns; i++)
		if (!pattern_has_group(d->patterns[i], group))
			conf_fault(l, &patterns, "pattern %zu has no group (?<%s>…) around the "
			    "value", i + 1, group);
}

static void
read_field(struct loader *l, const struct node *e, struct strs *seen,
    struct field_defs *all)
{
	struct node name = node_get(e, "name"), type = node_get(e, "type");
	struct field_read in = { .type = TYPE_UNSAID };
	struct field_def *d;

	conf_walk(l, e, &sections[0], &in);
	if (in.def.name.n == 0)
		return;
	if (!name_ok(in.def.name)) {
		conf_fault(l, &name, "\"%.*s\" is not a field's name: small letters, then "
		    "digits and '_' too", STR_ARG(in.def.name));
		return;
	}
	if (strs_has(seen, in.def.name))
		conf_fault(l, &name, "field %.*s is there twice: write it once",
		    STR_ARG(in.def.name));
	d = slot(l, &in, all);
	if (in.type != TYPE_UNSAID && in.type != (unsigned)d->type)
		conf_fault(l, &type, "%.*s is built in as a %s: leave its type out",
		    STR_ARG(d->name), type_names[d->type]);
	merge(l->a, d, &in.def);
	check_labels(l, e, &in.def, seen, all);
	check_headers(l, e, &in.def);
	check_values(l, e, d);
	check_bounds(l, e, d);
	check_parses(l, e, d);
	check_groups(l, e, d);
	strs_add(l->a, seen, in.def.name);
}

static void
load(struct loader *l, void *own)
{
	struct strs seen = { 0 };
	struct node list;
	size_t n;

	field_builtins(l->a, own);
	if (!conf_open_list(l, STR("fields.conf"), false, "fields", &list))
		return;
	n = conf_groups(l, &list);
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);

		read_field(l, &e, &seen, own);
	}
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct field_defs *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

static struct strs
severities_of(struct arena *a, const void *own)
{
	const struct field_def *severity = field_find(own, STR("severity"));

	(void)a;
	return severity->values;
}

const struct conf_part field_part = { "field", "fields.conf", sections, load, names_of };
const struct conf_part severity_part = { "severity", "fields.conf", .names = severities_of };
