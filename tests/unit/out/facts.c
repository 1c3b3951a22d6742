/* What templates can say of an event: each name that docket-rules(5) lists. */
#include "daemon/out/facts.h"

#include "tests/tap.h"

#define SECOND	INT64_C(1000000)
#define NOW	(1780300800 * SECOND)	/* 2026-06-01 08:00 UTC */

static struct str lines[] = { STR("Desk Ltd <1 Road>"), STR("Tel. 1") };
static struct mailbox boxes[] = {
	{ .name = STR("first"), .address = STR("first@desk.example") },
	{ .name = STR("support"), .address = STR("support@desk.example"),
	    .signature = { lines, 2 },
	    .display_name = STR("Desk"), .subject_tag = STR("ACME") },
};
static struct project projects[] = { { .key = STR("ACME"), .name = STR("Acme Ltd") } };
static struct agent ana = { .name = STR("ana"), .full_name = STR("Ana Diaz") };
static struct agent bo = { .name = STR("bo"), .full_name = STR("Bo Roth") };
static struct str tags[] = { STR("vip"), STR("eu") }, versions[] = { STR("1.0"), STR("2.0") };

static struct field_value values[] = {
	{ .name = STR("severity"), .value = STR("high"), .raw = STR("alta"), .verified = true },
	{ .name = STR("version"), .value = STR("9"), .raw = STR("v9"),
	    .source = FIELD_PSEUDO },
};
static struct str severities[] = { STR("low"), STR("critical"), STR("odd") };
static struct field_def defs[] = {
	{ .name = STR("severity"), .type = FIELD_ENUM, .values = { severities, 3 },
	    .required = true },
	{ .name = STR("version"), .type = FIELD_VERSION, .catalogue = { versions, 2 } },
	{ .name = STR("site"), .type = FIELD_TEXT, .required = true },
	{ .name = STR("note"), .type = FIELD_TEXT },
};

static struct attachment files[] = {
	{ .name = STR("log.txt"), .type = STR("text/plain"), .size = 12 },
};
static struct letter letter = { .subject = STR("Printer & co"), .attachments = files,
    .n_attachments = 1 };
static struct cycle running = { .clock = SLA_RESOLUTION, .c = { .state = SLA_RUNNING,
    .due_at = NOW + 3600 * SECOND } }, ended = { .clock = SLA_RESPONSE, .c = {
    .state = SLA_MET, .stopped_at = NOW } };
static struct cycle *cycles[] = { &ended, &running };
static struct why none = { STR("no command #*"), { STR("clsoe") },
    .allowed = { versions, 2 }, .instead = STR("#close") };
static struct change moved[] = {
	{ .what = CHANGE_STATUS, .old = STR("open"), .new = STR("waiting") },
	{ .what = CHANGE_PROMISE },
};
static struct told_line told_lines[] = { { STR("#clsoe"), LINE_REFUSED, &none, { NULL, 0 } },
    { STR("#wait"), LINE_DONE, NULL, { moved, 2 } }, { STR("#open"), LINE_SAME, NULL,
    { NULL, 0 } }, { STR("#take"), LINE_IDLE, NULL, { NULL, 0 } } };
static const struct told told = { .v = told_lines, .n = 4, .is_refused = true, .text = TEXT_LOST };
static const struct told kept_text = { .v = told_lines + 1, .n = 1, .text = TEXT_NOTE };

static struct ticket ticket = {
	.id = 12, .subject = STR("Printer <1>"), .type = STR("ticket"), .status = STR("open"),
	.project = STR("ACME"), .mailbox = STR("support"), .assignee = STR("ana"),
	.requester_address = { .addr = STR("jo@a.example") }, .tags = { tags, 2 },
	.fields = { values, 2 }, .clocks = { .v = cycles, .n = 2 },
};

static struct ticket unrated = { .id = 13, .project = STR("ACME"), .mailbox = STR("support"),
	.status = STR("new") };
static const struct event bare = { .ticket = &unrated, .mailbox = STR("support"), .at = NOW };
static const struct event customer = {
	.ticket = &ticket, .mailbox = STR("support"), .letter = &letter, .at = NOW,
	.author = { .name = STR("Jo"), .addr = STR("jo@a.example") },
	.entry_kind = ENTRY_MAIL_IN, .text = STR("a < b\nc"),
};
static const struct event table = { .text = STR("if:\n\ta  1\n b\tc") };
static const struct event answer = {
	.ticket = &ticket, .mailbox = STR("support"), .agent = &ana, .at = NOW,
	.entry_kind = ENTRY_COMMAND, .text = STR("*so*"), .told = &told,
};
static const struct event kept_answer = {
	.ticket = &ticket, .mailbox = STR("support"), .agent = &ana, .at = NOW,
	.entry_kind = ENTRY_NOTE, .told = &kept_text,
};
static const struct event warning = {
	.ticket = &ticket, .mailbox = STR("support"), .entry_kind = ENTRY_CLOCK, .sla = {
	.clock = SLA_RESOLUTION, .point = STR("75%"), .calendar = STR("office"),
	.target = 4 * 3600, .due = NOW + 3600 * SECOND, .left = 1800 * SECOND },
};
static const struct event breach = {
	.ticket = &ticket, .mailbox = STR("support"), .entry_kind = ENTRY_CLOCK, .sla = {
	.clock = SLA_RESOLUTION, .point = STR("breach"), .cause = STR("severity-change"),
	.target = 4 * 3600, .due = NOW - 120 * SECOND, .left = -60 * SECOND, .late = true },
};
static const struct event kept = {
	.mailbox = STR("gone"), .letter = &letter, .quarantine = 7, .reason = STR("too large"),
	.author = { .addr = STR("jo@a.example") }, .link = 9, .link_subject = STR("Old"),
	.link_is_known = true,
	.bounce = { .recipient = STR("max@a.example"), .status = STR("5.1.1") },
};
static const struct letter command = { .subject = STR("#close") };
static const struct event stranger = {
	.mailbox = STR("gone"), .letter = &command, .held = 41, .reason = STR("why"),
	.author = { .addr = STR("kim@c.example") }, .link = 8, .link_subject = STR("Secret"),
	.text = STR("#close\n\nDown! {{ticket.id}}\n"),
};

static const struct mailbox desk_box = { .address = STR("support@desk.example") };
static const struct reader jo = { .address = { .addr = STR("jo@a.example") },
    .language = STR("en") };
static const struct reader an_agent = { .address = { .name = STR("Ana"),
    .addr = STR("ana@desk.example") }, .language = STR("en"), .agent = &ana,
    .timezone = STR("Europe/Berlin"), .reply_to = STR("support+t@desk.example"),
    .mailbox = &desk_box,
    .draft = STR("docket.12.0123456789abcdef01234567@desk.example") };
static const struct reader another_agent = { .address = { .name = STR("Bo"),
    .addr = STR("bo@desk.example") }, .language = STR("en"), .agent = &bo,
    .reply_to = STR("support+t@desk.example"),
    .mailbox = &desk_box,
    .draft = STR("docket.12.0123456789abcdef01234567@desk.example") };
static const struct reader un_agente = { .address = { .name = STR("Bo"),
    .addr = STR("bo@desk.example") }, .language = STR("es"), .agent = &bo,
    .reply_to = STR("support+t@desk.example"),
    .mailbox = &desk_box,
    .draft = STR("docket.12.0123456789abcdef01234567@desk.example") };

static const struct reader a_german = { .address = { .addr = STR("ilse@desk.example") },
    .language = STR("de"), .agent = &ana, .reply_to = STR("support+t@desk.example"),
    .mailbox = &desk_box,
    .draft = STR("docket.12.0123456789abcdef01234567@desk.example") };
static struct partial german[] = { { STR("words"), STR("too * => zu *\n") } };
static const struct partials german_parts = { german, 1 }, no_parts;
static struct template_text texts[] = {
	{ .language = STR("en"), .name = STR("held"), .text_parts = &no_parts },
	{ .language = STR("de"), .name = STR("held"), .text_parts = &german_parts },
};

static const struct {
	const char		*name;
	const struct event	*ev;
	const struct reader	*reader;
	const char		*template, *want;
	bool			 begins;	/* more of it follows */
} rows[] = {
	{ "ticket", &customer, &jo, "{{#ticket}}{{id}} {{subject}} {{type}} {{status}} {{project}} "
	    "{{project_name}} {{assignee}} {{severity}} {{version}} {{tags}}{{/ticket}}",
	    "12 Printer <1> ticket open ACME Acme Ltd ana high 9 vip, eu" },
	{ "fields", &customer, &jo, "{{#ticket.fields}}{{name}}={{value}} ({{raw}}, {{source}})"
	    "{{#verified}}!{{/verified}} {{/ticket.fields}}",
	    "severity=high (alta, command)! version=9 (v9, pseudo-header) " },
	{ "a version that is none", &customer, &jo,
	    "{{#ticket.version_unverified}}?{{/ticket.version_unverified}}", "?" },
	{ "needs", &customer, &jo, "{{#needs}}{{name}} '{{value}}' [{{allowed}}] {{/needs}}",
	    "version '9' [1.0, 2.0] site '' [] " },
	{ "what may stand there, in the reader's language", &bare, &un_agente,
	    "{{#needs}}{{name}} [{{allowed}}] {{/needs}}", "severity [baja, cr\xc3\xad" "tica, odd] site [] " },
	{ "running clocks only", &customer, &jo,
	    "{{#clocks}}{{clock}} {{state}} {{due}};{{/clocks}}",
	    "resolution running 2026-06-01 09:00 UTC;" },
	{ "in the reader's zone", &customer, &an_agent,
	    "{{entry.at}} {{#clocks}}{{due}}{{/clocks}}",
	    "2026-06-01 10:00 CEST 2026-06-01 11:00 CEST" },
	{ "entry", &customer, &jo, "{{entry.kind}} {{entry.text}} {{#entry.attachments}}{{name}} "
	    "{{type}} {{size}}{{/entry.attachments}}", "mail a < b\nc log.txt text/plain 12" },
	{ "author", &customer, &jo, "{{author.name}} {{author.address}} {{requester.name}}",
	    "Jo jo@a.example jo@a.example" },
	{ "a mailbox's signature", &customer, &jo, "{{#mailbox.signature}}{{line}}\n"
	    "{{/mailbox.signature}}", "Desk Ltd <1 Road>\nTel. 1\n" },
	{ "an agent's address is not told", &answer, &jo, "{{author.name}} <{{author.address}}>",
	    "Ana Diaz <>" },
	{ "mailbox", &customer, &jo, "{{#mailbox}}{{name}} {{address}} {{display_name}} {{tag}}"
	    "{{/mailbox}}", "support support@desk.example Desk [ACME #12]" },
	{ "a mailbox that is gone", &kept, &jo, "{{mailbox.name}}{{mailbox.tag}}", "first" },
	{ "lines", &answer, &an_agent, "{{#outcome.refused}}no{{/outcome.refused}}"
	    "{{#lines}}\n{{line}}:{{#refused}} {{why}}, {{allowed}}, {{instead}}{{/refused}}"
	    "{{#did}} done{{/did}}{{#same}} same{{/same}}{{#idle}} idle{{/idle}}"
	    "{{#changes}} {{what}} {{before}}>{{after}}{{/changes}}{{/lines}}",
	    "no\n#clsoe: no command #clsoe, 1.0, 2.0, #close\n#wait: done status open>waiting\n"
	    "#open: same\n#take: idle" },
	{ "what became of a text", &kept_answer, &an_agent,
	    "{{#outcome.done}}done{{/outcome.done}}{{#outcome.note}} note{{/outcome.note}}"
	    "{{#outcome.sent}} sent{{/outcome.sent}}", "done note" },
	{ "recipient", &customer, &an_agent, "{{#recipient}}{{name}} {{address}} {{language}} "
	    "{{is_agent}}{{/recipient}}", "Ana ana@desk.example en yes" },
	{ "actions are an agent's", &customer, &jo, "{{#actions}}{{label}}{{/actions}}", "" },
	{ "who has it is not offered it", &customer, &an_agent, "{{#actions}}{{label}} {{/actions}}",
	    "Resolve Wait for customer Note Start timer " },
	{ "an action", &customer, &another_agent, "{{#actions}}{{label}} {{mailto}}\n{{/actions}}",
	    "Take mailto:support%2Ba.take.0123456789abcdef01234567@desk.example?subject=Re%3A%20"
	    "Printer%20%3C1%3E%20%5BACME"
	    "%20%2312%5D&body=%23take%0A\n", .begins = true },
	{ "words in the reader's language", &customer, &un_agente, "{{#actions}}{{label}}, {{/actions}}"
	    "{{ticket.severity}} {{ticket.status}} {{#clocks}}{{clock}} {{state}}{{/clocks}}",
	    "Tomar, Resolver, Esperar al cliente, Nota, Iniciar cronómetro, alta abierto resolución en curso" },
	{ "a warning", &warning, &an_agent, "{{#sla}}{{clock}} {{point}} {{calendar}} {{target}} "
	    "{{due}} {{left_worked}} {{left_wall}}{{is_over}}{{cause}}{{late}}{{/sla}}",
	    "resolution 75% office 4 h 2026-06-01 11:00 CEST 30 min 1 h" },
	{ "a breach", &breach, &jo, "{{#sla}}{{point}} {{left_worked}} {{left_wall}} {{is_over}} "
	    "{{cause}} {{late}}{{/sla}}", "breach 1 min 2 min yes the severity was changed yes" },
	{ "no clock", &customer, &jo, "{{#sla}}x{{/sla}}", "" },
	{ "quarantine", &kept, &jo, "{{#quarantine}}{{id}} {{reason}} {{from}} {{subject}}"
	    "{{/quarantine}}", "7 too large jo@a.example Printer & co" },
	{ "a reason in the reader's language", &kept, &a_german,
	    "{{reason}} {{quarantine.reason}}", "zu large zu large" },
	{ "held", &stranger, &jo, "{{#held}}{{id}} {{subject}}\n{{quoted}}{{/held}} {{reason}}",
	    "41 #close\n> #close\n> \n> Down! {{ticket.id}} why" },
	{ "nothing is held", &customer, &jo, "{{held.id}}{{held.subject}}{{held.quoted}}", "" },
	{ "bounce", &kept, &jo, "{{bounce.recipient}} {{bounce.status}}", "max@a.example 5.1.1" },
	{ "link", &kept, &jo, "{{link.id}} {{link.subject}}", "9 Old" },
	{ "a stranger's link", &stranger, &jo, "{{#link}}{{id}}{{subject}}{{/link}}", "" },
	{ "it, for the desk", &stranger, &an_agent, "{{link.id}} {{link.subject}}", "8 Secret" },
	{ "no ticket", &kept, &jo, "{{#ticket}}x{{/ticket}}{{#clocks}}x{{/clocks}}", "" },
};

static const struct {
	const char		*name;
	const struct event	*ev;
	const char		*want;
} pages[] = {
	{ "a customer's text is shown as it is", &customer, "<p>a &lt; b<br>\nc</p>" },
	{ "a customer's columns and indents", &table,
	    "<p>if:<br>\n&nbsp;&nbsp;&nbsp; a&nbsp; 1<br>\n&nbsp;b&nbsp;&nbsp;&nbsp; c</p>" },
	{ "an agent's is Markdown", &answer, "<p><em>so</em></p>\n" },
};

/* "line 1: …" when it can't be rendered. */
static struct str
tell(struct work *w, const struct event *ev, const struct reader *reader, bool html,
    const char *template)
{
	struct str out = STR_NONE;

	return template_render(w->a, str_c(template), NULL, facts_event(w, ev, reader), html,
	    &out, &w->err) == -1 ? str_c(w->err.text) : out;
}

int
main(void)
{
	struct arena *a = arena_new();
	struct conf conf = { .mailboxes = { boxes, COUNT(boxes) },
	    .projects = { projects, COUNT(projects) }, .fields = { .v = defs,
	    .n = COUNT(defs) }, .templates = { texts, COUNT(texts) } };
	struct core_state core = { .conf = &conf, .zones = zones_new(a) };
	struct work w = { .core = &core, .conf = &conf, .a = a, .now = NOW };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str want = str_c(rows[i].want), got = tell(&w, rows[i].ev,
		    rows[i].reader, false, rows[i].template);

		tap_str(rows[i].begins ? str_sub(got, 0, want.n) : got, want, "%s",
		    rows[i].name);
	}
	for (size_t i = 0; i < COUNT(pages); i++)
		tap_str(tell(&w, pages[i].ev, &jo, true, "{{{entry.html}}}"),
		    str_c(pages[i].want), "%s", pages[i].name);
	arena_free(a);
	return tap_done();
}
