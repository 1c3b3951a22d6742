/* promise: see promise.h. */
#include "daemon/sla/promise.h"

#include "daemon/conf/schema.h"
#include "daemon/sys/duration.h"
#include "parsers/base/limits.h"

static void
put_list(struct buf *b, const char *name, const struct strs *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_printf(b, "%s%.*s", i > 0 ? "," : name, STR_ARG(list->v[i]));
}

struct str
promise_text(struct arena *a, const struct sla_promise *p)
{
	struct strs warn;
	struct buf b;

	if (p == NULL)
		return STR("none");
	warn = promise_point_texts(a, p);
	buf_init(&b, a);
	buf_printf(&b, "sla=%.*s; severity=%.*s; calendar=%.*s", STR_ARG(p->policy),
	    STR_ARG(p->severity), STR_ARG(p->calendar));
	for (int i = 0; i < SLA_CLOCKS; i++)
		if (p->target[i] > 0)
			buf_printf(&b, "; %s=%s", sla_clock_name((enum sla_clock)i),
			    duration_text(a, p->target[i], DURATION_EXACT).p);
	put_list(&b, "; warn=", &warn);
	put_list(&b, "; pause=", &p->pause);
	if (p->replay)
		buf_adds(&b, "; carry=replay");
	if (p->new_cycle)
		buf_adds(&b, "; reopen=new-cycle");
	return buf_str(&b);
}

/* --- and back ------------------------------------------------------------- */

/* `text` is borrowed. */
static void
take_point(struct arena *a, struct str text, struct sla_point **v, struct sla_promise *out)
{
	struct sla_point *p;

	if (out->n_warn == LIMIT_SLA_POINTS)
		return;
	if (*v == NULL)
		*v = ARENA_ARRAY(a, LIMIT_SLA_POINTS, struct sla_point);
	out->warn = *v;
	p = &(*v)[out->n_warn];
	p->text = text;
	p->is_percent = str_ends(text, STR("%"));
	if (p->is_percent ? str_i64(str_sub(text, 0, text.n - 1), &p->value) :
	    conf_duration(text, &p->value))
		out->n_warn++;
}

static void
take_points(struct arena *a, struct str list, struct sla_promise *out)
{
	struct sla_point *v = NULL;
	struct str text;

	while (str_split(&list, ',', &text))
		take_point(a, text, &v, out);
}

static void
take_pause(struct arena *a, struct str list, struct sla_promise *out)
{
	struct str status;

	while (str_split(&list, ',', &status))
		strs_add(a, &out->pause, status);
}

void
promise_points(struct arena *a, const struct strs *texts, struct sla_promise *out)
{
	struct sla_point *v = NULL;

	for (size_t i = 0; i < texts->n; i++)
		take_point(a, str_dup(a, texts->v[i]), &v, out);
}

void
promise_pause(struct arena *a, const struct strs *texts, struct sla_promise *out)
{
	for (size_t i = 0; i < texts->n; i++)
		strs_add(a, &out->pause, str_dup(a, texts->v[i]));
}

struct strs
promise_point_texts(struct arena *a, const struct sla_promise *p)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < p->n_warn; i++)
		strs_add(a, &out, p->warn[i].text);
	return out;
}

static void
take(struct arena *a, struct str name, struct str value, struct sla_promise *out)
{
	int clock = sla_clock_find(name);

	if (clock != -1)
		conf_duration(value, &out->target[clock]);
	else if (str_eq(name, STR("sla")))
		out->policy = value;
	else if (str_eq(name, STR("severity")))
		out->severity = value;
	else if (str_eq(name, STR("calendar")))
		out->calendar = value;
	else if (str_eq(name, STR("warn")))
		take_points(a, value, out);
	else if (str_eq(name, STR("pause")))
		take_pause(a, value, out);
	else if (str_eq(name, STR("carry")))
		out->replay = str_eq(value, STR("replay"));
	else if (str_eq(name, STR("reopen")))
		out->new_cycle = str_eq(value, STR("new-cycle"));
}

bool
promise_parse(struct arena *a, struct worktimes *all, struct str text,
    struct sla_promise *out)
{
	struct str rest = text, item;

	*out = (struct sla_promise){ 0 };
	while (str_split(&rest, ';', &item)) {
		struct str pair = str_trim(item);
		size_t eq = str_chr(pair, '=', 0);

		if (eq != SIZE_MAX)
			take(a, str_sub(pair, 0, eq), str_sub(pair, eq + 1, SIZE_MAX), out);
	}
	out->worktime = worktimes_find(all, out->calendar);
	if (out->worktime == NULL)
		out->worktime = worktimes_always(all);
	return out->policy.n > 0;
}
