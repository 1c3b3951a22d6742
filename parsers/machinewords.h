/*
 * machinewords: how mail servers and robots give themselves away: senders,
 * subjects, header fields, and the words around a failed address.  Data only;
 * words are folded (parsers/fold.h), found anywhere unless said otherwise.
 * Lists end in NULL.
 */
#ifndef PARSERS_MACHINEWORDS_H
#define PARSERS_MACHINEWORDS_H

#include "parsers/letter.h"

/* Local parts, whole, that only mail servers write from. */
extern const char *const	machine_daemons[];
/* Their display names, whole. */
extern const char *const	machine_daemon_names[];
/* How local parts begin that nobody answers. */
extern const char *const	machine_no_reply[];
/* Subjects of bounces, and of notices about a delay. */
extern const char *const	machine_bounce_subjects[];
/* What a bounce says in its text. */
extern const char *const	machine_bounce_phrases[];
extern const char *const	machine_delay_phrases[];
/* Subjects of automatic replies: at the start, and anywhere. */
extern const char *const	machine_auto_starts[];
extern const char *const	machine_auto_subjects[];
/* A line that begins so opens the returned mail; all above it is the notice. */
extern const char *const	machine_returned[];
/* Lines after which the failed addresses come. */
extern const char *const	machine_recipient_intros[];
/* Words before an address that helps and did not fail. */
extern const char *const	machine_contact_leads[];
/* Words that name the failed address right behind them on a line. */
extern const char *const	machine_recipient_leads[];

/*
 * A header field that tells a kind.  `value` NULL: any; else the folded value
 * begins with it.
 */
struct machine_header {
	const char		*name;
	const char		*value;
	enum letter_kind	 kind;
};

extern const struct machine_header	machine_headers[];
extern const size_t			machine_headers_n;

/* A failure told in words alone, and the status (RFC 3463) it amounts to. */
struct machine_status {
	const char	*phrase;
	const char	*status;
};

extern const struct machine_status	machine_statuses[];
extern const size_t			machine_statuses_n;

#endif
