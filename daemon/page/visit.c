/* visit: see visit.h. */
#include "daemon/page/visit.h"

#include "daemon/policy/wording.h"

int
visit_session(struct visit *v)
{
	int rc;

	if (v->req->session.n == 0)
		return 0;
	rc = web_session_find(v->db, v->a, v->conf, v->req->session, v->desk->now, &v->who, v->e);
	v->is_in = rc == 1;
	return rc;
}

int
visit_link(struct visit *v)
{
	int rc = web_link_find(v->db, v->a, v->conf, visit_number(v, 0), v->args[1], v->req->code,
	    v->desk->now, &v->who, &v->ended, v->e);

	v->is_in = rc == 1;
	return rc;
}

/* The first that a browser names of those that we have; empty: none. */
static struct str
accepted(struct str accept)
{
	struct str one;

	while (str_split(&accept, ',', &one)) {
		one = str_sub(str_trim(one), 0, 2);
		for (size_t i = 0; i < WORDING_LANGUAGES; i++)
			if (str_ieq(one, str_c(wording_languages[i])))
				return str_c(wording_languages[i]);
	}
	return STR_NONE;
}

static struct str
zone_name(const struct visit *v)
{
	const struct project *p;

	if (v->is_in && v->who.agent != NULL)
		return v->who.agent->timezone;
	p = projects_find(&v->conf->projects, v->who.project);
	return calendar_zone(p == NULL ? NULL :
	    calendars_find(&v->conf->calendars, p->calendar));
}

void
visit_settle(struct visit *v)
{
	struct str mine = str_sub(v->who.language, 0, 2), theirs = accepted(v->req->language);

	v->language = mine.n > 0 ? accepted(mine) : theirs;
	if (v->language.n == 0)
		v->language = STR("en");
	v->zone = zones_find(v->desk->zones, zone_name(v));
}

int64_t
visit_contact(const struct visit *v)
{
	return v->is_in && v->who.agent == NULL ? v->who.contact : 0;
}

struct str
visit_whole(const struct visit *v)
{
	return v->is_in && v->who.agent == NULL && v->who.whole_project &&
	    v->who.only_ticket == 0 ? v->who.project : STR_NONE;
}

int64_t
visit_one(const struct visit *v)
{
	return v->who.only_ticket;
}

static struct str
value_of(const struct strs *pairs, struct str name)
{
	for (size_t i = 0; i + 1 < pairs->n; i += 2)
		if (str_eq(pairs->v[i], name))
			return pairs->v[i + 1];
	return STR_NONE;
}

struct str
visit_query(const struct visit *v, const char *name)
{
	return value_of(&v->req->query, str_c(name));
}

struct str
visit_form(const struct visit *v, struct str name)
{
	return value_of(&v->req->form, name);
}

int64_t
visit_number(const struct visit *v, size_t arg)
{
	int64_t n = 0;

	return arg < v->n_args && str_i64(v->args[arg], &n) ? n : 0;
}

int64_t
visit_count(const struct visit *v, const char *name, int64_t none)
{
	int64_t n;

	return str_i64(visit_query(v, name), &n) && n > 0 ? n : none;
}

struct str
visit_say(const struct visit *v, enum page_word w)
{
	return page_say(w, v->language);
}

struct str
visit_say_of(const struct visit *v, enum page_word w, struct str value)
{
	return page_say_of(v->a, w, v->language, value);
}

int
visit_go(struct visit *v, struct str path)
{
	v->out->location = path;
	return 303;
}
