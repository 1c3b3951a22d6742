/*
 * A prompt looks the same ("SQL> select"), and so does a talk: what is quoted
 * are sentences of one, on more than one line, and no program's name stands before
 * them.
 */
#include "parsers/quote/initials.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/lines.h"
#include "parsers/text/fold.h"

enum {
	INITIALS_MIN = 2,
	INITIALS_MAX = 3,
	SENTENCE_WORDS = 3,
	LOOK_BYTES = 24			/* spaces, initials, '>' */
};

/* Who else writes capitals and '>'. */
static const char *const prompts[] = {
	"SQL", "CLI", "FTP", "DOS", "CMD", "GDB", "PHP", "IRB", "ROM", "IOS", "RUN", "AWS", "SSH",
	"CON", "SAP", "ASA", "PIX", "RTR", "ESX", "VMS", "TCL", "LUA", "OK", "ERR", "LOG", "OUT", NULL
};

static const char *const sentence_ends[] = {
	".", "?", "!", ",", ":", ";", "…", "。", "？", "！", "，", "؟", "،", NULL
};

/* The initials that a line begins with, or STR_NONE. */
static struct str
initials_of(const struct line *l)
{
	struct str s;
	size_t n = 0, letters = 0;

	if (str_chr(str_sub(l->raw, 0, LOOK_BYTES), '>', 0) == SIZE_MAX)
		return STR_NONE;
	s = fold_trim(l->raw);
	while (n < s.n && letters <= INITIALS_MAX) {
		bool capital = s.p[n] >= 'A' && s.p[n] <= 'Z';
		bool cyrillic = n + 1 < s.n && (unsigned char)s.p[n] == 0xd0 &&
		    (unsigned char)s.p[n + 1] >= 0x90 && (unsigned char)s.p[n + 1] <= 0xaf;

		if (!capital && !cyrillic)
			break;
		n += capital ? 1 : 2;
		letters++;
	}
	if (l->kind != LINE_TEXT || letters < INITIALS_MIN || letters > INITIALS_MAX || n == s.n ||
	    s.p[n] != '>' || (n + 1 < s.n && s.p[n + 1] != ' ' && s.p[n + 1] != '>') ||
	    wordlist_has(str_sub(s, 0, n), prompts))
		return STR_NONE;
	return str_sub(s, 0, n);
}

static bool
is_sentence(struct str raw, size_t initials)
{
	struct str s = fold_trim(lines_strip(str_sub(fold_trim(raw), initials, raw.n), "> "));

	return wordlist_ends(s, sentence_ends) && (lines_words(s) >= SENTENCE_WORDS ||
	    (unsigned char)s.p[0] >= 0xe3);
}

void
lines_mark_initials(struct lines *t)
{
	struct str first = STR_NONE;
	size_t n = 0;
	bool sentence = false;

	if (!t->answers)
		return;
	for (size_t i = 0; i < t->n; i++) {
		struct str who = initials_of(&t->v[i]);

		if (who.n == 0)
			continue;
		if (n++ > 0 && !str_eq(who, first))
			return;		/* a talk of several */
		first = who;
		sentence = sentence || is_sentence(t->v[i].raw, who.n);
	}
	for (size_t i = 0; n > 1 && sentence && i < t->n; i++)
		if (initials_of(&t->v[i]).n > 0)
			t->v[i].kind = LINE_QUOTE;
}
