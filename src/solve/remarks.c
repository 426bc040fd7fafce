/* Remarks: the sentences that a reader of the answer needs to know. */
#include "solve/solution.h"

#include "base/banned.h"

typedef struct remarks {
  eir_solution *solution;
  eir_i_array sentences; /* of const char * */
  eir_i_text text;       /* of the sentence being made */
  bool failed;
} remarks;

static const char *name_of(const eir_case *the_case, size_t party) {
  return eir_case_party(the_case, party).name;
}

static void end_sentence(remarks *r) {
  const char *copy =
      r->text.failed
          ? NULL
          : eir_i_arena_copy_text(&r->solution->arena, r->text.data, r->text.length);
  if (copy == NULL || !eir_i_array_push(&r->sentences, &copy))
    r->failed = true;
  eir_i_text_clear(&r->text);
}

typedef bool party_test(const eir_case *the_case, size_t party);

/* "A, B and C", the signatories for which the test is true; returns their number. */
static size_t add_names(remarks *r, party_test *test) {
  const eir_case *the_case = r->solution->the_case;
  size_t count = 0, added = 0;
  for (size_t i = 0; i < the_case->n_signatories; i++)
    count += test(the_case, the_case->signatories[i]);
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    size_t party = the_case->signatories[i];
    if (!test(the_case, party))
      continue;
    if (added > 0)
      eir_i_text_add(&r->text, added + 1 == count ? " and " : ", ");
    eir_i_text_add(&r->text, name_of(the_case, party));
    added++;
  }
  return count;
}

static bool lacks_reservation(const eir_case *the_case, size_t party) {
  return eir_i_party_has_scores(&the_case->parties[party]) &&
         !the_case->parties[party].position.has_reservation;
}

/* Can its score fall below 0? Taken issue by issue, so "no" is certain. */
static bool may_refuse_at_zero(const eir_case *the_case, size_t party) {
  if (!lacks_reservation(the_case, party))
    return false;
  const eir_i_position *position = &the_case->parties[party].position;
  for (size_t i = 0; i < the_case->n_issues; i++) {
    for (size_t o = 0; position->scores[i] != NULL && o < the_case->issues[i].n_options;
         o++) {
      if (position->scores[i][o] < 0)
        return true;
    }
  }
  for (size_t i = 0; i < position->n_interactions; i++) {
    if (position->interactions[i].add < 0)
      return true;
  }
  return false;
}

static bool accepts_all_scores(const eir_case *the_case, size_t party) {
  return lacks_reservation(the_case, party) && !may_refuse_at_zero(the_case, party);
}

static bool takes_stance(const eir_case *the_case, size_t party) {
  return !eir_i_party_has_scores(&the_case->parties[party]);
}

static bool is_rounded(const eir_case *the_case, size_t party) {
  const eir_i_party *of = &the_case->parties[party];
  return eir_i_party_has_scores(of) && !of->position.exact;
}

/* One sentence about the signatories for which the test is true, if there are any; it
 * ends differently for one and for several. */
static void remark_on(remarks *r, party_test *test, const char *before,
                      const char *after_one, const char *after_several) {
  eir_i_text_add(&r->text, before);
  size_t count = add_names(r, test);
  if (count == 0) {
    eir_i_text_clear(&r->text);
    return;
  }
  eir_i_text_add(&r->text, count == 1 ? after_one : after_several);
  end_sentence(r);
}

static void remark_on_cover(remarks *r) {
  char number[48];
  eir_i_format_ratio(r->solution->cover.epsilon, EIR_I_COVER_ONE, 12, number,
                     sizeof number);
  eir_i_text_add_format(
      &r->text,
      "This is a cover, not the exact frontier: a deal that leaves each signatory at "
      "least %s above its reservation, in utility, has one on the list within %s of it "
      "in every utility. Deals nearer to a reservation may be missed, and the "
      "solutions, "
      "best and worst scores are those of the list.",
      number, number);
  end_sentence(r);
}

/* What belongs on every answer made from the case comes last. */
static void add_case_notes(remarks *r) {
  const eir_case *the_case = r->solution->the_case;
  for (size_t i = 0; i < the_case->n_notes; i++) {
    eir_i_text_add(&r->text, the_case->notes[i].text);
    end_sentence(r);
  }
}

/* "12 numbers are ranges; their middle is used." */
static void remark_on_ranges(remarks *r, const eir_unknown_counts *counts) {
  if (counts->n_ranges == 0)
    return;
  bool one = counts->n_ranges == 1;
  const char *middle = "middle is";
  if (counts->n_triangular > 0)
    middle = counts->n_triangular == counts->n_ranges ? "mode is" : "middle or mode is";
  eir_i_text_add_format(&r->text, "%zu %s; %s %s used.", counts->n_ranges,
                        one ? "number is a range" : "numbers are ranges",
                        one ? "its" : "their", middle);
  end_sentence(r);
}

static void remark_on_rules(remarks *r, const eir_unknown_counts *counts) {
  if (counts->n_rules == 0)
    return;
  bool one = counts->n_rules == 1;
  eir_i_text_add_format(&r->text, "%zu %s may not hold; %s taken as holding.",
                        counts->n_rules, one ? "rule" : "rules",
                        one ? "it is" : "they are");
  end_sentence(r);
}

static void remark_on_unstated(remarks *r) {
  const eir_case *the_case = r->solution->the_case;
  for (size_t i = 0; i < the_case->n_parties; i++) {
    const eir_i_position *position = &the_case->parties[i].position;
    for (size_t k = 0; k < position->n_red_lines; k++) {
      if (position->red_lines[k].text != NULL)
        continue;
      const char *name = name_of(the_case, i);
      eir_i_text_add_format(
          &r->text,
          "The red line %s of %s is not stated; while it holds, %s accepts nothing.",
          position->red_lines[k].id, name, name);
      end_sentence(r);
    }
  }
}

static void add_all(remarks *r) {
  const eir_solution *solution = r->solution;
  const eir_unknown_counts counts = eir_case_unknown_counts(solution->the_case);
  remark_on_ranges(r, &counts);
  remark_on_rules(r, &counts);
  remark_on_unstated(r);
  remark_on(r, accepts_all_scores, "No no-deal value is given for ",
            ": every outcome counted as acceptable to it, red lines apart.",
            ": every outcome counted as acceptable to them, red lines apart.");
  const char *zero = ": 0 is used, so an outcome that scores below 0 is refused.";
  remark_on(r, may_refuse_at_zero, "No no-deal value is given for ", zero, zero);
  const char *none = ", so there is no Pareto frontier and there are no solutions.";
  remark_on(r, takes_stance, "There are no scores for ", none, none);
  const char *rounded =
      " could not be held exactly: each was rounded once, to 12 decimals.";
  remark_on(r, is_rounded, "The scores of ", rounded, rounded);
  if (solution->cover.epsilon > 0 && solution->has_frontier)
    remark_on_cover(r);
  if (solution->awarding.why_not != NULL) {
    eir_i_text_add(&r->text, solution->awarding.why_not);
    end_sentence(r);
  }
  if (solution->use_scope == EIR_USE_OF_FRONTIER) {
    eir_i_text_add(&r->text,
                   "Which options are always or never used was read from the frontier, "
                   "not from all deals: there are too many to look at each.");
    end_sentence(r);
  }
}

eir_status eir_i_solution_note(eir_solution *solution) {
  remarks r = {.solution = solution};
  eir_i_array_init(&r.sentences, &solution->memory, sizeof(const char *));
  eir_i_text_init(&r.text, &solution->memory);
  eir_i_text_add(&r.text, ""); /* so that there is always a text to copy */
  add_all(&r);
  add_case_notes(&r);
  size_t count = r.sentences.count;
  const char **notes = eir_i_arena_take_array(&solution->arena, count, sizeof *notes);
  for (size_t i = 0; notes != NULL && i < count; i++)
    notes[i] = *(const char **)eir_i_array_at(&r.sentences, i);
  solution->notes = notes;
  solution->n_notes = notes == NULL ? 0 : count;
  eir_i_array_free(&r.sentences);
  eir_i_text_free(&r.text);
  return r.failed || notes == NULL ? EIR_NO_MEMORY : EIR_OK;
}
