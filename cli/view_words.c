/* Words and lists that several parts of the page share. */
#include <assert.h>
#include <string.h>

#include "view.h"

const char *cli_joint(size_t index, size_t count) {
  assert(index < count);
  if (index == 0)
    return "";
  return index + 1 == count ? " and " : ", ";
}

void cli_add_count(cli_text *text, size_t count, const char *noun) {
  CLI_ADD(text, cli_grouped(count).text, " ", noun, count == 1 ? "" : "s");
}

void cli_add_option(cli_text *text, const eir_case *the_case, size_t issue,
                    size_t option) {
  eir_issue_info info = eir_case_issue(the_case, issue);
  cli_text_add(text, eir_case_option(the_case, issue, option).name);
  if (info.unit[0] != '\0')
    CLI_ADD(text, " ", info.unit);
}

static bool is_award(const eir_case *the_case, size_t issue) {
  eir_issue_kind kind = eir_case_issue(the_case, issue).kind;
  return kind == EIR_ISSUE_AWARD_DIVISIBLE || kind == EIR_ISSUE_AWARD_INDIVISIBLE;
}

/* Who gets the award in this outcome? */
static const char *winner(const eir_case *the_case, size_t issue,
                          const uint32_t *options) {
  return eir_case_option(the_case, issue, options[issue]).id;
}

static bool same_award(const eir_case *the_case, const uint32_t *options, size_t a,
                       size_t b) {
  return is_award(the_case, b) &&
         strcmp(winner(the_case, a, options), winner(the_case, b, options)) == 0;
}

/* "to Party: item, item", the whole items that go where item `first` goes; nothing if
 * an item before `first` goes there. */
static void add_awards(cli_text *text, const eir_case *the_case,
                       const uint32_t *options, size_t first, const char *joint) {
  for (size_t i = 0; i < first; i++) {
    if (same_award(the_case, options, first, i))
      return;
  }
  CLI_ADD(text, joint, joint[0] == '\0' ? "To " : "to ",
          eir_case_option(the_case, first, options[first]).name, ": ");
  for (size_t i = first; i < eir_case_issue_count(the_case); i++) {
    if (!same_award(the_case, options, first, i))
      continue;
    CLI_ADD(text, i == first ? "" : ", ", eir_case_issue(the_case, i).name);
  }
}

void cli_add_outcome(cli_text *text, const eir_case *the_case,
                     const uint32_t *options) {
  size_t before = text->length;
  for (size_t i = 0; i < eir_case_issue_count(the_case); i++) {
    const char *joint = text->length == before ? "" : "; ";
    if (is_award(the_case, i)) {
      add_awards(text, the_case, options, i, joint);
    } else {
      CLI_ADD(text, joint, eir_case_issue(the_case, i).name, ": ");
      cli_add_option(text, the_case, i, options[i]);
    }
  }
}

eir_party_info cli_signatory(const eir_case *the_case, size_t signatory) {
  return eir_case_party(the_case, eir_case_signatory_party(the_case, signatory));
}

size_t cli_add_signatories(cli_text *text, const eir_case *the_case,
                           bool (*wanted)(const eir_party_info *party)) {
  size_t n = eir_case_signatory_count(the_case), count = 0, index = 0;
  for (size_t i = 0; i < n; i++) {
    eir_party_info party = cli_signatory(the_case, i);
    if (wanted == NULL || wanted(&party))
      count++;
  }
  for (size_t i = 0; i < n && text != NULL; i++) {
    eir_party_info party = cli_signatory(the_case, i);
    if (wanted != NULL && !wanted(&party))
      continue;
    CLI_ADD(text, cli_joint(index, count), party.name);
    index++;
  }
  return count;
}

cli_number cli_score(const eir_solution *solution, size_t signatory, int64_t score) {
  cli_number number;
  (void)eir_solution_score_text(solution, signatory, score, number.text,
                                sizeof number.text);
  return number;
}

/* More than this many entries in one line of a list are not read. */
enum { MAX_LISTED = 12 };

void cli_view_picked(const cli_view *view, size_t issue, cli_pick pick) {
  cli_text *text = &view->page->sentence;
  eir_issue_info info = eir_case_issue(view->the_case, issue);
  size_t listed = 0, beyond = 0;
  for (size_t first = 0; first < info.n_options; first++) {
    if (!pick(view, issue, first))
      continue;
    size_t last = first;
    while (info.kind == EIR_ISSUE_RANGE && last + 1 < info.n_options &&
           pick(view, issue, last + 1)) {
      last++;
    }
    if (listed == MAX_LISTED) {
      beyond += last - first + 1;
    } else {
      if (listed == 0)
        CLI_ADD(text, info.name, ": ");
      if (listed > 0)
        cli_text_add(text, "; ");
      if (last > first) {
        CLI_ADD(text, eir_case_option(view->the_case, issue, first).name, " to ");
      }
      cli_add_option(text, view->the_case, issue, last);
      listed++;
    }
    first = last;
  }
  if (beyond > 0)
    CLI_ADD(text, "; and ", cli_grouped(beyond).text, " more");
  if (listed > 0)
    cli_page_end_paragraph(view->page, 2, 4);
}
