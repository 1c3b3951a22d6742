/*
 * The same mail written twice has the same words in both.  A stand-in has words
 * that the HTML has not; a poor one lacks most of the HTML's.  Trusts nothing;
 * looks at so much of each as tells.
 */
#include "parsers/mime/richer.h"

#include "parsers/base/array.h"
#include "parsers/base/wordlist.h"
#include "parsers/text/fold.h"

enum {
	DOUBTFUL_BYTES = 2000,		/* of plain text */
	STUB_BYTES = 600,
	LOOK_BYTES = 16 * 1024,		/* of the HTML's text */
	WORDS_MAX = 2048,
	WORD_MIN = 3,			/* letters */
	SLOTS = 4096
};

/* What a stand-in speaks of, in the languages of mail programs; folded. */
static const char *const stub_words[] = {
	"html", "browser", "navigateur", "navegador", "navigatore", "prohlizec", "przegladar",
	"bongeszo", "navigator", "selain", "webblasare", "nettleser", "tarayici", "браузер",
	"περιηγηση", "דפדפן", "متصفح", "ブラウザ", "浏览器", "瀏覽器", "브라우저", NULL
};

/* A set of words, by open addressing. */
struct words {
	struct str	slot[SLOTS];
	size_t		n;
};

static uint32_t
hash(struct str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

/* Where the word is, or would be. */
static struct str *
find(struct words *w, struct str word)
{
	size_t i = hash(word) % SLOTS;

	while (w->slot[i].n > 0 && !str_eq(w->slot[i], word))
		i = (i + 1) % SLOTS;
	return &w->slot[i];
}

static bool
is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* From U+2E80 on a letter is a word. */
static bool
is_wide(struct str s)
{
	return (unsigned char)s.p[0] > 0xe2 ||
	    ((unsigned char)s.p[0] == 0xe2 && s.n > 1 && (unsigned char)s.p[1] >= 0xba);
}

/* Cuts the next word off folded text; false at the end. */
static bool
next_word(struct str *rest, struct str *word)
{
	size_t from = 0, to;

	for (;; from = to) {
		while (from < rest->n && !is_word_byte(rest->p[from]))
			from++;
		if (from == rest->n)
			return false;
		to = from;
		if (is_wide(str_sub(*rest, from, 4)))
			to += str_utf8_len(str_sub(*rest, from, 4));
		else
			while (to < rest->n && is_word_byte(rest->p[to]) &&
			    !is_wide(str_sub(*rest, to, 4)))
				to++;
		if (to == from)
			to++;
		if (to - from >= WORD_MIN)
			break;
	}
	*word = str_sub(*rest, from, to - from);
	*rest = str_sub(*rest, to, rest->n);
	return true;
}

static void
add_words(struct words *w, struct str folded)
{
	struct str word, *slot;

	while (w->n < WORDS_MAX && next_word(&folded, &word)) {
		slot = find(w, word);
		w->n += slot->n == 0;
		*slot = word;
	}
}

/* How many of b's words a lacks. */
static size_t
lacking(struct words *a, const struct words *b)
{
	size_t n = 0;

	for (size_t i = 0; i < SLOTS; i++)
		n += b->slot[i].n > 0 && find(a, b->slot[i])->n == 0;
	return n;
}

/* What is new in it: history may stand in one of the two alone. */
static void
add_new(struct arena *a, struct words *w, struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		if (str_starts(line, STR("____")))
			return;
		if (!str_starts(line, STR(">")))
			add_words(w, fold(a, line));
	}
}

static size_t
count(struct str s, char c)
{
	size_t n = 0;

	for (size_t at = 0; (at = str_chr(s, c, at)) != SIZE_MAX; at++)
		n++;
	return n;
}

/* "????? ?? ???": a mark for each letter that a program's charset lacked. */
static bool
is_lossy(struct str plain)
{
	size_t marks = count(plain, '?'), letters = 0;

	if (marks < 6 || str_find(plain, STR("??"), 0) == SIZE_MAX)
		return false;
	for (size_t i = 0; i < plain.n; i++)
		letters += is_word_byte(plain.p[i]);
	return marks * 2 > letters;
}

static bool
has_letters_for(struct str plain, struct str html)
{
	size_t marks = count(plain, '?'), beyond = 0;

	for (size_t i = 0; i < html.n; i++)
		beyond += (unsigned char)html.p[i] >= 0xc0;
	return beyond * 2 > marks && count(html, '?') * 4 <= marks;
}

bool
richer_is_doubtful(struct str plain)
{
	return str_trim(plain).n <= DOUBTFUL_BYTES || is_lossy(plain);
}

bool
richer_is_html(struct arena *a, struct str plain, struct str html)
{
	struct words *p = ARENA_NEW(a, struct words), *h = ARENA_NEW(a, struct words);
	struct str folded = fold(a, plain);
	size_t more, other;

	add_new(a, p, plain);
	add_new(a, h, str_utf8_cut(html, LOOK_BYTES));
	more = lacking(p, h);
	other = lacking(h, p);
	if (is_lossy(plain) && has_letters_for(plain, html))
		return true;
	if (str_trim(plain).n <= STUB_BYTES && wordlist_within(folded, stub_words))
		return more >= 3 && other * 2 > p->n;
	return (more >= 10 && other * 10 > p->n * 7 && h->n > p->n * 2) ||
	    (more >= 20 && more > p->n * 3);
}
