/*
 * One pass over the words, the longest reading first.  No locale, no clock.
 */
#include "parsers/field/worked.h"

#include "parsers/base/array.h"
#include "parsers/base/nearest.h"
#include "parsers/text/fold.h"

enum { SPAN_WORDS = 8, DATE_WORDS = 8, FULL_NAME = 5, NEAR_LEAST = 4 };

struct pass {
	struct arena			*a;
	const struct worked_reader	*by;
	struct str			 rest;
	struct worked			*out;
};

/* What is wrong with it, none of which is WORKED_READ; or go on with what follows, or text. */
enum step { STEP_TAKEN, STEP_TEXT, STEP_FAULT };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The first n words, without what is around them; less where there are less. */
static struct str
words(struct str s, size_t n)
{
	size_t i = 0;

	for (; n > 0 && i < s.n; n--) {
		while (i < s.n && s.p[i] == ' ')
			i++;
		while (i < s.n && s.p[i] != ' ')
			i++;
	}
	return str_trim(str_sub(s, 0, i));
}

static struct str
behind(struct str s, struct str head)
{
	return str_trim(str_sub(s, (size_t)(head.p - s.p) + head.n, s.n));
}

/* Tabs and blanks that no keyboard makes part words, too. */
static struct str
plain(struct arena *a, struct str in)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0, n; i < in.n; i += n) {
		uint32_t c = fold_char(str_sub(in, i, in.n), &n);

		if (c == 0xa0 || c == 0x202f || c == 0x2009 || c == '\t')
			buf_addc(&b, ' ');
		else
			buf_add(&b, str_sub(in, i, n));
	}
	return str_trim(buf_str(&b));
}

/* --- the span -------------------------------------------------------------- */

/* "1h30" is minutes as they are written at an hour: "1h30m". */
static struct str
with_minutes(struct arena *a, struct str word)
{
	size_t h = str_chr(fold(a, word), 'h', 0);

	if (h == SIZE_MAX || h == 0 || word.n != h + 3 || !is_digit(word.p[h - 1]) ||
	    !is_digit(word.p[h + 1]) || !is_digit(word.p[h + 2]) || word.p[h + 1] > '5')
		return word;
	return str_printf(a, "%.*sm", STR_ARG(word));
}

/* "1,5": thousandths are nobody's minutes. */
static bool
lacks_unit(struct str word)
{
	size_t marks = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] == ',' || word.p[i] == '.')
			marks++;
		else if (!is_digit(word.p[i]) && !(i == 0 && (word.p[i] == '-' || word.p[i] == '+')))
			return false;
	}
	return marks == 1 && is_digit(word.p[word.n - 1]);
}

/* A number of two digits behind hours; of one, where nothing follows. */
static bool
may_be_minutes(struct str head, struct str rest)
{
	struct str word = words(rest, 1);
	bool hours = false;

	for (size_t i = 0; i < head.n; i++)
		hours |= head.p[i] == 'h' || head.p[i] == 'H';
	if (!hours || word.n == 0 || !is_digit(word.p[0]))
		return false;
	return word.n == 1 ? word.n == rest.n : word.n == 2 && word.p[0] <= '5' &&
	    is_digit(word.p[1]);
}

static bool
has_letter(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z')
			return true;
	return false;
}

static enum worked_verdict
take_span(struct pass *p)
{
	struct str head = { 0 };
	size_t n = SPAN_WORDS;

	for (; n > 0; n--) {
		head = words(p->rest, n);
		if (head.n > 1 && str_chr(STR(":,;"), head.p[head.n - 1], 0) != SIZE_MAX)
			head = str_trim(str_sub(head, 0, head.n - 1));
		if (when_span(p->a, with_minutes(p->a, head), &p->out->seconds))
			break;
	}
	if (n == 0) {
		p->out->word = words(p->rest, 1);
		return lacks_unit(p->out->word) ? WORKED_NO_UNIT : WORKED_NO_SPAN;
	}
	p->out->free = is_digit(head.p[head.n - 1]) && str_chr(head, ':', 0) == SIZE_MAX &&
	    !has_letter(head);
	p->rest = behind(p->rest, head);
	if (p->out->free && p->rest.n > 0 && p->rest.p[0] == ':') {
		p->out->word = head;	/* "15 : 35" */
		return WORKED_NO_SPAN;
	}
	if (p->rest.n > 0 && str_chr(STR(":,;"), p->rest.p[0], 0) != SIZE_MAX)
		p->rest = str_trim(str_sub(p->rest, 1, p->rest.n));
	if (may_be_minutes(head, p->rest)) {
		p->out->word = words(p->rest, 1);
		return WORKED_MINUTES;
	}
	return WORKED_READ;
}

/* --- the day --------------------------------------------------------------- */

/* "14 Uhr": a word that a time of the day may have behind it. */
static bool
is_clock_word(struct str word)
{
	static const char *const all[] = { "uhr", "h", "hs", "hrs" };

	for (size_t i = 0; i < COUNT(all); i++)
		if (fold_eq(word, str_c(all[i])))
			return true;
	return false;
}

/* The fewest words that say the same as the most that can be read. */
static enum when_verdict
longest_date(struct pass *p, struct str s, struct when *when, struct str *head)
{
	enum when_verdict v = WHEN_UNREAD;
	struct when less;
	size_t n = DATE_WORDS;
	struct str next;

	for (; n > 0 && v == WHEN_UNREAD; n--) {
		*head = words(s, n);
		v = when_read(p->a, &p->by->when, *head, when);
	}
	for (; n > 0; n--) {
		struct str fewer = words(s, n);

		if (when_read(p->a, &p->by->when, fewer, &less) != v || (v == WHEN_READ &&
		    (less.seconds != when->seconds || less.is_day != when->is_day)))
			break;
		*head = fewer;
	}
	if (v != WHEN_READ)
		return v;
	next = words(behind(s, *head), 1);
	if (!when->is_day && next.n > 0 && is_clock_word(next))
		*head = str_sub(s, (size_t)(head->p - s.p), (size_t)(next.p + next.n - s.p));
	return v;
}

static enum worked_verdict
date_fault(enum when_verdict v)
{
	return v == WHEN_TWO_WAYS ? WORKED_TWO_WAYS : v == WHEN_NO_SUCH ? WORKED_NO_SUCH :
	    WORKED_NO_DATE;
}

static enum worked_verdict
take_marked_date(struct pass *p)
{
	struct str s = str_trim(str_sub(p->rest, 1, p->rest.n)), head = { 0 };
	struct worked *w = p->out;
	enum when_verdict v = longest_date(p, s, &w->when, &head);

	w->date = w->word = head.n > 0 ? head : s;
	if (v != WHEN_READ)
		return date_fault(v);
	if (w->has_date)
		return WORKED_TWICE;
	w->has_date = true;
	p->rest = behind(s, head);
	return WORKED_READ;
}

/* It is a day whatever stands behind it: "yesterday", 2026-11-29, a time of the day. */
static bool
is_surely_date(struct arena *a, struct str head)
{
	static const char *const all[] = { "yesterday", "today", "gestern", "heute", "vorgestern",
		"ayer", "hoy", "anteayer", "ontem", "hoje", "anteontem", "ieri", "oggi" };
	struct str s = fold(a, head), word = words(s, 1);

	for (size_t i = 0; i < COUNT(all); i++)
		if (str_eq(word, str_c(all[i])))
			return true;
	if (s.n >= 10 && s.p[4] == '-' && s.p[7] == '-')
		return true;
	for (size_t i = 1; i + 1 < s.n; i++)
		if (s.p[i] == ':' && is_digit(s.p[i - 1]) && is_digit(s.p[i + 1]))
			return true;
	return false;
}

/* "do" and "hier" are words of some language; "28.11." and "friday" are days or text. */
static bool
is_doubtful(struct str head)
{
	bool digits = false;

	for (size_t i = 0; i < head.n; i++)
		digits |= is_digit(head.p[i]);
	return digits || words(head, 1).n >= FULL_NAME;
}

static enum step
take_bare_date(struct pass *p, enum worked_verdict *fault)
{
	struct str head = { 0 };
	struct when when;
	enum when_verdict v;

	if (p->out->has_date || p->rest.p[0] == '-' || p->rest.p[0] == '+')
		return STEP_TEXT;
	v = longest_date(p, p->rest, &when, &head);
	if (v == WHEN_UNREAD)
		return STEP_TEXT;
	if (v == WHEN_READ && (behind(p->rest, head).n == 0 || is_surely_date(p->a, head))) {
		p->out->has_date = p->out->free = true;
		p->out->when = when;
		p->out->date = head;
		p->rest = behind(p->rest, head);
		return STEP_TAKEN;
	}
	if (!is_doubtful(head))
		return STEP_TEXT;
	p->out->date = p->out->word = head;
	*fault = v == WHEN_READ ? WORKED_MAY_BE_DATE : date_fault(v);
	return STEP_FAULT;
}

/* --- the words ------------------------------------------------------------- */

static enum worked_billing
billing_of(struct str word)
{
	static const struct { const char *word; enum worked_billing is; } all[] = {
		{ "nonbillable", WORKED_NONBILLABLE }, { "non-billable", WORKED_NONBILLABLE },
		{ "unbillable", WORKED_NONBILLABLE }, { "not-billable", WORKED_NONBILLABLE },
		{ "billable", WORKED_BILLABLE },
		{ "nichtabrechenbar", WORKED_NONBILLABLE },
		{ "nicht-abrechenbar", WORKED_NONBILLABLE }, { "abrechenbar", WORKED_BILLABLE },
		{ "nofacturable", WORKED_NONBILLABLE }, { "no-facturable", WORKED_NONBILLABLE },
		{ "nonfacturable", WORKED_NONBILLABLE }, { "non-facturable", WORKED_NONBILLABLE },
		{ "facturable", WORKED_BILLABLE },
		{ "naofaturavel", WORKED_NONBILLABLE }, { "nao-faturavel", WORKED_NONBILLABLE },
		{ "faturavel", WORKED_BILLABLE },
		{ "nonfatturabile", WORKED_NONBILLABLE }, { "non-fatturabile", WORKED_NONBILLABLE },
		{ "fatturabile", WORKED_BILLABLE },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		if (fold_eq(word, str_c(all[i].word)))
			return all[i].is;
	return WORKED_UNSAID;
}

static struct str
service_of(const struct pass *p, struct str word)
{
	for (size_t i = 0; i < p->by->services->n; i++)
		if (fold_eq(word, fold(p->a, p->by->services->v[i])))
			return p->by->services->v[i];
	return STR_NONE;
}

/* "suport" is a slip; "supported" is another word. */
static struct str
near_service(const struct pass *p, struct str word)
{
	struct str folded = fold(p->a, word), near;

	if (word.n < NEAR_LEAST || p->out->service.n > 0)
		return STR_NONE;
	near = nearest_name(folded, p->by->services);
	return near.n == 0 || (str_starts(folded, fold(p->a, near)) && folded.n > near.n + 1) ?
	    STR_NONE : near;
}

static enum step
take_word(struct pass *p, enum worked_verdict *fault)
{
	struct str word = words(p->rest, 1), near;
	enum worked_billing billing = billing_of(word);
	struct str service = service_of(p, word);

	p->out->word = word;
	if (service.n > 0 || billing != WORKED_UNSAID) {
		if ((service.n > 0 && p->out->service.n > 0) ||
		    (billing != WORKED_UNSAID && p->out->billing != WORKED_UNSAID)) {
			*fault = WORKED_TWICE;
			return STEP_FAULT;
		}
		if (service.n > 0)
			p->out->service = service;
		else
			p->out->billing = billing;
		p->rest = behind(p->rest, word);
		return STEP_TAKEN;
	}
	if ((near = near_service(p, word)).n == 0)
		return STEP_TEXT;
	p->out->service = near;
	*fault = WORKED_NEAR;
	return STEP_FAULT;
}

/* "- what was done": all behind it is text. */
static bool
cut_dash(struct pass *p)
{
	static const char *const marks[] = { "-", "–", "—", ":", "//" };
	struct str word = words(p->rest, 1);

	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_eq(word, str_c(marks[i]))) {
			p->rest = behind(p->rest, word);
			return true;
		}
	return false;
}

/* A day that is marked stands before the text; at its end whether it can be billed may. */
static enum worked_verdict
take_text(struct pass *p)
{
	struct str text = p->rest, last, head;
	struct when when;
	size_t i = text.n;

	for (size_t k = 1; k < text.n; k++) {
		struct str s = str_sub(text, k + 1, text.n);

		if (text.p[k] == '@' && text.p[k - 1] == ' ' && s.n > 0 && s.p[0] != ' ' &&
		    longest_date(p, s, &when, &head) != WHEN_UNREAD) {
			p->out->date = p->out->word = head;
			return WORKED_MAY_BE_DATE;
		}
	}
	while (i > 0 && text.p[i - 1] != ' ')
		i--;
	last = str_sub(text, i, text.n);
	if (p->out->billing == WORKED_UNSAID && billing_of(last) == WORKED_NONBILLABLE) {
		p->out->billing = WORKED_NONBILLABLE;
		text = str_trim(str_sub(text, 0, i));
	}
	p->out->text = text;
	return WORKED_READ;
}

enum worked_verdict
worked_read(struct arena *a, const struct worked_reader *by, struct str in, struct worked *out)
{
	struct pass p = { a, by, plain(a, in), out };
	enum worked_verdict v;
	enum step step;

	*out = (struct worked){ 0 };
	v = take_span(&p);
	while (v == WORKED_READ && p.rest.n > 0 && !cut_dash(&p)) {
		if (p.rest.p[0] == '@') {
			v = take_marked_date(&p);
			continue;
		}
		step = take_word(&p, &v);
		if (step == STEP_TEXT)
			step = take_bare_date(&p, &v);
		if (step != STEP_TAKEN)
			break;
	}
	return v == WORKED_READ ? take_text(&p) : v;
}
