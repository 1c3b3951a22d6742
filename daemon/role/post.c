/* post: see post.h. */
#include "daemon/role/post.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { BIG_BYTES = 256 * 1024 };

struct post *
post_new(enum message_type type, uint64_t generation, struct str head, struct str tail)
{
	struct post *p = malloc(sizeof(*p) + head.n + tail.n);

	if (p == NULL)
		abort();
	*p = (struct post){ .type = type, .generation = generation, .n = head.n + tail.n };
	if (head.n > 0)
		memcpy(p->body, head.p, head.n);
	if (tail.n > 0)
		memcpy(p->body + head.n, tail.p, tail.n);
	return p;
}

/* --- a list --- */

void
posts_init(struct posts *list)
{
	list->first = NULL;
	list->last = &list->first;
}

void
posts_add(struct posts *list, struct post *p)
{
	p->next = NULL;
	*list->last = p;
	list->last = &p->next;
}

struct post *
posts_take(struct posts *list)
{
	struct post *p = list->first;

	if (p != NULL && (list->first = p->next) == NULL)
		list->last = &list->first;
	return p;
}

/* --- a list with a lock and a bell --- */

void
queue_init(struct queue *q)
{
	pthread_mutex_init(&q->lock, NULL);
	posts_init(&q->list);
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
	struct post *p = post_new(type, generation, head, tail);

	pthread_mutex_lock(&q->lock);
	posts_add(&q->list, p);
	pthread_mutex_unlock(&q->lock);
	queue_ring(q);
}

struct post *
queue_take(struct queue *q)
{
	struct post *p;
	uint64_t n;

	pthread_mutex_lock(&q->lock);
	/* Quiet already is fine. */
	if ((p = posts_take(&q->list)) == NULL)
		while (read(q->event, &n, sizeof(n)) == -1 && errno == EINTR)
			continue;
	pthread_mutex_unlock(&q->lock);
	return p;
}

void
queue_pass(struct queue *q, struct channel *to, uint64_t generation)
{
	struct post *p;
	bool big = false;

	while ((p = queue_take(q)) != NULL) {
		if (to != NULL && p->generation == generation)
			channel_put(to, p->type, (struct str){ p->body, p->n });
		big |= p->n > BIG_BYTES;
		free(p);
	}
	if (to != NULL)
		channel_push(to);
	if (big)
		malloc_trim(0);
}
