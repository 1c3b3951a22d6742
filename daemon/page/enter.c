/* enter: the pages by which people sign in and out; who they are then is weblogin's. */
#include "daemon/page/form.h"
#include "daemon/page/pages.h"
#include "daemon/page/put.h"
#include "daemon/render/page.h"
#include "parsers/base/array.h"

int
page_home(struct visit *v)
{
	return visit_go(v, !v->is_in ? STR("/sign-in") : v->who.agent != NULL ?
	    STR("/tickets") : STR("/requests"));
}

int
page_style_sheet(struct visit *v)
{
	v->out->type = STR("text/css; charset=utf-8");
	v->out->body = page_css();
	return 200;
}

int
page_sign_in(struct visit *v)
{
	struct form_field fields[] = {
		{ .kind = FORM_ADDRESS, .name = STR("address"), .label = visit_say(v, SAY_ADDRESS),
		  .needed = true, .most = 254 },
	};
	struct form f = { .action = STR("/sign-in"), .button = visit_say(v, SAY_IN_SEND),
	    .v = fields, .n = COUNT(fields), .anybody = true };

	v->title = visit_say(v, SAY_SIGN_IN);
	v->quiet = str_eq(visit_query(v, "said"), STR("mailed"));
	if (v->quiet) {
		v->title = visit_say(v, SAY_IN_SENT_TITLE);
		put_element(v, "p", SAY_IN_SENT);
	} else
		put_element(v, "p", SAY_IN_ABOUT);
	form_put(v, &f);
	return 200;
}

static const struct {
	enum page_word	why;
} no_way_in[] = {
	[WEB_PROOF_NONE] = { SAY_LINK_NONE }, [WEB_PROOF_LATE] = { SAY_LINK_LATE },
	[WEB_PROOF_SPENT] = { SAY_LINK_SPENT }, [WEB_PROOF_WRONG] = { SAY_LINK_WRONG },
};

/* One button, for what follows links by itself presses none. */
int
page_in(struct visit *v)
{
	struct form_field fields[] = {
		{ .kind = FORM_CODE, .name = STR("code"), .label = visit_say(v, SAY_CODE),
		  .hint = visit_say(v, SAY_CODE_ABOUT), .needed = true, .most = 20 },
	};
	struct form f = { .action = v->req->path, .button = visit_say(v, SAY_IN_NOW),
	    .v = fields, .anybody = true };
	enum web_proof_state state;

	if (web_proof_look(v->db, v->args[0], v->req->code, v->desk->now, &state, v->e) == -1)
		return -1;
	v->title = visit_say(v, SAY_SIGN_IN);
	if (state != WEB_PROOF_GOOD && state != WEB_PROOF_CODE) {
		put_element(v, "p", no_way_in[state].why);
		put(v, "<p>");
		put_link(v, STR("/sign-in"), visit_say(v, SAY_LINK_NEW));
		put(v, "</p>\n");
		return 200;
	}
	f.n = state == WEB_PROOF_CODE ? COUNT(fields) : 0;
	if (f.n == 0)
		put_element(v, "p", SAY_IN_PRESS);
	form_put(v, &f);
	return 200;
}

int
page_sign_out(struct visit *v)
{
	struct form f = { .action = STR("/sign-out"), .button = visit_say(v, SAY_SIGN_OUT) };

	v->title = visit_say(v, SAY_SIGN_OUT);
	put_paragraph(v, visit_say_of(v, SAY_SIGNED_IN, v->who.address));
	form_put(v, &f);
	return 200;
}
