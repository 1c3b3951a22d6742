/*
 * Trusts nothing; no locale, no clock.  Sums and numbers have an upper bound,
 * so that nothing overflows.
 */
#include "parsers/field/amount.h"

#include "parsers/base/array.h"
#include "parsers/text/fold.h"

enum { DIGITS_MAX = 12, MINUTE = 60, HOUR = 3600, DAY = 86400, WEEK = 7 * DAY };

static const int64_t seconds_max = INT64_C(1000000000000);

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- numbers ---- */

/* Where the decimal mark stands, s.n when there is none; SIZE_MAX: no number. */
static size_t
decimal_mark(struct str s)
{
	size_t last = s.n, marks[2] = { 0, 0 };

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '.' || s.p[i] == ',') {
			marks[s.p[i] == ',']++;
			last = i;
		}
	if (last == s.n)
		return s.n;
	if (marks[0] > 0 && marks[1] > 0)
		return marks[s.p[last] == ','] == 1 ? last : SIZE_MAX;
	if (marks[0] + marks[1] > 1 || (s.p[last] == ',' && s.n - last == 4))
		return s.n;		/* they part thousands */
	return last;
}

/* Each group behind a mark that parts thousands has three digits. */
static bool
groups_ok(struct str whole)
{
	size_t run = 0;
	bool parted = false;

	for (size_t i = 0; i < whole.n; i++) {
		if (is_digit(whole.p[i])) {
			run++;
			continue;
		}
		if (run == 0 || (parted ? run != 3 : run > 3))
			return false;
		parted = true;
		run = 0;
	}
	return run > 0 && (!parted || run == 3);
}

bool
amount_number(struct arena *a, struct str in, struct str *out)
{
	struct str s = fold(a, fold_trim(in)), whole, fraction;
	bool negative = str_starts(s, STR("-"));
	struct buf b;
	size_t mark;

	if (negative || str_starts(s, STR("+")))
		s = str_sub(s, 1, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && str_chr(STR("., '"), s.p[i], 0) == SIZE_MAX)
			return false;
	if (s.n > 3 * DIGITS_MAX || (mark = decimal_mark(s)) == SIZE_MAX)
		return false;
	whole = str_sub(s, 0, mark);
	fraction = str_sub(s, mark + 1, s.n);
	if (!groups_ok(whole) || (mark < s.n && fraction.n == 0))
		return false;
	buf_init(&b, a);
	for (size_t i = 0; i < whole.n; i++)
		if (is_digit(whole.p[i]) && (b.n > 0 || whole.p[i] != '0'))
			buf_addc(&b, whole.p[i]);
	while (fraction.n > 0 && fraction.p[fraction.n - 1] == '0')
		fraction.n--;
	for (size_t i = 0; i < fraction.n; i++)
		if (!is_digit(fraction.p[i]))
			return false;
	if (b.n == 0)
		buf_addc(&b, '0');
	if (fraction.n > 0) {
		buf_addc(&b, '.');
		buf_add(&b, fraction);
	}
	negative = negative && !str_eq(buf_str(&b), STR("0"));
	*out = str_printf(a, "%s%.*s", negative ? "-" : "", STR_ARG(buf_str(&b)));
	return true;
}

static int
magnitude_cmp(struct str x, struct str y)
{
	size_t nx = str_chr(x, '.', 0), ny = str_chr(y, '.', 0);

	nx = nx == SIZE_MAX ? x.n : nx;
	ny = ny == SIZE_MAX ? y.n : ny;
	if (nx != ny)
		return nx < ny ? -1 : 1;
	for (size_t i = 0; i < x.n && i < y.n; i++)
		if (x.p[i] != y.p[i])
			return x.p[i] < y.p[i] ? -1 : 1;
	return x.n == y.n ? 0 : x.n < y.n ? -1 : 1;
}

int
amount_number_cmp(struct str x, struct str y)
{
	bool nx = str_starts(x, STR("-")), ny = str_starts(y, STR("-"));

	if (nx != ny)
		return nx ? -1 : 1;
	if (nx)
		return magnitude_cmp(str_sub(y, 1, y.n), str_sub(x, 1, x.n));
	return magnitude_cmp(x, y);
}

/* ---- durations ---- */

static const struct { const char *word; int seconds; } units[] = {
	{ "s", 1 }, { "sec", 1 }, { "secs", 1 }, { "second", 1 }, { "seconds", 1 },
	{ "sek", 1 }, { "sekunde", 1 }, { "sekunden", 1 }, { "segundo", 1 }, { "segundos", 1 },
	{ "seconde", 1 }, { "secondes", 1 }, { "secondo", 1 }, { "secondi", 1 }, { "seg", 1 },
	{ "m", MINUTE }, { "min", MINUTE }, { "mins", MINUTE }, { "mn", MINUTE },
	{ "minute", MINUTE }, { "minutes", MINUTE }, { "minuten", MINUTE },
	{ "minuto", MINUTE }, { "minutos", MINUTE }, { "minuti", MINUTE },
	{ "h", HOUR }, { "hr", HOUR }, { "hrs", HOUR }, { "hour", HOUR }, { "hours", HOUR },
	{ "std", HOUR }, { "stunde", HOUR }, { "stunden", HOUR }, { "hora", HOUR },
	{ "horas", HOUR }, { "heure", HOUR }, { "heures", HOUR }, { "ora", HOUR }, { "ore", HOUR },
	{ "d", DAY }, { "day", DAY }, { "days", DAY }, { "tag", DAY }, { "tage", DAY },
	{ "tagen", DAY }, { "dia", DAY }, { "dias", DAY }, { "jour", DAY }, { "jours", DAY },
	{ "j", DAY }, { "giorno", DAY }, { "giorni", DAY },
	{ "w", WEEK }, { "week", WEEK }, { "weeks", WEEK }, { "woche", WEEK },
	{ "wochen", WEEK }, { "semana", WEEK }, { "semanas", WEEK }, { "semaine", WEEK },
	{ "semaines", WEEK }, { "settimana", WEEK }, { "settimane", WEEK },
};

/* Words between the numbers: "1 hour and 30 minutes". */
static const char *const joins[] = { "and", "und", "y", "et", "e", "," };

static struct str
word_at(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= 'a' && s.p[n] <= 'z')
		n++;
	return str_sub(s, 0, n);
}

/* Passes over blanks and at most one joining word. */
static struct str
skip_join(struct str s)
{
	s = str_trim(s);
	for (size_t i = 0; i < COUNT(joins); i++) {
		struct str j = str_c(joins[i]);

		if (str_starts(s, j) && (s.n == j.n || s.p[j.n] == ' '))
			return str_trim(str_sub(s, j.n, s.n));
	}
	return s;
}

/* Thousandths of the number at the start of *s, which then stands behind it. */
static bool
cut_thousandths(struct str *s, int64_t *out)
{
	size_t i = 0, digits = 0;
	int64_t v = 0;

	for (; i < s->n && is_digit(s->p[i]) && digits <= DIGITS_MAX; i++, digits++)
		v = v * 10 + (s->p[i] - '0');
	if (digits == 0 || digits > DIGITS_MAX)
		return false;
	v *= 1000;
	if (i + 1 < s->n && (s->p[i] == '.' || s->p[i] == ',') && is_digit(s->p[i + 1])) {
		int64_t part = 100;

		for (i++; i < s->n && is_digit(s->p[i]); i++, part /= 10)
			v += (s->p[i] - '0') * part;
	}
	*s = str_sub(*s, i, s->n);
	*out = v;
	return true;
}

/* One "90 min" cut off *s. */
static bool
cut_part(struct str *s, int64_t *sum)
{
	struct str word;
	int64_t n;

	if (!cut_thousandths(s, &n))
		return false;
	*s = str_trim(*s);
	word = word_at(*s);
	for (size_t i = 0; i < COUNT(units); i++) {
		if (!str_eq(word, str_c(units[i].word)))
			continue;
		if (n / 1000 > seconds_max / units[i].seconds)
			return false;
		*sum += n * units[i].seconds / 1000;
		*s = str_sub(*s, word.n, s->n);
		if (str_starts(*s, STR(".")))	/* "std." */
			*s = str_sub(*s, 1, s->n);
		return *sum <= seconds_max;
	}
	return false;
}

/* "1:30" and "01:30:00". */
static bool
clock_duration(struct str s, int64_t *seconds)
{
	int64_t part[3] = { 0, 0, 0 };
	size_t k = 0, digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ':' && digits > 0 && k < 2) {
			k++;
			digits = 0;
		} else if (is_digit(s.p[i]) && digits < (k == 0 ? 6 : 2)) {
			part[k] = part[k] * 10 + (s.p[i] - '0');
			digits++;
		} else {
			return false;
		}
	}
	if (k == 0 || digits != 2 || part[1] > 59 || part[2] > 59)
		return false;
	*seconds = part[0] * HOUR + part[1] * MINUTE + part[2];
	return true;
}

/* ISO 8601's "p1dt2h30m" as "1d2h30m"; months and years are no durations. */
static struct str
without_iso(struct arena *a, struct str s)
{
	size_t t = str_chr(s, 't', 1);
	struct str days;

	if (!str_starts(s, STR("p")) || s.n < 3 || (!is_digit(s.p[1]) && s.p[1] != 't'))
		return s;
	days = str_sub(s, 1, t == SIZE_MAX ? s.n : t - 1);
	if (str_chr(days, 'm', 0) != SIZE_MAX)
		return STR_NONE;
	return t == SIZE_MAX ? days : str_printf(a, "%.*s%.*s", STR_ARG(days),
	    STR_ARG(str_sub(s, t + 1, s.n)));
}

bool
amount_duration(struct arena *a, struct str in, int64_t *seconds)
{
	struct str s = fold(a, fold_trim(in));
	int64_t sum = 0;

	if (clock_duration(s, seconds))
		return true;
	s = without_iso(a, s);
	if (s.n == 0)
		return false;
	while (s.n > 0) {
		if (!cut_part(&s, &sum))
			return false;
		s = skip_join(s);
	}
	*seconds = sum;
	return true;
}

struct str
amount_duration_text(struct arena *a, int64_t seconds)
{
	static const struct { int64_t seconds; char unit; } parts[] = {
		{ DAY, 'd' }, { HOUR, 'h' }, { MINUTE, 'm' }, { 1, 's' },
	};
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (seconds >= parts[i].seconds)
			buf_printf(&b, "%lld%c", (long long)(seconds / parts[i].seconds),
			    parts[i].unit);
		seconds %= parts[i].seconds;
	}
	if (b.n == 0)
		buf_adds(&b, "0s");
	return buf_str(&b);
}

static int64_t
sum_of(struct str s)
{
	int64_t sum = 0;

	while (s.n > 0 && cut_part(&s, &sum))
		;
	return sum;
}

int
amount_duration_cmp(struct str x, struct str y)
{
	int64_t nx = sum_of(x), ny = sum_of(y);

	return nx == ny ? 0 : nx < ny ? -1 : 1;
}

/* ---- days ---- */

static const struct { const char *begins; int month; } months[] = {
	{ "jan", 1 }, { "ene", 1 }, { "gen", 1 }, { "feb", 2 }, { "fev", 2 },
	{ "mar", 3 }, { "apr", 4 }, { "abr", 4 }, { "avr", 4 }, { "may", 5 }, { "mai", 5 },
	{ "mag", 5 }, { "jun", 6 }, { "juin", 6 }, { "giu", 6 }, { "juil", 7 }, { "jul", 7 },
	{ "lug", 7 }, { "aug", 8 }, { "ago", 8 }, { "aou", 8 }, { "sep", 9 }, { "set", 9 },
	{ "oct", 10 }, { "okt", 10 }, { "out", 10 }, { "ott", 10 }, { "nov", 11 },
	{ "dec", 12 }, { "dez", 12 }, { "dic", 12 },
};

/* Words and endings that a written day may have besides its month. */
static const char *const fillers[] = {
	"de", "of", "the", "le", "il", "el", "den", "der", "am", "st", "nd", "rd", "th", "er",
	"o", "do",
};

struct day {
	int	number[3];
	size_t	digits[3];
	size_t	n;
	int	month;			/* of a name; 0: none */
	size_t	month_at;		/* numbers before it */
	char	mark;			/* between the first two numbers */
};

static int
month_of(struct str word)
{
	for (size_t i = 0; word.n >= 3 && i < COUNT(months); i++)
		if (str_starts(word, str_c(months[i].begins)))
			return months[i].month;
	return 0;
}

static bool
is_filler(struct str word)
{
	for (size_t i = 0; i < COUNT(fillers); i++)
		if (str_eq(word, str_c(fillers[i])))
			return true;
	return false;
}

static bool
read_day(struct str s, struct day *d)
{
	for (size_t i = 0; i < s.n;) {
		struct str word = word_at(str_sub(s, i, s.n));

		if (is_digit(s.p[i])) {
			if (d->n == 3)
				return false;
			for (; i < s.n && is_digit(s.p[i]) && d->digits[d->n] < 8; i++) {
				d->number[d->n] = d->number[d->n] * 10 + (s.p[i] - '0');
				d->digits[d->n]++;
			}
			if (++d->n == 1 && i < s.n)
				d->mark = s.p[i];
		} else if (word.n > 0) {
			int month = month_of(word);

			if ((month == 0 && !is_filler(word)) || (month > 0 && d->month > 0))
				return false;
			if (month > 0) {
				d->month = month;
				d->month_at = d->n;
			}
			i += word.n;
		} else if (str_chr(STR(" ./-,"), s.p[i], 0) == SIZE_MAX) {
			return false;
		} else {
			i++;
		}
	}
	return true;
}

static int
days_of(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* Year, month and day of what was read; false when two readings exist. */
static bool
settle(const struct day *d, int out[3])
{
	const int *n = d->number;
	bool year_first = d->digits[0] == 4;
	int year = year_first ? n[0] : n[d->n - 1];
	size_t digits = d->digits[year_first ? 0 : d->n - 1];

	if (d->n == 1 && d->digits[0] == 8 && d->month == 0) {
		out[0] = n[0] / 10000;
		out[1] = n[0] / 100 % 100;
		out[2] = n[0] % 100;
		return true;
	}
	if (d->n != (d->month > 0 ? 2u : 3u) || (digits != 4 && digits != 2))
		return false;
	out[0] = digits == 2 ? 2000 + year : year;
	if (d->month > 0) {
		out[1] = d->month;
		out[2] = year_first ? n[1] : n[0];
	} else if (year_first) {
		out[1] = n[1];
		out[2] = n[2];
	} else if (d->mark == '/' && n[0] <= 12 && n[1] > 12) {
		out[1] = n[0];
		out[2] = n[1];
	} else {
		out[1] = n[1];
		out[2] = n[0];
		return d->mark != '/' || n[0] > 12 || n[0] == n[1];
	}
	return true;
}

bool
amount_day(struct arena *a, struct str in, struct str *out)
{
	struct day d = { .n = 0 };
	int v[3];

	if (!read_day(fold(a, fold_trim(in)), &d) || d.n == 0 || !settle(&d, v) ||
	    v[0] < 1900 || v[0] > 2999 || v[1] < 1 || v[1] > 12 || v[2] < 1 ||
	    v[2] > days_of(v[0], v[1]))
		return false;
	*out = str_printf(a, "%04d-%02d-%02d", v[0], v[1], v[2]);
	return true;
}
