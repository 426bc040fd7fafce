/* Read value: messages with their path, and the small values that all parts are made
 * of. */
#include <assert.h>
#include <string.h>

#include "case/reader.h"

#include "base/banned.h"

/* ---- messages ---- */

size_t eir_i_errors(const eir_i_reader *reader) {
  return eir_i_diagnostics_errors(reader->diagnostics) + reader->n_broken;
}

void eir_i_message_init(eir_i_reader *reader, eir_i_text *message) {
  eir_i_text_init(message, &reader->the_case->memory);
}

/* A path or message that memory ran out for is no message: reading then ends as a
 * whole. */
static void add_fault(eir_i_reader *reader, eir_i_place place, eir_i_text *message) {
  if (message->failed || reader->path.failed)
    reader->no_memory = true;
  if (!reader->no_memory)
    eir_i_diagnostics_add(reader->diagnostics, EIR_ERROR, place, reader->path.data,
                          "%s", message->data == NULL ? "" : message->data);
  eir_i_text_free(message);
}

void eir_i_fault_text(eir_i_reader *reader, const eir_i_node *node,
                      eir_i_text *message) {
  add_fault(reader, eir_i_node_place(node), message);
}

static void fault_list(eir_i_reader *reader, eir_i_place place, const char *format,
                       va_list arguments) EIR_PRINTF(3, 0);

static void fault_list(eir_i_reader *reader, eir_i_place place, const char *format,
                       va_list arguments) {
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_list(&message, format, arguments);
  add_fault(reader, place, &message);
}

void eir_i_fault(eir_i_reader *reader, const eir_i_node *node, const char *format,
                 ...) {
  va_list arguments;
  va_start(arguments, format);
  fault_list(reader, eir_i_node_place(node), format, arguments);
  va_end(arguments);
}

void eir_i_fault_at(eir_i_reader *reader, eir_i_place place, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fault_list(reader, place, format, arguments);
  va_end(arguments);
}

void eir_i_fault_kind(eir_i_reader *reader, const eir_i_node *node,
                      const char *expected) {
  if (node->kind == EIR_I_NODE_BROKEN) {
    reader->n_broken++;
    return;
  }
  if (node->kind == EIR_I_NODE_LIST)
    eir_i_fault(reader, node, "expected %s, found a list", expected);
  else if (node->kind == EIR_I_NODE_MAPPING)
    eir_i_fault(reader, node, "expected %s, found a mapping", expected);
  else if (eir_i_node_is_null(node))
    eir_i_fault(reader, node, "expected %s, found nothing", expected);
  else
    eir_i_fault(reader, node, "expected %s, found '%s'", expected,
                eir_i_quote(node->as.text).text);
}

size_t eir_i_path_enter(eir_i_reader *reader, const char *field) {
  size_t mark = reader->path.length;
  if (mark > 0)
    eir_i_text_add(&reader->path, ".");
  eir_i_text_add(&reader->path, eir_i_quote(field).text);
  return mark;
}

size_t eir_i_path_enter_index(eir_i_reader *reader, size_t index) {
  size_t mark = reader->path.length;
  eir_i_text_add_format(&reader->path, "[%zu]", index + 1);
  return mark;
}

void eir_i_path_leave(eir_i_reader *reader, size_t mark) {
  assert(reader->path.failed || mark <= reader->path.length);
  if (reader->path.failed || reader->path.data == NULL)
    return;
  reader->path.length = mark;
  reader->path.data[mark] = '\0';
}

/* ---- memory ---- */

static void *take(eir_i_reader *reader, eir_i_arena *arena, size_t count, size_t size) {
  void *taken = eir_i_arena_take_array(arena, count, size);
  if (taken == NULL)
    reader->no_memory = true;
  return taken;
}

void *eir_i_take(eir_i_reader *reader, size_t count, size_t size) {
  return take(reader, reader->arena, count, size);
}

void *eir_i_take_scratch(eir_i_reader *reader, size_t count, size_t size) {
  return take(reader, &reader->scratch, count, size);
}

const char *eir_i_keep_text(eir_i_reader *reader, const eir_i_node *scalar) {
  const char *text =
      eir_i_arena_copy_text(reader->arena, scalar->as.text, scalar->count);
  if (text == NULL)
    reader->no_memory = true;
  return text;
}

/* ---- values ---- */

bool eir_i_expect(eir_i_reader *reader, const eir_i_node *node, eir_i_node_kind kind,
                  const char *expected) {
  if (node->kind == kind)
    return true;
  eir_i_fault_kind(reader, node, expected);
  return false;
}

bool eir_i_expect_scalar(eir_i_reader *reader, const eir_i_node *node,
                         const char *expected) {
  if (node->kind == EIR_I_NODE_SCALAR && !eir_i_node_is_null(node))
    return true;
  eir_i_fault_kind(reader, node, expected);
  return false;
}

static const char *nearest_key(const eir_i_node *key, const eir_i_shape *shape) {
  enum { LONG_KEY = 40 };
  if (key->count > LONG_KEY)
    return NULL;
  return eir_i_text_nearest(key->as.text, shape->keys, shape->n_keys);
}

static void report_unknown_key(eir_i_reader *reader, const eir_i_node *key,
                               const eir_i_shape *shape) {
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "unknown key '%s' in %s",
                        eir_i_quote(key->as.text).text, shape->what);
  const char *near = nearest_key(key, shape);
  if (near != NULL) {
    eir_i_text_add_format(&message, "; did you mean '%s'?", near);
  } else {
    eir_i_text_add(&message, "; allowed are ");
    for (size_t i = 0; i < shape->n_keys; i++)
      eir_i_text_add_format(&message, "%s%s",
                            i == 0                   ? ""
                            : i + 1 == shape->n_keys ? " and "
                                                     : ", ",
                            shape->keys[i]);
  }
  eir_i_fault_text(reader, key, &message);
}

void eir_i_fault_missing(eir_i_reader *reader, const eir_i_node *mapping,
                         const char *key, const eir_i_shape *shape, const char *what) {
  enum { MANY = 200 };
  for (size_t i = 0; i < mapping->count && mapping->count < MANY; i++) {
    const eir_i_node *other = eir_i_node_key(mapping, i);
    if (eir_i_shape_has(shape, other->as.text))
      continue;
    const char *near = nearest_key(other, shape);
    if (near != NULL && strcmp(near, key) == 0)
      return;
  }
  eir_i_fault(reader, mapping, "missing key '%s' in %s: %s", key, shape->what, what);
}

bool eir_i_shape_has(const eir_i_shape *shape, const char *key) {
  for (size_t i = 0; i < shape->n_keys; i++)
    if (strcmp(key, shape->keys[i]) == 0)
      return true;
  return false;
}

bool eir_i_check_shape(eir_i_reader *reader, const eir_i_node *node,
                       const eir_i_shape *shape) {
  if (node->kind != EIR_I_NODE_MAPPING) {
    eir_i_text expected;
    eir_i_message_init(reader, &expected);
    eir_i_text_add_format(&expected, "%s as a mapping of keys to values", shape->what);
    if (!expected.failed)
      eir_i_fault_kind(reader, node, expected.data);
    else
      reader->no_memory = true;
    eir_i_text_free(&expected);
    return false;
  }
  for (size_t i = 0; i < node->count; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    if (!eir_i_shape_has(shape, key->as.text))
      report_unknown_key(reader, key, shape);
  }
  return true;
}

const char *eir_i_read_text(eir_i_reader *reader, const eir_i_node *node) {
  if (!eir_i_expect_scalar(reader, node, "a text"))
    return NULL;
  return eir_i_keep_text(reader, node);
}

/* A language tag, such as en or pt-BR. */
static bool is_language(const char *text) {
  size_t letters = 0, part = 0;
  bool first = true;
  for (; *text != '\0'; text++) {
    bool letter = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z');
    bool digit = *text >= '0' && *text <= '9';
    if (*text == '-') {
      if (part == 0 || (first && letters < 2))
        return false;
      first = false;
      part = 0;
    } else if (letter || (digit && !first)) {
      letters++;
      if (++part > 8)
        return false;
    } else {
      return false;
    }
  }
  return part > 0 && letters >= 2;
}

/* A key that is no language ends it: someone put another mapping where a text belongs,
 * and complaints about each of its keys would not help. */
static bool read_languages(eir_i_reader *reader, const eir_i_node *node,
                           eir_i_words *out) {
  if (node->count == 0) {
    eir_i_fault(reader, node,
                "expected a text by language, such as {en: Peace}, found "
                "an empty mapping");
    return false;
  }
  const char **languages = eir_i_take(reader, node->count, sizeof *languages);
  const char **texts = eir_i_take(reader, node->count, sizeof *texts);
  if (languages == NULL || texts == NULL)
    return false;
  size_t errors = eir_i_errors(reader);
  for (size_t i = 0; i < node->count; i++) {
    const eir_i_node *key = eir_i_node_key(node, i);
    if (!is_language(key->as.text)) {
      eir_i_fault(reader, key,
                  "'%s' is not a language; a text is one string, or a mapping of "
                  "languages such as en or pt-BR to strings",
                  eir_i_quote(key->as.text).text);
      break; /* it is most likely no text by language at all */
    }
    size_t mark = eir_i_path_enter(reader, key->as.text);
    languages[i] = eir_i_keep_text(reader, key);
    texts[i] = eir_i_read_text(reader, eir_i_node_value(node, i));
    eir_i_path_leave(reader, mark);
  }
  if (eir_i_errors(reader) != errors || reader->no_memory)
    return false;
  *out = (eir_i_words){.n = node->count, .language = languages, .text = texts};
  return true;
}

bool eir_i_read_words(eir_i_reader *reader, const eir_i_node *node, eir_i_words *out) {
  static const char *const no_language[] = {""};
  *out = (eir_i_words){0};
  if (node->kind == EIR_I_NODE_MAPPING)
    return read_languages(reader, node, out);
  if (!eir_i_expect_scalar(reader, node, "a text, once or by language"))
    return false;
  const char **text = eir_i_take(reader, 1, sizeof *text);
  if (text == NULL)
    return false;
  *text = eir_i_keep_text(reader, node);
  if (*text == NULL)
    return false;
  *out = (eir_i_words){.n = 1, .language = no_language, .text = text};
  return true;
}

/* YAML 1.2 knows true and false. "yes" and "on" are words; other readers take them for
 * true, so they are refused here rather than misread there. */
bool eir_i_read_flag(eir_i_reader *reader, const eir_i_node *node, bool *out) {
  if (node->kind == EIR_I_NODE_SCALAR && node->style == EIR_I_STYLE_PLAIN) {
    bool yes = strcmp(node->as.text, "true") == 0;
    if (yes || strcmp(node->as.text, "false") == 0) {
      *out = yes;
      return true;
    }
  }
  eir_i_fault_kind(reader, node, "true or false");
  return false;
}

bool eir_i_read_number(eir_i_reader *reader, const eir_i_node *node,
                       eir_i_rational *out) {
  if (!eir_i_expect_scalar(reader, node, "a number"))
    return false;
  eir_i_number_fault fault = eir_i_rational_parse(node->as.text, out);
  if (fault == EIR_I_NUMBER_OK)
    return true;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_number_explain(&message, fault, node->as.text);
  eir_i_fault_text(reader, node, &message);
  return false;
}

bool eir_i_read_integer(eir_i_reader *reader, const eir_i_node *node, const char *what,
                        int64_t least, int64_t most, int64_t *out) {
  eir_i_rational number;
  if (!eir_i_read_number(reader, node, &number))
    return false;
  if (number.d == 1 && number.n >= least && number.n <= most) {
    *out = (int64_t)number.n;
    return true;
  }
  eir_i_fault(reader, node, "%s is a whole number from %lld to %lld, not %s", what,
              (long long)least, (long long)most, eir_i_quote(node->as.text).text);
  return false;
}

/* Says all choices where none is near: they are few. */
size_t eir_i_read_choice(eir_i_reader *reader, const eir_i_node *node, const char *what,
                         const char *const *words, size_t n) {
  if (node->kind == EIR_I_NODE_BROKEN) {
    reader->n_broken++;
    return n;
  }
  bool scalar = node->kind == EIR_I_NODE_SCALAR && !eir_i_node_is_null(node);
  for (size_t i = 0; scalar && i < n; i++)
    if (strcmp(node->as.text, words[i]) == 0)
      return i;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  if (scalar) {
    eir_i_text_add_format(&message, "unknown %s '%s'", what,
                          eir_i_quote(node->as.text).text);
    const char *near =
        node->count > 40 ? NULL : eir_i_text_nearest(node->as.text, words, n);
    if (near != NULL)
      eir_i_text_add_format(&message, "; did you mean '%s'?", near);
    else
      eir_i_text_add(&message, "; write ");
    for (size_t i = 0; near == NULL && i < n; i++)
      eir_i_text_add_format(&message, "%s%s",
                            i == 0       ? ""
                            : i + 1 == n ? " or "
                                         : ", ",
                            words[i]);
    eir_i_fault_text(reader, node, &message);
    return n;
  }
  eir_i_text_add_format(&message, "a %s: ", what);
  for (size_t i = 0; i < n; i++)
    eir_i_text_add_format(&message, "%s%s",
                          i == 0       ? ""
                          : i + 1 == n ? " or "
                                       : ", ",
                          words[i]);
  if (message.failed)
    reader->no_memory = true;
  else
    eir_i_fault_kind(reader, node, message.data);
  eir_i_text_free(&message);
  return n;
}

/* Letters outside a-z are refused on purpose: ids stand on command lines, in tables and
 * in other programs; people's words belong into names. */
bool eir_i_check_id(eir_i_reader *reader, const eir_i_node *node, const char *what,
                    bool digit_first) {
  static const char *const reserved[] = {"not", "and", "or", "in", "true", "false"};
  if (!eir_i_expect_scalar(reader, node, "an id"))
    return false;
  const char *id = node->as.text;
  for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
    if (strcmp(id, reserved[i]) == 0) {
      eir_i_fault(reader, node, "'%s' is a word of rules and cannot be the id of %s",
                  id, what);
      return false;
    }
  bool good = *id != '\0';
  for (const char *p = id; *p != '\0' && good; p++) {
    bool digit = *p >= '0' && *p <= '9';
    good = (*p >= 'a' && *p <= 'z') || (p > id && *p == '_') ||
           (digit && (p > id || digit_first));
  }
  if (good)
    return true;
  eir_i_fault(
      reader, node,
      "'%s' cannot be the id of %s; an id is made of a-z, 0-9 and _, and starts "
      "with a letter%s",
      eir_i_quote(id).text, what, digit_first ? " or a digit" : "");
  return false;
}
