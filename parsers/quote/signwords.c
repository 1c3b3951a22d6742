#include "parsers/quote/signwords.h"

#include <stddef.h>

const char *const sign_closings[] = {
	/* en */
	"thanks", "thank you", "many thanks", "thanks a lot", "thanks in advance",
	"thank you very much", "thanks and regards", "thanks & regards", "thx", "cheers",
	"thanks so much", "thank you so much", "thanks again", "thank you in advance", "ty",
	"thank you and best regards", "thanks and best regards", "thank you & regards",
	"regards", "best", "best regards", "best wishes", "kind regards", "warm regards",
	"kindest regards", "warmest regards", "many regards", "rgds", "brgds", "br", "kr",
	"with kind regards", "with best regards", "with regards", "sincerely", "yours sincerely",
	"sincerely yours", "yours faithfully", "yours truly", "respectfully", "cordially",
	"all the best", "take care", "have a nice day", "have a great day", "yours",
	/* es */
	"gracias", "muchas gracias", "saludos", "un saludo", "saludos cordiales",
	"gracias y saludos", "muchas gracias y un saludo", "gracias de antemano", "mil gracias",
	"atentamente", "cordialmente", "un cordial saludo", "reciba un cordial saludo",
	"atte", "muy atentamente", "un abrazo", "cordiales saludos", "salutacions",
	/* de */
	"danke", "vielen dank", "besten dank", "danke und gruss", "gruss", "grusse",
	"viele grusse", "beste grusse", "liebe grusse", "mit freundlichen grussen",
	"mit freundlichen gruessen", "freundliche gruesse", "viele gruesse", "beste gruesse",
	"freundliche grusse", "freundlicher gruss", "mit freundlichem gruss", "mfg", "vg", "lg",
	"bg", "vielen dank und viele grusse", "mit besten grussen", "schone grusse",
	"herzliche grusse", "vielen dank im voraus", "danke im voraus", "hochachtungsvoll",
	"vielen dank und freundliche grusse", "danke und viele grusse", "besten gruss",
	"mit freundlichen grussen / best regards", "mit freundlichen grussen / kind regards",
	/* fr */
	"merci", "merci beaucoup", "merci d'avance", "cordialement", "bien cordialement",
	"merci par avance", "bien a vous", "salutations", "meilleures salutations",
	"sinceres salutations", "cdlt", "cdt", "bonne journee", "tres cordialement",
	"salutations distinguees", "bonne reception", "amicalement", "respectueusement",
	/* pt */
	"obrigado", "obrigada", "muito obrigado", "muito obrigada", "atenciosamente",
	"cumprimentos", "melhores cumprimentos", "com os melhores cumprimentos", "abracos",
	"grato", "grata", "att", "abs", "saudacoes", "desde ja agradeco",
	/* it */
	"grazie", "grazie mille", "saluti", "cordiali saluti", "distinti saluti",
	"un saluto", "cordialmente", "un cordiale saluto", "grazie e saluti", "buona giornata",
	"grazie in anticipo", "i migliori saluti",
	/* nl */
	"bedankt", "dank je", "met vriendelijke groet", "met vriendelijke groeten",
	"groet", "groeten", "vriendelijke groet", "vriendelijke groeten", "dank u", "mvg",
	"alvast bedankt", "hartelijke groet", "hartelijke groeten", "dank u wel", "hoogachtend",
	/* sv, da, no */
	"tack", "tack pa forhand", "halsningar", "med vanlig halsning", "med vanliga halsningar",
	"vanliga halsningar", "vanligen", "mvh", "tak", "pa forhand tak", "venlig hilsen",
	"med venlig hilsen", "venlige hilsner", "hilsen", "mange hilsner", "takk", "tusen takk",
	"vennlig hilsen", "med vennlig hilsen", "beste hilsen", "de bedste hilsner",
	/* fi */
	"kiitos", "kiitos etukateen", "terveisin", "ystavallisin terveisin", "parhain terveisin",
	"yst. terv", "kiitoksia", "yt",
	/* pl, cs, sk */
	"pozdrawiam", "z powazaniem", "dziekuje", "z pozdrowieniami", "serdecznie pozdrawiam",
	"dzieki", "dziekuje i pozdrawiam", "dekuji", "diky", "s pozdravem",
	"s pratelskym pozdravem",
	"dekuji a s pozdravem", "s uctou", "s pozdravom", "dakujem", "pekny den", "hezky den",
	/* hu, ro, tr */
	"koszonom", "koszonettel", "udvozlettel", "tisztelettel", "elore is koszonom",
	"multumesc", "cu stima", "cu respect", "o zi buna", "va multumesc", "toate cele bune",
	"tesekkurler", "tesekkur ederim", "saygilarimla", "saygilar", "iyi calismalar",
	"iyi gunler", "selamlar", "sevgiler",
	/* ru, uk, el */
	"спасибо", "с уважением", "всего доброго", "заранее спасибо", "благодарю",
	"с наилучшими пожеланиями",
	"дякую", "з повагою", "з наикращими побажаннями", "щиро дякую",
	"ευχαριστω", "με εκτιμηση", "φιλικα", "ευχαριστω", "με εκτιμηση",
	/* ja, zh, ko */
	"よろしくお願いします", "よろしくお願いいたします", "宜しくお願い致します", "よろしくお願い致します",
	"谢谢", "谢谢!", "此致", "敬礼", "祝好", "顺祝商祺", "謝謝", "感谢", "敬上",
	"감사합니다", "고맙습니다", "감사합니다.", NULL
};

const char *const sign_closing_stems[] = {
	"regards", "sincerely", "gruss", "grusse", "gruesse", "salutations", "cordialement",
	"saludos",
	"atentamente", "cumprimentos", "atenciosamente", "saluti", "groet", "hilsen", "hilsner",
	"halsning", "terveisin", "pozdraw", "powazani", "szacunk", "pozdrav", "postovanj",
	"udvozlet", "udv", "halsn", "quedo atent", "tisztelettel", "cu stima", "numai bine",
	"saygi", "iyi gunler",
	"lugupidamis", "tervitus", "ar cienu", "pagarbiai", "salutacions", "atentament",
	"уважени", "почитани", "поздрав", "пожелани", "повагою", "χαιρετισμ", "εκτιμηση",
	"בברכה", "תודה", "تحيات", "تحية", "شكرا", "با تشکر", "よろしく", "宜しく", "敬具", "草々",
	"致礼", "敬礼", "敬祝", "敬上", "祝好", "商祺", "谢谢", "謝謝", "드림", "올림", "감사합니다",
	"tran trong", "than men", "cam on", "terima kasih", "hormat", "salam", "dekuj", "dakuj",
	NULL
};

const char *const sign_device_names[] = {
	/* what people carry */
	"iphon", "ipad", "ipod", "android", "ios", "samsung", "galaxy", "huawei", "xiaomi", "redmi",
	"pixel", "oneplus", "oppo", "nokia", "blackberry", "windows", "motorola", "xperia", "nexus",
	"realme", "fairphone", "wiko", "alcatel", "lenovo", "htc", "zenfone", "macbook", "imac",
	"apple watch", "smartphone", "tablet", "phone", "handy", "mobile", "wireless", "handheld",
	"mobil", "telefon", "telephone", "telefone", "cellulare", "celular", "movil", "puhelim",
	"portable", "gsm", "komork", "matkapuhel", "okostelefon", "smarttelefon",
	"τηλεφωνο", "κινητο", "τηλεφωνο", "κινητο", "телефон", "смартфон", "мобильн", "мобільн",
	"нетбук", "הטלפון", "טלפון", "הנייד", "هاتف", "جوال", "手机", "手機", "スマートフォン", "スマホ",
	"携帯", "휴대폰", "휴대전화", "스마트폰", "dien thoai", "ponsel", "โทรศัพท์",
	/* what they write with */
	"outlook", "hotmail", "yahoo", "yahoo mail", "gmail", "proton", "proton mail",
	"protonmail", "tuta", "tutanota", "fastmail", "hushmail", "icloud",
	"aol", "gmx", "web.de", "freenet", "t-online", "posteo", "mailbox.org", "orange mail",
	"mail orange", "laposte", "libero mail", "virgilio", "seznam", "onet", "poczta", "zoho",
	"airmail", "bluemail", "blue mail", "aquamail", "k-9 mail", "k-9", "fairemail", "tapatalk",
	"mailspring", "mailbird", "edison mail", "newton mail", "superhuman", "spark", "missive",
	"thunderbird", "evolution", "roundcube", "horde", "lotus", "nine", "maildroid", "mymail",
	"typeapp", "canary", "polymail", "boomerang", "cloudmagic", "thebat", "the bat",
	"mail.ru", "яндекс", "yandex", "rambler", "рамблер", "ukr.net", "почты", "пошти",
	"qq邮箱", "网易邮箱", "foxmail", "邮箱", "naver", "네이버", "daum", "한메일", NULL
};

const char *const sign_device_own[] = {
	"sent from my ", "sent on my ", "sent with my ", "sent via my ", "sent using my ",
	"enviado desde mi ", "enviat des del meu ", "envoye de mon ", "envoye depuis mon ",
	"envoye a partir de mon ", "enviado do meu ", "enviado a partir do meu ", "inviato dal mio ",
	"verzonden vanaf mijn ", "verstuurd vanaf mijn ", "skickat fran min ", "sendt fra min ",
	"trimis de pe ", "wyslano z mojego ", "wyslane z mojego ", "odeslano z meho ",
	"отправлено с моего ", "надіслано з мого ", NULL
};

const char *const sign_device_whole[] = {
	"yahoo mail: search, organize, conquer", "yahoo mail: search, organise, conquer",
	"yahoo mail - search, organize, conquer", "excuse my brevity", "please excuse my brevity",
	"please excuse any typos", "please excuse brevity", "please excuse brevity and typos",
	/* what watches whether a mail is read: Streak, Mailtrack */
	"ᐧ", "sender notified by mailtrack", "sent with mailtrack", "sender notified by", NULL
};

const char *const sign_device_get[] = {
	"holen ", "hol dir ", "beziehen", "herunterladen", "laden sie ",
	"telecharge", "obten", "obtain ", "recupere", "descarg", "consigue ", "consiga ", "obter ",
	"obtenha ", "baixar ", "baixe ", "transferir ", "scarica ", "ottieni ", "downloaden",
	"downloade", "pobierz ", "uzyskaj ", "hamta ", "skaffa ", "ladda ned ", "hent ", "fa ",
	"skaff ", "last ned ", "hanki ", "lataa ", "ziskat ", "ziskejte ", "stahnout ", "stahnete ",
	"stiahnut ", "beszerzese", "letoltese", "obtine", "descarca", "получить ", "скачать ",
	"загрузить ", "отримати ", "завантажити ", "edinin", "indirin", "edin", "indir", "ληψη ",
	"αποκτηστε ", "κατεβαστε ", "השג ", "קבל ", "הורד ", "احصل ", "تنزيل ", "الحصول ", "を入手",
	"をダウンロード", "获取", "下载", "取得", "下載", "다운로드", "받기", NULL
};

const char *const sign_device_more[] = {
	/* whose network it went through */
	"network", "reseau", "netz", "netzwerk", "rede ", " red ", "rete ", "netwerk", "natverk",
	"nettverk", "сети", "мережі", "ネットワーク",
	/* what it asks pardon for */
	"excuse", "pardon", "sorry for", "apologies", "apologise", "apologize", "brevity", "typos",
	"tippfehler", "entschuldig", "kurze", "brievete", "concision", "fautes de frappe",
	"disculp", "brevedad", "desculp", "brevidade", "scus", "brevita", "typefout",
	"stavfel", "skrivefeil", "slafejl", "kirjoitusvirh", "przepraszam", "literowk", "omluv",
	"elnezes", "опечат", "краткость", NULL
};

const char *const sign_device_links[] = {
	/* Outlook's and Windows Mail's own line, in any language */
	"https://aka.ms/o0ukef", "https://aka.ms/aab9ysg", "https://aka.ms/ghei36",
	"https://aka.ms/qtex0l", "https://aka.ms/sdimjr", "https://aka.ms/blhgte",
	"https://aka.ms/weboutlook", "https://aka.ms/getoutlook", "https://aka.ms/outlook",
	"https://go.microsoft.com/fwlink/?linkid=550986",
	"https://go.microsoft.com/fwlink/?linkid=550987",
	/* Yahoo's and AOL's */
	"https://mail.onelink.me/", "https://go.onelink.me/", "https://yho.com/",
	"https://overview.mail.yahoo.com/", NULL
};

const char *const sign_device_sent[] = {
	"sent ", "secured with", "gesendet", "versendet", "enviad", "enviat", "envoye", "inviat",
	"verzonden", "verstuurd", "skickat", "sendt ", "lahetetty", "saadetud", "wyslan", "odeslan",
	"odoslan", "poslan", "poslat", "kuldve", "trimis", "gonderildi", "nosutits", "issiusta",
	"отправлен", "надіслан", "відправлен", "изпратен", "послат", "σταλθηκε", "נשלח", "ارسلت",
	"ارسلت", "تم الارسال", "ارسال", "送信", "发送", "发自", "發自", "寄自", "傳送", "寄出", "보냄",
	"보냈습니다", "gui tu", "da gui tu", "dikirim dari", "dihantar", NULL
};

const char *const sign_device[] = {
	"sent from my", "sent from", "sent via", "sent with", "sent by", "get outlook for",
	"sent using", "my mobile device", "via mobile", "sent wirelessly",
	"get [outlook", "sent on the", "sent on my", "download outlook for", "get bluemail",
	"get the all-new",
	"typed on my", "composed on my", "written on my", "from my iphone", "from my ipad",
	"from my android", "from mobile", "send from my", "sent securely",
	"enviado desde", "enviado con", "enviado de mi", "obtener outlook para",
	"mandado desde", "obten outlook para", "enviat des de", "enviado mediante",
	"von meinem", "gesendet von", "gesendet mit", "diese nachricht wurde von mein",
	"gesendet uber", "versendet mit", "gesendet aus", "von unterwegs gesendet",
	"outlook fur ios", "outlook fur android", "outlook fur mac", "holen sie sich outlook",
	"von outlook fur",
	"envoye de", "envoye a partir", "envoye depuis", "envoye avec", "obtenez outlook",
	"envoye via", "envoye par", "telecharger outlook", "provenance : courrier",
	"provenance: courrier",
	"enviado do", "enviado a partir", "enviado pelo", "enviado via", "obter o outlook",
	"obtenha o outlook", "baixe o outlook",
	"inviato da", "inviato dal", "inviato con", "scarica outlook", "ottieni outlook",
	"inviato tramite", "inviata da",
	"verzonden vanaf", "verstuurd vanaf", "verzonden met", "verzonden via", "outlook voor",
	"verstuurd met", "verzonden vanuit", "download outlook voor",
	"skickat fran", "skickades fran", "hamta outlook", "skaffa outlook", "skickat med",
	"sendt fra", "sendt via", "hent outlook", "sendt med", "last ned outlook", "fa outlook",
	"lahetetty iphonesta", "lahetetty ipadista", "lahetetty", "hanki outlook",
	"wyslano z", "wyslane z", "wyslano przy", "pobierz outlook", "pobierz aplikacje outlook",
	"odeslano z", "odeslano pomoci", "odoslane z", "ziskat outlook", "ziskejte outlook",
	"iphone-rol kuldve", "elkuldve a", "az outlook beszerzese",
	"trimis de pe", "trimis din", "trimis cu", "obtineti outlook",
	"ios icin outlook", "android icin outlook", "poslano s", "poslano iz", "poslato sa",
	"отправлено с", "отправлено из", "отправлено от", "скачать outlook", "получить outlook",
	"отправлено через", "надіслано з", "надіслано із", "відправлено з", "завантажити outlook",
	"изпратено от",
	"σταλθηκε απο", "σταλθηκε απο", "αποστολη απο", "ληψη του outlook",
	"נשלח מה", "ارسلت من", "مرسل من",
	"iphoneから", "ipadから", "outlook for ios を入手", "outlook for android を入手",
	"发自我的", "发自", "寄自我的",
	"gui tu", "dikirim dari", NULL
};

const struct sign_pair sign_device_pairs[] = {
	{ "von ", " gesendet" }, { "", "から送信" }, { "", "から送信されました" },
	{ "", "에서 보냄" }, { "", "에서 보냈습니다" }, { "", "umdan gonderildi" },
	{ "获取 outlook", "" }, { "取得 outlook", "" }, { "", "용 outlook 다운로드" },
	{ "outlook fur", "beziehen" }, { "laden sie outlook", "herunter" },
	{ "", "imden gonderildi" }, { "", "imdan gonderildi" }, { "", "rol kuldve" },
	{ "从我的", "发送" }, { "来自我的", "" }, { "通过我的", "发送" }, { "從我的", "傳送" },
	{ "從我的", "寄出" }, { NULL, NULL }
};

const char *const sign_postscripts[] = {
	"ps ", "ps: ", "ps:", "ps. ", "ps, ", "p.s. ", "p.s.: ", "p.s.:", "p.s ", "p. s. ", "pps ",
	"pps: ", "p.p.s", "p.-s. ", "nb: ", "nb. ", "n.b. ", "p.d. ", "p.d.: ", "p.d.:", "pd: ",
	"p.d ", "obs: ", "obs.: ", "u.i. ", "u.i.: ", "ui.: ", "ui: ", "u.i.:", "jk. ", "jk: ",
	"j.k. ", "dik.: ", "not: ", "zyi ", "з.ы. ", "зы ", "зы: ", "п.с. ", "p.s", "з.і. ",
	"υ.γ. ", "υ.γ.", "υγ: ", "נ.ב. ", "נ.ב", "ملاحظة:", "حاشية:", "追伸", "附言", "又及", "附:", "附注", "附註", "추신",
	"edit: ", "one more thing", "tb. ", NULL
};

const char *const sign_postscript_marks[] = {
	"ps", "p.s", "pps", "p.p.s", "nb", "n.b", "pd", "p.d", "u.i", "jk", "зы", "з.ы", "п.с", "υ.γ",
	"נ.ב", NULL
};

const char *const sign_facts[] = {
	"version", "version number", "build", "release", "severity", "priority", "urgency", "impact",
	"ticket", "ticket number", "case", "case number", "order", "order number", "order id",
	"serial", "serial number", "model", "customer number", "customer id", "license", "license key",
	"invoice", "invoice number", "error", "error code", "status", "os", "operating system",
	"environment", "browser", "product", "device", "host", "hostname", "server", "deadline", "due",
	"schweregrad", "prioritat", "dringlichkeit", "bestellnummer", "seriennummer", "modell",
	"kundennummer", "rechnungsnummer", "fehler", "fehlercode", "betriebssystem", "produkt",
	"gerat", "auftragsnummer", "bestellung",
	"gravite", "priorite", "urgence", "numero de commande", "numero de serie", "modele",
	"numero client", "facture", "erreur", "produit", "appareil", "commande",
	"gravedad", "severidad", "prioridad", "urgencia", "numero de pedido", "numero de serie",
	"modelo", "pedido", "factura", "producto", "version del producto",
	"gravita", "severita", "priorita", "versione", "numero ordine", "ordine", "fattura",
	"errore", "prodotto", "dispositivo",
	"gravidade", "severidade", "prioridade", "versao", "numero do pedido", "produto", "erro",
	"versie", "prioriteit", "ernst", "bestelnummer", "serienummer", "factuur", "fout",
	"wersja", "priorytet", "zamowienie", "numer zamowienia", "blad", "verze", "priorita",
	"zavaznost", "objednavka", "chyba", "verzio", "prioritas", "rendelesszam", "hiba",
	"versiune", "prioritate", "comanda", "eroare", "prioritet", "allvarlighet", "ordernummer",
	"alvorlighed", "alvorlighetsgrad", "ordrenummer", "versio", "prioriteetti", "vakavuus",
	"tilausnumero", "virhe", "surum", "oncelik", "siparis", "siparis no", "hata",
	"версия", "приоритет", "серьезность", "заказ", "номер заказа", "ошибка",
	"версія", "пріоритет", "замовлення", "помилка", "εκδοση", "προτεραιοτητα", "σφαλμα",
	"גרסה", "עדיפות", "הזמנה", "الاصدار", "الاولوية", "الطلب",
	"バージョン", "優先度", "注文番号", "版本", "优先级", "優先級", "订单号", "버전", "우선순위", "주문번호",
	NULL
};

const char *const sign_footers[] = {
	"please consider the environment", "think before you print", "save a tree",
	"please think about the environment", "consider the environment before",
	"this email has been scanned", "this e-mail has been scanned", "this email was scanned",
	"this message has been scanned", "this message was scanned", "this email has been checked",
	"this e-mail has been checked", "virus-free.", "virus-free www", "no virus found in this",
	"checked by avg", "diese e-mail wurde von avast", "diese e-mail wurde auf viren",
	"virenfrei.", "virenfrei www", "bitte denken sie an die umwelt",
	"bitte prufen sie, ob diese", "libre de virus.", "antes de imprimir este",
	"este correo electronico ha sido comprobado", "avant d'imprimer",
	"pensez a l'environnement",
	"garanti sans virus", "l'absence de virus dans ce courrier",
	"antes de imprimir esta", "livre de virus.", "este email foi escaneado",
	"prima di stampare", "privo di virus.", "questa e-mail e stata controllata",
	"denk aan het milieu", "virusvrij.", "dit e-mailbericht is gecontroleerd",
	"wolny od wirusow.", "bez wirusow.", "neobsahuje zadne viry", "без вирусов.", NULL
};

const char *const sign_list_footers[] = {
	"mailing list", "mailingliste", "lista de correo", "liste de diffusion", "mailinglijst",
	"yahoo groups", "yahoo! groups", "google groups", "listinfo", NULL
};

const char *const sign_list_starts[] = {
	"to unsubscribe", "unsubscribe:", "unsubscribe from this", "you received this",
	"you are receiving this", "groups.io", "to post to this", "sie erhalten diese",
	"vous recevez ce", "recibe este", "recibio este", NULL
};

const char *const sign_small_print[] = {
	"this email and any", "this e-mail and any", "this message and any", "this email message",
	"this e-mail message", "this electronic message", "this communication",
	"this message is intended", "this email is intended", "this e-mail is intended",
	"this message contains confidential", "this email contains confidential",
	"this email may contain", "this e-mail may contain", "this message may contain",
	"this email is confidential", "this e-mail is confidential", "this message is confidential",
	"this transmission", "the information contained in this", "the information in this",
	"the contents of this e", "the content of this e", "confidentiality notice",
	"confidentiality:",
	"confidential notice", "disclaimer", "legal notice", "important notice", "privileged and",
	"notice: this e", "if you are not the intended", "if you have received this",
	"this email was sent to you by",
	"diese e-mail enthalt", "diese e-mail und", "diese nachricht ist",
	"diese nachricht enthalt",
	"diese e-mail ist", "diese mail enthalt", "der inhalt dieser e", "vertraulichkeitshinweis",
	"diese e-mail kann",
	"haftungsausschluss", "informationen zum datenschutz", "hinweise zum datenschutz",
	"este mensaje y", "este correo", "este mensaje va", "este mensaje contiene",
	"este mensaje se dirige", "la informacion contenida", "aviso legal",
	"aviso de confidencialidad",
	"advertencia legal", "este e-mail y",
	"ce message et", "ce courriel", "ce message est", "ce message contient", "cet e-mail",
	"les informations contenues", "avis de confidentialite",
	"clause de confidentialite",
	"esta mensagem", "as informacoes contidas", "aviso de confidencialidade",
	"a informacao contida",
	"le informazioni contenute", "questo messaggio", "questa e-mail", "questa email",
	"il presente messaggio", "la presente e-mail",
	"avviso di riservatezza", "ai sensi del",
	"dit bericht", "deze e-mail", "dit e-mailbericht", "de informatie in", "de inhoud van dit",
	"detta meddelande", "detta e-post", "denna e-post", "denne e-mail", "denne meddelelse",
	"denne e-posten", "denne meldingen", "tama viesti", "tama sahkoposti",
	"ta wiadomosc", "niniejsza wiadomosc", "tresc tej wiadomosci",
	"tato zprava", "tento e-mail", "informace obsazene", "tato sprava",
	"ez az e-mail", "ez az uzenet", "acest mesaj", "acest e-mail", "informatiile continute",
	"bu e-posta", "bu mesaj", "bu elektronik posta",
	"это сообщение", "настоящее сообщение", "данное сообщение", "это электронное",
	"конфиденциально",
	"це повідомлення", "дании лист", "αυτο το μηνυμα", "το παρον μηνυμα",
	"本邮件", "此邮件", "本郵件", "此電子郵件", "本メール", "このメール", "本 메일", "이 메일은", "본 메일", NULL
};

const char *const sign_small_words[] = {
	"confiden", "intended recipient", "intended only", "intended solely", "privileged",
	"addressee", "vertraulich", "bestimmt", "empfanger", "destinatari", "reservad",
	"destinataire", "exclusif", "riservat", "esclusiv", "vertrouwelijk", "geadresseerd",
	"fortrolig", "konfidenti", "mottagare", "modtager", "mottaker", "luottamuksel", "poufn",
	"adresat", "duvern", "dovern", "bizalmas", "gizli", "alici", "конфиденц", "конфіденц",
	"получател", "εμπιστευτ", "保密", "机密", "機密", "기밀", "비밀", NULL
};

const char *const banner_starts[] = {
	"caution", "warning", "external", "attention", "alert", "notice", "be careful", "important",
	"this email originated", "this e-mail originated", "this message originated",
	"this email came", "this message came", "this email was sent from outside",
	"achtung", "vorsicht", "warnung", "externe", "extern", "hinweis", "diese e-mail stammt",
	"avertissement", "prudence", "mise en garde", "ce courriel provient", "ce message provient",
	"atencion", "precaucion", "advertencia", "cuidado", "correo externo", "aviso", "mensaje externo",
	"attenzione", "avviso", "avvertenza", "mail esterna", "email esterna",
	"atencao", "alerta", "e-mail externo", "let op", "waarschuwing", "uwaga", "ostrzezenie",
	"varning", "obs", "observera", "advarsel", "forsigtig", "vaer oppmerksom", "huomio",
	"varoitus", "pozor", "upozorneni", "varovani", "figyelem", "figyelmeztetes", "vigyazat",
	"atentie", "avertizare", "внимание", "осторожно", "предупреждение", "увага", "обережно",
	"dikkat", "uyari", "προσοχη", "προσοχη", "προειδοποιηση",
	"προειδοποιηση", "εξωτερικ", "זהירות", "שים לב", "אזהרה", "تحذير", "تنبيه",
	"注意", "警告", "【注意", "【外部", "외부", "주의", "경고", NULL
};

const char *const banner_outside[] = {
	"outside", "external", "extern", "ausserhalb", "exterieur", "externo", "externa", "fuera de",
	"estern", "fora da", "fora de", "buiten", "zewnetrzn", "spoza", "zvenku", "zvenci", "vnejsk", "vnejsi", "externi",
	"mimo organizac", "mimo vasi", "mimo firm", "mimo spolecnost",
	"utanfor", "utenfor", "udefra", "uden for", "ulkopuol", "kulso", "kivulrol", "din afara",
	"внешн", "извне", "за предел", "зовнішн", "ззовні", "disindan", "dis kaynak", "harici",
	"εκτοσ", "εκτοσ", "εξωτερικ", "מחוץ", "חיצוני", "خارج", "外部", "社外", "組織外", "외부", NULL
};

const char *const banner_mail[] = {
	"mail", "message", "sender", "nachricht", "absender", "courriel", "expediteur", "correo",
	"mensaje", "remitente", "messaggio", "mittente", "mensagem", "remetente", "bericht",
	"afzender", "wiadomosc", "nadawc", "meddelande", "avsandare", "besked", "afsender", "e-post",
	"melding", "viesti", "sahkoposti", "zprav", "odesilat", "level", "uzenet", "felado", "mesaj",
	"expeditor", "ileti", "e-posta", "письм", "сообщени", "отправител", "лист", "повідомлен",
	"μηνυμα", "הודעה", "דואר", "رسالة", "البريد", "メール", "邮件", "郵件", "메일", NULL
};

const char *const banner_click[] = {
	"click", "link", "attachment", "organi", "klick", "anhang", "anlage", "cliquez", "liens",
	"pieces jointes", "clic", "enlace", "adjunto", "allegat", "collegament", "anexo", "clique",
	"bijlage", "klik", "zalaczn", "odkaz", "priloh", "bilag", "bilaga", "lank", "vedlegg",
	"lenke", "liite", "linkk", "hivatkozas", "mellekl", "atasament", "ek dosya", "baglanti",
	"eklent", "ссылк", "вложен", "посилан", "вкладен", "συνδεσμ", "συνημμεν", "קישור", "קבצים",
	"روابط", "مرفق", "リンク", "添付", "链接", "附件", "連結", "링크", "첨부", NULL
};
