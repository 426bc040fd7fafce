/* The summary of a valid case. */
#include <stdlib.h>
#include <string.h>

#include "view.h"

typedef struct role_word {
  eir_role role;
  const char *word;
} role_word;

static const role_word roles[] = {
    {EIR_ROLE_SIGNATORY, "signatory"},
    {EIR_ROLE_GUARANTOR, "guarantor"},
    {EIR_ROLE_MEDIATOR, "mediator"},
    {EIR_ROLE_OBSERVER, "observer"},
};

/* Does the position say nothing at all, as one that was left out? */
static bool is_silent(const eir_case *the_case, size_t party) {
  if (eir_case_party(the_case, party).n_red_lines > 0)
    return false;
  for (size_t i = 0; i < eir_case_issue_count(the_case); i++) {
    for (size_t o = 0; o < eir_case_issue(the_case, i).n_options; o++) {
      if (eir_case_stance(the_case, party, i, o) != EIR_STANCE_MISSING)
        return false;
    }
  }
  return true;
}

static void add_position(cli_text *text, const eir_case *the_case, size_t index,
                         const eir_party_info *party) {
  switch (party->position) {
  case EIR_POSITION_NONE:
    break;
  case EIR_POSITION_STANCE:
    cli_text_add(text, is_silent(the_case, index) ? "; nothing is known of its position"
                                                  : "; takes a stance, no scores");
    break;
  case EIR_POSITION_POINTS:
  case EIR_POSITION_WEIGHTS:
    cli_text_add(text, party->position == EIR_POSITION_POINTS ? "; points"
                                                              : "; weights and values");
    cli_text_add(text, party->exact ? ", held exactly" : ", rounded once to 10^-12");
    if (party->has_reservation) {
      CLI_ADD(text, "; refuses below ",
              cli_quotient(party->reservation, party->unit).text);
    } else {
      cli_text_add(text, "; no no-deal value is given");
    }
    if (party->power > 1)
      CLI_ADD(text, "; power ", cli_plain(party->power).text);
    if (party->discount[0] != '\0')
      CLI_ADD(text, "; discount factor ", party->discount, ", not used so far");
    break;
  }
  if (party->n_red_lines > 0) {
    cli_text_add(text, "; ");
    cli_add_count(text, party->n_red_lines, "red line");
  }
  if (party->n_interactions > 0) {
    cli_text_add(text, "; ");
    cli_add_count(text, party->n_interactions, "interaction");
  }
}

static void view_party(const eir_case *the_case, size_t index, cli_page *page) {
  const eir_party_info info = eir_case_party(the_case, index);
  const eir_party_info *party = &info;
  CLI_ADD(&page->sentence, party->name, ": ");
  const char *joint = "";
  for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
    if ((party->roles & (unsigned)roles[i].role) == 0)
      continue;
    CLI_ADD(&page->sentence, joint, roles[i].word);
    joint = ", ";
  }
  if (party->veto)
    CLI_ADD(&page->sentence, joint, "veto");
  add_position(&page->sentence, the_case, index, party);
  cli_page_end_paragraph(page, 4, 6);
}

static void view_issue(const eir_case *the_case, size_t issue, cli_page *page) {
  cli_text *text = &page->sentence;
  eir_issue_info info = eir_case_issue(the_case, issue);
  CLI_ADD(text, info.name, ": ");
  switch (info.kind) {
  case EIR_ISSUE_LIST:
    cli_add_count(text, info.n_options, "option");
    break;
  case EIR_ISSUE_RANGE:
    cli_add_count(text, info.n_options, "step");
    CLI_ADD(text, ", ", eir_case_option(the_case, issue, 0).name, " to ");
    cli_add_option(text, the_case, issue, info.n_options - 1);
    break;
  case EIR_ISSUE_AWARD_DIVISIBLE:
  case EIR_ISSUE_AWARD_INDIVISIBLE:
    CLI_ADD(text, "award to ", eir_case_option(the_case, issue, 0).name, " or ",
            eir_case_option(the_case, issue, 1).name,
            info.kind == EIR_ISSUE_AWARD_DIVISIBLE ? ", divisible" : ", indivisible");
    break;
  }
  cli_page_end_paragraph(page, 4, 6);
}

/* Decimal digits of the product of all option counts, most significant first; NULL
 * without memory. Long multiplication, digit by digit, least significant first. */
static char *count_outcomes(const eir_case *the_case) {
  size_t size = 2;
  for (size_t i = 0; i < eir_case_issue_count(the_case); i++) {
    for (size_t n = eir_case_issue(the_case, i).n_options; n > 1; n /= 10)
      size++;
  }
  char *digits = calloc(size, 1);
  if (digits == NULL)
    return NULL;
  size_t length = 1;
  digits[0] = 1;
  for (size_t i = 0; i < eir_case_issue_count(the_case); i++) {
    uint64_t factor = eir_case_issue(the_case, i).n_options, carry = 0;
    for (size_t k = 0; k < length || carry > 0; k++) {
      if (k == length)
        length++;
      carry += factor * (uint64_t)digits[k];
      digits[k] = (char)(carry % 10);
      carry /= 10;
    }
  }
  for (size_t k = 0; k < length - k; k++) {
    char low = digits[k];
    digits[k] = (char)('0' + digits[length - 1 - k]);
    digits[length - 1 - k] = (char)('0' + low);
  }
  digits[length] = '\0';
  return digits;
}

static void view_numbers(const eir_case *the_case, cli_page *page) {
  cli_text *text = &page->sentence;
  char *outcomes = count_outcomes(the_case);
  if (outcomes == NULL) {
    page->text.failed = true;
    return;
  }
  cli_text_add(text, "Outcomes: ");
  cli_text_add_numeral(text, outcomes);
  free(outcomes);
  size_t n_constraints = eir_case_constraint_count(the_case);
  if (n_constraints > 0) {
    cli_text_add(text, "; each must meet ");
    cli_add_count(text, n_constraints, "constraint");
  }
  cli_page_end_paragraph(page, 2, 4);
  CLI_ADD(text, "Consent: ", cli_grouped(eir_case_consent_quota(the_case)).text,
          " of ");
  size_t n_signatories = eir_case_signatory_count(the_case);
  CLI_ADD(text, cli_grouped(n_signatories).text,
          n_signatories == 1 ? " signatory" : " signatories");
  cli_page_end_paragraph(page, 2, 4);
}

/* "Not known: 3 numbers are ranges; 1 rule may not hold; 1 red line is not stated" */
static void view_unknowns(const eir_case *the_case, cli_page *page) {
  cli_text *text = &page->sentence;
  eir_unknown_counts counts = eir_case_unknown_counts(the_case);
  if (counts.n_ranges == 0 && counts.n_rules == 0)
    return;
  cli_text_add(text, "Not known: ");
  if (counts.n_ranges > 0) {
    cli_add_count(text, counts.n_ranges, "number");
    cli_text_add(text, counts.n_ranges == 1 ? " is a range" : " are ranges");
  }
  if (counts.n_rules > 0) {
    cli_text_add(text, counts.n_ranges > 0 ? "; " : "");
    cli_add_count(text, counts.n_rules, "rule");
    cli_text_add(text, " may not hold");
  }
  if (counts.n_unstated > 0) {
    cli_text_add(text, "; ");
    cli_add_count(text, counts.n_unstated, "red line");
    cli_text_add(text, counts.n_unstated == 1 ? " is not stated" : " are not stated");
  }
  cli_page_end_paragraph(page, 2, 4);
}

void cli_view_case(const eir_case *the_case, const char *path, cli_page *page) {
  const char *title = eir_case_title(the_case);
  cli_page_gap(page);
  cli_view_whose(the_case, page);
  CLI_ADD(&page->sentence, path, ": valid");
  if (title[0] != '\0')
    CLI_ADD(&page->sentence, ": ", title);
  cli_page_end_paragraph(page, 0, 2);
  cli_text_add(&page->sentence, "Parties");
  cli_page_end_paragraph(page, 2, 2);
  for (size_t i = 0; i < eir_case_party_count(the_case); i++) {
    view_party(the_case, i, page);
  }
  cli_text_add(&page->sentence, "Issues");
  cli_page_end_paragraph(page, 2, 2);
  for (size_t i = 0; i < eir_case_issue_count(the_case); i++) {
    view_issue(the_case, i, page);
  }
  view_numbers(the_case, page);
  view_unknowns(the_case, page);
  cli_view_case_notes(the_case, page);
}

void cli_view_sources(cli_page *page) {
  cli_text_add(&page->sentence,
               "The file of every source that names one is there, is the one that was "
               "read, and has the lines that are referred to.");
  cli_page_end_paragraph(page, 0, 0);
}
