/* stoptime: see stoptime.h. */
#include "daemon/act/stoptime.h"

#include "daemon/act/refusal.h"
#include "daemon/calendar/moment.h"
#include "daemon/sys/clock.h"

enum { WORDS_MOST = 4, DAY = 86400 };

static bool
is_digit(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* "17:30", "9.05", "17h30". */
static bool
is_time_of_day(struct str s)
{
	size_t n = is_digit(s, 1) ? 2 : 1;

	return is_digit(s, 0) && s.n == n + 3 && (s.p[n] == ':' || s.p[n] == '.' || s.p[n] == 'h') &&
	    is_digit(s, n + 1) && is_digit(s, n + 2);
}

/* Its first words, as many as there are up to n. */
static struct str
first_words(struct str text, int n, struct str *rest)
{
	size_t at = 0;

	while (n-- > 0 && at < text.n) {
		while (at < text.n && text.p[at] == ' ')
			at++;
		while (at < text.n && text.p[at] != ' ')
			at++;
	}
	*rest = str_trim(str_sub(text, at, text.n));
	return str_sub(text, 0, at);
}

/* The same time on the wall a day before. */
static int64_t
day_before(const struct zone *zone, int64_t us)
{
	int64_t s = us / SECOND_US;

	return zone_instant(zone, s + zone_offset(zone, s) - DAY) * SECOND_US;
}

static enum moment_verdict
read(const struct prospect *p, struct str in, int64_t now, int64_t *us)
{
	struct moment_reader by = { .zone = refusal_zone(p), .hour = 0,
	    .day_first = agent_day_first(p->actor->agent) };

	return moment_read(p->w->a, &by, in, now, us);
}

static struct why *
not_over(const struct prospect *p, int64_t us)
{
	return WHY(p->w->a, STR("* has not come yet: a timer stops at a time that is over"),
	    zone_text(p->w->a, refusal_zone(p), us));
}

/* "17:30 the": without its last word it is the same instant, and that is text. */
static bool
says_no_more(const struct prospect *p, struct str said, int n, int64_t now)
{
	struct str rest, words = first_words(said, n, &rest), fewer = first_words(said, n - 1, &rest);
	int64_t us = 0, same = 0;

	return words.n == fewer.n || (n > 1 && read(p, words, now, &us) ==
	    read(p, fewer, now, &same) && us == same && us != 0);
}

/* After "at": as many words as are an instant together. */
static struct why *
read_at(const struct prospect *p, struct str said, struct str *text, int64_t now, int64_t *us)
{
	struct str rest, words;

	for (int n = WORDS_MOST; n > 0; n--) {
		words = first_words(said, n, &rest);
		if (says_no_more(p, said, n, now))
			continue;
		switch (read(p, words, now, us)) {
		case MOMENT_PAST:
			*text = rest;
			return NULL;
		case MOMENT_READ:
			if (is_time_of_day(words))
				*us = day_before(refusal_zone(p), *us);
			*text = rest;
			return *us <= now ? NULL : not_over(p, *us);
		case MOMENT_TWO_WAYS:
			return WHY(p->w->a, STR("\"*\" can be read in two ways: write the day as "
			    "2026-12-31"), words);
		case MOMENT_FAR:
			return not_over(p, now);
		case MOMENT_UNREAD:
		case MOMENT_NO_SUCH:
			break;
		}
	}
	first_words(said, 1, &rest);
	return WHY(p->w->a, STR("\"*\" is no time: 17:30, yesterday 17:30 and 2026-12-31 17:30 are"),
	    first_words(said, 1, &rest));
}

struct why *
stoptime_read(const struct prospect *p, struct str *text, int64_t now, int64_t *us)
{
	struct str rest, first = first_words(*text, 1, &rest), two = first_words(*text, 2, &rest);
	bool is_date = first.n == 10 && first.p[4] == '-' && first.p[7] == '-';

	*us = 0;
	if (str_ieq(first, STR("at")))
		return read_at(p, str_trim(str_sub(*text, 2, text->n)), text, now, us);
	if (is_time_of_day(first))
		return read_at(p, *text, text, now, us);
	return is_date && is_time_of_day(str_sub(two, first.n + 1, two.n)) ?
	    read_at(p, *text, text, now, us) : NULL;
}
