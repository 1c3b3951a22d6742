/*
 * sendprobe: plays supervisor and core for a send role, so that tests can say
 * which mail goes where and see what core would be told.
 *
 *	sendprobe NAME,HOST,PORT,TLS,USER,PASSWORD_FILE,CA_FILE ...
 *
 * Standard input, a command a line:
 *	send ID MAILBOX FROM TO FILE	"<>" is the null sender, "%0d%0a" a CRLF
 *	many N MAILBOX FROM TO FILE	N mails, IDs from 1 on, 64 at a time
 *	core				a new core takes over
 *	stop				MSG_STOP
 * Standard output: "ready", "sent ID OUTCOME CODE REPLY", "exit STATUS".
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/parse/parserole.h"
#include "daemon/policy/conf.h"
#include "daemon/role/channel.h"
#include "daemon/send/send.h"
#include "daemon/sys/file.h"
#include "daemon/sys/log.h"
#include "parsers/base/wire.h"

enum { WINDOW = 64 };

/* Of mail from "<>", and of mail from an address like it. */
static const struct str RETURN_PATH = STR("desk+b-token@example.com");

struct probe {
	struct arena	*a;
	struct channel	*control;
	struct channel	*core;
	struct str	 many;		/* the body of `many`, without its number */
	uint64_t	 next;		/* … its next number */
	uint64_t	 last;
	int		 pending;
};

static struct str
field(struct str *rest, char sep)
{
	struct str s;

	return str_split(rest, sep, &s) ? s : STR_NONE;
}

static uint16_t
number(struct str s)
{
	uint64_t n;

	return str_u64(s, &n) ? (uint16_t)n : 0;
}

/* As conf.c leaves them: each text ends in NUL. */
static struct mailbox
mailbox_of(struct arena *a, const char *spec)
{
	struct str rest = str_c(spec), tls;
	struct mailbox m = { .name = field(&rest, ','), .smtp.max_connections = 3 };

	m.address = str_printf(a, "%.*s@example.com", STR_ARG(m.name));
	m.smtp.host = field(&rest, ',');
	m.smtp.port = number(field(&rest, ','));
	tls = field(&rest, ',');
	m.smtp.tls = str_eq(tls, STR("implicit")) ? TLS_IMPLICIT :
	    str_eq(tls, STR("starttls")) ? TLS_STARTTLS : TLS_NONE;
	m.smtp.user = field(&rest, ',');
	m.smtp.password_file = str_dup(a, field(&rest, ','));
	m.smtp.ca_file = str_dup(a, field(&rest, ','));
	return m;
}

static void
new_core(struct probe *p)
{
	struct buf b;
	int fd[2];

	if (channel_pair(fd, NULL) == -1)
		abort();
	channel_free(p->core);
	p->core = channel_new(fd[0]);
	buf_init(&b, p->a);
	msg_peer_pack(&b, &(struct msg_peer){ ROLE_CORE, 0 });
	channel_put_fd(p->control, MSG_PEER, buf_str(&b), fd[1]);
	close(fd[1]);
	if (channel_flush(p->control) == -1)
		abort();
}

/* "%0d%0a" in an address stands for CRLF. */
static struct str
address_of(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	if (str_eq(s, STR("<>")))
		return STR_NONE;
	for (size_t i = 0; i < s.n; i++) {
		if (str_starts(str_sub(s, i, 6), STR("%0d%0a"))) {
			buf_adds(&b, "\r\n");
			i += 5;
		} else {
			buf_addc(&b, s.p[i]);
		}
	}
	return buf_str(&b);
}

/* MSG_SEND's body without the delivery. */
static struct str
mail_of(struct arena *a, struct str rest)
{
	struct str bytes, from;
	struct buf b;
	FILE *f;

	buf_init(&b, a);
	wire_put_str(&b, field(&rest, ' '));
	wire_put_str(&b, from = address_of(a, field(&rest, ' ')));
	wire_put_str(&b, address_of(a, field(&rest, ' ')));
	wire_put_str(&b, from.n == 0 || str_find(from, STR("+b-"), 0) != SIZE_MAX ?
	    RETURN_PATH : STR_NONE);
	if ((f = fopen(str_dup(a, rest).p, "rb")) == NULL ||
	    file_read_all(a, fileno(f), CHANNEL_MAX, &bytes, NULL) == -1) {
		perror("sendprobe");
		exit(1);
	}
	fclose(f);
	wire_put_str(&b, bytes);
	wire_put_u8(&b, 0);		/* the priority */
	wire_put_u64(&b, 0);		/* nothing follows the bytes */
	return buf_str(&b);
}

static void
send_mail(struct probe *p, uint64_t id, struct str mail)
{
	struct arena *a = arena_new();
	struct buf b;

	buf_init(&b, a);
	wire_put_u64(&b, id);
	buf_add(&b, mail);
	channel_put(p->core, MSG_SEND, buf_str(&b));
	arena_free(a);
	p->pending++;
}

static void
go_on(struct probe *p)
{
	while (p->next <= p->last && p->pending < WINDOW)
		send_mail(p, p->next++, p->many);
}

static void
command(struct probe *p, struct str line)
{
	struct str verb = field(&line, ' ');
	uint64_t n = 0;

	if (str_eq(verb, STR("core"))) {
		new_core(p);
	} else if (str_eq(verb, STR("stop"))) {
		channel_put(p->control, MSG_STOP, STR_NONE);
	} else if (str_eq(verb, STR("send")) && str_u64(field(&line, ' '), &n)) {
		send_mail(p, n, mail_of(p->a, line));
	} else if (str_eq(verb, STR("many")) && str_u64(field(&line, ' '), &n)) {
		p->many = mail_of(p->a, line);
		p->next = 1;
		p->last = n;
		go_on(p);
	}
}

static void
take_sent(struct probe *p)
{
	static const char *const names[] = { "ok", "permanent", "temporary", "unknown" };
	struct message m;

	channel_pump(p->core);
	while (channel_next(p->core, &m)) {
		struct wire in = { .in = m.body };
		uint64_t id = wire_u64(&in);
		uint8_t outcome = wire_u8(&in);
		uint32_t code = wire_u32(&in);
		struct str reply = wire_text(&in);

		wire_u8(&in);			/* whether the queue stops, and the mend */
		wire_text(&in);
		if (m.type != MSG_SENT || wire_end(&in) == -1 || outcome > SEND_UNKNOWN)
			abort();
		printf("sent %llu %s %u %.*s\n", (unsigned long long)id, names[outcome],
		    code, STR_ARG(reply));
		p->pending--;
	}
	go_on(p);
	fflush(stdout);
}

/* False: the role has ended. */
static bool
take_control(struct probe *p)
{
	bool gone = channel_pump(p->control) == -1;
	struct message m;

	while (channel_next(p->control, &m))
		if (m.type == MSG_READY) {
			puts("ready");
			fflush(stdout);
		}
	return !gone;
}

/* Standard input is read as it comes: stdio would hide lines from poll(). */
static bool
take_input(struct probe *p, struct buf *in)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));
	struct str rest;
	size_t end;

	if (n <= 0)
		return false;
	buf_add(in, (struct str){ bytes, (size_t)n });
	rest = buf_str(in);
	while ((end = str_chr(rest, '\n', 0)) != SIZE_MAX) {
		command(p, str_sub(rest, 0, end));
		rest = str_sub(rest, end + 1, SIZE_MAX);
	}
	if (rest.n > 0)
		memmove(in->p, rest.p, rest.n);
	in->n = rest.n;
	return true;
}

static void
serve(struct probe *p)
{
	struct buf in;
	bool open = true;

	buf_init(&in, p->a);
	for (;;) {
		struct pollfd fds[] = {
			{ .fd = open ? STDIN_FILENO : -1, .events = POLLIN },
			{ .fd = channel_fd(p->control), .events = channel_events(p->control) },
			{ .fd = channel_fd(p->core), .events = channel_events(p->core) },
		};

		poll(fds, 3, -1);
		if (fds[0].revents != 0 && !take_input(p, &in))
			open = false;
		take_sent(p);
		if (!take_control(p)) {
			take_sent(p);
			return;
		}
	}
}

int
main(int argc, char **argv)
{
	struct probe p = { .a = arena_new(), .next = 1 };
	struct conf conf = { .log_level = STR("debug") };
	int fd[2], status = 0;
	pid_t pid;

	conf.mailboxes.v = ARENA_ARRAY(p.a, (size_t)argc, struct mailbox);
	for (int i = 1; i < argc; i++)
		conf.mailboxes.v[conf.mailboxes.n++] = mailbox_of(p.a, argv[i]);
	signal(SIGPIPE, SIG_IGN);
	if (channel_pair(fd, NULL) == -1 || (pid = fork()) == -1)
		abort();
	if (pid == 0) {
		close(fd[0]);
		log_open("send", LOG_DEBUG);
		_exit(send_run(&conf, channel_new(fd[1])));
	}
	close(fd[1]);
	p.control = channel_new(fd[0]);
	new_core(&p);
	serve(&p);
	if (waitpid(pid, &status, 0) == pid)
		printf("exit %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
	channel_free(p.core);
	channel_free(p.control);
	arena_free(p.a);
	return 0;
}
