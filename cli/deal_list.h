/* The deals that fit on a screen: some of the frontier, evenly spread so that no
 * party's favourites stand for all, or the first deals where there is no frontier. */
#ifndef CLI_DEAL_LIST_H
#define CLI_DEAL_LIST_H

#include "view.h"

enum { CLI_MAX_DEALS = 20 };

typedef struct cli_deal_list {
  size_t n_issues;
  size_t n_signatories;
  size_t count; /* deals held, at most CLI_MAX_DEALS */
  size_t total; /* of how many; 0: not known, but more than `count` if `more` */
  bool more;    /* there are others */
  size_t numbers[CLI_MAX_DEALS]; /* of the deals, counted from 1 */
  uint32_t *options;             /* [count * n_issues] */
  int64_t *scores;               /* [count * n_signatories] */
} cli_deal_list;

/* Copies the deals; false without memory. Free it in any case. */
bool cli_deal_list_make(cli_deal_list *list, const cli_view *view);
void cli_deal_list_free(cli_deal_list *list);
/* Leaves only `count` of the deals, evenly spread. */
void cli_deal_list_thin(cli_deal_list *list, size_t count);
const uint32_t *cli_deal_options(const cli_deal_list *list, size_t index);
int64_t cli_deal_score(const cli_deal_list *list, size_t index, size_t signatory);

/* Adds the deals to the page in the form that fits its width. */
void cli_view_deal_list(const cli_view *view, cli_deal_list *list);

/* The number of the frontier entry with these options, from 1; 0 if there is none. */
size_t cli_frontier_number(const cli_view *view, const uint32_t *options);

#endif
