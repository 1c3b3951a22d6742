/* sender: see sender.h.  Trusts nothing: what is said here counts beside other signs. */
#include "parsers/machine/sender.h"

#include "parsers/base/limits.h"
#include "parsers/base/wordlist.h"
#include "parsers/head/mailbox.h"
#include "parsers/machine/machinewords.h"
#include "parsers/machine/nobody.h"
#include "parsers/text/fold.h"

static bool
is_daemon(struct str addr)
{
	return wordlist_ihas(mailbox_local(addr), machine_daemons);
}

static bool
is_daemon_name(struct str name)
{
	for (size_t i = 0; machine_daemon_names[i] != NULL; i++)
		if (fold_eq(fold_trim(name), str_c(machine_daemon_names[i])))
			return true;
	return false;
}

static bool
is_program(struct arena *a, struct str words)
{
	return wordlist_within(fold(a, str_sub(words, 0, LIMIT_NAME)), machine_program_words);
}

/* "<>", which leaves no address behind; a mail without From is another thing. */
static bool
is_null(const struct machine_mail *m)
{
	return str_eq(headers_get(m->headers, STR("Return-Path")), STR("<>")) ||
	    str_eq(headers_get(m->headers, STR("From")), STR("<>"));
}

static void
read_one(struct arena *a, const struct address *from, bool closely, struct sender *out)
{
	bool program = closely && (is_daemon(from->addr) ||
	    is_program(a, mailbox_local(from->addr)) || is_program(a, from->name));

	out->is_daemon |= is_daemon(from->addr) || is_daemon_name(from->name);
	out->is_no_reply |= nobody_replies(from->addr);
	out->is_program |= program;
	out->is_nowhere |= str_chr(from->addr, '@', 0) == SIZE_MAX;
	out->is_person |= closely && !program && fold_trim(from->name).n > 0 &&
	    str_chr(from->name, '@', 0) == SIZE_MAX;
}

void
sender_read(struct arena *a, const struct machine_mail *m, bool closely,
    struct sender *out)
{
	*out = (struct sender){ .is_null = is_null(m), .is_nowhere = m->from->n == 0 };
	for (size_t i = 0; i < m->from->n; i++)
		read_one(a, &m->from->v[i], closely, out);
	out->is_daemon |= is_daemon(m->return_path);
	out->is_postmaster = m->from->n > 0 && !is_daemon_name(m->from->v[0].name) &&
	    str_ieq(mailbox_local(m->from->v[0].addr), STR("postmaster"));
}
