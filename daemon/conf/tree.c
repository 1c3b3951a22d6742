/*
 * tree: see tree.h.
 *
 * What libconfig 1.5 does badly is caught in the text before it reads it: it
 * wraps large integers silently and follows @include anywhere.  It also knows
 * no dot in a name; `sla.clock` is passed through it as `sla*clock`.
 */
#include "daemon/conf/tree.h"

#include <libconfig.h>
#include <string.h>

#include "daemon/conf/file.h"

enum { DIGITS_MAX = 9 };

/* ---- nodes ---- */

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

struct node
node_get(const struct node *n, const char *name)
{
	config_setting_t *s = config_setting_get_member(setting(n), name);

	return s == NULL ? *n : (struct node){ s, n->file };
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

bool
node_text(const struct node *n, struct str *out)
{
	const char *s = config_setting_get_string(setting(n));

	if (s != NULL)
		*out = str_c(s);
	return s != NULL;
}

bool
node_bool(const struct node *n, bool *out)
{
	if (config_setting_type(setting(n)) != CONFIG_TYPE_BOOL)
		return false;
	*out = config_setting_get_bool(setting(n)) != 0;
	return true;
}

bool
node_int(const struct node *n, int64_t *out)
{
	if (config_setting_type(setting(n)) != CONFIG_TYPE_INT)
		return false;
	*out = config_setting_get_int(setting(n));
	return true;
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
			conf_fault(l, n, "element %zu of %s is not a group: write %s = "
			    "( { … }, { … } );", i + 1, node_name(n).p, node_name(n).p);
			return 0;
		}
	}
	return node_count(n);
}

/* ---- faults of nodes ---- */

void
conf_fault(struct loader *l, const struct node *n, const char *fmt, ...)
{
	struct str text;
	va_list ap;

	va_start(ap, fmt);
	text = str_vprintf(l->a, fmt, ap);
	va_end(ap);
	conf_fault_at(l, n->file, node_line(n), "%.*s", STR_ARG(text));
}

void
conf_hint(struct loader *l, const struct node *n, const char *fmt, ...)
{
	struct str text;
	va_list ap;

	va_start(ap, fmt);
	text = str_vprintf(l->a, fmt, ap);
	va_end(ap);
	conf_hint_at(l, n->file, node_line(n), "%.*s", STR_ARG(text));
}

/* ---- what libconfig is given ---- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
	    c == '_' || c == '-';
}

/* The end of the string or comment that starts at `i`, else `i`; SIZE_MAX: none. */
static size_t
skip(struct str s, size_t i)
{
	struct str rest = str_sub(s, i, SIZE_MAX);
	size_t end;

	if (s.p[i] == '"') {
		for (end = i + 1; end < s.n && s.p[end] != '"'; end++)
			end += s.p[end] == '\\';
		return end < s.n ? end + 1 : SIZE_MAX;
	}
	if (str_starts(rest, STR("/*"))) {
		end = str_find(s, STR("*/"), i + 2);
		return end == SIZE_MAX ? end : end + 2;
	}
	if (s.p[i] != '#' && !str_starts(rest, STR("//")))
		return i;
	end = str_chr(s, '\n', i);
	return end == SIZE_MAX ? s.n : end;
}

/* A word or number: dots of names become '*'.  Its end. */
static size_t
mend_word(char *p, size_t n, size_t i)
{
	bool number = is_digit(p[i]);

	for (; i < n && (is_word(p[i]) || p[i] == '.'); i++)
		if (p[i] == '.' && !number)
			p[i] = '*';
	return i;
}

/*
 * Makes `text` fit for libconfig, in place and without moving a line.  False
 * when there is something in it that it would read wrong.
 */
static bool
mend(struct loader *l, struct str file, char *p, size_t n)
{
	struct str s = { p, n };
	int line = 1;

	for (size_t i = 0; i < n;) {
		size_t end = skip(s, i);

		if (end == i && is_word(p[i]))
			end = mend_word(p, n, i);
		if (end == SIZE_MAX) {
			conf_fault_at(l, file, line, "the text or comment that begins here is "
			    "not closed");
			return false;
		}
		if (str_starts(str_sub(s, i, SIZE_MAX), STR("@include"))) {
			conf_fault_at(l, file, line, "@include is not followed: put the file "
			    "into the folder rules.d/ or projects.d/");
			return false;
		}
		if (is_digit(p[i]) && end - i > DIGITS_MAX) {
			conf_fault_at(l, file, line, "the number %.*s is too large to be read: "
			    "durations and sizes are texts, \"8h\", \"50MB\"",
			    STR_ARG(str_sub(s, i, end - i)));
			return false;
		}
		end += end == i;
		for (; i < end; i++)
			line += p[i] == '\n';
	}
	return true;
}

/* Gives names their dots back; the depth of the tree is bounded by its parser. */
static void
restore_names(config_setting_t *s)
{
	union { const char *in; char *out; } name = { config_setting_name(s) };

	for (char *p = name.out; p != NULL && *p != '\0'; p++)
		if (*p == '*')
			*p = '.';
	for (int i = 0; config_setting_is_aggregate(s) && i < config_setting_length(s); i++)
		restore_names(config_setting_get_elem(s, (unsigned)i));
}

static bool
open_text(struct loader *l, struct str name, struct str text, struct node *root)
{
	config_t *c;
	char *p;

	p = memcpy(arena_alloc(l->a, text.n + 1), text.n > 0 ? text.p : "", text.n);
	if (!mend(l, name, p, text.n)) {
		l->unread = true;
		return false;
	}
	l->file = c = ARENA_NEW(l->a, config_t);
	config_init(c);
	if (config_read_string(c, p) == CONFIG_FALSE) {
		conf_fault_at(l, name, config_error_line(c), "%s near here: a setting is "
		    "name = value; and what opens must close; a comma is between those of a list",
		    config_error_text(c));
		l->unread = true;
		return false;
	}
	root->setting = config_root_setting(c);
	restore_names(config_root_setting(c));
	return true;
}

bool
conf_open(struct loader *l, struct str name, bool required, struct node *root)
{
	struct str text = STR_NONE;

	conf_close(l);
	*root = (struct node){ NULL, name };
	if ((!required && conf_is_absent(l, name)) || conf_read(l, name, &text) == -1)
		return false;
	return open_text(l, name, text, root);
}

void
conf_close(struct loader *l)
{
	if (l->file != NULL)
		config_destroy(l->file);
	l->file = NULL;
}

static bool
find_list(struct loader *l, const struct node *root, const char *list, struct node *out)
{
	bool found = false;

	for (size_t i = 0; i < node_count(root); i++) {
		struct node n = node_at(root, i);

		if (str_eq(node_name(&n), str_c(list))) {
			*out = n;
			found = true;
		} else {
			conf_fault(l, &n, "there is no setting %s in this file: it holds "
			    "%s = ( … );", node_name(&n).p, list);
		}
	}
	return found;
}

bool
conf_open_list(struct loader *l, struct str name, bool required, const char *list,
    struct node *out)
{
	struct node root;

	return conf_open(l, name, required, &root) && find_list(l, &root, list, out);
}

bool
conf_open_list_or(struct loader *l, struct str name, struct str text, const char *list,
    struct node *out)
{
	struct node root = { NULL, name };

	if (!conf_is_absent(l, name))
		return conf_open_list(l, name, false, list, out);
	conf_close(l);
	return open_text(l, name, text, &root) && find_list(l, &root, list, out);
}
