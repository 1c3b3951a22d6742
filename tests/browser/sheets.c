/* sheets: each layout of a sheet as a page, into the folder argv[1]. */
#include "tests/sheets.h"

#include <err.h>
#include <locale.h>
#include <stdio.h>

#include "daemon/render/page.h"
#include "daemon/render/sheethtml.h"
#include "daemon/render/sheetsvg.h"

static void
put_file(const char *folder, const char *name, struct str text)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if ((f = fopen(path, "w")) == NULL || fwrite(text.p, 1, text.n, f) != text.n ||
	    fclose(f) != 0)
		errx(1, "can't write %s", path);
}

static void
put_page(struct arena *a, const char *folder, const char *name, const struct sheet *s)
{
	const struct page_link nav[] = { { STR("table-usual.html"), STR("My tickets"), false },
		{ STR("board-usual.html"), STR("Team board"), true },
		{ STR("tree-usual.html"), STR("By customer"), false },
		{ STR("calendar-usual.html"), STR("Calendar"), false },
		{ STR("timeline-usual.html"), STR("Timeline"), false } };
	struct page p = { .language = s->language, .desk = STR("Example Support"),
	    .home = STR("table-usual.html"), .title = s->title, .own_heading = s->heading == 1,
	    .nav = nav, .n_nav = 5, .who = STR("Ana Lopez"), .made = STR("Made at 2026-12-01 09:00 CET"),
	    .style = STR("style.css") };
	struct buf b, body;

	buf_init(&b, a);
	buf_init(&body, a);
	sheet_html(&body, a, s);
	p.body = buf_str(&body);
	page_html(&b, &p);
	put_file(folder, str_printf(a, "%s.html", name).p, buf_str(&b));
	buf_init(&b, a);
	if (sheet_picture(&b, a, s))
		put_file(folder, str_printf(a, "%s.svg", name).p, buf_str(&b));
}

int
main(int argc, char **argv)
{
	static const char *const charts[] = { "bars", "stacked", "line", "sparkline" };
	struct arena *a = arena_new();

	if (argc != 2 || setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		errx(64, "usage: sheets FOLDER");
	put_file(argv[1], "style.css", page_css());
	for (int kind = 0; kind < SHEETS_KINDS; kind++) {
		for (int i = 0; i < SHEET_LAYOUTS; i++) {
			struct sheet s = sheets_make(a, (enum sheet_layout)i, (enum sheets_kind)kind,
			    i % 2 == 0 ? "en" : "de");

			put_page(a, argv[1], s.name.p, &s);
		}
		for (int i = 0; i < 4; i++) {
			struct sheet s = sheets_chart(a, i, (enum sheets_kind)kind, "en");

			put_page(a, argv[1], str_printf(a, "chart-%s-%s", charts[i],
			    sheets_kinds[kind]).p, &s);
		}
	}
	arena_free(a);
	return 0;
}
