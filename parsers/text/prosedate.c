/*
 * One pass over the folded text: what a number or a word is shows by its look
 * and by what stands beside it; other words are passed over.  No locale.
 */
#include "parsers/text/prosedate.h"

#include "parsers/base/array.h"
#include "parsers/base/wordlist.h"
#include "parsers/text/fold.h"

enum { LOOK = 200, WORD_MAX = 40 };

/* Folded; en, es, de, fr, pt, it, nl, pl, ru, sv, da, cs, tr, and some neighbours. */
static const char *const months[12] = {
	" january jan janvier janv januar januari janner jaenner janeiro gennaio gen enero ene "
	"stycznia styczen sty января янв ledna leden led ocak oca січня january januarie tammikuuta ",
	" february feb fevrier fevr fev februar februari feber fevereiro febbraio febrero lutego luty "
	"lut февраля фев февр unora unor uno subat sub лютого helmikuuta ",
	" march mar mars marz maerz mrz maart mrt marzo marco marts marca marzec марта мар март "
	"brezna brezen bre mart березня maaliskuuta ",
	" april apr avril avr aprile abril abr kwietnia kwiecien kwi апреля апр dubna duben dub "
	"nisan nis квітня huhtikuuta ",
	" may mai mayo maio maggio mag mei maj maja мая маи kvetna kveten kve mayis mayıs травня "
	"toukokuuta ",
	" june jun juin juni junio junho giugno giu czerwca czerwiec cze июня июн cervna cerven cvn "
	"haziran haz червня kesakuuta ",
	" july jul juillet juil juli julio julho luglio lug lipca lipiec lip июля июл cervence "
	"cervenec cvc temmuz tem липня heinakuuta ",
	" august aug aout augustus augusti agosto ago sierpnia sierpien sie августа авг srpna srpen "
	"srp agustos agu серпня elokuuta ",
	" september sep sept septembre septembro settembre set sett septiembre setiembre setembro "
	"wrzesnia wrzesien wrz сентября сен сент zari zar eylul eyl вересня syyskuuta ",
	" october oct octobre oktober okt ottobre ott octubre outubro out pazdziernika pazdziernik paz "
	"октября окт rijna rijen rij ekim eki жовтня lokakuuta ",
	" november nov novembre noviembre novembro listopada listopad lis ноября ноя нояб listopadu "
	"kasim kasım kas листопада marraskuuta ",
	" december dec decembre dezember dez dicembre dic diciembre dezembro desember des grudnia "
	"grudzien gru декабря дек prosince prosinec pro aralik aralık ara грудня joulukuuta ",
};

/* Halves of the day: words of their own, those before a number, those behind a time only. */
static const struct halves {
	const char *const	words[8];
	const char *const	leads[8];
	const char *const	tails[4];
} mornings = { { "oo", NULL }, { "上午", "午前", "오전", "凌晨", "早上", NULL }, { "am", "πμ", NULL } },
  evenings = { { "os", NULL }, { "下午", "午後", "오후", "晚上", "傍晚", NULL }, { "pm", "μμ", NULL } };
/* What stands before a time: "kl. 9.15" is none of September. */
static const char *const before_time[] = {
	"kl", "klo", "um", "alle", "ore", "om", "at", "kello", "o", "godz", "v", NULL
};

/* What a number counts, said behind it. */
static const struct { const char *name; size_t part; } units[] = {
	{ "年", offsetof(struct date_parts, year) }, { "년", offsetof(struct date_parts, year) },
	{ "月", offsetof(struct date_parts, month) }, { "월", offsetof(struct date_parts, month) },
	{ "日", offsetof(struct date_parts, day) }, { "일", offsetof(struct date_parts, day) },
	{ "时", offsetof(struct date_parts, hour) }, { "時", offsetof(struct date_parts, hour) },
	{ "시", offsetof(struct date_parts, hour) }, { "点", offsetof(struct date_parts, hour) },
	{ "點", offsetof(struct date_parts, hour) },
	{ "分", offsetof(struct date_parts, minute) }, { "분", offsetof(struct date_parts, minute) },
	{ "秒", offsetof(struct date_parts, second) }, { "초", offsetof(struct date_parts, second) },
};

struct reader {
	struct str		 in;
	size_t			 i;
	struct date_parts	 p;
	bool			 day_first;
	bool			 unclear;	/* 3/4 of an unknown order */
	bool			 time_next;	/* the last word announced one */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char
at(const struct reader *r, size_t i)
{
	return i < r->in.n ? r->in.p[i] : 0;
}

/* The digits at r->i; -1 when they are no part of a date. */
static int
take_number(struct reader *r, size_t *digits)
{
	size_t from = r->i;
	int v = 0;

	for (; is_digit(at(r, r->i)); r->i++)
		if (r->i - from < 4)
			v = v * 10 + (r->in.p[r->i] - '0');
	*digits = r->i - from;
	return *digits <= 4 ? v : -1;
}

static bool
has_date(const struct reader *r)
{
	return r->p.day != 0 && r->p.month != 0 && r->p.year != 0;
}

static void
set_time(struct reader *r, int hour, int minute, int second)
{
	if (r->p.has_time || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 60)
		return;
	r->p.hour = hour;
	r->p.minute = minute;
	r->p.second = second;
	r->p.has_time = true;
}

/* Behind "10" at ':': ":15", ":15:30". */
static void
take_clock(struct reader *r, int hour)
{
	int v[2] = { 0, 0 };
	size_t digits;

	for (int k = 0; k < 2 && at(r, r->i) == ':' && is_digit(at(r, r->i + 1)); k++) {
		r->i++;
		v[k] = take_number(r, &digits);
	}
	set_time(r, hour, v[0], v[1]);
}

static int
full_year(int v, size_t digits)
{
	return digits > 2 ? v : v < 70 ? v + 2000 : v + 1900;
}

/* Three numbers with one sign between. */
static void
set_numeric(struct reader *r, const int *v, const size_t *digits, char sign)
{
	int day = v[0], month = v[1];

	if (has_date(r))
		return;
	if (digits[0] == 4) {
		r->p = (struct date_parts){ .year = v[0], .month = v[1], .day = v[2] };
		return;
	}
	if (v[0] <= 12 && v[1] <= 12 && v[0] != v[1] && sign == '/' && !r->day_first)
		r->unclear = true;
	if (v[1] > 12 && v[0] <= 12) {
		day = v[1];
		month = v[0];
	}
	r->p = (struct date_parts){ .day = day, .month = month,
	    .year = full_year(v[2], digits[2]) };
}

/* At the sign behind a number: more numbers with the same one.  How many in all. */
static int
take_row(struct reader *r, int *v, size_t *digits)
{
	char sign = at(r, r->i);
	int n = 1;

	while (n < 3 && at(r, r->i) == sign) {
		size_t next = r->i + 1;

		next += sign == '.' && at(r, next) == ' ';
		if (!is_digit(at(r, next)))
			break;
		r->i = next;
		v[n] = take_number(r, &digits[n]);
		n++;
	}
	return n;
}

/* "14h30", "14 h 30", "14u30" */
static bool
take_hours(struct reader *r, int hour)
{
	size_t i = r->i + (at(r, r->i) == ' '), digits;

	if ((at(r, i) != 'h' && at(r, i) != 'u') || hour > 23)
		return false;
	i++;
	i += at(r, i) == ' ';
	if (!is_digit(at(r, i)) || !is_digit(at(r, i + 1)))
		return false;
	r->i = i;
	set_time(r, hour, take_number(r, &digits), 0);
	return true;
}

static bool
take_unit(struct reader *r, int value)
{
	size_t i = r->i + (at(r, r->i) == ' ');

	for (size_t k = 0; k < COUNT(units); k++) {
		struct str name = str_c(units[k].name);
		int *part = (int *)(void *)((char *)&r->p + units[k].part);

		if (!str_starts(str_sub(r->in, i, name.n), name))
			continue;
		if (*part == 0)
			*part = value;
		r->p.has_time |= units[k].part == offsetof(struct date_parts, hour);
		r->i = i + name.n;
		return true;
	}
	return false;
}

static void
set_number(struct reader *r, int v, size_t digits)
{
	if (digits == 4 && r->p.year == 0)
		r->p.year = v;
	else if (digits <= 2 && r->p.day == 0 && v >= 1 && v <= 31)
		r->p.day = v;
	else if (digits == 2 && r->p.day != 0 && r->p.month != 0 && r->p.year == 0)
		r->p.year = full_year(v, digits);
}

static void
take_digits(struct reader *r)
{
	size_t digits[3], back;
	int v[3], n;

	v[0] = take_number(r, &digits[0]);
	if (v[0] < 0 || take_unit(r, v[0]) || take_hours(r, v[0]))
		return;
	if (at(r, r->i) == ':' && is_digit(at(r, r->i + 1))) {
		take_clock(r, v[0]);
		return;
	}
	back = r->i;
	n = at(r, r->i) == '/' || at(r, r->i) == '-' || at(r, r->i) == '.' ?
	    take_row(r, v, digits) : 1;
	if (n >= 2 && (r->time_next || has_date(r)) && digits[1] == 2)
		set_time(r, v[0], v[1], n == 3 ? v[2] : 0);
	else if (n == 3)
		set_numeric(r, v, digits, at(r, back));
	else {
		r->i = back;
		set_number(r, v[0], digits[0]);
	}
}

static int
month_of(struct str w)
{
	char key[WORD_MAX + 3];

	if (w.n == 0 || w.n > WORD_MAX)
		return 0;
	key[0] = ' ';
	memcpy(key + 1, w.p, w.n);
	memcpy(key + 1 + w.n, " ", 2);
	for (int m = 0; m < 12; m++)
		if (strstr(months[m], key) != NULL)
			return m + 1;
	return 0;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* "a.m.", "p. m." at its first letter, which r->i is behind. */
static bool
is_half(const struct reader *r)
{
	size_t i = r->i;

	while (at(r, i) == '.' || at(r, i) == ' ')
		i++;
	return i > r->i && at(r, i) == 'm' && !is_letter(at(r, i + 1));
}

/* A zone comes behind a time; "est" and "met" are words elsewhere. */
static bool
take_zone(struct reader *r, size_t from)
{
	size_t end = from;

	while (end < r->in.n && str_chr(STR(" ,()"), r->in.p[end], 0) == SIZE_MAX)
		end++;
	if (!r->p.has_time || r->p.has_zone ||
	    !date_read_zone(str_sub(r->in, from, end - from), &r->p))
		return false;
	r->i = end;
	return true;
}

static bool
is_of(const struct reader *r, struct str w, const struct halves *half)
{
	return wordlist_has(w, half->words) || wordlist_starts(w, half->leads) ||
	    (r->p.has_time && wordlist_has(w, half->tails));
}

static void
take_word(struct reader *r)
{
	size_t from = r->i;
	struct str w;
	int m;

	while (is_letter(at(r, r->i)))
		r->i++;
	w = str_sub(r->in, from, r->i - from);
	r->time_next = wordlist_has(w, before_time);
	if ((str_eq(w, STR("a")) || str_eq(w, STR("p"))) && is_half(r)) {
		r->p.is_pm |= w.p[0] == 'p';
		r->p.is_am |= w.p[0] == 'a';
	} else if ((m = month_of(w)) != 0 && (r->p.month == 0 || r->p.month_is_word)) {
		r->p.month = m;		/* the last: "mar. 3 nov." begins with a Tuesday */
		r->p.month_is_word = true;
	} else if (!take_zone(r, from)) {
		r->p.is_am |= is_of(r, w, &mornings);
		r->p.is_pm |= is_of(r, w, &evenings);
	}
}

bool
prosedate_parse(struct arena *a, struct str raw, bool day_first, struct date *out)
{
	struct reader r = { .in = fold(a, str_utf8_cut(raw, LOOK)), .day_first = day_first };

	while (r.i < r.in.n) {
		char c = at(&r, r.i);

		if (is_digit(c)) {
			take_digits(&r);
			r.time_next = false;
		} else if (is_letter(c))
			take_word(&r);
		else if ((c != '+' && c != '-') || !take_zone(&r, r.i))
			r.i++;
	}
	return !r.unclear && date_make(&r.p, out);
}
