"""Makes a scenario smaller while something stays true of it."""
import copy

OPTIONAL = {"when", "holidays", "warn", "status", "carry", "reopen"}
CLOCKS = ("response", "next_response", "update", "resolution")


def lists_of(value, key=None):
    """Every list inside a scenario that has something to give away, and how much it keeps."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from lists_of(part, name)
    elif isinstance(value, list):
        yield value, key in ("severity", "targets")	# an empty one would mean something else
        for part in value:
            yield from lists_of(part)


def groups_of(value):
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, (dict, list)):
            yield from groups_of(part)


def smaller(scenario):
    """Copies of the scenario, each with one thing less."""
    for n, (items, keep) in enumerate(lists_of(scenario)):
        room = len(items) - keep
        for size in {room // 2, 1} - {0}:
            for first in range(0, room, size):
                less = copy.deepcopy(scenario)
                del list(lists_of(less))[n][0][first:min(first + size, room)]
                yield less
    for clock in CLOCKS:			# of all targets, else changes start and end clocks
        less = copy.deepcopy(scenario)
        if [group.pop(clock) for group in groups_of(less) if clock in group]:
            yield less
    for n, group in enumerate(groups_of(scenario)):
        for key in OPTIONAL & set(group):
            less = copy.deepcopy(scenario)
            del list(groups_of(less))[n][key]
            yield less


def shrink(scenario, holds, tries=400):
    """The smallest scenario found for which holds(scenario), which may raise for nonsense."""
    again = True
    while again:
        again = False
        for less in smaller(scenario):
            tries -= 1
            if tries < 0:
                return scenario
            try:
                fits = holds(less)
            except (LookupError, ValueError, TypeError, AttributeError):
                continue
            if fits:
                scenario, again = less, True
                break
    return scenario
