/* GENIUS XML: a file as a tree of elements, by expat. */
#ifndef EIR_CASE_GENIUS_XML_H
#define EIR_CASE_GENIUS_XML_H

#include "base/diagnostics.h"

typedef struct eir_i_xml_attribute {
  const char *name;
  const char *value;
  bool used; /* its meaning went into the case */
} eir_i_xml_attribute;

typedef struct eir_i_xml_element eir_i_xml_element;
struct eir_i_xml_element {
  const char *name;
  eir_i_xml_attribute *attributes; /* [n_attributes] */
  size_t n_attributes;
  eir_i_xml_element *parent;
  eir_i_xml_element *first;
  eir_i_xml_element *last;
  eir_i_xml_element *next;
  eir_i_place place;
  bool used;
};

/* Parses text[length]. The tree is in the arena. EIR_BAD_INPUT after a message;
 * EIR_NO_MEMORY. */
eir_status eir_i_xml_parse(eir_i_arena *arena, eir_diagnostics *diagnostics,
                           uint32_t file, const char *text, size_t length,
                           eir_i_xml_element **out_root);

/* The first child of that name, marked as used; NULL if there is none. */
eir_i_xml_element *eir_i_xml_child(eir_i_xml_element *element, const char *name);
/* The next element of the same name among those that follow, marked as used. */
eir_i_xml_element *eir_i_xml_next(const eir_i_xml_element *element);
/* The value of an attribute, marked as used; NULL if there is none. */
const char *eir_i_xml_get(eir_i_xml_element *element, const char *name);

/* Warns of each kind of element and attribute that was not used, once a kind. False
 * without memory. */
bool eir_i_xml_report_unused(eir_i_xml_element *root, eir_i_arena *arena,
                             eir_diagnostics *diagnostics);

#endif
