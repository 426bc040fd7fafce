/* Draft: looking at the mapping of a position. */
#include "case/draft.h"

#include "case/read_table.h"

#include "base/banned.h"

const eir_i_node *eir_i_draft_get(const eir_i_draft *d, const char *key) {
  return eir_i_node_get(d->node, key);
}

const eir_i_node *eir_i_draft_key(const eir_i_draft *d, const char *key) {
  return eir_i_node_find_key(d->node, key);
}

void eir_i_refuse_keys(eir_i_reader *reader, const eir_i_draft *d,
                       const char *const *keys, size_t n, const char *why) {
  for (size_t i = 0; i < n; i++) {
    const eir_i_node *key = eir_i_draft_key(d, keys[i]);
    if (key != NULL)
      eir_i_fault(reader, key, "'%s' %s", keys[i], why);
  }
}

void eir_i_each_issue(eir_i_reader *reader, eir_i_draft *d, const char *key,
                      const char *expected, eir_i_entry_reader read) {
  const eir_i_node *node = eir_i_draft_get(d, key);
  if (node == NULL)
    return;
  size_t section = eir_i_path_enter(reader, key);
  bool mapping = eir_i_expect(reader, node, EIR_I_NODE_MAPPING, expected);
  for (size_t i = 0; mapping && i < node->count && !reader->no_memory; i++) {
    const eir_i_node *name = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, name->as.text);
    uint32_t issue = eir_i_read_issue_ref(reader, name);
    if (issue != EIR_I_NO_NAME)
      read(reader, d, eir_i_node_value(node, i), issue);
    eir_i_path_leave(reader, mark);
  }
  eir_i_path_leave(reader, section);
}
