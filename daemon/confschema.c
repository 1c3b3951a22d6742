/*
 * confschema: see confschema.h.
 *
 * libconfig 1.5 wraps large integers silently, so durations and sizes are
 * strings here, and it says nothing of unknown keys, so the walk does.
 */
#include "daemon/confschema.h"

#include <errno.h>
#include <fcntl.h>
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parsers/command.h"

enum { FILE_MAX = 4 * 1024 * 1024 };

static void
fault_at(struct loader *l, struct str file, int line, const char *fmt, va_list ap)
{
	struct str what = str_vprintf(l->a, fmt, ap);

	strs_add(l->a, &l->faults->lines, line > 0 ?
	    str_printf(l->a, "%.*s:%d: %.*s", STR_ARG(file), line, STR_ARG(what)) :
	    str_printf(l->a, "%.*s: %.*s", STR_ARG(file), STR_ARG(what)));
}

static void __attribute__((format(printf, 4, 5)))
fault_in(struct loader *l, struct str file, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_at(l, file, line, fmt, ap);
	va_end(ap);
}

void
conf_fault(struct loader *l, const struct node *n, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_at(l, n->file, node_line(n), fmt, ap);
	va_end(ap);
}

struct str
conf_where(struct loader *l, const struct node *n)
{
	return str_printf(l->a, "%.*s:%d", STR_ARG(n->file), node_line(n));
}

void
conf_wish(struct loader *l, const struct node *n, int kind, struct str name)
{
	struct wish *more;

	if ((l->n_wishes & (l->n_wishes - 1)) == 0) {
		more = ARENA_ARRAY(l->a, l->n_wishes == 0 ? 1 : 2 * l->n_wishes,
		    struct wish);
		if (l->n_wishes > 0)
			memcpy(more, l->wishes, l->n_wishes * sizeof(*more));
		l->wishes = more;
	}
	l->wishes[l->n_wishes].kind = (unsigned)kind;
	l->wishes[l->n_wishes].name = name;
	l->wishes[l->n_wishes++].where = conf_where(l, n);
}

static config_setting_t *
setting(const struct node *n)
{
	union { const void *in; config_setting_t *out; } u = { n->setting };

	return u.out;
}

struct str
node_name(const struct node *n)
{
	return str_c(config_setting_name(setting(n)));
}

int
node_line(const struct node *n)
{
	return n->setting == NULL ? 0 : (int)config_setting_source_line(setting(n));
}

size_t
node_count(const struct node *n)
{
	return config_setting_is_aggregate(setting(n)) ?
	    (size_t)config_setting_length(setting(n)) : 0;
}

struct node
node_at(const struct node *n, size_t i)
{
	return (struct node){ config_setting_get_elem(setting(n), (unsigned)i), n->file };
}

bool
node_is_group(const struct node *n)
{
	return config_setting_is_group(setting(n));
}

bool
node_is_list(const struct node *n)
{
	return config_setting_is_list(setting(n)) || config_setting_is_array(setting(n));
}

size_t
conf_groups(struct loader *l, const struct node *n)
{
	if (!config_setting_is_list(setting(n))) {
		conf_fault(l, n, "%s is not a list: write %s = ( { … }, { … } );",
		    node_name(n).p, node_name(n).p);
		return 0;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (!node_is_group(&e)) {
			conf_fault(l, &e, "an element of %s is not a group { … }",
			    node_name(n).p);
			return 0;
		}
	}
	return node_count(n);
}

/* --- files ---------------------------------------------------------------- */

static struct str
base_name(struct str path)
{
	size_t at = path.n;

	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return str_sub(path, at, path.n);
}

/* Only root and we ourselves may be able to change what we obey. */
static const char *
unsafe(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "is not a regular file";
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return "belongs to somebody else: it must be root's or docket's own";
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return "can be written by others: chmod go-w";
	if (st->st_size > FILE_MAX)
		return "is larger than 4 MB";
	return NULL;
}

int
conf_read(struct loader *l, struct str path, struct str *out)
{
	struct str name = base_name(path);
	const char *why = strerror(EIO);
	struct stat st;
	char *text;
	ssize_t n = 0, got = 0;
	int fd = open(path.p, O_RDONLY | O_CLOEXEC);

	if (fd == -1) {
		fault_in(l, name, 0, "%.*s: %s", STR_ARG(path), strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == -1 || (why = unsafe(&st)) != NULL) {
		fault_in(l, name, 0, "%.*s %s", STR_ARG(path), why);
		close(fd);
		return -1;
	}
	text = arena_alloc(l->a, (size_t)st.st_size + 1);
	while (got < st.st_size &&
	    (n = read(fd, text + got, (size_t)(st.st_size - got))) > 0)
		got += n;
	close(fd);
	*out = (struct str){ text, (size_t)got };
	return 0;
}

/* libconfig's own includes go by the working directory and anywhere. */
static bool
has_include(struct loader *l, struct str file, struct str text)
{
	struct str line;
	int n = 0;

	while (str_line(&text, &line)) {
		n++;
		if (!str_starts(str_trim(line), STR("@include")))
			continue;
		fault_in(l, file, n, "@include is not followed: put the file into the "
		    "folder rules.d/ or projects.d/");
		return true;
	}
	return false;
}

bool
conf_open(struct loader *l, const char *name, bool required, struct node *root)
{
	struct str path = str_printf(l->a, "%.*s%s", STR_ARG(l->folder), name), text;
	config_t *c;

	*root = (struct node){ NULL, str_c(name) };
	if (!required && access(path.p, F_OK) == -1 && errno == ENOENT)
		return false;
	if (conf_read(l, path, &text) == -1 || has_include(l, root->file, text))
		return false;
	if (!str_is_utf8(text)) {
		fault_in(l, root->file, 0, "is not UTF-8");
		return false;
	}
	if (l->n_files == sizeof(l->files) / sizeof(l->files[0])) {
		fault_in(l, root->file, 0, "is one file too many: 64 are read at most");
		return false;
	}
	c = ARENA_NEW(l->a, config_t);
	config_init(c);
	l->files[l->n_files++] = c;
	if (config_read_string(c, text.p) == CONFIG_FALSE) {
		fault_in(l, root->file, config_error_line(c), "%s: a setting is "
		    "name = value;", config_error_text(c));
		return false;
	}
	root->setting = config_root_setting(c);
	return true;
}

void
conf_close(struct loader *l)
{
	for (size_t i = 0; i < l->n_files; i++)
		config_destroy(l->files[i]);
	l->n_files = 0;
}

/* --- values --------------------------------------------------------------- */

static bool
text_of(struct loader *l, const struct node *n, struct str *out)
{
	const char *s = config_setting_get_string(setting(n));

	if (s == NULL)
		return false;
	*out = str_dup(l->a, str_c(s));
	return true;
}

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
	{ "", 1 }, { "B", 1 }, { "KB", 1024 }, { "MB", 1024 * 1024 },
	{ "GB", 1024 * 1024 * 1024 }, { NULL, 0 }
};

/* "1h30m": numbers each with a unit, added up. */
static bool
amount(struct str s, const struct unit *units, int64_t *out)
{
	int64_t sum = 0;

	if (s.n == 0)
		return false;
	while (s.n > 0) {
		size_t digits = 0, letters = 0;
		const struct unit *u;
		int64_t v;

		while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
			digits++;
		while (digits + letters < s.n && (s.p[digits + letters] < '0' ||
		    s.p[digits + letters] > '9'))
			letters++;
		if (digits > 9 || !str_i64(str_sub(s, 0, digits), &v))
			return false;
		for (u = units; u->name != NULL; u++)
			if (str_eq(str_trim(str_sub(s, digits, letters)), str_c(u->name)))
				break;
		if (u->name == NULL)
			return false;
		sum += v * u->factor;
		s = str_sub(s, digits + letters, s.n);
	}
	*out = sum;
	return true;
}

static bool
read_amount(struct loader *l, const struct node *n, const struct unit *units,
    const char *example, int64_t *out)
{
	struct str s = STR_NONE;

	if (text_of(l, n, &s) && amount(s, units, out))
		return true;
	conf_fault(l, n, "%s is not %s", node_name(n).n ? node_name(n).p : "this", example);
	return false;
}

static bool
read_strs(struct loader *l, const struct node *n, bool lower, struct strs *out)
{
	struct str s;

	if (text_of(l, n, &s)) {
		strs_add(l->a, out, lower ? str_lower(l->a, s) : s);
		return true;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (!text_of(l, &e, &s) || s.n == 0) {
			conf_fault(l, &e, "a text is missing here: [ \"x\", \"y\" ]");
			return false;
		}
		strs_add(l->a, out, lower ? str_lower(l->a, s) : s);
	}
	if (!node_is_list(n))
		conf_fault(l, n, "%s is not \"text\" or [ \"x\", \"y\" ]", node_name(n).p);
	return node_is_list(n);
}

static bool
read_int(struct loader *l, const struct node *n, int64_t max, int64_t *out)
{
	if (config_setting_type(setting(n)) == CONFIG_TYPE_INT)
		*out = config_setting_get_int(setting(n));
	if (config_setting_type(setting(n)) == CONFIG_TYPE_INT && *out >= 1 && *out <= max)
		return true;
	conf_fault(l, n, "%s is not a number from 1 to %lld", node_name(n).p,
	    (long long)max);
	return false;
}

bool
conf_value(struct loader *l, const struct node *n, enum key_kind kind, void *out)
{
	const char *name = node_name(n).n > 0 ? node_name(n).p : "this";
	struct str s = STR_NONE;
	int64_t v = 0;

	switch (kind) {
	case KEY_STR:
	case KEY_PATH:
		if (text_of(l, n, &s) && s.n > 0) {
			if (kind == KEY_PATH && s.p[0] != '/')
				s = str_printf(l->a, "%.*s%.*s", STR_ARG(l->folder),
				    STR_ARG(s));
			*(struct str *)out = s;
			return true;
		}
		conf_fault(l, n, "%s is not a text: write %s = \"…\";", name, name);
		return false;
	case KEY_TEXT:
		if (text_of(l, n, out))
			return true;
		conf_fault(l, n, "%s is not a text: write %s = \"…\";", name, name);
		return false;
	case KEY_STRS:
	case KEY_LOWERS:
		return read_strs(l, n, kind == KEY_LOWERS, out);
	case KEY_BOOL:
		if (config_setting_type(setting(n)) != CONFIG_TYPE_BOOL) {
			conf_fault(l, n, "%s is not true or false", name);
			return false;
		}
		*(bool *)out = config_setting_get_bool(setting(n));
		return true;
	case KEY_PORT:
		if (!read_int(l, n, 65535, &v))
			return false;
		*(uint16_t *)out = (uint16_t)v;
		return true;
	case KEY_DURATION:
		return read_amount(l, n, second_units, "a duration such as \"90s\", "
		    "\"15m\", \"8h\" or \"2d\"", out);
	case KEY_MS:
		return read_amount(l, n, ms_units, "a time such as \"500ms\" or \"5s\"", out);
	case KEY_SIZE:
		if (!read_amount(l, n, byte_units, "a size such as \"50MB\"", &v))
			return false;
		*(size_t *)out = (size_t)v;
		return true;
	case KEY_COUNT:
	case KEY_ENUM:
	case KEY_CUSTOM:
		break;
	}
	return false;
}

static bool
read_enum(struct loader *l, const struct node *n, const char *const *names, int *out)
{
	struct strs all = { 0 };
	struct buf b;
	struct str s = STR_NONE;

	buf_init(&b, l->a);
	for (int i = 0; names[i] != NULL; i++) {
		if (text_of(l, n, &s) && str_eq(s, str_c(names[i]))) {
			*out = i;
			return true;
		}
		strs_add(l->a, &all, str_c(names[i]));
		buf_printf(&b, "%s\"%s\"", i > 0 ? ", " : "", names[i]);
	}
	conf_fault(l, n, "%s is one of %s%s", node_name(n).p, buf_str(&b).p,
	    conf_near(l->a, s, &all).p);
	return false;
}

static void
read_key(struct loader *l, const struct node *n, const struct key *k, void *base)
{
	void *at = (char *)base + k->offset;

	if (k->kind == KEY_CUSTOM)
		k->read(l, n, base);
	else if (k->kind == KEY_ENUM)
		read_enum(l, n, k->names, at);
	else if (k->kind == KEY_COUNT)
		read_int(l, n, k->max, at);
	else
		conf_value(l, n, k->kind, at);
}

struct str
conf_near(struct arena *a, struct str name, const struct strs *names)
{
	struct str near = command_nearest(name, names);

	return near.n == 0 ? STR("") : str_printf(a, " (did you mean %.*s?)", STR_ARG(near));
}

static void
unknown_key(struct loader *l, const struct node *n, const struct section *s)
{
	struct strs names = { 0 };

	for (size_t i = 0; i < s->n; i++)
		strs_add(l->a, &names, str_c(s->keys[i].name));
	conf_fault(l, n, "there is no setting %s in %s%s: see docketctl help conf.%s",
	    node_name(n).p, s->name, conf_near(l->a, node_name(n), &names).p, s->name);
}

void
conf_walk(struct loader *l, const struct node *g, const struct section *s, void *base)
{
	bool *seen = ARENA_ARRAY(l->a, s->n, bool);

	for (size_t i = 0; i < node_count(g); i++) {
		struct node n = node_at(g, i);
		size_t k;

		for (k = 0; k < s->n; k++)
			if (str_eq(node_name(&n), str_c(s->keys[k].name)))
				break;
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
conf_section_help(struct arena *a, const struct section *s)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%s (%s): %s\n\n", s->name, s->file, s->about);
	for (size_t i = 0; i < s->n; i++)
		buf_printf(&b, "  %-18s %s%s\n", s->keys[i].name, s->keys[i].help,
		    s->keys[i].required ? " (required)" : "");
	return buf_str(&b);
}
