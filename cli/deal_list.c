/* Collects deals to show. The library lends a deal only until the next, so they are
 * copied; a screen of them is small. */
#include "deal_list.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void keep(cli_deal_list *list, eir_deal deal, size_t number) {
  assert(list->count < CLI_MAX_DEALS);
  uint32_t *options = list->options + list->count * list->n_issues;
  int64_t *scores = list->scores + list->count * list->n_signatories;
  memcpy(options, deal.options, list->n_issues * sizeof *options);
  memcpy(scores, deal.scores, list->n_signatories * sizeof *scores);
  list->numbers[list->count++] = number;
}

/* Item `i` of `count` evenly spread over 0..total-1, both ends included. */
static size_t spread(size_t i, size_t count, size_t total) {
  return total <= count || count < 2 ? i : i * (total - 1) / (count - 1);
}

static bool keep_found(cli_deal_list *list, const cli_view *view) {
  eir_deals *deals = NULL;
  if (eir_deals_new(view->solution, &deals) != EIR_OK)
    return false;
  eir_deal deal;
  while (eir_deals_next(deals, &view->callbacks, &deal)) {
    if (list->count == CLI_MAX_DEALS) {
      list->more = true;
      break;
    }
    keep(list, deal, list->count + 1);
  }
  eir_deals_free(deals);
  return true;
}

bool cli_deal_list_make(cli_deal_list *list, const cli_view *view) {
  *list = (cli_deal_list){
      .n_issues = eir_case_issue_count(view->the_case),
      .n_signatories = eir_case_signatory_count(view->the_case),
  };
  list->options = calloc(CLI_MAX_DEALS * (list->n_issues + 1), sizeof *list->options);
  list->scores =
      calloc(CLI_MAX_DEALS * (list->n_signatories + 1), sizeof *list->scores);
  if (list->options == NULL || list->scores == NULL)
    return false;
  if (eir_solution_has_frontier(view->solution)) {
    list->total = eir_solution_frontier_size(view->solution);
    for (size_t i = 0; i < list->total && i < CLI_MAX_DEALS; i++) {
      size_t entry = spread(i, CLI_MAX_DEALS, list->total);
      keep(list, eir_solution_frontier_get(view->solution, entry), entry + 1);
    }
    list->more = list->total > list->count;
    return true;
  }
  if (eir_solution_deals_exist(view->solution) != EIR_YES)
    return true;
  return keep_found(list, view);
}

void cli_deal_list_free(cli_deal_list *list) {
  free(list->options);
  free(list->scores);
  *list = (cli_deal_list){0};
}

void cli_deal_list_thin(cli_deal_list *list, size_t count) {
  if (count >= list->count)
    return;
  for (size_t i = 0; i < count; i++) {
    size_t from = spread(i, count, list->count); /* never before i */
    memmove(list->options + i * list->n_issues, list->options + from * list->n_issues,
            list->n_issues * sizeof *list->options);
    memmove(list->scores + i * list->n_signatories,
            list->scores + from * list->n_signatories,
            list->n_signatories * sizeof *list->scores);
    list->numbers[i] = list->numbers[from];
  }
  list->count = count;
  list->more = true;
}

const uint32_t *cli_deal_options(const cli_deal_list *list, size_t index) {
  assert(index < list->count);
  return list->options + index * list->n_issues;
}

int64_t cli_deal_score(const cli_deal_list *list, size_t index, size_t signatory) {
  assert(index < list->count && signatory < list->n_signatories);
  return list->scores[index * list->n_signatories + signatory];
}

size_t cli_frontier_number(const cli_view *view, const uint32_t *options) {
  const eir_solution *solution = view->solution;
  if (!eir_solution_has_frontier(solution) || eir_solution_over_outcomes(solution)) {
    return 0;
  }
  size_t size = eir_case_issue_count(view->the_case) * sizeof *options;
  for (size_t i = 0; i < eir_solution_frontier_size(solution); i++) {
    eir_deal entry = eir_solution_frontier_get(solution, i);
    if (memcmp(entry.options, options, size) == 0)
      return i + 1;
  }
  return 0;
}
