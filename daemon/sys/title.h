/* title: what ps(1) and /proc/PID/cmdline show of this process. */
#ifndef DAEMON_SYS_TITLE_H
#define DAEMON_SYS_TITLE_H

/* First thing in main(): finds the room, moves the environment out of it. */
void	title_init(int argc, char **argv);
/* Overwrites argv: whoever still needs an argument has copied it. */
void	title_set(const char *title);

#endif
