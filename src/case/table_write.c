/* Table, writing: the grid of a case, as text that spreadsheet programs open.
 *
 * Cells hold scores in the party's own points, weights multiplied in, exactly: as
 * decimals where they are, else as fractions. A range has a row where the slope of some
 * party changes, and where somebody takes a stance. */
#include <assert.h>
#include <string.h>

#include "case/table.h"

#include "base/banned.h"

enum { MOST_TEXT = 90000, PIECE = 1 << 16 };

typedef struct writer {
  const eir_case *the_case;
  eir_diagnostics *diagnostics;
  eir_i_text text;
  eir_i_text label; /* scratch */
  char separator;
  bool notes;    /* is there a column of notes? */
  size_t filled; /* the issue where parties that say nothing get an entry */
  bool listed;   /* it is an award, written as a list for them */
  bool fraction; /* was one written? */
  bool shortened;
  eir_write_function write;
  void *user;
  bool refused;
} writer;

static void flush(writer *w) {
  if (!w->text.failed && !w->refused && w->text.length > 0 &&
      !w->write(w->user, w->text.data, w->text.length))
    w->refused = true;
  eir_i_text_clear(&w->text);
}

/* ---- cells ---- */

static void next_cell(writer *w) {
  eir_i_text_add_bytes(&w->text, &w->separator, 1);
}

static void end_row(writer *w) {
  eir_i_text_add(&w->text, "\n");
  if (w->text.length >= PIECE)
    flush(w);
}

static void put_plain(writer *w, const char *text) {
  eir_i_sheet_add_cell(&w->text, text, w->separator);
}

/* Adds text to the label, controls as blanks. */
static void add_clean(writer *w, const char *text) {
  for (const char *at = text; *at != '\0'; at++) {
    unsigned char byte = (unsigned char)*at;
    bool c1 = byte == 0xC2 && (unsigned char)at[1] < 0xA0;
    bool control = c1 || byte == 0x7F || (byte < 0x20 && strchr("\t\n", *at) == NULL);
    if (w->label.length > MOST_TEXT && (byte & 0xC0) != 0x80) {
      w->shortened = true;
      eir_i_text_add(&w->label, "...");
      return;
    }
    eir_i_text_add_bytes(&w->label, control ? " " : at, 1);
    at += c1;
  }
}

/* Starts the scratch label with text; the apostrophe keeps a spreadsheet program from
 * reading it as a formula. */
static void begin_label(writer *w, const char *text) {
  eir_i_text_clear(&w->label);
  if (eir_i_needs_apostrophe(text))
    eir_i_text_add(&w->label, "'");
  add_clean(w, text);
}

static const char *first_words(eir_i_words words) {
  return words.n > 0 ? words.text[0] : "";
}

/* Does the name stand for its id without saying it? */
static bool name_makes_id(const char *name, const char *id, const char *kind) {
  const char *given;
  size_t length;
  eir_i_cell_range range;
  eir_i_label_split(name, true, &given, &length);
  return length == 0 && strcmp(eir_i_slug_of(name, kind).text, id) == 0 &&
         !eir_i_is_notes_word(name) && eir_i_award_word(name) < 0 &&
         !eir_i_cell_is_range(name, ';', &range) &&
         !eir_i_cell_is_range(name, ',', &range);
}

/* "Name", or "Name {id}" where the name alone would make another id. */
static void put_label(writer *w, eir_i_words words, const char *id, const char *kind) {
  const char *name = words.n > 0 ? first_words(words) : id;
  begin_label(w, name);
  if (!name_makes_id(name, id, kind)) {
    eir_i_text_add(&w->label, w->label.length > 0 ? " {" : "{");
    eir_i_text_add(&w->label, id);
    eir_i_text_add(&w->label, "}");
  }
  put_plain(w, w->label.data == NULL ? "" : w->label.data);
}

static void put_text(writer *w, const char *text) {
  begin_label(w, text);
  put_plain(w, w->label.data == NULL ? "" : w->label.data);
}

static void put_note(writer *w, eir_i_words words) {
  if (!w->notes)
    return;
  next_cell(w);
  put_text(w, first_words(words));
}

/* ---- numbers ---- */

static void put_decimal(writer *w, char *text) {
  char *point = strchr(text, '.');
  if (point != NULL && w->separator == ';')
    *point = ',';
  put_plain(w, text);
}

/* n / d exactly; d > 0. */
static void put_number(writer *w, int64_t n, int64_t d) {
  char text[64];
  eir_i_i128 common =
      (eir_i_i128)eir_i_u128_gcd((eir_i_u128)d, eir_i_i128_magnitude(n));
  eir_i_i128 above = n / common, below = d / common, power = 1;
  unsigned decimals = 0;
  /* d < 2^62, so that 61 decimals would do; 10^18 is what fits beside 2^62. */
  while (decimals < 18 && power % below != 0) {
    power *= 10;
    decimals++;
  }
  if (power % below == 0) {
    eir_i_decimal_text(above * (power / below), decimals, text, sizeof text);
    put_decimal(w, text);
    return;
  }
  size_t length = eir_i_format_i128(above, text, sizeof text);
  text[length++] = '/';
  eir_i_format_i128(below, text + length, sizeof text - length);
  put_plain(w, text);
  w->fraction = true;
}

/* ---- what is in the grid ---- */

static bool has_scores(const eir_i_position *position) {
  return position->kind == EIR_POSITION_POINTS ||
         position->kind == EIR_POSITION_WEIGHTS;
}

static const eir_i_party *signatory(const writer *w, size_t i) {
  return &w->the_case->parties[w->the_case->signatories[i]];
}

/* Does the position say anything of any issue? */
static bool says_anything(const eir_case *the_case, const eir_i_position *position) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    if (has_scores(position) && position->scores[i] != NULL)
      return true;
    if (position->kind != EIR_POSITION_STANCE || position->stances[i] == NULL)
      continue;
    for (size_t o = 0; o < the_case->issues[i].n_options; o++)
      if (position->stances[i][o] != EIR_I_STANCE_MISSING)
        return true;
  }
  return false;
}

/* An empty column would say nothing of the party's kind: one issue then gets zeros, or
 * signs that nothing is known, which mean the same. */
static void put_entry(writer *w, const eir_i_party *party, size_t issue,
                      size_t option) {
  const eir_i_position *position = &party->position;
  bool fill = issue == w->filled && !says_anything(w->the_case, position);
  next_cell(w);
  if (has_scores(position)) {
    const int64_t *scores = position->scores[issue];
    if (scores != NULL)
      put_number(w, scores[option], position->unit);
    else if (fill)
      put_plain(w, "0");
    return;
  }
  const uint8_t *stances = position->stances[issue];
  if (stances != NULL)
    put_plain(w, eir_i_stance_sign((eir_i_stance)stances[option]));
  if (fill)
    put_plain(w, eir_i_stance_sign(EIR_I_STANCE_UNKNOWN));
}

static bool is_award(const eir_i_issue *issue) {
  return issue->kind == EIR_ISSUE_AWARD_DIVISIBLE ||
         issue->kind == EIR_ISSUE_AWARD_INDIVISIBLE;
}

/* Where do parties that say nothing get their entry? An award in one row has no cell
 * for a third party. */
static void choose_filled(writer *w) {
  const eir_case *the_case = w->the_case;
  while (w->filled < the_case->n_issues && is_award(&the_case->issues[w->filled]))
    w->filled++;
  if (w->filled < the_case->n_issues)
    return;
  w->filled = 0;
  for (size_t i = 0; i < the_case->n_signatories && the_case->n_signatories > 2; i++)
    w->listed = w->listed || !says_anything(the_case, &signatory(w, i)->position);
}

static void put_entries(writer *w, size_t issue, size_t option, eir_i_words note) {
  for (size_t i = 0; i < w->the_case->n_signatories; i++)
    put_entry(w, signatory(w, i), issue, option);
  put_note(w, note);
  end_row(w);
}

static void put_blanks(writer *w, eir_i_words note) {
  for (size_t i = 0; i < w->the_case->n_signatories; i++)
    next_cell(w);
  put_note(w, note);
  end_row(w);
}

/* ---- issues ---- */

static void put_heading(writer *w, const eir_i_issue *issue) {
  put_label(w, issue->name, issue->id, "issue");
  next_cell(w);
}

/* Every row carries its issue's name, so that sorting and filtering do no harm. */
static void put_list(writer *w, size_t index) {
  const eir_i_issue *issue = &w->the_case->issues[index];
  if (issue->says.n > 0) {
    put_heading(w, issue);
    put_blanks(w, issue->says);
  }
  for (size_t o = 0; o < issue->n_options; o++) {
    put_heading(w, issue);
    put_label(w, issue->options[o].name, issue->options[o].id, "option");
    put_entries(w, index, o, issue->options[o].says);
  }
}

/* Does the slope of the party's scores change at option o, or does it take a stance? */
static bool matters(const eir_i_position *position, size_t issue, size_t o) {
  if (!has_scores(position))
    return position->stances[issue] != NULL &&
           position->stances[issue][o] != EIR_I_STANCE_MISSING;
  const int64_t *s = position->scores[issue];
  if (s == NULL)
    return false;
  return (eir_i_i128)s[o] - s[o - 1] != (eir_i_i128)s[o + 1] - s[o];
}

static bool needs_row(const writer *w, size_t issue, size_t o) {
  if (o == 0 || o + 1 == w->the_case->issues[issue].n_options)
    return true;
  for (size_t i = 0; i < w->the_case->n_signatories; i++)
    if (matters(&signatory(w, i)->position, issue, o))
      return true;
  return false;
}

static void put_range_number(writer *w, const char *id) {
  char text[EIR_I_NUMBER_CELL_BYTES];
  size_t length = strlen(id);
  assert(length < sizeof text);
  memcpy(text, id, length + 1);
  put_decimal(w, text);
}

/* The difference of two decimals, as a decimal. */
static void step_text(const eir_i_issue *issue, char *out, size_t size) {
  eir_i_rational first = {.n = 0, .d = 1}, second = {.n = 1, .d = 1}, step;
  if (issue->n_options > 1) {
    (void)eir_i_rational_parse(issue->options[0].id, &first);
    (void)eir_i_rational_parse(issue->options[1].id, &second);
  }
  eir_i_i128 power = 1;
  unsigned decimals = 0;
  if (eir_i_rational_subtract(second, first, &step))
    step = eir_i_rational_whole(1); /* cannot be: the range was read by such steps */
  while (decimals < 38 && power % step.d != 0) {
    power *= 10;
    decimals++;
  }
  eir_i_decimal_text(step.n * (power / step.d), decimals, out, size);
}

/* A unit that ends like an id in braces would be read as one. */
bool eir_i_table_unit_fits(const eir_i_issue *issue) {
  const char *id;
  size_t length;
  if (issue->unit != NULL)
    eir_i_label_split(issue->unit, true, &id, &length);
  return issue->unit == NULL || length == 0;
}

/* "0 to 30 step 5 km" */
static void put_range_spec(writer *w, const eir_i_issue *issue) {
  char step[64];
  step_text(issue, step, sizeof step);
  eir_i_text_clear(&w->label);
  eir_i_text_add(&w->label, issue->options[0].id);
  eir_i_text_add(&w->label, " to ");
  eir_i_text_add(&w->label, issue->options[issue->n_options - 1].id);
  eir_i_text_add(&w->label, " step ");
  eir_i_text_add(&w->label, step);
  for (char *at = w->label.data; at != NULL && w->separator == ';' && *at != '\0'; at++)
    if (*at == '.')
      *at = ',';
  if (issue->unit != NULL && eir_i_table_unit_fits(issue)) {
    eir_i_text_add(&w->label, " ");
    add_clean(w, issue->unit);
  }
  put_plain(w, w->label.data == NULL ? "" : w->label.data);
}

static void put_range(writer *w, size_t index) {
  const eir_i_issue *issue = &w->the_case->issues[index];
  const eir_i_words none = {0};
  put_heading(w, issue);
  put_range_spec(w, issue);
  put_blanks(w, issue->says);
  for (size_t o = 0; o < issue->n_options; o++) {
    if (!needs_row(w, index, o))
      continue;
    put_heading(w, issue);
    put_range_number(w, issue->options[o].id);
    put_entries(w, index, o, none);
  }
}

/* Does a party take a stance on the award? */
static bool has_stances(const writer *w, const eir_i_issue *issue) {
  size_t index = (size_t)(issue - w->the_case->issues);
  for (size_t i = 0; i < w->the_case->n_signatories; i++) {
    const eir_i_position *position = &signatory(w, i)->position;
    const uint8_t *stances =
        position->kind == EIR_POSITION_STANCE ? position->stances[index] : NULL;
    if (stances != NULL &&
        (stances[0] != EIR_I_STANCE_MISSING || stances[1] != EIR_I_STANCE_MISSING))
      return true;
  }
  return false;
}

/* An award has one row if its parties have scores and come in the order of the columns,
 * and nobody takes a stance on it; any other is written as a list of two options. */
static bool fits_award(const writer *w, const eir_i_issue *issue) {
  const eir_i_party *parties = w->the_case->parties;
  if (w->listed && issue == &w->the_case->issues[w->filled])
    return false;
  return issue->between[0] < issue->between[1] && !has_stances(w, issue) &&
         has_scores(&parties[issue->between[0]].position) &&
         has_scores(&parties[issue->between[1]].position);
}

bool eir_i_table_award_fits(const eir_case *the_case, const eir_i_issue *issue) {
  writer w = {.the_case = the_case};
  choose_filled(&w);
  return fits_award(&w, issue);
}

static void put_award(writer *w, size_t index) {
  const eir_i_issue *issue = &w->the_case->issues[index];
  put_heading(w, issue);
  put_plain(w, issue->kind == EIR_ISSUE_AWARD_DIVISIBLE ? "award divisible"
                                                        : "award indivisible");
  for (size_t i = 0; i < w->the_case->n_signatories; i++) {
    const eir_i_party *party = signatory(w, i);
    const int64_t *scores =
        has_scores(&party->position) ? party->position.scores[index] : NULL;
    next_cell(w);
    for (size_t o = 0; o < 2; o++)
      if (issue->between[o] == w->the_case->signatories[i])
        put_number(w, scores == NULL ? 0 : scores[o], party->position.unit);
  }
  put_note(w, issue->says);
  end_row(w);
}

static void put_issue(writer *w, size_t index) {
  const eir_i_issue *issue = &w->the_case->issues[index];
  switch (issue->kind) {
  case EIR_ISSUE_RANGE:
    put_range(w, index);
    return;
  case EIR_ISSUE_LIST:
    put_list(w, index);
    return;
  case EIR_ISSUE_AWARD_DIVISIBLE:
  case EIR_ISSUE_AWARD_INDIVISIBLE:
    break;
  }
  if (fits_award(w, issue))
    put_award(w, index);
  else
    put_list(w, index);
}

/* ---- settings ---- */

static bool has_setting(const eir_i_party *party, eir_i_setting setting) {
  const eir_i_position *position = &party->position;
  switch (setting) {
  case EIR_I_SETTING_RESERVATION:
    return has_scores(position) && position->has_reservation;
  case EIR_I_SETTING_SCALE:
    return has_scores(position) && position->scale > 0;
  case EIR_I_SETTING_CAP:
    return has_scores(position) && position->has_cap;
  case EIR_I_SETTING_POWER:
    return has_scores(position) && position->power > 1;
  case EIR_I_SETTING_VETO:
    return party->veto;
  case EIR_I_SETTING_COUNT:
    break;
  }
  return false;
}

static void put_setting_cell(writer *w, const eir_i_party *party,
                             eir_i_setting setting) {
  const eir_i_position *position = &party->position;
  switch (setting) {
  case EIR_I_SETTING_RESERVATION:
    put_number(w, position->reservation, position->unit);
    break;
  case EIR_I_SETTING_SCALE:
    put_number(w, position->scale, position->unit);
    break;
  case EIR_I_SETTING_CAP:
    put_number(w, position->cap, position->unit);
    break;
  case EIR_I_SETTING_POWER:
    put_number(w, position->power, 1);
    break;
  case EIR_I_SETTING_VETO:
    put_plain(w, "yes");
    break;
  case EIR_I_SETTING_COUNT:
    break;
  }
}

static void put_setting(writer *w, eir_i_setting setting) {
  bool any = false;
  for (size_t i = 0; i < w->the_case->n_signatories; i++)
    any = any || has_setting(signatory(w, i), setting);
  if (!any)
    return;
  put_plain(w, eir_i_setting_word(setting));
  next_cell(w);
  for (size_t i = 0; i < w->the_case->n_signatories; i++) {
    next_cell(w);
    if (has_setting(signatory(w, i), setting))
      put_setting_cell(w, signatory(w, i), setting);
  }
  const eir_i_words none = {0};
  put_note(w, none);
  end_row(w);
}

/* ---- the whole ---- */

static bool has_notes(const eir_case *the_case) {
  for (size_t i = 0; i < the_case->n_issues; i++) {
    const eir_i_issue *issue = &the_case->issues[i];
    bool found = issue->says.n > 0;
    for (size_t o = 0; o < issue->n_options && !found; o++)
      found = issue->options[o].says.n > 0;
    if (found)
      return true;
  }
  return false;
}

static void put_head(writer *w) {
  const eir_case *the_case = w->the_case;
  /* Without it, Excel takes the text for one in an old code page. */
  eir_i_text_add(&w->text, "\xEF\xBB\xBF");
  if (the_case->title.n > 0 && *first_words(the_case->title) != '\0') {
    put_plain(w, "Title");
    next_cell(w);
    put_text(w, first_words(the_case->title));
    end_row(w);
  }
  if (the_case->quota != the_case->n_signatories) {
    put_plain(w, "Consent");
    next_cell(w);
    eir_i_text_add_format(&w->text, "at least %zu", the_case->quota);
    end_row(w);
  }
  put_plain(w, "Issue");
  next_cell(w);
  put_plain(w, "Option");
  for (size_t i = 0; i < the_case->n_signatories; i++) {
    next_cell(w);
    put_label(w, signatory(w, i)->name, signatory(w, i)->id, "party");
  }
  if (w->notes) {
    next_cell(w);
    put_plain(w, "Notes");
  }
  end_row(w);
}

static void warn(writer *w, const char *message) {
  eir_i_diagnostics_add(w->diagnostics, EIR_WARNING, (eir_i_place){0}, NULL, "%s",
                        message);
}

static void put_table(writer *w) {
  choose_filled(w);
  put_head(w);
  for (size_t i = 0; i < w->the_case->n_issues && !w->text.failed && !w->refused; i++)
    put_issue(w, i);
  for (int setting = 0; setting < EIR_I_SETTING_COUNT; setting++)
    put_setting(w, (eir_i_setting)setting);
  if (w->fraction)
    warn(w, "some numbers are no decimals and are written as fractions, such as 1/3; "
            "have the spreadsheet program open those columns as text, or it may take "
            "them for dates");
  if (w->shortened)
    warn(w, "texts longer than 90,000 bytes are cut short");
}

/* Writes, and reports into the diagnostics, whose file 0 is the case. */
static eir_status write_table(const eir_case *the_case, unsigned flags,
                              eir_write_function write, void *user,
                              eir_diagnostics *diagnostics) {
  eir_i_memory memory; /* of this call: a case may be written by several threads */
  eir_i_memory_init(&memory, &the_case->memory.allocator);
  writer w = {.the_case = the_case,
              .diagnostics = diagnostics,
              .separator = (flags & EIR_TABLE_SEMICOLONS) != 0 ? ';' : ',',
              .notes = has_notes(the_case),
              .write = write,
              .user = user};
  eir_i_text_init(&w.text, &memory);
  eir_i_text_init(&w.label, &memory);
  eir_i_table_report_losses(the_case, diagnostics);
  put_table(&w);
  bool failed =
      w.text.failed || w.label.failed || eir_i_diagnostics_failed(diagnostics);
  flush(&w);
  eir_i_text_free(&w.text);
  eir_i_text_free(&w.label);
  if (failed)
    return EIR_NO_MEMORY;
  return w.refused ? EIR_IO : EIR_OK;
}

eir_status eir_case_write_table(const eir_case *the_case, const char *name,
                                unsigned flags, eir_write_function write, void *user,
                                eir_diagnostics **out_diagnostics) {
  if (out_diagnostics != NULL)
    *out_diagnostics = NULL;
  if (the_case == NULL || name == NULL || write == NULL)
    return EIR_MISUSE;
  eir_diagnostics *diagnostics = eir_i_diagnostics_new(&the_case->memory.allocator);
  eir_status status = EIR_NO_MEMORY;
  if (diagnostics != NULL) {
    eir_i_diagnostics_file(diagnostics, name);
    if (the_case->view != NULL)
      eir_i_diagnostics_hide_places(diagnostics);
    if (!eir_i_diagnostics_failed(diagnostics))
      status = write_table(the_case, flags, write, user, diagnostics);
    eir_i_diagnostics_sort(diagnostics);
  }
  if (out_diagnostics != NULL)
    *out_diagnostics = diagnostics;
  else
    eir_diagnostics_free(diagnostics);
  return status;
}
