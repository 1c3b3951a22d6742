/*
 * quotewords: how mail programs introduce what they quote and sign, by
 * language.  Data only; words are folded (parsers/fold.h); lists end in NULL.
 */
#ifndef PARSERS_QUOTEWORDS_H
#define PARSERS_QUOTEWORDS_H

/* "wrote": ends, or stands in, the line above a quote. */
extern const char *const	quote_verbs[];
/* How such a line begins: "On ", "Le ". */
extern const char *const	quote_leads[];
/* Labels of the header block that some programs put above a quote. */
extern const char *const	quote_from[];
extern const char *const	quote_labels[];	/* sent, date, to, cc, subject */
/* Between dashes above a quoted mail: "Original Message". */
extern const char *const	quote_original[];
/* Between dashes above a forwarded mail, which belongs to the new text. */
extern const char *const	quote_forwarded[];
/* A line with this in it: all below is history. */
extern const char *const	quote_reply_above[];
/* Closing phrases, as a line of their own without the mark at its end. */
extern const char *const	quote_closings[];
/* How a line that a device adds begins: "Sent from my". */
extern const char *const	quote_device[];

#endif
