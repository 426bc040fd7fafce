/* The verb `show`: the state of play of a case, on a date or from all of its record. */
#include <assert.h>

#include "case_input.h"
#include "interrupt.h"
#include "progress.h"
#include "show_view.h"
#include "verbs.h"

static cli_exit say_no_date(const char *on) {
  cli_text message = {0};
  cli_mistake_begin(&message, "show");
  CLI_ADD(&message, "--on is a day written YYYY-MM-DD, not '", on, "'\n");
  return cli_say(&message, CLI_WRONG_INPUT);
}

static cli_exit print_json(const eir_state_of_play *state, cli_output *output) {
  eir_status status = eir_state_of_play_write_json(state, cli_output_write, output);
  if (status == EIR_OK)
    return CLI_YES;
  if (status != EIR_IO) {
    cli_output_drop(output);
    return cli_say_no_memory();
  }
  return CLI_SYSTEM; /* closing the output says why */
}

/* The first note of a view says whose it is, and stands at the top of the page. */
static void view_notes(const cli_show_view *view) {
  size_t n = eir_state_of_play_note_count(view->state);
  size_t first = eir_case_view(view->the_case) == NULL ? 0 : 1; /* said at the top */
  if (n > first)
    cli_page_heading(view->page, "Notes");
  for (size_t i = first; i < n; i++) {
    cli_text_add(&view->page->sentence, eir_state_of_play_note(view->state, i));
    cli_page_end_paragraph(view->page, 0, 0);
  }
}

/* Issues first, as they are what is asked for most; the timeline, the longest part,
 * last. */
static cli_exit print_page(const cli_show_view *view, cli_output *output) {
  cli_view_state(view);
  cli_view_issues(view);
  cli_view_rules(view);
  cli_view_proposals(view);
  cli_view_revisions(view);
  cli_view_timeline(view);
  view_notes(view);
  if (view->page->text.failed || view->page->sentence.failed)
    return cli_say_no_memory();
  (void)cli_output_write_page(output, &view->page->text);
  return CLI_YES;
}

/* Whatever is shown, the exit code is that of a yes: there is no question to deny. */
static cli_exit show(const eir_case *the_case, const cli_arguments *arguments,
                     cli_output *output) {
  const eir_show_request request = {.on = cli_arguments_last(arguments, CLI_FLAG_ON)};
  cli_progress progress;
  eir_state_of_play *state = NULL;
  cli_progress_begin(&progress);
  eir_callbacks callbacks = cli_progress_callbacks(&progress);
  cli_interrupt_catch();
  eir_status status = eir_show(the_case, &request, &callbacks, &state);
  cli_progress_end(&progress);
  if (status == EIR_BAD_INPUT)
    return say_no_date(request.on);
  if (status != EIR_OK)
    return cli_say_no_memory();
  cli_exit code;
  if (arguments->json) {
    code = print_json(state, output);
  } else {
    cli_page page;
    cli_page_init(&page, cli_output_width());
    cli_show_view view = {the_case, state, arguments->operands[0], &page};
    code = print_page(&view, output);
    cli_page_free(&page);
  }
  eir_state_of_play_free(state);
  return code;
}

cli_exit cli_show_run(eir_context *context, const cli_arguments *arguments,
                      cli_output *output) {
  assert(arguments->n_operands == 1);
  eir_case *the_case = NULL;
  cli_exit code = cli_case_read(context, arguments, arguments->operands[0], &the_case);
  if (code == CLI_YES)
    code = show(the_case, arguments, output);
  eir_case_free(the_case);
  return code;
}
