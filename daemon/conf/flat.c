/* flat: see flat.h. */
#include "daemon/conf/flat.h"

#include "parsers/base/array.h"

/* ---- a setting as one text ---- */

static void	put_value(struct arena *, struct buf *, const struct node *);

static void
put_members(struct arena *a, struct buf *b, const struct node *n)
{
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (node_name(&e).n > 0)
			buf_printf(b, "%s = ", node_name(&e).p);
		put_value(a, b, &e);
		buf_adds(b, node_is_group(n) ? "; " : i + 1 < node_count(n) ? ", " : " ");
	}
}

static void
put_value(struct arena *a, struct buf *b, const struct node *n)
{
	struct str text;
	int64_t number;
	bool yes;

	if (node_text(n, &text)) {
		buf_printf(b, "\"%.*s\"", STR_ARG(text));
	} else if (node_bool(n, &yes)) {
		buf_adds(b, yes ? "true" : "false");
	} else if (node_int(n, &number)) {
		buf_printf(b, "%lld", (long long)number);
	} else if (node_is_group(n) || node_is_list(n)) {
		buf_adds(b, node_is_group(n) ? "{ " : "( ");
		put_members(a, b, n);
		buf_addc(b, node_is_group(n) ? '}' : ')');
	} else {
		buf_adds(b, "a number");	/* of a kind that no setting has */
	}
}

static struct str
value_text(struct arena *a, const struct node *n)
{
	struct buf b;

	buf_init(&b, a);
	put_value(a, &b, n);
	return buf_str(&b);
}

/* ---- items ---- */

/* What people call it by: its name or key. */
static struct str
identity(const struct node *n)
{
	static const char *const words[] = { "name", "key" };
	struct str out = STR_NONE;

	for (size_t i = 0; node_is_group(n) && out.n == 0 && i < COUNT(words); i++) {
		struct node e = node_get(n, words[i]);

		if (e.setting != n->setting)
			node_text(&e, &out);
	}
	return out;
}

static bool
are_named(const struct node *list)
{
	for (size_t i = 0; i < node_count(list); i++) {
		struct node e = node_at(list, i);

		if (identity(&e).n == 0)
			return false;
	}
	return node_is_list(list) && node_count(list) > 0;
}

/* "mailboxes": "mailbox" */
static struct str
singular(struct str word)
{
	size_t less = str_ends(word, STR("xes")) || str_ends(word, STR("ses")) ? 2 :
	    str_ends(word, STR("s")) ? 1 : 0;

	return str_sub(word, 0, word.n - less);
}

/* `sla.clock` is another way to write `sla = { clock … }`. */
static struct str
path_of(struct arena *a, struct str path, struct str name)
{
	struct str part;
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, path);
	while (str_split(&name, '.', &part))
		buf_printf(&b, "%s%.*s", b.n > 0 ? " " : "", STR_ARG(part));
	return buf_str(&b);
}

static void
add_line(struct arena *a, struct flat_item *it, struct str path, const struct node *n)
{
	struct flat_line *line;

	it->v = array_grow(a, it->v, it->n, sizeof(*it->v));
	line = &it->v[it->n++];
	line->path = path;
	if (!node_is_list(n))
		strs_add(a, &line->values, value_text(a, n));
	for (size_t i = 0; node_is_list(n) && i < node_count(n); i++) {
		struct node e = node_at(n, i);

		strs_add(a, &line->values, value_text(a, &e));
	}
}

/* The depth is bounded by the parser of the tree. */
static void
add_lines(struct arena *a, struct flat_item *it, struct str path, const struct node *n)
{
	bool named = are_named(n);

	if (!node_is_group(n) && !named) {
		add_line(a, it, path, n);
		return;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct str name = named ? str_printf(a, "\"%.*s\"", STR_ARG(identity(&e))) :
		    node_name(&e);

		add_lines(a, it, named ? str_printf(a, "%.*s %.*s", STR_ARG(path),
		    STR_ARG(name)) : path_of(a, path, name), &e);
	}
}

static struct flat_item *
add_item(struct arena *a, struct flat_items *out, struct str kind, struct str name,
    struct str file, int line)
{
	out->v = array_grow(a, out->v, out->n, sizeof(*out->v));
	out->v[out->n] = (struct flat_item){ .kind = str_dup(a, kind), .name = str_dup(a, name),
	    .file = file, .line = line };
	return &out->v[out->n++];
}

static void
add_list(struct arena *a, struct flat_items *out, const struct node *list)
{
	for (size_t i = 0; i < node_count(list); i++) {
		struct node e = node_at(list, i);
		struct flat_item *it = add_item(a, out, singular(node_name(list)), identity(&e),
		    list->file, node_line(&e));

		add_lines(a, it, STR_NONE, &e);
	}
}

/* Lists are items each; what else the file has is one together. */
static void
add_tree(struct loader *l, struct str name, struct flat_items *out)
{
	struct flat_item rest = { .kind = name, .file = name, .line = 1 };
	struct node root;

	if (!conf_open(l, name, true, &root))
		return;
	for (size_t i = 0; i < node_count(&root); i++) {
		struct node n = node_at(&root, i);

		if (are_named(&n))
			add_list(l->a, out, &n);
		else if (!node_is_list(&n) || node_count(&n) > 0)	/* an empty one says nothing */
			add_lines(l->a, &rest, path_of(l->a, STR_NONE, node_name(&n)), &n);
	}
	if (rest.n > 0) {
		out->v = array_grow(l->a, out->v, out->n, sizeof(*out->v));
		out->v[out->n++] = rest;
	}
}

static void
add_text(struct arena *a, const struct conf_file *f, struct flat_items *out)
{
	struct flat_item *it = add_item(a, out, STR("file"), f->name, f->name, 0);
	struct str text = f->text, line;

	it->v = ARENA_NEW(a, struct flat_line);
	it->v[0].path = STR("text");
	it->n = 1;
	while (str_line(&text, &line))
		strs_add(a, &it->v[0].values, line);
}

void
flat_files(struct arena *a, const struct conf_files *files, struct flat_items *out,
    struct conf_faults *faults)
{
	struct loader l = { .a = a, .faults = faults, .instead = files };

	conf_begin(&l, "/docket.conf");
	*out = (struct flat_items){ 0 };
	for (size_t i = 0; i < files->n; i++)
		if (str_ends(files->v[i].name, STR(".conf")))
			add_tree(&l, files->v[i].name, out);
		else
			add_text(a, &files->v[i], out);
	conf_close(&l);
}
