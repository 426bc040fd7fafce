/* GENIUS: a scenario of the negotiation tool GENIUS, from its XML to a case file.
 *
 * genius_text.c and genius_xml.c make a tree of each file, genius_domain.c and
 * genius_profile.c find out what it means, and genius_write.c writes the case.
 * docs/formats/genius.md says what means what. */
#ifndef EIR_CASE_GENIUS_H
#define EIR_CASE_GENIUS_H

#include "case/genius_xml.h"
#include "case/rational.h"

/* A file, as it is on disk. */
typedef struct eir_i_genius_file {
  const char *path; /* for messages, titles and ids */
  const char *bytes;
  size_t length;
} eir_i_genius_file;

/* Converts files[n_files], the domain first, into the text of a case file. EIR_OK;
 * EIR_BAD_INPUT after messages; EIR_NO_MEMORY. */
eir_status eir_i_genius_convert(eir_i_memory *memory, eir_diagnostics *diagnostics,
                                const eir_i_genius_file *files, size_t n_files,
                                eir_i_text *out);

/* ---- what a domain and a profile mean ---- */

typedef enum eir_i_genius_kind {
  EIR_I_GENIUS_DISCRETE = 0,
  EIR_I_GENIUS_INTEGER,
  EIR_I_GENIUS_REAL /* on a grid of 21 points, as GENIUS does */
} eir_i_genius_kind;

typedef struct eir_i_genius_option {
  const char *id;
  const char *name;
  const char *says; /* "" without a description */
} eir_i_genius_option;

typedef struct eir_i_genius_issue {
  eir_i_genius_kind kind;
  int64_t index; /* by which profiles name it */
  const char *id;
  const char *name;
  const char *says;
  eir_i_genius_option *options; /* [n_options], DISCRETE */
  size_t n_options;
  const uint32_t *by_name;       /* [n_options] option indices sorted by name */
  eir_i_rational from, to, step; /* INTEGER and REAL */
} eir_i_genius_issue;

/* What a profile says of an issue. */
typedef struct eir_i_genius_values {
  bool given;
  eir_i_rational weight;
  eir_i_rational *values; /* [n_options]; NULL: linear, between these two: */
  eir_i_rational first, last;
} eir_i_genius_values;

/* A hyper-rectangle: a rule and what it pays. */
typedef struct eir_i_genius_pay {
  const char *rule;
  eir_i_rational add;
} eir_i_genius_pay;

typedef struct eir_i_genius_profile {
  const char *path;
  const char *id;
  const char *name;
  bool has_reservation;
  eir_i_rational reservation;
  bool has_discount; /* other than 1, which is none */
  eir_i_rational discount;
  bool rectangles;
  eir_i_genius_values *values; /* [n_issues]; not for rectangles */
  eir_i_array pays;            /* of eir_i_genius_pay */
  bool capped;                 /* the sum can pass 1 */
} eir_i_genius_profile;

typedef struct eir_i_genius {
  eir_i_memory *memory;
  eir_i_arena *arena;
  eir_diagnostics *diagnostics;
  bool no_memory;
  const char *title;
  const char *path; /* of the domain */
  eir_i_genius_issue *issues;
  size_t n_issues;
  const uint32_t *by_index; /* [n_issues] sorted by index, once all are known */
  eir_i_xml_element *domain;
  eir_i_genius_profile *profiles;
  size_t n_profiles;
} eir_i_genius;

/* A message at the element. */
void eir_i_genius_say(eir_i_genius *g, eir_severity severity,
                      const eir_i_xml_element *element, const char *format, ...)
    EIR_PRINTF(4, 5);
/* count * size bytes, cleared; NULL, which is remembered, without memory. */
void *eir_i_genius_take(eir_i_genius *g, size_t count, size_t size);

/* The number in an attribute. False, after an error, if there is none. */
bool eir_i_genius_read_number(eir_i_genius *g, eir_i_xml_element *element,
                              const char *attribute, eir_i_rational *out);
bool eir_i_genius_read_whole(eir_i_genius *g, eir_i_xml_element *element,
                             const char *attribute, int64_t *out);

/* The kind of an issue's element. False, after an error, if it is none. */
bool eir_i_genius_read_kind(eir_i_genius *g, eir_i_xml_element *element,
                            eir_i_genius_kind *out);
/* The bounds of an integer or real issue. `required`: their lack is an error. */
bool eir_i_genius_read_bounds(eir_i_genius *g, eir_i_xml_element *element,
                              bool required, eir_i_rational *out_from,
                              eir_i_rational *out_to);

/* Marks what a profile repeats of an issue as read, and warns where it differs. */
void eir_i_genius_compare_issue(eir_i_genius *g, eir_i_xml_element *element,
                                const eir_i_genius_issue *issue);
/* Adds weight * value to a sum in units of 10^-12, rounded as scores are that cannot be
 * held exactly: rounding alone may take a sum past 1. */
void eir_i_genius_add_to(eir_i_i128 *sum, eir_i_rational weight, eir_i_rational value);
/* Does that sum pass 1? */
bool eir_i_genius_passes_one(eir_i_i128 sum);

/* Each of these fills a part of `g`; messages say what is wrong. */
void eir_i_genius_read_domain(eir_i_genius *g, eir_i_xml_element *root);
void eir_i_genius_read_profile(eir_i_genius *g, eir_i_xml_element *root,
                               eir_i_genius_profile *profile);
void eir_i_genius_read_rectangles(eir_i_genius *g, eir_i_xml_element *utility,
                                  eir_i_genius_profile *profile);

/* The issue of that index, or NULL. */
eir_i_genius_issue *eir_i_genius_issue_at(const eir_i_genius *g, int64_t index);
/* The first option of that name, or SIZE_MAX. */
size_t eir_i_genius_find_option(const eir_i_genius_issue *issue, const char *name);

void eir_i_genius_write(const eir_i_genius *g, eir_i_text *out);

#endif
