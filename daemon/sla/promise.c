/* promise: see promise.h. */
#include "daemon/sla/promise.h"

#include "daemon/conf/schema.h"
#include "daemon/sys/duration.h"
#include "parsers/base/json.h"
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

static void
json_targets(struct json *j, const struct sla_promise *p)
{
	json_open_object(j, "target");
	for (int i = 0; i < SLA_CLOCKS; i++)
		if (p->target[i] > 0)
			json_int(j, sla_clock_name((enum sla_clock)i), p->target[i]);
	json_close(j);
}

static void
json_promise(struct json *j, struct arena *a, const struct sla_promise *p)
{
	struct strs warn = promise_point_texts(a, p);

	json_str(j, "policy", p->policy);
	json_str(j, "severity", p->severity);
	json_str(j, "calendar", p->calendar);
	json_targets(j, p);
	if (warn.n > 0)
		json_strs(j, "warn", &warn);
	if (p->pause.n > 0)
		json_strs(j, "pause", &p->pause);
	if (p->replay)
		json_bool(j, "replay", true);
	if (p->new_cycle)
		json_bool(j, "new_cycle", true);
}

struct str
promise_json(struct arena *a, const struct sla_promise *p)
{
	struct json j;
	struct buf b;

	buf_init(&b, a);
	json_init(&j, &b, 0);
	json_open_object(&j, NULL);
	json_int(&j, "v", PROMISE_VERSION);
	if (p != NULL)
		json_promise(&j, a, p);
	json_close(&j);
	return buf_str(&b);
}

/* --- and back ------------------------------------------------------------- */

static bool
read_point(struct str text, struct sla_point *out)
{
	*out = (struct sla_point){ .text = text, .is_percent = str_ends(text, STR("%")) };
	return out->is_percent ? str_i64(str_sub(text, 0, text.n - 1), &out->value) :
	    conf_duration(text, &out->value);
}

void
promise_points(struct arena *a, const struct strs *texts, struct sla_promise *out)
{
	struct sla_point *v = ARENA_ARRAY(a, texts->n, struct sla_point);

	out->warn = v;
	for (size_t i = 0; i < texts->n && out->n_warn < LIMIT_SLA_POINTS; i++)
		if (read_point(str_dup(a, texts->v[i]), &v[out->n_warn]))
			out->n_warn++;
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
