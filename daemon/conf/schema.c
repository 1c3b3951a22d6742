/* schema: see schema.h. */
#include "daemon/conf/schema.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/nearest.h"
#include "parsers/text/pattern.h"

enum { LONGEST = 3660 * 86400 };	/* of a duration: ten years */

struct unit {
	const char	*name;
	int64_t		 factor;
};

static const struct unit second_units[] = {
	{ "s", 1 }, { "m", 60 }, { "h", 3600 }, { "d", 86400 }, { "w", 604800 },
	{ NULL, 0 }
};
static const struct unit ms_units[] = {
	{ "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { NULL, 0 }
};
static const struct unit byte_units[] = {
	{ "B", 1 }, { "KB", 1024 }, { "MB", 1024 * 1024 }, { "GB", 1024 * 1024 * 1024 },
	{ NULL, 0 }
};

/* A number and its unit off the front of *s. */
static bool
take_amount(struct str *s, const struct unit *units, int64_t *out)
{
	size_t digits = 0, letters = 0;
	struct str unit;
	int64_t v;

	while (digits < s->n && s->p[digits] >= '0' && s->p[digits] <= '9')
		digits++;
	while (digits + letters < s->n && (s->p[digits + letters] < '0' ||
	    s->p[digits + letters] > '9'))
		letters++;
	unit = str_trim(str_sub(*s, digits, letters));
	if (digits == 0 || digits > 9 || !str_i64(str_sub(*s, 0, digits), &v))
		return false;
	while (units->name != NULL && !str_eq(unit, str_c(units->name)))
		units++;
	*out = v * units->factor;
	*s = str_sub(*s, digits + letters, SIZE_MAX);
	return units->name != NULL;
}

/* "1h30m": numbers each with a unit, added up; "0" needs none. */
static bool
amount(struct str s, const struct unit *units, int64_t *out)
{
	int64_t v;

	*out = 0;
	if (str_eq(s, STR("0")))
		return true;
	if (s.n == 0 || s.n > 40)
		return false;
	while (s.n > 0) {
		if (!take_amount(&s, units, &v))
			return false;
		*out += v;
	}
	return true;
}

bool
conf_duration(struct str s, int64_t *seconds)
{
	return amount(s, second_units, seconds);
}

/* ---- kinds: each reads `s`, the text of a setting or of a default ---- */

struct value {
	struct loader		*l;
	const struct key	*key;
	void			*at;
};

typedef bool (*text_fn)(const struct value *, struct str);

static bool
text_str(const struct value *v, struct str s)
{
	*(struct str *)v->at = str_dup(v->l->a, s);
	return s.n > 0 || v->key->kind == KEY_TEXT;
}

static bool
text_name(const struct value *v, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'))
			return false;
	}
	return text_str(v, s);
}

static bool
text_strs(const struct value *v, struct str s)
{
	strs_add(v->l->a, v->at, v->key->kind == KEY_LOWERS ? str_lower(v->l->a, s) :
	    str_dup(v->l->a, s));
	return true;
}

static bool
text_path(const struct value *v, struct str s)
{
	*(struct str *)v->at = s.n > 0 && s.p[0] == '/' ? str_dup(v->l->a, s) :
	    str_printf(v->l->a, "%.*s%.*s", STR_ARG(v->l->folder), STR_ARG(s));
	return s.n > 0;
}

static bool
in_range(const struct key *k, int64_t n)
{
	return n >= k->min && (k->max == 0 || n <= k->max);
}

static bool
text_duration(const struct value *v, struct str s)
{
	int64_t n;

	if (!amount(s, v->key->kind == KEY_MS ? ms_units : second_units, &n) ||
	    n > (v->key->kind == KEY_MS ? 1000LL * LONGEST : LONGEST) ||
	    !in_range(v->key, n))
		return false;
	*(int64_t *)v->at = n;
	return true;
}

static bool
text_term(const struct value *v, struct str s)
{
	if (s.n == 0 || str_eq(s, STR("0"))) {
		*(int64_t *)v->at = 0;
		return true;
	}
	return text_duration(v, s);
}

static bool
text_size(const struct value *v, struct str s)
{
	int64_t n;

	if (!amount(s, byte_units, &n) || !in_range(v->key, n))
		return false;
	*(size_t *)v->at = (size_t)n;
	return true;
}

static bool
text_choice(const struct value *v, struct str s)
{
	for (unsigned i = 0; v->key->names[i] != NULL; i++) {
		if (!str_eq(s, str_c(v->key->names[i])))
			continue;
		if (v->key->kind == KEY_ENUM)
			*(unsigned *)v->at = i;
		else
			*(struct str *)v->at = str_c(v->key->names[i]);
		return true;
	}
	return false;
}

static bool
store_number(const struct value *v, int64_t n)
{
	if (!in_range(v->key, n))
		return false;
	if (v->key->kind == KEY_PORT)
		*(uint16_t *)v->at = (uint16_t)n;
	else if (v->key->kind == KEY_LIMIT)
		*(size_t *)v->at = (size_t)n;
	else
		*(int64_t *)v->at = n;
	return true;
}

static bool
text_number(const struct value *v, struct str s)
{
	int64_t n;

	return str_i64(s, &n) && store_number(v, n);
}

static bool
text_bool(const struct value *v, struct str s)
{
	*(bool *)v->at = str_eq(s, STR("true"));
	return true;
}

static const struct kind {
	text_fn		 text;		/* reads a default; a setting too if is_text */
	bool		 is_text;
	const char	*what;		/* for faults and help */
	const char	*unit;		/* of min and max */
} kinds[KEY_KINDS] = {
	[KEY_STR] = { text_str, true, "a text" },
	[KEY_NAME] = { text_name, true, "a name of letters, digits, '.', '_' and '-'" },
	[KEY_TEXT] = { text_str, true, "a text" },
	[KEY_STRS] = { text_strs, false, "a text or a list of texts" },
	[KEY_LOWERS] = { text_strs, false, "a text or a list of texts" },
	[KEY_BOOL] = { text_bool, false, "true or false" },
	[KEY_PORT] = { text_number, false, "a number", "" },
	[KEY_COUNT] = { text_number, false, "a number", "" },
	[KEY_LIMIT] = { text_number, false, "a number", "" },
	[KEY_DURATION] = { text_duration, true,
	    "a duration such as \"90s\", \"15m\", \"8h\" or \"2d\"", "s" },
	[KEY_TERM] = { text_term, true, "a duration such as \"30m\" or \"8h\", or 0 for none",
	    "s" },
	[KEY_MS] = { text_duration, true, "a duration such as \"500ms\" or \"5s\"",
	    "ms" },
	[KEY_SIZE] = { text_size, true, "a size such as \"64KB\" or \"50MB\"",
	    "B" },
	[KEY_ENUM] = { text_choice, true, "one of" },
	[KEY_CHOICE] = { text_choice, true, "one of" },
	[KEY_PATH] = { text_path, true, "a file's name" },
	[KEY_CUSTOM] = { NULL, false, "" },
};

static bool
read_list(const struct value *v, const struct node *n)
{
	struct str s;

	*(struct strs *)v->at = (struct strs){ 0 };
	if (node_text(n, &s))
		return text_strs(v, s);
	if (!node_is_list(n))
		return false;
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (!node_text(&e, &s) || s.n == 0)
			return false;
		text_strs(v, s);
	}
	return true;
}

static bool
read_value(const struct value *v, const struct node *n)
{
	struct str s;
	int64_t i;

	if (v->key->kind == KEY_TERM && node_int(n, &i) && i == 0)
		return text_term(v, STR_NONE);
	if (kinds[v->key->kind].is_text)
		return node_text(n, &s) && kinds[v->key->kind].text(v, s);
	if (v->key->kind == KEY_BOOL)
		return node_bool(n, v->at);
	if (v->key->kind == KEY_STRS || v->key->kind == KEY_LOWERS)
		return read_list(v, n);
	return node_int(n, &i) && store_number(v, i);
}

/* What a value of this row looks like: "a number, at least 1, at most 32". */
static struct str
shape(struct arena *a, const struct key *k)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, kinds[k->kind].what);
	for (int i = 0; k->names != NULL && k->names[i] != NULL; i++)
		buf_printf(&b, "%s\"%s\"", i > 0 ? ", " : " ", k->names[i]);
	if (k->min > 0)
		buf_printf(&b, ", at least %lld%s", (long long)k->min, kinds[k->kind].unit);
	if (k->max > 0)
		buf_printf(&b, ", at most %lld%s", (long long)k->max, kinds[k->kind].unit);
	return buf_str(&b);
}

static bool
read_key(struct loader *l, const struct node *n, const struct key *k, void *base)
{
	struct value v = { l, k, (char *)base + k->offset };
	struct strs names;
	struct str s = STR_NONE;

	if (k->kind == KEY_CUSTOM) {
		k->read(l, n, base);
		return true;
	}
	if (read_value(&v, n))
		return true;
	node_text(n, &s);
	names = k->names == NULL ? (struct strs){ 0 } : conf_names(l->a, k->names);
	conf_fault(l, n, "%s%sis not %.*s%s", node_name(n).n > 0 ? node_name(n).p : "this",
	    s.n > 0 ? str_printf(l->a, " \"%.*s\" ", STR_ARG(str_utf8_cut(s, 80))).p : " ",
	    STR_ARG(shape(l->a, k)), conf_near(l->a, s, &names).p);
	return false;
}

bool
conf_value(struct loader *l, const struct node *n, enum key_kind kind, void *out)
{
	struct key k = { .kind = kind };

	return read_key(l, n, &k, out);
}

struct pattern *
conf_pattern(struct loader *l, const struct node *n, struct str name, struct str regex)
{
	struct pattern *p;
	struct err e;

	if (pattern_compile(name, regex, &p, &e) == -1) {
		conf_fault(l, n, "the pattern %.*s is not a regular expression: %s",
		    STR_ARG(regex), e.text);
		return NULL;
	}
	l->patterns = array_grow(l->a, l->patterns, l->n_patterns, sizeof(struct pattern *));
	l->patterns[l->n_patterns++] = p;
	return p;
}

/* ---- sections ---- */

void
conf_defaults(struct loader *l, const struct section *s, void *base)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct key *k = &s->keys[i];
		struct value v = { l, k, (char *)base + k->offset };

		if (k->def != NULL)
			kinds[k->kind].text(&v, str_c(k->def));
	}
}

static void
unknown_key(struct loader *l, const struct node *n, const struct section *s)
{
	struct strs names = { 0 };

	for (size_t i = 0; i < s->n; i++)
		strs_add(l->a, &names, str_c(s->keys[i].name));
	conf_fault(l, n, "there is no setting %s in %s%s: see %s%s", node_name(n).p, s->name,
	    conf_near(l->a, node_name(n), &names).p, s->about != NULL ?
	    "docketctl help conf." : s->file, s->about != NULL ? s->name : "");
}

/* Of the section's rows; s->n: none has this name.  An older name is told. */
static size_t
find_key(struct loader *l, const struct node *n, const struct section *s)
{
	size_t k = 0;

	while (k < s->n && !str_eq(node_name(n), str_c(s->keys[k].name)) &&
	    (s->keys[k].was == NULL || !str_eq(node_name(n), str_c(s->keys[k].was))))
		k++;
	if (k < s->n && !str_eq(node_name(n), str_c(s->keys[k].name)))
		conf_hint(l, n, "%s is called %s now", s->keys[k].was, s->keys[k].name);
	return k;
}

void
conf_walk(struct loader *l, const struct node *g, const struct section *s, void *base)
{
	bool *seen = ARENA_ARRAY(l->a, s->n, bool);

	conf_defaults(l, s, base);
	if (!node_is_group(g)) {
		conf_fault(l, g, "%s is not a group: write %s = { … };", s->name, s->name);
		return;
	}
	for (size_t i = 0; i < node_count(g); i++) {
		struct node n = node_at(g, i);
		size_t k = find_key(l, &n, s);

		if (k == s->n) {
			unknown_key(l, &n, s);
			continue;
		}
		seen[k] = true;
		read_key(l, &n, &s->keys[k], base);
	}
	for (size_t k = 0; k < s->n; k++)
		if (s->keys[k].required && !seen[k])
			conf_fault(l, g, "%s lacks %s: %s", s->name, s->keys[k].name,
			    s->keys[k].help);
}

struct str
conf_near(struct arena *a, struct str name, const struct strs *names)
{
	struct str near = nearest_name(name, names);

	return near.n == 0 ? STR("") : str_printf(a, " (did you mean %.*s?)", STR_ARG(near));
}

struct strs
conf_names(struct arena *a, const char *const *names)
{
	struct strs out = { 0 };

	for (; *names != NULL; names++)
		strs_add(a, &out, str_c(*names));
	return out;
}

bool
conf_one_of(struct loader *l, const struct node *n, const char *what, struct str name,
    const struct strs *names)
{
	if (strs_has(names, name))
		return true;
	conf_fault(l, n, "there is no %s %.*s%s: there are %s", what, STR_ARG(name),
	    conf_near(l->a, name, names).p, strs_join(l->a, names, ", ").p);
	return false;
}

struct str
conf_section_help(struct arena *a, const struct section *s)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%s (%s): %s\n", s->name, s->file, s->about);
	for (size_t i = 0; i < s->n; i++) {
		const struct key *k = &s->keys[i];

		buf_printf(&b, "\n  %s%s\n      %s\n", k->name, k->required ? " (required)" : "",
		    k->help);
		if (k->kind != KEY_CUSTOM)
			buf_printf(&b, "      %.*s%s%s\n", STR_ARG(shape(a, k)),
			    k->def != NULL ? "; default " : "", k->def != NULL ? k->def : "");
	}
	return buf_str(&b);
}
