/* list: see list.h. */
#include "daemon/act/list.h"

#include "daemon/act/refusal.h"
#include "daemon/policy/viewset.h"
#include "parsers/text/fold.h"

struct strs
list_names(struct arena *a, const struct conf *conf, const struct agent *ag)
{
	struct strs out = { 0 };

	for (size_t i = 0; ag != NULL && i < conf->views.n; i++)
		if (view_is_shown_to(&conf->views.v[i], conf, ag))
			strs_add(a, &out, conf->views.v[i].name);
	return out;
}

static struct why *
check(struct prospect *p, struct order *o)
{
	const struct conf *conf = p->w->conf;
	struct str said = fold_trim(o->value), rest = said, name, fault;
	struct strs known = list_names(p->w->a, conf, p->actor->agent), sets;
	const struct view_def *d;
	struct condition more;

	if (said.n == 0)
		return NULL;
	if (!str_split(&rest, ' ', &name)) {
		name = said;
		rest = STR_NONE;
	}
	o->value = said;
	d = view_defs_find(&conf->views, fold(p->w->a, name));
	if (d == NULL)
		return refusal_none_such(p, o, STR("there is no view *"), name, &known);
	if (!strs_has(&known, d->name))
		return refusal_none_such(p, o, STR("the view * is for others"), name, &known);
	sets = viewset_split(p->w->a, rest);
	if (viewset_read(p->w->a, conf, &sets, &more, &fault) == -1)
		return WHY(p->w->a, STR("that cannot be asked of tickets: *"), fault);
	o->value = str_printf(p->w->a, "%.*s%s%.*s", STR_ARG(d->name), sets.n > 0 ? " " : "",
	    STR_ARG(strs_join(p->w->a, &sets, " ")));
	return NULL;
}

/* intake/answers.h asks for it; core/reports.h makes it. */
static int
apply(struct action *ac)
{
	(void)ac;
	return 0;
}

const struct act act_list = { .check = check, .apply = apply };
