/* Prune, report: the faults of a tree that was parsed quietly.
 *
 * Duplicate keys are looked for here, not while parsing: of two, one may have gone. */
#include "case/prune.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

/* Each bit that is set; the node's own faults were kept apart while it was parsed. */
static void report_node(eir_i_reader *reader, eir_i_node *node) {
  for (uint32_t fault = 1; fault <= EIR_I_FAULT_KEY; fault *= 2)
    if ((node->faults & fault) != 0)
      eir_i_fault(reader, node, "%s", eir_i_tree_fault_text((eir_i_tree_fault)fault));
  node->faults = 0;
}

/* Sorted, equal keys stand side by side, the first in the file first. */
static void mark_duplicates(eir_i_reader *reader, eir_i_node *pairs, size_t n) {
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, &reader->the_case->memory);
  const char **keys = eir_i_arena_take_array(&scratch, n, sizeof *keys);
  eir_i_names names = {0};
  for (size_t i = 0; keys != NULL && i < n; i++)
    keys[i] = pairs[2 * i].as.text;
  if (keys == NULL || !eir_i_names_build(&names, &scratch, keys, n))
    reader->no_memory = true;
  for (size_t i = 1, first = 0; !reader->no_memory && i < n; i++) {
    eir_i_node *before = &pairs[2 * (size_t)names.order[first]];
    eir_i_node *key = &pairs[2 * (size_t)names.order[i]];
    bool same = before->kind == EIR_I_NODE_SCALAR && key->kind == EIR_I_NODE_SCALAR &&
                strcmp(before->as.text, key->as.text) == 0;
    if (!same) {
      first = i;
      continue;
    }
    eir_i_fault(reader, key, "duplicate key '%s'; it stands above already",
                eir_i_quote(key->as.text).text);
    key->kind = EIR_I_NODE_BROKEN;
  }
  eir_i_arena_free(&scratch);
}

/* Keeps the pairs whose keys are words of their own. */
static void report_keys(eir_i_reader *reader, eir_i_node *mapping) {
  eir_i_node *pairs = eir_i_prune_children(mapping);
  for (size_t i = 0; i < mapping->count; i++)
    report_node(reader, &pairs[2 * i]);
  if (mapping->count > 1)
    mark_duplicates(reader, pairs, mapping->count);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < mapping->count; i++) {
    if (pairs[2 * (size_t)i].kind == EIR_I_NODE_BROKEN)
      continue;
    pairs[2 * (size_t)kept] = pairs[2 * (size_t)i];
    pairs[2 * (size_t)kept + 1] = pairs[2 * (size_t)i + 1];
    kept++;
  }
  mapping->count = kept;
}

/* Recursion is bounded by EIR_I_MAX_LEVELS. */
void eir_i_tree_report(eir_i_reader *reader, const eir_i_node *of) {
  eir_i_node *node = (eir_i_node *)(uintptr_t)of;
  report_node(reader, node);
  if (node->kind == EIR_I_NODE_MAPPING)
    report_keys(reader, node);
  for (size_t i = 0; node->kind == EIR_I_NODE_LIST && i < node->count; i++) {
    size_t mark = eir_i_path_enter_index(reader, i);
    eir_i_tree_report(reader, &node->as.children[i]);
    eir_i_path_leave(reader, mark);
  }
  for (size_t i = 0; node->kind == EIR_I_NODE_MAPPING && i < node->count; i++) {
    size_t mark = eir_i_path_enter(reader, eir_i_node_key(node, i)->as.text);
    eir_i_tree_report(reader, eir_i_node_value(node, i));
    eir_i_path_leave(reader, mark);
  }
}
