/*
 * machinewords: how mail servers and robots give themselves away: senders,
 * subjects and header fields.  What a bounce says is in bouncewords.  Data
 * only; words are folded (parsers/text/fold.h), found anywhere unless said
 * otherwise.  Lists end in NULL.
 */
#ifndef PARSERS_MACHINE_MACHINEWORDS_H
#define PARSERS_MACHINE_MACHINEWORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "parsers/machine/kind.h"

/* Local parts, whole, that only mail servers write from. */
extern const char *const	machine_daemons[];
/* Their display names, whole. */
extern const char *const	machine_daemon_names[];
/* Anywhere in a local part or a name: what people call their mail programs. */
extern const char *const	machine_program_words[];
/* Local parts, whole, of programs that keep mailing lists. */
extern const char *const	machine_list_daemons[];
/* How local parts begin that nobody answers. */
extern const char *const	machine_no_reply[];
/*
 * What robots put before the subject that they answer, or write alone; people
 * write the same words within a sentence, so what follows counts too: the end,
 * or one of machine_auto_ends.
 */
extern const char *const	machine_auto_phrases[];
extern const char *const	machine_auto_ends[];
/* Words that people begin a subject with as well: what else the mail says counts. */
extern const char *const	machine_auto_nouns[];
/* "Jo Smith is out of the office", as Notes has it. */
extern const char *const	machine_auto_absences[];
/* What such an answer says in its first lines. */
extern const char *const	machine_absence_texts[];
/* Subjects of automatic replies, anywhere, when nobody is to be answered. */
extern const char *const	machine_auto_subjects[];
/* Subjects of complaints that are no RFC 5965 reports, at the start. */
extern const char *const	machine_complaint_starts[];
/* Addresses of services that ask a sender to confirm himself. */
extern const char *const	machine_challenge_senders[];
/* What such a question says, in its subject or text. */
extern const char *const	machine_challenge_words[];
/* Methods (RFC 5546) by which a calendar part is a message and not a file. */
extern const char *const	machine_calendar_methods[];

/*
 * A header field that tells a kind.  `value` NULL: any; else the folded value
 * begins with it.
 */
struct machine_header {
	const char		*name;
	const char		*value;
	enum letter_kind	 kind;
	bool			 weak;	/* less than "Auto-Submitted: no" */
};

extern const struct machine_header	machine_headers[];
extern const size_t			machine_headers_n;
/*
 * Fields that ask for no automatic answer, which people's programs write too:
 * `value` is anywhere in them; `kind` is LETTER_LIST for what lists write.
 */
extern const struct machine_header	machine_suppressors[];
extern const size_t			machine_suppressors_n;
/* Fields with a list's own address, in lower case. */
extern const char *const	machine_list_addresses[];
/* What only bulk mail has beside List-Unsubscribe: values of Precedence, words in a name. */
extern const char *const	machine_bulk_values[];
extern const char *const	machine_bulk_fields[];
/* Words in the name of a field that robots mark their answers with; and against it. */
extern const char *const	machine_auto_fields[];
extern const char *const	machine_auto_field_denials[];
/* Values that deny what a field says. */
extern const char *const	machine_denials[];
/* Fields that programs which question senders add to all that they send. */
extern const struct machine_header	machine_challenge_marks[];
extern const size_t			machine_challenge_marks_n;

#endif
