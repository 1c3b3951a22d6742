/* subject: see subject.h. */
#include "daemon/filter/subject.h"

#include "daemon/filter/eventkind.h"
#include "daemon/sla/category.h"
#include "daemon/sla/sla.h"
#include "parsers/letter/letter.h"

static struct strs
list(struct arena *a, const char *const *words)
{
	struct strs out = { 0 };

	for (; *words != NULL; words++)
		strs_add(a, &out, str_c(*words));
	return out;
}

static struct strs
events(struct arena *a)
{
	return list(a, event_words);
}

static struct strs
categories(struct arena *a)
{
	return list(a, category_words);
}

static struct strs
kinds(struct arena *a)
{
	struct strs out = { 0 };

	for (unsigned i = 0; i < LETTER_KINDS; i++)
		strs_add(a, &out, str_c(letter_kind_name((enum letter_kind)i)));
	return out;
}

static struct strs
clocks(struct arena *a)
{
	struct strs out = { 0 };

	for (unsigned i = 0; i < SLA_CLOCKS; i++)
		strs_add(a, &out, str_c(sla_clock_name((enum sla_clock)i)));
	return out;
}

static const struct subject subjects[SUBJECTS] = {
	[SUBJECT_PROJECT] = { "project", VALUE_WISH, "project", .about = "its key",
	    .type = TYPE_WORD, .changes = true },
	[SUBJECT_SUPPORT] = { "support_level", VALUE_WISH, "support level", .may_lack = true,
	    .about = "of its project; \"\" is none", .type = TYPE_WORD },
	[SUBJECT_SEVERITY] = { "severity", VALUE_OF_FIELD, .text = MATCH_FIELD, .about =
	    "the built-in field", .type = TYPE_FIELD, .changes = true },
	[SUBJECT_VERSION] = { "version", VALUE_OF_FIELD, .text = MATCH_FIELD, .about =
	    "the built-in field", .type = TYPE_FIELD, .changes = true },
	[SUBJECT_STATUS] = { "status", VALUE_KNOWN, "status", .about =
	    "where the ticket stands: a status of a type", .type = TYPE_WORD, .changes = true },
	[SUBJECT_CATEGORY] = { "category", VALUE_WORD, "category", categories, .about =
	    "what its status means", .type = TYPE_WORD, .changes = true },
	[SUBJECT_TYPE] = { "type", VALUE_KNOWN, "type", .about = "of the ticket",
	    .type = TYPE_WORD, .changes = true },
	[SUBJECT_SUBJECT] = { "subject", VALUE_ANY, .text = MATCH_SUBJECT, .of_event = true,
	    .about = "of the mail that caused the event, else of the ticket" },
	[SUBJECT_BODY] = { "body", VALUE_ANY, .text = MATCH_BODY, .of_event = true, .about =
	    "the mail's new text, without what it quotes" },
	[SUBJECT_FROM] = { "from", VALUE_ANY, .text = MATCH_FROM, .of_event = true, .about =
	    "address of the author" },
	[SUBJECT_MAILBOX] = { "mailbox", VALUE_KNOWN, "mailbox", .about =
	    "by which the ticket came", .type = TYPE_WORD },
	[SUBJECT_ASSIGNEE] = { "assignee", VALUE_WISH, "agent", .may_lack = true, .about =
	    "who works on it; \"\" is nobody", .type = TYPE_WORD, .changes = true },
	[SUBJECT_TEAM] = { "team", VALUE_WISH, "team", .may_lack = true, .about =
	    "whose it is; \"\" is nobody's", .type = TYPE_WORD, .changes = true },
	[SUBJECT_TAGS] = { "tags", VALUE_ANY, .about =
	    "of the ticket: one that fits is enough", .many = true, .changes = true },
	[SUBJECT_EVENT] = { "event", VALUE_WORD, "event", events, .of_event = true, .about =
	    "what happened, for rules on several events", .type = TYPE_WORD },
	[SUBJECT_KIND] = { "letter.kind", VALUE_WORD, "kind of mail", kinds, .of_event = true,
	    .about = "who or what wrote the mail", .type = TYPE_WORD },
	[SUBJECT_REASON] = { "reason", VALUE_ANY, .of_event = true, .about =
	    "why a mail is held or in quarantine" },
	[SUBJECT_CLOCK] = { "sla.clock", VALUE_WORD, "clock", clocks, .of_clock = true,
	    .about = "whose event it is", .type = TYPE_WORD },
	[SUBJECT_POINT] = { "sla.point", VALUE_KNOWN, "point", .of_clock = true, .about =
	    "as sla.conf writes it, or \"breach\"", .type = TYPE_WORD },
	[SUBJECT_CAUSE] = { "sla.cause", VALUE_ANY, .of_clock = true, .about =
	    "of a breach that a change of the ticket made" },
	[SUBJECT_BREACHED] = { "sla.breached", VALUE_WORD, "clock", clocks, .about =
	    "clocks of the ticket whose time is over: one that fits is enough",
	    .type = TYPE_WORD, .many = true },
	[SUBJECT_FIELD] = { "field.", VALUE_OF_FIELD, .text = MATCH_FIELD, .about =
	    "… and a name of fields.conf", .type = TYPE_FIELD, .changes = true },
};

const struct subject *
subject_row(enum subject_id id)
{
	return &subjects[id];
}

bool
subject_find(const struct field_defs *fields, struct str word, enum subject_id *id,
    struct str *field)
{
	unsigned i = 0;

	while (i < SUBJECT_FIELD && !str_eq(word, str_c(subjects[i].word)))
		i++;
	*id = (enum subject_id)i;
	*field = STR_NONE;
	if (i == SUBJECT_FIELD && !str_starts(word, str_c(subjects[i].word)))
		return false;
	if (subjects[i].value == VALUE_OF_FIELD)
		*field = i == SUBJECT_FIELD ?
		    str_sub(word, str_c(subjects[i].word).n, SIZE_MAX) : word;
	return i != SUBJECT_FIELD || field_find(fields, *field) != NULL;
}

bool
subject_has_members(struct str word)
{
	for (unsigned i = 0; word.n > 0 && i < SUBJECTS; i++) {
		struct str of = str_c(subjects[i].word);

		if (str_starts(of, word) && of.n > word.n && of.p[word.n] == '.')
			return true;
	}
	return false;
}

struct strs
subject_words(struct arena *a, const struct field_defs *fields)
{
	struct strs out = { 0 };

	for (unsigned i = 0; i < SUBJECT_FIELD; i++)
		strs_add(a, &out, str_c(subjects[i].word));
	for (size_t i = 0; i < fields->n; i++)
		strs_add(a, &out, str_printf(a, "%s%.*s", subjects[SUBJECT_FIELD].word,
		    STR_ARG(fields->v[i].name)));
	return out;
}

static void
put_words(struct buf *b, const struct strs *words)
{
	for (size_t i = 0; i < words->n; i++)
		buf_printf(b, "%s\"%.*s\"", i > 0 ? ", " : "      one of ",
		    STR_ARG(words->v[i]));
	buf_addc(b, '\n');
}

struct str
subjects_help(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "when (rules.conf, types.conf): tests, which must all hold: \"x\", "
	    "[ \"x\", \"y\" ] and groups of\n"
	    "  not, contains, matches, at_least, at_most, above, below, is_set, changed, was, to;\n"
	    "  all, any and none are groups of tests, or lists of such groups\n");
	for (unsigned i = 0; i < SUBJECTS; i++) {
		const struct subject *s = &subjects[i];
		struct strs words;

		buf_printf(&b, "\n  %s\n      %s%s\n", s->word, s->about,
		    s->of_clock ? "; only on sla-warning and sla-breach" : "");
		if (s->words != NULL) {
			words = s->words(a);
			put_words(&b, &words);
		}
	}
	return buf_str(&b);
}
