/* Table, template: a small grid to start from, which says itself how to fill it in. It
 * is a whole case: it can be imported and solved as it is. */
#include <string.h>

#include "case/table.h"

#include "base/banned.h"

enum { COLUMNS = 6 };

static const char *const help[] = {
    "# How to fill in this table. Rows that start with # are for people; delete them "
    "or "
    "leave them.",
    "# 1. Put the parties in the row that starts with Issue, one a column. Each of "
    "them "
    "must sign.",
    "# 2. Give each option of each issue a row. The issue's name may stand in every "
    "row "
    "or in its first.",
    "# 3. In a party's column write what each option is worth to it. Write 0 for what "
    "is worth nothing.",
    "# 4. Or, for a party without numbers, write ++ (prefers), + (accepts), - "
    "(resists), "
    "x (refuses) or ? (unknown).",
    "# 5. No deal: the score below which the party refuses. Leave it empty for 0.",
    "# 6. A numeric issue starts with a row such as 0 to 20 step 5 km; where rows are "
    "left out, a party's numbers go on in a straight line.",
    "# 7. Save as CSV UTF-8, then: eirene import table FILE.csv > case.yaml; eirene "
    "solve case.yaml",
};

static const char *const grid[][COLUMNS] = {
    {"Title", "Two villages and a well", NULL},
    {"Issue", "Option", "Upper village", "Lower village", "Herders", "Notes"},
    {"Morning water", "Upper village first", "60", "0", "x",
     "What is written here goes with the option"},
    {"Morning water", "By turns", "40", "30", "+", ""},
    {"Morning water", "Lower village first", "0", "50", "?", "They have not said yet"},
    {"Repair of the wall", "Upper village", "0", "50", "+", ""},
    {"Repair of the wall", "Both", "20", "30", "++", ""},
    {"Repair of the wall", "Lower village", "40", "0", "+", ""},
    {"Distance of the pasture", "0 to 10 step 5 km", "", "", "",
     "A range: the rows below give numbers of it"},
    {"Distance of the pasture", "0", "0", "0", "++", ""},
    {"Distance of the pasture", "5", "12.5", "10", "-", ""},
    {"Distance of the pasture", "10", "15", "30", "x", ""},
    {"No deal", "", "50", "45", "", "The score of no agreement"},
};

typedef struct target {
  eir_write_function write;
  void *user;
  bool semicolons;
} target;

static bool put(const target *to, const char *text, size_t length) {
  return to->write(to->user, text, length);
}

/* A cell of the grid; none holds a quotation mark or a line end. */
static bool put_cell(const target *to, const char *text) {
  const char separator = to->semicolons ? ';' : ',';
  bool quoted = strchr(text, separator) != NULL;
  size_t whole = strlen(text);
  const char *point = strchr(text, '.');
  bool number = to->semicolons && point != NULL && strspn(text, "0123456789.") == whole;
  size_t before = number ? (size_t)(point - text) : whole;
  return (!quoted || put(to, "\"", 1)) && put(to, text, before) &&
         (!number || put(to, ",", 1)) &&
         (!number || put(to, point + 1, whole - before - 1)) &&
         (!quoted || put(to, "\"", 1));
}

eir_status eir_table_write_template(unsigned flags, eir_write_function write,
                                    void *user) {
  if (write == NULL)
    return EIR_MISUSE;
  const target to = {write, user, (flags & EIR_TABLE_SEMICOLONS) != 0};
  bool good = put(&to, "\xEF\xBB\xBF", 3);
  for (size_t i = 0; good && i < sizeof help / sizeof help[0]; i++)
    good = put_cell(&to, help[i]) && put(&to, "\n", 1);
  for (size_t i = 0; good && i < sizeof grid / sizeof grid[0]; i++) {
    for (size_t c = 0; good && c < COLUMNS && grid[i][c] != NULL; c++)
      good = (c == 0 || put(&to, to.semicolons ? ";" : ",", 1)) &&
             put_cell(&to, grid[i][c]);
    good = good && put(&to, "\n", 1);
  }
  return good ? EIR_OK : EIR_IO;
}
