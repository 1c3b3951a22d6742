/*
 * docketctl alert: a test by mail, program and webhook, by every way by which the admins
 * are told (daemon/alert/ways.h), and what came of each.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

#include "daemon/alert/ways.h"
#include "daemon/out/compose.h"
#include "daemon/render/text.h"
#include "daemon/send/smtp.h"
#include "daemon/sys/clock.h"

static void
print_text(struct ctl *ctl, const struct way_reports *all)
{
	static const struct table_column columns[] = {
		{ "TO" }, { "BY" }, { "TOLD" }, { "ANSWER", .gives = true },
	};
	struct strs cells = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct way_report *r = &all->v[i];

		strs_add(ctl->a, &cells, text_safe(ctl->a, r->to));
		strs_add(ctl->a, &cells, r->by.n > 0 ? text_safe(ctl->a, r->by) : STR("-"));
		strs_add(ctl->a, &cells, r->ok ? STR("yes") : STR("NO"));
		strs_add(ctl->a, &cells, text_safe(ctl->a, r->text));
	}
	ctl_print(ctl, &TABLE(columns, cells));
}

static void
print_json(struct ctl *ctl, const struct way_reports *all)
{
	struct json j = ctl_json_new(ctl);

	json_open_array(&j, NULL);
	for (size_t i = 0; i < all->n; i++) {
		json_open_object(&j, NULL);
		json_str(&j, "to", all->v[i].to);
		json_str(&j, "by", all->v[i].by);
		json_bool(&j, "ok", all->v[i].ok);
		json_str(&j, "answer", all->v[i].text);
		json_close(&j);
	}
	json_close(&j);
	ctl_json_print(ctl, &j);
}

static int
test(struct ctl *ctl)
{
	const struct bulletin b = { .at = clock_now(), .is_test = true };
	struct strs readable = { 0 };
	struct way_reports all;
	struct ways *w;
	size_t told;
	struct err e;

	compose_init();
	if ((w = ways_new(ctl->a, ctl->conf, &readable, &e)) == NULL || smtp_init(&e) == -1)
		return ctl_err(&e);
	if (ways_count(w) == 0)
		return ctl_fail(CTL_FAILED, "nobody is told: give an agent the role admin, or "
		    "name somebody in the group alert of docket.conf");
	told = ways_tell(w, ctl->a, &b, false, NULL, NULL, &all);
	if (ctl->json)
		print_json(ctl, &all);
	else
		print_text(ctl, &all);
	return told == ways_count(w) ? CTL_OK : CTL_FAILED;
}

int
ctl_alert(struct ctl *ctl, int argc, char **argv)
{
	bool is_test = false;
	const struct ctl_option options[] = { { "--test", NULL, &is_test } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0 || !is_test)
		return ctl_usage(ctl, "say --test");
	if ((status = ctl_conf(ctl)) != CTL_OK)
		return status;
	return test(ctl);
}
