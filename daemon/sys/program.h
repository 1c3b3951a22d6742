/*
 * program: an admin's program, run without a shell by a child that its role forked before
 * its cage closed.  Neither has a file of the role's but what is named here, and both die
 * with who forked them.
 */
#ifndef DAEMON_SYS_PROGRAM_H
#define DAEMON_SYS_PROGRAM_H

enum { PROGRAM_NO_EXEC = 127 };		/* exit status: it could not be run */

/* In that child: of the role's files `fd` alone is kept, under the number that is given. */
int		program_serve(int fd);
/*
 * In a fork of it: becomes the program, the first of a process group, with `in` and `out`
 * as its standard input and output.  argv[0] is its path.
 */
_Noreturn void	program_become(char *const argv[], char *const env[], int in, int out);

#endif
