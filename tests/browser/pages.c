/*
 * pages TEMPLATES OUT: each language's mails as files of HTML, with values as long and as
 * hostile as a desk has them.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/out/markdown.h"
#include "daemon/out/plainhtml.h"
#include "parsers/base/array.h"
#include "parsers/text/template.h"

enum { FILE_MAX_BYTES = 64 * 1024, LANGUAGES = 6 };

static const char answer[] =
    "Hello **Kim**,\n\nplease set `<timeout>30</timeout>` in C:\\Program Files\\_app_\\*.log, see\n"
    "https://docs.example.com/a/very/long/address/that/does/not/break?with=a&query=string#and-more\n\n"
    "> why?\nBecause of this:\n\n| Version | Released | State |\n|:--|--:|:-:|\n"
    "| 2.4.1 | 2026-05-01 | ~~old~~ |\n| 2.5.0 | 2026-06-01 | good |\n\n"
    "```\nif (a<b && c>d) { a_rather_long_line_of_code(that, goes, on, and, on, and_on_again); }\n"
    "```\n\n- [x] backup\n- [ ] update\n- restart\n\n1. one\n2. two\n";
static const char plain[] =
    "a  table\tof\n  columns <b>x</b>\nTheUnbreakableWordOfACustomerWhoHasNoBlanksAtAllInWhat"
    "TheyWriteToUs_________________________________________________________end\n"
    "https://acme.example/?a=1&b=2\n";

static const struct { const char *object, *name, *value; } values[] = {
	{ "mailbox", "display_name", "Example Support" }, { "mailbox", "accent", "#0b5fff" },
	{ "mailbox", "address", "support@example.com" },
	{ "mailbox", "tag", "[ACME #4711]" }, { "mailbox", "name", "support" },
	{ "ticket", "id", "4711" }, { "ticket", "subject", "Printer <1> & a subject that is rather long" },
	{ "ticket", "status", "open" }, { "ticket", "assignee", "" },
	{ "ticket", "project", "ACME" }, { "ticket", "project_name", "Acme Ltd" },
	{ "ticket", "severity", "high" }, { "ticket", "version", "2.4.1" },
	{ "ticket", "found_in", "2.3.0, 2.4.1" },
	{ "ticket", "not_in", "2.2.0" }, { "ticket", "fixed_in", "2.4.3" },
	{ "ticket", "version_unverified", "yes" }, { "ticket", "tags", "vip, outage" },
	{ "requester", "name", "Kim Kunde" }, { "requester", "address", "kim@kunde.example" },
	{ "author", "name", "Kim Kunde" }, { "author", "address", "kim@kunde.example" },
	{ "mail", "answers", "office@kunde.example" }, { "mail", "subject", "Another subject" },
	{ "timer", "id", "12" }, { "timer", "subject", "Printer <1> & a subject that is rather long" },
	{ "timer", "since", "2026-06-01 12:00 CEST" }, { "timer", "worked", "1 h 20 min" },
	{ "timer", "text", "the belt" }, { "timer", "label", "Stop timer" },
	{ "timer", "mailto", "mailto:desk@desk.example" },
	{ "forgotten", "since", "2026-06-01 12:00 CEST" }, { "forgotten", "worked", "8 h" },
	{ "forgotten", "until", "2026-06-01 17:30 CEST" },
	{ "entry", "kind", "mail" }, { "entry", "at", "2026-06-01 10:00 CEST" }, { "entry", "text", "x" },
	{ "folded", "count", "14" }, { "folded", "brief", "x" }, { "folded", "long", "x" },
	{ "folded", "left", "3" }, { "link", "id", "12" }, { "link", "subject", "Lamp" },
	{ "sla", "clock", "next response" }, { "sla", "point", "75%" }, { "sla", "target", "24 h" },
	{ "sla", "due", "2026-06-01 11:00 CEST" }, { "sla", "left_worked", "51 h 20 min" },
	{ "sla", "left_wall", "6 d" }, { "sla", "cause", "the severity was changed" }, { "sla", "late", "yes" },
	{ "sla", "calendar", "office" }, { "held", "id", "7" }, { "held", "subject", "Printer" },
	{ "held", "quoted", "x" }, { "quarantine", "id", "8" }, { "quarantine", "reason", "depth" },
	{ "quarantine", "from", "kim@kunde.example" }, { "quarantine", "subject", "Printer" },
	{ "recipient", "is_agent", "yes" }, { "bounce", "recipient", "a.rather.long.name@kunde.example" },
	{ "bounce", "status", "5.1.1" }, { "bounce", "diagnostic", "550 5.1.1 <a.rather.long.name"
	    "@kunde.example>: Recipient address rejected: User unknown in local recipient table" },
	{ "own", "quoted", "> Please restart it.\n> I have no time today." },
	{ "own", "mailto", "mailto:support%2Btoken@example.com?subject=Re%3A%20Printer&body=x" },
	{ "outcome", "refused", "yes" }, { "outcome", "note", "yes" },
	{ "held", "text", "#severity hihg\n\nPlease <restart> it:\n    systemctl restart app\n" },
};

static const struct { const char *object, *name; bool by_agent; } pages[] = {
	{ "entry", "html", true }, { "held", "html", false }, { "folded", "brief_html", false },
	{ "folded", "long_html", false },
};

static struct view *
object(struct arena *a, struct view *top, const char *name)
{
	for (size_t i = 0; i < top->n; i++)
		if (str_eq(top->v[i]->name, str_c(name)))
			return top->v[i];
	return view_add(a, top, str_c(name), view_object(a));
}

/* A list of one or more, each with these values. */
static void
add_list(struct arena *a, struct view *top, const char *name, size_t n,
    const char *const (*v)[2])
{
	struct view *list = view_add(a, top, str_c(name), view_list(a));

	for (size_t i = 0; i < n; i++) {
		struct view *one = view_add(a, list, STR_NONE, view_object(a));

		for (size_t k = 0; v[k][0] != NULL; k++)
			view_text(a, one, v[k][0], str_c(v[k][1]));
	}
}

/* One of each fate. */
static void
add_lines(struct arena *a, struct view *top)
{
	static const char *const values_of[][2][2] = { { { "line", "#severity hihg" },
		{ "refused", "yes" } }, { { "line", "#take" }, { "idle", "yes" } },
		{ { "line", "#open" }, { "same", "yes" } },
		{ { "line", "#note" }, { "did", "yes" } },
		{ { "line", "#assign lee" }, { "did", "yes" } } };
	static const char *const changed[][2] = { { "what", "assignee" }, { "before", "ana" },
		{ "after", "lee" }, { NULL, NULL } };
	struct view *list = view_add(a, top, STR("lines"), view_list(a)), *one = NULL;

	for (size_t i = 0; i < COUNT(values_of); i++) {
		one = view_add(a, list, STR_NONE, view_object(a));
		for (size_t k = 0; k < 2; k++)
			view_text(a, one, values_of[i][k][0], str_c(values_of[i][k][1]));
		if (i > 0)
			continue;
		view_text(a, one, "why", STR("severity cannot be \"hihg\""));
		view_text(a, one, "allowed", STR("low, medium, high, critical"));
		view_text(a, one, "instead", STR("#severity high"));
	}
	add_list(a, one, "changes", 1, changed);
}

static struct view *
add_answer(struct arena *a, struct view *list, const char *kind, const char *title)
{
	struct view *one = view_add(a, list, STR_NONE, view_object(a));

	view_text(a, one, "title", str_c(title));
	view_text(a, one, kind, STR("yes"));
	return one;
}

static void
add_answers(struct arena *a, struct view *top)
{
	static const char *const field[][2] = { { "name", "site" }, { "value", "Berlin" },
		{ "unverified", "yes" }, { NULL, NULL } };
	static const char *const change[][2] = { { "at", "2026-06-01 10:00 CEST" },
		{ "kind", "command" }, { "author", "ana" }, { "internal", "yes" },
		{ "what", "severity" }, { "before", "low" }, { "after", "high" }, { NULL, NULL } };
	static const char *const ticket[][2] = { { "number", "4711" },
		{ "subject", "Printer <1> & a subject that is rather long for a list of many" },
		{ "state", "waiting" }, { "severity", "high" }, { "from", "kim@kunde.example" },
		{ "at", "2026-06-01 11:00 CEST" }, { NULL, NULL } };
	static const char *const verb[][2] = { { "line", "#severity LEVEL" },
		{ "does", "sets the severity" }, { "example", "#severity high" },
		{ "values_allowed", "low, medium, high, critical" }, { NULL, NULL } };
	struct view *list = view_add(a, top, STR("answers"), view_list(a));
	struct view *one = add_answer(a, list, "show", "#show");

	view_text(a, one, "people", STR("kim@kunde.example, lee@else.example"));
	add_list(a, one, "values", 2, field);
	one = add_answer(a, list, "history", "#history");
	add_list(a, one, "items", 2, change);
	view_text(a, one->v[one->n - 1]->v[0], "written", STR(plain));
	view_text(a, one->v[one->n - 1]->v[0], "cut", STR("yes"));
	add_list(a, add_answer(a, list, "list", "#list"), "items", 2, ticket);
	add_list(a, add_answer(a, list, "help", "#help"), "items", 3, verb);
}

static struct view *
view_of(struct arena *a)
{
	static const char *const action[][2] = { { "label", "Wait for customer" },
		{ "mailto", "mailto:support%2Bt@example.com?subject=Re%3A&body=%23wait" }, { NULL, NULL } };
	static const char *const clock[][2] = { { "clock", "next response" }, { "state", "running" },
		{ "due", "2026-06-01 11:00 CEST" }, { NULL, NULL } };
	static const char *const need[][2] = { { "field", "Version" }, { "value", "9" },
		{ "allowed", "2.4.0, 2.4.1" }, { "example", "2.4.1" }, { NULL, NULL } };
	static const char *const file[][2] = { { "name", "a-rather-long-name-of-a-file.tar.gz" },
		{ "type", "application/gzip" }, { "size", "120000" }, { NULL, NULL } };
	static const char *const copied[][2] = { { "name", "Li" }, { "address", "li@else.example" },
		{ NULL, NULL } };
	static const char *const item[][2] = { { "number", "4711" }, { "mails", "12" },
		{ "subject", "Printer <1> & a subject that is rather long for a list of many" },
		{ "from", "Kim Kunde <kim@kunde.example>" }, { "age", "2 h 5 min" },
		{ "mailto", "mailto:support%2Bt@example.com?subject=Re%3A" }, { "list", "held" },
		{ "id", "7" }, { "domain", "kunde.example" }, { NULL, NULL } };
	static const char *const related[][2] = { { "id", "12" }, { "done", "yes" },
		{ "subject", "Printer <1> & a subject that is rather long" }, { NULL, NULL } };
	struct view *top = view_object(a);

	for (size_t i = 0; i < COUNT(values); i++)
		view_text(a, object(a, top, values[i].object), values[i].name,
		    str_c(values[i].value));
	for (size_t i = 0; i < COUNT(pages); i++)
		view_html(a, object(a, top, pages[i].object), pages[i].name, pages[i].by_agent ?
		    markdown_html(a, STR(answer)) : plainhtml(a, STR(plain)));
	add_list(a, top, "actions", 4, action);
	add_list(a, top, "clocks", 2, clock);
	add_list(a, top, "needs", 1, need);
	add_list(a, object(a, top, "entry"), "attachments", 2, file);
	add_list(a, top, "copied", 1, copied);
	add_list(a, top, "items", 3, item);	/* of clocks it stands outside of them */
	add_lines(a, top);
	add_answers(a, top);
	add_list(a, top, "blockers", 2, related);
	add_list(a, top, "merged_from", 1, related);
	view_text(a, top, "more", STR("17"));
	view_text(a, top, "limit", STR("200"));
	view_text(a, top, "count", STR("3"));
	view_text(a, top, "reason", STR("no such address on this ticket"));
	view_text(a, top, "doubt", STR("a mail in the requester's name was not theirs"));
	return top;
}

static struct str
contents(struct arena *a, const char *path)
{
	char *p = arena_alloc(a, FILE_MAX_BYTES);
	FILE *f = fopen(path, "r");
	size_t n = f == NULL ? 0 : fread(p, 1, FILE_MAX_BYTES, f);

	if (f != NULL)
		fclose(f);
	return (struct str){ p, n };
}

static struct strs
names_of(struct arena *a, const char *folder)
{
	struct strs out = { 0 };
	struct dirent **v;
	int n = scandir(folder, &v, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		if (str_ends(str_c(v[i]->d_name), STR(".html")))
			strs_add(a, &out, str_dup(a, str_c(v[i]->d_name)));
		free(v[i]);
	}
	if (n >= 0)
		free(v);
	return out;
}

static void
write_page(const char *path, struct str html)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fwrite(html.p, 1, html.n, f) != html.n || fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

static void
add_partials(struct arena *a, const char *folder, struct partials *parts)
{
	struct strs files = names_of(a, folder);

	for (size_t i = 0; i < files.n; i++) {
		if (files.v[i].p[0] != '_')
			continue;
		parts->v = array_grow(a, parts->v, parts->n, sizeof(*parts->v));
		parts->v[parts->n++] = (struct partial){
		    str_sub(files.v[i], 1, files.v[i].n - 6),
		    contents(a, str_printf(a, "%s/%s", folder, files.v[i].p).p) };
	}
}

static void
write_language(struct arena *a, const char *templates, const char *language, const char *out)
{
	const char *folder = str_printf(a, "%s/%s", templates, language).p;
	struct strs files = names_of(a, folder);
	struct partials parts = { NULL, 0 };
	struct str html;
	struct err e;

	add_partials(a, folder, &parts);
	add_partials(a, str_printf(a, "%s/en", templates).p, &parts);	/* what it lacks */
	for (size_t i = 0; i < files.n; i++) {
		struct str source = contents(a, str_printf(a, "%s/%s", folder, files.v[i].p).p);

		if (files.v[i].p[0] == '_')
			continue;
		if (template_render(a, source, &parts, view_of(a), true, &html, &e) == -1) {
			fprintf(stderr, "%s: %s\n", files.v[i].p, e.text);
			exit(1);
		}
		write_page(str_printf(a, "%s/%s-%s", out, language, files.v[i].p).p, html);
	}
}

int
main(int argc, char **argv)
{
	static const char *const languages[LANGUAGES] = { "en", "de", "es", "fr", "it", "pt" };
	struct arena *a = arena_new();

	if (argc != 3)
		return 64;
	for (size_t i = 0; i < LANGUAGES; i++)
		write_language(a, argv[1], languages[i], argv[2]);
	arena_free(a);
	return 0;
}
