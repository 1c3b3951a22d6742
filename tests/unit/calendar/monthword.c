#include "daemon/calendar/monthword.h"
#include "tests/tap.h"

enum { NOW = 12 * 2026 + 10 };		/* November 2026 */

int
main(void)
{
	static const struct { const char *in, *want; } rows[] = {
		{ "", "2026-11" }, { "2026-10", "2026-10" }, { "last month", "2026-10" },
		{ "Last Month", "2026-10" }, { "this month", "2026-11" }, { "October", "2026-10" },
		{ "november", "2026-11" }, { "december", "2025-12" }, { "oct 2025", "2025-10" },
		{ "2025 oct", "2025-10" }, { "10/2026", "2026-10" }, { "2026/9", "2026-09" },
		{ "Letzter Monat", "2026-10" }, { "mes pasado", "2026-10" }, { "mois dernier", "2026-10" },
		{ "mese scorso", "2026-10" }, { "m\xc3\xaas passado", "2026-10" },
		{ "M\xc3\xa4rz", "2026-03" }, { "octubre de 2025", "2025-10" }, { "mar", "2026-03" },
		{ "ao\xc3\xbbt", "2026-08" }, { "2026-12", NULL }, { "december 2026", NULL },
		{ "2026-13", NULL }, { "octobre octubre", NULL }, { "monday", NULL }, { "13/2026", NULL },
		{ "1999-01", NULL }, { "soon", NULL }, { "2026", NULL }, { "last year", NULL }, { "/", NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t month;
		bool ok = month_read(a, str_c(rows[i].in), NOW, &month);

		tap_str(ok ? month_text(a, month) : STR_NONE, str_c(rows[i].want), "%s", rows[i].in);
	}
	arena_free(a);
	return tap_done();
}
