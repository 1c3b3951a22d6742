/*
 * conftemplates: templates/LANGUAGE/NAME.txt and NAME.html: the mails that
 * docket writes.  The first line of the .txt is the subject.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/confload.h"
#include "parsers/template.h"

/* Mails that core sends by itself: without them it could not explain. */
static const char *const needed[] = { "command-refused", "unproven", NULL };

/* "line 7: …" of a template that begins after `before` lines of its file. */
static bool
check_source(struct loader *l, struct str file, struct str source, int before)
{
	struct str text, number;
	struct err e;
	int64_t line;

	if (template_check(source, &e) == 0)
		return true;
	text = str_c(e.text);
	if (str_starts(text, STR("line ")) && (text = str_sub(text, 5, SIZE_MAX),
	    str_split(&text, ':', &number)) && str_i64(number, &line))
		conf_fault_at(l, file, before + (int)line, "%.*s", STR_ARG(str_trim(text)));
	else
		conf_fault_at(l, file, 0, "%s", e.text);
	return false;
}

/* "Subject: …", an empty line, the text. */
static bool
split_subject(struct loader *l, struct str file, struct str text, struct template_text *out)
{
	struct str line;

	if (!str_line(&text, &line) || !str_istarts(line, STR("Subject:"))) {
		conf_fault_at(l, file, 1, "the first line is not \"Subject: …\"");
		return false;
	}
	out->subject = str_trim(str_sub(line, 8, SIZE_MAX));
	if (out->subject.n == 0)
		conf_fault_at(l, file, 1, "the subject is empty");
	if (!str_line(&text, &line) || str_trim(line).n > 0) {
		conf_fault_at(l, file, 2, "the line after the subject is not empty");
		return false;
	}
	out->text = text;
	return true;
}

static bool
load_text(struct loader *l, struct str file, struct template_text *out)
{
	struct str text;

	if (conf_read(l, file, &text) == -1 || !split_subject(l, file, text, out))
		return false;
	return check_source(l, file, out->subject, 0) && check_source(l, file, out->text, 2);
}

static void
add(struct loader *l, const struct template_text *t)
{
	struct conf *c = l->conf;
	struct template_text *more = ARENA_ARRAY(l->a, c->n_templates + 1,
	    struct template_text);

	if (c->n_templates > 0)
		memcpy(more, c->templates, c->n_templates * sizeof(*more));
	more[c->n_templates++] = *t;
	c->templates = more;
}

/* One language: each .txt, with the .html of its name if there is one. */
static void
load_language(struct loader *l, struct str folder)
{
	struct strs texts = conf_folder(l, folder.p, ".txt");
	struct strs pages = conf_folder(l, folder.p, ".html");

	for (size_t i = 0; i < texts.n; i++) {
		struct str file = texts.v[i], stem = str_sub(file, 0, file.n - 4);
		struct str page = str_printf(l->a, "%.*s.html", STR_ARG(stem));
		struct template_text t = { .language = str_sub(folder, 10, SIZE_MAX),
		    .name = str_dup(l->a, str_sub(stem, folder.n + 1, SIZE_MAX)) };

		if (load_text(l, file, &t) && (!strs_has(&pages, page) ||
		    (conf_read(l, page, &t.html) == 0 && check_source(l, page, t.html, 0))))
			add(l, &t);
	}
	for (size_t i = 0; i < pages.n; i++) {
		struct str text = str_printf(l->a, "%.*s.txt",
		    STR_ARG(str_sub(pages.v[i], 0, pages.v[i].n - 5)));

		if (!strs_has(&texts, text))
			conf_fault_at(l, pages.v[i], 0, "there is no %.*s beside it: the text "
			    "has the subject", STR_ARG(text));
	}
}

/* English is what all other languages fall back to. */
static void
check_english(struct loader *l)
{
	const struct conf *c = l->conf;

	for (size_t i = 0; i < c->n_templates; i++) {
		const struct template_text *t = &c->templates[i];

		if (conf_template(c, t->name, STR("en")) == NULL)
			conf_fault_at(l, str_printf(l->a, "templates/%.*s/%.*s.txt",
			    STR_ARG(t->language), STR_ARG(t->name)), 0, "there is no "
			    "templates/en/%.*s.txt, which other languages fall back to",
			    STR_ARG(t->name));
	}
	for (size_t i = 0; needed[i] != NULL; i++)
		if (conf_template(c, str_c(needed[i]), STR("en")) == NULL)
			conf_fault_at(l, str_printf(l->a, "templates/en/%s.txt", needed[i]), 0,
			    "it is missing: docket sends this mail by itself");
}

void
conftemplates_load(struct loader *l)
{
	struct strs languages = conf_folder(l, "templates", "");
	size_t before = l->faults->lines.n;

	for (size_t i = 0; i < languages.n; i++)
		load_language(l, languages.v[i]);
	if (l->faults->lines.n == before)
		check_english(l);
	else
		l->unread = true;
}
