/* Look: what the public interface tells about a case. */
#include "case/model.h"

#include "base/banned.h"

/* The text in the first language given, or `otherwise`. */
static const char *words_or(eir_i_words words, const char *otherwise) {
  return words.n > 0 ? words.text[0] : otherwise;
}

const char *eir_case_title(const eir_case *the_case) {
  return the_case == NULL ? "" : words_or(the_case->title, "");
}

const char *eir_case_view(const eir_case *the_case) {
  return the_case == NULL ? NULL : the_case->view;
}

size_t eir_case_note_count(const eir_case *the_case) {
  return the_case == NULL ? 0 : the_case->n_notes;
}

eir_case_note eir_case_note_get(const eir_case *the_case, size_t index) {
  if (index >= eir_case_note_count(the_case))
    return (eir_case_note){.text = ""};
  return the_case->notes[index];
}

/* NULL is misuse; 0 and "" are then the answers, as the header says. */
size_t eir_case_party_count(const eir_case *the_case) {
  return the_case == NULL ? 0 : the_case->n_parties;
}

size_t eir_case_signatory_count(const eir_case *the_case) {
  return the_case == NULL ? 0 : the_case->n_signatories;
}

size_t eir_case_issue_count(const eir_case *the_case) {
  return the_case == NULL ? 0 : the_case->n_issues;
}

size_t eir_case_constraint_count(const eir_case *the_case) {
  return the_case == NULL ? 0 : the_case->n_constraints;
}

size_t eir_case_signatory_party(const eir_case *the_case, size_t signatory) {
  if (the_case == NULL || signatory >= the_case->n_signatories)
    return 0;
  return the_case->signatories[signatory];
}

size_t eir_case_consent_quota(const eir_case *the_case) {
  return the_case == NULL ? 0 : the_case->quota;
}

eir_party_info eir_case_party(const eir_case *the_case, size_t party) {
  if (the_case == NULL || party >= the_case->n_parties)
    return (eir_party_info){0};
  const eir_i_party *p = &the_case->parties[party];
  const eir_i_position *position = &p->position;
  bool scored =
      position->kind == EIR_POSITION_POINTS || position->kind == EIR_POSITION_WEIGHTS;
  return (eir_party_info){.id = p->id,
                          .name = words_or(p->name, p->id),
                          .roles = p->roles,
                          .veto = p->veto,
                          .position = position->kind,
                          .has_scores = scored,
                          .has_reservation = position->has_reservation,
                          .n_red_lines = (unsigned)position->n_red_lines,
                          .n_interactions = (unsigned)position->n_interactions,
                          .exact = position->exact,
                          .unit = position->unit,
                          .reservation = position->reservation,
                          .power = scored ? position->power : 0,
                          .discount =
                              position->discount == NULL ? "" : position->discount};
}

eir_issue_info eir_case_issue(const eir_case *the_case, size_t issue) {
  if (the_case == NULL || issue >= the_case->n_issues)
    return (eir_issue_info){0};
  const eir_i_issue *i = &the_case->issues[issue];
  return (eir_issue_info){.id = i->id,
                          .name = words_or(i->name, i->id),
                          .kind = i->kind,
                          .n_options = i->n_options,
                          .unit = i->unit == NULL ? "" : i->unit};
}

eir_option_info eir_case_option(const eir_case *the_case, size_t issue, size_t option) {
  if (the_case == NULL || issue >= the_case->n_issues ||
      option >= the_case->issues[issue].n_options)
    return (eir_option_info){0};
  const eir_i_option *o = &the_case->issues[issue].options[option];
  return (eir_option_info){.id = o->id, .name = words_or(o->name, o->id)};
}
