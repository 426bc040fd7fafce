/* GENIUS XML: expat's events become a tree in an arena. No document type is allowed,
 * so there are no entities, and nothing is ever fetched.
 *
 * Every element and attribute remembers whether it was used. What was not is said in
 * the end, so that nothing of a file is left out in silence. */
#include "case/genius_xml.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

#include "case/genius_text.h"
#include "case/quote.h"
#include "case/tree.h"

#include "base/banned.h"

enum { MOST_DEPTH = 64, MOST_PARTS = 4000000, MOST_KINDS = 64 };

typedef struct builder {
  XML_Parser parser;
  eir_i_arena *arena;
  eir_diagnostics *diagnostics;
  uint32_t file;
  eir_i_xml_element *root;
  eir_i_xml_element *open;
  size_t depth;
  size_t n_parts; /* elements and attributes */
  bool no_memory;
  bool refused; /* after a message */
} builder;

static eir_i_place place_of(const builder *b) {
  XML_Size line = XML_GetCurrentLineNumber(b->parser);
  XML_Size column = XML_GetCurrentColumnNumber(b->parser);
  return (eir_i_place){
      .file = b->file, .line = (uint32_t)line, .column = (uint32_t)column + 1};
}

static void end_parsing(builder *b) {
  XML_StopParser(b->parser, XML_FALSE);
}

static void refuse(builder *b, const char *message) {
  if (!b->refused)
    eir_i_diagnostics_add(b->diagnostics, EIR_ERROR, place_of(b), NULL, "%s", message);
  b->refused = true;
  end_parsing(b);
}

static const char *keep(builder *b, const char *text) {
  char *copy = eir_i_arena_copy_text(b->arena, text, strlen(text));
  if (copy != NULL)
    eir_i_genius_plain(copy);
  return copy;
}

static bool keep_attributes(builder *b, eir_i_xml_element *element,
                            const XML_Char **pairs) {
  size_t n = 0;
  while (pairs[2 * n] != NULL)
    n++;
  element->attributes =
      eir_i_arena_take_array(b->arena, n, sizeof *element->attributes);
  if (element->attributes == NULL)
    return false;
  element->n_attributes = n;
  b->n_parts += n;
  for (size_t i = 0; i < n; i++) {
    eir_i_xml_attribute *attribute = &element->attributes[i];
    attribute->name = keep(b, pairs[2 * i]);
    attribute->value = keep(b, pairs[2 * i + 1]);
    if (attribute->name == NULL || attribute->value == NULL)
      return false;
  }
  return true;
}

static void begin_element(void *user, const XML_Char *name, const XML_Char **pairs) {
  builder *b = user;
  if (b->no_memory || b->refused)
    return;
  b->n_parts++;
  if (b->depth == MOST_DEPTH) {
    refuse(b, "elements are nested more than 64 deep");
    return;
  }
  eir_i_xml_element *element = eir_i_arena_take(b->arena, sizeof *element);
  if (element != NULL)
    element->name = keep(b, name);
  if (element == NULL || element->name == NULL || !keep_attributes(b, element, pairs)) {
    b->no_memory = true;
    end_parsing(b);
    return;
  }
  if (b->n_parts > MOST_PARTS) {
    refuse(b, "the file has more than 4,000,000 elements and attributes");
    return;
  }
  element->place = place_of(b);
  element->parent = b->open;
  if (b->open == NULL) {
    b->root = element;
  } else if (b->open->last == NULL) {
    b->open->first = b->open->last = element;
  } else {
    b->open->last->next = element;
    b->open->last = element;
  }
  b->open = element;
  b->depth++;
}

static void end_element(void *user, const XML_Char *name) {
  (void)name;
  builder *b = user;
  if (b->no_memory || b->refused)
    return;
  b->open = b->open->parent;
  b->depth--;
}

static void begin_doctype(void *user, const XML_Char *name, const XML_Char *system_id,
                          const XML_Char *public_id, int has_internal_subset) {
  (void)name;
  (void)system_id;
  (void)public_id;
  (void)has_internal_subset;
  refuse(user, "a document type (<!DOCTYPE) is not read here, nor are entities; remove "
               "it");
}

static void report_syntax(builder *b) {
  enum XML_Error error = XML_GetErrorCode(b->parser);
  if (error == XML_ERROR_NO_MEMORY) {
    b->no_memory = true;
    return;
  }
  const char *text = XML_ErrorString(error);
  b->refused = true;
  eir_i_diagnostics_add(b->diagnostics, EIR_ERROR, place_of(b), NULL,
                        "this is not well-formed XML: %s", text == NULL ? "" : text);
}

eir_status eir_i_xml_parse(eir_i_arena *arena, eir_diagnostics *diagnostics,
                           uint32_t file, const char *text, size_t length,
                           eir_i_xml_element **out_root) {
  builder b = {.arena = arena, .diagnostics = diagnostics, .file = file};
  *out_root = NULL;
  b.parser = XML_ParserCreate("UTF-8");
  if (b.parser == NULL)
    return EIR_NO_MEMORY;
  XML_SetUserData(b.parser, &b);
  XML_SetElementHandler(b.parser, begin_element, end_element);
  XML_SetStartDoctypeDeclHandler(b.parser, begin_doctype);
  /* In pieces, as the length is an int. */
  enum { PIECE = 1 << 24 };
  enum XML_Status status = XML_STATUS_OK;
  for (size_t at = 0; status == XML_STATUS_OK; at += PIECE) {
    bool last = length - at <= PIECE;
    status = XML_Parse(b.parser, text + at, last ? (int)(length - at) : PIECE, last);
    if (last)
      break;
  }
  if (status != XML_STATUS_OK && !b.no_memory && !b.refused)
    report_syntax(&b);
  XML_ParserFree(b.parser);
  if (b.no_memory)
    return EIR_NO_MEMORY;
  if (b.refused)
    return EIR_BAD_INPUT;
  *out_root = b.root;
  return EIR_OK;
}

/* ---- looking ---- */

static eir_i_xml_element *find(eir_i_xml_element *from, const char *name) {
  for (; from != NULL; from = from->next) {
    if (strcmp(from->name, name) == 0) {
      from->used = true;
      return from;
    }
  }
  return NULL;
}

eir_i_xml_element *eir_i_xml_child(eir_i_xml_element *element, const char *name) {
  return find(element->first, name);
}

eir_i_xml_element *eir_i_xml_next(const eir_i_xml_element *element) {
  return find(element->next, element->name);
}

const char *eir_i_xml_get(eir_i_xml_element *element, const char *name) {
  for (size_t i = 0; i < element->n_attributes; i++) {
    if (strcmp(element->attributes[i].name, name) == 0) {
      element->attributes[i].used = true;
      return element->attributes[i].value;
    }
  }
  return NULL;
}

/* ---- what was not used ---- */

/* A kind of thing that was not used: an attribute of an element, or an element. */
typedef struct kind {
  const char *element;
  const char *attribute; /* NULL: the element itself */
  eir_i_place place;     /* of the first */
  size_t count;
} kind;

typedef struct kinds {
  kind items[MOST_KINDS];
  size_t n;
} kinds;

static void count_kind(kinds *all, const eir_i_xml_element *element,
                       const char *attribute) {
  for (size_t i = 0; i < all->n; i++) {
    kind *k = &all->items[i];
    if (strcmp(k->element, element->name) == 0 &&
        (k->attribute == NULL) == (attribute == NULL) &&
        (attribute == NULL || strcmp(k->attribute, attribute) == 0)) {
      k->count++;
      return;
    }
  }
  if (all->n < MOST_KINDS) /* the last stands for all further ones */
    all->items[all->n++] = (kind){element->name, attribute, element->place, 1};
  else
    all->items[MOST_KINDS - 1].count++;
}

/* Does the attribute say anything? Many are always there, and empty or 0. */
static bool says_something(const eir_i_xml_attribute *attribute) {
  return attribute->value[strspn(attribute->value, " \t\r\n0.")] != '\0';
}

static void report_kind(const kind *k, eir_diagnostics *diagnostics) {
  eir_i_quoted element = eir_i_quote(k->element);
  eir_i_quoted attribute = eir_i_quote(k->attribute == NULL ? "" : k->attribute);
  const char *before = k->attribute == NULL ? "" : "attribute ";
  const char *of = k->attribute == NULL ? "" : " of ";
  if (k->count > 1)
    eir_i_diagnostics_add(diagnostics, EIR_WARNING, k->place, NULL,
                          "the %s%s%s%s is not part of the case and is left out, here "
                          "and wherever else it stands (%zu times)",
                          before, attribute.text, of, element.text, k->count);
  else
    eir_i_diagnostics_add(diagnostics, EIR_WARNING, k->place, NULL,
                          "the %s%s%s%s is not part of the case and is left out",
                          before, attribute.text, of, element.text);
}

bool eir_i_xml_report_unused(eir_i_xml_element *root, eir_i_arena *arena,
                             eir_diagnostics *diagnostics) {
  kinds *all = eir_i_arena_take(arena, sizeof *all);
  if (all == NULL)
    return false;
  for (eir_i_xml_element *at = root; at != NULL;) {
    if (!at->used)
      count_kind(all, at, NULL);
    for (size_t i = 0; at->used && i < at->n_attributes; i++) {
      if (!at->attributes[i].used && says_something(&at->attributes[i]))
        count_kind(all, at, at->attributes[i].name);
    }
    if (at->used && at->first != NULL) { /* into what was used, else past it */
      at = at->first;
      continue;
    }
    while (at != NULL && at->next == NULL)
      at = at->parent; /* of the root: NULL */
    at = at == NULL ? NULL : at->next;
  }
  for (size_t i = 0; i < all->n; i++)
    report_kind(&all->items[i], diagnostics);
  return true;
}
