/* subject: see subject.h. */
#include "daemon/filter/subject.h"

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

static struct strs
bools(struct arena *a)
{
	static const char *const words[] = { "yes", "no", NULL };

	return list(a, words);
}

static struct strs
hours(struct arena *a)
{
	static const char *const words[] = { "open", "closed", NULL };

	return list(a, words);
}

static struct strs
authors(struct arena *a)
{
	static const char *const words[] = { "customer", "agent", "machine", "docket", NULL };

	return list(a, words);
}

/* RFC 8601 section 2.7.1 and RFC 7489 section 11.2, and what Exchange Online says. */
static struct strs
dmarcs(struct arena *a)
{
	static const char *const words[] = { "pass", "fail", "none", "temperror", "permerror",
		"bestguesspass", NULL };

	return list(a, words);
}

/* As policy/billing.h has them (tests/unit/policy/project.c). */
static struct strs
billings(struct arena *a)
{
	static const char *const words[] = { "time-and-material", "prepaid", "fixed", NULL };

	return list(a, words);
}

/* As policy/support.h has them (tests/unit/policy/product.c). */
static struct strs
supports(struct arena *a)
{
	static const char *const words[] = { "yes", "security", "no", "unknown", NULL };

	return list(a, words);
}

static const struct subject subjects[SUBJECTS] = {
	[SUBJECT_PROJECT] = { "project", VALUE_WISH, "project", .about = "its key",
	    .type = TYPE_WORD, .changes = true, .of_project = true,
	    .lasts = true },
	[SUBJECT_SUPPORT] = { "support_level", VALUE_WISH, "support level", .may_lack = true,
	    .about = "of its project; \"\" is none", .type = TYPE_WORD, .of_project = true,
	    .lasts = true },
	[SUBJECT_BILLING] = { "billing", VALUE_WORD, "way of billing", billings, .may_lack = true,
	    .about = "how its project's time is paid; \"\" is not at all", .type = TYPE_WORD,
	    .of_project = true },
	[SUBJECT_SEVERITY] = { "severity", VALUE_OF_FIELD, .text = MATCH_FIELD, .about =
	    "the built-in field", .type = TYPE_FIELD, .changes = true,
	    .lasts = true },
	[SUBJECT_VERSION] = { "version", VALUE_OF_FIELD, .text = MATCH_FIELD, .about =
	    "the built-in field", .of_project = true, .only = ON(EVENT_VERSION_EOL),
	    .type = TYPE_FIELD, .changes = true,
	    .lasts = true },
	[SUBJECT_SUPPORTED] = { "version.supported", VALUE_WORD, "answer", supports, .about =
	    "whether products.conf supports its version today; security: such faults alone",
	    .type = TYPE_WORD, .lasts = true },
	[SUBJECT_STATUS] = { "status", VALUE_KNOWN, "status", .about =
	    "where the ticket stands: a status of a type", .type = TYPE_WORD, .changes = true },
	[SUBJECT_CATEGORY] = { "category", VALUE_WORD, "category", categories, .about =
	    "what its status means", .type = TYPE_WORD, .changes = true },
	[SUBJECT_TYPE] = { "type", VALUE_KNOWN, "type", .about = "of the ticket",
	    .type = TYPE_WORD, .changes = true,
	    .lasts = true },
	[SUBJECT_SUBJECT] = { "subject", VALUE_ANY, .text = MATCH_SUBJECT, .changes = true,
	    .about = "of the mail that caused the event, else of the ticket" },
	[SUBJECT_BODY] = { "body", VALUE_ANY, .text = MATCH_BODY, .of_event = true, .about =
	    "the mail's new text, without what it quotes" },
	[SUBJECT_FROM] = { "from", VALUE_ANY, .text = MATCH_FROM, .of_event = true, .about =
	    "address of the author" },
	[SUBJECT_MAILBOX] = { "mailbox", VALUE_KNOWN, "mailbox", .about =
	    "by which the ticket came", .type = TYPE_WORD,
	    .lasts = true },
	[SUBJECT_ASSIGNEE] = { "assignee", VALUE_WISH, "agent", .may_lack = true, .about =
	    "who works on it; \"\" is nobody", .type = TYPE_WORD, .changes = true },
	[SUBJECT_TEAM] = { "team", VALUE_WISH, "team", .may_lack = true, .about =
	    "whose it is; \"\" is nobody's", .type = TYPE_WORD, .changes = true,
	    .lasts = true },
	[SUBJECT_TAGS] = { "tags", VALUE_ANY, .about =
	    "of the ticket: one that fits is enough", .many = true, .changes = true,
	    .lasts = true },
	[SUBJECT_EVENT] = { "event", VALUE_WORD, "event", events, .of_event = true,
	    .of_project = true, .about =
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
	[SUBJECT_REQUESTER] = { "requester", VALUE_ANY, .text = MATCH_OTHER, .about =
	    "address of the customer for whom the ticket is", .changes = true,
	    .lasts = true },
	[SUBJECT_REQUESTER_DOMAIN] = { "requester_domain", VALUE_ANY, .text = MATCH_OTHER, .about =
	    "what stands behind its @",
	    .lasts = true },
	[SUBJECT_PARTICIPANT] = { "participant", VALUE_ANY, .text = MATCH_OTHER, .many = true,
	    .about = "addresses of all customers who take part" },
	[SUBJECT_PARTICIPANTS] = { "participants", VALUE_ANY, .type = TYPE_NUMBER, .about =
	    "how many these are" },
	[SUBJECT_AUTHOR] = { "author", VALUE_WORD, "author", authors, .of_event = true,
	    .type = TYPE_WORD, .about = "who did what happened" },
	[SUBJECT_FROM_DOMAIN] = { "from_domain", VALUE_ANY, .text = MATCH_OTHER, .of_event = true,
	    .about = "what stands behind the @ of from" },
	[SUBJECT_RECIPIENT] = { "recipient", VALUE_ANY, .text = MATCH_RECIPIENT, .of_event = true,
	    .many = true, .about = "addresses that the mail was sent to" },
	[SUBJECT_PROVEN] = { "proven", VALUE_WORD, "answer", bools, .of_event = true,
	    .type = TYPE_BOOL, .about =
	    "whether the mail is an engineer's who proved it, or passed DMARC" },
	[SUBJECT_DMARC] = { "dmarc", VALUE_WORD, "result", dmarcs, .may_lack = true,
	    .of_event = true, .type = TYPE_WORD, .about =
	    "what our mail server found of the mail; \"\": nothing" },
	[SUBJECT_FILE_NAME] = { "attachment.name", VALUE_ANY, .text = MATCH_FILE_NAME,
	    .of_event = true, .many = true, .about = "names of the mail's files" },
	[SUBJECT_FILE_TYPE] = { "attachment.type", VALUE_ANY, .text = MATCH_FILE_TYPE,
	    .of_event = true, .many = true, .about = "their types: \"image/png\"" },
	[SUBJECT_FILES] = { "attachments", VALUE_ANY, .of_event = true, .type = TYPE_NUMBER,
	    .about = "how many somebody sends: no pictures of a signature" },
	[SUBJECT_AGE] = { "age", VALUE_ANY, .type = TYPE_DURATION, .about =
	    "time since the ticket was made" },
	[SUBJECT_IDLE] = { "idle", VALUE_ANY, .type = TYPE_DURATION, .about =
	    "time since a mail or a change" },
	[SUBJECT_DUE] = { "due", VALUE_ANY, .type = TYPE_DURATION, .about =
	    "time until its next clock or its #due is due, 0s when that is over; is_set = false: "
	    "nothing is due" },
	[SUBJECT_OVERDUE] = { "overdue", VALUE_ANY, .type = TYPE_DURATION, .about =
	    "time since that was due; is_set = false: it is not over" },
	[SUBJECT_WAITING] = { "waiting", VALUE_ANY, .type = TYPE_DURATION, .about =
	    "time since the customer wrote what nobody has answered; is_set = false: all is "
	    "answered" },
	[SUBJECT_HELD] = { "held", VALUE_ANY, .type = TYPE_NUMBER, .about =
	    "how many mails on it wait for a decision" },
	[SUBJECT_POLICY] = { "sla.policy", VALUE_WISH, "SLA", .may_lack = true,
	    .type = TYPE_WORD, .changes = true, .about = "of the ticket; \"\" is none" },
	[SUBJECT_METRIC] = { "sla.metric", VALUE_WORD, "clock", clocks, .of_clock = true,
	    .type = TYPE_WORD, .about = "the same as sla.clock" },
	[SUBJECT_USED] = { "sla.used", VALUE_ANY, .of_clock = true, .type = TYPE_PERCENT,
	    .about = "how much of the clock's time is over: \"75%\"" },
	[SUBJECT_REACHED] = { "point", VALUE_ANY, .of_event = true, .of_project = true,
	    .only = ON(EVENT_BUDGET) | ON(EVENT_VERSION_EOL) | ON(EVENT_CONTRACT_ENDING),
	    .type = TYPE_NUMBER, .about = "per cent of a budget: 75, 90, 100; days before the end "
	    "of a contract: 60, 30, 0; of a version: 180, 90, 30, 0" },
	[SUBJECT_PRODUCT] = { "product", VALUE_ANY, .of_event = true, .of_project = true,
	    .only = ON(EVENT_VERSION_EOL), .about = "whose version comes to its end" },
	[SUBJECT_ENVIRONMENT] = { "environment", VALUE_ANY, .of_event = true, .of_project = true,
	    .only = ON(EVENT_VERSION_EOL), .about = "where they run it: \"prod\"" },
	[SUBJECT_BUDGET] = { "budget.of", VALUE_ANY, .of_event = true, .of_project = true,
	    .only = ON(EVENT_BUDGET), .type = TYPE_DURATION, .about =
	    "time that the project's budget has: \"40h\"" },
	[SUBJECT_BUDGET_USED] = { "budget.used", VALUE_ANY, .of_event = true, .of_project = true,
	    .only = ON(EVENT_BUDGET), .type = TYPE_DURATION, .about = "… and is booked of it" },
	[SUBJECT_HEADER] = { "header.", VALUE_ANY, .text = MATCH_HEADER, .of_event = true,
	    .many = true, .about = "a header field of the mail: header.X-Priority" },
	[SUBJECT_CALENDAR] = { "calendar.", VALUE_WORD, "answer", hours, .type = TYPE_WORD,
	    .of_project = true,
	    .about = "whether it is a working hour of this calendar: calendar.office" },
	[SUBJECT_FIELD] = { "field.", VALUE_OF_FIELD, .text = MATCH_FIELD, .about =
	    "a field of fields.conf", .type = TYPE_FIELD, .changes = true,
	    .lasts = true },
};

const struct subject *
subject_row(enum subject_id id)
{
	return &subjects[id];
}

bool
subject_is_on(const struct subject *s, enum event_kind kind)
{
	if (s->of_clock)
		return kind == EVENT_SLA_WARNING || kind == EVENT_SLA_BREACH;
	if (event_is_of_project(kind))
		return s->of_project && (s->only == 0 || (s->only & ON(kind)) != 0);
	return s->only == 0 || !s->of_event;
}

bool
subject_is_named(enum subject_id id)
{
	return str_ends(str_c(subjects[id].word), STR("."));
}

bool
subject_find(const struct field_defs *fields, struct str word, enum subject_id *id,
    struct str *field)
{
	*field = STR_NONE;
	for (unsigned i = 0; i < SUBJECTS; i++) {
		struct str of = str_c(subjects[i].word);

		*id = (enum subject_id)i;
		if (subject_is_named(*id) ? !str_starts(word, of) || word.n == of.n :
		    !str_eq(word, of))
			continue;
		if (subject_is_named(*id))
			*field = str_sub(word, of.n, SIZE_MAX);
		else if (subjects[i].value == VALUE_OF_FIELD)
			*field = word;
		return *id != SUBJECT_FIELD || field_find(fields, *field) != NULL;
	}
	return false;
}

bool
subject_has_members(struct str word)
{
	bool has = false;

	for (unsigned i = 0; word.n > 0 && i < SUBJECTS; i++) {
		struct str of = str_c(subjects[i].word);

		if (str_eq(of, word))
			return false;
		has |= str_starts(of, word) && of.n > word.n && of.p[word.n] == '.';
	}
	return has;
}

struct strs
subject_words(struct arena *a, const struct field_defs *fields)
{
	struct strs out = { 0 };

	for (unsigned i = 0; i < SUBJECT_FIELD; i++)
		strs_add(a, &out, str_printf(a, "%s%s", subjects[i].word,
		    subject_is_named((enum subject_id)i) ? "NAME" : ""));
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

		buf_printf(&b, "\n  %s%s\n      %s%s\n", s->word,
		    subject_is_named((enum subject_id)i) ? "NAME" : "", s->about, s->of_clock ?
		    "; only on sla-warning and sla-breach" : s->of_event && s->only != 0 ?
		    "; only on events of a project" : "");
		if (s->words != NULL) {
			words = s->words(a);
			put_words(&b, &words);
		}
	}
	return buf_str(&b);
}
