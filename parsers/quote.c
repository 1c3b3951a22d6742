/*
 * Works line by line, linear in the text.  Trusts nothing: quoted history may
 * look like anything.  Never takes text away unless a mail program's own mark
 * says that it is history or signature; what stands between quoted lines is
 * an answer and stays, with the lines that it answers.
 */
#include "parsers/quote.h"

#include "parsers/fold.h"
#include "parsers/quotewords.h"

enum {
	LINE_LOOK = 400,		/* longer lines are nobody's attribution */
	ATTRIBUTION_LINES = 4,
	BLOCK_LINES = 10,		/* of a header block */
	SIGNATURE_LINES = 14,
	WRAP_COLUMN = 65,		/* no client wraps shorter lines */
};

enum line_kind { LINE_TEXT, LINE_BLANK, LINE_QUOTE, LINE_INTRO, LINE_SIGNATURE, LINE_GONE };

struct line {
	struct str	raw;
	struct str	f;		/* folded, trimmed, marks of emphasis dropped */
	enum line_kind	kind;
};

struct text {
	struct arena	*a;
	struct line	*v;
	size_t		 n;
	bool		 has_quote;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
starts_any(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_starts(s, str_c(*list)))
			return true;
	return false;
}

static bool
has_any(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_find(s, str_c(*list), 0) != SIZE_MAX)
			return true;
	return false;
}

static bool
is_any(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq(s, str_c(*list)))
			return true;
	return false;
}

/* Drops the bytes of `set` at both ends. */
static struct str
strip(struct str s, const char *set)
{
	while (s.n > 0 && str_chr(str_c(set), s.p[0], 0) != SIZE_MAX)
		s = str_sub(s, 1, s.n);
	while (s.n > 0 && str_chr(str_c(set), s.p[s.n - 1], 0) != SIZE_MAX)
		s.n--;
	return s;
}

/* "Jo <jo@acme.example" was wrapped before its '>'. */
static bool
is_open(struct str s)
{
	size_t open = SIZE_MAX;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '<')
			open = i;
		else if (s.p[i] == '>')
			open = SIZE_MAX;
	return open != SIZE_MAX;
}

static enum line_kind
kind_of(const struct text *t, struct str line)
{
	const struct line *last = t->n > 0 ? &t->v[t->n - 1] : NULL;

	if (line.n == 0)
		return LINE_BLANK;
	if (line.p[0] != '>')
		return LINE_TEXT;
	return last != NULL && last->kind == LINE_TEXT && is_open(last->f) ? LINE_TEXT :
	    LINE_QUOTE;
}

static void
split_lines(struct text *t, struct str in)
{
	struct str rest = in, line;
	size_t n = 0;

	while (str_line(&rest, &line))
		n++;
	t->v = ARENA_ARRAY(t->a, n + 1, struct line);
	for (rest = in; str_line(&rest, &line);) {
		struct line *l = &t->v[t->n];

		l->raw = line;
		if (line.n <= LINE_LOOK)
			l->f = fold_trim(strip(fold(t->a, fold_trim(line)), "*_"));
		l->kind = kind_of(t, fold_trim(line));
		t->n++;
	}
}

/* Index of the next line at or after i that is not blank, or t->n. */
static size_t
next_full(const struct text *t, size_t i)
{
	while (i < t->n && (t->v[i].kind == LINE_BLANK || t->v[i].kind == LINE_GONE))
		i++;
	return i;
}

static bool
text_before(const struct text *t, size_t end)
{
	for (size_t i = 0; i < end; i++)
		if (t->v[i].kind == LINE_TEXT)
			return true;
	return false;
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
join(struct text *t, size_t from, size_t to)
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
	if (at && date && starts_any(s, quote_leads) && ends_in_verb(s))
		return true;
	/* "2011/4/7 Name <a@b>", "Wed, 30 Apr 2025 at 15:19, Name <a@b>:" */
	return at && date && open != SIZE_MAX && has_date(str_sub(s, 0, open)) &&
	    (str_ends(s, STR(">")) || colon) &&
	    (is_digit(s.p[0]) || str_find(s, STR(", "), 0) < 6);
}

/* The first line of the attribution that ends at `end`, or SIZE_MAX. */
static size_t
attribution_from(struct text *t, size_t end)
{
	size_t found = SIZE_MAX;
	struct str last = t->v[end].f;

	if (t->v[end].kind != LINE_TEXT || last.n == 0 || (str_chr(STR(":>-"),
	    last.p[last.n - 1], 0) == SIZE_MAX && !ends_in_verb(last)))
		return SIZE_MAX;
	for (size_t i = end; i + ATTRIBUTION_LINES > end && t->v[i].kind == LINE_TEXT; i--) {
		bool lead = starts_any(t->v[i].f, quote_leads);

		if (t->v[i].f.n == 0)
			break;
		if ((found == SIZE_MAX || lead || is_open(t->v[i].f)) &&
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
join_wrapped_quotes(struct text *t)
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
	return fold_trim(strip(str_sub(l->f, 0, at), "* \""));
}

/*
 * A header block begins at i: From and "Sent", "To", "Subject"; or these first,
 * then three lines without a gap and From among them.
 */
static bool
is_header_block(const struct text *t, size_t i)
{
	size_t others = 0, end = i + BLOCK_LINES < t->n ? i + BLOCK_LINES : t->n;
	bool from_first = is_any(label_of(&t->v[i]), quote_from), from = false, address = false;

	if (!from_first && !is_any(label_of(&t->v[i]), quote_labels))
		return false;
	for (size_t k = i; k < end; k++) {
		struct str label = label_of(&t->v[k]);

		if (label.n == 0 && (t->v[k].kind != LINE_BLANK || !from_first))
			break;
		others += is_any(label, quote_labels);
		if (is_any(label, quote_from)) {
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
	struct str inner = strip(l->f, "-_=*> ");

	if (l->kind != LINE_TEXT || l->f.n == inner.n)
		return false;
	inner = strip(inner, ":");
	return is_any(inner, quote_original);
}

/* "---------- Forwarded message ---------", "Begin forwarded message:" */
static bool
is_forward_mark(const struct line *l)
{
	struct str inner = strip(l->f, "-_=*> :");

	return l->kind == LINE_TEXT && inner.n < l->f.n && starts_any(inner, quote_forwarded);
}

static bool
is_rule(const struct line *l)
{
	return l->kind == LINE_TEXT && fold_trim(l->raw).n >= 3 &&
	    strip(fold_trim(l->raw), "_-=* ").n == 0;
}

static void
drop(struct text *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		t->v[i].kind = LINE_GONE;
	t->has_quote = true;
}

/* Takes a rule or blank lines right above `at` along. */
static size_t
with_rule(const struct text *t, size_t at)
{
	size_t i = at;

	while (i > 0 && t->v[i - 1].kind == LINE_BLANK)
		i--;
	return i > 0 && is_rule(&t->v[i - 1]) ? i - 1 : at;
}

/*
 * Marks below which all is history.  With nothing above, the mail is a bare
 * forward: all of it is what the writer sends.
 */
static void
cut_at_marks(struct text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct line *l = &t->v[i];

		if (l->kind != LINE_TEXT)
			continue;
		if (has_any(l->f, quote_reply_above) && text_before(t, i)) {
			drop(t, i, t->n);
			return;
		}
		if (is_forward_mark(l)) {
			for (; i < t->n; i++)
				t->v[i].kind = LINE_TEXT;
			return;
		}
		if (!is_original_mark(l) && !is_header_block(t, i))
			continue;
		i = with_rule(t, i);
		if (!text_before(t, i))
			return;
		drop(t, i, t->n);
		return;
	}
}

/* Attributions: the line goes; without '>' below it, all below goes too. */
static void
cut_at_attributions(struct text *t)
{
	for (size_t end = 0; end < t->n; end++) {
		size_t from = attribution_from(t, end), next;

		if (from == SIZE_MAX)
			continue;
		next = next_full(t, end + 1);
		if (next < t->n && t->v[next].kind == LINE_QUOTE) {
			for (size_t i = from; i <= end; i++)
				t->v[i].kind = LINE_INTRO;
			t->has_quote = true;
		} else if (text_before(t, from)) {
			drop(t, from, t->n);
			return;
		} else {
			drop(t, from, end + 1);
		}
	}
}

/* Quoted lines that nothing of the writer's follows. */
static void
cut_trailing_quotes(struct text *t)
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
cut_leading_quote(struct text *t)
{
	size_t i = next_full(t, 0), end;

	if (i == t->n || t->v[i].kind != LINE_INTRO)
		return;
	for (end = i; end < t->n && t->v[end].kind != LINE_TEXT; end++)
		continue;
	for (size_t k = end; k < t->n; k++)
		if (t->v[k].kind == LINE_QUOTE)
			return;
	drop(t, i, end);
}

static bool
is_signature_mark(const struct line *l)
{
	struct str s = fold_trim(l->raw);

	return l->kind == LINE_TEXT && (str_eq(s, STR("--")) ||
	    str_eq(s, STR("\xe2\x80\x94")) || str_eq(s, STR("\xe2\x80\x93")) ||
	    str_eq(s, STR("__")) || str_eq(s, STR("---")));
}

/* "Sent from my phone"; but "Sent from my desk, this looks different" is text. */
static bool
is_device_line(const struct line *l)
{
	struct str f = strip(l->f, "-_*[]( \"");
	size_t words = 1;

	for (size_t i = 0; i < f.n; i++)
		words += f.p[i] == ' ';
	return l->kind == LINE_TEXT && f.n <= 120 && starts_any(f, quote_device) &&
	    (words <= 8 || str_chr(f, ',', 0) == SIZE_MAX);
}

/* "-Jo Smith": a name right behind a dash, and no list of such lines. */
static bool
is_dashed_name(const struct text *t, size_t i)
{
	struct str s = fold_trim(t->v[i].raw);
	size_t words = 1;

	if (t->v[i].kind != LINE_TEXT || s.n < 3 || s.n > 40 || s.p[0] != '-' ||
	    s.p[1] == '-' || str_chr(STR(" 0123456789"), s.p[1], 0) != SIZE_MAX)
		return false;
	for (size_t k = 0; k < s.n; k++)
		words += s.p[k] == ' ';
	for (size_t k = 0; k < t->n; k++)
		if (k != i && t->v[k].kind == LINE_TEXT &&
		    str_starts(fold_trim(t->v[k].raw), STR("-")))
			return false;
	return words <= 3;
}

/* What a list's server puts below each mail. */
static bool
is_list_footer(const struct text *t, size_t i)
{
	return is_rule(&t->v[i]) && i + 1 < t->n && t->v[i + 1].kind == LINE_TEXT &&
	    str_find(t->v[i + 1].f, STR("mailing list"), 0) != SIZE_MAX;
}

/* A short end that a mark opens; when nothing stands above, it is the text. */
static void
cut_signature(struct text *t)
{
	size_t lines = 0, at = t->n;

	for (size_t i = t->n; i-- > 0 && lines <= SIGNATURE_LINES;) {
		if (t->v[i].kind == LINE_QUOTE || t->v[i].kind == LINE_INTRO)
			break;
		if (t->v[i].kind != LINE_TEXT)
			continue;
		lines++;
		if (is_signature_mark(&t->v[i]) || is_list_footer(t, i) ||
		    (is_device_line(&t->v[i]) && lines <= 3) ||
		    (is_dashed_name(t, i) && (lines == 1 || at == next_full(t, i + 1))))
			at = i;
	}
	if (at == t->n || !text_before(t, at))
		return;
	for (size_t i = at; i < t->n; i++)
		if (t->v[i].kind != LINE_GONE)
			t->v[i].kind = LINE_SIGNATURE;
}

/* The lines of the signature, or those of the new text. */
static struct str
assemble(struct text *t, bool signature)
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
	struct text t = { .a = a };

	*out = (struct split){ .has_quote = false };
	split_lines(&t, in);
	join_wrapped_quotes(&t);
	cut_at_marks(&t);
	cut_at_attributions(&t);
	cut_trailing_quotes(&t);
	cut_signature(&t);
	cut_trailing_quotes(&t);
	cut_leading_quote(&t);
	out->reply = trim_lines(assemble(&t, false));
	out->signature = trim_lines(assemble(&t, true));
	out->has_quote = t.has_quote;
	if (out->reply.n == 0 && !t.has_quote)
		out->reply = str_dup(a, str_trim(in));
}
