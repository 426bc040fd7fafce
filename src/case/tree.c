/* Tree: libfyaml's events into nodes of our own.
 *
 * Nodes wait in one array until the list or mapping that holds them ends; then they
 * move into the arena as its children. libfyaml's document builder is not used: it
 * stops at the first duplicate key and is quadratic in keys. Depth, number of nodes,
 * anchors, tags and duplicates are checked as the events come.
 *
 * libfyaml is fed piece by piece. It gives no event while it looks for the end of a
 * bracket or quote, and holds some 300 bytes for each token meanwhile; so it is told
 * that the input ends when it has looked 1 MB ahead. */
#include "case/tree.h"

#include <assert.h>
#include <string.h>

#include <libfyaml.h>

#include "case/names.h"
#include "case/quote.h"
#include "case/scan.h"
#include "case/unquote.h"
#include "case/yaml_fault.h"

#include "base/banned.h"

/* A list or mapping that has begun. */
typedef struct open_node {
  eir_i_node node;
  size_t first; /* index in `waiting` of its first child */
} open_node;

typedef struct builder {
  eir_i_arena *arena;
  eir_diagnostics *diagnostics;
  uint16_t file;
  eir_i_array waiting; /* of eir_i_node */
  open_node open[EIR_I_MAX_LEVELS];
  size_t n_open;
  size_t n_nodes;
  size_t n_documents;
  eir_i_node last;  /* lends its place to nodes that have none */
  const char *text; /* the input, and how much of it libfyaml has had */
  size_t length;
  size_t fed;
  size_t feed_until;
  size_t at; /* a place in the text that moves on with the scalars, from 0 */
  uint32_t at_line, at_column;
  char *letters; /* room for small texts, which would waste the arena's alignment */
  size_t letters_left;
  bool keeps_faults; /* in the nodes, instead of reporting them */
  bool no_memory;
  bool too_far; /* libfyaml wanted more than it may have */
  bool stop;    /* an error after which nothing more can be said */
} builder;

/* ---- messages ---- */

eir_i_place eir_i_node_place(const eir_i_node *node) {
  return (eir_i_place){.file = node->file, .line = node->line, .column = node->column};
}

const char *eir_i_tree_fault_text(eir_i_tree_fault fault) {
  switch (fault) {
  case EIR_I_FAULT_ANCHOR:
    return "anchors (&name) are not allowed in a case file; remove it";
  case EIR_I_FAULT_TAG:
    return "tags (!name) are not allowed in a case file; remove it";
  case EIR_I_FAULT_ALIAS:
    return "aliases (*name) are not allowed in a case file; write the value out";
  case EIR_I_FAULT_NUL:
    return "a text must not hold a NUL character; remove the \\0";
  case EIR_I_FAULT_ESCAPE:
    return "an escape in this text is not a valid character";
  case EIR_I_FAULT_KEY:
    return "a key must be a single word, not a list or a mapping";
  }
  return "";
}

static void report(builder *b, const eir_i_node *node, const char *message) {
  eir_i_diagnostics_add(b->diagnostics, EIR_ERROR, eir_i_node_place(node), NULL, "%s",
                        message);
}

/* A fault of `of`, whose place is that of `node`. */
static void report_fault(builder *b, eir_i_node *of, const eir_i_node *node,
                         eir_i_tree_fault fault) {
  if (b->keeps_faults)
    of->faults |= (uint32_t)fault;
  else
    report(b, node, eir_i_tree_fault_text(fault));
}

static void give_up(builder *b, const eir_i_node *node, const char *message) {
  report(b, node, message);
  b->stop = true;
}

/* ---- nodes ---- */

static char *take_letters(builder *b, size_t size) {
  enum { BLOCK = 64 * 1024, SMALL = 1024 };
  if (size > SMALL)
    return eir_i_arena_take(b->arena, size);
  if (b->letters_left < size) {
    b->letters = eir_i_arena_take(b->arena, BLOCK);
    b->letters_left = b->letters == NULL ? 0 : BLOCK;
    if (b->letters == NULL)
      return NULL;
  }
  char *taken = b->letters;
  b->letters += size;
  b->letters_left -= size;
  return taken;
}

static const char *copy_letters(builder *b, const char *text, size_t length) {
  char *copy = take_letters(b, length + 1);
  if (copy == NULL) {
    b->no_memory = true;
    return NULL;
  }
  if (length > 0)
    memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

/* A node of `kind` where the event starts; libfyaml counts from 0, and starts quoted
 * scalars after the quote. */
static eir_i_node node_at(const builder *b, eir_i_node_kind kind,
                          const struct fy_mark *mark, bool quoted) {
  eir_i_node node = b->last;
  node.kind = (uint8_t)kind;
  node.style = EIR_I_STYLE_PLAIN;
  node.count = 0;
  node.faults = 0;
  node.as.text = "";
  if (mark == NULL || mark->line < 0)
    return node;
  uint32_t back = quoted && mark->column > 0 ? 1 : 0;
  node.line = (uint32_t)mark->line + 1;
  node.column = (uint32_t)mark->column + 1 - back;
  return node;
}

/* The byte at which a scalar starts. libfyaml counts bytes anew with each piece that it
 * is fed, so they are counted here; scalars come in the order of the text. */
static uint32_t offset_of(builder *b, const eir_i_node *node) {
  uint32_t line = node->line - 1, column = node->column - 1;
  while (b->at < b->length &&
         (b->at_line < line || (b->at_line == line && b->at_column < column))) {
    char c = b->text[b->at++];
    bool follows = b->at < b->length && b->text[b->at] == '\n';
    if (c == '\n' || (c == '\r' && !follows)) {
      b->at_line++;
      b->at_column = 0;
    } else if (((unsigned char)c & 0xC0) != 0x80) {
      b->at_column++;
    }
  }
  /* The last character may have more bytes. */
  while (b->at < b->length && ((unsigned char)b->text[b->at] & 0xC0) == 0x80)
    b->at++;
  return (uint32_t)b->at;
}

/* Lists and mappings come through here too, when they end. */
static void push(builder *b, const eir_i_node *node) {
  b->last = *node;
  if (++b->n_nodes > EIR_I_MAX_NODES) {
    give_up(b, node, "this file has more than 4,000,000 entries; split the case");
    return;
  }
  if (!eir_i_array_push(&b->waiting, node))
    b->no_memory = true;
}

/* Refuses an anchor or a tag, at its own place; an anchor's token starts after its
 * sign. */
static void check_properties(builder *b, eir_i_node *of, struct fy_token *anchor,
                             struct fy_token *tag) {
  if (anchor != NULL) {
    eir_i_node node = node_at(b, EIR_I_NODE_BROKEN, fy_token_start_mark(anchor), true);
    report_fault(b, of, &node, EIR_I_FAULT_ANCHOR);
  }
  if (tag != NULL) {
    eir_i_node node = node_at(b, EIR_I_NODE_BROKEN, fy_token_start_mark(tag), false);
    report_fault(b, of, &node, EIR_I_FAULT_TAG);
  }
}

static eir_i_style style_of(enum fy_scalar_style style) {
  if (style == FYSS_SINGLE_QUOTED)
    return EIR_I_STYLE_SINGLE;
  if (style == FYSS_DOUBLE_QUOTED)
    return EIR_I_STYLE_DOUBLE;
  if (style == FYSS_LITERAL || style == FYSS_FOLDED)
    return EIR_I_STYLE_BLOCK;
  return EIR_I_STYLE_PLAIN;
}

/* The text of a scalar, lent by the token or in the arena; NULL without memory.
 * libfyaml loses memory on quoted ones and reads some of them wrong ('''' and folded
 * lines with escapes), so they are read here. */
static const char *text_of(builder *b, const eir_i_node *node, struct fy_token *token,
                           size_t *out_length) {
  bool quoted = node->style == EIR_I_STYLE_SINGLE || node->style == EIR_I_STYLE_DOUBLE;
  if (quoted && node->offset < b->length) {
    const char *source = b->text + node->offset;
    size_t size = b->length - node->offset;
    size_t length = eir_i_unquote(source, size, NULL, 0);
    char *text = eir_i_arena_take(b->arena, length + 1);
    if (text == NULL) {
      b->no_memory = true;
      return NULL;
    }
    *out_length = eir_i_unquote(source, size, text, length);
    return text;
  }
  const char *text = fy_token_get_text(token, out_length);
  if (text == NULL)
    *out_length = 0;
  return text == NULL ? "" : text;
}

static void add_scalar(builder *b, struct fy_event *event) {
  struct fy_token *token = event->scalar.value;
  size_t length = 0;
  eir_i_style style =
      token == NULL ? EIR_I_STYLE_PLAIN : style_of(fy_token_scalar_style(token));
  bool quoted = style == EIR_I_STYLE_SINGLE || style == EIR_I_STYLE_DOUBLE;
  eir_i_node node = node_at(b, EIR_I_NODE_SCALAR, fy_event_start_mark(event), quoted);
  node.style = (uint8_t)style;
  if (token != NULL && node.line > 0)
    node.offset = offset_of(b, &node);
  check_properties(b, &node, event->scalar.anchor, event->scalar.tag);
  const char *text = token == NULL ? "" : text_of(b, &node, token, &length);
  if (text == NULL)
    return;
  /* In a folded block, libfyaml loses the empty line before one that starts with a tab,
   * but counts it: there are NULs at the end. */
  while (style == EIR_I_STYLE_BLOCK && length > 0 && text[length - 1] == '\0')
    length--;
  if (memchr(text, '\0', length) != NULL) {
    report_fault(b, &node, &node, EIR_I_FAULT_NUL);
    node.kind = EIR_I_NODE_BROKEN;
  } else if (eir_i_utf8_valid_prefix(text, length) < length) {
    report_fault(b, &node, &node, EIR_I_FAULT_ESCAPE);
    node.kind = EIR_I_NODE_BROKEN;
  } else {
    node.count = (uint32_t)length;
    node.as.text = copy_letters(b, text, length);
  }
  if (!b->no_memory)
    push(b, &node);
}

static void add_alias(builder *b, struct fy_event *event) {
  eir_i_node node = node_at(b, EIR_I_NODE_BROKEN, fy_event_start_mark(event), true);
  report_fault(b, &node, &node, EIR_I_FAULT_ALIAS);
  push(b, &node);
}

static void begin(builder *b, struct fy_event *event, eir_i_node_kind kind,
                  struct fy_token *anchor, struct fy_token *tag) {
  eir_i_node node = node_at(b, kind, fy_event_start_mark(event), false);
  check_properties(b, &node, anchor, tag);
  if (b->n_open == EIR_I_MAX_LEVELS) {
    give_up(b, &node, "this is nested too deep; at most 64 levels are allowed");
    return;
  }
  b->last = node;
  b->open[b->n_open++] = (open_node){.node = node, .first = b->waiting.count};
}

/* ---- the end of a list or mapping ---- */

static void report_duplicate(builder *b, const eir_i_node *first, eir_i_node *again) {
  eir_i_diagnostics_add(b->diagnostics, EIR_ERROR, eir_i_node_place(again), NULL,
                        "duplicate key '%s'; it is already on line %u",
                        eir_i_quote(again->as.text).text, (unsigned)first->line);
  again->kind = EIR_I_NODE_BROKEN;
}

/* Every pair is compared: right for the usual handful of keys. */
static void find_few_duplicates(builder *b, eir_i_node *pairs, size_t n) {
  for (size_t i = 1; i < n; i++) {
    eir_i_node *key = &pairs[2 * i];
    for (size_t j = 0; j < i && key->kind == EIR_I_NODE_SCALAR; j++) {
      const eir_i_node *before = &pairs[2 * j];
      if (before->kind == EIR_I_NODE_SCALAR &&
          strcmp(before->as.text, key->as.text) == 0)
        report_duplicate(b, before, key);
    }
  }
}

/* Sorted, equal keys stand side by side, the first in the file first. */
static void find_many_duplicates(builder *b, eir_i_node *pairs, size_t n) {
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, b->arena->memory);
  const char **keys = eir_i_arena_take_array(&scratch, n, sizeof *keys);
  eir_i_names names;
  bool sorted = false;
  if (keys != NULL) {
    for (size_t i = 0; i < n; i++)
      keys[i] = pairs[2 * i].kind == EIR_I_NODE_SCALAR ? pairs[2 * i].as.text : "";
    sorted = eir_i_names_build(&names, &scratch, keys, n);
  }
  if (!sorted)
    b->no_memory = true;
  for (size_t i = 1, first = 0; sorted && i < n; i++) {
    eir_i_node *before = &pairs[2 * (size_t)names.order[first]];
    eir_i_node *key = &pairs[2 * (size_t)names.order[i]];
    bool same = before->kind == EIR_I_NODE_SCALAR && key->kind == EIR_I_NODE_SCALAR &&
                strcmp(before->as.text, key->as.text) == 0;
    if (same)
      report_duplicate(b, before, key);
    else
      first = i;
  }
  eir_i_arena_free(&scratch);
}

/* Reports keys that are no scalars or come twice, and drops their pairs. Returns how
 * many are left. */
static size_t check_keys(builder *b, eir_i_node *pairs, size_t n) {
  enum { FEW = 12 };
  for (size_t i = 0; i < n; i++) {
    eir_i_node *key = &pairs[2 * i];
    if (key->kind != EIR_I_NODE_LIST && key->kind != EIR_I_NODE_MAPPING)
      continue;
    report(b, key, eir_i_tree_fault_text(EIR_I_FAULT_KEY));
    key->kind = EIR_I_NODE_BROKEN;
  }
  if (n <= FEW)
    find_few_duplicates(b, pairs, n);
  else
    find_many_duplicates(b, pairs, n);
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (pairs[2 * i].kind == EIR_I_NODE_BROKEN)
      continue;
    pairs[2 * kept] = pairs[2 * i];
    pairs[2 * kept + 1] = pairs[2 * i + 1];
    kept++;
  }
  return kept;
}

/* The same where faults wait: no pair is dropped, and no key is anything but a word. */
static void mark_keys(eir_i_node *pairs, size_t n) {
  for (size_t i = 0; i < n; i++) {
    eir_i_node *key = &pairs[2 * i];
    if (key->kind != EIR_I_NODE_LIST && key->kind != EIR_I_NODE_MAPPING)
      continue;
    key->kind = EIR_I_NODE_BROKEN;
    key->faults |= EIR_I_FAULT_KEY;
    key->count = 0;
    key->as.text = "";
  }
}

static void end(builder *b) {
  assert(b->n_open > 0);
  open_node *open = &b->open[--b->n_open];
  eir_i_node node = open->node;
  size_t n = b->waiting.count - open->first;
  eir_i_node *children = n == 0 ? NULL : eir_i_array_at(&b->waiting, open->first);
  size_t kept = n;
  if (node.kind == EIR_I_NODE_MAPPING && b->keeps_faults)
    mark_keys(children, n / 2);
  else if (node.kind == EIR_I_NODE_MAPPING)
    kept = 2 * check_keys(b, children, n / 2);
  if (b->no_memory)
    return;
  eir_i_node *copy = eir_i_arena_take_array(b->arena, kept, sizeof *copy);
  if (copy == NULL) {
    b->no_memory = true;
    return;
  }
  if (kept > 0 && children != NULL)
    memcpy(copy, children, kept * sizeof *copy);
  b->waiting.count = open->first;
  node.count = (uint32_t)(node.kind == EIR_I_NODE_MAPPING ? kept / 2 : kept);
  node.as.children = copy;
  eir_i_node last = b->last;
  push(b, &node);
  b->last = last; /* what follows without a place of its own is nearer to this */
}

/* ---- events ---- */

static void begin_document(builder *b, struct fy_event *event) {
  if (++b->n_documents < 2)
    return;
  const struct fy_document_state *state = event->document_start.document_state;
  eir_i_node node =
      node_at(b, EIR_I_NODE_BROKEN,
              state == NULL
                  ? NULL
                  : fy_document_state_start_mark(event->document_start.document_state),
              false);
  report(b, &node,
         "a second document starts here; a case file holds one document only");
  b->stop = true;
}

/* What has no influence on the tree is passed over. */
static void take_event(builder *b, struct fy_event *event) {
  switch (event->type) {
  case FYET_DOCUMENT_START:
    begin_document(b, event);
    break;
  case FYET_SCALAR:
    add_scalar(b, event);
    break;
  case FYET_ALIAS:
    add_alias(b, event);
    break;
  case FYET_SEQUENCE_START:
    begin(b, event, EIR_I_NODE_LIST, event->sequence_start.anchor,
          event->sequence_start.tag);
    break;
  case FYET_MAPPING_START:
    begin(b, event, EIR_I_NODE_MAPPING, event->mapping_start.anchor,
          event->mapping_start.tag);
    break;
  case FYET_SEQUENCE_END:
  case FYET_MAPPING_END:
    end(b);
    break;
  case FYET_NONE:
  case FYET_STREAM_START:
  case FYET_STREAM_END:
  case FYET_DOCUMENT_END:
    break;
  }
}

/* What libfyaml could not read, once; the rest of the file stays unread. */
static void report_syntax(builder *b, struct fy_diag *diag) {
  eir_i_place place = eir_i_node_place(&b->last);
  const char *message = eir_i_yaml_fault(diag, &place);
  eir_i_text where; /* that which is not closed may be far above */
  eir_i_text_init(&where, b->arena->memory);
  if (b->n_open > 0 && strstr(message, "is never closed") != NULL)
    eir_i_text_add_format(&where, " (it stands on line %u)",
                          (unsigned)b->open[b->n_open - 1].node.line);
  eir_i_diagnostics_add(b->diagnostics, EIR_ERROR, place, NULL,
                        "this is not valid YAML: %s%s", message,
                        where.data == NULL ? "" : where.data);
  if (where.failed)
    b->no_memory = true;
  eir_i_text_free(&where);
  b->stop = true;
}

/* libfyaml asks for the next piece of the input. */
static ssize_t feed(void *user, void *buffer, size_t size) {
  builder *b = user;
  size_t left = b->length - b->fed;
  if (size > left)
    size = left;
  if (size > 0 && b->fed >= b->feed_until) {
    b->too_far = true;
    return 0;
  }
  if (size > 0)
    memcpy(buffer, b->text + b->fed, size);
  b->fed += size;
  return (ssize_t)size;
}

static void parse(builder *b, struct fy_parser *parser, struct fy_diag *diag) {
  bool ended = false;
  while (!b->stop && !b->no_memory) {
    b->feed_until = b->fed + EIR_I_MAX_LOOKAHEAD;
    struct fy_event *event = fy_parser_parse(parser);
    if (b->too_far)
      give_up(b, &b->last,
              "after this there is no end of a text, bracket or quote for more than "
              "1 MB; close it, or write less at a time");
    else if (event != NULL)
      take_event(b, event);
    if (event == NULL)
      break;
    ended = event->type == FYET_STREAM_END;
    fy_parser_event_free(parser, event);
  }
  if (b->stop || b->no_memory)
    return;
  if (fy_parser_get_stream_error(parser) || !ended)
    report_syntax(b, diag);
}

static void keep_quiet(struct fy_diag *diag, void *user, const char *text,
                       size_t size) {
  (void)diag;
  (void)user;
  (void)text;
  (void)size;
}

/* Runs libfyaml over the text. Its own memory does not go through the allocator. */
static void run_parser(builder *b) {
  struct fy_diag_cfg quiet;
  fy_diag_cfg_default(&quiet);
  quiet.fp = NULL;
  quiet.output_fn = keep_quiet;
  quiet.level = FYET_ERROR;
  quiet.colorize = false;
  struct fy_diag *diag = fy_diag_create(&quiet);
  if (diag == NULL) {
    b->no_memory = true;
    return;
  }
  fy_diag_set_collect_errors(diag, true);
  const struct fy_parse_cfg settings = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG |
                                                 FYPCF_DEFAULT_VERSION_1_2 |
                                                 FYPCF_JSON_NONE,
                                        .diag = diag};
  struct fy_parser *parser = fy_parser_create(&settings);
  if (parser == NULL || fy_parser_set_input_callback(parser, b, feed) != 0)
    b->no_memory = true;
  else
    parse(b, parser, diag);
  fy_parser_destroy(parser);
  fy_diag_destroy(diag);
}

/* Builds with b, of which the arena, the diagnostics and the file are set. */
static eir_status build(builder *b, const char *text, size_t length,
                        const eir_i_node **out_root) {
  *out_root = NULL;
  if (!eir_i_scan(b->diagnostics, b->file, text, length))
    return EIR_BAD_INPUT;
  size_t mark = eir_i_scan_mark(text, length);
  b->text = text + mark;
  b->length = length - mark;
  b->last = (eir_i_node){.file = b->file, .line = 1, .column = 1, .as.text = ""};
  eir_i_array_init(&b->waiting, b->arena->memory, sizeof(eir_i_node));
  if (b->length > 0)
    run_parser(b);
  eir_i_node *root = NULL;
  bool second_document = b->stop && b->n_documents > 1;
  if (!b->no_memory && (!b->stop || second_document) && b->waiting.count > 0) {
    root = eir_i_arena_take(b->arena, sizeof *root);
    if (root == NULL)
      b->no_memory = true;
    else
      *root = *(eir_i_node *)eir_i_array_at(&b->waiting, 0);
  } else if (!b->no_memory && !b->stop) {
    report(b, &b->last, "the file is empty");
  }
  eir_i_array_free(&b->waiting);
  if (b->no_memory)
    return EIR_NO_MEMORY;
  *out_root = root;
  return root == NULL ? EIR_BAD_INPUT : EIR_OK;
}

eir_status eir_i_tree_parse(eir_i_arena *arena, eir_diagnostics *diagnostics,
                            uint16_t file, const char *text, size_t length,
                            const eir_i_node **out_root) {
  builder b = {.arena = arena, .diagnostics = diagnostics, .file = file};
  return build(&b, text, length, out_root);
}

/* What is wrong with the text as a whole goes into a list that nobody sees. */
eir_status eir_i_tree_parse_quietly(eir_i_arena *arena, uint16_t file, const char *text,
                                    size_t length, const eir_i_node **out_root) {
  *out_root = NULL;
  eir_diagnostics *unseen = eir_i_diagnostics_new(&arena->memory->allocator);
  if (unseen == NULL)
    return EIR_NO_MEMORY;
  builder b = {
      .arena = arena, .diagnostics = unseen, .file = file, .keeps_faults = true};
  eir_status status = build(&b, text, length, out_root);
  if (eir_i_diagnostics_failed(unseen))
    status = EIR_NO_MEMORY;
  else if (status == EIR_OK && eir_i_diagnostics_errors(unseen) > 0)
    status = EIR_BAD_INPUT;
  eir_diagnostics_free(unseen);
  if (status != EIR_OK)
    *out_root = NULL;
  return status;
}
