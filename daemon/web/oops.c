/* oops: see oops.h. */
#include "daemon/web/oops.h"

#include <ctype.h>

#include "parsers/base/array.h"
#include "parsers/http/head.h"

enum language { EN, ES, DE, FR, PT, IT, LANGUAGES };

static const char *const languages[LANGUAGES] = { "en", "es", "de", "fr", "pt", "it" };

struct said {
	int		 status;
	const char	*title[LANGUAGES];
	const char	*text[LANGUAGES];
};

/* The last row is for all that browsers do not bring about. */
static const struct said all[] = {
	{ HTTP_FORBIDDEN,
	  { "Not from here", "Desde aquí no", "Nicht von hier", "Pas depuis ici", "Daqui não",
	    "Non da qui" },
	  { "This form was sent from another site. Open the page here, and send it again.",
	    "Este formulario se envió desde otro sitio. Abra la página aquí y envíelo de nuevo.",
	    "Dieses Formular kam von einer anderen Seite. Öffnen Sie die Seite hier und senden Sie es "
	    "noch einmal.",
	    "Ce formulaire vient d’un autre site. Ouvrez la page ici et envoyez-le de nouveau.",
	    "Este formulário veio de outro site. Abra a página aqui e envie-o de novo.",
	    "Questo modulo arriva da un altro sito. Apra la pagina qui e lo invii di nuovo." } },
	{ HTTP_TIMEOUT,
	  { "That took too long", "Ha tardado demasiado", "Das hat zu lange gedauert",
	    "Cela a pris trop de temps", "Demorou demais", "Ci è voluto troppo" },
	  { "Nothing was taken. Please send it again.", "No se ha guardado nada. Envíelo de nuevo.",
	    "Es wurde nichts angenommen. Bitte senden Sie es noch einmal.",
	    "Rien n’a été pris en compte. Veuillez l’envoyer de nouveau.",
	    "Nada foi guardado. Envie de novo, por favor.",
	    "Non è stato preso nulla. Lo invii di nuovo, per favore." } },
	{ HTTP_TOO_LARGE,
	  { "That is too large", "Es demasiado grande", "Das ist zu groß", "C’est trop volumineux",
	    "É grande demais", "È troppo grande" },
	  { "Nothing was taken. Please send fewer or smaller files.",
	    "No se ha guardado nada. Envíe menos archivos, o más pequeños.",
	    "Es wurde nichts angenommen. Bitte senden Sie weniger oder kleinere Dateien.",
	    "Rien n’a été pris en compte. Veuillez envoyer moins de fichiers, ou de plus petits.",
	    "Nada foi guardado. Envie menos ficheiros, ou mais pequenos.",
	    "Non è stato preso nulla. Invii meno file, o più piccoli." } },
	{ HTTP_UNAVAILABLE,
	  { "Not just now", "Ahora no es posible", "Gerade nicht möglich", "Pas pour l’instant",
	    "Agora não é possível", "Ora non è possibile" },
	  { "These pages cannot be had at the moment. Please try again in a minute; mail still "
	    "reaches us.",
	    "Estas páginas no están disponibles en este momento. Inténtelo de nuevo en un minuto; el "
	    "correo nos sigue llegando.",
	    "Diese Seiten sind im Augenblick nicht zu haben. Bitte versuchen Sie es in einer Minute "
	    "noch einmal; E-Mail erreicht uns weiterhin.",
	    "Ces pages ne sont pas disponibles pour le moment. Veuillez réessayer dans une minute ; le "
	    "courriel nous parvient toujours.",
	    "Estas páginas não estão disponíveis neste momento. Tente de novo dentro de um minuto; o "
	    "correio continua a chegar.",
	    "Queste pagine al momento non sono disponibili. Riprovi tra un minuto; la posta ci arriva "
	    "sempre." } },
	{ OOPS_IN_DOUBT,
	  { "No answer yet", "Aún sin respuesta", "Noch keine Antwort", "Pas encore de réponse",
	    "Ainda sem resposta", "Ancora nessuna risposta" },
	  { "It is not known whether that was taken. Please look before you send it again.",
	    "No se sabe si se ha guardado. Compruébelo antes de enviarlo de nuevo.",
	    "Es ist nicht bekannt, ob das angenommen wurde. Bitte sehen Sie nach, bevor Sie es noch "
	    "einmal senden.",
	    "On ne sait pas si cela a été pris en compte. Veuillez vérifier avant de renvoyer.",
	    "Não se sabe se foi guardado. Verifique antes de enviar de novo.",
	    "Non si sa se sia stato preso. Controlli prima di inviarlo di nuovo." } },
	{ HTTP_BAD,
	  { "That was not understood", "No se ha entendido", "Das war nicht zu verstehen",
	    "Cela n’a pas été compris", "Não foi entendido", "Non si è capito" },
	  { "The address or the form is damaged.", "La dirección o el formulario están dañados.",
	    "Die Adresse oder das Formular ist beschädigt.",
	    "L’adresse ou le formulaire est endommagé.",
	    "O endereço ou o formulário está danificado.", "L’indirizzo o il modulo è rovinato." } },
};

/* The first that we speak of "de-CH, fr;q=0.8": browsers write the dearest first. */
static enum language
pick(struct str accept)
{
	struct str one;

	while (str_split(&accept, ',', &one)) {
		one = str_trim(one);
		if (one.n > 2 && isalnum((unsigned char)one.p[2]))
			continue;
		for (int i = 0; i < LANGUAGES; i++)
			if (str_istarts(one, str_c(languages[i])))
				return (enum language)i;
	}
	return EN;
}

void
oops_page(struct arena *a, int status, struct str language, struct page_answer *out)
{
	enum language in = pick(language);
	size_t i = 0;

	while (i + 1 < COUNT(all) && all[i].status != status)
		i++;
	*out = (struct page_answer){
		.status = (uint32_t)(status == OOPS_IN_DOUBT ? HTTP_UNAVAILABLE : status),
		.type = STR("text/html; charset=utf-8"),
		.body = str_printf(a, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		    "<title>%s</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n"
		    "<body>\n<main>\n<h1>%s</h1>\n<p>%s</p>\n</main>\n</body>\n</html>\n",
		    languages[in], all[i].title[in], all[i].title[in], all[i].text[in]),
	};
}
