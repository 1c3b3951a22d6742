/*
 * docketctl init: everything that a new docket needs, made once.  Trusts the
 * sample configuration that was installed with it.  Never overwrites a file
 * and never drops anything, so that it can be run again.
 */
#include "daemon/ctl/verbs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/db/migrate.h"
#include "parsers/base/array.h"

enum { KEY_BYTES = 32, DEPTH = 8 };

struct init {
	struct ctl	*ctl;
	struct str	 dir;			/* absolute */
	const char	*database;		/* --database, or NULL */
	struct strs	 written;		/* paths */
	struct strs	 kept;
	bool		 made_key;
	bool		 made_database;
	int		 applied;		/* migrations */
};

static struct str
join(struct arena *a, struct str dir, const char *name)
{
	return str_printf(a, "%.*s/%s", STR_ARG(dir), name);
}

/* ---- the sample ---- */

/* Beside the build folder of a source tree, for a docketctl that is not installed. */
static struct str
source_dir(struct arena *a)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path));
	struct str s = { path, n < 0 ? 0 : (size_t)n };

	for (int up = 0; up < 3 && s.n > 0; up++)	/* BUILD/daemon/docketctl */
		do
			s.n--;
		while (s.n > 0 && s.p[s.n] != '/');
	return str_dup(a, s);
}

/* The folder with the sample docket.conf, or none. */
static struct str
sample_find(struct arena *a)
{
	const char *env = getenv("DOCKET_DATADIR");
	struct str places[] = { str_c(env != NULL ? env : DOCKET_DATADIR), source_dir(a) };

	for (size_t i = 0; i < COUNT(places); i++)
		if (access(join(a, places[i], "conf/docket.conf").p, R_OK) == 0)
			return join(a, places[i], "conf");
	return STR_NONE;
}

static int
read_file(struct arena *a, const char *path, struct str *out)
{
	char chunk[65536];
	FILE *f = fopen(path, "re");
	struct buf b;
	size_t n;
	int rc;

	if (f == NULL)
		return -1;
	buf_init(&b, a);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, (struct str){ chunk, n });
	rc = ferror(f) != 0 ? -1 : 0;
	fclose(f);
	*out = buf_str(&b);
	return rc;
}

/* 1: written, 0: it is there already, -1: errno. */
static int
write_new(struct arena *a, struct str path, mode_t mode, struct str text)
{
	const char *temp = str_printf(a, "%.*s.new.%d", STR_ARG(path), (int)getpid()).p;
	int fd, rc;

	if (access(path.p, F_OK) == 0)
		return 0;
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd == -1)
		return -1;
	rc = write(fd, text.p, text.n) == (ssize_t)text.n && fchmod(fd, mode) == 0 &&
	    fsync(fd) == 0 ? 1 : -1;
	close(fd);
	/* link() does not replace: who came first stays. */
	if (rc == 1 && link(temp, path.p) == -1)
		rc = errno == EEXIST ? 0 : -1;
	unlink(temp);
	return rc;
}

/* The line `database = "…";` says what --database says. */
static struct str
with_database(struct arena *a, struct str text, const char *database)
{
	struct str line;
	struct buf b;

	buf_init(&b, a);
	while (str_line(&text, &line)) {
		struct str rest = line, key;

		if (str_split(&rest, '=', &key) && str_eq(str_trim(key), STR("database"))) {
			buf_adds(&b, "database = \"");
			for (const char *p = database; *p != '\0'; p++)
				buf_printf(&b, "%s%c", *p == '"' || *p == '\\' ? "\\" : "", *p);
			buf_adds(&b, "\";");
		} else {
			buf_add(&b, line);
		}
		buf_addc(&b, '\n');
	}
	return buf_str(&b);
}

static int
copy_file(struct init *in, struct str from, struct str to, const char *name)
{
	struct arena *a = in->ctl->a;
	struct str text;
	int rc;

	if (read_file(a, from.p, &text) == -1)
		return ctl_fail(CTL_FAILED, "%s: %s", from.p, strerror(errno));
	if (in->database != NULL && strcmp(name, "docket.conf") == 0)
		text = with_database(a, text, in->database);
	rc = write_new(a, to, 0644, text);
	if (rc == -1)
		return ctl_fail(CTL_FAILED, "%s: %s", to.p, strerror(errno));
	strs_add(a, rc == 1 ? &in->written : &in->kept, to);
	return CTL_OK;
}

static int	copy_tree(struct init *, struct str from, struct str to, int depth);

static int
copy_entry(struct init *in, struct str from, struct str to, const char *name, int depth)
{
	struct str source = join(in->ctl->a, from, name);
	struct str target = join(in->ctl->a, to, name);
	struct stat st;

	if (lstat(source.p, &st) == -1)
		return ctl_fail(CTL_FAILED, "%s: %s", source.p, strerror(errno));
	if (S_ISDIR(st.st_mode) && depth < DEPTH)
		return copy_tree(in, source, target, depth + 1);
	return S_ISREG(st.st_mode) ? copy_file(in, source, target, name) : CTL_OK;
}

static int
copy_tree(struct init *in, struct str from, struct str to, int depth)
{
	struct dirent *entry;
	int status = CTL_OK;
	DIR *d;

	if (mkdir(to.p, 0755) == -1 && errno != EEXIST)
		return ctl_fail(CTL_FAILED, "%s: %s", to.p, strerror(errno));
	if ((d = opendir(from.p)) == NULL)
		return ctl_fail(CTL_FAILED, "%s: %s", from.p, strerror(errno));
	while (status == CTL_OK && (entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.')
			status = copy_entry(in, from, to, entry->d_name, depth);
	closedir(d);
	return status;
}

static int
make_files(struct init *in)
{
	struct str sample = sample_find(in->ctl->a);

	if (sample.n == 0)
		return ctl_fail(CTL_FAILED, "the sample configuration is not installed:"
		    " DOCKET_DATADIR=DIR names the folder that holds conf/docket.conf");
	return copy_tree(in, sample, in->dir, 0);
}

/* ---- the key ---- */

/* One line as token.h reads it: key "a", 256 random bits. */
static int
make_key(struct init *in)
{
	struct str path = in->ctl->conf->token_key_file;
	uint8_t key[KEY_BYTES];
	struct buf b;
	int rc;

	if (getrandom(key, sizeof(key), 0) != sizeof(key))
		return ctl_fail(CTL_FAILED, "random bytes: %s", strerror(errno));
	buf_init(&b, in->ctl->a);
	buf_adds(&b, "a ");
	for (size_t i = 0; i < sizeof(key); i++)
		buf_printf(&b, "%02x", key[i]);
	buf_addc(&b, '\n');
	rc = write_new(in->ctl->a, path, 0600, buf_str(&b));
	if (rc == -1)
		return ctl_fail(CTL_FAILED, "%s: %s", path.p, strerror(errno));
	in->made_key = rc == 1;
	return CTL_OK;
}

/* ---- the database ---- */

static int
make_database(struct init *in)
{
	const char *conninfo = str_dup(in->ctl->a, in->ctl->conf->database).p;
	struct err e;

	if (db_create(conninfo, &in->made_database, &e) == -1 ||
	    db_migrate(conninfo, &in->applied, &e) == -1)
		return ctl_err(&e);
	return CTL_OK;
}

/* ---- what was done ---- */

static void
print_json(const struct init *in)
{
	struct json j = ctl_json_new(in->ctl);

	json_open_object(&j, NULL);
	json_str(&j, "dir", in->dir);
	json_strs(&j, "written", &in->written);
	json_strs(&j, "kept", &in->kept);
	json_bool(&j, "key_made", in->made_key);
	json_bool(&j, "database_made", in->made_database);
	json_int(&j, "schema", (int64_t)sql_n_migrations);
	json_int(&j, "applied", in->applied);
	json_close(&j);
	ctl_json_print(in->ctl, &j);
}

static void
print_text(const struct init *in)
{
	const struct conf *conf = in->ctl->conf;

	printf("configuration  %s: files written: %zu", in->dir.p, in->written.n);
	if (in->kept.n > 0)
		printf(", there already and kept: %zu", in->kept.n);
	printf("\ntoken key      %.*s: %s\n", STR_ARG(conf->token_key_file),
	    in->made_key ? "made" : "was there and stays");
	printf("database       %.*s: %s\n", STR_ARG(conf->database),
	    in->made_database ? "made" : "was there");
	printf("schema         version %zu (migrations applied: %d)\n", sql_n_migrations,
	    in->applied);
	printf("\nNext:\n"
	    "  1. Write your mailbox, agents and projects into the files in %s;\n"
	    "     `docketctl help conf.SECTION` explains the keys.\n"
	    "  2. Put each password into the file that its password_file names, mode 0600,\n"
	    "     and give these and the token key to the user that docketd runs as.\n"
	    "  3. docketctl -c %s/docket.conf check\n"
	    "  4. Start docketd.\n", in->dir.p, in->dir.p);
}

/* The folder, absolute; made when only its last part is missing. */
static int
init_dir(struct init *in, const char *dir)
{
	char path[PATH_MAX];

	if (mkdir(dir, 0755) == -1 && errno != EEXIST)
		return ctl_fail(CTL_FAILED, "%s: %s", dir, strerror(errno));
	if (realpath(dir, path) == NULL)
		return ctl_fail(CTL_FAILED, "%s: %s", dir, strerror(errno));
	in->dir = str_dup(in->ctl->a, str_c(path));
	in->ctl->conf_path = join(in->ctl->a, in->dir, "docket.conf").p;
	return CTL_OK;
}

/* The folder of the configuration file that -c names, or the default one. */
static const char *
default_dir(struct ctl *ctl)
{
	const char *slash = strrchr(ctl->conf_path, '/');

	if (slash == NULL)
		return ".";
	return str_dup(ctl->a, (struct str){ ctl->conf_path,
	    (size_t)(slash - ctl->conf_path) }).p;
}

static int
init_run(struct init *in)
{
	int status;

	if ((status = make_files(in)) != CTL_OK || (status = ctl_conf(in->ctl)) != CTL_OK)
		return status;
	if (in->database != NULL && !str_eq(in->ctl->conf->database, str_c(in->database)))
		return ctl_fail(CTL_CONF, "%s was there already and names another database"
		    " (%.*s): change it there", in->ctl->conf_path,
		    STR_ARG(in->ctl->conf->database));
	if ((status = make_key(in)) != CTL_OK)
		return status;
	return make_database(in);
}

int
ctl_init(struct ctl *ctl, int argc, char **argv)
{
	struct init in = { .ctl = ctl };
	const char *dir = NULL;
	const struct ctl_option options[] = {
		{ "--dir", &dir, NULL }, { "--database", &in.database, NULL },
	};
	int status, n = ctl_options(ctl, argc, argv, options, 2);

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes options only");
	if ((status = init_dir(&in, dir != NULL ? dir : default_dir(ctl))) != CTL_OK ||
	    (status = init_run(&in)) != CTL_OK)
		return status;
	if (ctl->json)
		print_json(&in);
	else
		print_text(&in);
	return CTL_OK;
}
