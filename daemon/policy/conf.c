/*
 * conf: see conf.h.  Everything is read and checked, all faults are gathered,
 * and only a policy without a fault is given out.
 */
#include "daemon/policy/conf.h"

#include "daemon/conf/describe.h"
#include "daemon/conf/file.h"
#include "daemon/conf/wish.h"
#include "daemon/filter/describe.h"
#include "daemon/filter/check.h"
#include "daemon/filter/subject.h"
#include "daemon/policy/check.h"
#include "daemon/policy/docket.h"
#include "daemon/policy/fields.h"
#include "daemon/policy/ratefile.h"
#include "daemon/policy/rulecase.h"
#include "daemon/policy/rulecheck.h"
#include "daemon/policy/ruleset.h"
#include "daemon/policy/verbsoff.h"
#include "parsers/base/array.h"
#include "parsers/text/pattern.h"

/* In the order in which they are loaded: rules name what all others hold. */
static const struct conf_place places[] = {
	{ &field_part, offsetof(struct conf, fields) },
	{ &severity_part, offsetof(struct conf, fields) },
	{ &docket_part, 0 },
	{ &mailbox_part, offsetof(struct conf, mailboxes) },
	{ &oauth_part, 0 },
	{ &alerting_part, offsetof(struct conf, alerting) },
	{ &portal_part, offsetof(struct conf, portal) },
	{ &verbs_off_part, offsetof(struct conf, verbs_off) },
	{ &calendar_part, offsetof(struct conf, calendars) },
	{ &agent_part, offsetof(struct conf, agents) },
	{ &team_part, offsetof(struct conf, teams) },
	{ &product_part, offsetof(struct conf, products) },
	{ &project_part, offsetof(struct conf, projects) },
	{ &support_part, offsetof(struct conf, projects) },
	{ &billing_part, offsetof(struct conf, projects) },
	{ &rate_part, offsetof(struct conf, rates) },
	{ &service_part, offsetof(struct conf, rates) },
	{ &rounding_part, offsetof(struct conf, rates) },
	{ &contract_part, offsetof(struct conf, projects) },
	{ &type_part, offsetof(struct conf, types) },
	{ &status_part, offsetof(struct conf, types) },
	{ &sla_part, offsetof(struct conf, slas) },
	{ &point_part, offsetof(struct conf, slas) },
	{ &template_part, offsetof(struct conf, templates) },
	{ &language_part, offsetof(struct conf, templates) },
	{ &verb_word_part, offsetof(struct conf, verb_words) },
	{ &canned_part, offsetof(struct conf, canned) },
	{ &webhook_part, offsetof(struct conf, webhooks) },
	{ &view_part, offsetof(struct conf, views) },
	{ &rule_part, offsetof(struct conf, rules) },
	{ &action_part, offsetof(struct conf, rules) },
};

/* Those that conf_load_beside() reads. */
static const struct conf_part *const besides[] = { &case_part };

/* Whether a field, which reads versions as Semantic Versioning does, can tell its versions. */
static bool
is_told_by_fields(const struct product *p)
{
	return p->scheme == SCHEME_SEMVER || p->scheme == SCHEME_NUMERIC;
}

/* What the field version knows is what products.conf lists, the latest first, where it can. */
static void
give_catalogue(struct arena *a, struct conf *c, struct field_def *d)
{
	struct strs all = { 0 };

	if (d->type != FIELD_VERSION || !str_eq(d->name, STR("version")))
		return;
	for (size_t i = 0; i < c->products.n; i++) {
		const struct product *p = &c->products.v[i];

		if (!is_told_by_fields(p))
			return;		/* half a catalogue would doubt the other half */
		for (size_t k = p->versions.n; k-- > 0;)
			strs_add(a, &all, p->versions.v[k]);
	}
	if (all.n > 0)
		d->catalogue = all;
}

static void
load_all(struct loader *l, struct conf *c)
{
	for (size_t i = 0; i < COUNT(places); i++)
		if (places[i].part->load != NULL)
			places[i].part->load(l, (char *)c + places[i].at);
	conf_close(l);
	for (size_t i = 0; i < c->fields.n; i++)
		give_catalogue(l->a, c, &c->fields.v[i]);
	terms_check(l, &c->terms, &c->slas);
	check_whole(l, c);
	conf_grant_wishes(l, NULL);
	rulecheck(l, c);
	c->letter.fields = &c->fields;
	c->patterns.commands = c->verb_words.by_mail;
}

/* `like`: what of a loader the caller says. */
static int
load_policy(struct arena *a, const char *path, const struct loader *like,
    const struct conf **out, struct conf_faults *faults)
{
	struct conf *c = ARENA_NEW(a, struct conf);
	struct loader l = *like;

	l.a = a;
	l.faults = faults;
	l.whole = c;
	l.places = places;
	l.n_places = COUNT(places);
	l.condition = terms_read;
	*out = NULL;
	conf_begin(&l, path);
	c->path = str_printf(a, "%.*s%.*s", STR_ARG(l.folder), STR_ARG(l.first));
	load_all(&l, c);
	c->files = l.read;
	c->fingerprint = conf_fingerprint(a, &l.read);
	if (faults->lines.n == 0) {
		c->rules_print = ruleset_print(c);
		*out = c;
		return 0;
	}
	for (size_t i = 0; i < l.n_patterns; i++)
		pattern_free(l.patterns[i]);
	return -1;
}

int
conf_load(struct arena *a, const char *path, const struct conf **out,
    struct conf_faults *faults)
{
	return load_policy(a, path, &(struct loader){ 0 }, out, faults);
}

int
conf_check(struct arena *a, const char *path, const struct conf **out,
    struct conf_faults *faults)
{
	return load_policy(a, path, &(struct loader){ .advises = true }, out, faults);
}

int
conf_load_kept(struct arena *a, const char *path, const struct conf_files *kept,
    const struct conf **out, struct conf_faults *faults)
{
	return load_policy(a, path, &(struct loader){ .instead = kept }, out, faults);
}

int
conf_load_beside(struct arena *a, const char *path, const struct conf *c,
    const struct conf_part *part, void *own, struct conf_faults *faults)
{
	union { const struct conf *in; void *out; } whole = { c };
	struct loader l = { .a = a, .faults = faults, .whole = whole.out, .places = places,
	    .n_places = COUNT(places), .anybodys = true, .condition = terms_read };

	conf_begin(&l, path);
	part->load(&l, own);
	conf_close(&l);
	conf_grant_wishes(&l, NULL);
	return faults->lines.n == 0 ? 0 : -1;
}

int
conf_condition(struct arena *a, const struct conf *c, const char *name, struct str text,
    bool of_reader, struct condition *out, struct conf_faults *faults)
{
	union { const struct conf *in; void *out; } whole = { c };
	struct conf_file file = { .name = str_c(name), .text = str_printf(a, "when = { %.*s\n};\n",
	    STR_ARG(text)) };
	struct loader l = { .a = a, .faults = faults, .whole = whole.out, .places = places,
	    .n_places = COUNT(places), .anybodys = true,
	    .instead = &(struct conf_files){ &file, 1 } };
	struct filter_reader in = { .l = &l, .fields = &c->fields, .name = str_c(name),
	    .of_reader = of_reader };
	struct node root, when;

	conf_begin(&l, name);
	if (conf_open(&l, l.first, true, &root)) {
		when = node_get(&root, "when");
		if (node_count(&root) != 1)
			conf_fault(&l, &root, "a } is too many: write tests alone");
		filter_read(&in, &when, out);
		filter_check_stored(&l, l.first, out);
	}
	conf_close(&l);
	conf_grant_wishes(&l, NULL);
	return faults->lines.n == 0 ? 0 : -1;
}

const struct type *
conf_type(const struct conf *c, struct str project, struct str mailbox)
{
	const struct mailbox *m = mailboxes_find(&c->mailboxes, mailbox);
	const struct project *p = projects_find(&c->projects, project);
	const struct type *t = m == NULL ? NULL : types_find(&c->types, m->type);

	if (t == NULL && p != NULL)
		t = types_find(&c->types, p->type);
	if (t == NULL)
		t = c->types.n > 0 ? &c->types.v[0] : &c->types.plain;
	return t;
}

const struct product *
conf_product(const struct conf *c, struct str project, struct str said)
{
	const struct project *p = projects_find(&c->projects, project);

	if (said.n == 0 && p != NULL)
		said = p->product;
	return product_find(&c->products, said);
}

/* NULL: the part has none of that name. */
static const struct section *
section_of(const struct conf_part *part, struct str name)
{
	for (const struct section *s = part->sections; s != NULL && s->name != NULL; s++)
		if (str_eq(name, str_c(s->name)))
			return s;
	return NULL;
}

struct str
conf_help(struct arena *a, struct str section)
{
	const struct section *s = NULL;

	for (size_t i = 0; s == NULL && i < COUNT(places); i++)
		s = section_of(places[i].part, section);
	for (size_t i = 0; s == NULL && i < COUNT(besides); i++)
		s = section_of(besides[i], section);
	if (s != NULL)
		return conf_section_help(a, s);
	return str_eq(section, STR("when")) ? subjects_help(a) : STR_NONE;
}

/* "agents" of agents.conf, "slas" of sla.conf: the list that the file holds. */
static bool
is_list_of_file(const struct section *s, struct str *file)
{
	struct str files = str_c(s->file);

	str_split(&files, ',', file);
	return str_starts(str_c(s->name), str_sub(*file, 0, file->n - STR(".conf").n)) &&
	    !str_eq(*file, STR("docket.conf"));
}

static void
describe_file(struct json *j, const struct section *s)
{
	static const char *const wholes[] = { "docket", "rates" };	/* what a file itself is */
	struct str file;

	for (size_t i = 0; i < COUNT(wholes); i++)
		if (str_eq(str_c(s->name), str_c(wholes[i]))) {
			describe_ref(j, s->file, false, str_c(s->name), NULL);
			return;
		}
	if (!is_list_of_file(s, &file))
		return;
	json_open_object(j, str_dup(j->out->a, file).p);
	json_str(j, "type", STR("object"));
	json_open_object(j, "properties");
	describe_ref(j, s->name, true, str_c(s->name), s->about);
	if (str_eq(file, STR("rules.conf"))) {
		json_open_object(j, "rules_version");
		json_str(j, "type", STR("integer"));
		json_close(j);
	}
	json_close(j);
	json_bool(j, "additionalProperties", false);
	json_close(j);
}

static void
each_section(struct json *j, void (*put)(struct json *, const struct section *))
{
	for (size_t i = 0; i < COUNT(places); i++)
		for (const struct section *s = places[i].part->sections;
		    s != NULL && s->name != NULL; s++)
			put(j, s);
}

void
conf_describe(struct json *j)
{
	json_open_object(j, NULL);
	json_str(j, "$schema", STR("https://json-schema.org/draft/2020-12/schema"));
	json_str(j, "title", STR("docket " DOCKET_VERSION ": its configuration, a property a file"));
	json_str(j, "type", STR("object"));
	json_open_object(j, "properties");
	each_section(j, describe_file);
	json_close(j);
	json_bool(j, "additionalProperties", false);
	json_open_object(j, "$defs");
	each_section(j, describe_section);
	filter_describe(j);
	json_close(j);
	json_close(j);
}
