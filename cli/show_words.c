/* How a state of play speaks of entries, parties and options. */
#include <assert.h>

#include "show_view.h"

void cli_add_entry_name(cli_text *text, const cli_show_view *view, size_t entry) {
  const char *id = eir_state_of_play_entry(view->state, entry).id;
  if (id[0] != '\0')
    cli_text_add(text, id);
  else
    CLI_ADD(text, "entry ", cli_plain(entry + 1).text);
}

void cli_add_entry_at(cli_text *text, const cli_show_view *view, size_t entry) {
  eir_entry info = eir_state_of_play_entry(view->state, entry);
  cli_add_entry_name(text, view, entry);
  CLI_ADD(text, ", ", info.date[0] == '\0' ? "date not known" : info.date);
}

void cli_add_parties(cli_text *text, const cli_show_view *view, const size_t *parties,
                     size_t n) {
  for (size_t i = 0; i < n; i++)
    CLI_ADD(text, cli_joint(i, n), eir_case_party(view->the_case, parties[i]).name);
}

void cli_add_named(cli_text *text, const cli_show_view *view, size_t issue,
                   uint32_t option) {
  bool bare = eir_case_issue(view->the_case, issue).kind == EIR_ISSUE_RANGE;
  cli_text_add(text, bare ? "" : "\"");
  cli_add_option(text, view->the_case, issue, option);
  cli_text_add(text, bare ? "" : "\"");
}

void cli_add_options(cli_text *text, const cli_show_view *view, size_t issue,
                     uint32_t first, uint32_t last) {
  assert(first <= last);
  const eir_case *the_case = view->the_case;
  if (eir_case_issue(the_case, issue).kind == EIR_ISSUE_RANGE && last > first) {
    CLI_ADD(text, eir_case_option(the_case, issue, first).name, " to ");
    cli_add_option(text, the_case, issue, last);
    return;
  }
  for (uint32_t o = first; o <= last; o++) {
    cli_text_add(text, cli_joint(o - first, last - first + 1));
    cli_add_named(text, view, issue, o);
  }
}

const char *cli_reply_word(eir_reply reply) {
  switch (reply) {
  case EIR_REPLY_NONE:
    return "";
  case EIR_REPLY_ACCEPT:
    return "accepts";
  case EIR_REPLY_REJECT:
    return "rejects";
  case EIR_REPLY_CONDITIONAL:
    return "accepts on a condition";
  case EIR_REPLY_UNDER_REVIEW:
    return "is reviewing it";
  case EIR_REPLY_PROPOSED:
    return "proposed it";
  }
  return "";
}

static bool is_conditional(const eir_entry *response) {
  bool conditional = response->reply == EIR_REPLY_CONDITIONAL;
  for (size_t i = 0; i < response->n_replies; i++)
    conditional |= response->replies[i].reply == EIR_REPLY_CONDITIONAL;
  return conditional;
}

void cli_add_condition(cli_text *text, const eir_entry *response) {
  if (response->kind != EIR_ENTRY_RESPONSE || !is_conditional(response))
    return;
  if (response->condition[0] == '\0') {
    cli_text_add(text, " that is not known");
    return;
  }
  CLI_ADD(text, ", if ", response->condition);
  if (response->condition_met != EIR_UNKNOWN)
    cli_text_add(text, response->condition_met == EIR_YES
                           ? ", which the text meets"
                           : ", which the text does not meet");
}
