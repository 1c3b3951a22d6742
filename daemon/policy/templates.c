/* templates: see templates.h. */
#include "daemon/policy/templates.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/conf/file.h"
#include "daemon/policy/words.h"
#include "parsers/base/array.h"

/* Mails that core sends by itself: without them it could not explain. */
static const char *const needed[] = { "alert", "answer-out-of-reach", "away", "blocked", "breaker",
	"breaker-closed", "budget", "complaint", "contract-ending", "delayed", "group", "held",
	"held-digest", "mail-digest", "merged", "out-of-reach", "quarantine", "reminder",
	"report-timesheet", "report-view", "secret-ends", "severity-capped", "sign-in", "statement",
	"taken-back",
	"time-unapproved", "timer-running", "transcript", "unblocked", "unproven", "unproven-digest",
	"version-eol", "withdrawn", NULL };

/* What was checked: it cannot fail. */
static const struct template *
parse(struct loader *l, struct str source)
{
	const struct template *t;
	struct err e;

	template_parse(l->a, source, &t, &e);
	return t;
}

/* "line 7: …" of a template that begins after `before` lines of its file. */
static bool
check_source(struct loader *l, struct str file, struct str source, int before,
    const struct partials *parts)
{
	struct str text, number;
	struct err e;
	int64_t line;

	if (template_check(source, parts, &e) == 0)
		return true;
	text = str_c(e.text);
	if (str_starts(text, STR("line ")) && (text = str_sub(text, 5, SIZE_MAX),
	    str_split(&text, ':', &number)) && str_i64(number, &line))
		conf_fault_at(l, file, before + (int)line, "%.*s", STR_ARG(str_trim(text)));
	else
		conf_fault_at(l, file, 0, "%s", e.text);
	return false;
}

/* "Subject: …", perhaps "From: …", an empty line, the text; *before: the lines before it. */
static bool
split_head(struct loader *l, struct str file, struct str text, struct template_text *out,
    int *before)
{
	struct str line;

	if (!str_line(&text, &line) || !str_istarts(line, STR("Subject:"))) {
		conf_fault_at(l, file, 1, "the first line is not \"Subject: …\"");
		return false;
	}
	out->subject = str_trim(str_sub(line, 8, SIZE_MAX));
	if (out->subject.n == 0)
		conf_fault_at(l, file, 1, "the subject is empty");
	*before = 2;
	if (str_line(&text, &line) && str_istarts(line, STR("From:"))) {
		out->from = str_trim(str_sub(line, 5, SIZE_MAX));
		*before = str_line(&text, &line) ? 3 : 2;
	}
	if (str_trim(line).n > 0) {
		conf_fault_at(l, file, *before, "the line after the subject, or after "
		    "\"From: …\", is not empty");
		return false;
	}
	out->text = text;
	return true;
}

static bool
load_text(struct loader *l, struct str file, struct template_text *out)
{
	struct str text;
	int before;

	if (conf_read(l, file, &text) == -1 || !split_head(l, file, text, out, &before))
		return false;
	if (!check_source(l, file, out->subject, 0, NULL) ||
	    !check_source(l, file, out->from, 1, NULL) ||
	    !check_source(l, file, out->text, before, out->text_parts))
		return false;
	out->subject_parsed = parse(l, out->subject);
	if (out->from.n > 0)
		out->from_parsed = parse(l, out->from);
	out->text_parsed = parse(l, out->text);
	return true;
}

static void
add(struct arena *a, struct templates *all, const struct template_text *t)
{
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = *t;
}

/* The name of a language's file, without folder and suffix. */
static struct str
stem_of(struct str folder, struct str file, struct str suffix)
{
	return str_sub(file, folder.n + 1, file.n - folder.n - 1 - suffix.n);
}

static bool
is_part(struct str stem)
{
	return str_starts(stem, STR("_"));
}

/* Those of short texts and of words for commands are no templates. */
static void
read_part(struct loader *l, struct str file, struct partial *part, const struct partials *all)
{
	if (str_eq(part->name, STR("words")))
		words_check(l, file, part->source);
	else if (str_eq(part->name, STR("commands")))
		return;		/* verbword.c reads it */
	else if (check_source(l, file, part->source, 0, all))
		part->parsed = parse(l, part->source);
}

/* A language's own parts, before those of English. */
static const struct partials *
load_parts(struct loader *l, struct str folder, struct str suffix,
    const struct partials *english)
{
	struct strs files = conf_folder(l, folder.p, suffix.p), kept = { 0 };
	struct partials *out = ARENA_NEW(l->a, struct partials);
	size_t n_english = english == NULL ? 0 : english->n;

	out->v = ARENA_ARRAY(l->a, files.n + n_english, struct partial);
	for (size_t i = 0; i < files.n; i++) {
		struct str stem = stem_of(folder, files.v[i], suffix);
		struct partial *p = &out->v[out->n];

		if (!is_part(stem) || conf_read(l, files.v[i], &p->source) == -1)
			continue;
		p->name = str_dup(l->a, str_sub(stem, 1, SIZE_MAX));
		strs_add(l->a, &kept, files.v[i]);
		out->n++;
	}
	if (n_english > 0)
		memcpy(out->v + out->n, english->v, n_english * sizeof(*out->v));
	out->n += n_english;
	for (size_t i = 0; i < kept.n; i++)
		read_part(l, kept.v[i], &out->v[i], out);
	return out;
}

struct language {			/* a folder of templates/ */
	struct str		 folder;
	const struct partials	*text, *html;
	struct templates	*all;		/* its mails are added */
};

static void
load_template(struct loader *l, const struct language *lang, struct str file,
    const struct strs *pages)
{
	struct str stem = str_dup(l->a, stem_of(lang->folder, file, STR(".txt")));
	struct str page = str_printf(l->a, "%.*s/%.*s.html", STR_ARG(lang->folder),
	    STR_ARG(stem));
	struct template_text t = { .language = str_sub(lang->folder, 10, SIZE_MAX),
	    .name = stem, .text_parts = lang->text, .html_parts = lang->html };

	if (!load_text(l, file, &t))
		return;
	if (strs_has(pages, page)) {
		if (conf_read(l, page, &t.html) == -1 ||
		    !check_source(l, page, t.html, 0, t.html_parts))
			return;
		t.html_parsed = parse(l, t.html);
	}
	add(l->a, lang->all, &t);
}

/* One language: each .txt, with the .html of its name if there is one. */
static void
load_language(struct loader *l, const struct language *lang)
{
	struct strs texts = conf_folder(l, lang->folder.p, ".txt");
	struct strs pages = conf_folder(l, lang->folder.p, ".html");

	for (size_t i = 0; i < texts.n; i++)
		if (!is_part(stem_of(lang->folder, texts.v[i], STR(".txt"))))
			load_template(l, lang, texts.v[i], &pages);
	for (size_t i = 0; i < pages.n; i++) {
		struct str text = str_printf(l->a, "%.*s.txt",
		    STR_ARG(str_sub(pages.v[i], 0, pages.v[i].n - 5)));

		if (!is_part(stem_of(lang->folder, pages.v[i], STR(".html"))) &&
		    !strs_has(&texts, text))
			conf_fault_at(l, pages.v[i], 0, "there is no %.*s beside it: the text "
			    "has the subject", STR_ARG(text));
	}
}

/* --- what an older folder lacks --- */

struct str
templates_shipped(struct arena *a)
{
	const char *env = getenv("DOCKET_DATADIR");
	struct str folder = str_printf(a, "%s/conf/", env != NULL ? env : DOCKET_DATADIR);

	return access(str_printf(a, "%.*stemplates/en", STR_ARG(folder)).p, R_OK) == 0 ?
	    folder : STR_NONE;
}

static bool
has(const struct templates *all, struct str name, struct str language)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name) && str_eq(all->v[i].language, language))
			return true;
	return false;
}

/* With the parts that they were written for; l->folder is the program's. */
static void
fill_language(struct loader *l, struct language *lang, const struct language *english)
{
	struct str language = str_sub(lang->folder, 10, SIZE_MAX);
	struct strs pages = conf_folder(l, lang->folder.p, ".html");
	size_t before = lang->all->n;

	for (size_t i = 0; needed[i] != NULL; i++) {
		struct str file = str_printf(l->a, "%.*s/%s.txt", STR_ARG(lang->folder),
		    needed[i]);

		if (has(lang->all, str_c(needed[i]), language) ||
		    access(str_printf(l->a, "%.*s%.*s", STR_ARG(l->folder), STR_ARG(file)).p,
		    R_OK) == -1)
			continue;
		if (lang->text == NULL) {
			lang->text = load_parts(l, lang->folder, STR(".txt"), english->text);
			lang->html = load_parts(l, lang->folder, STR(".html"), english->html);
		}
		load_template(l, lang, file, &pages);
	}
	for (size_t i = before; i < lang->all->n; i++)
		lang->all->v[i].is_shipped = true;
}

static bool
is_complete(const struct templates *all, const struct strs *languages)
{
	for (size_t i = 0; i < languages->n; i++)
		for (size_t k = 0; needed[k] != NULL; k++)
			if (!has(all, str_c(needed[k]), languages->v[i]))
				return false;
	return true;
}

/* Languages that the folder has; one that is the admins' own falls back to English. */
static void
fill(struct loader *l, struct templates *all, const struct strs *languages)
{
	struct str own = l->folder, shipped = templates_shipped(l->a);
	struct language english = { .folder = STR("templates/en"), .all = all };

	if (shipped.n == 0 || is_complete(all, languages))
		return;
	l->folder = shipped;
	english.text = load_parts(l, english.folder, STR(".txt"), NULL);
	english.html = load_parts(l, english.folder, STR(".html"), NULL);
	for (size_t i = 0; i < languages->n; i++) {
		struct language other = { .folder = str_printf(l->a, "templates/%.*s",
		    STR_ARG(languages->v[i])), .all = all };

		fill_language(l, str_eq(other.folder, english.folder) ? &english : &other,
		    &english);
	}
	l->folder = own;
}

/* English is what all other languages fall back to. */
static void
check_english(struct loader *l, const struct templates *all)
{
	struct str shipped = templates_shipped(l->a);

	for (size_t i = 0; i < all->n; i++) {
		const struct template_text *t = &all->v[i];

		if (templates_find(all, t->name, STR("en")) == NULL)
			conf_fault_at(l, str_printf(l->a, "templates/%.*s/%.*s.txt",
			    STR_ARG(t->language), STR_ARG(t->name)), 0, "there is no "
			    "templates/en/%.*s.txt, which other languages fall back to",
			    STR_ARG(t->name));
	}
	for (size_t i = 0; needed[i] != NULL; i++)
		if (templates_find(all, str_c(needed[i]), STR("en")) == NULL)
			conf_fault_at(l, str_printf(l->a, "templates/en/%s.txt", needed[i]), 0,
			    "it is missing: docket sends this mail by itself; copy it from "
			    "%.*stemplates/en/", STR_ARG(shipped.n > 0 ? shipped :
			    STR(DOCKET_DATADIR "/conf/")));
}

static struct strs
languages_of(struct arena *a, const void *own)
{
	const struct templates *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		if (!strs_has(&out, all->v[i].language))
			strs_add(a, &out, all->v[i].language);
	return out;
}

static void
load(struct loader *l, void *own)
{
	size_t before = l->faults->lines.n;
	struct language english = { STR("templates/en"),
	    load_parts(l, STR("templates/en"), STR(".txt"), NULL),
	    load_parts(l, STR("templates/en"), STR(".html"), NULL), own };
	struct strs folders = conf_folder(l, "templates", "");

	if (l->faults->lines.n > before && english.html->n == 0)
		folders.n = 0;	/* English is refused as a whole: the others need its parts */
	for (size_t i = 0; i < folders.n; i++) {
		struct language other = { .folder = folders.v[i], .all = own };

		if (str_eq(other.folder, english.folder)) {
			load_language(l, &english);
			continue;
		}
		other.text = load_parts(l, other.folder, STR(".txt"), english.text);
		other.html = load_parts(l, other.folder, STR(".html"), english.html);
		load_language(l, &other);
	}
	if (l->faults->lines.n == before && !l->unread) {
		struct strs languages = languages_of(l->a, own);

		fill(l, own, &languages);
		check_english(l, own);
	} else {
		l->unread = true;
	}
}

/* Those that every language falls back to. */
static struct strs
names_of(struct arena *a, const void *own)
{
	const struct templates *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].language, STR("en")))
			strs_add(a, &out, all->v[i].name);
	return out;
}

const struct conf_part template_part = { "template", "templates/en", NULL, load, names_of };
const struct conf_part language_part = { "language", "templates/", .names = languages_of };

const struct template_text *
templates_find(const struct templates *all, struct str name, struct str language)
{
	const struct template_text *english = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct template_text *t = &all->v[i];

		if (!str_eq(t->name, name))
			continue;
		if (str_eq(t->language, language))
			return t;
		if (str_eq(t->language, STR("en")))
			english = t;
	}
	return english;
}

/* One of a language's parts; "held" is there in each. */
struct str
templates_words(const struct templates *all, struct str language)
{
	const struct template_text *t = templates_find(all, STR("held"), language);

	for (size_t i = 0; t != NULL && i < t->text_parts->n; i++)
		if (str_eq(t->text_parts->v[i].name, STR("words")))
			return t->text_parts->v[i].source;
	return STR_NONE;
}
