/*
 * systemd: readiness, status and watchdog, told to whoever started us by
 * sd_notify(3).  Without NOTIFY_SOCKET nothing happens.
 */
#ifndef DAEMON_SYS_SYSTEMD_H
#define DAEMON_SYS_SYSTEMD_H

#include <stdint.h>

/* "READY=1\nSTATUS=…" */
void	systemd_notify(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Milliseconds within which WATCHDOG=1 is expected; 0: nobody expects it. */
int64_t	systemd_watchdog(void);

#endif
