/* doctorproof: see doctorproof.h. */
#include "daemon/ctl/doctorproof.h"

#include "daemon/render/text.h"
#include "parsers/head/authres.h"

enum { MAILS = 20, HEAD_BYTES = 65536 };

struct id {
	struct str	name;		/* "": a field without one; no `p`: no field */
	size_t		mails;
};

struct sample {				/* of the newest mails */
	struct id	v[MAILS];
	size_t		n;
	size_t		mails;
};

static void
count(struct sample *s, struct str name)
{
	size_t i = 0;

	while (i < s->n && ((s->v[i].name.p == NULL) != (name.p == NULL) ||
	    !str_eq(s->v[i].name, name)))
		i++;
	if (i == s->n)
		s->v[s->n++] = (struct id){ .name = name };
	s->v[i].mails++;
	s->mails++;
}

/* Those of the folder that is selected, the newest first, until there are enough. */
static int
look(struct arena *a, struct imap *im, struct sample *s, struct err *e)
{
	const struct imap_query all = { .first = 1 };
	uint32_t *uids;
	bool given;
	size_t n;

	if (imap_search(im, a, &all, &uids, &n, e) == -1)
		return -1;
	while (n > 0 && s->mails < MAILS) {
		struct buf b;

		buf_init(&b, a);
		if (imap_fetch_part(im, uids[--n], 0, HEAD_BYTES, &b, &given, e) == -1)
			return -1;
		if (given)
			count(s, authres_id(a, buf_str(&b)));
	}
	return 0;
}

/* What authserv should say of it; empty: nothing can. */
static struct str
preset(struct arena *a, const struct mailbox *m, struct str name)
{
	if (name.n == 0)
		return mailbox_is_exchange(m) ? STR("\"microsoft365\"") : STR_NONE;
	return str_eq(name, STR("mx.google.com")) ? STR("\"google\"") :
	    str_printf(a, "\"%.*s\"", STR_ARG(text_safe(a, name)));
}

static bool
is_trusted(const struct doctor *d, const struct mailbox *m, struct str name)
{
	const struct strs *known = &d->ctl->conf->letter.authserv_ids;

	return name.n > 0 ? strs_ihas(known, name) :
	    mailbox_is_exchange(m) && strs_has(known, AUTHRES_EXCHANGE);
}

static struct str
told(struct arena *a, const struct sample *s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s->n; i++) {
		const struct id *id = &s->v[i];

		buf_printf(&b, "%s%s in %zu", i == 0 ? "" : ", ", id->name.p == NULL ? "none" :
		    id->name.n == 0 ? "one without a name" : text_safe(a, id->name).p, id->mails);
	}
	return str_printf(a, "whose Authentication-Results: %.*s of the last %zu mails",
	    STR_ARG(buf_str(&b)), s->mails);
}

/* The one that most of the mails have; NULL: none, and few of them may be their senders'. */
static const struct id *
most_seen(const struct sample *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].name.p != NULL && 2 * s->v[i].mails > s->mails)
			return &s->v[i];
	return NULL;
}

static void
say(struct doctor *d, struct str row, const struct mailbox *m, const struct sample *s)
{
	const struct id *best = most_seen(s);
	bool needed = d->ctl->conf->verify != VERIFY_TOKEN;
	struct arena *a = d->ctl->a;
	struct str write = best == NULL ? STR_NONE : preset(a, m, best->name);

	if (best != NULL && is_trusted(d, m, best->name))
		doctor_say(d, row, DOCTOR_OK, str_printf(a, "%.*s; authserv has it",
		    STR_ARG(told(a, s))), "");
	else if (write.n > 0)
		doctor_say(d, row, needed ? DOCTOR_FAIL : DOCTOR_WARN, str_printf(a,
		    "%.*s; what it finds is not believed, neither a pass nor a fail",
		    STR_ARG(told(a, s))), str_printf(a, "if that is your own server: authserv = %.*s;",
		    STR_ARG(write)).p);
	else
		doctor_say(d, row, needed ? DOCTOR_FAIL : DOCTOR_OK, s->mails == 0 ?
		    STR("there is no mail yet that shows who checks it") : told(a, s),
		    "verify = \"token\"; nobody's word of DMARC can be believed here");
}

void
doctor_proof(struct doctor *d, const struct mailbox *m, struct imap *im)
{
	struct str row = str_printf(d->ctl->a, "authserv %.*s", STR_ARG(m->name));
	struct sample s = { .n = 0 };
	struct err e;

	if (imap_select(im, m->folder, &e) == -1 || look(d->ctl->a, im, &s, &e) == -1 ||
	    (m->done_folder.n > 0 && s.mails < MAILS &&
	    imap_select(im, m->done_folder, &e) == 0 && look(d->ctl->a, im, &s, &e) == -1))
		doctor_say(d, row, DOCTOR_WARN, str_c(e.text), "try again");
	else
		say(d, row, m, &s);
}
