/* The sample's mails in every language, and faults of templates. */
#include <string.h>

#include "parsers/text/template.h"
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "templates/es/sla-warning.txt", "Subject:", "Asunto:",
	  "templates/es/sla-warning.txt:1: the first line is not \"Subject" },
	{ "templates/es/sla-warning.txt", "\n\n", "\n", "templates/es/sla-warning.txt:3: " },
	{ "templates/es/acknowledgement.txt", "\n\n", "\n", "templates/es/acknowledgement.txt:2: " },
	{ "templates/es/sla-warning.txt", "From:", "From: {{#open}}", "templates/es/sla-warning.txt:2: " },
	{ "templates/es/_facts.txt", "{{/clocks}}", "", "templates/es/_facts.txt:" },
	{ "templates/de/sla-breach.txt", NULL, "{{#open}}", "templates/de/sla-breach.txt:@: " },
	{ "templates/de/sla-breach.html", NULL, "{{> part}}",
	  "templates/de/sla-breach.html:@: there is no partial \"part\"" },
	{ "templates/de/_facts.html", NULL, "{{> part}}",
	  "templates/de/_facts.html:@: there is no partial \"part\"" },
	{ "templates/en/_facts.txt", NULL, "{{#open}}", "templates/en/_facts.txt:@: " },
	{ "templates/de/sla-breach.txt", NULL, "\xff", "templates/de/sla-breach.txt: " },
};

/* What facts.c, advicefacts.c, helddigest.c, heap.c and breaker.c of daemon/out make, ending.c of daemon/core, and bulletin.c of daemon/alert: a name that is not here would be empty for ever. */
static const char *const view_names[] = {
	"actions", "address", "affected.html", "affected.places", "affected.text", "at", "environment", "fixed_in", "product", "unknown", "version", "author", "html", "quoted", "quotes", "age", "after", "allowed", "answered", "answers", "author.address", "author.name", "bounce.diagnostic",
	"bounce.recipient", "bounce.webhook", "capped", "capped.asked", "capped.given", "certificate", "day", "days", "domain", "done", "limit", "mails",
	"blocked", "blockers", "bounce.status", "children", "clock", "clocks", "confirm.code", "confirm.mailto", "copied", "count", "doubt", "due", "entry.at",
	"entry.attachments", "entry.html",
	"entry.kind", "entry.text", "example", "field", "folded.brief",
	"folded.brief_html", "folded.count", "folded.long_html", "folded.left", "folded.long", "folded.one", "from", "held",
	"held.html", "held.id", "held.quoted", "held.subject", "held.text", "id", "instead", "items", "label", "line", "link",
	"link.fixed_in", "link.id", "list",
	"link.subject", "mail.answers", "mail.reply_to", "mail.sender", "mail.subject",
	"mailbox.accent", "mailbox.address", "mailbox.display_name", "mailbox.name",
	"mailbox.signature", "mailbox.tag",
	"by", "hold", "mailto", "more", "name", "needs", "opens", "number", "overdue", "parent", "own.mailto", "own.quoted", "quarantine",
	"quarantine.from", "quarantine.id",
	"quarantine.reason", "quarantine.subject", "reason", "recipient.is_agent", "recipient.name", "recipient.personal", "recipient.control", "refused", "related",
	"before", "changes", "cut", "did", "does", "event", "explain", "gap", "history", "place", "tells", "idle", "internal", "lines",
	"approval", "approval.by", "approval.period", "approval.reason", "away", "away.back", "away.by", "away.name", "away.since", "away.team", "away.until", "away.you",
	"changed", "remark", "soon", "ticket.away",
	"ticket.support_level", "ticket.link", "sign_in", "sign_in.browser", "sign_in.code", "sign_in.host", "sign_in.link",
	"sign_in.network", "sign_in.ticket", "sign_in.until",
	"above", "asked", "head", "long", "lost", "some", "all", "met", "open", "percent", "project", "report", "report.billable", "report.billed", "report.credits", "report.ctl", "report.days", "report.fault", "report.is_credit", "report.items",
	"report.all", "report.month", "report.moves", "report.name", "report.number", "report.open", "report.order", "report.project", "report.reason",
	"report.some", "report.total", "report.about", "report.at", "report.heads", "report.lines", "report.more",
	"report.none", "report.width", "cell", "cells", "group", "is_number", "mark", "sums", "views", "time", "at", "worst",
	"control.files", "control.parts", "control.sum.all", "control.sum.left",
	"control.sum.none", "control.sum.part", "control.sum.parts", "control.sum.refused",
	"control.sum.stopped",
	"outcome.answers", "outcome.done", "outcome.dry", "outcome.note", "outcome.refused", "outcome.over", "outcome.rules", "rules", "rule", "template", "to",
	"outcome.sent", "people", "same", "severity", "show", "snooze", "waking", "who", "title", "unverified", "values",
	"values_allowed", "waits", "what", "why", "written", "help",
	"requester.address", "requester.name", "requester.bounced", "requester.complained",
	"requester.why", "left", "command", "size", "sla.calendar", "sla.cause", "sla.clock",
	"sla.due", "sla.is_over", "sla.late", "sla.left_wall", "sla.left_worked", "sla.point",
	"sla.target",
	"command", "core_gone", "database_away", "host", "kind", "mailbox", "mailbox_silent", "mend", "merged_from", "merged_into", "names",
	"names_well", "new", "nothing_stored", "queue_paused", "queue_stopped", "queue_stuck", "reload_refused", "retry", "rule_off", "rules_loop", "rules_mail", "rules_self",
	"server_refusing", "since", "test", "text", "token_dead", "until", "warning_late", "well",
	"forgotten.cut", "forgotten.done", "forgotten.gone", "forgotten.since", "forgotten.until",
	"forgotten.worked", "outcome", "timer", "timer.id", "timer.label", "timer.mailto", "timer.paused",
	"timer.since", "timer.subject", "timer.text", "timer.worked",
	"reminder.at", "reminder.due", "reminder.hold", "reminder.snooze", "ticket.due", "ticket.start", "ticket.nonbillable", "ticket.worked",
	"budget", "budget.month", "budget.left", "budget.of", "budget.over", "budget.percent", "budget.period",
	"budget.ticket", "budget.used", "contract.days", "contract.is_over", "contract.sla_after", "contract.until",
	"eol.days", "eol.environment", "eol.is_over", "eol.newer", "eol.security", "eol.product", "eol.until", "eol.version", "project.key",
	"project.name",
	"state", "subject", "ticket", "ticket.assignee", "ticket.id", "ticket.project",
	"ticket.project_name", "ticket.severity", "ticket.status", "ticket.subject",
	"ticket.found_in", "ticket.not_in", "ticket.fixed_in",
	"ticket.tags", "ticket.version", "ticket.version_unverified", "type", "unread", "value",
	"asked_runs", "asked_runs.environment", "asked_runs.runs", "asked_runs.since",
	"asked_runs.version", "outdated", "outdated.ended", "outdated.product",
	"outdated.supported", "outdated.version",
};

/* The first name in the template that no view has, or STR_NONE. */
static struct str
unknown_name(struct str text)
{
	for (size_t at = 0; (at = str_find(text, STR("{{"), at)) != SIZE_MAX; at += 2) {
		size_t from = at, i = 0;
		struct str name;

		while (from < text.n && strchr("{#^/", text.p[from]) != NULL)
			from++;
		if (str_starts(str_sub(text, from, SIZE_MAX), STR("> ")))
			continue;
		name = str_sub(text, from, str_chr(text, '}', from) - from);
		while (i < COUNT(view_names) && !str_eq(name, str_c(view_names[i])))
			i++;
		if (i == COUNT(view_names))
			return name;
	}
	return STR_NONE;
}

static void
test_parts(const char *of, const struct partials *parts)
{
	for (size_t i = 0; i < parts->n; i++) {
		tap_str(unknown_name(parts->v[i].source), STR_NONE, "names in the part %s of %s",
		    parts->v[i].name.p, of);
		tap_ok(str_find(parts->v[i].source, STR("http"), 0) == SIZE_MAX &&
		    str_find(parts->v[i].source, STR("src="), 0) == SIZE_MAX,
		    "nothing remote in the part %s of %s", parts->v[i].name.p, of);
	}
}

/* Mail programs tear a ticket apart whose subject changes. */
static void
test_subject(const struct template_text *t)
{
	static const char want[] = "{{ticket.subject}} {{mailbox.tag}}";
	bool of_ticket = str_find(t->subject, STR("mailbox.tag"), 0) != SIZE_MAX ||
	    str_find(t->subject, STR("ticket.subject"), 0) != SIZE_MAX;
	bool to_customer = str_eq(t->name, STR("acknowledgement")) ||
	    str_eq(t->name, STR("customer-reply")) || str_eq(t->name, STR("severity-capped")) ||
	    str_eq(t->name, STR("acknowledgement-closed")) ||
	    str_eq(t->name, STR("ask-version")) || str_eq(t->name, STR("closing-soon"));
	struct str s = t->subject;

	if (!of_ticket)
		return;
	if (to_customer)
		s = str_sub(s, str_starts(s, STR("Re: ")) ? 4 : s.n, SIZE_MAX);
	else if (str_starts(s, STR("{{#ticket}}")))
		s = str_sub(s, sizeof("{{#ticket}}") - 1,
		    str_find(s, STR("{{/ticket}}"), 0) - sizeof("{{#ticket}}") + 1);
	if (str_starts(s, STR("{{#ticket.subject}}")))	/* a stranger's own is not shown */
		s = STR("{{ticket.subject}} {{mailbox.tag}}");
	tap_str(s, str_c(want), "the subject of %s/%s", t->language.p, t->name.p);
}

/* Every language has every template, and none loads anything from the network. */
static void
test_templates(struct arena *a)
{
	static const char *const languages[] = { "en", "es", "de", "fr", "pt", "it" };
	const struct conf *c;
	struct conf_faults faults;
	size_t english = 0;

	if (!tap_int(world_load(a, &c, &faults), 0, "loads"))
		return;
	for (size_t i = 0; i < c->templates.n; i++) {
		const struct template_text *t = &c->templates.v[i];

		english += str_eq(t->language, STR("en"));
		tap_ok(str_find(t->html, STR("http"), 0) == SIZE_MAX &&
		    str_find(t->html, STR("src="), 0) == SIZE_MAX,
		    "nothing remote in %s/%s", t->language.p, t->name.p);
		tap_str(unknown_name(t->subject), STR_NONE, "names in the subject");
		tap_str(unknown_name(t->from), STR_NONE, "names in the sender's name");
		test_subject(t);
		tap_str(unknown_name(t->text), STR_NONE, "names in the text");
		tap_str(unknown_name(t->html), STR_NONE, "names in the HTML");
		if (str_eq(t->name, STR("sla-breach"))) {
			test_parts(t->language.p, t->text_parts);
			test_parts(t->language.p, t->html_parts);
		}
	}
	tap_int((long long)c->templates.n, (long long)(english * COUNT(languages)),
	    "all languages");
	for (size_t i = 0; i < c->templates.n; i++)
		for (size_t k = 0; k < COUNT(languages); k++)
			if (!str_eq(templates_find(&c->templates, c->templates.v[i].name,
			    str_c(languages[k]))->language, str_c(languages[k])))
				tap_ok(false, "%s has %s", languages[k], c->templates.v[i].name.p);
	world_drop(c);
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	test_templates(a);
	world_close();
	arena_free(a);
	return tap_done();
}
