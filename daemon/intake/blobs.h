/* blobs: the bytes of the files that a batch of mails brings, each once by its SHA-256. */
#ifndef DAEMON_INTAKE_BLOBS_H
#define DAEMON_INTAKE_BLOBS_H

#include "daemon/intake/reading.h"

/*
 * Queues the files of all these mails at once and in the order of their hashes: another
 * daemon that stores some of the same waits for this one, or this one for it.
 */
void	blobs_store(struct work *, const struct reading *, size_t n);

#endif
