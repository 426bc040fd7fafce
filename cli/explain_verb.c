/* The verb `explain`: who blocks, what would unlock a deal, what the answer rests
 * on. */
#include <assert.h>
#include <stdlib.h>

#include "case_input.h"
#include "chosen_outcome.h"
#include "explain_view.h"
#include "interrupt.h"
#include "progress.h"
#include "verbs.h"

/* What is being run. */
typedef struct explaining {
  const cli_arguments *arguments;
  const eir_case *the_case;
  eir_solution *solution;
  eir_explanation *explanation;
  eir_callbacks callbacks;
  uint32_t *outcome; /* [n_issues]; NULL: none was named */
} explaining;

/* Reads the outcome that --outcome or --deal names, if one does. */
static cli_exit choose_outcome(explaining *now) {
  cli_choosing choosing = {.arguments = now->arguments,
                           .the_case = now->the_case,
                           .solution = now->solution};
  cli_exit code = cli_choose_outcome(&choosing);
  now->outcome = choosing.outcome;
  return code;
}

/* ---- printing ---- */

static cli_exit answer_code(const explaining *now) {
  if (eir_explanation_end(now->explanation) != EIR_END_COMPLETE)
    return CLI_LIMIT;
  switch (eir_explanation_answer(now->explanation)) {
  case EIR_YES:
    return CLI_YES;
  case EIR_NO:
    return CLI_NO;
  case EIR_UNKNOWN:
    break;
  }
  return CLI_LIMIT;
}

static cli_exit print_json(const explaining *now, cli_output *output) {
  unsigned flags = now->arguments->no_stats ? 0 : EIR_JSON_STATS;
  eir_status status =
      eir_explanation_write_json(now->explanation, flags, cli_output_write, output);
  if (status == EIR_OK)
    return answer_code(now);
  if (status != EIR_IO) {
    cli_output_drop(output);
    return cli_say_no_memory();
  }
  return CLI_SYSTEM; /* closing the output says why */
}

static void view_limit(const cli_explain_view *view) {
  cli_text *text = &view->view.page->sentence;
  const eir_explanation *explanation = view->explanation;
  eir_end end = eir_explanation_end(explanation);
  if (end == EIR_END_COMPLETE)
    return;
  if (end == EIR_END_STOPPED)
    cli_text_add(text, "Interrupted: this answer is not complete.");
  else
    CLI_ADD(text, "This answer is not complete: the limit ",
            eir_explanation_limit_name(explanation), " ",
            cli_grouped(eir_explanation_limit_value(explanation)).text,
            " was reached. ", eir_explanation_limit_advice(explanation));
  cli_page_end_paragraph(view->view.page, 0, 0);
  cli_page_gap(view->view.page);
}

static void view_notes(const cli_explain_view *view) {
  size_t n = eir_explanation_note_count(view->explanation);
  if (n > 0)
    cli_page_heading(view->view.page, "Notes");
  for (size_t i = 0; i < n; i++) {
    cli_text_add(&view->view.page->sentence,
                 eir_explanation_note(view->explanation, i));
    cli_page_end_paragraph(view->view.page, 0, 0);
  }
}

static void view_time(const cli_explain_view *view) {
  double seconds = eir_explanation_seconds(view->explanation) +
                   eir_solution_stats(view->view.solution).seconds;
  bool brief = seconds < 1;
  cli_page_gap(view->view.page);
  CLI_ADD(&view->view.page->sentence, "Explained in ",
          cli_double(seconds * (brief ? 1e3 : 1), 2).text, brief ? " ms." : " s.");
  cli_page_end_paragraph(view->view.page, 0, 0);
}

static cli_exit print_page(const explaining *now, cli_output *output) {
  cli_page page;
  cli_page_init(&page, cli_output_width());
  const char *path = now->arguments->operands[0];
  cli_explain_view view = {.view = {now->the_case, now->solution,
                                    now->arguments->options, path, now->callbacks,
                                    &page},
                           .explanation = now->explanation};
  const char *title = eir_case_title(now->the_case);
  cli_view_whose(now->the_case, &page);
  cli_page_heading(&page, title[0] == '\0' ? path : title);
  cli_page_gap(&page);
  view_limit(&view);
  cli_view_explained_outcome(&view);
  cli_view_conflicts(&view);
  cli_view_packages(&view);
  cli_view_robust(&view);
  cli_view_grounds(&view);
  view_notes(&view);
  if (!now->arguments->no_stats)
    view_time(&view);
  cli_exit code =
      page.text.failed || page.sentence.failed ? cli_say_no_memory() : answer_code(now);
  (void)cli_output_write_page(output, &page.text);
  cli_page_free(&page);
  return code;
}

/* ---- the run ---- */

static cli_exit say_failure(const explaining *now, eir_status status) {
  if (status == EIR_NO_MEMORY)
    return cli_say_no_memory();
  cli_text text = {0};
  CLI_ADD(&text, now->arguments->operands[0], ": error: ", eir_status_text(status),
          "\n");
  return cli_say(&text, CLI_SYSTEM);
}

/* Explaining needs to know whether there is a deal; the whole frontier only helps, and
 * in a large case it takes long. It is made as far as these steps go, unless a deal of
 * it is asked for or a limit given. */
static eir_status solve_first(explaining *now) {
  enum { MOST_STEPS = 100000000 }; /* about a second */
  eir_options *options = now->arguments->options;
  int64_t given = eir_options_get(options, "limit-steps");
  bool named = cli_arguments_last(now->arguments, CLI_FLAG_DEAL) != NULL;
  if (given == 0 && !named)
    (void)eir_options_set(options, "limit-steps", MOST_STEPS);
  eir_status status =
      eir_solve(now->the_case, options, &now->callbacks, &now->solution);
  (void)eir_options_set(options, "limit-steps", given);
  return status;
}

static cli_exit run(explaining *now, cli_output *output) {
  cli_progress progress;
  cli_progress_begin(&progress);
  now->callbacks = cli_progress_callbacks(&progress);
  cli_interrupt_catch();
  eir_status status = solve_first(now);
  cli_exit code = status == EIR_OK ? choose_outcome(now) : say_failure(now, status);
  if (status != EIR_OK || code != CLI_YES) {
    cli_progress_end(&progress);
    return code;
  }
  const eir_explain_request request = {.outcome = now->outcome};
  status = eir_explain(now->solution, &request, now->arguments->options,
                       &now->callbacks, &now->explanation);
  cli_progress_end(&progress);
  if (status != EIR_OK)
    return say_failure(now, status);
  now->callbacks.progress = NULL; /* it would mix with the answer */
  return now->arguments->json ? print_json(now, output) : print_page(now, output);
}

cli_exit cli_explain_run(eir_context *context, const cli_arguments *arguments,
                         cli_output *output) {
  assert(arguments->n_operands >= 1 && arguments->options != NULL);
  eir_case *the_case = NULL;
  cli_exit code = cli_case_read_operands(context, arguments, &the_case);
  if (code == CLI_YES) {
    explaining now = {.arguments = arguments, .the_case = the_case};
    code = run(&now, output);
    eir_explanation_free(now.explanation);
    eir_solution_free(now.solution);
    free(now.outcome);
  }
  eir_case_free(the_case);
  return code;
}
