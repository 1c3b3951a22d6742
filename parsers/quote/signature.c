/*
 * The signature at the end of a text: what a client's mark opens, what devices,
 * lists and companies add, a closing phrase with a name below it, and the
 * writer's own card.  Never takes the only text there is, and nothing that
 * reads on as a sentence.
 */
#include "parsers/quote/signature.h"

#include "parsers/base/limits.h"
#include "parsers/base/wordlist.h"
#include "parsers/quote/afterword.h"
#include "parsers/quote/device.h"
#include "parsers/quote/headblock.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/mark.h"
#include "parsers/quote/quotelines.h"
#include "parsers/quote/quotewords.h"
#include "parsers/quote/signwords.h"
#include "parsers/text/fold.h"
#include "parsers/text/hashmark.h"

enum {
	SIGNATURE_LINES = 24,		/* below "-- " (RFC 3676 section 4.3) */
	CARD_LINES = 14,		/* name, title, telephone, address … */
	CLOSING_LINES = 6,		/* below a closing phrase, without any mark */
	CLOSING_BYTES = 60,
	CLOSING_WORDS = 5,
	BARE_LINES = 3,			/* a closing phrase, a name, a firm */
	CARD_LINE_BYTES = 72,
	NAME_BYTES = 40,
	NAME_WORDS = 4,
	ABBREVIATION_BYTES = 6,
	PROSE_SENTENCES = 3,
	SYMBOL_BYTES = 4,
	PRINT_PARAGRAPHS = 6,
	PRINT_LINES = 40		/* of one of them */
};

/*
 * "-Jo Smith": a name right behind a dash, or after a space when it stands
 * alone ("- Jo"); and no list of such lines.
 */
static bool
is_dashed_name(const struct lines *t, size_t i)
{
	struct str s = fold_trim(t->v[i].raw);
	bool alone = i > 0 && t->v[i - 1].kind == LINE_BLANK;

	if (t->v[i].kind != LINE_TEXT || s.n < 3 || s.n > NAME_BYTES || s.p[0] != '-' ||
	    s.p[1] == '-' || (s.p[1] == ' ' && (!alone || str_chr(STR(".?!:;"), s.p[s.n - 1], 0) !=
	    SIZE_MAX || s.n < 4)) || str_chr(STR("0123456789"), s.p[1 + (s.p[1] == ' ')], 0) !=
	    SIZE_MAX)
		return false;
	for (size_t k = 0; k < t->n; k++)
		if (k != i && t->v[k].kind == LINE_TEXT &&
		    str_starts(fold_trim(t->v[k].raw), STR("-")))
			return false;
	return lines_words(lines_strip(s, "- ")) <= (s.p[1] == ' ' ? 2 : 3);
}

/* What a list's server puts below each mail. */
static bool
is_list_footer(const struct lines *t, size_t i)
{
	size_t next = lines_next(t, i + 1);

	return line_is_rule(&t->v[i]) && next < t->n && t->v[next].kind == LINE_TEXT &&
	    (wordlist_within(t->v[next].f, sign_list_footers) ||
	    wordlist_starts(t->v[next].f, sign_list_starts));
}

/* "Thanks!", "Mit freundlichen Grüßen", "Viele Grüße aus Berlin", alone on its line. */
static bool
is_closing(const struct line *l)
{
	struct str f = lines_strip(l->f, ",.!;: -");

	return l->kind == LINE_TEXT && f.n > 0 && (wordlist_has(f, sign_closings) ||
	    (f.n <= CLOSING_BYTES && lines_words(f) <= CLOSING_WORDS &&
	    wordlist_within(f, sign_closing_stems) && !wordlist_within(f, quote_no_names)));
}

/* One to four words that each begin with a capital: a name, or a company's. */
static bool
is_name(const struct line *l)
{
	struct str rest = lines_strip(fold_trim(l->raw), ",/*_- "), word;
	size_t words = 0;

	if (l->kind != LINE_TEXT || rest.n == 0 || rest.n > NAME_BYTES ||
	    str_chr(STR(".?!:;"), rest.p[rest.n - 1], 0) != SIZE_MAX)
		return false;
	while (str_split(&rest, ' ', &word)) {
		if (word.n == 0 || (word.p[0] >= 'a' && word.p[0] <= 'z') ||
		    (word.p[0] >= '0' && word.p[0] <= '9'))
			return false;
		words++;
	}
	return words <= NAME_WORDS;
}

/* The writer's name, as the header has it, stands in the line. */
static bool
names_sender(const struct lines *t, const struct line *l)
{
	size_t named = 0;

	for (size_t i = 0; i < t->sender.n; i++)
		named += str_find(l->f, t->sender.v[i], 0) != SIZE_MAX;
	return l->kind == LINE_TEXT && named > 0 && named == t->sender.n;
}

/* At least seven digits, and hardly anything else but the usual marks. */
static bool
is_telephone(struct str f)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < f.n; i++) {
		digits += f.p[i] >= '0' && f.p[i] <= '9';
		letters += (f.p[i] >= 'a' && f.p[i] <= 'z') || (unsigned char)f.p[i] >= 0x80;
	}
	return digits >= 7 && letters <= 16;
}

static bool
is_contact(struct str f)
{
	return str_chr(f, '@', 0) != SIZE_MAX || str_find(f, STR("http"), 0) != SIZE_MAX ||
	    str_find(f, STR("www."), 0) != SIZE_MAX || str_starts(f, STR("skype")) ||
	    is_telephone(f);
}

static const char *const wide_ends[] = { "。", "？", "！", NULL };

/* Ends as a sentence; "Acme Inc." and "Co." do not. */
static bool
is_sentence(struct str s)
{
	size_t word = s.n;

	if (wordlist_ends(s, wide_ends))
		return true;
	while (word > 0 && s.p[word - 1] != ' ')
		word--;
	if (s.n == 0 || word == 0)
		return s.n > 0 && s.p[s.n - 1] == '?';
	return str_chr(STR("?;"), s.p[s.n - 1], 0) != SIZE_MAX ||
	    (str_chr(STR(".!:"), s.p[s.n - 1], 0) != SIZE_MAX &&
	    ((s.p[word] >= 'a' && s.p[word] <= 'z') || s.n - word > ABBREVIATION_BYTES));
}

/* Short, and no sentence: as lines of a visiting card are. */
static bool
is_card_line(const struct line *l)
{
	struct str s = fold_trim(l->raw);

	return l->kind == LINE_TEXT && l->f.n > 0 && s.n <= CARD_LINE_BYTES &&
	    (str_chr(STR("?!:;,"), s.p[s.n - 1], 0) == SIZE_MAX) &&
	    (s.p[s.n - 1] != '.' || s.n <= NAME_BYTES) && !is_sentence(s);
}

/* Below a blank line; right below a command only a bare name, for a note may name its writer. */
static bool
stands_apart(const struct lines *t, size_t i)
{
	return i == 0 || t->v[i - 1].kind == LINE_BLANK ||
	    (hashmark(t->v[i - 1].raw) > 0 && is_name(&t->v[i]));
}

/*
 * A card begins at i and reaches to the end: the writer's name first, or below
 * a rule, with at least one way to reach them.
 */
static bool
is_card(const struct lines *t, size_t i)
{
	bool rule = line_is_rule(&t->v[i]), named = false;
	size_t contacts = 0, lines = 0;

	if (!rule && (!stands_apart(t, i) || !names_sender(t, &t->v[i]) || headblock_has_label(t, i)))
		return false;
	for (size_t k = i + rule; k < t->n; k++) {
		const struct line *l = &t->v[k];

		if (l->kind != LINE_TEXT)
			continue;
		/* A box: a rule below it, too, or the line of a device in it. */
		if ((rule && line_is_rule(l)) || device_is_line(l)) {
			contacts++;
			continue;
		}
		if (!is_card_line(l) || ++lines > CARD_LINES)
			return false;
		contacts += is_contact(l->f);
		named = named || names_sender(t, l);
	}
	if (named)
		return contacts > 0 || (lines == 1 && is_name(&t->v[lines_next(t, i + rule)]));
	return contacts > 1 && is_name(&t->v[lines_next(t, i + 1)]);
}

/* A sentence among the lines from i on: more was written below the closing. */
static bool
reads_on(const struct lines *t, size_t i)
{
	for (; i < t->n; i++) {
		struct str s = fold_trim(t->v[i].raw);

		if (t->v[i].kind == LINE_TEXT && s.n > 0 && (s.n > 2 * NAME_BYTES ||
		    s.p[s.n - 1] == '?' || ((s.p[s.n - 1] == '.' ||
		    wordlist_ends(s, wide_ends)) && s.n > NAME_BYTES)))
			return true;
	}
	return false;
}

/* Sentences of a length that nobody has for a motto, or questions. */
static bool
is_prose(const struct lines *t, size_t i)
{
	size_t sentences = 0;

	for (; i < t->n; i++) {
		struct str s = fold_trim(t->v[i].raw);

		if (t->v[i].kind != LINE_TEXT || s.n == 0)
			continue;
		if (s.p[s.n - 1] == '?' && s.n > NAME_BYTES / 2)
			return true;
		sentences += is_sentence(s) && s.n > NAME_BYTES;
	}
	return sentences >= PROSE_SENTENCES;
}

/* Any sentence, or a line that goes on in small letters. */
static bool
speaks(const struct lines *t, size_t i)
{
	for (; i < t->n; i++) {
		struct str s = fold_trim(t->v[i].raw);

		if (t->v[i].kind == LINE_TEXT && s.n > 0 && (is_sentence(s) ||
		    (s.p[0] >= 'a' && s.p[0] <= 'z' && !is_contact(t->v[i].f) &&
		    lines_words(s) > NAME_WORDS)))
			return true;
	}
	return false;
}

/* A name, the writer's too, or a way to reach somebody comes next. */
static bool
begins_card(const struct lines *t, size_t i)
{
	size_t next = lines_next(t, i);

	return next < t->n && t->v[next].kind == LINE_TEXT && (is_name(&t->v[next]) ||
	    names_sender(t, &t->v[next]) || is_contact(t->v[next].f) ||
	    device_is_line(&t->v[next]));
}

static const char *const marks[] = { "—", "–", "__", "---", NULL };

/*
 * "-- " and what people make of it, `lines` lines before the end.  What may be
 * a rule between paragraphs opens no signature that speaks; nor does the mark
 * itself high above a text.
 */
static bool
is_signature_mark(const struct lines *t, size_t i, size_t lines)
{
	struct str s = fold_trim(t->v[i].raw);

	if (t->v[i].kind != LINE_TEXT)
		return false;
	if (str_eq(t->v[i].raw, STR("-- ")))
		return !is_prose(t, i + 1);
	if (lines > CARD_LINES + 1 || (!str_eq(s, STR("--")) && !wordlist_has(s, marks)))
		return false;
	return begins_card(t, i + 1) && !wordlist_has(s, marks) ? !is_prose(t, i + 1) :
	    !reads_on(t, i + 1) && !speaks(t, i + 1);
}

/* History was cut off below the text: the mail is an answer with its mail below. */
static bool
is_above_history(const struct lines *t)
{
	size_t i = t->n;

	while (i > 0 && (t->v[i - 1].kind == LINE_BLANK || t->v[i - 1].kind == LINE_SIGNATURE))
		i--;
	return i > 0 && t->v[i - 1].kind == LINE_GONE;
}

/*
 * A closing phrase at i, a name right below it, and only a few short lines
 * more.  Above history a bare name stays: sources differ, and it does not hide
 * the answer as a card does.
 */
static bool
is_signed_closing(const struct lines *t, size_t i, size_t lines)
{
	size_t name = lines_next(t, i + 1), contacts = 0;

	if (lines > CARD_LINES || !is_closing(&t->v[i]) || name == t->n ||
	    !(is_name(&t->v[name]) || names_sender(t, &t->v[name])) || reads_on(t, name))
		return false;
	for (size_t k = name; k < t->n; k++)
		contacts += t->v[k].kind == LINE_TEXT && is_contact(t->v[k].f);
	return contacts > 0 || (lines <= CLOSING_LINES && !(lines <= BARE_LINES &&
	    is_above_history(t)));
}

/*
 * The rule by which a signature opens at i, `lines` lines before the end, or
 * NULL; the best so far is `at`.
 */
static const char *
opens_signature(const struct lines *t, size_t i, size_t lines, size_t at)
{
	const struct line *l = &t->v[i];
	bool last = lines == 1, above = at < t->n && at == lines_next(t, i + 1);

	if (is_signature_mark(t, i, lines))
		return "a signature's mark";
	if (is_list_footer(t, i))
		return "a list's footer";
	if (device_is_line(l) && (last || (lines <= 3 && i > 0 &&
	    t->v[i - 1].kind == LINE_BLANK) || (above && device_is_line(&t->v[at]))))
		return "a device's line";
	if (is_dashed_name(t, i) && (last || above))
		return "a name behind a dash";
	if (is_signed_closing(t, i, lines))
		return "a closing phrase with a name";
	if (lines <= CARD_LINES + 1 && is_card(t, i))
		return "the writer's card";
	if (last && t->address.n > 0 && str_eq(l->f, t->address))
		return "the writer's address";
	if (above && device_is_line(&t->v[at]) && i > 0 && t->v[i - 1].kind == LINE_BLANK &&
	    is_name(l))
		return "a name above a device's line";
	return NULL;
}

static void
take(struct lines *t, size_t from, size_t to, const char *rule)
{
	size_t said = lines_next(t, from);

	reason_add(t->a, t->why, "signature", "line %zu, %s: %.*s", said + 1, rule,
	    STR_ARG(str_utf8_cut(fold_trim(t->v[said].raw), LIMIT_NAME)));
	for (size_t i = from; i < to; i++)
		if (t->v[i].kind != LINE_GONE)
			t->v[i].kind = LINE_SIGNATURE;
}

/* --- small print: what a company or a scanner puts below each mail --- */

/* Without the leaf, the "P" of a symbol font or the link that stands before it. */
static struct str
without_symbol(struct str f)
{
	size_t end = str_chr(f, ' ', 0);

	return end != SIZE_MAX && (end <= SYMBOL_BYTES || f.p[0] == '<') ?
	    fold_trim(str_sub(f, end, f.n)) : f;
}

static bool
is_small_print(const struct lines *t, size_t from, size_t to)
{
	bool starts = false, words = false;

	for (size_t i = from; i < to; i++) {
		struct str f = lines_strip(t->v[i].f, "*_\"#( ");

		/* Longer lines are not folded yet. */
		if (f.n == 0)
			f = fold(t->a, fold_trim(str_sub(t->v[i].raw, 0, 4 * LINE_LOOK)));
		if (i == from && (wordlist_starts(f, sign_footers) ||
		    wordlist_starts(without_symbol(f), sign_footers)))
			return true;
		if (i == from)
			starts = wordlist_starts(f, sign_small_print);
		if (!starts)
			return false;
		words = words || wordlist_within(f, sign_small_words);
	}
	return words;
}

/* Takes paragraphs of small print off the end; the last line of the rest + 1. */
static size_t
cut_small_print(struct lines *t, size_t end)
{
	for (size_t n = 0; n < PRINT_PARAGRAPHS; n++) {
		size_t to = end, from, at;

		while (to > 0 && (t->v[to - 1].kind == LINE_BLANK || t->v[to - 1].kind ==
		    LINE_GONE || line_is_rule(&t->v[to - 1])))
			to--;
		for (from = to; from > 0 && t->v[from - 1].kind == LINE_TEXT &&
		    to - from < PRINT_LINES && !line_is_rule(&t->v[from - 1]);)
			from--;
		if (from == to || !lines_text_before(t, from))
			return end;
		/* The last paragraph of the print, and those above that begin it. */
		for (at = from; !is_small_print(t, at, to) && ++at < to;)
			continue;
		if (at == to)
			return end;
		while (at > 0 && (t->v[at - 1].kind == LINE_BLANK || line_is_rule(&t->v[at - 1])))
			at--;
		if (!lines_text_before(t, at))
			return end;
		take(t, at, end, "small print");
		end = at;
	}
	return end;
}

/* The signature that ends the lines below `above`. */
static void
cut_end(struct lines *t, size_t above)
{
	size_t lines = 0, at = t->n, end = t->n, first = above;
	const char *rule = NULL;

	while (first < end && t->v[first].kind != LINE_TEXT)
		first++;
	for (size_t i = end; i-- > first + 1 && lines <= SIGNATURE_LINES;) {
		const char *opens;

		if (t->v[i].kind == LINE_QUOTE || t->v[i].kind == LINE_INTRO)
			break;
		if (t->v[i].kind != LINE_TEXT || (opens = opens_signature(t, i, ++lines, at)) ==
		    NULL)
			continue;
		at = i;
		rule = opens;
	}
	if (rule != NULL)
		take(t, at, end, rule);
}

/* A short end that a mark opens; when nothing stands above, it is the text. */
void
lines_cut_signature(struct lines *t)
{
	size_t all = t->n, last = 0, after;

	t->n = cut_small_print(t, t->n);
	/* Below an afterword there may be another one's signature, above it the first. */
	if ((after = lines_afterword(t)) < t->n) {
		for (size_t i = after; i < t->n; i++)
			if (line_is_afterword(&t->v[i]))
				last = i;
		cut_end(t, last);
		t->n = after;
	}
	cut_end(t, 0);
	t->n = all;
}
