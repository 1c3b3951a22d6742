/*
 * imaplink: see imaplink.h.
 *
 * libetpan verifies no certificate, waits as long as the server likes and
 * allocates what the server names.  It is used for its parser alone: commands
 * are texts of ours, its stream is our driver (tls.h), which holds the deadline
 * of each answer and shows every byte to imapwatch first.
 */
#include "daemon/fetch/imaplink.h"

#include <libetpan/libetpan.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/fetch/imapbody.h"
#include "daemon/fetch/imaptext.h"
#include "daemon/fetch/imapwatch.h"
#include "daemon/fetch/tls.h"

enum {
	DIAL_MS = 15000,
	ANSWER_MS = 30000,
	BYE_MS = 2000,
	STREAM_BUFFER = 64 * 1024,
	SMALL = 256 * 1024,		/* bytes of an answer to a simple command */
	LITERAL = 64 * 1024,		/* a literal where no body is expected */
	LINE = 256,			/* bytes around one body */
};

struct imaplink {
	mailimap	*m;
	struct tls	*tls;		/* owned by the stream once that exists */
	struct imapwatch watch;
	struct imapbodies bodies;
	const char	*fault;		/* of imapwatch; NULL: none */
	uint32_t	 expunged;
	struct str	 host;
	bool		 broken;	/* no more word to it */
};

/* --- the stream ----------------------------------------------------------- */

static ssize_t
low_read(mailstream_low *s, void *p, size_t n)
{
	struct imaplink *l = s->data;
	ssize_t got = tls_read(l->tls, p, n);

	if (got > 0 && l->fault == NULL)
		l->fault = imapwatch_see(&l->watch, (struct str){ p, (size_t)got });
	return l->fault != NULL ? -1 : got;
}

static ssize_t
low_write(mailstream_low *s, const void *p, size_t n)
{
	struct imaplink *l = s->data;

	return tls_write(l->tls, p, n);
}

static int
low_close(mailstream_low *s)
{
	struct imaplink *l = s->data;

	tls_free(l->tls);
	l->tls = NULL;
	return 0;
}

static int
low_fd(mailstream_low *s)
{
	struct imaplink *l = s->data;

	return l->tls == NULL ? -1 : tls_fd(l->tls);
}

static void
low_free(mailstream_low *s)
{
	free(s);
}

static mailstream_low_driver driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_fd,
	.mailstream_free = low_free,
};

/* --- faults --------------------------------------------------------------- */

struct str
imaplink_said(const struct imaplink *l)
{
	return l->m->imap_response == NULL ? STR_NONE :
	    str_trim(str_c(l->m->imap_response));
}

int
imaplink_refuse(struct imaplink *l, struct err *e, const char *why)
{
	l->broken = true;
	return err_set(e, ERR_MAILBOX, "%.*s: %s", STR_ARG(l->host), why);
}

static int
fail(struct imaplink *l, struct err *e, int rc, const char *what)
{
	struct str why = imaplink_said(l);

	if (l->fault != NULL || rc == MAILIMAP_ERROR_STREAM)
		why = str_c(l->fault != NULL ? l->fault : tls_why(l->tls));
	else if (why.n == 0)
		why = STR("the answer makes no sense");
	l->broken = true;
	return err_set(e, ERR_MAILBOX, "%.*s: %s: %.*s", STR_ARG(l->host), what,
	    STR_ARG(why));
}

/* --- commands ------------------------------------------------------------- */

static void
expect_none(struct imaplink *l)
{
	imapbodies_done(&l->bodies);
	mailimap_set_msg_body_handler(l->m, NULL, NULL);
}

void
imaplink_allow(struct imaplink *l, int64_t ms, size_t bytes)
{
	expect_none(l);
	tls_deadline(l->tls, ms);
	imapwatch_allow(&l->watch, bytes, LITERAL);
}

/* The library's own way, which also knows NIL and quoted strings. */
void
imaplink_allow_part(struct imaplink *l, int64_t ms, size_t bytes)
{
	imaplink_allow(l, ms, bytes + SMALL);
	imapwatch_allow(&l->watch, bytes + SMALL, bytes > LITERAL ? bytes : LITERAL);
}

/* Bytes of a literal; libetpan says the UID only when the answer is over. */
static bool
on_body(int type, struct mailimap_msg_att_body_section *section, const char *p, size_t n,
    void *bodies)
{
	(void)type;
	return imapbodies_add(bodies, section, (struct str){ p, n });
}

void
imaplink_allow_bodies(struct imaplink *l, int64_t ms, struct buf *all, size_t n, size_t bytes)
{
	imaplink_allow(l, ms, bytes + n * LINE + SMALL);
	imapwatch_allow(&l->watch, bytes + n * LINE + SMALL, bytes > LITERAL ? bytes : LITERAL);
	imapbodies_expect(&l->bodies, all, n, bytes);
	mailimap_set_msg_body_handler(l->m, on_body, &l->bodies);
}

static int
send_line(struct imaplink *l, struct str text)
{
	mailstream *s = l->m->imap_stream;

	return mailstream_write(s, text.p, text.n) == (ssize_t)text.n &&
	    mailstream_write(s, "\r\n", 2) == 2 && mailstream_flush(s) == 0 ?
	    MAILIMAP_NO_ERROR : MAILIMAP_ERROR_STREAM;
}

static int
send_command(struct imaplink *l, struct str text)
{
	int rc = mailimap_send_current_tag(l->m);

	return rc == MAILIMAP_NO_ERROR ? send_line(l, text) : rc;
}

/* What the answer told beside. */
static void
count_expunged(struct imaplink *l)
{
	const struct mailimap_response_info *info = l->m->imap_response_info;

	if (info != NULL && info->rsp_expunged != NULL)
		l->expunged += (uint32_t)clist_count(info->rsp_expunged);
}

/*
 * The answer up to its tagged line: *ok says OK, and not NO or BAD.  BAD to a command of
 * ours (Exchange says it for one mail that it cannot give) is a fault of the protocol for
 * the library.
 */
static int
parse_answer(struct imaplink *l, bool *ok)
{
	const MMAPString *in = l->m->imap_stream_buffer;
	struct mailimap_response *r;
	int rc;

	if ((rc = mailimap_parse_response(l->m, &r)) != MAILIMAP_NO_ERROR) {
		*ok = false;
		return rc == MAILIMAP_ERROR_PROTOCOL && imap_is_bad((struct str){ in->str,
		    in->len }, l->m->imap_tag) ? MAILIMAP_NO_ERROR : rc;
	}
	*ok = r->rsp_resp_done->rsp_data.rsp_tagged->rsp_cond_state->rsp_type ==
	    MAILIMAP_RESP_COND_STATE_OK;
	mailimap_response_free(r);
	count_expunged(l);
	return MAILIMAP_NO_ERROR;
}

static int
read_answer(struct imaplink *l, bool *ok)
{
	return mailimap_read_line(l->m) == NULL ? MAILIMAP_ERROR_STREAM : parse_answer(l, ok);
}

int
imaplink_ask(struct imaplink *l, const char *what, struct str command, struct err *e)
{
	bool ok = false;
	int rc = send_command(l, command);

	if (rc == MAILIMAP_NO_ERROR)
		rc = read_answer(l, &ok);
	if (rc != MAILIMAP_NO_ERROR)
		return fail(l, e, rc, what);
	if (!ok)
		err_set(e, ERR_REFUSED, "%.*s: %s: %.*s", STR_ARG(l->host), what,
		    STR_ARG(imaplink_said(l)));
	return ok;
}

int
imaplink_must(struct imaplink *l, const char *what, struct str command, struct err *e)
{
	int rc = imaplink_ask(l, what, command, e);

	if (rc == 0)
		l->broken = true;
	return rc == 1 ? 0 : -1;
}

/* "+" and whatever (RFC 9051, 7.6). */
static int
read_go_on(struct imaplink *l)
{
	const char *line = mailimap_read_line(l->m);

	if (line == NULL)
		return MAILIMAP_ERROR_STREAM;
	return line[0] == '+' ? MAILIMAP_NO_ERROR : MAILIMAP_ERROR_PROTOCOL;
}

/* The answer to a login: a token that is not taken gets a challenge first. */
static int
read_verdict(struct imaplink *l, struct buf *challenge, bool *ok)
{
	struct str line = str_c(mailimap_read_line(l->m));
	int rc;

	if (line.n == 0)
		return MAILIMAP_ERROR_STREAM;
	if (line.p[0] != '+')
		return parse_answer(l, ok);
	buf_add(challenge, str_trim(str_sub(line, 1, line.n)));
	rc = send_line(l, STR_NONE);
	return rc == MAILIMAP_NO_ERROR ? read_answer(l, ok) : rc;
}

int
imaplink_ask_secret(struct imaplink *l, struct str command, struct str then,
    struct buf *challenge, struct err *e)
{
	bool ok = false;
	int rc;

	imaplink_allow(l, ANSWER_MS, SMALL);
	rc = send_command(l, command);
	if (rc == MAILIMAP_NO_ERROR && then.n > 0 && (rc = read_go_on(l)) == MAILIMAP_NO_ERROR)
		rc = send_line(l, then);
	explicit_bzero(l->m->imap_stream->write_buffer, l->m->imap_stream->buffer_max_size);
	if (rc == MAILIMAP_NO_ERROR)
		rc = read_verdict(l, challenge, &ok);
	return rc == MAILIMAP_NO_ERROR ? ok : fail(l, e, rc, "login");
}

int
imaplink_idle(struct imaplink *l, int wake_fd, int64_t ms, struct err *e)
{
	struct pollfd fds[2] = { { .fd = tls_fd(l->tls), .events = POLLIN },
	    { .fd = wake_fd, .events = POLLIN } };
	int rc;

	imaplink_allow(l, ANSWER_MS, SMALL);
	if ((rc = mailimap_idle(l->m)) != MAILIMAP_NO_ERROR)
		return fail(l, e, rc, "IDLE refused");
	if (l->m->imap_stream->read_buffer_len == 0 && !tls_pending(l->tls))
		poll(fds, 2, (int)ms);
	imaplink_allow(l, ANSWER_MS, SMALL);
	if ((rc = mailimap_idle_done(l->m)) == MAILIMAP_NO_ERROR)
		count_expunged(l);
	return rc == MAILIMAP_NO_ERROR ? 0 : fail(l, e, rc, "the session is gone");
}

/* --- open and close ------------------------------------------------------- */

static void
make_stream(struct imaplink *l)
{
	mailstream_low *low = mailstream_low_new(l, &driver);

	l->m = mailimap_new(0, NULL);
	if (low == NULL || l->m == NULL ||
	    (l->m->imap_stream = mailstream_new(low, STREAM_BUFFER)) == NULL ||
	    (l->m->imap_connection_info = mailimap_connection_info_new()) == NULL)
		abort();
}

static int
read_greeting(struct imaplink *l, enum imap_greeting *out, struct err *e)
{
	struct str line;

	imaplink_allow(l, ANSWER_MS, SMALL);
	line = str_c(mailimap_read_line(l->m));
	if (line.n == 0)
		return fail(l, e, MAILIMAP_ERROR_STREAM, "no greeting");
	if (!imap_greeting_is(line, out))
		return imaplink_refuse(l, e, "it does not greet as an IMAP server");
	if (*out != GREETING_BYE)
		return 0;
	imaplink_refuse(l, e, "");
	return err_set(e, ERR_REFUSED, "%.*s: it accepts no connection now: %.*s",
	    STR_ARG(l->host), STR_ARG(str_trim(line)));
}

static int
dial(struct imaplink *l, const struct endpoint *ep, int cancel_fd, struct err *e)
{
	if (tls_dial(ep->host, ep->port, cancel_fd, DIAL_MS, &l->tls, e) == -1)
		return -1;
	if (ep->tls == TLS_NONE && !tls_is_local(l->tls))
		return err_set(e, ERR_CONF, "%.*s: is not loopback: nothing goes there "
		    "without TLS", STR_ARG(ep->host));
	if (ep->tls == TLS_IMPLICIT)
		return tls_start(l->tls, ep->host, ep->ca_file, ANSWER_MS, e);
	return 0;
}

int
imaplink_open(const struct endpoint *ep, int cancel_fd, struct imaplink **out,
    enum imap_greeting *greeting, struct err *e)
{
	struct imaplink *l = calloc(1, sizeof(*l));

	if (l == NULL)
		abort();
	l->host = ep->host;
	if (dial(l, ep, cancel_fd, e) == 0) {
		make_stream(l);
		if (read_greeting(l, greeting, e) == 0) {
			*out = l;
			return 0;
		}
	}
	l->broken = true;
	imaplink_free(l);
	return -1;
}

int
imaplink_secure(struct imaplink *l, const struct endpoint *ep, struct err *e)
{
	imaplink_allow(l, ANSWER_MS, SMALL);
	if (imaplink_must(l, "STARTTLS refused", STR("STARTTLS"), e) == -1)
		return -1;
	/* Bytes sent before TLS would be taken for the server's own after it. */
	if (l->m->imap_stream->read_buffer_len > 0)
		return imaplink_refuse(l, e, "it sent bytes ahead of TLS: refused");
	l->broken = tls_start(l->tls, ep->host, ep->ca_file, ANSWER_MS, e) == -1;
	return l->broken ? -1 : 0;
}

void
imaplink_free(struct imaplink *l)
{
	if (l == NULL)
		return;
	if (l->m == NULL) {
		tls_free(l->tls);
		free(l);
		return;
	}
	expect_none(l);
	if (!l->broken) {
		imaplink_allow(l, BYE_MS, SMALL);
		mailimap_logout(l->m);
	}
	/* A dead link would be spoken to again by mailimap_free(). */
	if (l->m->imap_stream != NULL)
		mailstream_close(l->m->imap_stream);
	l->m->imap_stream = NULL;
	mailimap_free(l->m);
	free(l);
}

/* --- answers -------------------------------------------------------------- */

static bool
has(const struct imaplink *l, int type, const char *name)
{
	const struct mailimap_connection_info *info = l->m->imap_connection_info;

	if (info->imap_capability == NULL)
		return false;
	for (clistiter *i = clist_begin(info->imap_capability->cap_list); i != NULL;
	    i = clist_next(i)) {
		const struct mailimap_capability *c = clist_content(i);

		if (c->cap_type == type && str_ieq(str_c(type == MAILIMAP_CAPABILITY_NAME ?
		    c->cap_data.cap_name : c->cap_data.cap_auth_type), str_c(name)))
			return true;
	}
	return false;
}

bool
imaplink_can(const struct imaplink *l, const char *capability)
{
	return has(l, MAILIMAP_CAPABILITY_NAME, capability);
}

bool
imaplink_can_auth(const struct imaplink *l, const char *mechanism)
{
	return has(l, MAILIMAP_CAPABILITY_AUTH_TYPE, mechanism);
}

void
imaplink_forget(struct imaplink *l)
{
	struct mailimap_connection_info *info = l->m->imap_connection_info;

	if (info->imap_capability != NULL)
		mailimap_capability_data_free(info->imap_capability);
	info->imap_capability = NULL;
}

void
imaplink_leave(struct imaplink *l)
{
	if (l->m->imap_selection_info != NULL)
		mailimap_selection_info_free(l->m->imap_selection_info);
	if ((l->m->imap_selection_info = mailimap_selection_info_new()) == NULL)
		abort();
}

struct imap_folder
imaplink_folder(const struct imaplink *l)
{
	const struct mailimap_selection_info *s = l->m->imap_selection_info;

	return (struct imap_folder){ s->sel_uidvalidity, s->sel_uidnext, s->sel_exists,
	    l->expunged, s->sel_perm == MAILIMAP_MAILBOX_READONLY };
}

void
imaplink_numbers(struct imaplink *l, struct buf *out)
{
	const clist *result = l->m->imap_response_info->rsp_search_result;

	if (result == NULL)
		return;
	for (clistiter *i = clist_begin(result); i != NULL; i = clist_next(i))
		buf_add(out, (struct str){ clist_content(i), sizeof(uint32_t) });
}

static int64_t
instant(const struct mailimap_date_time *t)
{
	return imap_instant(t->dt_year, t->dt_month, t->dt_day, t->dt_hour, t->dt_min,
	    t->dt_sec, t->dt_zone);
}

/* As it came it went to `bodies`, or the library has it. */
static struct str
body_of(const struct imaplink *l, const struct mailimap_msg_att_body_section *s)
{
	struct str body = imapbodies_find(&l->bodies, s);

	return body.n == 0 && s->sec_body_part != NULL ?
	    (struct str){ s->sec_body_part, s->sec_length } : body;
}

static void
read_att(const struct imaplink *l, const struct mailimap_msg_att_static *s,
    struct imap_item *item)
{
	if (s->att_type == MAILIMAP_MSG_ATT_UID) {
		item->uid = s->att_data.att_uid;
	} else if (s->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE) {
		item->size = s->att_data.att_rfc822_size;
		item->is_listed = true;
	} else if (s->att_type == MAILIMAP_MSG_ATT_INTERNALDATE) {
		item->arrived = instant(s->att_data.att_internal_date);
		item->is_listed = true;
	} else if (s->att_type == MAILIMAP_MSG_ATT_BODY_SECTION) {
		item->has_body = true;
		item->body = body_of(l, s->att_data.att_body_section);
	}
}

void
imaplink_items(struct imaplink *l, struct arena *a, struct imap_item **out, size_t *n)
{
	const clist *list = l->m->imap_response_info->rsp_fetch_list;
	struct imap_item *item;

	*out = item = ARENA_ARRAY(a, (size_t)clist_count(list), struct imap_item);
	for (clistiter *i = clist_begin(list); i != NULL; i = clist_next(i), item++) {
		const struct mailimap_msg_att *msg = clist_content(i);

		for (clistiter *k = clist_begin(msg->att_list); k != NULL; k = clist_next(k)) {
			const struct mailimap_msg_att_item *at = clist_content(k);

			if (at->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
				read_att(l, at->att_data.att_static, item);
		}
	}
	*n = (size_t)(item - *out);
}
