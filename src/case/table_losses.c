/* Table, losses: what a case says and a grid has no place for. Each is told where it
 * stands, so that nobody takes the grid for the whole case. */
#include <string.h>

#include "case/quote.h"
#include "case/record.h"
#include "case/table.h"
#include "case/tree.h"

#include "base/banned.h"

typedef struct report {
  const eir_case *the_case;
  eir_diagnostics *diagnostics;
} report;

/* Places in included files are told as of the whole case: only its name is known. */
static eir_i_place known_place(eir_i_place place) {
  return place.file == 0 ? place : (eir_i_place){0};
}

static void warn(report *r, eir_i_place place, const char *what, const char *id,
                 const char *why) {
  eir_i_diagnostics_add(r->diagnostics, EIR_WARNING, known_place(place), NULL,
                        "%s %s: %s", what, eir_i_quote(id).text, why);
}

/* ---- lists of what is left out ---- */

typedef struct names {
  char text[200];
  size_t length;
} names;

static void add_name(names *list, bool given, const char *name) {
  size_t length = strlen(name);
  if (!given || list->length + length + 3 > sizeof list->text)
    return;
  memcpy(list->text + list->length, ", ", 2);
  list->length += list->length > 0 ? 2 : 0;
  memcpy(list->text + list->length, name, length + 1);
  list->length += length;
}

static void add_notes(names *list, const eir_i_notes *notes) {
  if (notes == NULL)
    return;
  add_name(list, notes->because != NULL, "because");
  add_name(list, notes->source != NULL, "source");
  add_name(list, notes->basis != NULL, "basis");
  add_name(list, notes->attribution != NULL, "who said it and who may see it");
}

static void warn_names(report *r, eir_i_place place, const char *what, const char *id,
                       const names *list) {
  if (list->length > 0)
    eir_i_diagnostics_add(r->diagnostics, EIR_WARNING, known_place(place), NULL,
                          "%s %s: a grid has no place for this, and it is left out: %s",
                          what, eir_i_quote(id).text, list->text);
}

static void add_languages(names *list, eir_i_words words, const char *name) {
  add_name(list, words.n > 1, name);
}

/* ---- the parts of a case ---- */

static void report_rules(report *r, const eir_i_rule *rules, size_t n,
                         const char *what) {
  for (size_t i = 0; i < n; i++)
    warn(r, rules[i].place, what, rules[i].id == NULL ? rules[i].text : rules[i].id,
         "a grid has no place for rules, and it is left out, which can change the "
         "deals");
}

static void report_party(report *r, const eir_i_party *party) {
  names list = {.text = ""};
  const eir_i_position *position = &party->position;
  if ((party->roles & EIR_ROLE_SIGNATORY) == 0) {
    warn(r, party->place, "party", party->id,
         "a grid has columns for signatories only, and it is left out");
  } else {
    add_name(&list, party->roles != EIR_ROLE_SIGNATORY, "its other roles");
    add_languages(&list, party->name, "names in other languages");
    add_name(&list, party->says.n > 0, "says");
    add_name(&list, party->n_members > 0, "members");
    add_name(&list, party->n_interests > 0, "interests");
    add_notes(&list, &party->notes);
    add_notes(&list, &position->notes);
    add_name(&list,
             position->reservation_cost != EIR_I_COST_ONE && position->has_reservation,
             "the cost of its reservation");
    warn_names(r, party->place, "party", party->id, &list);
  }
  if (position->kind != EIR_POSITION_STANCE && position->given && !position->exact)
    warn(r, party->place, "party", party->id,
         "its scores were rounded to 12 decimals when the case was read, and the grid "
         "has the rounded ones");
  report_rules(r, position->red_lines, position->n_red_lines, "red line");
  for (size_t i = 0; i < position->n_interactions; i++)
    warn(r, position->interactions[i].place, "interaction",
         position->interactions[i].text,
         "a grid has no place for rules, and it is left out, which can change the "
         "deals");
}

static void report_options(report *r, const eir_i_issue *issue) {
  for (size_t o = 0; o < issue->n_options; o++) {
    const eir_i_option *option = &issue->options[o];
    names list = {.text = ""};
    add_name(&list, option->n_needs > 0, "needs (which can change the deals)");
    add_name(&list, option->terms != NULL, "terms");
    add_languages(&list, option->name, "names in other languages");
    add_languages(&list, option->says, "says in other languages");
    add_notes(&list, option->notes);
    if (issue->kind == EIR_ISSUE_LIST)
      warn_names(r, issue->place, "option", option->id, &list);
  }
}

static void report_issue(report *r, const eir_i_issue *issue) {
  names list = {.text = ""};
  bool award = issue->kind == EIR_ISSUE_AWARD_DIVISIBLE ||
               issue->kind == EIR_ISSUE_AWARD_INDIVISIBLE;
  add_name(&list, issue->stage != NULL, "stage");
  add_name(&list, !eir_i_table_unit_fits(issue), "unit");
  add_languages(&list, issue->name, "names in other languages");
  add_languages(&list, issue->says, "says in other languages");
  add_notes(&list, &issue->notes);
  warn_names(r, issue->place, "issue", issue->id, &list);
  if (award && !eir_i_table_award_fits(r->the_case, issue))
    warn(r, issue->place, "issue", issue->id,
         "as an award it does not fit in one row, and becomes a list of two options; "
         "Adjusted Winner is not found for it then");
  report_options(r, issue);
}

/* The cell, or the reservation, has the middle of the range, or its mode. Interactions
 * are left out anyway. */
static void report_ranges(report *r) {
  for (size_t i = 0; i < r->the_case->n_unknowns; i++) {
    const eir_i_unknown *unknown = &r->the_case->unknowns[i];
    bool written = unknown->kind != EIR_I_UNKNOWN_RULE &&
                   strstr(unknown->path, ".interactions") == NULL;
    if (written)
      warn(r, unknown->place, "range", unknown->path,
           unknown->kind == EIR_I_UNKNOWN_UNIFORM
               ? "a grid cannot hold a range, and has its middle"
               : "a grid cannot hold a range, and has its mode");
  }
}

void eir_i_table_report_losses(const eir_case *the_case, eir_diagnostics *diagnostics) {
  report r = {.the_case = the_case, .diagnostics = diagnostics};
  names list = {.text = ""};
  add_languages(&list, the_case->title, "titles in other languages");
  add_name(&list, the_case->n_sources > 0, "sources");
  add_name(&list, the_case->record != NULL && the_case->record->n > 0, "record");
  warn_names(&r, (eir_i_place){0}, "the", "case", &list);
  for (size_t i = 0; i < the_case->n_parties; i++)
    report_party(&r, &the_case->parties[i]);
  for (size_t i = 0; i < the_case->n_issues; i++)
    report_issue(&r, &the_case->issues[i]);
  report_rules(&r, the_case->constraints, the_case->n_constraints, "constraint");
  report_ranges(&r);
}
