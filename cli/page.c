/* Paragraphs: words are taken one by one and a line is broken before the word that
 * would pass the margin. Columns are counted, not bytes. */
#include "page.h"

#include <assert.h>
#include <string.h>

#include "columns.h"

/* Lines of prose longer than this are hard to read, however wide the terminal. */
enum { MAX_PROSE = 96 };

void cli_page_init(cli_page *page, size_t width) {
  assert(width > 0);
  *page = (cli_page){.width = width};
}

void cli_page_free(cli_page *page) {
  cli_text_free(&page->text);
  cli_text_free(&page->sentence);
}

void cli_page_gap(cli_page *page) {
  const cli_text *text = &page->text;
  if (text->length == 0 || text->failed)
    return;
  if (text->length >= 2 && text->data[text->length - 2] == '\n')
    return;
  cli_text_add(&page->text, "\n");
}

void cli_page_heading(cli_page *page, const char *heading) {
  cli_page_gap(page);
  CLI_ADD(&page->sentence, CLI_BOLD, heading, CLI_PLAIN);
  cli_page_end_paragraph(page, 0, 0);
}

/* The line being written. */
typedef struct line {
  cli_text *text;
  size_t margin; /* columns of a full line */
  size_t indent; /* of the lines that follow */
  size_t used;
  bool empty; /* no word yet */
} line;

static void break_line(line *now) {
  cli_text_add(now->text, "\n");
  cli_text_add_spaces(now->text, now->indent);
  now->used = now->indent;
  now->empty = true;
}

/* A word that is longer than a line is broken where the line is full. */
static void add_word(line *now, const char *word, size_t length) {
  size_t columns = cli_columns(word, length);
  if (!now->empty && now->used + 1 + columns > now->margin)
    break_line(now);
  if (!now->empty) {
    cli_text_add(now->text, " ");
    now->used++;
  }
  while (now->used + columns > now->margin) {
    size_t room = now->margin > now->used + 2 ? now->margin - now->used : 2;
    size_t fitting, piece = cli_columns_fit(word, length, room, &fitting);
    if (piece == length)
      break;
    cli_text_add_bytes(now->text, word, piece);
    break_line(now);
    word += piece;
    length -= piece;
    columns -= fitting;
  }
  cli_text_add_bytes(now->text, word, length);
  now->used += columns;
  now->empty = false;
}

void cli_page_end_paragraph(cli_page *page, size_t first, size_t rest) {
  line now = {
      .text = &page->text,
      .margin = page->width < MAX_PROSE ? page->width : MAX_PROSE,
      .indent = rest,
      .used = first,
      .empty = true,
  };
  if (page->sentence.failed)
    page->text.failed = true;
  cli_text_add_spaces(now.text, first);
  const char *at = cli_text_get(&page->sentence);
  for (;;) {
    at += strspn(at, " \n\t\r");
    size_t length = strcspn(at, " \n\t\r");
    if (length == 0)
      break;
    add_word(&now, at, length);
    at += length;
  }
  cli_text_add(now.text, "\n");
  cli_text_clear(&page->sentence);
}
