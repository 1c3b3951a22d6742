/*
 * quotewords: how mail programs introduce what they quote and forward, by
 * language.  Data only; words are folded (parsers/text/fold.h: no accents on
 * Latin letters, small letters); lists end in NULL.
 */
#ifndef PARSERS_QUOTE_QUOTEWORDS_H
#define PARSERS_QUOTE_QUOTEWORDS_H

/* "wrote": ends, or stands in, the line above a quote. */
extern const char *const	quote_verbs[];
/*
 * Who is no name that a program writes: "I wrote:", "the server wrote:" are the
 * writer's own words.
 */
extern const char *const	quote_no_names[];
/* What is no name by itself, but part of one: "Acme Service". */
extern const char *const	quote_things[];
/* How such a line begins: "On ", "Le ". */
extern const char *const	quote_leads[];
/* The same without a date: "Quoting ". */
extern const char *const	quote_quoting[];
/* Labels of the header block that some programs put above a quote, by what they name. */
extern const char *const	quote_from[];
extern const char *const	quote_date[];
extern const char *const	quote_subject[];
extern const char *const	quote_others[];	/* to, cc, reply-to, importance … */
/* Labels of what people fill in and paste; a block with one of them is none of a mail's. */
extern const char *const	quote_no_labels[];
/* Between dashes above a quoted mail: "Original Message". */
extern const char *const	quote_original[];
/* Between dashes above a forwarded mail, which belongs to the new text. */
extern const char *const	quote_forwarded[];
/* How the subject of a forwarded mail, and of an answer, begins: "fwd:", "re:". */
extern const char *const	quote_subject_forward[];
extern const char *const	quote_subject_reply[];
/* The writer says that answers stand among the history: it is not cut then. */
extern const char *const	quote_inline[];
/*
 * What a line says that asks for the reply above itself, a row of words that
 * stand in it in any order; all words for "above".
 */
extern const struct quote_above_row {
	const char	*above, *reply, *line;
}				quote_above_rows[];	/* ends in NULLs */
extern const char *const	quote_above[];
/* The writer speaks. */
extern const char *const	quote_first_person[];

#endif
