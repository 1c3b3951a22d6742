/* monthword: see monthword.h. */
#include "daemon/calendar/monthword.h"

#include "parsers/base/array.h"
#include "parsers/field/whenwords.h"
#include "parsers/text/fold.h"

enum { YEAR_LEAST = 2000, YEAR_MOST = 9999 };

/* Folded; how many months before now. */
static const struct { struct str words; int before; } phrases[] = {
	{ STR("this month"), 0 }, { STR("month"), 0 }, { STR("now"), 0 },
	{ STR("last month"), 1 }, { STR("previous month"), 1 }, { STR("last"), 1 },
	{ STR("dieser monat"), 0 }, { STR("diesen monat"), 0 },
	{ STR("letzter monat"), 1 }, { STR("letzten monat"), 1 }, { STR("vormonat"), 1 },
	{ STR("este mes"), 0 }, { STR("mes pasado"), 1 }, { STR("el mes pasado"), 1 },
	{ STR("ce mois"), 0 }, { STR("mois dernier"), 1 }, { STR("le mois dernier"), 1 },
	{ STR("questo mese"), 0 }, { STR("mese scorso"), 1 }, { STR("il mese scorso"), 1 },
	{ STR("mes passado"), 1 }, { STR("o mes passado"), 1 },
};

static bool
read_year(struct str s, int64_t *year)
{
	return s.n == 4 && str_i64(s, year) && *year >= YEAR_LEAST && *year <= YEAR_MOST;
}

/* "10/2026", "2026/10" */
static bool
read_numbers(struct arena *a, struct str s, int64_t *month)
{
	size_t at = str_chr(s, '/', 0);
	struct str one = str_sub(s, 0, at), other = str_sub(s, at + 1, SIZE_MAX);
	bool year_first = one.n == 4;

	return at != SIZE_MAX && other.n > 0 && month_parse(str_printf(a, "%.*s-%s%.*s",
	    STR_ARG(year_first ? one : other), (year_first ? other : one).n == 1 ? "0" : "",
	    STR_ARG(year_first ? other : one)), month);
}

/* "october", "oct 2025", "oktober de 2025" */
static bool
read_name(struct str s, int64_t now, int64_t *month)
{
	int64_t name = 0, year = 0;
	struct when_word w;
	struct str word;

	while (str_split(&s, ' ', &word)) {
		if (word.n == 0)
			continue;
		if (read_year(word, &year))
			continue;
		if (!when_word(word, &w))
			return false;
		if (w.sense == WEEKDAY_OR_MARCH)
			w = (struct when_word){ MONTH, 3 };
		if (w.sense == MONTH && name == 0)
			name = w.n;
		else if (w.sense != NOTHING)
			return false;
	}
	if (name == 0)
		return false;
	if (year == 0)
		year = name - 1 > now % 12 ? now / 12 - 1 : now / 12;
	*month = 12 * year + name - 1;
	return true;
}

bool
month_read(struct arena *a, struct str text, int64_t now, int64_t *month)
{
	struct str s = fold_trim(fold(a, text));

	*month = now;
	if (s.n == 0)
		return true;
	for (size_t i = 0; i < COUNT(phrases); i++)
		if (str_eq(s, phrases[i].words)) {
			*month = now - phrases[i].before;
			return true;
		}
	return (month_parse(s, month) || read_numbers(a, s, month) || read_name(s, now, month)) &&
	    *month <= now && *month >= 12 * YEAR_LEAST;
}
