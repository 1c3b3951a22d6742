-- The unique index over cycle, point and epoch finds a cycle's alarms as well, and
-- each alarm is one write less.

drop index docket.alarm_cycle;
