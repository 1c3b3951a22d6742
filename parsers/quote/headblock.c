/*
 * Looks at BLOCK_LINES lines from each that begins with a label; which label
 * is looked up once a line.
 */
#include "parsers/quote/headblock.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/quotewords.h"
#include "parsers/text/date.h"
#include "parsers/text/fold.h"

enum {
	BLOCK_LINES = 16,
	WRAPPED_LINES = 2,		/* of one value, without a label */
	LABEL_BYTES = 40,
	LABEL_WORDS = 3,
	LABELS_MARKED = 3,		/* in a language that we do not know */
	LABELS_MARKED_MAX = 8
};

/* The line without the '>' of a client that quotes what it forwards. */
static struct str
bare(struct str s)
{
	return fold_trim(lines_strip(fold_trim(s), ">"));
}

/* Programs write their labels with a capital; "from: 12" is somebody's list. */
static bool
is_small(struct str s)
{
	return s.n > 0 && s.p[0] >= 'a' && s.p[0] <= 'z';
}

/* The folded label of a "Label: value" line, or STR_NONE. */
static struct str
label_text(const struct line *l)
{
	struct str f = bare(l->f);
	size_t at = str_chr(f, ':', 0);

	if (at == SIZE_MAX || at > LABEL_BYTES || is_small(lines_strip(bare(l->raw), "* \"")))
		return STR_NONE;
	return fold_trim(lines_strip(str_sub(f, 0, at), "* \""));
}

static enum line_label
read_label(struct str label)
{
	if (label.n == 0)
		return LABEL_NONE;
	if (wordlist_has(label, quote_from))
		return LABEL_FROM;
	/* "message du 12/12/2016 13:20": the label's date stands before its time's colon. */
	if (wordlist_has(label, quote_date) || str_starts(label, STR("message du ")))
		return LABEL_DATE;
	if (wordlist_has(label, quote_subject))
		return LABEL_SUBJECT;
	return wordlist_has(label, quote_others) ? LABEL_OTHER : LABEL_UNKNOWN;
}

static enum line_label
label_of(const struct lines *t, size_t i)
{
	struct line *l = &t->v[i];

	if (l->label == LABEL_UNREAD)
		l->label = read_label(label_text(l));
	return l->kind == LINE_TEXT || l->kind == LINE_QUOTE ? l->label : LABEL_NONE;
}

static bool
is_known(enum line_label label)
{
	return label >= LABEL_FROM;
}

bool
headblock_has_label(const struct lines *t, size_t i)
{
	return is_known(label_of(t, i));
}

/* What stands behind the label, as written. */
static struct str
value_of(struct str raw)
{
	struct str s = bare(raw);
	size_t at = str_chr(s, ':', 0), wide = str_find(s, STR("："), 0);

	if (wide < at)
		return fold_trim(lines_strip(str_sub(s, wide + 3, s.n), "* "));
	return at == SIZE_MAX ? s : fold_trim(lines_strip(str_sub(s, at + 1, s.n), "* "));
}

/* Where the block keeps the value of such a label, or NULL. */
static struct str *
slot(struct headblock *b, enum line_label label)
{
	return label == LABEL_FROM ? &b->from : label == LABEL_DATE ? &b->date :
	    label == LABEL_SUBJECT ? &b->subject : NULL;
}

/* "10:00", "10.00": enough beside labels that a program wrote. */
static bool
has_time(struct str s)
{
	for (size_t i = 0; i + 2 < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9' && (s.p[i + 1] == ':' || s.p[i + 1] == '.') &&
		    s.p[i + 2] >= '0' && s.p[i + 2] <= '9')
			return true;
	return false;
}

/* " +0100", " GMT"; without a zone the block's time is one of an unknown place. */
bool
headblock_has_zone(struct str s)
{
	for (size_t i = 0; i + 5 < s.n; i++)
		if (s.p[i] == ' ' && (s.p[i + 1] == '+' || s.p[i + 1] == '-') &&
		    s.p[i + 2] >= '0' && s.p[i + 2] <= '1')
			return true;
	return str_find(s, STR(" GMT"), 0) != SIZE_MAX || str_find(s, STR(" UTC"), 0) != SIZE_MAX;
}

/* What one reading of a block's lines has seen. */
struct reading {
	const struct lines	*t;
	bool			 known;		/* labels must be ones that we know */
	bool			 gaps;		/* blank lines may stand between them */
	struct headblock	*out;
	size_t			 labels;
	size_t			 others;	/* known, but From */
	size_t			 wrapped;	/* lines without a label since the last */
	bool			 from;
	bool			 address;
	bool			 first_address;	/* the first value has one: it may be "From" */
	bool			 date;
	bool			 denied;	/* a label that no mail program writes */
};

static void
add_label(struct reading *r, enum line_label label, struct str value)
{
	struct str *to = slot(r->out, label);

	r->labels++;
	r->wrapped = 0;
	r->address = r->address || str_chr(value, '@', 0) != SIZE_MAX;
	r->date = r->date || has_time(value);
	r->from = r->from || label == LABEL_FROM;
	r->others += label > LABEL_FROM;
	if (to != NULL && to->n == 0)
		*to = value;
}

/* False when line i does not belong to the block. */
static bool
read_line(struct reading *r, size_t i)
{
	const struct line *l = &r->t->v[i];
	enum line_label label = label_of(r->t, i);

	if (r->known ? is_known(label) : label != LABEL_NONE) {
		if (label == LABEL_FROM && str_eq(label_text(l), STR("from")))
			r->out->is_english = true;
		add_label(r, label, value_of(l->raw));
		r->first_address = r->first_address || (r->labels == 1 && r->address);
		r->denied = r->denied ||
		    (!r->known && wordlist_has(label_text(l), quote_no_labels));
		r->out->end = i + 1;
		return true;
	}
	if (bare(l->raw).n == 0)
		return r->gaps;
	return (l->kind == LINE_TEXT || l->kind == LINE_QUOTE) && r->labels > 0 &&
	    bare(r->t->v[i - 1].raw).n > 0 && r->wrapped++ < WRAPPED_LINES;
}

/* Lines between two labels belong to the value of the first. */
static void
join_wrapped(const struct lines *t, size_t from, struct headblock *out)
{
	struct str *to = NULL;

	for (size_t i = from; i < out->end; i++) {
		enum line_label label = label_of(t, i);
		struct str more = bare(t->v[i].raw);

		if (is_known(label))
			to = slot(out, label);
		else if (to != NULL && more.n > 0)
			*to = str_printf(t->a, "%.*s %.*s", STR_ARG(*to), STR_ARG(more));
	}
}

static bool
read_block(const struct lines *t, size_t i, bool known, bool gaps, struct headblock *out)
{
	struct reading r = { .t = t, .known = known, .gaps = gaps, .out = out };
	size_t end = i + BLOCK_LINES < t->n ? i + BLOCK_LINES : t->n;
	struct date d;

	*out = (struct headblock){ .end = i };
	for (size_t k = i; k < end && read_line(&r, k); k++)
		continue;
	if (known)
		join_wrapped(t, i, out);
	if (!known)
		return r.labels >= LABELS_MARKED && r.labels <= LABELS_MARKED_MAX &&
		    r.first_address && r.date && !r.denied;
	/* "From: Berlin", "To: Madrid" are no mail's, if nothing else is said. */
	if (r.from)
		return (r.address || r.date || out->subject.n > 0) &&
		    r.others >= (gaps && r.address ? 1 : 2);
	/* "Date: Mon, 3 Mar 2025 10:00:00 +0100", "To: jo@acme.example" */
	return r.others >= 2 && r.address && date_parse(out->date, &d) &&
	    headblock_has_zone(out->date);
}

/* The known label that ends before the colon at `colon`, up to LABEL_WORDS words long. */
static enum line_label
label_before(struct arena *a, struct str s, size_t from, size_t colon, size_t *begin)
{
	enum line_label found = LABEL_NONE;
	size_t at = colon;

	for (size_t words = 0; words < LABEL_WORDS && at > from; words++) {
		struct str word;

		while (at > from && s.p[at - 1] == ' ')
			at--;
		while (at > from && s.p[at - 1] != ' ')
			at--;
		word = lines_strip(str_sub(s, at, colon - at), "* \"");
		if (word.n > LABEL_BYTES)
			break;
		if (is_small(word) || !is_known(read_label(fold(a, word))))
			continue;
		found = read_label(fold(a, word));
		*begin = at;
	}
	return found;
}

/* "From: Jo <jo@acme.example> Date: … Subject: …" on one line. */
static bool
read_one_line(const struct lines *t, size_t i, struct headblock *out)
{
	struct reading r = { .t = t, .known = true, .out = out };
	struct str s = bare(t->v[i].raw);
	enum line_label label = LABEL_NONE;
	size_t from = 0, begin = 0;

	*out = (struct headblock){ .end = i + 1 };
	if (s.n > LINE_LOOK)
		return false;
	for (size_t at = 0; (at = str_chr(s, ':', at)) != SIZE_MAX; at++) {
		enum line_label next = label_before(t->a, s, from, at, &begin);

		if (next == LABEL_NONE)
			continue;
		if (label != LABEL_NONE)
			add_label(&r, label, fold_trim(lines_strip(str_sub(s, from,
			    begin - from), "* ")));
		label = next;
		from = at + 1;
	}
	add_label(&r, label, fold_trim(lines_strip(str_sub(s, from, s.n), "* ")));
	return r.from && r.others >= 2 && (r.address || (r.date && out->subject.n > 0));
}

bool
headblock_read(const struct lines *t, size_t i, bool marked, struct headblock *out)
{
	enum line_label label = label_of(t, i);
	bool from_first = label == LABEL_FROM;

	if (!is_known(label))
		return marked && label == LABEL_UNKNOWN && read_block(t, i, false, false, out);
	/* Inside a run of labels that was looked at from its first one. */
	if (!from_first && i > 0 && is_known(label_of(t, i - 1)))
		return false;
	return read_block(t, i, true, from_first, out) || read_one_line(t, i, out) ||
	    (marked && read_block(t, i, false, false, out));
}
