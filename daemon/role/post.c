/* post: see post.h. */
#include "daemon/role/post.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

void
queue_init(struct queue *q)
{
	pthread_mutex_init(&q->lock, NULL);
	q->first = NULL;
	q->last = &q->first;
	if ((q->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) == -1)
		abort();
}

void
queue_ring(struct queue *q)
{
	uint64_t one = 1;

	while (write(q->event, &one, sizeof(one)) == -1 && errno == EINTR)
		continue;
}

void
queue_put(struct queue *q, enum message_type type, uint64_t generation, struct str head,
    struct str tail)
{
	struct post *p = malloc(sizeof(*p) + head.n + tail.n);

	if (p == NULL)
		abort();
	*p = (struct post){ .type = type, .generation = generation, .n = head.n + tail.n };
	if (head.n > 0)
		memcpy(p->body, head.p, head.n);
	if (tail.n > 0)
		memcpy(p->body + head.n, tail.p, tail.n);
	pthread_mutex_lock(&q->lock);
	*q->last = p;
	q->last = &p->next;
	pthread_mutex_unlock(&q->lock);
	queue_ring(q);
}

struct post *
queue_take(struct queue *q)
{
	struct post *p;
	uint64_t n;

	pthread_mutex_lock(&q->lock);
	if ((p = q->first) == NULL) {
		/* Quiet already is fine. */
		while (read(q->event, &n, sizeof(n)) == -1 && errno == EINTR)
			continue;
	} else if ((q->first = p->next) == NULL) {
		q->last = &q->first;
	}
	pthread_mutex_unlock(&q->lock);
	return p;
}
