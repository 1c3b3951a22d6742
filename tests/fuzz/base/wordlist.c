/*
 * A text against every list of words that parsers/ has: what is found is what
 * the plain search finds.
 */
#include "parsers/base/array.h"
#include "parsers/base/wordlist.h"
#include "parsers/field/fieldwords.h"
#include "parsers/machine/bouncewords.h"
#include "parsers/machine/machinewords.h"
#include "parsers/quote/quotewords.h"
#include "parsers/quote/signwords.h"
#include "tests/fuzz/fuzz.h"

enum { STEP = 5, LONG = 4096, SHORT = 400, WORD = 60 };

static void
check_list(struct str s, const char *const *list)
{
	bool has = false, ihas = false, starts = false, ends = false, within = false;

	for (size_t i = 0; list[i] != NULL; i++) {
		struct str word = str_c(list[i]);

		has |= str_eq(s, word);
		ihas |= str_ieq(s, word);
		starts |= str_starts(s, word);
		ends |= str_ends(s, word);
		within |= s.n > 0 && memmem(s.p, s.n, word.p, word.n) != NULL;
	}
	assert(wordlist_has(s, list) == has && wordlist_ihas(s, list) == ihas);
	assert(wordlist_starts(s, list) == starts && wordlist_ends(s, list) == ends);
	assert(wordlist_within(s, list) == within);
}

void
fuzz_one(struct arena *a, struct str in)
{
	const char *const *const lists[] = {
		bounce_subjects, bounce_phrases, bounce_delay_phrases, bounce_final_phrases,
		bounce_returned, bounce_reject_phrases, bounce_intros, bounce_contact_leads, bounce_leads,
		machine_daemons, machine_daemon_names, machine_no_reply, machine_auto_phrases,
		machine_auto_subjects, machine_complaint_starts, machine_challenge_senders,
		machine_program_words, machine_absence_texts, machine_challenge_words,
		machine_calendar_methods, quote_verbs,
		quote_no_names, quote_things, quote_leads, quote_quoting, quote_from, quote_date,
		quote_subject, quote_others, quote_original, quote_forwarded,
		quote_subject_forward, quote_subject_reply, quote_inline, quote_above,
		sign_closings, sign_closing_stems, sign_device, sign_device_names,
		sign_device_sent, sign_device_get, sign_footers, sign_list_footers, sign_small_print,
		sign_small_words,
	};

	(void)a;
	/* Some of them each time.  Long texts are searched in another way. */
	for (size_t i = in.n % STEP; i < COUNT(lists); i += STEP) {
		check_list(str_sub(in, 0, in.n % 2 == 0 ? LONG : SHORT), lists[i]);
		check_list(str_sub(in, 0, WORD), lists[i]);
	}
	for (size_t i = 0; i < field_words_n; i++) {
		check_list(str_sub(in, 0, WORD), field_words[i].values);
		check_list(str_sub(in, 0, WORD), field_words[i].labels);
		check_list(str_sub(in, 0, WORD), field_words[i].headers);
		check_list(str_sub(in, 0, WORD), field_words[i].leads);
	}
}
