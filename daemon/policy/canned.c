/* canned: see canned.h. */
#include "daemon/policy/canned.h"

#include "daemon/conf/file.h"
#include "parsers/base/array.h"

/* "templates/en/text/more.txt" */
static void
load_text(struct loader *l, struct canned_all *all, struct str folder, struct str file)
{
	struct str source;
	struct canned c = { .language = str_dup(l->a, str_sub(folder, 10, SIZE_MAX)) };
	struct err e;

	if (conf_read(l, file, &source) == -1)
		return;
	c.name = str_dup(l->a, str_sub(file, folder.n + 6, file.n - folder.n - 10));
	if (template_check(source, NULL, &e) == -1 ||
	    template_parse(l->a, str_trim(source), &c.text, &e) == -1) {
		conf_fault_at(l, file, 0, "%s", e.text);
		return;
	}
	if (str_trim(source).n == 0)
		conf_fault_at(l, file, 1, "the text is empty");
	all->v = array_grow(l->a, all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = c;
}

static void
load(struct loader *l, void *own)
{
	struct strs folders = conf_folder(l, "templates", "");

	for (size_t i = 0; i < folders.n; i++) {
		struct str folder = str_printf(l->a, "%.*s/text", STR_ARG(folders.v[i]));
		struct strs files = conf_folder(l, folder.p, ".txt");

		for (size_t k = 0; k < files.n; k++)
			load_text(l, own, folders.v[i], files.v[k]);
	}
}

static struct strs
names_of(struct arena *a, const void *own)
{
	return canned_names(a, own);
}

const struct conf_part canned_part = { "text", "templates/en/text", .load = load,
    .names = names_of };

const struct canned *
canned_find(const struct canned_all *all, struct str name, struct str language)
{
	const struct canned *any = NULL, *english = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct canned *c = &all->v[i];

		if (!str_eq(c->name, name))
			continue;
		if (str_eq(c->language, language))
			return c;
		if (str_eq(c->language, STR("en")))
			english = c;
		any = c;
	}
	return english != NULL ? english : any;
}

struct strs
canned_names(struct arena *a, const struct canned_all *all)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		if (!strs_has(&out, all->v[i].name))
			strs_add(a, &out, all->v[i].name);
	return out;
}
