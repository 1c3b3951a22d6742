/* job: what a worker is asked about a mail, and what its answers make of the job. */
#ifndef DAEMON_PARSE_JOB_H
#define DAEMON_PARSE_JOB_H

#include "daemon/parse/pool.h"

/* The question of its stage. */
enum message_type	job_pack(struct buf *, const struct job *);
/* -1: no letter.  Letters borrow from what they are read from: that is kept with them. */
int	job_read_letter(struct job *, struct str body);
/* An answer that makes no sense leaves OPEN what it should have told. */
void	job_read_results(struct job *, struct str body);
void	job_add_to_file(struct job *, const struct msg_file *);
/* What came has that hash, or it is as if it had not come. */
void	job_check_file(struct arena *, struct file *);

#endif
