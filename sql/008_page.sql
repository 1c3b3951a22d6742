-- What the portal shows to whom.

-- Whether a customer may see this ticket: `contact` is its requester; or it is of `project`,
-- all of whose tickets they see ('': of none); of `one` alone where they came by its link (0:
-- of any).  What went into another ticket and spam are shown to nobody, nor what was opened
-- in a requester's name that nothing proved, nor what has been among engineers alone.
create function docket.page_shows(t docket.ticket, contact int8, project text, one int8)
	returns bool language sql stable parallel safe
	return t.merged_into is null and 'spam' <> all(t.tags)
	    and case one when 0 then t.requester is not distinct from contact
		or t.project = project
	    else one = t.id and t.requester is not distinct from contact end
	    and exists (select from docket.entry e where e.ticket = t.id and e.public)
	    and not exists (select from docket.participant p
		join docket.contact_address a on a.address = p.address
		where p.ticket = t.id and p.doubt <> '' and a.contact = t.requester);

-- Whether an entry is read there: what customers wrote and what engineers wrote to them.
create function docket.page_tells(e docket.entry)
	returns bool language sql immutable parallel safe
	return e.public and e.kind = 'mail-in';

-- A project's list of what is open, however much it has had.
create index ticket_project_open on docket.ticket (project, id desc)
	where category not in ('resolved', 'closed');
