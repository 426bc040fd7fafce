/* Read the record: its entries, each kind with keys of its own, and what they refer to.
 *
 * Kinds and ids come first, as an entry may name one that stands below it. In a case of
 * which parts were left out, a name that is not there stands for something that went,
 * and is passed over. */
#include <assert.h>
#include <string.h>

#include "case/prune.h"
#include "case/read_table.h"
#include "case/record.h"

#include "base/banned.h"

/* The record while it is read. */
typedef struct draft {
  eir_i_reader *reader;
  const eir_i_node *list;
  eir_i_entry *entries; /* [list->count] */
  bool *known;          /* [list->count] its kind could be read */
  eir_i_names ids;      /* of the entries that have one */
  uint32_t *entry_of;   /* [ids.n] */
  uint32_t *lines;      /* [largest number of options] all 0 between uses */
} draft;

/* By kind: a key that belongs to another kind is as unknown as any other. */
static const eir_i_shape *const shapes[] = {
    [EIR_ENTRY_PROPOSAL] = &eir_i_shape_proposal,
    [EIR_ENTRY_RESPONSE] = &eir_i_shape_response,
    [EIR_ENTRY_TALKS] = &eir_i_shape_talks,
    [EIR_ENTRY_STATEMENT] = &eir_i_shape_statement};

/* Were parts of the case left out, so that names may be missing? */
static bool is_pruned(const draft *d) {
  return d->reader->prune != NULL;
}

/* ---- kinds and ids ---- */

/* Without its kind nothing can be said of an entry's keys, so it is left alone then. */
static bool read_kind(draft *d, const eir_i_node *node, eir_entry_kind *out) {
  static const char *const words[] = {"proposal", "response", "talks", "statement"};
  const char *expected = "an entry of the record as a mapping of keys to values";
  if (!eir_i_expect(d->reader, node, EIR_I_NODE_MAPPING, expected))
    return false;
  const eir_i_node *kind = eir_i_node_get(node, "kind");
  if (kind == NULL) {
    eir_i_fault(d->reader, node,
                "missing key 'kind' in an entry of the record: write proposal, "
                "response, talks or statement");
    return false;
  }
  size_t mark = eir_i_path_enter(d->reader, "kind");
  size_t choice = eir_i_read_choice(d->reader, kind, "kind of entry", words, 4);
  eir_i_path_leave(d->reader, mark);
  *out = choice < 4 ? (eir_entry_kind)choice : EIR_ENTRY_PROPOSAL;
  return choice < 4;
}

/* The id as it is written; NULL if there is none. */
static const char *id_of(const eir_i_node *entry) {
  const eir_i_node *id =
      entry->kind == EIR_I_NODE_MAPPING ? eir_i_node_get(entry, "id") : NULL;
  return id != NULL && id->kind == EIR_I_NODE_SCALAR && !eir_i_node_is_null(id)
             ? id->as.text
             : NULL;
}

/* The names are sorted, so equal ones are neighbours. */
static void report_duplicates(draft *d) {
  for (size_t i = 1; i < d->ids.n; i++) {
    uint32_t first = d->ids.order[i - 1], again = d->ids.order[i];
    const char *id = d->ids.names[again];
    if (strcmp(d->ids.names[first], id) != 0)
      continue;
    const eir_i_node *before = &d->list->as.children[d->entry_of[first]];
    const eir_i_node *node = &d->list->as.children[d->entry_of[again]];
    eir_i_fault(
        d->reader, eir_i_node_get(node, "id"), "duplicate id '%s'; it is already %s",
        eir_i_quote(id).text,
        eir_i_prune_line_text(d->reader, eir_i_node_get(before, "id")->line).text);
  }
}

/* Reads the kinds, and lists the ids. */
static bool survey(draft *d) {
  eir_i_reader *reader = d->reader;
  size_t n = d->list->count, n_ids = 0;
  const char **ids = eir_i_take_scratch(reader, n, sizeof *ids);
  d->entry_of = eir_i_take_scratch(reader, n, sizeof *d->entry_of);
  if (reader->no_memory)
    return false;
  for (size_t i = 0; i < n && !reader->no_memory; i++) {
    const eir_i_node *node = &d->list->as.children[i];
    size_t mark = eir_i_path_enter_index(reader, i);
    d->known[i] = read_kind(d, node, &d->entries[i].kind);
    eir_i_path_leave(reader, mark);
    if (id_of(node) == NULL)
      continue;
    ids[n_ids] = id_of(node);
    d->entry_of[n_ids++] = (uint32_t)i;
  }
  if (!eir_i_names_build(&d->ids, &reader->scratch, ids, n_ids))
    reader->no_memory = true;
  if (!reader->no_memory)
    report_duplicates(d);
  return !reader->no_memory;
}

/* ---- what an entry refers to ---- */

/* The entry that a scalar names; EIR_I_NONE after a message. */
static uint32_t read_entry_ref(draft *d, const eir_i_node *node) {
  eir_i_reader *reader = d->reader;
  if (!eir_i_expect_scalar(reader, node, "the id of an entry of the record"))
    return EIR_I_NONE;
  uint32_t name = eir_i_names_find(&d->ids, node->as.text);
  if (name != EIR_I_NO_NAME)
    return d->entry_of[name];
  if (is_pruned(d))
    return EIR_I_NONE;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "no entry of the record has the id '%s'",
                        eir_i_quote(node->as.text).text);
  eir_i_suggest(&message, node->as.text, d->ids.names, d->ids.n, "ids");
  eir_i_fault_text(reader, node, &message);
  return EIR_I_NONE;
}

/* The same of a proposal; of an entry without a known kind nothing is said. */
static uint32_t read_proposal_ref(draft *d, const eir_i_node *node, const char *what) {
  uint32_t entry = read_entry_ref(d, node);
  if (entry == EIR_I_NONE || !d->known[entry] ||
      d->entries[entry].kind == EIR_ENTRY_PROPOSAL)
    return entry;
  eir_i_fault(d->reader, node, "'%s' is no proposal; %s",
              eir_i_quote(node->as.text).text, what);
  return EIR_I_NONE;
}

/* A party, or a list of parties. */
static void read_party_list(draft *d, const eir_i_node *node, eir_i_party_list *out) {
  eir_i_reader *reader = d->reader;
  bool list = node->kind == EIR_I_NODE_LIST;
  size_t n = list ? node->count : 1;
  if (n == 0)
    eir_i_fault(reader, node, "expected at least one party, found an empty list");
  uint32_t *parties = eir_i_take(reader, n, sizeof *parties);
  if (parties == NULL)
    return;
  for (size_t i = 0; i < n; i++) {
    const eir_i_node *item = list ? &node->as.children[i] : node;
    uint32_t party = eir_i_read_party_ref(reader, item);
    bool twice = false;
    for (size_t k = 0; k < out->n; k++)
      twice |= parties[k] == party;
    if (twice)
      eir_i_fault(reader, item, "party '%s' is named twice",
                  eir_i_quote(item->as.text).text);
    else if (party != EIR_I_NO_NAME && out->n < EIR_I_MAX_PARTIES)
      parties[out->n++] = party;
  }
  out->parties = parties;
}

/* The issue of a key; EIR_I_NO_NAME, and a message unless it may have gone. */
static uint32_t read_issue(draft *d, const eir_i_node *key) {
  if (is_pruned(d) &&
      eir_i_scope_find(&d->reader->scope, key->as.text) == EIR_I_NO_NAME)
    return EIR_I_NO_NAME;
  return eir_i_read_issue_ref(d->reader, key);
}

/* ---- proposals ---- */

/* An outcome of which nothing is left, in a view, is one that nobody knows. */
static void read_outcome(draft *d, const eir_i_node *node, eir_i_entry *entry) {
  eir_i_reader *reader = d->reader;
  size_t n_issues = reader->the_case->n_issues, named = 0;
  if (!eir_i_expect(reader, node, EIR_I_NODE_MAPPING,
                    "a mapping of issues to options, such as {mix: clean}"))
    return;
  if (node->count == 0 && !is_pruned(d))
    eir_i_fault(reader, node,
                "an outcome names at least one issue; where nobody knows what a "
                "proposal holds, leave 'outcome' out");
  uint32_t *options = eir_i_take(reader, n_issues, sizeof *options);
  if (options == NULL)
    return;
  for (size_t i = 0; i < n_issues; i++)
    options[i] = UINT32_MAX;
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, key->as.text);
    uint32_t issue = read_issue(d, key), option = EIR_I_NO_NAME;
    if (issue != EIR_I_NO_NAME)
      option = eir_i_read_option_ref(reader, eir_i_node_value(node, i), issue, NULL);
    if (option != EIR_I_NO_NAME && issue < n_issues) {
      options[issue] = option;
      named++;
    }
    eir_i_path_leave(reader, mark);
  }
  entry->outcome = named == 0 ? NULL : options;
}

/* ---- responses ---- */

static eir_reply read_reply(draft *d, const eir_i_node *node) {
  static const char *const words[] = {"accept", "reject", "conditional",
                                      "under_review"};
  static_assert(EIR_REPLY_ACCEPT == 1 && EIR_REPLY_UNDER_REVIEW == 4,
                "the words are in the order of eir_reply");
  size_t choice = eir_i_read_choice(d->reader, node, "answer", words, 4);
  return choice < 4 ? (eir_reply)(EIR_REPLY_ACCEPT + choice) : EIR_REPLY_NONE;
}

/* Unlike a key of the case, an issue comes at most once: the tree has no duplicates. */
static void read_replies(draft *d, const eir_i_node *node, eir_i_entry *entry) {
  eir_i_reader *reader = d->reader;
  if (!eir_i_expect(reader, node, EIR_I_NODE_MAPPING,
                    "a mapping of issues to accept, reject, conditional or "
                    "under_review"))
    return;
  eir_i_issue_reply *replies = eir_i_take(reader, node->count, sizeof *replies);
  for (size_t i = 0; replies != NULL && i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, key->as.text);
    uint32_t issue = read_issue(d, key);
    eir_reply reply = read_reply(d, eir_i_node_value(node, i));
    if (issue != EIR_I_NO_NAME && reply != EIR_REPLY_NONE)
      replies[entry->n_replies++] = (eir_i_issue_reply){issue, reply};
    eir_i_path_leave(reader, mark);
  }
  entry->replies = replies;
}

static bool is_conditional(const eir_i_entry *entry) {
  bool conditional = entry->reply == EIR_REPLY_CONDITIONAL;
  for (size_t i = 0; i < entry->n_replies; i++)
    conditional |= entry->replies[i].reply == EIR_REPLY_CONDITIONAL;
  return conditional;
}

/* After the answers. A condition that nobody has stated has no `if`. */
static void read_condition(draft *d, const eir_i_node *node, eir_i_entry *entry) {
  const eir_i_node *condition = eir_i_node_get(node, "if");
  if (condition == NULL)
    return;
  size_t mark = eir_i_path_enter(d->reader, "if");
  entry->condition = eir_i_read_rule(d->reader, condition);
  if (condition->kind == EIR_I_NODE_SCALAR)
    entry->condition_text = eir_i_keep_text(d->reader, condition);
  if (!is_conditional(entry))
    eir_i_fault(d->reader, eir_i_node_find_key(node, "if"),
                "'if' is for a conditional answer; write 'answer: conditional', or "
                "remove it");
  eir_i_path_leave(d->reader, mark);
}

/* ---- statements ---- */

/* What of one issue's options is said. Only what is said is kept: a table of all
 * options for every statement could be large. */
static void read_said(draft *d, const eir_i_node *node, uint32_t issue,
                      eir_i_said_stance *out, size_t *io_n) {
  static const char *const words[] = {"unknown", "prefers", "accepts", "resists",
                                      "refuses"};
  eir_i_reader *reader = d->reader;
  size_t first = *io_n;
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    size_t mark = eir_i_path_enter(reader, key->as.text);
    uint32_t option = eir_i_read_option_ref(reader, key, issue, d->lines);
    size_t choice =
        eir_i_read_choice(reader, eir_i_node_value(node, i), "stance", words, 5);
    if (option != EIR_I_NO_NAME)
      out[(*io_n)++] =
          (eir_i_said_stance){issue, option,
                              choice < 5 ? (eir_i_stance)(EIR_I_STANCE_UNKNOWN + choice)
                                         : EIR_I_STANCE_MISSING};
    eir_i_path_leave(reader, mark);
  }
  for (size_t i = first; i < *io_n; i++)
    d->lines[out[i].option] = 0;
}

/* Room is made for all that is written; what could not be read leaves some unused. */
static void read_stances(draft *d, const eir_i_node *node, eir_i_entry *entry) {
  eir_i_reader *reader = d->reader;
  size_t n = 0;
  if (!eir_i_expect(reader, node, EIR_I_NODE_MAPPING, "a mapping of issues to stances"))
    return;
  for (size_t i = 0; i < node->count; i++) {
    const eir_i_node *said = eir_i_node_value(node, i);
    n += said->kind == EIR_I_NODE_MAPPING ? said->count : 0;
  }
  eir_i_said_stance *stances = eir_i_take(reader, n, sizeof *stances);
  for (size_t i = 0; stances != NULL && i < node->count && !reader->no_memory; i++) {
    const eir_i_node *key = eir_i_node_key(node, i), *said = eir_i_node_value(node, i);
    size_t mark = eir_i_path_enter(reader, key->as.text);
    uint32_t issue = read_issue(d, key);
    if (eir_i_expect(reader, said, EIR_I_NODE_MAPPING,
                     "a mapping of options to prefers, accepts, resists, refuses or "
                     "unknown") &&
        issue != EIR_I_NO_NAME)
      read_said(d, said, issue, stances, &entry->n_stances);
    eir_i_path_leave(reader, mark);
  }
  entry->stances = stances;
}

/* ---- an entry ---- */

static void read_id(draft *d, const eir_i_node *node, eir_i_entry *entry) {
  if (eir_i_check_id(d->reader, node, "an entry of the record", false))
    entry->id = eir_i_keep_text(d->reader, node);
}

static void read_when(draft *d, const eir_i_node *node, eir_i_entry *entry) {
  const char *date = eir_i_read_date(d->reader, node);
  if (date != NULL && strcmp(date, "unknown") != 0)
    entry->date = date;
}

/* One key of those that the entry's shape has; notes and `if` come after. */
static void read_key(draft *d, const char *key, const eir_i_node *value,
                     eir_i_entry *entry) {
  if (strcmp(key, "id") == 0)
    read_id(d, value, entry);
  else if (strcmp(key, "date") == 0)
    read_when(d, value, entry);
  else if (strcmp(key, "after") == 0)
    entry->after = read_entry_ref(d, value);
  else if (strcmp(key, "by") == 0 || strcmp(key, "participants") == 0)
    read_party_list(d, value, &entry->by);
  else if (strcmp(key, "with") == 0)
    read_party_list(d, value, &entry->with);
  else if (strcmp(key, "title") == 0)
    eir_i_read_words(d->reader, value, &entry->title);
  else if (strcmp(key, "says") == 0)
    eir_i_read_words(d->reader, value, &entry->says);
  else if (strcmp(key, "format") == 0)
    eir_i_read_words(d->reader, value, &entry->format);
  else if (strcmp(key, "outcome") == 0)
    read_outcome(d, value, entry);
  else if (strcmp(key, "replaces") == 0)
    entry->replaces =
        read_proposal_ref(d, value, "a version of a text replaces a proposal");
  else if (strcmp(key, "to") == 0)
    entry->to = read_proposal_ref(d, value, "a response answers a proposal");
  else if (strcmp(key, "answer") == 0)
    entry->reply = read_reply(d, value);
  else if (strcmp(key, "issues") == 0)
    read_replies(d, value, entry);
  else if (strcmp(key, "stance") == 0)
    read_stances(d, value, entry);
}

/* What every entry of its kind needs. */
static void require_keys(draft *d, const eir_i_node *node, const eir_i_entry *entry) {
  eir_i_reader *reader = d->reader;
  const eir_i_shape *shape = shapes[entry->kind];
  bool by = eir_i_node_get(node, "by") != NULL;
  if (eir_i_node_get(node, "date") == NULL)
    eir_i_fault_missing(reader, node, "date", shape,
                        "write YYYY-MM-DD, or 'date: unknown'");
  if (!by && (entry->kind == EIR_ENTRY_PROPOSAL || entry->kind == EIR_ENTRY_RESPONSE))
    eir_i_fault_missing(reader, node, "by", shape, "the party or parties that made it");
  if (!by && entry->kind == EIR_ENTRY_STATEMENT &&
      eir_i_node_get(node, "said_by") == NULL)
    eir_i_fault_missing(reader, node, "by", shape,
                        "the party that speaks; where it is none, write 'said_by'");
  if (!by && entry->n_stances > 0)
    eir_i_fault(reader, eir_i_node_find_key(node, "stance"),
                "a stance is a party's; say whose it is in 'by'");
  if (entry->kind != EIR_ENTRY_RESPONSE)
    return;
  if (eir_i_node_get(node, "to") == NULL)
    eir_i_fault_missing(reader, node, "to", shape,
                        "the id of the proposal that it answers");
  if (eir_i_node_get(node, "answer") == NULL && eir_i_node_get(node, "issues") == NULL)
    eir_i_fault_missing(reader, node, "answer", shape,
                        "accept, reject, conditional or under_review; or answer "
                        "single issues in 'issues'");
}

static void read_entry(draft *d, const eir_i_node *node, eir_i_entry *entry) {
  eir_i_reader *reader = d->reader;
  const eir_i_shape *shape = shapes[entry->kind];
  entry->place = eir_i_node_place(node);
  if (!eir_i_check_shape(reader, node, shape))
    return;
  for (size_t i = 0; i < node->count && !reader->no_memory; i++) {
    const char *key = eir_i_node_key(node, i)->as.text;
    if (!eir_i_shape_has(shape, key))
      continue;
    size_t mark = eir_i_path_enter(reader, key);
    read_key(d, key, eir_i_node_value(node, i), entry);
    eir_i_path_leave(reader, mark);
  }
  read_condition(d, node, entry);
  eir_i_read_notes(reader, node, shape, &entry->notes);
  require_keys(d, node, entry);
}

/* ---- the entries among each other ---- */

/* A response to single issues names issues of which the proposal names an option. */
static void check_replies(draft *d, const eir_i_node *node, const eir_i_entry *entry) {
  const uint32_t *outcome =
      entry->to == EIR_I_NONE ? NULL : d->entries[entry->to].outcome;
  if (outcome == NULL || is_pruned(d))
    return;
  for (size_t i = 0; i < entry->n_replies; i++) {
    uint32_t issue = entry->replies[i].issue;
    if (outcome[issue] != UINT32_MAX)
      continue;
    const char *id = d->reader->the_case->issues[issue].id;
    eir_i_fault(
        d->reader, eir_i_node_find_key(eir_i_node_get(node, "issues"), id),
        "the proposal leaves issue %s open, so there is nothing of it to answer",
        eir_i_quote(id).text);
  }
}

/* The date of an entry is not before that of one it follows. */
static void check_date(draft *d, const eir_i_record_order *order, size_t index) {
  static const char *const keys[EIR_I_ENTRY_LINKS] = {"after", "to", "replaces"};
  const eir_i_entry *entry = &d->entries[index];
  uint32_t links[EIR_I_ENTRY_LINKS];
  eir_i_entry_links(entry, links);
  for (size_t i = 0; entry->date != NULL && i < EIR_I_ENTRY_LINKS; i++) {
    const char *bound =
        links[i] == EIR_I_NONE ? NULL : eir_i_record_earliest(order, links[i]);
    if (bound == NULL || strcmp(bound, entry->date) <= 0)
      continue;
    const eir_i_node *node = &d->list->as.children[index];
    eir_i_fault(d->reader, eir_i_node_get(node, keys[i]),
                "this entry is dated %s, and what it comes after is not before %s",
                entry->date, bound);
  }
}

/* Only for a record without a fault: its names all mean something. */
static void check_order(draft *d, const eir_i_record *record) {
  eir_i_reader *reader = d->reader;
  eir_i_record_order order;
  if (!eir_i_record_order_make(record, &reader->scratch, &order)) {
    reader->no_memory = true;
    return;
  }
  if (order.cycle != EIR_I_NONE) {
    const eir_i_node *node = &d->list->as.children[order.cycle];
    eir_i_fault(reader, node,
                "this entry comes after itself, by 'after', 'to' or 'replaces'");
    return;
  }
  for (size_t i = 0; i < record->n; i++) {
    size_t mark = eir_i_path_enter_index(reader, i);
    check_replies(d, &d->list->as.children[i], &d->entries[i]);
    check_date(d, &order, i);
    eir_i_path_leave(reader, mark);
  }
}

/* Takes all the memory that does not depend on what the entries say. */
static bool open_draft(draft *d) {
  eir_i_reader *reader = d->reader;
  size_t n = d->list->count, most = 0;
  for (size_t i = 0; i < reader->scope.names.n; i++)
    if (reader->scope.issues[i].n_options > most)
      most = reader->scope.issues[i].n_options;
  d->entries = eir_i_take(reader, n, sizeof *d->entries);
  d->known = eir_i_take_scratch(reader, n, sizeof *d->known);
  d->lines = eir_i_take_scratch(reader, most, sizeof *d->lines);
  if (reader->no_memory)
    return false;
  for (size_t i = 0; i < n; i++) {
    eir_i_entry *entry = &d->entries[i];
    entry->after = entry->to = entry->replaces = EIR_I_NONE;
  }
  return survey(d);
}

static void read_entries(eir_i_reader *reader, const eir_i_node *list) {
  draft d = {.reader = reader, .list = list};
  size_t errors = eir_i_errors(reader);
  eir_i_record *record = eir_i_take(reader, 1, sizeof *record);
  if (record == NULL || !open_draft(&d))
    return;
  for (size_t i = 0; i < list->count && !reader->no_memory; i++) {
    if (!d.known[i])
      continue;
    size_t mark = eir_i_path_enter_index(reader, i);
    read_entry(&d, &list->as.children[i], &d.entries[i]);
    eir_i_path_leave(reader, mark);
  }
  assert(record->n == 0); /* nobody sees it before it is whole */
  *record = (eir_i_record){.entries = d.entries, .n = list->count};
  if (!reader->no_memory && eir_i_errors(reader) == errors)
    check_order(&d, record);
  reader->the_case->record = record;
}

void eir_i_read_record(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *node = eir_i_node_get(root, "record");
  if (node == NULL)
    return;
  size_t mark = eir_i_path_enter(reader, "record");
  if (eir_i_expect(reader, node, EIR_I_NODE_LIST, "a list of entries")) {
    if (node->count > EIR_I_MAX_RECORD)
      eir_i_fault(reader, node, "the record has more than %d entries; split the case",
                  (int)EIR_I_MAX_RECORD);
    else
      read_entries(reader, node);
  }
  eir_i_path_leave(reader, mark);
}
