/* currency: see currency.h.  ISO 4217 list one as of 2026, with its funds (CLF, UYW …). */
#include "daemon/policy/currency.h"

#include "parsers/base/array.h"

/* Codes by their digits, as ISO's list has them: its metals and tests have none. */
static const char *const codes[] = {
	[0] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	[1] = "",
	[2] = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP "
	    "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB "
	    "EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES "
	    "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
	    "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
	    "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
	    "TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
	[3] = "BHD IQD JOD KWD LYD OMR TND",
	[4] = "CLF UYW",
};

bool
currency_digits(struct str code, int *digits)
{
	struct str list, word;

	for (size_t i = 0; code.n == 3 && i < COUNT(codes); i++)
		for (list = str_c(codes[i]); str_split(&list, ' ', &word);)
			if (str_eq(word, code)) {
				*digits = (int)i;
				return true;
			}
	return false;
}

struct strs
currency_codes(struct arena *a)
{
	struct strs out = { 0 };
	struct str list, word;

	for (size_t i = 0; i < COUNT(codes); i++)
		for (list = str_c(codes[i]); str_split(&list, ' ', &word);)
			if (word.n > 0)
				strs_add(a, &out, word);
	return out;
}
