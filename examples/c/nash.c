/* Prints the Nash deal of a case: what each issue comes to, and what each signatory
 * scores. A small program to start from: it shows how every failure is told apart.
 *
 *     cc nash.c $(pkg-config --cflags --libs eirene) -o nash
 *     ./nash case.yaml
 *
 * Ends with 0 when there is a Nash deal, 1 when there is none, 2 when the case cannot
 * be read or has errors, 3 when a limit was reached, 4 when the system failed. */
#include <eirene/eirene.h>

#include <stdbool.h>
#include <stdio.h>

enum { DEAL = 0, NO_DEAL = 1, WRONG_INPUT = 2, LIMIT = 3, SYSTEM_FAILED = 4 };

/* Every message comes with its place, in the form that editors jump to. */
static void print_diagnostics(const eir_diagnostics *diagnostics) {
  static const char *const severities[] = {"error", "warning", "note"};
  size_t count = eir_diagnostics_count(diagnostics);
  for (size_t i = 0; i < count; i++) {
    eir_error message = eir_diagnostics_get(diagnostics, i);
    fprintf(stderr, "%s:%u:%u: %s: %s\n", message.file, (unsigned)message.line,
            (unsigned)message.column, severities[message.severity], message.message);
  }
}

/* A file that cannot be read is the user's to put right, as much as what is in it. */
static int exit_code(eir_status status) {
  bool of_input = status == EIR_BAD_INPUT || status == EIR_IO;
  return of_input ? WRONG_INPUT : SYSTEM_FAILED;
}

static void print_deal(const eir_case *the_case, const eir_solution *solution,
                       eir_deal deal) {
  printf("%s: the Nash deal\n", eir_case_title(the_case));
  for (size_t i = 0; i < eir_case_issue_count(the_case); i++) {
    eir_issue_info issue = eir_case_issue(the_case, i);
    eir_option_info option = eir_case_option(the_case, i, deal.options[i]);
    printf("  %s: %s%s%s\n", issue.name, option.name, issue.unit[0] != '\0' ? " " : "",
           issue.unit);
  }
  printf("Scores\n");
  for (size_t i = 0; i < eir_case_signatory_count(the_case); i++) {
    eir_party_info party =
        eir_case_party(the_case, eir_case_signatory_party(the_case, i));
    char score[48];
    eir_solution_score_text(solution, i, deal.scores[i], score, sizeof score);
    printf("  %s: %s\n", party.name, score);
  }
}

/* Says what came of solving. That there is no deal, or that a limit was reached, is an
 * answer and not a failure, so it is asked of the solution. */
static int report(const eir_case *the_case, const eir_solution *solution) {
  eir_concept_result nash = eir_solution_concept(solution, EIR_NASH);
  if (eir_solution_end(solution) != EIR_END_COMPLETE) {
    fprintf(stderr, "stopped at the limit %s: %s\n", eir_solution_limit_name(solution),
            eir_solution_limit_advice(solution));
    return LIMIT;
  }
  if (!nash.found) {
    printf("%s: no Nash deal\n", eir_case_title(the_case));
    for (size_t i = 0; i < eir_solution_note_count(solution); i++) {
      printf("  %s\n", eir_solution_note(solution, i));
    }
    return NO_DEAL;
  }
  print_deal(the_case, solution, nash.deal);
  return DEAL;
}

static int run(const char *path) {
  eir_context *context = NULL;
  eir_case *the_case = NULL;
  eir_diagnostics *diagnostics = NULL;
  eir_solution *solution = NULL;
  int code;

  eir_status status = eir_context_new(NULL, &context);
  if (status != EIR_OK) {
    goto fail;
  }
  status = eir_case_read_file(context, path, &the_case, &diagnostics);
  print_diagnostics(diagnostics); /* also after success: there may be warnings */
  if (status != EIR_OK) {
    goto fail;
  }
  status = eir_solve(the_case, NULL, NULL, &solution);
  if (status != EIR_OK) {
    goto fail;
  }
  code = report(the_case, solution);
  goto done;

fail:
  fprintf(stderr, "nash: %s: %s\n", path, eir_status_text(status));
  code = exit_code(status);
done:
  /* Each of these takes NULL; what was made last is freed first. */
  eir_solution_free(solution);
  eir_diagnostics_free(diagnostics);
  eir_case_free(the_case);
  eir_context_free(context);
  return code;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: nash CASE.yaml\n");
    return WRONG_INPUT;
  }
  int code = run(argv[1]);
  /* A full disk shows only when the last of the output is written. */
  if (fclose(stdout) != 0) {
    perror("nash: output");
    return SYSTEM_FAILED;
  }
  return code;
}
