/*
 * docketctl diff: what a reload would change, by the files that docketd read last (the
 * database has them) and those that lie there now.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

#include "daemon/conf/diff.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/loaded.h"
#include "parsers/base/array.h"

/* "rules: 1 added, 2 changed; agents: 1 removed" of one kind, behind what is there. */
static void
put_counts(struct ctl *ctl, struct buf *b, const struct diffs *all, struct str kind)
{
	size_t n[DIFF_WHATS] = { 0 };
	const char *before = " ";

	for (size_t i = 0; i < all->n; i++)
		n[all->v[i].what] += str_eq(all->v[i].item->kind, kind);
	buf_printf(b, "%s%.*s:", b->n > 0 ? "; " : "", STR_ARG(text_safe(ctl->a, kind)));
	for (size_t w = 0; w < DIFF_WHATS; w++) {
		if (n[w] == 0)
			continue;
		buf_printf(b, "%s%zu %s", before, n[w], diff_words[w]);
		before = ", ";
	}
}

static struct str
counts(struct ctl *ctl, const struct diffs *all)
{
	struct strs kinds = { 0 };
	struct buf b;

	buf_init(&b, ctl->a);
	for (size_t i = 0; i < all->n; i++) {
		struct str kind = all->v[i].item->kind;

		if (!strs_has(&kinds, kind)) {
			strs_add(ctl->a, &kinds, kind);
			put_counts(ctl, &b, all, kind);
		}
	}
	return buf_str(&b);
}

/* `rules.conf:12: rule "x" changed`, and a line a detail */
static void
print_diff(struct ctl *ctl, const struct diff *d)
{
	const struct flat_item *it = d->item;
	struct str name = it->name.n == 0 ? STR_NONE :
	    str_printf(ctl->a, " \"%.*s\"", STR_ARG(it->name));

	if (str_eq(it->kind, it->file) || it->line == 0)	/* it has all of a file */
		printf("%s: %s\n", text_safe(ctl->a, it->file).p, diff_words[d->what]);
	else
		printf("%s:%d: %s%s %s\n", text_safe(ctl->a, it->file).p, it->line,
		    text_safe(ctl->a, it->kind).p, text_safe(ctl->a, name).p,
		    diff_words[d->what]);
	for (size_t i = 0; i < d->details.n; i++)
		printf("    %s\n", text_safe(ctl->a, d->details.v[i]).p);
}

static void
print_text(struct ctl *ctl, const struct diffs *all, int64_t at)
{
	printf("docketd read its files last at %s.\n", text_time(ctl->a, at).p);
	for (size_t i = 0; i < all->n; i++)
		print_diff(ctl, &all->v[i]);
	puts(all->n == 0 ? "A reload would change nothing." : counts(ctl, all).p);
}

static void
print_json(struct ctl *ctl, const struct diffs *all, int64_t at)
{
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_str(&j, "since", clock_rfc3339(ctl->a, at));
	json_open_array(&j, "changes");
	for (size_t i = 0; i < all->n; i++) {
		const struct diff *d = &all->v[i];

		json_open_object(&j, NULL);
		json_str(&j, "what", str_c(diff_words[d->what]));
		json_str(&j, "kind", d->item->kind);
		json_str_or_null(&j, "name", d->item->name);
		json_str(&j, "file", d->item->file);
		json_int(&j, "line", d->item->line);
		json_strs(&j, "details", &d->details);
		json_close(&j);
	}
	json_close(&j);
	json_close(&j);
	ctl_json_print(ctl, &j);
}

int
ctl_diff(struct ctl *ctl, int argc, char **argv)
{
	int n = ctl_options(ctl, argc, argv, NULL, 0);
	struct flat_items before, now;
	struct conf_faults ignored;	/* both sets were loaded: they are trees */
	struct conf_files files;
	struct str fingerprint;
	struct diffs all;
	int64_t at;
	struct err e;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes no arguments");
	if ((n = ctl_conf(ctl)) != CTL_OK || (n = ctl_db(ctl)) != CTL_OK)
		return n;
	if (loaded_last(ctl->db, ctl->a, &files, &fingerprint, &at, &e) == -1)
		return ctl_err(&e);
	if (fingerprint.n == 0)
		return ctl_fail(CTL_FAILED, "no docketd has run on this database yet");
	flat_files(ctl->a, &files, &before, &ignored);
	flat_files(ctl->a, &ctl->conf->files, &now, &ignored);
	conf_diff(ctl->a, &before, &now, &all);
	(ctl->json ? print_json : print_text)(ctl, &all, at);
	return CTL_OK;
}
