/*
 * read: the role that makes pages: asked by web, one after the other.  Its login may read
 * alone, and a statement that takes long is broken off, so that a page costs mail nothing.
 */
#ifndef DAEMON_READ_READ_H
#define DAEMON_READ_READ_H

struct channel;
struct conf;

int	read_run(const struct conf *, struct channel *control);

#endif
