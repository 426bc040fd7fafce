/* Read rules: constraints, red lines, and the rules of interactions. */
#include <string.h>

#include "case/expression_parse.h"
#include "case/prune.h"
#include "case/read_number.h"

#include "base/banned.h"

typedef struct rule_context {
  eir_i_reader *reader;
  const eir_i_node *node;
} rule_context;

/* A fault at byte `at` of the rule is at that character of the file. */
static void report_in_rule(void *user, size_t at, const char *message) {
  rule_context *context = user;
  eir_i_reader *reader = context->reader;
  const eir_i_input *input = &reader->inputs[context->node->file];
  eir_i_place place = eir_i_node_place(context->node);
  if (context->node->count > 0)
    place = eir_i_node_place_within(context->node, input->text, input->length, at);
  eir_i_fault_at(reader, place, "%s", message);
}

const eir_i_expression *eir_i_read_rule(eir_i_reader *reader, const eir_i_node *node) {
  if (!eir_i_expect_scalar(reader, node, "a rule, such as \"mix = clean\""))
    return NULL;
  rule_context context = {reader, node};
  const eir_i_expression_request request = {.text = node->as.text,
                                            .scope = &reader->scope,
                                            .arena = reader->arena,
                                            .report = report_in_rule,
                                            .user = &context};
  const eir_i_expression *expression = NULL;
  if (eir_i_expression_parse(&request, &expression) == EIR_NO_MEMORY)
    reader->no_memory = true;
  return expression;
}

/* Its path has its id where it has one: that stays when other rules come and go. */
static const char *rule_path(eir_i_reader *reader, const eir_i_rule *rule,
                             size_t index) {
  eir_i_text path;
  eir_i_message_init(reader, &path);
  eir_i_unknown_prefix(reader, &path);
  eir_i_text_add(&path, reader->owner == NULL ? "constraints" : "red_lines");
  if (rule->id != NULL)
    eir_i_text_add_format(&path, ".%s", rule->id);
  else
    eir_i_text_add_format(&path, "[%zu]", index + 1);
  return eir_i_unknown_path(reader, &path);
}

/* After the notes, which the unknown shares. */
static void read_holds(eir_i_reader *reader, const eir_i_node *node, eir_i_rule *rule,
                       size_t index) {
  eir_i_unknown unknown = {.notes = rule->notes, .place = rule->place};
  size_t mark = eir_i_path_enter(reader, "holds");
  if (eir_i_read_chance(reader, node, &unknown)) {
    unknown.path = rule_path(reader, rule, index);
    if (unknown.notes.basis == NULL)
      unknown.notes.basis = "assumption";
    if (unknown.path != NULL)
      rule->unknown = eir_i_unknown_add(reader, &unknown);
  }
  eir_i_path_leave(reader, mark);
}

/* A red line that nobody has stated: it is known to be there, and by its id. While it
 * holds, nothing is good enough. */
static void read_unstated(eir_i_reader *reader, const eir_i_node *node,
                          const eir_i_shape *shape, eir_i_rule *rule) {
  static const eir_i_expression nothing = {.kind = EIR_I_EXPRESSION_FALSE};
  if (shape != &eir_i_shape_red_line || eir_i_node_get(node, "holds") == NULL) {
    eir_i_fault_missing(reader, node, "rule", shape, "such as \"mix = clean\"");
    return;
  }
  rule->expression = &nothing;
  if (eir_i_node_get(node, "id") == NULL)
    eir_i_fault_missing(reader, node, "id", shape,
                        "a red line without a rule is known by its id");
}

static void read_rule_text(eir_i_reader *reader, const eir_i_node *text,
                           eir_i_rule *rule) {
  size_t mark = eir_i_path_enter(reader, "rule");
  rule->expression = eir_i_read_rule(reader, text);
  rule->place = eir_i_node_place(text);
  if (text->kind == EIR_I_NODE_SCALAR)
    rule->text = eir_i_keep_text(reader, text);
  eir_i_path_leave(reader, mark);
}

/* Each part is read whatever is wrong with the others. The place of a rule is that of
 * its text, where later messages about it should point. */
static void read_rule_entry(eir_i_reader *reader, const eir_i_node *node,
                            const eir_i_shape *shape, size_t index, eir_i_rule *rule) {
  rule->place = eir_i_node_place(node);
  rule->unknown = EIR_I_NONE;
  rule->cost = EIR_I_COST_ONE;
  if (!eir_i_check_shape(reader, node, shape))
    return;
  const eir_i_node *id = eir_i_node_get(node, "id");
  const eir_i_node *text = eir_i_node_get(node, "rule");
  const eir_i_node *serves = eir_i_node_get(node, "serves");
  const eir_i_node *holds = eir_i_node_get(node, "holds");
  const eir_i_node *cost = eir_i_node_get(node, "cost");
  if (id != NULL) {
    size_t mark = eir_i_path_enter(reader, "id");
    if (eir_i_check_id(reader, id, shape->what, false))
      rule->id = eir_i_keep_text(reader, id);
    eir_i_path_leave(reader, mark);
  }
  if (text == NULL)
    read_unstated(reader, node, shape, rule);
  else
    read_rule_text(reader, text, rule);
  if (serves != NULL && eir_i_shape_has(shape, "serves")) {
    size_t mark = eir_i_path_enter(reader, "serves");
    eir_i_read_words(reader, serves, &rule->serves);
    eir_i_path_leave(reader, mark);
  }
  eir_i_read_notes(reader, node, shape, &rule->notes);
  if (cost != NULL) {
    size_t mark = eir_i_path_enter(reader, "cost");
    rule->cost = eir_i_read_cost(reader, cost);
    eir_i_path_leave(reader, mark);
  }
  if (holds != NULL && !reader->no_memory)
    read_holds(reader, holds, rule, index);
}

/* Rules without an id take no part: their "id" here is "". */
static void report_duplicate_ids(eir_i_reader *reader, const eir_i_node *list,
                                 const eir_i_rule *rules, size_t n) {
  const char **ids = eir_i_take_scratch(reader, n, sizeof *ids);
  eir_i_names names;
  if (ids == NULL)
    return;
  for (size_t i = 0; i < n; i++)
    ids[i] = rules[i].id == NULL ? "" : rules[i].id;
  if (!eir_i_names_build(&names, &reader->scratch, ids, n)) {
    reader->no_memory = true;
    return;
  }
  for (size_t i = 1, first = 0; i < n; i++) {
    const char *before = ids[names.order[first]];
    if (*before == '\0' || strcmp(before, ids[names.order[i]]) != 0) {
      first = i;
      continue;
    }
    const eir_i_node *original = &list->as.children[names.order[first]];
    const eir_i_node *again = &list->as.children[names.order[i]];
    eir_i_fault(
        reader, eir_i_node_get(again, "id"), "duplicate id '%s'; it is already %s",
        eir_i_quote(before).text,
        eir_i_prune_line_text(reader, eir_i_node_get(original, "id")->line).text);
  }
}

bool eir_i_read_rules(eir_i_reader *reader, const eir_i_node *list,
                      const eir_i_shape *shape, const char *expected,
                      const eir_i_rule **out_rules, size_t *out_n) {
  if (!eir_i_expect(reader, list, EIR_I_NODE_LIST, expected))
    return false;
  eir_i_rule *rules = eir_i_take(reader, list->count, sizeof *rules);
  if (rules == NULL)
    return false;
  for (size_t i = 0; i < list->count && !reader->no_memory; i++) {
    size_t mark = eir_i_path_enter_index(reader, i);
    read_rule_entry(reader, &list->as.children[i], shape, i, &rules[i]);
    eir_i_path_leave(reader, mark);
  }
  if (!reader->no_memory)
    report_duplicate_ids(reader, list, rules, list->count);
  *out_rules = rules;
  *out_n = list->count;
  return !reader->no_memory;
}
