/* Prune, layout: which mappings of a case have the words of the format as keys, and
 * which have ids. `visible` and `source` mean something only among the former: an issue
 * or an option may be called so. */
#include <string.h>

#include "case/prune.h"

#include "base/banned.h"

eir_i_layout eir_i_layout_below(eir_i_layout layout, const char *key) {
  static const struct {
    eir_i_layout above;
    const char *key; /* NULL: every one */
    eir_i_layout below;
  } table[] = {
      {EIR_I_LAYOUT_CASE, "parties", EIR_I_LAYOUT_IDS},
      {EIR_I_LAYOUT_CASE, "issues", EIR_I_LAYOUT_ISSUES},
      {EIR_I_LAYOUT_CASE, "constraints", EIR_I_LAYOUT_RULES},
      {EIR_I_LAYOUT_CASE, "positions", EIR_I_LAYOUT_POSITIONS},
      {EIR_I_LAYOUT_CASE, "sources", EIR_I_LAYOUT_IDS},
      {EIR_I_LAYOUT_CASE, "record", EIR_I_LAYOUT_RECORD},
      {EIR_I_LAYOUT_ENTRY, "outcome", EIR_I_LAYOUT_IDS},
      {EIR_I_LAYOUT_ENTRY, "issues", EIR_I_LAYOUT_IDS},
      {EIR_I_LAYOUT_ENTRY, "stance", EIR_I_LAYOUT_TABLE},
      {EIR_I_LAYOUT_ISSUES, NULL, EIR_I_LAYOUT_ISSUE},
      {EIR_I_LAYOUT_ISSUE, "options", EIR_I_LAYOUT_IDS},
      {EIR_I_LAYOUT_POSITIONS, NULL, EIR_I_LAYOUT_POSITION},
      {EIR_I_LAYOUT_POSITION, "points", EIR_I_LAYOUT_TABLE},
      {EIR_I_LAYOUT_POSITION, "values", EIR_I_LAYOUT_TABLE},
      {EIR_I_LAYOUT_POSITION, "stance", EIR_I_LAYOUT_TABLE},
      {EIR_I_LAYOUT_POSITION, "weights", EIR_I_LAYOUT_IDS},
      {EIR_I_LAYOUT_POSITION, "red_lines", EIR_I_LAYOUT_RULES},
      {EIR_I_LAYOUT_POSITION, "interactions", EIR_I_LAYOUT_INTERACTIONS},
      {EIR_I_LAYOUT_TABLE, NULL, EIR_I_LAYOUT_ROW},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    if (table[i].above == layout &&
        (table[i].key == NULL || strcmp(table[i].key, key) == 0))
      return table[i].below;
  return EIR_I_LAYOUT_FIELDS;
}

eir_i_layout eir_i_layout_of_items(eir_i_layout layout) {
  if (layout == EIR_I_LAYOUT_RECORD)
    return EIR_I_LAYOUT_ENTRY;
  return layout == EIR_I_LAYOUT_INTERACTIONS ? layout : EIR_I_LAYOUT_FIELDS;
}

/* In the row of a list issue, keys are options. */
static bool row_has_fields(const eir_i_left *left, const char *issue,
                           const char *field) {
  uint32_t index = eir_i_names_find(&left->issue_names, issue);
  return index == EIR_I_NO_NAME ||
         eir_i_names_find(&left->options[index], field) == EIR_I_NO_NAME;
}

bool eir_i_layout_has_fields(const eir_i_left *left, eir_i_layout layout,
                             const char *id, const char *field) {
  switch (layout) {
  case EIR_I_LAYOUT_CASE:
  case EIR_I_LAYOUT_IDS:
  case EIR_I_LAYOUT_ISSUES:
  case EIR_I_LAYOUT_POSITIONS:
  case EIR_I_LAYOUT_TABLE:
    return false;
  case EIR_I_LAYOUT_ROW:
    return row_has_fields(left, id, field);
  case EIR_I_LAYOUT_FIELDS:
  case EIR_I_LAYOUT_ISSUE:
  case EIR_I_LAYOUT_POSITION:
  case EIR_I_LAYOUT_RULES:
  case EIR_I_LAYOUT_INTERACTIONS:
  case EIR_I_LAYOUT_RECORD:
  case EIR_I_LAYOUT_ENTRY:
    break;
  }
  return true;
}
