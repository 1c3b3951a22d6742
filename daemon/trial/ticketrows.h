/* ticketrows: a ticket in memory: its row, fields, people and history. */
#ifndef DAEMON_TRIAL_TICKETROWS_H
#define DAEMON_TRIAL_TICKETROWS_H

#include "daemon/trial/asked.h"

extern const struct answering ticket_rows[];

#endif
