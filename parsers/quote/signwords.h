/*
 * signwords: how people close their mails, and what devices, scanners, lists
 * and companies put below them, by language.  Data only; words are folded
 * (parsers/text/fold.h); lists end in NULL.
 */
#ifndef PARSERS_QUOTE_SIGNWORDS_H
#define PARSERS_QUOTE_SIGNWORDS_H

/* Closing phrases, as a line of their own without the mark at its end. */
extern const char *const	sign_closings[];
/* What stands in such phrases; believed above a name only. */
extern const char *const	sign_closing_stems[];
/*
 * What devices and programs that sign with "sent from" are called, and how a
 * line of theirs begins or ends.
 */
extern const char *const	sign_device_names[];
extern const char *const	sign_device_sent[];
/* How such a line begins where the writer's own thing is named by any name. */
extern const char *const	sign_device_own[];
/* Such lines as a whole; what may stand behind the name; where their links lead. */
extern const char *const	sign_device_whole[];
/* Words for "get" in any language but English, before or behind "Outlook for iOS". */
extern const char *const	sign_device_get[];
extern const char *const	sign_device_more[];
extern const char *const	sign_device_links[];
/* How a line that a device adds begins: "Sent from my"; or how it begins and ends. */
extern const char *const	sign_device[];
extern const struct sign_pair {
	const char	*start;
	const char	*end;
}				sign_device_pairs[];	/* ends in NULLs */
/*
 * What a gateway's banner says: how it begins, that a mail is from outside, what
 * it calls a mail, what not to do.
 */
extern const char *const	banner_starts[];
extern const char *const	banner_outside[];
extern const char *const	banner_mail[];
extern const char *const	banner_click[];
/*
 * How an afterword begins that stands below a signature, and what stands alone
 * above one; labels of what people state there.
 */
extern const char *const	sign_postscripts[];
extern const char *const	sign_postscript_marks[];
extern const char *const	sign_facts[];
/* How a line that a virus scanner or a printer's conscience adds begins. */
extern const char *const	sign_footers[];
/* What stands in the first line that a list adds below a rule. */
extern const char *const	sign_list_footers[];
/* How that line begins. */
extern const char *const	sign_list_starts[];
/* How a company's small print begins, and what stands somewhere in it. */
extern const char *const	sign_small_print[];
extern const char *const	sign_small_words[];

#endif
