/*
 * People end mails with "Sent by courier this morning" as programs end them
 * with "Sent by my phone": a name that devices or programs have must stand in
 * the line, near its end, and the line must not read on as a sentence does.
 */
#include "parsers/quote/device.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/quotelines.h"
#include "parsers/quote/quotewords.h"
#include "parsers/quote/signwords.h"
#include "parsers/text/fold.h"

enum {
	DEVICE_BYTES = 160,
	DEVICE_WORDS = 12,
	LABEL_BYTES = 12,		/* "Provenance :" */
	DEVICE_WORDS_LONG = 18,		/* with a network's name or an excuse */
	PAIR_WORDS = 6,
	OFFER_WORDS = 6,
	OWN_WORDS = 5,			/* "Fony RIDGE 4G": what nobody has heard of */
	WORDS_BEHIND = 2		/* the name: "Galaxy smartphone" */
};

static bool
is_pair(struct str f)
{
	const struct sign_pair *p = sign_device_pairs;

	for (; f.n > 0 && p->start != NULL; p++)
		if ((p->start[0] == '\0' || p->start[0] == *f.p) &&
		    str_starts(f, str_c(p->start)) && str_ends(f, str_c(p->end)))
			return lines_words(f) <= PAIR_WORDS;
	return false;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/*
 * The bytes up to the end of the last name of a device or program, or 0;
 * "mobile" does not stand in "immobile".
 */
static size_t
names_end(struct str f)
{
	size_t end = 0;

	for (size_t i = 0; sign_device_names[i] != NULL; i++) {
		struct str name = str_c(sign_device_names[i]);
		size_t at = str_find(f, name, 0);

		for (; at != SIZE_MAX; at = str_find(f, name, at + 1))
			if (at + name.n > end && (at == 0 || !is_letter(f.p[at - 1]) ||
			    !is_letter(name.p[0])))
				end = at + name.n;
	}
	return end;
}

/* Somebody speaks in it: "Sent from my desk, which is easier than my phone". */
static bool
speaks(struct str f, size_t from)
{
	if (wordlist_starts(f, sign_device))
		from = str_find(f, STR(", "), 0);

	return from != SIZE_MAX && wordlist_within(str_sub(f, from, f.n), quote_no_names);
}

/* Goes on as a sentence: "Sent from my phone: please look", "… as the mail is down". */
static bool
reads_on(struct str f, size_t end)
{
	size_t space = str_chr(f, ' ', end), words;
	struct str rest = space == SIZE_MAX ? STR_NONE :
	    lines_strip(str_sub(f, space, f.n), "-.! ");

	words = rest.n == 0 ? 0 : lines_words(rest);
	if (words > 0 && wordlist_within(rest, sign_device_more))
		return lines_words(f) > DEVICE_WORDS_LONG || speaks(f, end);
	for (size_t i = LABEL_BYTES; i < f.n; i++)
		if (str_chr(STR("?;:"), f.p[i], 0) != SIZE_MAX)
			return true;
	return speaks(f, 0) || words > WORDS_BEHIND || lines_words(f) > DEVICE_WORDS ||
	    str_find(str_sub(f, end, f.n), STR(", "), 0) != SIZE_MAX ||
	    str_find(str_sub(f, end, f.n), STR(". "), 0) != SIZE_MAX;
}

/* "Sent from my Fony RIDGE 4G": what is the writer's own and is written as a name. */
static bool
is_own_thing(struct str raw, struct str f)
{
	struct str rest = fold_trim(lines_strip(raw, "-_*[]( \"")), word;
	size_t skip = 0, words = 0;

	for (size_t i = 0; sign_device_own[i] != NULL && skip == 0; i++)
		if (str_starts(f, str_c(sign_device_own[i])))
			skip = lines_words(str_c(sign_device_own[i])) - 1;
	if (skip == 0)
		return false;
	while (str_split(&rest, ' ', &word)) {
		if (skip > 0) {
			skip--;
			continue;
		}
		if (word.n == 0 || (word.p[0] >= 'a' && word.p[0] <= 'z') ||
		    str_chr(STR("?!:;,."), word.p[word.n - 1], 0) != SIZE_MAX)
			return false;
		words++;
	}
	return words > 0 && words <= OWN_WORDS;
}

/* "Hanki Outlook <https://aka.ms/x>": the link says in any language whose line it is. */
static bool
is_program_link(struct str f)
{
	size_t link = str_find(f, STR("https://"), 0);

	if (link == SIZE_MAX || lines_words(str_sub(f, 0, link)) > DEVICE_WORDS)
		return false;
	return wordlist_starts(str_sub(f, link, f.n), sign_device_links);
}

/* "Hent Outlook til iOS", "Outlook für iOS beziehen": a word for "get" at an end. */
static bool
is_offer(struct str f)
{
	static const char *const programs[] = { "outlook", NULL };
	static const char *const systems[] = { "ios", "android", "mac", "windows", NULL };

	return lines_words(f) <= OFFER_WORDS && wordlist_within(f, programs) &&
	    wordlist_within(f, systems) && (wordlist_starts(f, sign_device_get) ||
	    wordlist_ends(f, sign_device_get));
}

bool
device_is_line(const struct line *l)
{
	struct str f = lines_strip(l->f, "-_*[]( \"");
	size_t link = str_chr(f, '<', 0), end;

	if (l->kind != LINE_TEXT || f.n == 0 || f.n > DEVICE_BYTES)
		return false;
	if (is_program_link(f))
		return true;
	if (link != SIZE_MAX && str_ends(f, STR(">")))
		f = fold_trim(str_sub(f, 0, link));
	if (is_offer(f) || is_pair(lines_strip(f, ".!")) || wordlist_has(lines_strip(f, ".!"), sign_device_whole))
		return true;
	if (!wordlist_starts(f, sign_device) && !wordlist_starts(f, sign_device_sent) &&
	    !wordlist_ends(lines_strip(f, ". "), sign_device_sent))
		return false;
	if ((end = names_end(f)) == 0)
		return is_own_thing(l->raw, f);
	return !reads_on(f, end);
}
