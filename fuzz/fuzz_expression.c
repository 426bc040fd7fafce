/* Fuzz: any text as a rule over a small fixed case: a list, a range and an award. A
 * rule that is accepted is a tree with the promised shape; one that is refused is told
 * of inside its text. */
#include <stdlib.h>
#include <string.h>

#include "case/expression_parse.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
  if (!condition)
    abort();
}

typedef struct scene {
  eir_i_scope scope;
  eir_i_scope_issue issues[3];
  size_t length; /* of the rule */
  size_t faults;
} scene;

static void take_fault(void *user, size_t at, const char *message) {
  scene *s = user;
  require(at <= s->length && *message != '\0');
  s->faults++;
}

static void make_scope(scene *s, eir_i_arena *arena) {
  static const char *const ids[] = {"mix", "distance", "land"};
  static const char *const mix[] = {"clean", "mixed", "all", "4th"};
  static const char *const land[] = {"us", "them"};
  s->issues[0] =
      (eir_i_scope_issue){.id = "mix", .kind = EIR_ISSUE_LIST, .n_options = 4};
  s->issues[1] = (eir_i_scope_issue){
      .id = "distance",
      .kind = EIR_ISSUE_RANGE,
      .n_options = 9,
      .grid = {.from = -10, .step = 5, .one = 10, .decimals = 1, .n = 9}};
  s->issues[2] = (eir_i_scope_issue){
      .id = "land", .kind = EIR_ISSUE_AWARD_DIVISIBLE, .n_options = 2};
  require(eir_i_names_build(&s->issues[0].options, arena, mix, 4));
  require(eir_i_names_build(&s->issues[2].options, arena, land, 2));
  require(eir_i_names_build(&s->scope.names, arena, ids, 3));
  s->scope.issues = s->issues;
}

static void check_atom(const scene *s, const eir_i_expression *atom) {
  require(atom->issue < 3);
  uint32_t end = 0;
  for (size_t i = 0; i < atom->n_intervals; i++) {
    const eir_i_interval *interval = &atom->intervals[i];
    require(interval->first < interval->end && (i == 0 || interval->first > end));
    end = interval->end;
  }
  require(end <= s->issues[atom->issue].n_options);
  for (uint32_t option = 0; option < s->issues[atom->issue].n_options; option++) {
    bool inside = false;
    for (size_t i = 0; i < atom->n_intervals; i++)
      inside = inside ||
               (atom->intervals[i].first <= option && option < atom->intervals[i].end);
    require(eir_i_atom_holds(atom, option) == inside);
  }
}

/* Depth is what the parser promises to bound. */
static void check_tree(const scene *s, const eir_i_expression *tree, unsigned depth) {
  require(depth <= EIR_I_MAX_EXPRESSION_DEPTH);
  switch (tree->kind) {
  case EIR_I_EXPRESSION_FALSE:
  case EIR_I_EXPRESSION_TRUE:
    require(tree->n_children == 0);
    break;
  case EIR_I_EXPRESSION_ATOM:
    check_atom(s, tree);
    break;
  case EIR_I_EXPRESSION_NOT:
    require(tree->n_children == 1);
    break;
  case EIR_I_EXPRESSION_AND:
  case EIR_I_EXPRESSION_OR:
    require(tree->n_children >= 2);
    break;
  case EIR_I_EXPRESSION_IMPLIES:
    require(tree->n_children == 2);
    break;
  }
  for (size_t i = 0; i < tree->n_children; i++)
    check_tree(s, tree->children[i], depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  eir_i_memory memory;
  eir_i_arena arena;
  eir_i_memory_init(&memory, NULL);
  eir_i_arena_init(&arena, &memory);
  scene s = {.length = 0};
  make_scope(&s, &arena);
  const char *text = eir_i_arena_copy_text(&arena, (const char *)data, size);
  require(text != NULL);
  s.length = strlen(text);
  const eir_i_expression_request request = {.text = text,
                                            .scope = &s.scope,
                                            .arena = &arena,
                                            .report = take_fault,
                                            .user = &s};
  const eir_i_expression *tree = NULL;
  eir_status status = eir_i_expression_parse(&request, &tree);
  if (status == EIR_OK) {
    require(tree != NULL && s.faults == 0);
    check_tree(&s, tree, 1);
  } else {
    require(status == EIR_BAD_INPUT && s.faults > 0 && tree == NULL);
  }
  eir_i_arena_free(&arena);
  require(memory.held == 0);
  return 0;
}
