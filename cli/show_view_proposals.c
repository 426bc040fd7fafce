/* What became of each proposal, and what changed from version to version. */
#include <stdint.h>

#include "show_view.h"

static void end(const cli_show_view *view) {
  cli_page_end_paragraph(view->page, 4, 6);
}

/* ---- what it holds ---- */

/* What it settles, and what it leaves open. */
static void view_contents(const cli_show_view *view, const eir_entry *entry) {
  cli_text *text = &view->page->sentence;
  const char *joint = "";
  if (!entry->has_outcome) {
    cli_text_add(text, "It is not known to settle any issue.");
    end(view);
    return;
  }
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
    if (entry->outcome[i] == UINT32_MAX)
      continue;
    CLI_ADD(text, joint, eir_case_issue(view->the_case, i).name, ": ");
    cli_add_named(text, view, i, entry->outcome[i]);
    joint = "; ";
  }
  end(view);
  joint = "Left open: ";
  for (size_t i = 0; i < eir_case_issue_count(view->the_case); i++) {
    if (entry->outcome[i] != UINT32_MAX)
      continue;
    CLI_ADD(text, joint, eir_case_issue(view->the_case, i).name);
    joint = ", ";
  }
  if (joint[0] == ',')
    end(view);
}

/* ---- who answered ---- */

static const char *reply_to_issue(eir_reply reply) {
  switch (reply) {
  case EIR_REPLY_ACCEPT:
    return "accepts ";
  case EIR_REPLY_REJECT:
    return "rejects ";
  case EIR_REPLY_CONDITIONAL:
    return "accepts on a condition ";
  case EIR_REPLY_UNDER_REVIEW:
    return "is reviewing ";
  case EIR_REPLY_NONE:
  case EIR_REPLY_PROPOSED:
    break;
  }
  return "";
}

/* "accepts Issue, rejects Issue" of the response's answers to single issues. */
static void add_single(cli_text *text, const cli_show_view *view,
                       const eir_entry *response, const char *joint) {
  for (size_t i = 0; i < response->n_replies; i++) {
    CLI_ADD(text, joint, reply_to_issue(response->replies[i].reply),
            eir_case_issue(view->the_case, response->replies[i].issue).name);
    joint = ", ";
  }
}

/* An answer at second hand is not the party's own. */
static void add_hearsay(cli_text *text, const eir_entry *entry) {
  if (entry->reported_by[0] != '\0')
    CLI_ADD(text, ", reported by ", entry->reported_by);
  else if (entry->directness[0] == 'r')
    cli_text_add(text, ", reported");
  else if (entry->directness[0] == 'a')
    cli_text_add(text, ", from an unnamed source");
}

static bool is_by(const eir_entry *entry, size_t party) {
  for (size_t i = 0; i < entry->n_by; i++)
    if (entry->by[i] == party)
      return true;
  return false;
}

/* Answers to single issues that stand below the answer in the timeline: an acceptance
 * of the whole would mislead without them. */
static void add_later(cli_text *text, const cli_show_view *view, size_t proposal,
                      const eir_party_reply *reply) {
  size_t n = eir_state_of_play_entry_count(view->state);
  for (size_t k = reply->entry + 1; k < n; k++) {
    eir_entry entry = eir_state_of_play_entry(view->state, k);
    if (entry.kind != EIR_ENTRY_RESPONSE || entry.to != proposal ||
        entry.reply != EIR_REPLY_NONE || !is_by(&entry, reply->party))
      continue;
    add_single(text, view, &entry, "; also ");
    cli_add_condition(text, &entry);
    cli_text_add(text, " (");
    cli_add_entry_at(text, view, k);
    cli_text_add(text, ")");
  }
}

static void view_reply(const cli_show_view *view, size_t proposal,
                       const eir_party_reply *reply) {
  cli_text *text = &view->page->sentence;
  eir_entry entry = eir_state_of_play_entry(view->state, reply->entry);
  const char *name = eir_case_party(view->the_case, reply->party).name;
  if (reply->entry == SIZE_MAX) {
    CLI_ADD(text, "No answer of ", name, " is on record");
    end(view);
    return;
  }
  CLI_ADD(text, name, " ");
  if (reply->reply != EIR_REPLY_NONE)
    cli_text_add(text, cli_reply_word(reply->reply));
  if (entry.kind == EIR_ENTRY_RESPONSE) {
    add_single(text, view, &entry, reply->reply != EIR_REPLY_NONE ? ", but " : "");
    cli_add_condition(text, &entry);
  }
  cli_text_add(text, " (");
  cli_add_entry_at(text, view, reply->entry);
  if (entry.source[0] != '\0')
    CLI_ADD(text, ", ", entry.source);
  if (entry.kind == EIR_ENTRY_RESPONSE)
    add_hearsay(text, &entry);
  cli_text_add(text, ")");
  if (reply->order_unknown)
    cli_text_add(text, ", or what it says elsewhere: which came later is not known");
  add_later(text, view, proposal, reply);
  end(view);
}

/* ---- would it be a deal ---- */

/* "By the positions": what the case says that each party wants, not what it
 * answered. */
static void view_verdict(const cli_show_view *view,
                         const eir_proposal_state *proposal) {
  static const char *const as_written[] = {
      [EIR_NO] = "As written it would not be a deal by the positions.",
      [EIR_YES] = "As written it would be a deal by the positions.",
      [EIR_UNKNOWN] = "Whether it would be a deal as written is not known."};
  static const char *const filled_in[] = {
      [EIR_NO] = "No way to settle the open issues would make it a deal.",
      [EIR_YES] = "The open issues can be settled so that it would be a deal.",
      [EIR_UNKNOWN] = "Whether it can become a deal is not known."};
  cli_text_add(&view->page->sentence, proposal->complete
                                          ? as_written[proposal->deal]
                                          : filled_in[proposal->can_be_deal]);
  end(view);
}

static void view_proposal(const cli_show_view *view,
                          const eir_proposal_state *proposal) {
  cli_text *text = &view->page->sentence;
  eir_entry entry = eir_state_of_play_entry(view->state, proposal->entry);
  cli_add_entry_at(text, view, proposal->entry);
  cli_text_add(text, ", by ");
  cli_add_parties(text, view, entry.by, entry.n_by);
  if (entry.title[0] != '\0')
    CLI_ADD(text, ": ", entry.title);
  if (proposal->superseded_by != SIZE_MAX) {
    cli_text_add(text, "; superseded by ");
    cli_add_entry_at(text, view, proposal->superseded_by);
  }
  cli_page_end_paragraph(view->page, 2, 4);
  view_contents(view, &entry);
  for (size_t i = 0; i < proposal->n_replies; i++)
    if (proposal->replies[i].entry != proposal->entry) /* its authors stand above */
      view_reply(view, proposal->entry, &proposal->replies[i]);
  if (entry.has_outcome)
    view_verdict(view, proposal);
}

void cli_view_proposals(const cli_show_view *view) {
  size_t n = eir_state_of_play_proposal_count(view->state);
  if (n > 0)
    cli_page_heading(view->page, "Proposals");
  for (size_t i = 0; i < n; i++) {
    eir_proposal_state proposal = eir_state_of_play_proposal(view->state, i);
    view_proposal(view, &proposal);
  }
}

/* ---- versions ---- */

static void add_version(cli_text *text, const cli_show_view *view, size_t issue,
                        uint32_t option) {
  if (option == UINT32_MAX)
    cli_text_add(text, "left open");
  else
    cli_add_named(text, view, issue, option);
}

static void view_changed(const cli_show_view *view, const eir_revised_issue *changed) {
  cli_text *text = &view->page->sentence;
  CLI_ADD(text, eir_case_issue(view->the_case, changed->issue).name, ": ");
  add_version(text, view, changed->issue, changed->to);
  cli_text_add(text, " (was: ");
  add_version(text, view, changed->issue, changed->from);
  cli_text_add(text, ")");
  end(view);
}

/* A gain has a plus sign, so that a reader need not know which way is up. */
static void view_effects(const cli_show_view *view, const eir_revision *revision) {
  cli_text *text = &view->page->sentence;
  for (size_t i = 0; i < revision->n_effects; i++) {
    const eir_revision_effect *effect = &revision->effects[i];
    const char *utility = effect->utility[0] == '\0' ? "not known" : effect->utility;
    bool gain = utility[0] >= '0' && utility[0] <= '9' &&
                !(utility[0] == '0' && utility[1] == '\0');
    CLI_ADD(text, i == 0 ? "Change of utility: " : "; ",
            eir_case_party(view->the_case, effect->party).name, " ", gain ? "+" : "",
            utility);
  }
  if (revision->n_effects == 0)
    cli_text_add(text, "No signatory has scores, so nothing is said of what this is "
                       "worth.");
  else if (!revision->complete)
    cli_text_add(text, ". Only the changed issues that both versions settle are "
                       "counted, without interactions.");
  else
    cli_text_add(text, ".");
  end(view);
}

static void view_revision(const cli_show_view *view, const eir_revision *revision) {
  cli_text *text = &view->page->sentence;
  cli_text_add(text, "From ");
  cli_add_entry_name(text, view, revision->from);
  cli_text_add(text, " to ");
  cli_add_entry_name(text, view, revision->to);
  if (!revision->known)
    cli_text_add(text, ": what changed is not known");
  else if (revision->n_issues == 0)
    cli_text_add(text, ": no issue changed");
  cli_page_end_paragraph(view->page, 2, 4);
  for (size_t i = 0; i < revision->n_issues; i++)
    view_changed(view, &revision->issues[i]);
  if (revision->n_issues > 0)
    view_effects(view, revision);
}

void cli_view_revisions(const cli_show_view *view) {
  size_t n = eir_state_of_play_revision_count(view->state);
  if (n > 0)
    cli_page_heading(view->page, "What changed between versions");
  for (size_t i = 0; i < n; i++) {
    eir_revision revision = eir_state_of_play_revision(view->state, i);
    view_revision(view, &revision);
  }
}
