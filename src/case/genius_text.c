/* GENIUS text: what GENIUS reads and strict XML forbids is put right before parsing.
 *
 * GENIUS has a parser of its own that knows no entities, so its files have names such
 * as "AT & T". Here a raw '&' (and a '<' in a value) is replaced by a character that no
 * text may hold, which expat takes for an ordinary one; comments become blanks, as they
 * may hold "--"; an XML declaration that comes late becomes blanks; and bytes that are
 * no UTF-8 are read as Windows-1252. All of it keeps lines and columns. */
#include "case/genius_text.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

#define RAW_AND "\xEF\xB7\x90"  /* U+FDD0 */
#define RAW_LESS "\xEF\xB7\x91" /* U+FDD1 */

typedef enum where { IN_TEXT, IN_TAG, IN_QUOTES } where;

typedef struct repairer {
  const char *text;
  size_t length;
  size_t at;
  where where;
  char quote;       /* that ends IN_QUOTES */
  bool one_byte;    /* each byte is a character of Windows-1252 */
  bool said_bytes;  /* that some are no UTF-8 */
  bool in_doctype;  /* refused later; nothing is put right after it */
  eir_i_place here; /* of text[at] */
  eir_diagnostics *diagnostics;
  eir_i_text *out;
} repairer;

static void warn(const repairer *r, const char *message) {
  eir_i_diagnostics_add(r->diagnostics, EIR_WARNING, r->here, NULL, "%s", message);
}

static bool follows(const repairer *r, const char *word) {
  size_t n = strlen(word);
  return r->length - r->at >= n && memcmp(r->text + r->at, word, n) == 0;
}

/* ---- characters ---- */

/* Windows-1252 from 0x80 to 0x9F; 0: no character. */
static const uint16_t upper_half[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static void add_character(eir_i_text *out, unsigned code) {
  char bytes[3];
  if (code < 0x800) {
    bytes[0] = (char)(0xC0 | code >> 6);
    bytes[1] = (char)(0x80 | (code & 0x3F));
    eir_i_text_add_bytes(out, bytes, 2);
    return;
  }
  bytes[0] = (char)(0xE0 | code >> 12);
  bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
  bytes[2] = (char)(0x80 | (code & 0x3F));
  eir_i_text_add_bytes(out, bytes, 3);
}

/* Bytes of the character at text[at], or 0 if it is no UTF-8. */
static size_t character_length(const repairer *r) {
  unsigned char first = (unsigned char)r->text[r->at];
  if (first < 0x80)
    return 1;
  size_t n = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (r->one_byte || n > r->length - r->at ||
      eir_i_utf8_valid_prefix(r->text + r->at, n) != n)
    return 0;
  return n;
}

/* Passes one character on, or a blank instead of it. */
static void pass(repairer *r, bool blank) {
  unsigned char byte = (unsigned char)r->text[r->at];
  size_t n = character_length(r);
  if (byte == '\n' || byte == '\r' || (n > 0 && !blank)) {
    eir_i_text_add_bytes(r->out, r->text + r->at, n);
  } else if (blank) {
    eir_i_text_add_bytes(r->out, " ", 1);
  } else {
    if (!r->one_byte && !r->said_bytes)
      warn(r, "this byte is no UTF-8; it and others like it are read as Windows-1252");
    r->said_bytes = true;
    assert(byte >= 0x80); /* ASCII is a character */
    unsigned code = byte >= 0xA0 ? byte : upper_half[byte - 0x80];
    add_character(r->out, code == 0 ? 0xFFFD : code);
  }
  r->at += n == 0 ? 1 : n;
  r->here.column++;
  if (byte == '\n' || (byte == '\r' && !(r->at < r->length && r->text[r->at] == '\n')))
    r->here =
        (eir_i_place){.file = r->here.file, .line = r->here.line + 1, .column = 1};
}

/* Passes on text[at...] up to the end of `end`, or to the end of the text. */
static void pass_until(repairer *r, const char *end, bool blank) {
  while (r->at < r->length && !follows(r, end))
    pass(r, blank);
  for (size_t i = 0; i < strlen(end) && r->at < r->length; i++)
    pass(r, blank);
}

/* ---- markup ---- */

static bool is_name_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does text[at], an '&', begin one of XML's own references? */
static bool is_reference(const repairer *r) {
  static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    if (follows(r, known[i]))
      return true;
  }
  if (!follows(r, "&#"))
    return false;
  size_t i = r->at + 2;
  while (i < r->length && is_name_character(r->text[i]))
    i++;
  return i > r->at + 2 && i < r->length && r->text[i] == ';';
}

static void begin_markup(repairer *r) {
  if (follows(r, "<!--")) {
    pass_until(r, "-->", true);
  } else if (follows(r, "<![CDATA[")) {
    pass_until(r, "]]>", false);
  } else if (follows(r, "<?")) {
    size_t start = r->length >= 3 && memcmp(r->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bool late = r->at != start && (follows(r, "<?xml ") || follows(r, "<?xml\t"));
    if (late)
      warn(r, "the XML declaration comes late; it is left out");
    pass_until(r, "?>", late);
  } else if (follows(r, "<!")) {
    r->in_doctype = true;
    pass(r, false);
  } else {
    r->where = IN_TAG;
    pass(r, false);
  }
}

static void replace(repairer *r, const char *by, const char *message) {
  warn(r, message);
  eir_i_text_add(r->out, by);
  r->at++;
  r->here.column++;
}

static void step(repairer *r) {
  char c = r->text[r->at];
  if (r->in_doctype) {
    pass(r, false);
  } else if (c == '&' && r->where != IN_TAG && !is_reference(r)) {
    replace(r, RAW_AND,
            "a raw '&' is not XML; it is read as it stands, as GENIUS does (in XML it "
            "is written &amp;)");
  } else if (c == '<' && r->where == IN_QUOTES) {
    replace(r, RAW_LESS,
            "a raw '<' in a value is not XML; it is read as it stands, as GENIUS does "
            "(in XML it is written &lt;)");
  } else if (c == '<' && r->where == IN_TEXT) {
    begin_markup(r);
  } else {
    if (r->where == IN_QUOTES && c == r->quote) {
      r->where = IN_TAG;
    } else if (r->where == IN_TAG && (c == '"' || c == '\'')) {
      r->where = IN_QUOTES;
      r->quote = c;
    } else if (r->where == IN_TAG && c == '>') {
      r->where = IN_TEXT;
    }
    pass(r, false);
  }
}

/* ---- encoding ---- */

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The encoding that the XML declaration names, in small letters; "" without one. */
static void declared_encoding(const repairer *r, char *name, size_t size) {
  name[0] = '\0';
  const char *head = r->text;
  size_t n = r->length < 200 ? r->length : 200, at = 0, used = 0;
  static const char word[] = "encoding";
  if (n < 5 || memcmp(head, "<?xml", 5) != 0)
    return;
  while (at + sizeof word < n && head[at] != '>' &&
         memcmp(head + at, word, sizeof word - 1) != 0)
    at++;
  if (at + sizeof word >= n || head[at] == '>')
    return;
  for (at += sizeof word - 1; at < n && strchr(" \t=\"'", head[at]) != NULL; at++) {
  }
  for (; at < n && used + 1 < size && head[at] != '\0' &&
         strchr("\"' ?>", head[at]) == NULL;
       at++)
    name[used++] = lower(head[at]);
  name[used] = '\0';
}

/* False after an error: an encoding that is not read here. */
static bool find_encoding(repairer *r) {
  static const char *const utf8[] = {"", "utf-8", "utf8", "us-ascii", "ascii"};
  static const char *const one_byte[] = {"iso-8859-1", "latin1", "windows-1252",
                                         "cp1252"};
  char name[24];
  if (r->length >= 2 &&
      (memcmp(r->text, "\xFF\xFE", 2) == 0 || memcmp(r->text, "\xFE\xFF", 2) == 0)) {
    eir_i_diagnostics_add(r->diagnostics, EIR_ERROR, r->here, NULL,
                          "the file is in UTF-16; save it as UTF-8");
    return false;
  }
  declared_encoding(r, name, sizeof name);
  for (size_t i = 0; i < sizeof utf8 / sizeof utf8[0]; i++) {
    if (strcmp(name, utf8[i]) == 0)
      return true;
  }
  for (size_t i = 0; i < sizeof one_byte / sizeof one_byte[0]; i++)
    r->one_byte = r->one_byte || strcmp(name, one_byte[i]) == 0;
  if (!r->one_byte)
    eir_i_diagnostics_add(r->diagnostics, EIR_ERROR, r->here, NULL,
                          "the encoding that the file names is not read here; save it "
                          "as UTF-8");
  return r->one_byte;
}

bool eir_i_genius_repair(const char *bytes, size_t length, eir_diagnostics *diagnostics,
                         uint32_t file, eir_i_text *out) {
  repairer r = {.text = bytes,
                .length = length,
                .here = {.file = file, .line = 1, .column = 1},
                .diagnostics = diagnostics,
                .out = out};
  if (!find_encoding(&r))
    return false;
  while (r.at < r.length && !out->failed)
    step(&r);
  return true;
}

void eir_i_genius_plain(char *text) {
  char *to = text;
  for (const char *from = text; *from != '\0'; to++) {
    bool and_sign = strncmp(from, RAW_AND, 3) == 0;
    if (and_sign || strncmp(from, RAW_LESS, 3) == 0) {
      *to = and_sign ? '&' : '<';
      from += 3;
    } else {
      *to = *from++;
    }
  }
  *to = '\0';
}
