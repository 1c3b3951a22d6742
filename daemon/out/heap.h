/*
 * heap: mail that comes in heaps, by harm or by accident.  Of a sender's few mails each is
 * told at once; of the rest each reader gets one list, of tickets, after a pause that
 * grows while the heap does.  So too of mails in an engineer's name.
 */
#ifndef DAEMON_OUT_HEAP_H
#define DAEMON_OUT_HEAP_H

#include "daemon/ticket/event.h"

enum heap { HEAP_MAIL, HEAP_UNPROVEN, HEAPS };

/* This mail of the sender: whether it belongs to a heap.  Counts it; once a mail. */
int	heap_grows(struct work *, struct str sender, int64_t at_once, bool *grows);
/* The reader is told of the event's entry by a list. */
int	heap_add(struct work *, enum heap, const struct event *, struct str reader);
/* The heap of that name in docket.held_told, or HEAPS. */
enum heap	heap_find(struct str event);
/* Writes the list of what waits for this reader, and forgets it. */
int	heap_send(struct work *, enum heap, struct str reader);

#endif
