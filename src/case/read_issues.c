/* Read issues: lists of options and awards; ranges are in read_range.c.
 *
 * Every issue becomes part of the scope, also one with errors: what refers to it is
 * then not reported as unknown, and its options go unchecked. */
#include <string.h>

#include "case/read_range.h"
#include "case/reader.h"

#include "base/banned.h"

/* ---- options ---- */

/* Parties whose roles could not be read are taken as guarantors. */
static void read_needs(eir_i_reader *reader, const eir_i_node *node,
                       eir_i_option *option) {
  if (!eir_i_expect(reader, node, EIR_I_NODE_LIST, "a list of guarantors"))
    return;
  uint32_t *needs = eir_i_take(reader, node->count, sizeof *needs);
  size_t n = 0;
  for (size_t i = 0; needs != NULL && i < node->count; i++) {
    const eir_i_node *item = &node->as.children[i];
    uint32_t party = eir_i_read_party_ref(reader, item);
    if (party == EIR_I_NO_NAME)
      continue;
    unsigned roles = reader->the_case->parties[party].roles;
    bool again = false;
    for (size_t j = 0; j < n && !again; j++)
      again = needs[j] == party;
    if (again)
      eir_i_fault(reader, item, "duplicate guarantor '%s'",
                  eir_i_quote(item->as.text).text);
    else if (roles != 0 && (roles & EIR_ROLE_GUARANTOR) == 0)
      eir_i_fault(reader, item,
                  "'%s' is not a guarantor; needs names guarantors only, or give the "
                  "party the role guarantor",
                  eir_i_quote(item->as.text).text);
    else
      needs[n++] = party;
  }
  option->needs = needs;
  option->n_needs = n;
}

static void read_option(eir_i_reader *reader, const eir_i_node *node,
                        eir_i_option *option) {
  if (eir_i_node_is_null(node))
    return; /* "clean:" says no more than its id */
  if (!eir_i_check_shape(reader, node, &eir_i_shape_option))
    return;
  for (size_t i = 0; i < node->count; i++) {
    const char *key = eir_i_node_key(node, i)->as.text;
    const eir_i_node *value = eir_i_node_value(node, i);
    size_t mark = eir_i_path_enter(reader, key);
    if (strcmp(key, "name") == 0)
      eir_i_read_words(reader, value, &option->name);
    else if (strcmp(key, "says") == 0)
      eir_i_read_words(reader, value, &option->says);
    else if (strcmp(key, "needs") == 0)
      read_needs(reader, value, option);
    else if (strcmp(key, "terms") == 0)
      option->terms = eir_i_keep_list(reader, value);
    eir_i_path_leave(reader, mark);
  }
  eir_i_notes notes = {0};
  eir_i_read_notes(reader, node, &eir_i_shape_option, &notes);
  eir_i_notes *kept = eir_i_take(reader, 1, sizeof *kept);
  if (kept != NULL)
    *kept = notes;
  option->notes = kept;
}

/* Of a list of ids: reports the duplicates and drops them. (For a mapping the tree has
 * done it.) Returns how many ids are left, or 0 without memory. */
static size_t drop_duplicates(eir_i_reader *reader, const eir_i_node *list,
                              eir_i_option *options, const char **ids) {
  size_t n = list->count;
  bool *again = eir_i_take_scratch(reader, n, sizeof *again);
  eir_i_names names;
  if (again == NULL || !eir_i_names_build(&names, &reader->scratch, ids, n)) {
    reader->no_memory = true;
    return 0;
  }
  for (size_t i = 1, first = 0; i < n; i++) {
    again[names.order[i]] = strcmp(ids[names.order[first]], ids[names.order[i]]) == 0;
    if (!again[names.order[i]])
      first = i;
  }
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (again[i])
      eir_i_fault(reader, &list->as.children[i], "duplicate option '%s'",
                  eir_i_quote(ids[i]).text);
    if (again[i])
      continue;
    options[kept] = options[i];
    ids[kept++] = ids[i];
  }
  return kept;
}

/* The id of option `index`, from a list or a mapping; NULL after a message. */
static const char *read_option_id(eir_i_reader *reader, const eir_i_node *key,
                                  eir_i_scope_issue *scope) {
  if (!eir_i_check_id(reader, key, "an option", true))
    scope->faulty = true;
  return key->kind == EIR_I_NODE_SCALAR ? eir_i_keep_text(reader, key) : NULL;
}

/* The issue is `broken` until all of its options are known: then nothing that refers to
 * them is checked against half a list. */
static void read_options(eir_i_reader *reader, const eir_i_node *node,
                         eir_i_issue *issue, eir_i_scope_issue *scope) {
  bool mapping = node->kind == EIR_I_NODE_MAPPING;
  scope->broken = true;
  if (!mapping &&
      !eir_i_expect(reader, node, EIR_I_NODE_LIST,
                    "a list of option ids, or a mapping of them to options"))
    return;
  if (node->count == 0) {
    eir_i_fault(reader, node, "an issue needs at least one option");
    return;
  }
  if (!eir_i_count_options(reader, node, node->count))
    return;
  eir_i_option *options = eir_i_take(reader, node->count, sizeof *options);
  const char **ids = eir_i_take_scratch(reader, node->count, sizeof *ids);
  if (options == NULL || ids == NULL)
    return;
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = mapping ? eir_i_node_key(node, i) : &node->as.children[i];
    ids[i] = options[i].id = read_option_id(reader, key, scope);
    if (ids[i] == NULL)
      return; /* the issue stays broken */
    size_t mark = eir_i_path_enter(reader, ids[i]);
    if (mapping)
      read_option(reader, eir_i_node_value(node, i), &options[i]);
    eir_i_path_leave(reader, mark);
  }
  if (reader->no_memory)
    return;
  size_t n = mapping ? node->count : drop_duplicates(reader, node, options, ids);
  if (reader->no_memory ||
      !eir_i_names_build(&scope->options, &reader->scratch, ids, n)) {
    reader->no_memory = true;
    return;
  }
  issue->options = options;
  issue->n_options = n;
  scope->n_options = (uint32_t)n;
  scope->broken = false;
}

/* ---- awards ---- */

static bool read_between(eir_i_reader *reader, const eir_i_node *node,
                         eir_i_issue *issue) {
  if (!eir_i_expect(reader, node, EIR_I_NODE_LIST, "a list of two signatories"))
    return false;
  if (node->count != 2) {
    eir_i_fault(reader, node, "an award is between two signatories; found %u",
                (unsigned)node->count);
    return false;
  }
  bool good = true;
  for (size_t i = 0; i < 2; i++) {
    const eir_i_node *item = &node->as.children[i];
    uint32_t party = eir_i_read_party_ref(reader, item);
    good = good && party != EIR_I_NO_NAME;
    if (party == EIR_I_NO_NAME)
      continue;
    unsigned roles = reader->the_case->parties[party].roles;
    if (roles != 0 && (roles & EIR_ROLE_SIGNATORY) == 0) {
      eir_i_fault(reader, item,
                  "'%s' is not a signatory; an award is between two "
                  "signatories",
                  eir_i_quote(item->as.text).text);
      good = false;
    }
    issue->between[i] = party;
  }
  if (good && issue->between[0] == issue->between[1]) {
    eir_i_fault(reader, &node->as.children[1],
                "an award is between two different signatories");
    return false;
  }
  return good;
}

/* "between" may be left out where there is no choice. */
static bool default_between(eir_i_reader *reader, const eir_i_node *award,
                            eir_i_issue *issue) {
  const eir_case *the_case = reader->the_case;
  if (the_case->n_signatories == 2) {
    issue->between[0] = the_case->signatories[0];
    issue->between[1] = the_case->signatories[1];
    return true;
  }
  /* Where a party has faults, the number of signatories is not known. */
  bool known = !reader->parties_unknown && the_case->n_signatories > 0;
  for (size_t i = 0; i < the_case->n_parties && known; i++)
    known = the_case->parties[i].roles != 0;
  if (known)
    eir_i_fault(
        reader, award,
        "missing key 'between': with %zu signator%s, say which two may get the item",
        the_case->n_signatories, the_case->n_signatories == 1 ? "y" : "ies");
  return false;
}

/* An award is an issue of two options, who gets the item, that carry the parties'
 * ids. */
static void read_award(eir_i_reader *reader, const eir_i_node *node, eir_i_issue *issue,
                       eir_i_scope_issue *scope) {
  static const char *const words[] = {"divisible", "indivisible"};
  scope->broken = true;
  const eir_i_node *award = eir_i_node_find_key(node, "award");
  size_t mark = eir_i_path_enter(reader, "award");
  size_t choice = eir_i_read_choice(reader, eir_i_node_get(node, "award"),
                                    "kind of award", words, 2);
  issue->kind = choice == 1 ? EIR_ISSUE_AWARD_INDIVISIBLE : EIR_ISSUE_AWARD_DIVISIBLE;
  eir_i_path_leave(reader, mark);
  const eir_i_node *between = eir_i_node_get(node, "between");
  mark = eir_i_path_enter(reader, "between");
  bool good = between == NULL ? default_between(reader, award, issue)
                              : read_between(reader, between, issue);
  eir_i_path_leave(reader, mark);
  if (!good || !eir_i_count_options(reader, award, 2))
    return;
  eir_i_option *options = eir_i_take(reader, 2, sizeof *options);
  const char **ids = eir_i_take_scratch(reader, 2, sizeof *ids);
  if (options == NULL || ids == NULL)
    return;
  for (size_t i = 0; i < 2; i++) {
    const eir_i_party *party = &reader->the_case->parties[issue->between[i]];
    ids[i] = options[i].id = party->id;
    options[i].name = party->name;
  }
  if (!eir_i_names_build(&scope->options, &reader->scratch, ids, 2)) {
    reader->no_memory = true;
    return;
  }
  scope->kind = issue->kind;
  issue->options = options;
  issue->n_options = scope->n_options = 2;
  scope->broken = false;
}

/* ---- an issue ---- */

/* Which of options, range and award the issue has; NULL after a message. */
static const char *find_kind(eir_i_reader *reader, const eir_i_node *node,
                             const eir_i_issue *issue) {
  static const char *const kinds[] = {"options", "range", "award"};
  const char *found = NULL;
  for (size_t i = 0; i < node->count; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    for (size_t k = 0; k < 3; k++) {
      if (strcmp(key->as.text, kinds[k]) != 0)
        continue;
      if (found == NULL) {
        found = kinds[k];
        continue;
      }
      eir_i_fault(reader, key,
                  "an issue has one of 'options', 'range' and 'award'; remove '%s' or "
                  "'%s'",
                  found, kinds[k]);
      return NULL;
    }
  }
  if (found == NULL)
    eir_i_fault_at(reader, issue->place,
                   "an issue needs one of 'options', 'range' or 'award'");
  return found;
}

static void read_kind(eir_i_reader *reader, const eir_i_node *node, eir_i_issue *issue,
                      eir_i_scope_issue *scope) {
  const char *kind = find_kind(reader, node, issue);
  scope->broken = true;
  if (kind == NULL)
    return;
  const eir_i_node *between = eir_i_node_find_key(node, "between");
  if (strcmp(kind, "award") == 0) {
    read_award(reader, node, issue, scope);
    return;
  }
  if (between != NULL)
    eir_i_fault(reader, between, "'between' belongs to an award; remove it");
  size_t mark = eir_i_path_enter(reader, kind);
  const eir_i_node *value = eir_i_node_get(node, kind);
  if (strcmp(kind, "options") == 0)
    read_options(reader, value, issue, scope);
  else
    eir_i_read_range(reader, value, issue, scope);
  eir_i_path_leave(reader, mark);
}

static void read_issue(eir_i_reader *reader, const eir_i_node *node, eir_i_issue *issue,
                       eir_i_scope_issue *scope) {
  static const char *const stages[] = {"talks", "interim", "final"};
  scope->broken = true;
  if (!eir_i_check_shape(reader, node, &eir_i_shape_issue))
    return;
  for (size_t i = 0; i < node->count; i++) {
    const char *key = eir_i_node_key(node, i)->as.text;
    const eir_i_node *value = eir_i_node_value(node, i);
    size_t mark = eir_i_path_enter(reader, key);
    if (strcmp(key, "name") == 0)
      eir_i_read_words(reader, value, &issue->name);
    if (strcmp(key, "says") == 0)
      eir_i_read_words(reader, value, &issue->says);
    if (strcmp(key, "stage") == 0) {
      size_t choice = eir_i_read_choice(reader, value, "stage", stages, 3);
      if (choice < 3)
        issue->stage = stages[choice];
    }
    eir_i_path_leave(reader, mark);
  }
  read_kind(reader, node, issue, scope);
  eir_i_read_notes(reader, node, &eir_i_shape_issue, &issue->notes);
}

/* ---- all issues ---- */

void eir_i_read_issues(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *node = eir_i_node_get(root, "issues");
  reader->scope.unknown = true;
  if (node == NULL || node->kind != EIR_I_NODE_MAPPING)
    return;
  size_t n = node->count;
  eir_i_issue *issues = eir_i_take(reader, n, sizeof *issues);
  eir_i_scope_issue *scope = eir_i_take_scratch(reader, n, sizeof *scope);
  const char **ids = eir_i_take_scratch(reader, n, sizeof *ids);
  if (issues == NULL || scope == NULL || ids == NULL)
    return;
  size_t section = eir_i_path_enter(reader, "issues");
  if (n == 0)
    eir_i_fault(reader, node, "the case has no issues; add at least one");
  for (size_t i = 0; i < n && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, key->as.text);
    eir_i_check_id(reader, key, "an issue", false);
    ids[i] = issues[i].id = scope[i].id = eir_i_keep_text(reader, key);
    issues[i].place = eir_i_node_place(key);
    read_issue(reader, eir_i_node_value(node, i), &issues[i], &scope[i]);
    eir_i_path_leave(reader, mark);
  }
  eir_i_path_leave(reader, section);
  if (reader->no_memory)
    return;
  if (!eir_i_names_build(&reader->scope.names, &reader->scratch, ids, n)) {
    reader->no_memory = true;
    return;
  }
  reader->scope.issues = scope;
  reader->scope.unknown = n == 0;
  reader->the_case->issues = issues;
  reader->the_case->n_issues = n;
}
