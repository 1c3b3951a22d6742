#include "daemon/render/table.h"

#include <locale.h>

#include "tests/tap.h"

static const struct table_column columns[] = {
	{ "N", .right = true }, { "NAME", .gives = true }, { "STATE" },
	{ "SUBJECT", .gives = true },
};

static const struct {
	const char	*name;
	size_t		 room;
	const char	*cells[9];
	const char	*want;
} rows[] = {
	{ "no rows", 0, { NULL }, "N  NAME  STATE  SUBJECT\n" },
	{ "as wide as its widest, no space at the end", 0,
	  { "1", "ana", "open", "It is broken", "12", "jo", "new", "" },
	  " N  NAME  STATE  SUBJECT\n"
	  " 1  ana   open   It is broken\n"
	  "12  jo    new\n" },
	{ "wide characters", 0, { "1", "日本", "open", "x", "2", "jo", "new", "y" },
	  "N  NAME  STATE  SUBJECT\n"
	  "1  日本  open   x\n"
	  "2  jo    new    y\n" },
	{ "the widest gives first", 32,
	  { "1", "ana", "open", "A subject that is too long" },
	  "N  NAME  STATE  SUBJECT\n"
	  "1  ana   open   A subject that …\n" },
	{ "never below eight", 10,
	  { "1", "ana", "open", "A subject that is too long" },
	  "N  NAME  STATE  SUBJECT\n"
	  "1  ana   open   A subje…\n" },
	{ "room enough", 80, { "1", "ana", "open", "A subject" },
	  "N  NAME  STATE  SUBJECT\n"
	  "1  ana   open   A subject\n" },
};

int
main(void)
{
	struct arena *a = arena_new();

	setlocale(LC_CTYPE, "C.UTF-8");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct strs cells = { 0 };

		for (size_t k = 0; rows[i].cells[k] != NULL; k++)
			strs_add(a, &cells, str_c(rows[i].cells[k]));
		tap_str(table_text(a, &TABLE(columns, cells), rows[i].room),
		    str_c(rows[i].want), "%s", rows[i].name);
	}
	arena_free(a);
	return tap_done();
}
