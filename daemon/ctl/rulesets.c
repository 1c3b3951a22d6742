/* rulesets: see rulesets.h. */
#include "daemon/ctl/rulesets.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/render/text.h"
#include "daemon/sys/file.h"
#include "daemon/ticket/loaded.h"
#include "parsers/base/array.h"

enum { FILE_MAX = 1024 * 1024 };

static int
tell_faults(const char *where, const struct conf_faults *faults)
{
	for (size_t i = 0; i < faults->lines.n; i++)
		ctl_fail(CTL_CONF, "%s: %s", where, faults->lines.v[i].p);
	return CTL_CONF;
}

static bool
is_of_rules(struct str name)
{
	return str_eq(name, STR("rules.conf")) || str_starts(name, STR("rules.d/"));
}

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct strs
names_in(struct arena *a, const char *folder)
{
	struct strs out = { 0 };
	DIR *dir = opendir(folder);
	struct dirent *one;

	while (dir != NULL && (one = readdir(dir)) != NULL)
		if (one->d_name[0] != '.' && str_ends(str_c(one->d_name), STR(".conf")))
			strs_add(a, &out, str_dup(a, str_c(one->d_name)));
	if (dir != NULL)
		closedir(dir);
	if (out.n > 0)
		qsort(out.v, out.n, sizeof(*out.v), by_text);
	return out;
}

static int
add_file(struct ctl *ctl, struct conf_files *files, const char *dir, struct str name)
{
	struct err e;
	struct str text, path = str_printf(ctl->a, "%s/%.*s", dir, STR_ARG(name));

	if (file_read(ctl->a, path.p, FILE_MAX, &text, &e) == -1)
		return ctl_err(&e);
	files->v = array_grow(ctl->a, files->v, files->n, sizeof(*files->v));
	files->v[files->n++] = (struct conf_file){ name, text };
	return CTL_OK;
}

/* The rules of a folder, beside all else that is on disk. */
static int
load_rules(struct ctl *ctl, const char *dir, const struct conf **out)
{
	struct strs more = names_in(ctl->a, str_printf(ctl->a, "%s/rules.d", dir).p);
	struct str main_file = str_printf(ctl->a, "%s/rules.conf", dir);
	struct conf_faults faults = { 0 };
	struct conf_files files = { 0 };
	int status = CTL_OK;

	if (access(main_file.p, F_OK) == -1 && more.n == 0)
		return ctl_fail(CTL_DATA, "%s: there is neither docket.conf nor rules.conf in it",
		    dir);
	for (size_t i = 0; i < ctl->conf->files.n; i++) {
		if (is_of_rules(ctl->conf->files.v[i].name))
			continue;
		files.v = array_grow(ctl->a, files.v, files.n, sizeof(*files.v));
		files.v[files.n++] = ctl->conf->files.v[i];
	}
	if (access(main_file.p, F_OK) == 0)
		status = add_file(ctl, &files, dir, STR("rules.conf"));
	for (size_t i = 0; i < more.n && status == CTL_OK; i++)
		status = add_file(ctl, &files, dir, str_printf(ctl->a, "rules.d/%.*s",
		    STR_ARG(more.v[i])));
	if (status == CTL_OK && conf_load_kept(ctl->a, ctl->conf_path, &files, out, &faults) == -1)
		return tell_faults(dir, &faults);
	return status;
}

int
rulesets_folder(struct ctl *ctl, const char *dir, const struct conf **out)
{
	struct str whole = str_printf(ctl->a, "%s/docket.conf", dir);
	struct conf_faults faults = { 0 };

	if (access(whole.p, F_OK) == -1)
		return load_rules(ctl, dir, out);
	return conf_load(ctl->a, whole.p, out, &faults) == 0 ? CTL_OK :
	    tell_faults(dir, &faults);
}

int
rulesets_running(struct ctl *ctl, const struct conf **out, struct str *what)
{
	struct conf_faults faults = { 0 };
	struct conf_files files;
	struct str fingerprint;
	int64_t at;
	struct err e;

	if (loaded_last(ctl->db, ctl->a, &files, &fingerprint, &at, &e) == -1)
		return ctl_err(&e);
	if (fingerprint.n == 0)
		return ctl_fail(CTL_FAILED, "no docketd has run on this database yet: name the"
		    " old rules with --old DIR");
	if (conf_load_kept(ctl->a, ctl->conf_path, &files, out, &faults) == -1)
		return tell_faults("the files that docketd read last", &faults);
	*what = str_printf(ctl->a, "those in force since %s", text_time(ctl->a, at).p);
	return CTL_OK;
}

int
rulesets_disk(struct ctl *ctl, const struct conf **out)
{
	struct conf_faults faults = { 0 };

	return conf_load(ctl->a, ctl->conf_path, out, &faults) == 0 ? CTL_OK :
	    tell_faults("the files on disk", &faults);
}
