/* letters: the readers of machines' mails and of fields, tried on a letter. */
#ifndef TESTS_LETTERS_H
#define TESTS_LETTERS_H

#include "parsers/field/field.h"
#include "parsers/letter/letter.h"
#include "parsers/machine/machine.h"

static inline struct machine_mail
letter_mail(const struct letter *l, const struct report *r)
{
	static const struct limits limits = LIMITS_DEFAULT;
	static struct str own = STR("desk@x.example");

	return (struct machine_mail){ .headers = &l->headers, .from = &l->from, .to = &l->to,
	    .reply_to = &l->reply_to, .return_path = l->return_path,
	    .message_id = l->message_id, .subject = l->subject, .text = l->text,
	    .report = r, .limits = &limits, .own = { &own, 1 } };
}

static inline void
letter_classify(struct arena *a, const struct report *r, struct letter *l)
{
	struct machine_mail mail = letter_mail(l, r);
	struct machine found;

	machine_classify(a, &mail, &l->reasons, &found);
	l->kind = found.kind;
	l->kind_why = found.why;
	l->no_answer = found.no_answer;
	l->bounce = found.bounce;
}

static inline void
letter_fields(struct arena *a, const struct field_defs *defs, struct letter *l)
{
	const struct field_mail mail = { .headers = &l->headers, .subject = l->subject,
	    .text = l->text, .reply_text = l->reply_text,
	    .answers = l->in_reply_to.n > 0 || l->references.n > 0 };

	field_read(a, defs, &mail, &l->reasons, &l->fields);
}

#endif
