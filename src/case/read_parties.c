/* Read parties: who takes part, in which roles, and the rule of consent. */
#include <string.h>

#include "case/reader.h"

#include "base/banned.h"

uint32_t eir_i_read_party_ref(eir_i_reader *reader, const eir_i_node *node) {
  if (!eir_i_expect_scalar(reader, node, "the id of a party"))
    return EIR_I_NO_NAME;
  uint32_t party = eir_i_names_find(&reader->party_names, node->as.text);
  if (party != EIR_I_NO_NAME || reader->parties_unknown)
    return party;
  eir_i_text message;
  eir_i_message_init(reader, &message);
  eir_i_text_add_format(&message, "unknown party '%s'",
                        eir_i_quote(node->as.text).text);
  eir_i_suggest(&message, node->as.text, reader->party_names.names,
                reader->party_names.n, "parties");
  eir_i_fault_text(reader, node, &message);
  return EIR_I_NO_NAME;
}

/* ---- roles ---- */

/* 0 after a message: a role of its own is never 0. */
static unsigned read_role(eir_i_reader *reader, const eir_i_node *node) {
  static const char *const words[] = {"signatory", "guarantor", "mediator", "observer"};
  static const unsigned roles[] = {EIR_ROLE_SIGNATORY, EIR_ROLE_GUARANTOR,
                                   EIR_ROLE_MEDIATOR, EIR_ROLE_OBSERVER};
  size_t choice = eir_i_read_choice(reader, node, "role", words, 4);
  return choice < 4 ? roles[choice] : 0;
}

static unsigned read_roles(eir_i_reader *reader, const eir_i_node *node) {
  if (node->kind != EIR_I_NODE_LIST)
    return read_role(reader, node);
  if (node->count == 0)
    eir_i_fault(reader, node, "expected at least one role, found an empty list");
  unsigned roles = 0;
  for (size_t i = 0; i < node->count; i++) {
    const eir_i_node *item = &node->as.children[i];
    unsigned role = read_role(reader, item);
    if ((roles & role) != 0)
      eir_i_fault(reader, item, "duplicate role '%s'", eir_i_quote(item->as.text).text);
    roles |= role;
  }
  return roles;
}

/* ---- a party ---- */

static void read_names(eir_i_reader *reader, const eir_i_node *node,
                       const eir_i_words **out_names, size_t *out_n) {
  if (!eir_i_expect(reader, node, EIR_I_NODE_LIST, "a list of names"))
    return;
  eir_i_words *names = eir_i_take(reader, node->count, sizeof *names);
  for (size_t i = 0; names != NULL && i < node->count; i++) {
    size_t mark = eir_i_path_enter_index(reader, i);
    eir_i_read_words(reader, &node->as.children[i], &names[i]);
    eir_i_path_leave(reader, mark);
  }
  *out_names = names;
  *out_n = names == NULL ? 0 : node->count;
}

static void read_party_key(eir_i_reader *reader, const char *key,
                           const eir_i_node *value, eir_i_party *party) {
  if (strcmp(key, "name") == 0)
    eir_i_read_words(reader, value, &party->name);
  else if (strcmp(key, "says") == 0)
    eir_i_read_words(reader, value, &party->says);
  else if (strcmp(key, "role") == 0)
    party->roles = read_roles(reader, value);
  else if (strcmp(key, "veto") == 0)
    eir_i_read_flag(reader, value, &party->veto);
  else if (strcmp(key, "members") == 0)
    read_names(reader, value, &party->members, &party->n_members);
  else if (strcmp(key, "interests") == 0)
    read_names(reader, value, &party->interests, &party->n_interests);
}

/* Roles of 0 stand for "not known": what depends on them is then not checked. */
static void read_party(eir_i_reader *reader, const eir_i_node *node,
                       eir_i_party *party) {
  party->roles = EIR_ROLE_SIGNATORY;
  if (!eir_i_check_shape(reader, node, &eir_i_shape_party)) {
    party->roles = 0; /* not known */
    return;
  }
  for (size_t i = 0; i < node->count; i++) {
    const char *key = eir_i_node_key(node, i)->as.text;
    size_t mark = eir_i_path_enter(reader, key);
    read_party_key(reader, key, eir_i_node_value(node, i), party);
    eir_i_path_leave(reader, mark);
  }
  const eir_i_node *veto = eir_i_node_find_key(node, "veto");
  if (party->veto && party->roles != 0 && (party->roles & EIR_ROLE_SIGNATORY) == 0) {
    size_t mark = eir_i_path_enter(reader, "veto");
    eir_i_fault(
        reader, veto,
        "only a signatory can have a veto; remove it, or add the role signatory");
    eir_i_path_leave(reader, mark);
  }
  eir_i_read_notes(reader, node, &eir_i_shape_party, &party->notes);
}

/* ---- all parties ---- */

static void list_signatories(eir_i_reader *reader, const eir_i_node *section) {
  eir_case *the_case = reader->the_case;
  uint32_t *signatories = eir_i_take(reader, the_case->n_parties, sizeof *signatories);
  bool all_known = true;
  size_t n = 0;
  for (size_t i = 0; signatories != NULL && i < the_case->n_parties; i++) {
    if (the_case->parties[i].roles == 0)
      all_known = false;
    if ((the_case->parties[i].roles & EIR_ROLE_SIGNATORY) != 0)
      signatories[n++] = (uint32_t)i;
  }
  the_case->signatories = signatories;
  the_case->n_signatories = n;
  the_case->quota = n;
  if (n == 0 && all_known)
    eir_i_fault(reader, section,
                "no party is a signatory; a case needs at least one party that signs");
  if (n > EIR_I_MAX_SIGNATORIES)
    eir_i_fault(reader, section, "there are %zu signatories; at most %d are supported",
                n, (int)EIR_I_MAX_SIGNATORIES);
}

/* Vetoes count among the signatories that accept, so any number up to all makes
 * sense. */
static void read_consent(eir_i_reader *reader, const eir_i_node *node) {
  if (!eir_i_check_shape(reader, node, &eir_i_shape_consent))
    return;
  const eir_i_node *value = eir_i_node_get(node, "at_least");
  if (value == NULL) {
    eir_i_fault_missing(reader, node, "at_least", &eir_i_shape_consent,
                        "how many signatories must accept");
    return;
  }
  size_t n = reader->the_case->n_signatories;
  int64_t quota = 0;
  size_t mark = eir_i_path_enter(reader, "at_least");
  bool unknown = n == 0 || reader->parties_unknown; /* then any count will do */
  if (eir_i_read_integer(reader, value, "the number of signatories that must accept", 1,
                         unknown ? INT32_MAX : (int64_t)n, &quota))
    reader->the_case->quota = (size_t)quota;
  eir_i_path_leave(reader, mark);
}

void eir_i_read_parties(eir_i_reader *reader, const eir_i_node *root) {
  const eir_i_node *node = eir_i_node_get(root, "parties");
  eir_case *the_case = reader->the_case;
  if (node != NULL && node->kind == EIR_I_NODE_MAPPING) {
    size_t n = node->count;
    the_case->parties = eir_i_take(reader, n, sizeof *the_case->parties);
    if (the_case->parties == NULL)
      return;
    the_case->n_parties = n;
    size_t section = eir_i_path_enter(reader, "parties");
    const eir_i_node *name = eir_i_node_find_key(root, "parties");
    for (size_t i = 0; i < n && !reader->no_memory; i++) {
      const eir_i_node *key = eir_i_node_key(node, i);
      eir_i_party *party = &the_case->parties[i];
      size_t mark = eir_i_path_enter(reader, key->as.text);
      eir_i_check_id(reader, key, "a party", false);
      party->id = eir_i_keep_text(reader, key);
      party->place = eir_i_node_place(key);
      read_party(reader, eir_i_node_value(node, i), party);
      eir_i_path_leave(reader, mark);
    }
    if (n == 0)
      reader->parties_unknown = true;
    if (n == 0)
      eir_i_fault(reader, name,
                  "the case has no parties; a case needs at least one "
                  "party that signs");
    else if (n > EIR_I_MAX_PARTIES)
      eir_i_fault(reader, name, "there are %zu parties; at most %d are supported", n,
                  (int)EIR_I_MAX_PARTIES);
    else
      list_signatories(reader, name);
    eir_i_path_leave(reader, section);
  }
  const eir_i_node *consent = eir_i_node_get(root, "consent");
  if (consent == NULL || reader->no_memory)
    return;
  size_t mark = eir_i_path_enter(reader, "consent");
  read_consent(reader, consent);
  eir_i_path_leave(reader, mark);
}
