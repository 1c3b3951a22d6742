/*
 * "Automatic reply: Lamp" was written by a robot, "Automatic reply does not
 * work" by a person: what stands behind the words decides.
 */
#include "parsers/machine/autosubject.h"

#include "parsers/base/wordlist.h"
#include "parsers/machine/machinewords.h"
#include "parsers/quote/quotewords.h"
#include "parsers/text/fold.h"

enum { NAME_WORDS = 4 };		/* of "Jo van den Berg is out of the office" */

/* What is left of s behind a word of the list that ends as a robot's does. */
static bool
starts_robot(struct str s, const char *const *list)
{
	for (; *list != NULL; list++) {
		struct str rest = str_sub(s, str_c(*list).n, s.n);

		if (str_starts(s, str_c(*list)) && (rest.n == 0 ||
		    wordlist_starts(rest, machine_auto_ends)))
			return true;
	}
	return false;
}

/* "Urlaub: Re: Lampe" */
static bool
is_noun_before_reply(struct str s)
{
	size_t colon = str_chr(s, ':', 0);

	return colon != SIZE_MAX &&
	    wordlist_has(fold_trim(str_sub(s, 0, colon)), machine_auto_nouns) &&
	    wordlist_starts(fold_trim(str_sub(s, colon + 1, s.n)), quote_subject_reply);
}

/* "Jo Smith is out of the office (returning Monday)", "AUTO: Jo Smith is …" */
static bool
is_absence(struct str s)
{
	if (str_starts(s, STR("auto: ")))
		s = str_sub(s, 6, s.n);
	for (size_t i = 0; machine_auto_absences[i] != NULL; i++) {
		struct str words = str_c(machine_auto_absences[i]);
		size_t at = str_find(s, words, 0), spaces = 0;
		struct str rest = str_sub(s, at == SIZE_MAX ? s.n : at + words.n, s.n);

		for (size_t k = 0; at != SIZE_MAX && k < at; k++)
			spaces += s.p[k] == ' ';
		if (at != SIZE_MAX && at > 0 && spaces < NAME_WORDS &&
		    (rest.n == 0 || wordlist_starts(rest, machine_auto_ends)))
			return true;
	}
	return false;
}

/* "Re: Lamp (Out of Office)" */
static bool
ends_in_brackets(struct str s)
{
	size_t open = SIZE_MAX;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '(' || s.p[i] == '[')
			open = i;
	return open != SIZE_MAX && (str_ends(s, STR(")")) || str_ends(s, STR("]"))) &&
	    wordlist_has(str_sub(s, open + 1, s.n - open - 2), machine_auto_phrases);
}

/* What stands before ": Re: Lamp", or STR_NONE. */
static struct str
before_reply(struct str s)
{
	if (wordlist_starts(s, quote_subject_reply))
		return STR_NONE;
	for (size_t at = str_chr(s, ':', 0); at != SIZE_MAX; at = str_chr(s, ':', at + 1))
		if (wordlist_starts(fold_trim(str_sub(s, at + 1, s.n)), quote_subject_reply))
			return fold_trim(str_sub(s, 0, at));
	return STR_NONE;
}

bool
autosubject_is_prefixed(struct str s)
{
	return before_reply(s).n > 0;
}

static struct str
without_brackets(struct str s)
{
	static const char *const opens[] = { "【", "「", "『", "（", "［", NULL };

	for (;;)
		if (s.n > 0 && str_chr(STR("[(*<\"' "), s.p[0], 0) != SIZE_MAX)
			s = str_sub(s, 1, s.n);
		else if (wordlist_starts(s, opens))
			s = str_sub(s, 3, s.n);
		else
			return s;
}

enum autosubject
autosubject_read(struct str s)
{
	s = without_brackets(s);
	if (starts_robot(s, machine_auto_phrases) || is_noun_before_reply(s) || is_absence(s) ||
	    ends_in_brackets(s) || wordlist_ends(before_reply(s), machine_auto_phrases))
		return AUTOSUBJECT_YES;
	return wordlist_has(s, machine_auto_nouns) ? AUTOSUBJECT_ALONE :
	    starts_robot(s, machine_auto_nouns) ? AUTOSUBJECT_WORD : AUTOSUBJECT_NO;
}

bool
autosubject_is_report(struct str s)
{
	return str_find(s, STR("report domain:"), 0) != SIZE_MAX &&
	    str_find(s, STR("submitter:"), 0) != SIZE_MAX;
}
