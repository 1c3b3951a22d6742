/*
 * conffields: fields.conf: what is read from mail, added to the built-in
 * severity and version.  What the file says goes before what is built in.
 */
#include <string.h>

#include "daemon/confload.h"
#include "parsers/pattern.h"

enum { TYPE_UNSAID = FIELD_TYPES };

struct field_read {			/* one field, as the file has it */
	struct field_def	def;
	unsigned		type;
};

static const char *const type_names[] = {
	[FIELD_ENUM] = "enum", [FIELD_VERSION] = "version", [FIELD_TEXT] = "text", NULL
};

static void	read_words(struct loader *, const struct node *, void *);
static void	read_patterns(struct loader *, const struct node *, void *);

static const struct key field_keys[] = {
	KEY(struct field_read, def.name, "name", KEY_NAME, .required = true, .help =
	    "severity and version are built in: their settings are added"),
	KEY(struct field_read, type, "type", KEY_ENUM, .names = type_names, .help =
	    "else the built-in one's, or \"text\""),
	KEY(struct field_read, def.values, "values", KEY_STRS, .help =
	    "of an enum: what it can be, lowest first"),
	KEY(struct field_read, def.labels, "labels", KEY_STRS, .help =
	    "words before a colon at the top of a mail, besides the name"),
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
};

const struct section conffields_sections[] = {
	{ "fields", "fields.conf", KEYS(field_keys), "what is read from mail" },
	{ NULL },
};

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
append(struct arena *a, struct strs *to, const struct strs *more)
{
	for (size_t i = 0; i < more->n; i++)
		strs_add(a, to, more->v[i]);
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
}

static struct field_def *
slot(struct loader *l, const struct field_read *in)
{
	struct field_defs *all = &l->conf->fields;
	struct field_def *more;

	for (size_t i = 0; i < all->n; i++)
		if (str_ieq(all->v[i].name, in->def.name))
			return &all->v[i];
	more = ARENA_ARRAY(l->a, all->n + 1, struct field_def);
	if (all->n > 0)
		memcpy(more, all->v, all->n * sizeof(*more));
	all->v = more;
	more[all->n] = (struct field_def){ .name = in->def.name,
	    .type = in->type == TYPE_UNSAID ? FIELD_TEXT : (enum field_type)in->type };
	return &more[all->n++];
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
	if (d->type != FIELD_ENUM && (d->values.n > 0 || d->n_words > 0))
		conf_fault(l, d->values.n > 0 ? &values : &words, "values and words are for "
		    "enums: %.*s is a %s", STR_ARG(d->name), type_names[d->type]);
	if (d->type != FIELD_VERSION && d->catalogue.n > 0)
		conf_fault(l, &catalogue, "a catalogue is for versions: %.*s is a %s",
		    STR_ARG(d->name), type_names[d->type]);
	for (size_t i = 0; d->type == FIELD_ENUM && i < d->n_words; i++)
		if (d->words[i].value.n > 0)
			conf_one_of(l, &words, "value", d->words[i].value, &d->values);
}

/* Each version of the catalogue must be one, and the default a value. */
static void
check_parses(struct loader *l, const struct node *e, const struct field_def *d)
{
	struct node catalogue = node_get(e, "catalogue"), def = node_get(e, "default");
	struct field_value v;
	struct err err;

	for (size_t i = 0; d->type == FIELD_VERSION && i < d->catalogue.n; i++)
		if (field_parse(l->a, d, d->catalogue.v[i], &v, &err) == -1)
			conf_fault(l, &catalogue, "\"%.*s\" in the catalogue is not a version "
			    "such as \"2.4.1\"", STR_ARG(d->catalogue.v[i]));
	if (d->default_value.n == 0)
		return;
	if (field_parse(l->a, d, d->default_value, &v, &err) == -1)
		conf_fault(l, &def, "%s", err.text);
	else if (!v.verified)
		conf_fault(l, &def, "the default \"%.*s\" is not in the catalogue",
		    STR_ARG(d->default_value));
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
read_field(struct loader *l, const struct node *e, struct strs *seen)
{
	struct node name = node_get(e, "name"), type = node_get(e, "type");
	struct field_read in = { .type = TYPE_UNSAID };
	struct field_def *d;

	conf_walk(l, e, &conffields_sections[0], &in);
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
	strs_add(l->a, seen, in.def.name);
	d = slot(l, &in);
	if (in.type != TYPE_UNSAID && in.type != (unsigned)d->type)
		conf_fault(l, &type, "%.*s is built in as a %s: leave its type out",
		    STR_ARG(d->name), type_names[d->type]);
	merge(l->a, d, &in.def);
	check_values(l, e, d);
	check_parses(l, e, d);
	check_groups(l, e, d);
}

void
conffields_load(struct loader *l)
{
	struct strs seen = { 0 };
	struct node list;
	size_t n;

	field_builtins(l->a, &l->conf->fields);
	if (!conf_open_list(l, STR("fields.conf"), false, "fields", &list))
		return;
	n = conf_groups(l, &list);
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);

		read_field(l, &e, &seen);
	}
}
