/*
 * Works line by line, linear in the text.  Trusts nothing: quoted history may
 * look like anything.  Never takes text away unless a mail program's own mark
 * says that it is history or signature; what stands between quoted lines is
 * an answer and stays, with the lines that it answers.
 */
#include "parsers/quote/quote.h"

#include "parsers/base/limits.h"
#include "parsers/base/reason.h"
#include "parsers/base/wordlist.h"
#include "parsers/quote/attribution.h"
#include "parsers/quote/banner.h"
#include "parsers/quote/forward.h"
#include "parsers/quote/headblock.h"
#include "parsers/quote/initials.h"
#include "parsers/quote/kept.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/mark.h"
#include "parsers/quote/marked.h"
#include "parsers/quote/own.h"
#include "parsers/quote/quotewords.h"
#include "parsers/quote/replyabove.h"
#include "parsers/quote/signature.h"
#include "parsers/quote/tail.h"
#include "parsers/text/fold.h"
#include "parsers/text/hashmark.h"

enum {
	LABELS_ABOVE = 3,		/* "Date: …" above a block's "From: …" */
	GAP_LINES = 2
};

static void
say(const struct lines *t, const char *about, const char *rule, size_t i)
{
	reason_add(t->a, t->why, about, "line %zu, %s: %.*s", i + 1, rule,
	    STR_ARG(str_utf8_cut(fold_trim(t->v[i].raw), LIMIT_NAME)));
}

static void
drop(struct lines *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		t->v[i].kind = LINE_GONE;
	t->has_quote = true;
}

/* The line above `at` and the blank ones between them, or SIZE_MAX. */
static size_t
line_above(const struct lines *t, size_t at)
{
	while (at > 0 && t->v[at - 1].kind == LINE_BLANK)
		at--;
	return at > 0 ? at - 1 : SIZE_MAX;
}

/* Takes a rule or a title, and blank lines, right above `at` along. */
static size_t
with_rule(const struct lines *t, size_t at)
{
	size_t i = line_above(t, at);

	return i != SIZE_MAX && (line_is_rule(&t->v[i]) || line_is_title(&t->v[i])) ? i : at;
}

/*
 * The same for a header block: GMX writes "Sent: …" above "From: …", with blank
 * lines between; and some write an attribution above it.
 */
static size_t
block_begins(const struct lines *t, size_t at)
{
	size_t i = at, above, from;

	for (size_t n = 0; n < LABELS_ABOVE && (above = line_above(t, i)) != SIZE_MAX &&
	    i - above <= GAP_LINES && t->v[above].kind == LINE_TEXT &&
	    headblock_has_label(t, above); n++)
		i = above;
	above = line_above(t, i);
	if (above != SIZE_MAX && i - above <= GAP_LINES && t->v[above].kind == LINE_TEXT &&
	    (from = attribution_from(t, above)) != SIZE_MAX)
		return from;
	return with_rule(t, i);
}

/* "My answers are below in red": then the history holds words of the writer's. */
static bool
is_answered_inside(const struct lines *t, size_t end)
{
	for (size_t i = 0; i < end; i++)
		if (t->v[i].kind == LINE_TEXT && wordlist_within(t->v[i].f, quote_inline))
			return true;
	return false;
}

/* --- a forwarded mail: all below its mark is what the writer sends --- */

/* The text that the other cuts may work on ends before the line `at`. */
static void
keep_forward(struct lines *t, size_t at, const char *rule, const struct headblock *b,
    struct split *out)
{
	say(t, "forward", rule, at);
	out->is_forward = true;
	forward_read(t->a, b, &out->forward);
	for (size_t i = at; i < t->n; i++)
		if (t->v[i].kind == LINE_QUOTE)
			t->v[i].kind = LINE_TEXT;
	t->n = at;
}

/* The header block below a forward's mark, with the notes of a client between. */
static void
block_below(const struct lines *t, size_t mark, struct headblock *b)
{
	size_t i = mark + 1;

	for (size_t n = 0; n < 3 && i < t->n; n++, i++) {
		while (i < t->n && (t->v[i].kind == LINE_BLANK ||
		    lines_strip(fold_trim(t->v[i].raw), "> ").n == 0))
			i++;
		if (i < t->n && headblock_read(t, i, true, b))
			return;
	}
	*b = (struct headblock){ .end = mark + 1 };
}

/*
 * Whether a mail that says in no field that it answers one does so all the
 * same: the mail below is about the same, and somebody else's.
 */
static bool
is_answered_mail(const struct lines *t, const struct headblock *b,
    const struct quote_hints *hints)
{
	struct str subject = fold_trim(fold(t->a, hints->subject));
	struct str theirs = fold_trim(fold(t->a, b->subject));

	/* "Jo Smith [mailto:jo@acme.example]" is Outlook's way: nobody types it. */
	if (str_find(b->from, STR("[mailto:"), 0) != SIZE_MAX)
		return true;
	return subject.n > 0 && theirs.n > 0 && b->date.n > 0 &&
	    str_chr(b->from, '@', 0) != SIZE_MAX && str_ends(theirs, subject) &&
	    (t->address.n == 0 || str_find(fold(t->a, b->from), t->address, 0) == SIZE_MAX);
}

/*
 * A header block, or an "Original Message" above one.  Outlook writes the same
 * for a reply and a forward: the subject tells which.
 */
static void
cut_at_block(struct lines *t, size_t i, const char *rule, const struct headblock *b,
    const struct quote_hints *hints, struct split *out)
{
	size_t from = block_begins(t, i);
	bool text = lines_text_before(t, from);

	t->marks++;
	if (forward_is_subject(t->a, hints->subject) || (!text && b->from.n > 0 &&
	    !forward_is_reply_subject(t->a, hints->subject))) {
		keep_forward(t, from, rule, b, out);
	} else if (text && !t->answers && !is_answered_mail(t, b, hints)) {
		say(t, "quote", "kept, the mail answers none", i);
	} else if (text && is_answered_inside(t, from)) {
		say(t, "quote", "kept, the text says that answers stand in it", i);
	} else if (text) {
		say(t, "quote", rule, i);
		drop(t, from, t->n);
	}
}

/*
 * The rule by which a forwarded mail begins at line i, with its block in *b;
 * or NULL.  `subject` says that the mail is a forward, `text` that the writer's
 * own stands above.
 */
static const char *
begins_forward(const struct lines *t, size_t i, bool subject, bool text,
    struct headblock *b)
{
	const struct line *l = &t->v[i];
	bool quoted = l->kind == LINE_QUOTE;

	/* Apple Mail quotes the whole of what it forwards, its mark too. */
	if (forward_is_mark(l) && (!quoted || subject || !text)) {
		block_below(t, i, b);
		return "a forward's mark";
	}
	/* GMX, and Outlook with a line at the left, quote it without a mark. */
	if (quoted && subject && (i == 0 || t->v[i - 1].kind != LINE_QUOTE) &&
	    headblock_read(t, i, false, b))
		return "a quoted header block";
	return NULL;
}

/* Marks below which all is history, or forwarded. */
static void
cut_at_marks(struct lines *t, const struct quote_hints *hints, struct split *out)
{
	bool subject = forward_is_subject(t->a, hints->subject), text = false;
	bool reply_above = replyabove_within(t->folded);

	for (size_t i = 0; i < t->n; i++) {
		const struct line *l = &t->v[i];
		struct headblock b;
		const char *rule;

		text = text || (i > 0 && t->v[i - 1].kind == LINE_TEXT);
		if (l->kind != LINE_TEXT && l->kind != LINE_QUOTE)
			continue;
		if ((rule = begins_forward(t, i, subject, text, &b)) != NULL) {
			keep_forward(t, i, rule, &b, out);
			return;
		}
		if (l->kind == LINE_QUOTE)
			continue;
		if (reply_above && text && replyabove_is_line(l, t->answers)) {
			t->marks++;
			say(t, "quote", "a line to answer above", i);
			drop(t, with_rule(t, i), t->n);
			return;
		}
		if (line_is_original_mark(l->f) || (i > 0 && line_is_rule(&t->v[i - 1]) &&
		    wordlist_has(lines_strip(l->f, ": "), quote_original))) {
			block_below(t, i, &b);
			cut_at_block(t, i, "an original message's mark", &b, hints, out);
			return;
		}
		if (headblock_read(t, i, i > 0 && (line_is_rule(&t->v[i - 1]) ||
		    line_is_title(&t->v[i - 1])), &b)) {
			cut_at_block(t, i, "a header block", &b, hints, out);
			return;
		}
	}
}

/* --- quotes --- */

/* Yandex puts "To: …", "Subject: …" below a rule and above the attribution. */
static size_t
with_labels(const struct lines *t, size_t at)
{
	size_t i = at;

	while (i > 0 && headblock_has_label(t, i - 1))
		i--;
	return i < at && i > 0 && line_is_rule(&t->v[i - 1]) ? i - 1 : at;
}

/* Lines of an attribution, and where it begins in the first, behind a sentence of the writer's. */
struct attributed {
	size_t	from, end, at;
};

/* Whether one ends at line a->end, whose first whole line is then a->from. */
static bool
read_attribution(struct lines *t, struct attributed *a)
{
	if ((a->from = attribution_from(t, a->end)) == SIZE_MAX)
		return false;
	/* "Jo <jo@acme.example>" was enough; the verb follows on a line of its own. */
	while (a->end + 1 < t->n && attribution_from(t, a->end + 1) <= a->from)
		a->end++;
	a->at = a->from == a->end ? 0 : attribution_begins(t->a, t->v[a->from].raw,
	    lines_join(t, a->from + 1, a->end));
	a->from += a->at > 0;
	return true;
}

/* Of the line above keeps what the writer's is, once it is sure that the rest goes. */
static void
leave_text(struct lines *t, const struct attributed *a)
{
	struct line *l = &t->v[a->from - 1];

	l->raw = str_sub(l->raw, 0, a->at);
	l->f = lines_look(t->a, l->raw);
}

/* Attributions: the line goes; without '>' below it, all below goes too. */
static void
cut_at_attributions(struct lines *t)
{
	struct attributed a = { .end = 0 };
	size_t seen = 0;			/* lines looked at for text */
	bool text = false, quoted;		/* some of them were; '>' follows */

	for (; a.end < t->n; a.end++) {
		size_t next;

		if (!read_attribution(t, &a))
			continue;
		for (; seen < a.from; seen++)
			text = text || t->v[seen].kind == LINE_TEXT;
		next = lines_next(t, a.end + 1);
		quoted = next < t->n && t->v[next].kind == LINE_QUOTE;
		if (!quoted && !attribution_is_certain(t, a.from, a.end))
			continue;
		t->marks++;
		say(t, "quote", "an attribution", a.from);
		if (!quoted && (!t->answers || (text && is_answered_inside(t, a.from))))
			return;		/* what follows is the writer's */
		if (a.at > 0)
			leave_text(t, &a);
		kept_note_left(t, a.from);
		a.from = with_labels(t, a.from);
		t->has_quote = t->has_quote || quoted;
		for (size_t i = a.from; quoted && i <= a.end; i++)
			t->v[i].kind = LINE_INTRO;
		if (!quoted)
			drop(t, a.from, text ? t->n : a.end + 1);
		if (!quoted && text)
			return;
	}
}

/* Programs that quote the attribution too: it is the first line of the first quote. */
static void
mark_quoted_intro(struct lines *t)
{
	size_t i = 0, above;
	struct str f;

	while (i < t->n && t->v[i].kind != LINE_QUOTE)
		i++;
	for (above = i; above > 0 && t->v[above - 1].kind == LINE_BLANK;)
		above--;
	if (i == t->n || (above > 0 && t->v[above - 1].kind == LINE_INTRO))
		return;
	f = fold_trim(lines_strip(t->v[i].f, "> "));
	if (!attribution_is(f) && !attribution_is_weak(f))
		return;
	say(t, "quote", "a quoted attribution", i);
	t->v[i].kind = LINE_INTRO;
	t->marks++;
}

/* All is quoted, and nothing says whose words it is: it is meant to be read. */
static bool
is_bare_quote(const struct lines *t)
{
	return t->marks == 0 && !lines_text_before(t, t->n) && lines_next(t, 0) < t->n;
}

/* Takes "Jo wrote:", or "From: Jo", right above a quote, or with a line between, along. */
static size_t
with_weak_intro(const struct lines *t, size_t at)
{
	size_t i = at;

	if (at == t->n || t->v[at].kind != LINE_QUOTE || at == 0)
		return at;
	i -= t->v[at - 1].kind == LINE_BLANK ? 2 : 1;
	return i < at && t->v[i].kind == LINE_TEXT && (attribution_is_weak(t->v[i].f) ||
	    (headblock_has_label(t, i) && headblock_has_label(t, at))) ? i : at;
}

/*
 * Quoted lines that nothing of the writer's follows.  In a mail that answers
 * none they are the writer's, unless a program introduced them.
 */
static void
cut_trailing_quotes(struct lines *t)
{
	size_t end = t->n, i, weak;
	bool intro = false;

	if (is_bare_quote(t))
		return;
	for (i = t->n; i-- > 0 && t->v[i].kind != LINE_TEXT;) {
		/* What is quoted above the history that a program introduced is the writer's. */
		intro = intro || t->v[i].kind == LINE_INTRO || t->v[i].kind == LINE_GONE;
		if (t->v[i].kind == LINE_INTRO || (t->v[i].kind == LINE_QUOTE && !intro))
			end = i;
	}
	weak = with_weak_intro(t, end);
	if (!t->answers && !intro && weak == end)
		return;
	end = weak;
	if (end < t->n && t->v[end].kind == LINE_QUOTE)
		say(t, "quote", "quoted to the end", end);
	for (i = end; i < t->n; i++)
		if (t->v[i].kind != LINE_SIGNATURE)
			drop(t, i, i + 1);
}

/* The answer stands above the first quote, and older history was cut off at the end. */
static bool
is_top_posted(const struct lines *t)
{
	size_t i = 0;

	while (i < t->n && t->v[i].kind != LINE_INTRO && t->v[i].kind != LINE_QUOTE)
		i++;
	return lines_text_before(t, i) && t->v[t->n - 1].kind == LINE_GONE;
}

/*
 * The only quote left, and the only one introduced, with the answer above,
 * below or around it: the quote goes.  Of several, each belongs to the answer
 * below it.
 */
static void
cut_single_quote(struct lines *t)
{
	size_t from = 0, end;

	if ((t->marks > 1 && !is_top_posted(t)) || !t->answers)
		return;
	while (from < t->n && t->v[from].kind != LINE_INTRO)
		if (t->v[from++].kind == LINE_QUOTE)
			return;
	for (end = from; end < t->n && t->v[end].kind != LINE_TEXT; end++)
		continue;
	for (size_t i = end; i < t->n; i++)
		if (t->v[i].kind == LINE_QUOTE)
			return;
	while (end > from && t->v[end - 1].kind == LINE_BLANK)
		end--;
	for (size_t i = from; i < end; i++)
		if (t->v[i].kind != LINE_SIGNATURE)
			drop(t, i, i + 1);
}

/* Words of a name, else of an address, that are long enough to know somebody by. */
static struct strs
name_words(struct arena *a, const struct address *sender)
{
	struct str rest, word;
	struct strs words = { NULL, 0 };

	if (sender == NULL)
		return words;
	rest = sender->name.n > 0 ? sender->name : sender->addr;
	rest = str_sub(rest, 0, str_chr(rest, '@', 0));
	rest = fold(a, str_sub(rest, 0, LIMIT_NAME));
	while (str_split(&rest, sender->name.n > 0 ? ' ' : '.', &word))
		if ((word = lines_strip(word, ",.\"'()")).n >= 3)
			strs_add(a, &words, word);
	return words;
}

/* "Re: …", and what desks put in: "[desk #17]". */
static bool
is_answer_subject(struct arena *a, struct str subject)
{
	size_t open = str_chr(subject, '[', 0), mark = str_chr(subject, '#', open);

	return forward_is_reply_subject(a, subject) || (mark != SIZE_MAX &&
	    mark + 1 < subject.n && subject.p[mark + 1] >= '0' && subject.p[mark + 1] <= '9' &&
	    str_chr(subject, ']', mark) != SIZE_MAX);
}

void
quote_split(struct arena *a, struct str in, const struct quote_hints *hints, struct split *out)
{
	struct lines t = { .a = a, .why = hints->why, .sender = name_words(a, hints->sender),
	    .answers = hints->answers || is_answer_subject(a, hints->subject) };
	size_t all;

	if (hints->sender != NULL)
		t.address = fold(a, hints->sender->addr);
	*out = (struct split){ .has_quote = false };
	lines_split(&t, in);
	all = t.n;
	lines_cut_banner(&t);
	lines_mark_initials(&t);
	lines_join_wrapped(&t);
	cut_at_marks(&t, hints, out);
	cut_at_attributions(&t);
	mark_quoted_intro(&t);
	cut_trailing_quotes(&t);
	lines_cut_marked(&t, hints->marked);
	lines_cut_signature(&t);
	cut_trailing_quotes(&t);
	cut_single_quote(&t);
	if (t.answers)
		lines_cut_own(&t);
	if (out->is_forward)
		out->forward.cover = kept_text(&t);
	t.n = all;
	out->reply = kept_text(&t);
	out->signature = kept_signature(&t);
	kept_left(&t, out->reply, &out->left);
	out->has_quote = t.has_quote;
	out->quote_lines = kept_count_cut(&t, false);
	out->signature_lines = kept_count_cut(&t, true);
	if (hashmark(out->reply) > 0)
		out->commands = kept_commands(&t, in, hints->own);
	if (out->reply.n == 0 && !t.has_quote) {
		out->reply = str_dup(a, str_trim(in));
		out->signature_lines = 0;
	}
}
