/* Prune, names: what is left of a case may name what went.
 *
 * A rule that names an issue that went goes too; an option that went is never taken, so
 * a rule that names one is mended where it is read (case/atom.c). Tables lose their
 * lines for it. Lists of guarantors, of readers and of sources lose the names. A party
 * that signs and whose position went gets one that says nothing. */
#include <string.h>

#include "case/prune.h"
#include "case/token.h"

#include "base/banned.h"

/* ---- what is left ---- */

/* The ids of a list or mapping; false without memory. */
static bool list_ids(eir_i_reader *reader, const eir_i_node *node, eir_i_names *out) {
  *out = (eir_i_names){0};
  if (node == NULL ||
      (node->kind != EIR_I_NODE_MAPPING && node->kind != EIR_I_NODE_LIST))
    return true;
  bool mapping = node->kind == EIR_I_NODE_MAPPING;
  const char **ids = eir_i_take_scratch(reader, node->count, sizeof *ids);
  if (ids == NULL)
    return false;
  for (size_t i = 0; i < node->count; i++) {
    const eir_i_node *id = mapping ? eir_i_node_key(node, i) : &node->as.children[i];
    ids[i] = id->kind == EIR_I_NODE_SCALAR ? id->as.text : "";
  }
  if (!eir_i_names_build(out, &reader->scratch, ids, node->count))
    reader->no_memory = true;
  return !reader->no_memory;
}

/* A section at the top of the case that is a mapping; NULL if there is none. */
static eir_i_node *section(const eir_i_node *root, const char *key) {
  const eir_i_node *found = eir_i_node_get(root, key);
  return found == NULL || found->kind != EIR_I_NODE_MAPPING
             ? NULL
             : (eir_i_node *)(uintptr_t)found;
}

static void list_options(eir_i_reader *reader, eir_i_left *left) {
  left->options =
      eir_i_take_scratch(reader, left->issues->count, sizeof *left->options);
  for (size_t i = 0; left->options != NULL && i < left->issues->count; i++) {
    const eir_i_node *issue = eir_i_node_value(left->issues, i);
    const eir_i_node *options =
        issue->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(issue, "options") : NULL;
    if (!list_ids(reader, options, &left->options[i]))
      return;
  }
}

void eir_i_prune_list(eir_i_reader *reader, const eir_i_node *root) {
  eir_i_left *left = &reader->prune->left;
  *left = (eir_i_left){.issues = section(root, "issues"),
                       .parties = section(root, "parties")};
  if (!list_ids(reader, left->issues, &left->issue_names) ||
      !list_ids(reader, left->parties, &left->party_names) ||
      !list_ids(reader, section(root, "sources"), &left->source_names))
    return;
  if (left->issues != NULL)
    list_options(reader, left);
}

static bool is_left(const eir_i_names *names, const eir_i_node *id) {
  return id->kind != EIR_I_NODE_SCALAR ||
         eir_i_names_find(names, id->as.text) != EIR_I_NO_NAME;
}

/* ---- taking out ---- */

/* Should this stay? `value` is NULL for an item of a list. */
typedef bool keeps(eir_i_reader *reader, const eir_i_node *item,
                   const eir_i_node *value);

static void filter_pairs(eir_i_reader *reader, eir_i_node *mapping, keeps *keep) {
  eir_i_node *pairs = eir_i_prune_children(mapping);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < mapping->count && !reader->no_memory; i++) {
    eir_i_node *pair = &pairs[2 * (size_t)i];
    if (!keep(reader, &pair[0], &pair[1]))
      continue;
    pairs[2 * (size_t)kept] = pair[0];
    pairs[2 * (size_t)kept + 1] = pair[1];
    kept++;
  }
  mapping->count = kept;
}

static void filter_items(eir_i_reader *reader, eir_i_node *list, keeps *keep) {
  eir_i_node *items = eir_i_prune_children(list);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < list->count && !reader->no_memory; i++)
    if (keep(reader, &items[i], NULL))
      items[kept++] = items[i];
  list->count = kept;
}

/* The value of `key` if it is of `kind`. */
static eir_i_node *get_kind(const eir_i_node *mapping, const char *key,
                            eir_i_node_kind kind) {
  const eir_i_node *found =
      mapping->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(mapping, key) : NULL;
  return found != NULL && found->kind == kind ? (eir_i_node *)(uintptr_t)found : NULL;
}

/* ---- parties ---- */

static bool keep_party(eir_i_reader *reader, const eir_i_node *item,
                       const eir_i_node *value) {
  (void)value;
  return is_left(&reader->prune->left.party_names, item) ||
         strcmp(item->as.text, "all") == 0;
}

/* Has the party the role of a signatory? It is the role of whoever has no other. */
static bool signs(const eir_i_node *party) {
  const eir_i_node *role =
      party->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(party, "role") : NULL;
  if (role == NULL || role->kind == EIR_I_NODE_BROKEN)
    return true;
  if (role->kind == EIR_I_NODE_SCALAR)
    return strcmp(role->as.text, "signatory") == 0;
  for (size_t i = 0; role->kind == EIR_I_NODE_LIST && i < role->count; i++)
    if (role->as.children[i].kind == EIR_I_NODE_SCALAR &&
        strcmp(role->as.children[i].as.text, "signatory") == 0)
      return true;
  return false;
}

static size_t count_signatories(const eir_i_left *left) {
  size_t n = 0;
  for (size_t i = 0; left->parties != NULL && i < left->parties->count; i++)
    n += signs(eir_i_node_value(left->parties, i));
  return n;
}

/* More than all cannot be asked for. */
static void mend_consent(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *consent = section(root, "consent");
  eir_i_node *quota =
      consent == NULL ? NULL : get_kind(consent, "at_least", EIR_I_NODE_SCALAR);
  size_t n = count_signatories(&reader->prune->left);
  if (quota == NULL || n == 0 || quota->count == 0 || quota->count > 9 ||
      strspn(quota->as.text, "0123456789") != quota->count)
    return;
  size_t asked = 0;
  for (const char *digit = quota->as.text; *digit != '\0'; digit++)
    asked = asked * 10 + (size_t)(*digit - '0');
  if (asked <= n)
    return;
  eir_i_text number;
  eir_i_message_init(reader, &number);
  eir_i_text_add_format(&number, "%zu", n);
  const char *copy = number.failed ? NULL
                                   : eir_i_arena_copy_text(&reader->scratch,
                                                           number.data, number.length);
  if (copy == NULL)
    reader->no_memory = true;
  quota->count = copy == NULL ? 0 : (uint32_t)number.length;
  quota->as.text = copy == NULL ? "" : copy;
  eir_i_text_free(&number);
}

/* ---- readers and sources that are named ---- */

static bool keep_source(eir_i_reader *reader, const eir_i_node *item,
                        const eir_i_node *value) {
  (void)value;
  if (item->kind != EIR_I_NODE_SCALAR)
    return true;
  const char *hash = strchr(item->as.text, '#');
  size_t length = hash == NULL ? item->count : (size_t)(hash - item->as.text);
  const char *id = eir_i_arena_copy_text(&reader->scratch, item->as.text, length);
  if (id == NULL)
    reader->no_memory = true;
  return id == NULL ||
         eir_i_names_find(&reader->prune->left.source_names, id) != EIR_I_NO_NAME;
}

/* A field of a mapping whose keys are words of the format. */
static bool keep_field(eir_i_reader *reader, const eir_i_node *key,
                       const eir_i_node *value) {
  bool list = value->kind == EIR_I_NODE_LIST;
  eir_i_node *items = (eir_i_node *)(uintptr_t)value;
  if (list && strcmp(key->as.text, "visible") == 0)
    filter_items(reader, items, keep_party);
  if (strcmp(key->as.text, "source") != 0)
    return true;
  if (!list)
    return keep_source(reader, value, NULL);
  if (value->count == 0)
    return true; /* it was empty before */
  filter_items(reader, items, keep_source);
  return value->count > 0;
}

/* Goes through everything below; `id` is what the node is called. */
static void mend_fields(eir_i_reader *reader, eir_i_node *node, eir_i_layout layout,
                        const char *id) {
  bool mapping = node->kind == EIR_I_NODE_MAPPING;
  if (!mapping && node->kind != EIR_I_NODE_LIST)
    return;
  if (mapping && eir_i_layout_has_fields(&reader->prune->left, layout, id, "source"))
    filter_pairs(reader, node, keep_field);
  eir_i_node *children = eir_i_prune_children(node);
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    if (mapping)
      mend_fields(reader, &children[2 * i + 1],
                  eir_i_layout_below(layout, children[2 * i].as.text),
                  children[2 * i].as.text);
    else
      mend_fields(reader, &children[i], eir_i_layout_of_items(layout), "");
  }
}

/* ---- issues ---- */

/* Can the item still go to one of two? */
static bool keep_award(eir_i_reader *reader, const eir_i_node *issue) {
  const eir_i_left *left = &reader->prune->left;
  const eir_i_node *between = eir_i_node_get(issue, "between");
  if (between == NULL)
    return left->parties == NULL || count_signatories(left) == 2;
  for (size_t i = 0; between->kind == EIR_I_NODE_LIST && i < between->count; i++)
    if (!is_left(&left->party_names, &between->as.children[i]))
      return false;
  return true;
}

static bool keep_issue(eir_i_reader *reader, const eir_i_node *id,
                       const eir_i_node *issue) {
  (void)id;
  if (issue->kind != EIR_I_NODE_MAPPING)
    return true;
  const eir_i_node *options = eir_i_node_get(issue, "options");
  bool empty =
      options != NULL && options->count == 0 &&
      (options->kind == EIR_I_NODE_LIST || options->kind == EIR_I_NODE_MAPPING);
  bool kept =
      !empty && (eir_i_node_get(issue, "award") == NULL || keep_award(reader, issue));
  for (size_t i = 0; kept && options != NULL && options->kind == EIR_I_NODE_MAPPING &&
                     i < options->count;
       i++) {
    eir_i_node *needs =
        get_kind(eir_i_node_value(options, i), "needs", EIR_I_NODE_LIST);
    if (needs != NULL)
      filter_items(reader, needs, keep_party);
  }
  return kept;
}

/* ---- rules ---- */

static bool compares(eir_i_token_kind kind) {
  return kind == EIR_I_TOKEN_IN ||
         (kind >= EIR_I_TOKEN_EQUAL && kind <= EIR_I_TOKEN_GREATER_EQUAL);
}

/* What stands before a comparison is an issue. A rule that cannot be parsed is reported
 * later. */
static bool names_gone_issue(eir_i_reader *reader, const char *rule) {
  eir_i_token before = {0}, token = {0};
  do {
    token = eir_i_token_next(rule, token.at + token.length);
    if (compares(token.kind) && before.kind == EIR_I_TOKEN_WORD) {
      const char *issue =
          eir_i_arena_copy_text(&reader->scratch, rule + before.at, before.length);
      if (issue == NULL)
        reader->no_memory = true;
      if (issue != NULL &&
          eir_i_names_find(&reader->prune->left.issue_names, issue) == EIR_I_NO_NAME)
        return true;
    }
    before = token;
  } while (token.kind != EIR_I_TOKEN_END && token.kind != EIR_I_TOKEN_WRONG &&
           !reader->no_memory);
  return false;
}

static bool keep_rule(eir_i_reader *reader, const eir_i_node *item,
                      const eir_i_node *value) {
  (void)value;
  const eir_i_node *rule = get_kind(item, "rule", EIR_I_NODE_SCALAR);
  if (rule == NULL)
    rule = get_kind(item, "when", EIR_I_NODE_SCALAR);
  return rule == NULL || reader->prune->left.issues == NULL ||
         !names_gone_issue(reader, rule->as.text);
}

static void mend_rules(eir_i_reader *reader, const eir_i_node *mapping,
                       const char *key) {
  eir_i_node *rules = get_kind(mapping, key, EIR_I_NODE_LIST);
  if (rules == NULL)
    return;
  uint32_t before = rules->count;
  filter_items(reader, rules, keep_rule);
  reader->prune->n_followed += before - rules->count;
}

/* ---- tables ---- */

static bool keep_row(eir_i_reader *reader, const eir_i_node *issue,
                     const eir_i_node *value) {
  (void)value;
  return is_left(&reader->prune->left.issue_names, issue);
}

/* Has the row a line for this number of a range? 5 and 5.0 are the same. */
static bool has_number(const eir_i_node *row, const char *text) {
  eir_i_rational wanted, found;
  if (eir_i_rational_parse(text, &wanted) != EIR_I_NUMBER_OK)
    return true; /* which is reported later */
  for (size_t i = 0; i < row->count; i++)
    if (eir_i_rational_parse(eir_i_node_key(row, i)->as.text, &found) ==
            EIR_I_NUMBER_OK &&
        eir_i_rational_compare(wanted, found) == 0)
      return true;
  return false;
}

/* Keeps of an order of numbers what still has one in its row. An order by which a
 * search through a range would take too long is given up. */
static void mend_order(eir_i_reader *reader, eir_i_node *order, const eir_i_node *row,
                       bool range) {
  enum { MANY = 10000 };
  eir_i_names lines;
  if (order == NULL || !list_ids(reader, row, &lines))
    return;
  bool give_up = range && order->count > MANY;
  eir_i_node *items = eir_i_prune_children(order);
  uint32_t kept = 0;
  for (uint32_t i = 0; !give_up && i < order->count; i++)
    if (is_left(&lines, &items[i]) || (range && has_number(row, items[i].as.text)))
      items[kept++] = items[i];
  order->count = kept;
}

/* Drops the lines of options that went, also from the order of their numbers. */
static void mend_row(eir_i_reader *reader, const eir_i_node *issue, eir_i_node *row) {
  const eir_i_left *left = &reader->prune->left;
  uint32_t index = eir_i_names_find(&left->issue_names, issue->as.text);
  if (index == EIR_I_NO_NAME || row->kind != EIR_I_NODE_MAPPING)
    return;
  const eir_i_names *options = &left->options[index];
  eir_i_node *pairs = eir_i_prune_children(row);
  bool orders = eir_i_names_find(options, "order") == EIR_I_NO_NAME;
  uint32_t kept = 0;
  for (uint32_t i = 0; options->n > 0 && i < row->count; i++) {
    eir_i_node *pair = &pairs[2 * (size_t)i];
    if (!is_left(options, &pair[0]) &&
        !(orders && strcmp(pair[0].as.text, "order") == 0))
      continue;
    pairs[2 * (size_t)kept] = pair[0];
    pairs[2 * (size_t)kept + 1] = pair[1];
    kept++;
  }
  if (options->n > 0)
    row->count = kept;
  if (orders)
    mend_order(reader, get_kind(row, "order", EIR_I_NODE_LIST), row, options->n == 0);
}

static void mend_table(eir_i_reader *reader, const eir_i_node *position,
                       const char *key) {
  eir_i_node *table = get_kind(position, key, EIR_I_NODE_MAPPING);
  if (table == NULL)
    return;
  filter_pairs(reader, table, keep_row);
  eir_i_node *pairs = eir_i_prune_children(table);
  for (size_t i = 0; i < table->count; i++)
    mend_row(reader, &pairs[2 * i], &pairs[2 * i + 1]);
}

/* An issue whose weight went counts 0, whatever its values are. */
static void drop_unweighted(eir_i_reader *reader, const eir_i_node *position) {
  eir_i_node *values = get_kind(position, "values", EIR_I_NODE_MAPPING);
  const eir_i_node *weights = get_kind(position, "weights", EIR_I_NODE_MAPPING);
  eir_i_names weighted;
  if (values == NULL || weights == NULL || !list_ids(reader, weights, &weighted))
    return;
  eir_i_node *pairs = eir_i_prune_children(values);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < values->count; i++) {
    if (!is_left(&weighted, &pairs[2 * (size_t)i]))
      continue;
    pairs[2 * (size_t)kept] = pairs[2 * (size_t)i];
    pairs[2 * (size_t)kept + 1] = pairs[2 * (size_t)i + 1];
    kept++;
  }
  values->count = kept;
}

/* ---- positions ---- */

void eir_i_prune_position_names(eir_i_reader *reader, const eir_i_node *position) {
  if (position->kind != EIR_I_NODE_MAPPING)
    return;
  mend_fields(reader, (eir_i_node *)(uintptr_t)position, EIR_I_LAYOUT_POSITION, "");
  mend_rules(reader, position, "red_lines");
  mend_rules(reader, position, "interactions");
  if (reader->prune->left.issues == NULL || reader->no_memory)
    return;
  static const char *const tables[] = {"points", "weights", "values", "stance"};
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
    mend_table(reader, position, tables[i]);
  drop_unweighted(reader, position);
}

/* `key` and `value` as a mapping of one pair; a value of kind `kind` without
 * members. */
eir_i_node *eir_i_prune_silent_position(eir_i_reader *reader, const char *party) {
  const eir_i_left *left = &reader->prune->left;
  uint32_t index = eir_i_names_find(&left->party_names, party);
  bool signatory = left->parties == NULL || index == EIR_I_NO_NAME ||
                   signs(eir_i_node_value(left->parties, index));
  eir_i_node *position = eir_i_take_scratch(reader, 1, sizeof *position);
  eir_i_node *pair = eir_i_take_scratch(reader, 2, sizeof *pair);
  if (position == NULL || pair == NULL)
    return NULL;
  const char *key = signatory ? "stance" : "red_lines";
  eir_i_node_kind kind = signatory ? EIR_I_NODE_MAPPING : EIR_I_NODE_LIST;
  pair[0] = (eir_i_node){
      .kind = EIR_I_NODE_SCALAR, .count = (uint32_t)strlen(key), .as.text = key};
  pair[1] = (eir_i_node){.kind = (uint8_t)kind, .as.children = pair};
  *position = (eir_i_node){.kind = EIR_I_NODE_MAPPING, .count = 1, .as.children = pair};
  return position;
}

static bool keep_position(eir_i_reader *reader, const eir_i_node *party,
                          const eir_i_node *position) {
  if (reader->prune->left.parties != NULL &&
      !is_left(&reader->prune->left.party_names, party))
    return false;
  eir_i_prune_position_names(reader, position);
  return true;
}

void eir_i_prune_fill_positions(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_left *left = &reader->prune->left;
  eir_i_node *positions = section(root, "positions");
  eir_i_names given;
  if (positions == NULL || left->parties == NULL ||
      !list_ids(reader, positions, &given))
    return;
  size_t room = (size_t)positions->count + left->parties->count, n = positions->count;
  eir_i_node *pairs = eir_i_take_scratch(reader, room, 2 * sizeof *pairs);
  if (pairs == NULL)
    return;
  if (n > 0)
    memcpy(pairs, positions->as.children, 2 * n * sizeof *pairs);
  for (size_t i = 0; i < left->parties->count; i++) {
    const eir_i_node *party = eir_i_node_key(left->parties, i);
    if (!signs(eir_i_node_value(left->parties, i)) || is_left(&given, party))
      continue;
    eir_i_node *silent = eir_i_prune_silent_position(reader, party->as.text);
    if (silent == NULL)
      return;
    pairs[2 * n] = *party;
    pairs[2 * n + 1] = *silent;
    n++;
  }
  positions->as.children = pairs;
  positions->count = (uint32_t)n;
}

/* ---- the record ---- */

/* What an entry says of issues and options that went is dropped where it is read; here
 * go its names of parties, and a condition that names an issue that went. */
static bool keep_entry_field(eir_i_reader *reader, const eir_i_node *key,
                             const eir_i_node *value) {
  const char *field = key->as.text;
  if (strcmp(field, "if") == 0)
    return value->kind != EIR_I_NODE_SCALAR || reader->prune->left.issues == NULL ||
           !names_gone_issue(reader, value->as.text);
  if (strcmp(field, "by") != 0 && strcmp(field, "with") != 0 &&
      strcmp(field, "participants") != 0)
    return true;
  if (value->kind != EIR_I_NODE_LIST || value->count == 0)
    return is_left(&reader->prune->left.party_names, value);
  filter_items(reader, (eir_i_node *)(uintptr_t)value, keep_party);
  return value->count > 0;
}

/* An entry that nobody is left to have made goes too. */
static bool keep_entry(eir_i_reader *reader, const eir_i_node *entry,
                       const eir_i_node *value) {
  (void)value;
  if (entry->kind != EIR_I_NODE_MAPPING)
    return true;
  bool had = eir_i_node_get(entry, "by") != NULL;
  filter_pairs(reader, (eir_i_node *)(uintptr_t)entry, keep_entry_field);
  return !had || eir_i_node_get(entry, "by") != NULL;
}

static void mend_record(eir_i_reader *reader, const eir_i_node *root) {
  eir_i_node *record = get_kind(root, "record", EIR_I_NODE_LIST);
  if (record != NULL && reader->prune->left.parties != NULL)
    filter_items(reader, record, keep_entry);
}

/* ---- all ---- */

void eir_i_prune_names(eir_i_reader *reader, const eir_i_node *root) {
  eir_i_prune_list(reader, root);
  eir_i_node *issues = section(root, "issues");
  if (issues != NULL && !reader->no_memory) {
    uint32_t before = issues->count;
    filter_pairs(reader, issues, keep_issue);
    reader->prune->n_followed += before - issues->count;
    eir_i_prune_list(reader, root);
  }
  if (reader->no_memory)
    return;
  mend_consent(reader, root);
  mend_rules(reader, root, "constraints");
  eir_i_node *positions = section(root, "positions");
  if (positions != NULL)
    filter_pairs(reader, positions, keep_position);
  mend_record(reader, root);
  /* Positions are done; going through them again finds nothing. */
  mend_fields(reader, (eir_i_node *)(uintptr_t)root, EIR_I_LAYOUT_CASE, "");
}
