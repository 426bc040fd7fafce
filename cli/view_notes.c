/* What belongs on every answer made from a case: whose view it is, what was left out,
 * and whose private positions are inside. */
#include "view.h"

static void view_kind(const eir_case *the_case, cli_page *page,
                      eir_case_note_kind kind) {
  for (size_t i = 0; i < eir_case_note_count(the_case); i++) {
    eir_case_note note = eir_case_note_get(the_case, i);
    if (note.kind != kind)
      continue;
    cli_text_add(&page->sentence, note.text);
    cli_page_end_paragraph(page, 0, 0);
  }
}

void cli_view_whose(const eir_case *the_case, cli_page *page) {
  if (eir_case_view(the_case) == NULL)
    return;
  view_kind(the_case, page, EIR_CASE_NOTE_VIEW);
  cli_page_gap(page);
}

void cli_view_case_notes(const eir_case *the_case, cli_page *page) {
  size_t n_first = eir_case_view(the_case) == NULL ? 0 : 1; /* stands at the top */
  if (eir_case_note_count(the_case) == n_first)
    return;
  cli_page_gap(page);
  view_kind(the_case, page, EIR_CASE_NOTE_WITHOUT);
  view_kind(the_case, page, EIR_CASE_NOTE_PRIVATE);
}
