/* tender: see tender.h. */
#include "daemon/token/tender.h"

#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "daemon/oauth/sign.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/sys/log.h"
#include "daemon/token/commander.h"
#include "parsers/base/array.h"

enum {
	LOOK_MS = 2000,			/* at the files that an admin may change */
	LATER_MIN_MS = 5 * 1000,	/* nobody answered */
	LATER_MAX_MS = 5 * 60 * 1000,
	REFUSED_MIN_MS = 60 * 1000,	/* an admin must act */
	REFUSED_MAX_MS = 60 * 60 * 1000,
	AFTER_MAX_S = 24 * 3600,	/* of a server's Retry-After */
	TELL_MS = 30 * 1000,		/* the same again */
	WORDS_BYTES = 480
};

struct fault {				/* text "": none */
	char	text[WORDS_BYTES];
	char	mend[WORDS_BYTES];
};

struct tender {
	const struct oauth	*o;
	struct commander	*commander;
	struct queue		*out;
	struct queue		 in;
	atomic_bool		 stop;
	pthread_t		 thread;
	struct arena		*a;		/* of one round */
	uint64_t		 generation;	/* of core; 0: there is none */
	int64_t			 number;	/* of the token; 0: there is none */
	int64_t			 expires_at;	/* us */
	int64_t			 due_us;	/* of the next one, by its life; clock_now() */
	int64_t			 retry_ms;	/* by clock_mono(), what failed: not before; 0: as due */
	int64_t			 pause_ms;	/* before the next try */
	bool			 is_forced;	/* a server did not take the token: another is due */
	int64_t			 forced;	/* the token that was got for that reason */
	int64_t			 login_pause_ms;	/* before the next for that reason */
	struct fault		 grant;
	bool			 is_refused;	/* of grant: it does not pass by itself */
	struct fault		 login[LOGIN_SERVICES];
	struct timespec		 seen[4];	/* when the files changed */
	int64_t			 ends_at;	/* us, of the secret or the certificate; 0: not known */
	char			 told[WORDS_BYTES];
	int64_t			 told_ms;	/* 0: core knows nothing */
};

int64_t
tender_due(const struct token *t, int64_t now)
{
	int64_t life = t->expires_at - t->received_at;

	/* A clock that was set back says nothing of the token: it is asked for anew. */
	if (t->number == 0 || life <= 0 || now < t->received_at)
		return 0;
	return t->received_at + life / 5 * 4;
}

static void
set_fault(struct fault *f, struct str text, struct str mend)
{
	snprintf(f->text, sizeof(f->text), "%.*s", STR_ARG(str_utf8_cut(text, WORDS_BYTES - 1)));
	snprintf(f->mend, sizeof(f->mend), "%.*s", STR_ARG(str_utf8_cut(mend, WORDS_BYTES - 1)));
}

/* --- what core is told --- */

static int64_t
retry_at(const struct tender *t, int64_t now)
{
	int64_t left = t->retry_ms - clock_mono();

	return t->retry_ms == 0 ? t->due_us : now + (left > 0 ? left * 1000 : 0);
}

/* The fault of which people should know; NULL: none. */
static const struct fault *
worst(const struct tender *t, int64_t now)
{
	/* A server that is away for a while is no dead token: the old one is still good. */
	if (t->grant.text[0] != '\0' && (t->is_refused || t->expires_at <= now))
		return &t->grant;
	for (size_t i = 0; i < LOGIN_SERVICES; i++)
		if (t->login[i].text[0] != '\0')
			return &t->login[i];
	return NULL;
}

static void
tell(struct tender *t)
{
	int64_t now = clock_now();
	const struct fault *f = worst(t, now);
	const char *text = f == NULL ? "" : f->text;
	struct buf b;

	if (t->generation == 0 || (t->told_ms != 0 && strcmp(text, t->told) == 0 &&
	    clock_mono() - t->told_ms < TELL_MS))
		return;
	if (strcmp(text, t->told) != 0) {
		if (f != NULL)
			log_warning("no login by OAuth", { "mailbox", LOG_S(t->o->mailbox) },
			    { "error", LOG_C(text) }, { "mend", LOG_C(f->mend) });
		else
			log_info("login by OAuth works again",
			    { "mailbox", LOG_S(t->o->mailbox) });
	}
	snprintf(t->told, sizeof(t->told), "%s", text);
	t->told_ms = clock_mono();
	buf_init(&b, t->a);
	msg_token_pack(&b, &(struct msg_token){ .mailbox = t->o->mailbox, .ok = f == NULL,
	    .text = str_c(text), .mend = f == NULL ? STR_NONE : str_c(f->mend),
	    .retry_at = f == NULL ? 0 : retry_at(t, now), .ends_at = t->ends_at,
	    .by_certificate = t->o->certificate_file.n > 0 });
	queue_put(t->out, MSG_TOKEN, t->generation, buf_str(&b), STR_NONE);
}

/* --- a new one --- */

static void
take_token(struct tender *t, const struct token *token)
{
	t->number = token->number;
	t->expires_at = token->expires_at;
	t->due_us = tender_due(token, clock_now());
}

/* *pause: the next one doubles. */
static void
pause_for(struct tender *t, int64_t *pause, int64_t least, int64_t most, int64_t after_s)
{
	int64_t ms = *pause < least ? least : *pause > most ? most : *pause;

	*pause = ms * 2;
	if (after_s * 1000 > ms)
		ms = (after_s < AFTER_MAX_S ? after_s : AFTER_MAX_S) * 1000;
	t->retry_ms = clock_mono() + ms;
}

static void
fail(struct tender *t, const struct grant *g)
{
	t->is_refused = g->fate == GRANT_REFUSED;
	set_fault(&t->grant, g->text, g->mend);
	if (t->is_refused)
		pause_for(t, &t->pause_ms, REFUSED_MIN_MS, REFUSED_MAX_MS, g->retry_after);
	else
		pause_for(t, &t->pause_ms, LATER_MIN_MS, LATER_MAX_MS, g->retry_after);
	log_warning("no new access token", { "mailbox", LOG_S(t->o->mailbox) },
	    { "error", LOG_S(g->text) }, { "mend", LOG_S(g->mend) },
	    { "again_in_ms", LOG_I(t->retry_ms - clock_mono()) });
}

static void
ask(struct tender *t, struct grant *g)
{
	struct str printed;
	struct err e;

	if (!grant_is_command(t->o))
		grant_renew(t->a, t->o, t->number, &t->stop, g);
	else if (commander_run(t->commander, t->a, t->o, &printed, &e) == 0)
		grant_take(t->a, t->o, printed, t->number, g);
	else
		*g = (struct grant){ .fate = e.kind == ERR_CONF ? GRANT_REFUSED : GRANT_LATER,
		    .text = str_dup(t->a, str_c(e.text)),
		    .mend = STR("run the command by hand, as docketd's user") };
}

static void
renew(struct tender *t)
{
	struct grant g;

	ask(t, &g);
	if (g.fate != GRANT_OK) {
		fail(t, &g);
		return;
	}
	take_token(t, &g.token);
	t->grant.text[0] = '\0';
	t->is_refused = false;
	t->retry_ms = t->pause_ms = 0;
	if (t->is_forced)
		t->forced = t->number;
	t->is_forced = false;
	log_info("access token renewed", { "mailbox", LOG_S(t->o->mailbox) },
	    { "life_s", LOG_I((g.token.expires_at - g.token.received_at) / SECOND_US) },
	    { "by_another", LOG_I(g.is_anothers) });
}

/* --- news --- */

/* Whether an admin changed what the request is made of. */
static bool
files_changed(struct tender *t)
{
	const struct str paths[] = { t->o->token_file, t->o->client_secret_file,
	    t->o->certificate_file, t->o->key_file };
	bool changed = false;

	static_assert(COUNT(paths) == COUNT(t->seen), "a time for each");
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct stat st = { 0 };

		if (paths[i].n > 0 && stat(paths[i].p, &st) == -1)
			st.st_ctim = (struct timespec){ 0 };
		changed |= st.st_ctim.tv_sec != t->seen[i].tv_sec ||
		    st.st_ctim.tv_nsec != t->seen[i].tv_nsec;
		t->seen[i] = st.st_ctim;
	}
	return changed;
}

/* When what the application proves itself by ends. */
static void
note_end(struct tender *t)
{
	struct str pem, thumbprint;
	int64_t at;

	t->ends_at = t->o->expires_at;
	if (t->o->certificate_file.n == 0 || file_secret_upto(t->a, t->o->certificate_file,
	    FILE_SECRET_LARGE, &pem, NULL) == -1)
		return;
	if (sign_certificate(t->a, pem, &thumbprint, &at, NULL) == 0)
		t->ends_at = at * SECOND_US;
}

/* Once a token: what is got then is either taken, or the fault is told. */
static void
take_refusal(struct tender *t, const struct msg_login *m)
{
	static const char *const names[] = { "IMAP", "SMTP" };

	if (m->number != t->number || t->is_forced)
		return;			/* of one that is no more, or will be soon */
	t->is_forced = true;
	if (t->number != t->forced) {
		log_info("a server does not take the access token: another is asked for",
		    { "mailbox", LOG_S(t->o->mailbox) }, { "by", LOG_C(names[m->service]) },
		    { "reply", LOG_S(m->text) });
		return;
	}
	set_fault(&t->login[m->service], str_printf(t->a, "the %s server does not take a new "
	    "token of %.*s: %.*s", names[m->service], STR_ARG(t->o->user), STR_ARG(m->text)),
	    STR("docketctl doctor looks into the token"));
	pause_for(t, &t->login_pause_ms, REFUSED_MIN_MS, REFUSED_MAX_MS, 0);
}

static void
take_login(struct tender *t, struct str body)
{
	struct msg_login m;

	if (msg_login_unpack(NULL, body, &m) == -1)
		return;
	if (!m.ok) {
		take_refusal(t, &m);
	} else if (m.number == t->number) {
		t->login[m.service].text[0] = '\0';
		t->login_pause_ms = 0;
	}
}

static void
take_news(struct tender *t)
{
	struct post *p;

	while ((p = queue_take(&t->in)) != NULL) {
		if (p->type == MSG_LOGIN)
			take_login(t, (struct str){ p->body, p->n });
		else if (p->type == MSG_PEER) {
			t->generation = p->generation;
			t->told_ms = 0;
		}
		free(p);
	}
}

/* --- its life --- */

/* Milliseconds until the next one is to be asked for. */
static int64_t
wait_ms(const struct tender *t)
{
	int64_t left;

	if (t->retry_ms != 0)
		left = t->retry_ms - clock_mono();
	else if (t->is_forced)
		left = 0;
	else
		left = (t->due_us - clock_now()) / 1000;
	return left < 0 ? 0 : left;
}

static void
rest(struct tender *t)
{
	struct pollfd p = { .fd = t->in.event, .events = POLLIN };
	int64_t ms = wait_ms(t);

	if (ms > 0)
		poll(&p, 1, (int)(ms < LOOK_MS ? ms : LOOK_MS));
}

static void *
run(void *arg)
{
	struct tender *t = arg;

	while (!atomic_load(&t->stop)) {
		take_news(t);
		if (files_changed(t)) {
			note_end(t);
			if (t->grant.text[0] != '\0')
				t->retry_ms = t->pause_ms = 0;
		}
		if (wait_ms(t) == 0) {
			renew(t);
			files_changed(t);	/* by our own hand */
		}
		tell(t);
		arena_reset(t->a);
		rest(t);
	}
	return NULL;
}

struct tender *
tender_start(const struct oauth *o, struct commander *commander, struct queue *out)
{
	struct tender *t = calloc(1, sizeof(*t));
	struct token there;

	if (t == NULL)
		abort();
	t->o = o;
	t->commander = commander;
	t->out = out;
	t->a = arena_new();
	queue_init(&t->in);
	files_changed(t);
	note_end(t);
	if (store_token(t->a, o, &there, NULL) == 0)
		take_token(t, &there);
	if (pthread_create(&t->thread, NULL, run, t) != 0)
		abort();
	return t;
}

struct str
tender_mailbox(const struct tender *t)
{
	return t->o->mailbox;
}

void
tender_tell(struct tender *t, struct str body)
{
	queue_put(&t->in, MSG_LOGIN, 0, body, STR_NONE);
}

void
tender_new_core(struct tender *t, uint64_t generation)
{
	queue_put(&t->in, MSG_PEER, generation, STR_NONE, STR_NONE);
}

void
tender_stop(struct tender *t)
{
	atomic_store(&t->stop, true);
	queue_ring(&t->in);
}

bool
tender_ended(struct tender *t)
{
	return pthread_tryjoin_np(t->thread, NULL) == 0;
}
