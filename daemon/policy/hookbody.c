/* hookbody: see hookbody.h. */
#include "daemon/policy/hookbody.h"

#include <unistd.h>

#include "daemon/conf/file.h"
#include "daemon/conf/schema.h"
#include "daemon/policy/templates.h"
#include "parsers/base/array.h"
#include "parsers/base/jsoncheck.h"

const char *const hookbody_names[] = {
	"event", "at", "rule", "delivery", "key", "summary", "resolved", "dedup", "urgency",
	"count", "many", "more", "tickets", "text", "reason", "mailbox",
	"author.name", "author.address", "requester.name", "requester.address",
	"ticket.id", "ticket.tag", "ticket.subject", "ticket.project", "ticket.project_name",
	"ticket.type", "ticket.status", "ticket.category", "ticket.severity", "ticket.version",
	"ticket.assignee", "ticket.team", "ticket.tags",
	"sla.clock", "sla.point", "sla.due", "sla.left",
	"happened.project", "happened.what", "happened.point",
	NULL
};

/* These are numbers, and never missing where what they are of is there. */
static const char *const number_names[] = { "ticket.id", "id", "count", NULL };

/* Of one of `tickets`, within its section. */
static const char *const item_names[] = {
	"id", "subject", "project", "severity", "status", "last", NULL
};

struct line {				/* what of the text comes from which line of the file */
	size_t	at, line;
};

struct sample {
	struct buf		 out;
	const struct piece	*v;
	struct line		*lines;
	size_t			 n_lines;
	bool			 full;		/* values and sections are there … */
	struct str		 flipped;	/* … but those of this name are not; or so */
	bool			 last;		/* of the tickets, of which there are two */
};

/* --- is it JSON --- */

/* A text of several lines comes from each of them. */
static void
add_text(struct sample *s, struct arena *a, const struct piece *t)
{
	struct str rest = t->s, one;

	for (size_t line = t->line; rest.n > 0; line++) {
		size_t nl = str_chr(rest, '\n', 0);

		one = nl == SIZE_MAX ? rest : str_sub(rest, 0, nl + 1);
		s->lines = array_grow(a, s->lines, s->n_lines, sizeof(*s->lines));
		s->lines[s->n_lines++] = (struct line){ s->out.n, line };
		buf_add(&s->out, one);
		rest = str_sub(rest, one.n, SIZE_MAX);
	}
}

static void
add_value(struct sample *s, const struct piece *t)
{
	for (size_t i = 0; number_names[i] != NULL; i++)
		if (str_eq(t->s, str_c(number_names[i]))) {
			buf_adds(&s->out, "7 ");	/* two of them are not one */
			return;
		}
	if (s->full)
		buf_addc(&s->out, 'x');
}

static void	run(struct sample *, struct arena *, size_t from, size_t to);

static void
add_section(struct sample *s, struct arena *a, size_t i)
{
	const struct piece *t = &s->v[i];
	bool is_last = str_eq(t->s, STR("last")), was = s->last;
	bool there = is_last ? s->last : s->full != str_eq(t->s, s->flipped);

	if (there != (t->kind == PIECE_OPEN))
		return;
	if (there && str_eq(t->s, STR("tickets"))) {
		s->last = false;
		run(s, a, i + 1, t->end);
		s->last = true;
	}
	run(s, a, i + 1, t->end);
	s->last = was;
}

static void
run(struct sample *s, struct arena *a, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct piece *t = &s->v[i];

		if (t->kind == PIECE_TEXT)
			add_text(s, a, t);
		else if (t->kind == PIECE_VALUE || t->kind == PIECE_RAW)
			add_value(s, t);
		else if (t->kind == PIECE_OPEN || t->kind == PIECE_INVERTED) {
			add_section(s, a, i);
			i = t->end;
		}
	}
}

static size_t
line_at(const struct sample *s, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < s->n_lines && s->lines[i].at <= at; i++)
		line = s->lines[i].line;
	return line;
}

/* "with all values but without sla": when it is none. */
static struct str
case_of(struct arena *a, const struct sample *s)
{
	const char *rest = s->full ? "with all values" : "without any value";

	return s->flipped.n == 0 ? str_c(rest) : str_printf(a, "%s but %s%.*s", rest,
	    s->full ? "without " : "", STR_ARG(s->flipped));
}

static bool
check_case(struct loader *l, struct str file, const struct template *t, bool full,
    struct str flipped)
{
	struct sample s = { .full = full, .flipped = flipped };
	size_t at, n = template_pieces(t, &s.v);
	const char *why;

	buf_init(&s.out, l->a);
	run(&s, l->a, 0, n);
	if ((why = json_check(buf_str(&s.out), &at)) == NULL)
		return true;
	conf_fault_at(l, file, (int)line_at(&s, at), "%.*s it is no JSON: %s",
	    STR_ARG(case_of(l->a, &s)), why);
	return false;
}

static bool
check_json(struct loader *l, struct str file, const struct template *t)
{
	const struct piece *v;
	size_t n = template_pieces(t, &v);

	if (!check_case(l, file, t, true, STR_NONE) || !check_case(l, file, t, false, STR_NONE))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((v[i].kind == PIECE_OPEN || v[i].kind == PIECE_INVERTED) &&
		    (!check_case(l, file, t, true, v[i].s) || !check_case(l, file, t, false, v[i].s)))
			return false;
	return true;
}

/* --- is all of it known --- */

/* "ticket" too, of "ticket.id". */
static bool
is_known(struct str name, bool in_section)
{
	for (size_t i = 0; hookbody_names[i] != NULL; i++) {
		struct str known = str_c(hookbody_names[i]);

		if (str_eq(name, known) || (known.n > name.n && known.p[name.n] == '.' &&
		    str_starts(known, name)))
			return true;
	}
	for (size_t i = 0; in_section && item_names[i] != NULL; i++)
		if (str_eq(name, str_c(item_names[i])))
			return true;
	return in_section && str_eq(name, STR("."));
}

/* Within a section a part of its name may be left out: {{#ticket}}{{id}}. */
static bool
is_known_in(struct str section, struct str name)
{
	if (is_known(name, section.n > 0))
		return true;
	for (size_t i = 0; section.n > 0 && hookbody_names[i] != NULL; i++) {
		struct str one = str_c(hookbody_names[i]);

		if (one.n == section.n + 1 + name.n && str_starts(one, section) &&
		    one.p[section.n] == '.' && str_ends(one, name))
			return true;
	}
	return false;
}

static bool
check_names(struct loader *l, struct hookbody *body)
{
	struct strs known = conf_names(l->a, hookbody_names), sections = { 0 };
	const struct piece *v;
	size_t n = template_pieces(body->text, &v);
	bool sound = true;

	for (size_t i = 0; i < n; i++) {
		const struct piece *t = &v[i];
		struct str section = sections.n > 0 ? sections.v[sections.n - 1] : STR_NONE;

		if (t->kind == PIECE_TEXT)
			continue;
		if (t->kind == PIECE_CLOSE) {
			sections.n--;
			continue;
		}
		body->has_key |= str_eq(t->s, STR("key"));
		if (t->kind == PIECE_PARTIAL) {
			conf_fault_at(l, body->file, (int)t->line, "there are no parts here: "
			    "write out {{> %.*s}}", STR_ARG(t->s));
			sound = false;
		} else if (!is_known_in(section, t->s)) {
			conf_fault_at(l, body->file, (int)t->line, "there is no value %.*s%s: "
			    "docket-rules(5) lists them", STR_ARG(t->s),
			    conf_near(l->a, t->s, &known).p);
			sound = false;
		}
		if (t->kind == PIECE_OPEN || t->kind == PIECE_INVERTED)
			strs_add(l->a, &sections, t->s);
	}
	return sound;
}

/* --- the file --- */

/* "line 7: …" */
static void
fault_of(struct loader *l, struct str file, const char *why)
{
	struct str text = str_c(why), number;
	int64_t line;

	if (str_starts(text, STR("line ")) && (text = str_sub(text, 5, SIZE_MAX),
	    str_split(&text, ':', &number)) && str_i64(number, &line))
		conf_fault_at(l, file, (int)line, "%.*s", STR_ARG(str_trim(text)));
	else
		conf_fault_at(l, file, 0, "%s", why);
}

/* The admins' own, else the program's. */
static bool
read_source(struct loader *l, const struct node *n, struct str file, struct str *source)
{
	struct str own = l->folder, shipped = templates_shipped(l->a);
	bool is_own = !conf_is_absent(l, file), is_shipped = shipped.n > 0 && access(str_printf(l->a, "%.*s%.*s",
	    STR_ARG(shipped), STR_ARG(file)).p, R_OK) == 0;
	int rc;

	if (!is_own && !is_shipped) {
		conf_fault(l, n, "there is no %.*s: write it, or name json, slack, mattermost or "
		    "pagerduty, which came with docket", STR_ARG(file));
		return false;
	}
	if (!is_own)
		l->folder = shipped;
	rc = conf_read(l, file, source);
	l->folder = own;
	return rc == 0;
}

bool
hookbody_load(struct loader *l, const struct node *n, struct str name, struct hookbody *out)
{
	struct str source;
	struct err e;

	*out = (struct hookbody){ .file = str_printf(l->a, "hooks/%.*s.json", STR_ARG(name)) };
	if (!read_source(l, n, out->file, &source))
		return false;
	if (template_parse(l->a, source, &out->text, &e) == -1) {
		fault_of(l, out->file, e.text);
		return false;
	}
	return check_names(l, out) && check_json(l, out->file, out->text);
}
