/*
 * conftemplates: templates/LANG/NAME.txt and NAME.html: the mails that docket
 * writes.  The first line of the .txt is the subject.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/confload.h"
#include "parsers/template.h"

/* Mails that core sends by itself: without them it could not explain. */
static const char *const needed[] = { "command-refused", "unproven", NULL };

static void
file_fault(struct loader *l, struct str path, const char *what)
{
	strs_add(l->a, &l->faults->lines, str_printf(l->a, "%.*s: %s", STR_ARG(path), what));
}

static bool
check_source(struct loader *l, struct str path, struct str text)
{
	struct err e;

	if (!str_is_utf8(text))
		file_fault(l, path, "is not UTF-8");
	else if (template_check(text, &e) == -1)
		file_fault(l, path, e.text);
	else
		return true;
	return false;
}

/* "Subject: …", an empty line, the text. */
static bool
split_subject(struct loader *l, struct str path, struct str text,
    struct template_text *out)
{
	struct str line;

	if (!str_line(&text, &line) || !str_istarts(line, STR("Subject:"))) {
		file_fault(l, path, "the first line is not \"Subject: …\"");
		return false;
	}
	out->subject = str_trim(str_sub(line, 8, SIZE_MAX));
	if (!str_line(&text, &line) || str_trim(line).n > 0) {
		file_fault(l, path, "the line after the subject is not empty");
		return false;
	}
	out->text = text;
	return true;
}

static void
load_template(struct loader *l, const char *language, struct str file)
{
	struct conf *c = l->conf;
	struct str stem = str_sub(file, 0, file.n - 4), path, html_path, text;
	struct template_text *more, tt = { .language = str_dup(l->a, str_c(language)),
	    .name = str_dup(l->a, stem) };

	path = str_printf(l->a, "%.*stemplates/%s/%.*s", STR_ARG(l->folder), language,
	    STR_ARG(file));
	html_path = str_printf(l->a, "%.*stemplates/%s/%.*s.html", STR_ARG(l->folder),
	    language, STR_ARG(stem));
	if (conf_read(l, path, &text) == -1 || !check_source(l, path, text) ||
	    !split_subject(l, path, text, &tt))
		return;
	if (access(html_path.p, F_OK) == 0 && (conf_read(l, html_path, &tt.html) == -1 ||
	    !check_source(l, html_path, tt.html)))
		return;
	more = ARENA_ARRAY(l->a, c->n_templates + 1, struct template_text);
	if (c->n_templates > 0)
		memcpy(more, c->templates, c->n_templates * sizeof(*more));
	more[c->n_templates++] = tt;
	c->templates = more;
}

static int
by_name(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_cmp(*x, *y);
}

static struct strs
names_in(struct loader *l, struct str folder, const char *suffix)
{
	struct strs out = { 0 };
	struct dirent *d;
	DIR *dir = opendir(folder.p);

	if (dir == NULL)
		return out;
	while ((d = readdir(dir)) != NULL)
		if (d->d_name[0] != '.' && str_ends(str_c(d->d_name), str_c(suffix)))
			strs_add(l->a, &out, str_dup(l->a, str_c(d->d_name)));
	closedir(dir);
	if (out.n > 1)
		qsort(out.v, out.n, sizeof(*out.v), by_name);
	return out;
}

struct strs
conf_folder(struct loader *l, const char *name)
{
	struct str folder = str_printf(l->a, "%.*s%s", STR_ARG(l->folder), name);
	struct strs names = names_in(l, folder, ".conf");

	for (size_t i = 0; i < names.n; i++)
		names.v[i] = str_printf(l->a, "%s/%.*s", name, STR_ARG(names.v[i]));
	return names;
}

void
conftemplates_load(struct loader *l)
{
	struct str folder = str_printf(l->a, "%.*stemplates", STR_ARG(l->folder));
	struct strs languages = names_in(l, folder, "");

	for (size_t i = 0; i < languages.n; i++) {
		struct str sub = str_printf(l->a, "%.*s/%.*s", STR_ARG(folder),
		    STR_ARG(languages.v[i]));
		struct strs files = names_in(l, sub, ".txt");

		for (size_t k = 0; k < files.n; k++)
			load_template(l, languages.v[i].p, files.v[k]);
	}
	for (size_t i = 0; needed[i] != NULL; i++)
		if (conf_template(l->conf, str_c(needed[i]), STR("en")) == NULL)
			file_fault(l, folder, str_printf(l->a, "en/%s.txt is missing: every "
			    "template is needed in English at least", needed[i]).p);
}
