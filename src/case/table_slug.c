/* Table, ids: short names for rules and answers, made from the names that people read.
 *
 * Two ids of one kind must differ. Those that people gave in braces come first; the
 * others get _2, _3 ... where they clash. A table of hashes remembers each id and the
 * next number to try after it, so that a million equal names take no longer than a
 * million different ones. */
#include <assert.h>
#include <string.h>

#include "case/table.h"

#include "base/banned.h"

enum { LONGEST_SLUG = 40 };

/* ---- letters ---- */

/* U+00C0 to U+017F without their accents, two letters each, "." where there is no
 * second and "__" for what is no letter. */
static const char latin[] =
    "a.a.a.a.a.a.aec.e.e.e.e.i.i.i.i.d.n.o.o.o.o.o.__o.u.u.u.u.y.thss"
    "a.a.a.a.a.a.aec.e.e.e.e.i.i.i.i.d.n.o.o.o.o.o.__o.u.u.u.u.y.thy."
    "a.a.a.a.a.a.c.c.c.c.c.c.c.c.d.d.d.d.e.e.e.e.e.e.e.e.e.e.g.g.g.g."
    "g.g.g.g.h.h.h.h.i.i.i.i.i.i.i.i.i.i.ijijj.j.k.k.k.l.l.l.l.l.l.l."
    "l.l.l.n.n.n.n.n.n.n.n.n.o.o.o.o.o.o.oeoer.r.r.r.r.r.s.s.s.s.s.s."
    "s.s.t.t.t.t.t.t.u.u.u.u.u.u.u.u.u.u.u.u.w.w.y.y.y.z.z.z.z.z.z.s.";
static_assert(sizeof latin == 2 * (0x180 - 0xC0) + 1, "two letters each");

/* The letters for the character at `at`, and its length. */
static size_t fold(const unsigned char *at, char out[3]) {
  out[0] = out[1] = out[2] = '\0';
  if (*at < 0x80) {
    bool letter = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
    bool capital = *at >= 'A' && *at <= 'Z';
    out[0] = '_';
    if (letter)
      out[0] = (char)*at;
    if (capital)
      out[0] = (char)(*at - 'A' + 'a');
    return 1;
  }
  if (*at >= 0xC3 && *at <= 0xC5) {
    size_t code = (size_t)(*at & 0x1F) << 6 | (at[1] & 0x3F);
    const char *pair = latin + 2 * (code - 0xC0);
    out[0] = pair[0];
    if (pair[1] != '.')
      out[1] = pair[1];
    return 2;
  }
  bool combining = *at == 0xCC || (*at == 0xCD && at[1] < 0xB0); /* U+0300 ... U+036F */
  if (!combining)
    out[0] = '_';
  return *at >= 0xF0 ? 4 : *at >= 0xE0 ? 3 : 2;
}

static bool is_reserved(const char *text) {
  static const char *const words[] = {"not", "and", "or", "in", "true", "false"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strcmp(text, words[i]) == 0)
      return true;
  return false;
}

/* Appends one character; runs of "_" become one, and none comes first. */
static void put(eir_i_slug *slug, size_t *n, char c) {
  bool second = c == '_' && (*n == 0 || slug->text[*n - 1] == '_');
  if (c != '\0' && !second && *n < LONGEST_SLUG)
    slug->text[(*n)++] = c;
}

eir_i_slug eir_i_slug_of(const char *name, const char *kind) {
  eir_i_slug slug = {.text = ""};
  size_t n = 0;
  for (const unsigned char *at = (const unsigned char *)name;
       *at != '\0' && n < LONGEST_SLUG;) {
    char letters[3];
    at += fold(at, letters);
    put(&slug, &n, letters[0]);
    put(&slug, &n, letters[1]);
  }
  n -= n > 0 && slug.text[n - 1] == '_';
  slug.text[n] = '\0';
  bool digit = slug.text[0] >= '0' && slug.text[0] <= '9';
  if (!is_reserved(slug.text) && (!digit || strcmp(kind, "option") == 0))
    return slug;
  eir_i_slug longer = {.text = ""};
  size_t before = strlen(kind);
  assert(before + 1 + n < EIR_I_SLUG_BYTES);
  memcpy(longer.text, kind, before);
  longer.text[before] = '_';
  memcpy(longer.text + before + 1, slug.text, n + 1);
  return longer;
}

/* ---- labels ---- */

static bool is_id(const char *text, size_t length, bool digit_first) {
  bool letter = length > 0 && text[0] >= 'a' && text[0] <= 'z';
  bool digit = length > 0 && text[0] >= '0' && text[0] <= '9';
  if (!letter && !(digit && digit_first))
    return false;
  for (size_t i = 1; i < length; i++)
    if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_", text[i]) == NULL)
      return false;
  return true;
}

size_t eir_i_label_split(const char *label, bool digit_first, const char **out_id,
                         size_t *out_length) {
  size_t length = strlen(label);
  const char *open = strrchr(label, '{');
  *out_id = "";
  *out_length = 0;
  if (open == NULL || label[length - 1] != '}')
    return length;
  size_t inner = length - (size_t)(open - label) - 2;
  if (!is_id(open + 1, inner, digit_first))
    return length;
  *out_id = open + 1;
  *out_length = inner;
  return (size_t)(open - label);
}

/* ---- a set of ids ---- */

typedef struct slot {
  const char *text; /* NULL: free */
  size_t label;
  uint32_t next; /* the number to try after this id */
} slot;

typedef struct id_set {
  slot *slots; /* [mask + 1] */
  size_t mask;
} id_set;

/* FNV-1a. */
static size_t hash(const char *text) {
  uint64_t value = UINT64_C(14695981039346656037);
  for (; *text != '\0'; text++)
    value = (value ^ (unsigned char)*text) * UINT64_C(1099511628211);
  return (size_t)(value ^ value >> 32);
}

/* Where the text is, or would be. */
static slot *find_slot(const id_set *set, const char *text) {
  size_t i = hash(text) & set->mask;
  while (set->slots[i].text != NULL && strcmp(set->slots[i].text, text) != 0)
    i = (i + 1) & set->mask;
  return &set->slots[i];
}

/* The id that a name without one gets; NULL without memory. */
static const char *make_id(eir_i_arena *arena, const id_set *set, const char *label,
                           const char *kind, size_t index) {
  eir_i_slug slug = eir_i_slug_of(label, kind);
  char made[EIR_I_SLUG_BYTES + 32];
  size_t length = strlen(slug.text);
  if (length == 0) { /* no letter that is known here: party_3 */
    length = strlen(kind);
    memcpy(slug.text, kind, length);
    slug.text[length++] = '_';
    length += eir_i_format_i128((eir_i_i128)index + 1, slug.text + length,
                                sizeof slug.text - length);
  }
  memcpy(made, slug.text, length + 1);
  slot *base = find_slot(set, made);
  while (base->text != NULL && find_slot(set, made)->text != NULL) {
    base->next = base->next == 0 ? 2 : base->next + 1;
    made[length] = '_';
    eir_i_format_i128(base->next, made + length + 1, sizeof made - length - 1);
  }
  return eir_i_arena_copy_text(arena, made, strlen(made));
}

static bool make_set(eir_i_arena *arena, size_t n, id_set *out) {
  size_t size = 16;
  while (size < 2 * n)
    size *= 2;
  *out = (id_set){.mask = size - 1};
  out->slots = eir_i_arena_take_array(arena, size, sizeof *out->slots);
  return out->slots != NULL;
}

bool eir_i_label_ids(eir_i_arena *arena, const char *const *labels, size_t n,
                     const char *kind, const char **out_ids, size_t *out_twice) {
  id_set ids, names;
  if (!make_set(arena, n, &ids) || !make_set(arena, n, &names))
    return false;
  bool digit_first = strcmp(kind, "option") == 0;
  for (size_t i = 0; i < n; i++) {
    const char *given;
    size_t length;
    eir_i_label_split(labels[i], digit_first, &given, &length);
    out_ids[i] = NULL;
    out_twice[i] = SIZE_MAX;
    if (length == 0)
      continue;
    out_ids[i] = eir_i_arena_copy_text(arena, given, length);
    if (out_ids[i] == NULL)
      return false;
    slot *found = find_slot(&ids, out_ids[i]);
    if (found->text != NULL)
      out_twice[i] = found->label;
    else
      *found = (slot){.text = out_ids[i], .label = i};
  }
  for (size_t i = 0; i < n; i++) {
    if (out_ids[i] != NULL)
      continue;
    slot *same = find_slot(&names, labels[i]);
    if (same->text != NULL)
      out_twice[i] = same->label;
    else
      *same = (slot){.text = labels[i], .label = i};
    out_ids[i] = make_id(arena, &ids, labels[i], kind, i);
    if (out_ids[i] == NULL)
      return false;
    *find_slot(&ids, out_ids[i]) = (slot){.text = out_ids[i], .label = i};
  }
  return true;
}
