/* chance: tickets and conditions made at random, of a seed. */
#ifndef TESTS_DB_CHANCE_H
#define TESTS_DB_CHANCE_H

#include "tests/db/desk.h"

void	chance_seed(uint64_t);
/* Below n. */
size_t	chance_pick(size_t n);
/* Projects, teams, types, fields and people that the others name. */
void	chance_furnish(struct desk *);
/* Its number. */
int64_t	chance_ticket(struct desk *);
/* A condition as rules.conf has it; depth: 1. */
void	chance_condition(struct buf *, int depth);

#endif
