/*
 * Works line by line, linear in the text.  Trusts nothing: quoted history may
 * look like anything.  Never takes text away unless a mail program's own mark
 * says that it is history or signature; what stands between quoted lines is
 * an answer and stays, with the lines that it answers.
 */
#include "parsers/quote.h"

#include "parsers/fold.h"
#include "parsers/quotelines.h"
#include "parsers/quotewords.h"
#include "parsers/wordlist.h"

enum {
	ATTRIBUTION_LINES = 4,
	BLOCK_LINES = 10,		/* of a header block */
	WRAP_COLUMN = 65,		/* no client wraps shorter lines */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A time, a year, or a day by numbers: at least two runs of digits. */
static bool
has_date(struct str s)
{
	size_t runs = 0, longest = 0;

	for (size_t i = 0; i < s.n; i++) {
		size_t from = i;

		while (i < s.n && is_digit(s.p[i]))
			i++;
		runs += i > from;
		longest = i - from > longest ? i - from : longest;
	}
	return runs >= 2 && longest <= 4;
}

static bool
has_verb(struct str s)
{
	for (size_t i = 0; quote_verbs[i] != NULL; i++) {
		struct str verb = str_c(quote_verbs[i]);
		size_t at = str_find(s, verb, 0);

		for (; at != SIZE_MAX; at = str_find(s, verb, at + 1)) {
			size_t end = at + verb.n;
			bool ascii = (unsigned char)verb.p[0] < 0x80;

			if (!ascii || ((at == 0 || str_chr(STR(" >)\"'"), s.p[at - 1], 0) !=
			    SIZE_MAX) && (end == s.n || str_chr(STR(" :-("), s.p[end], 0) !=
			    SIZE_MAX)))
				return true;
		}
	}
	return false;
}

/* The lines [from, to] as one, folded. */
static struct str
join(struct lines *t, size_t from, size_t to)
{
	struct buf b;

	buf_init(&b, t->a);
	for (size_t i = from; i <= to; i++) {
		if (i > from)
			buf_addc(&b, ' ');
		buf_add(&b, t->v[i].f);
	}
	return buf_str(&b);
}

static bool
ends_in_verb(struct str s)
{
	for (size_t i = 0; quote_verbs[i] != NULL; i++)
		if (str_ends(s, str_c(quote_verbs[i])))
			return true;
	return false;
}

/* Whether a folded line, or several joined, introduces a quote. */
static bool
is_attribution(struct str s)
{
	bool at = str_chr(s, '@', 0) != SIZE_MAX, date = has_date(s);
	bool colon = str_ends(s, STR(":"));
	size_t open = str_chr(s, '<', 0);

	if (s.n > LINE_LOOK)
		return false;
	if (str_starts(s, STR("--")) && str_ends(s, STR("--")))
		return has_verb(s);
	if (colon && has_verb(s))
		return at || date;
	/* "On Wed, 14 Nov 2018 08:14 Name <a@b> wrote", without a colon */
	if (at && date && wordlist_starts(s, quote_leads) && ends_in_verb(s))
		return true;
	/* "2011/4/7 Name <a@b>", "Wed, 30 Apr 2025 at 15:19, Name <a@b>:" */
	return at && date && open != SIZE_MAX && has_date(str_sub(s, 0, open)) &&
	    (str_ends(s, STR(">")) || colon) &&
	    (is_digit(s.p[0]) || str_find(s, STR(", "), 0) < 6);
}

/* The first line of the attribution that ends at `end`, or SIZE_MAX. */
static size_t
attribution_from(struct lines *t, size_t end)
{
	size_t found = SIZE_MAX;
	struct str last = t->v[end].f;

	if (t->v[end].kind != LINE_TEXT || lines_strip(last, "-_=*").n == 0 || (str_chr(STR(":>-"),
	    last.p[last.n - 1], 0) == SIZE_MAX && !ends_in_verb(last)))
		return SIZE_MAX;
	for (size_t i = end; i + ATTRIBUTION_LINES > end && t->v[i].kind == LINE_TEXT; i--) {
		bool lead = wordlist_starts(t->v[i].f, quote_leads);

		if (t->v[i].f.n == 0)
			break;
		if ((found == SIZE_MAX || lead || lines_are_open(t->v[i].f)) &&
		    is_attribution(join(t, i, end)))
			found = i;
		if ((found != SIZE_MAX && lead) || i == 0)
			break;
	}
	return found;
}

/*
 * A quoted line that was wrapped: right between quoted lines, after a long one
 * that stops in mid-sentence.  (An answer begins after a whole sentence.)
 */
static void
join_wrapped_quotes(struct lines *t)
{
	for (size_t i = 1; i + 1 < t->n; i++) {
		const struct str *before = &t->v[i - 1].raw;

		if (t->v[i].kind == LINE_TEXT && t->v[i - 1].kind == LINE_QUOTE &&
		    t->v[i + 1].kind == LINE_QUOTE && before->n >= WRAP_COLUMN &&
		    t->v[i].raw.n < before->n &&
		    str_chr(STR(".?!:;"), before->p[before->n - 1], 0) == SIZE_MAX &&
		    t->v[i].raw.p[0] >= 'a' && t->v[i].raw.p[0] <= 'z')
			t->v[i].kind = LINE_QUOTE;
	}
}

/* The folded label of a "Label: value" line, or STR_NONE. */
static struct str
label_of(const struct line *l)
{
	size_t at = str_chr(l->f, ':', 0);

	if (l->kind != LINE_TEXT || at == SIZE_MAX || at > 40)
		return STR_NONE;
	return fold_trim(lines_strip(str_sub(l->f, 0, at), "* \""));
}

/*
 * A header block begins at i: From and "Sent", "To", "Subject"; or these first,
 * then three lines without a gap and From among them.
 */
static bool
is_header_block(const struct lines *t, size_t i)
{
	size_t others = 0, end = i + BLOCK_LINES < t->n ? i + BLOCK_LINES : t->n;
	bool from_first = wordlist_has(label_of(&t->v[i]), quote_from);
	bool from = false, address = false;

	if (!from_first && !wordlist_has(label_of(&t->v[i]), quote_labels))
		return false;
	/* Inside a run of labels that was looked at from its first one. */
	if (!from_first && i > 0 && wordlist_has(label_of(&t->v[i - 1]), quote_labels))
		return false;
	for (size_t k = i; k < end; k++) {
		struct str label = label_of(&t->v[k]);

		if (label.n == 0 && (t->v[k].kind != LINE_BLANK || !from_first))
			break;
		others += wordlist_has(label, quote_labels);
		if (wordlist_has(label, quote_from)) {
			from = true;
			address = address || str_chr(t->v[k].f, '@', 0) != SIZE_MAX;
		}
	}
	return from && others >= (from_first && address ? 1 : 2);
}

/* "-----Original Message-----", also without dashes on one side. */
static bool
is_original_mark(const struct line *l)
{
	struct str inner = lines_strip(l->f, "-_=*> ");

	if (l->kind != LINE_TEXT || l->f.n == inner.n)
		return false;
	inner = lines_strip(inner, ":");
	return wordlist_has(inner, quote_original);
}

/* "---------- Forwarded message ---------", "Begin forwarded message:" */
static bool
is_forward_mark(const struct line *l)
{
	struct str inner = lines_strip(l->f, "-_=*> :");

	return l->kind == LINE_TEXT && inner.n < l->f.n && wordlist_starts(inner, quote_forwarded);
}

static void
drop(struct lines *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		t->v[i].kind = LINE_GONE;
	t->has_quote = true;
}

/* Takes a rule or blank lines right above `at` along. */
static size_t
with_rule(const struct lines *t, size_t at)
{
	size_t i = at;

	while (i > 0 && t->v[i - 1].kind == LINE_BLANK)
		i--;
	return i > 0 && line_is_rule(&t->v[i - 1]) ? i - 1 : at;
}

/*
 * Marks below which all is history.  With nothing above, the mail is a bare
 * forward: all of it is what the writer sends.
 */
static void
cut_at_marks(struct lines *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct line *l = &t->v[i];

		if (l->kind != LINE_TEXT)
			continue;
		if (wordlist_within(l->f, quote_reply_above) && lines_text_before(t, i)) {
			drop(t, i, t->n);
			return;
		}
		if (is_forward_mark(l)) {
			for (; i < t->n; i++)
				if (t->v[i].kind == LINE_QUOTE)
					t->v[i].kind = LINE_TEXT;
			return;
		}
		if (!is_original_mark(l) && !is_header_block(t, i))
			continue;
		i = with_rule(t, i);
		if (!lines_text_before(t, i))
			return;
		drop(t, i, t->n);
		return;
	}
}

/* Attributions: the line goes; without '>' below it, all below goes too. */
static void
cut_at_attributions(struct lines *t)
{
	size_t seen = 0;			/* lines looked at for text */
	bool text = false;			/* some of them were */

	for (size_t end = 0; end < t->n; end++) {
		size_t from = attribution_from(t, end), next;

		if (from == SIZE_MAX)
			continue;
		for (; seen < from; seen++)
			text = text || t->v[seen].kind == LINE_TEXT;
		next = lines_next(t, end + 1);
		if (next < t->n && t->v[next].kind == LINE_QUOTE) {
			for (size_t i = from; i <= end; i++)
				t->v[i].kind = LINE_INTRO;
			t->has_quote = true;
		} else if (text) {
			drop(t, from, t->n);
			return;
		} else {
			drop(t, from, end + 1);
		}
	}
}

/* Quoted lines that nothing of the writer's follows. */
static void
cut_trailing_quotes(struct lines *t)
{
	size_t end = t->n, i;

	for (i = t->n; i-- > 0;) {
		if (t->v[i].kind == LINE_TEXT)
			break;
		if (t->v[i].kind == LINE_QUOTE || t->v[i].kind == LINE_INTRO)
			end = i;
	}
	for (i = end; i < t->n; i++)
		if (t->v[i].kind != LINE_SIGNATURE)
			drop(t, i, i + 1);
}

/* One quote on top, introduced, and the answer below it: the quote goes. */
static void
cut_leading_quote(struct lines *t)
{
	size_t i = lines_next(t, 0), end;

	if (i == t->n || t->v[i].kind != LINE_INTRO)
		return;
	for (end = i; end < t->n && t->v[end].kind != LINE_TEXT; end++)
		continue;
	for (size_t k = end; k < t->n; k++)
		if (t->v[k].kind == LINE_QUOTE)
			return;
	drop(t, i, end);
}

/* The lines of the signature, or those of the new text. */
static struct str
assemble(struct lines *t, bool signature)
{
	struct buf b;

	buf_init(&b, t->a);
	for (size_t i = 0; i < t->n; i++) {
		enum line_kind kind = t->v[i].kind;

		if (kind == LINE_GONE || kind == LINE_INTRO ||
		    (kind == LINE_SIGNATURE) != signature)
			continue;
		buf_add(&b, str_rtrim(t->v[i].raw));
		buf_addc(&b, '\n');
	}
	return buf_str(&b);
}

/* Blank lines go at both ends, the first line keeps its indentation. */
static struct str
trim_lines(struct str s)
{
	struct str rest = s, line;

	while (str_line(&rest, &line) && fold_trim(line).n == 0)
		s = rest;
	return str_rtrim(s);
}

void
quote_split(struct arena *a, struct str in, struct split *out)
{
	struct lines t = { .a = a };

	*out = (struct split){ .has_quote = false };
	lines_split(&t, in);
	join_wrapped_quotes(&t);
	cut_at_marks(&t);
	cut_at_attributions(&t);
	cut_trailing_quotes(&t);
	lines_cut_signature(&t);
	cut_trailing_quotes(&t);
	cut_leading_quote(&t);
	out->reply = trim_lines(assemble(&t, false));
	out->signature = trim_lines(assemble(&t, true));
	out->has_quote = t.has_quote;
	if (out->reply.n == 0 && !t.has_quote)
		out->reply = str_dup(a, str_trim(in));
}
