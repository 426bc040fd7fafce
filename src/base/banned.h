/* Functions that are not used here, turned into errors: they overflow, follow the
 * locale, or keep hidden state. base/text.h has the replacements. Included by every .c
 * file, last. */
#ifndef EIR_BASE_BANNED_H
#define EIR_BASE_BANNED_H

#undef strcpy
#undef strcat
#undef strncpy
#undef sprintf
#undef strtok
#undef atoi
#undef rand
#undef localtime
#undef gmtime
#undef strtod
#define strcpy(...) eir_banned_strcpy
#define strcat(...) eir_banned_strcat
#define strncpy(...) eir_banned_strncpy
#define sprintf(...) eir_banned_sprintf
#define strtok(...) eir_banned_strtok
#define atoi(...) eir_banned_atoi
#define rand(...) eir_banned_rand
#define localtime(...) eir_banned_localtime
#define gmtime(...) eir_banned_gmtime
#define strtod(...) eir_banned_strtod

#endif
