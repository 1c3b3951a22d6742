#include "parsers/quotewords.h"

#include <stddef.h>

const char *const quote_verbs[] = {
	"wrote", "writes", "sent", "said", "replied",			/* en */
	"escribio", "escribia",						/* es */
	"schrieb", "geschrieben", "hat geschrieben",			/* de */
	"a ecrit", "ecrit", "ecrivait",					/* fr */
	"escreveu", "escrevia",						/* pt */
	"ha scritto", "scrive", "scritto",				/* it */
	"schreef", "geschreven",					/* nl */
	"skrev", "skreiv",						/* da, no, sv */
	"kirjoitti",							/* fi */
	"napisal", "napisal(a)", "napisala",				/* pl, cs */
	"napsal", "napsal(a)", "napisao", "napisal/a",
	"irta", "ezt irta",						/* hu */
	"a scris",							/* ro */
	"yazdi", "sunu yazdi",						/* tr */
	"\xd0\xbd\xd0\xb0\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd0\xbb",	/* ru */
	"\xd0\xbf\xd0\xb8\xd1\x88\xd0\xb5\xd1\x82",
	"\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd0\xbb",
	"\xce\xad\xce\xb3\xcf\x81\xce\xb1\xcf\x88\xce\xb5",		/* el */
	"\xd7\x9b\xd7\xaa\xd7\x91",					/* he */
	"\xd9\x83\xd8\xaa\xd8\xa8",					/* ar */
	"\xe5\x86\x99\xe9\x81\x93", "\xe5\xaf\xab\xe9\x81\x93",		/* zh */
	"\xe6\x9b\xb8\xe3\x81\x8d\xe3\x81\xbe\xe3\x81\x97\xe3\x81\x9f",	/* ja */
	"\xeb\x8b\x98\xec\x9d\xb4 \xec\x9e\x91\xec\x84\xb1",		/* ko */
	"viet", NULL							/* vi */
};

const char *const quote_leads[] = {
	"on ", "in message ", "at ", "quoting ",			/* en */
	"el ", "con fecha ",						/* es */
	"am ", "on ", "von ",						/* de */
	"le ", "a ", "en date du ",					/* fr */
	"em ", "no dia ", "a ",						/* pt */
	"il ", "in data ", "il giorno ",				/* it */
	"op ",								/* nl */
	"den ", "pa ", "dana ", "dne ", "dnia ", "w dniu ", "pe ", "vao ", "ngay ",
	"\xe5\x9c\xa8 ", "\xe5\x9c\xa8", "\xe4\xba\x8e", "\xe6\x96\xbc", NULL
};

const char *const quote_from[] = {
	"from", "de", "von", "da", "van", "fra", "fran", "od", "lahettaja", "kimden",
	"\xd0\xbe\xd1\x82", "\xd0\xbe\xd1\x82 \xd0\xba\xd0\xbe\xd0\xb3\xd0\xbe",
	"\xd0\xb2\xd1\x96\xd0\xb4", "\xd7\x9e\xd7\x90\xd7\xaa",
	"\xe5\x8f\x91\xe4\xbb\xb6\xe4\xba\xba", "\xe5\xaf\x84\xe4\xbb\xb6\xe8\x80\x85",
	"\xe5\xb7\xae\xe5\x87\xba\xe4\xba\xba", "\xeb\xb3\xb4\xeb\x82\xb8\xec\x82\xac\xeb\x9e\x8c",
	"mittente", "remitente", "expediteur", "absender", "afzender", NULL
};

const char *const quote_labels[] = {
	"sent", "date", "to", "cc", "bcc", "subject", "reply-to", "importance",	/* en */
	"enviado", "enviado el", "enviado a las", "fecha", "para", "asunto",	/* es */
	"gesendet", "datum", "an", "betreff", "kopie", "bis", "wichtigkeit",	/* de */
	"envoye", "envoye le", "date d'envoi", "a", "objet", "repondre a",	/* fr */
	"enviada", "enviada em", "enviado em", "data", "assunto",		/* pt */
	"inviato", "data invio", "oggetto", "per conoscenza",			/* it */
	"verzonden", "aan", "onderwerp",					/* nl */
	"skickat", "till", "amne", "sendt", "til", "emne", "dato",		/* sv, da, no */
	"lahetetty", "vastaanottaja", "aihe", "paivays", "kopio",		/* fi */
	"wyslano", "do", "temat", "data", "dw", "komu", "odeslano", "predmet",	/* pl, cs */
	"gonderildi", "gonderilme", "kime", "konu", "tarih",			/* tr */
	"\xd0\xba\xd0\xbe\xd0\xbc\xd1\x83", "\xd1\x82\xd0\xb5\xd0\xbc\xd0\xb0",	/* ru */
	"\xd0\xb4\xd0\xb0\xd1\x82\xd0\xb0",
	"\xd0\xbe\xd1\x82\xd0\xbf\xd1\x80\xd0\xb0\xd0\xb2\xd0\xbb\xd0\xb5\xd0\xbd\xd0\xbe",
	"\xe5\x8f\x91\xe9\x80\x81\xe6\x97\xb6\xe9\x97\xb4",			/* zh */
	"\xe6\x97\xa5\xe6\x9c\x9f", "\xe6\x94\xb6\xe4\xbb\xb6\xe4\xba\xba",
	"\xe4\xb8\xbb\xe9\xa2\x98", "\xe6\x8a\x84\xe9\x80\x81",
	"\xe9\x80\x81\xe4\xbf\xa1\xe6\x97\xa5\xe6\x99\x82", "\xe5\xae\x9b\xe5\x85\x88",	/* ja */
	"\xe4\xbb\xb6\xe5\x90\x8d", NULL
};

const char *const quote_original[] = {
	"original message", "original mail", "original e-mail", "reply message",
	"original appointment",
	"mensaje original", "mensaje original enviado",
	"ursprungliche nachricht", "originalnachricht", "original-nachricht",
	"urspruengliche nachricht", "urspr. nachricht",
	"message d'origine", "message original", "message initial", "message transmis",
	"mensagem original", "messaggio originale", "messaggio original",
	"oorspronkelijk bericht", "originalmeddelande", "ursprungligt meddelande",
	"oprindelig meddelelse", "oprindelig besked", "original meddelelse", "opprinnelig melding",
	"alkuperainen viesti", "oryginalna wiadomosc", "wiadomosc oryginalna",
	"wiadomosc pierwotna", "puvodni zprava", "puvodni e-mail", "antwort nachricht",
	"\xd0\xb8\xd1\x81\xd1\x85\xd0\xbe\xd0\xb4\xd0\xbd\xd0\xbe\xd0\xb5 "
	"\xd1\x81\xd0\xbe\xd0\xbe\xd0\xb1\xd1\x89\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5",
	"\xe5\x8e\x9f\xe5\xa7\x8b\xe9\x82\xae\xe4\xbb\xb6",
	"\xeb\xa9\x94\xec\x8b\x9c\xec\xa7\x80 \xec\x9b\x90\xeb\xac\xb8", NULL
};

const char *const quote_forwarded[] = {
	"forwarded message", "forwarded mail", "begin forwarded message", "forwarded by",
	"mensaje reenviado", "inicio del mensaje reenviado",
	"weitergeleitete nachricht", "anfang der weitergeleiteten", "weitergeleitet von",
	"message transfere", "debut du message", "message reexpedie", "mensagem encaminhada",
	"inicio da mensagem", "messaggio inoltrato", "inizio messaggio inoltrato",
	"doorgestuurd bericht", "videresendt", "vidarebefordrat", NULL
};

const char *const quote_reply_above[] = {
	"reply above this line", "reply above the line", "type your reply above",
	"write your reply above", "please reply above", "reply above to respond",
	"escriba su respuesta por encima", "responda por encima de esta linea",
	"antwort oberhalb dieser linie", "bitte antworten sie oberhalb",
	"antworten sie oberhalb", "repondez au-dessus de cette ligne",
	"repondre au-dessus de cette ligne", "responda acima desta linha",
	"rispondi sopra questa riga", "rispondere sopra questa riga",
	"antwoord boven deze lijn", NULL
};

const char *const quote_closings[] = {
	/* en */
	"thanks", "thank you", "many thanks", "thanks a lot", "thanks in advance",
	"thank you very much", "thanks and regards", "thanks & regards", "thx", "cheers",
	"regards", "best", "best regards", "best wishes", "kind regards", "warm regards",
	"with kind regards", "with best regards", "sincerely", "yours sincerely",
	"sincerely yours", "yours faithfully", "yours truly", "all the best",
	/* es */
	"gracias", "muchas gracias", "saludos", "un saludo", "saludos cordiales",
	"atentamente", "cordialmente", "un cordial saludo", "reciba un cordial saludo",
	/* de */
	"danke", "vielen dank", "besten dank", "danke und gruss", "gruss", "grusse",
	"viele grusse", "beste grusse", "liebe grusse", "mit freundlichen grussen",
	"freundliche grusse", "mit freundlichem gruss", "mfg", "vg", "lg",
	"vielen dank und viele grusse", "mit besten grussen", "schone grusse",
	/* fr */
	"merci", "merci beaucoup", "merci d'avance", "cordialement", "bien cordialement",
	"bien a vous", "salutations", "meilleures salutations", "sinceres salutations",
	/* pt */
	"obrigado", "obrigada", "muito obrigado", "muito obrigada", "atenciosamente",
	"cumprimentos", "melhores cumprimentos", "com os melhores cumprimentos", "abracos",
	/* it */
	"grazie", "grazie mille", "saluti", "cordiali saluti", "distinti saluti",
	"un saluto", "cordialmente",
	/* nl */
	"bedankt", "dank je", "met vriendelijke groet", "met vriendelijke groeten",
	"groet", "groeten", "vriendelijke groet", NULL
};

const char *const quote_device[] = {
	"sent from my", "sent from", "sent via", "sent with", "sent by", "get outlook for",
	"sent using", "my mobile device", "via mobile",
	"enviado desde", "enviado con", "enviado de mi", "obtener outlook para",
	"von meinem", "gesendet von", "gesendet mit", "diese nachricht wurde von mein",
	"outlook fur ios beziehen", "outlook fur android beziehen", "holen sie sich outlook",
	"envoye de", "envoye a partir", "envoye depuis", "envoye avec", "obtenez outlook",
	"telecharger outlook",
	"enviado do", "enviado a partir", "enviado pelo", "enviado via", "obter o outlook",
	"inviato da", "inviato dal", "inviato con", "scarica outlook", "ottieni outlook",
	"verzonden vanaf", "verstuurd vanaf", "verzonden met", "outlook voor",
	"skickat fran", "sendt fra", "lahetetty", "wyslano z", "wyslane z", "odeslano z",
	"iphone\xe3\x81\x8b\xe3\x82\x89", "\xe5\x8f\x91\xe8\x87\xaa\xe6\x88\x91\xe7\x9a\x84",
	"\xd0\xbe\xd1\x82\xd0\xbf\xd1\x80\xd0\xb0\xd0\xb2\xd0\xbb\xd0\xb5\xd0\xbd\xd0\xbe "
	"\xd1\x81", "\xd0\xbe\xd1\x82\xd0\xbf\xd1\x80\xd0\xb0\xd0\xb2\xd0\xbb\xd0\xb5\xd0\xbd"
	"\xd0\xbe \xd0\xb8\xd0\xb7", NULL
};
