/* State of play, words: what each party was last heard to say of each option, and what
 * that makes of each issue.
 *
 * The record is taken apart into single utterances, issue by issue in the order of the
 * timeline. Of those by one party on one option, the last counts that was not taken
 * back (state_of_play_last.c). Where several may be it and they differ, nobody knows
 * which is the last, and that is said. The position fills in where the record is
 * silent. */
#include <assert.h>
#include <string.h>

#include "explain/partial.h"
#include "explain/state_of_play.h"

#include "base/banned.h"

/* What is known of one option. */
typedef struct cell {
  eir_word_kind word;
  uint32_t entry; /* EIR_I_NONE: the position */
  bool order_unknown;
  bool stays; /* whatever the unknown order is, the record has a last word */
  const eir_i_rule *rule; /* a red line that rules it out */
} cell;

typedef struct listening {
  eir_state_of_play *state;
  const eir_case *the_case;
  eir_i_array heard;         /* of utterance, in the order of the timeline */
  eir_i_utterance *by_issue; /* [heard.count] the same, issue by issue */
  size_t *first;             /* [n_issues + 1] of each issue in by_issue */
  uint32_t *options;         /* [n_issues] all open, but for one issue at a time */
  cell *cells;               /* [largest number of options] of one party and issue */
  eir_i_array words;         /* of eir_word, of one issue */
} listening;

/* ---- taking the record apart ---- */

/* The same of each party that the entry is by. */
static bool hear(listening *l, eir_i_utterance heard) {
  const eir_i_party_list *by = &l->state->record->entries[heard.entry].by;
  for (size_t i = 0; i < by->n; i++) {
    heard.party = by->parties[i];
    if (!eir_i_array_push(&l->heard, &heard))
      return false;
  }
  return true;
}

/* What the answer says of the issue's option. To refuse a whole, or to be reviewing it,
 * says nothing of its parts, but takes back what was said for them. */
static eir_word_kind word_of_reply(const eir_i_entry *response, uint32_t issue) {
  for (size_t i = 0; i < response->n_replies; i++) {
    if (response->replies[i].issue != issue)
      continue;
    if (response->replies[i].reply == EIR_REPLY_REJECT)
      return EIR_WORD_REFUSES;
    if (response->replies[i].reply == EIR_REPLY_UNDER_REVIEW)
      return EIR_WORD_UNDER_REVIEW;
    return response->replies[i].reply == EIR_REPLY_ACCEPT ? EIR_WORD_ACCEPTS
                                                          : EIR_WORD_CONDITIONAL;
  }
  if (response->reply == EIR_REPLY_ACCEPT)
    return EIR_WORD_ACCEPTS;
  return response->reply == EIR_REPLY_CONDITIONAL ? EIR_WORD_CONDITIONAL
                                                  : EIR_WORD_NONE;
}

/* Is there nothing in the answer on the issue, not even by an answer to the whole? */
static bool is_silent(const eir_i_entry *response, uint32_t issue) {
  return response->reply == EIR_REPLY_NONE &&
         word_of_reply(response, issue) == EIR_WORD_NONE;
}

/* Who proposes or accepts a text speaks of each option in it. */
static bool hear_outcome(listening *l, uint32_t index, const eir_i_entry *entry) {
  bool proposal = entry->kind == EIR_ENTRY_PROPOSAL;
  const eir_i_entry *of = entry;
  if (!proposal && entry->to == EIR_I_NONE)
    return true;
  if (!proposal)
    of = &l->state->record->entries[entry->to];
  for (size_t i = 0; of->outcome != NULL && i < l->the_case->n_issues; i++) {
    eir_i_utterance said = {.issue = (uint32_t)i,
                            .option = of->outcome[i],
                            .entry = index,
                            .text = proposal ? index : entry->to};
    if (said.option == UINT32_MAX || (!proposal && is_silent(entry, said.issue)))
      continue;
    said.word = proposal ? EIR_WORD_PROPOSES : word_of_reply(entry, said.issue);
    if (!hear(l, said))
      return false;
  }
  return true;
}

static_assert((int)EIR_WORD_REFUSES == (int)EIR_I_STANCE_REFUSES, "same values");

static bool hear_entry(listening *l, uint32_t index) {
  const eir_i_entry *entry = &l->state->record->entries[index];
  if (entry->kind == EIR_ENTRY_PROPOSAL || entry->kind == EIR_ENTRY_RESPONSE)
    return hear_outcome(l, index, entry);
  for (size_t i = 0; i < entry->n_stances; i++) {
    const eir_i_said_stance *said = &entry->stances[i];
    const eir_i_utterance heard = {.issue = said->issue,
                                   .option = said->option,
                                   .entry = index,
                                   .text = EIR_I_NONE,
                                   .word = (eir_word_kind)said->stance};
    if (!hear(l, heard))
      return false;
  }
  return true;
}

/* Hears all entries, then sorts by issue, counting first. */
static bool hear_record(listening *l) {
  for (size_t k = 0; k < l->state->n_entries; k++)
    if (!hear_entry(l, l->state->entry_at[k]))
      return false;
  size_t n = l->heard.count, n_issues = l->the_case->n_issues;
  const eir_i_utterance *heard = l->heard.items;
  l->by_issue = eir_i_arena_take_array(&l->state->arena, n, sizeof *l->by_issue);
  l->first = eir_i_arena_take_array(&l->state->arena, n_issues + 2, sizeof *l->first);
  if (l->by_issue == NULL || l->first == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    l->first[heard[i].issue + 2]++;
  for (size_t i = 2; i < n_issues + 2; i++)
    l->first[i] += l->first[i - 1];
  for (size_t i = 0; i < n; i++)
    l->by_issue[l->first[heard[i].issue + 1]++] = heard[i];
  return true;
}

/* ---- the last word ---- */

/* The utterances come in the order of the timeline, so the one shown is the last of
 * those that may be the last. That all of them may have been taken back makes the order
 * unknown too. */
static void take_last_words(const listening *l, size_t issue, uint32_t party) {
  const eir_i_utterance *heard = l->by_issue + l->first[issue];
  size_t n = l->first[issue + 1] - l->first[issue];
  for (size_t i = 0; i < n; i++) {
    const eir_i_utterance *one = &heard[i];
    if (one->party != party)
      continue;
    cell *of = &l->cells[one->option];
    of->stays |= one->stays;
    if (!eir_i_utterance_may_be_last(&l->state->order, heard, n, one))
      continue;
    of->order_unknown |= of->entry != EIR_I_NONE && of->word != one->word;
    of->word = one->word;
    of->entry = one->entry;
  }
  for (size_t o = 0; o < l->the_case->issues[issue].n_options; o++)
    l->cells[o].order_unknown |= l->cells[o].entry != EIR_I_NONE && !l->cells[o].stays;
}

/* ---- the position ---- */

/* Only where the record is silent: what was said later counts more. */
static void take_stances(const listening *l, size_t issue, uint32_t party) {
  const eir_i_position *position = &l->the_case->parties[party].position;
  if (position->kind != EIR_POSITION_STANCE || position->stances == NULL ||
      position->stances[issue] == NULL)
    return;
  for (size_t o = 0; o < l->the_case->issues[issue].n_options; o++)
    if (l->cells[o].entry == EIR_I_NONE)
      l->cells[o].word = (eir_word_kind)position->stances[issue][o];
}

/* Red lines that are false with an option whatever the rest is; one that holds for sure
 * goes before one that may not. */
static void take_red_lines(const listening *l, uint32_t issue, uint32_t party) {
  const eir_i_position *position = &l->the_case->parties[party].position;
  for (size_t r = 0; r < position->n_red_lines; r++) {
    const eir_i_rule *rule = &position->red_lines[r];
    if (!eir_i_partial_mentions(rule->expression, issue))
      continue;
    for (uint32_t o = 0; o < l->the_case->issues[issue].n_options; o++) {
      cell *of = &l->cells[o];
      l->options[issue] = o;
      bool better = of->rule == NULL ||
                    (of->rule->unknown != EIR_I_NONE && rule->unknown == EIR_I_NONE);
      if (better &&
          eir_i_partial_holds(l->the_case, rule->expression, l->options) == EIR_NO)
        of->rule = rule;
    }
    l->options[issue] = UINT32_MAX;
  }
}

static bool is_sure(const cell *of) {
  return of->rule != NULL && of->rule->unknown == EIR_I_NONE;
}

/* ---- what is shown ---- */

static const char *or_empty(const char *text) {
  return text == NULL ? "" : text;
}

static const char *rule_name(const eir_i_rule *rule) {
  return rule->id != NULL ? rule->id : or_empty(rule->text);
}

static bool push_word(listening *l, uint32_t party, uint32_t first, uint32_t last) {
  const cell *of = &l->cells[first];
  const eir_i_notes *notes = &l->the_case->parties[party].position.notes;
  eir_word word = {.party = party,
                   .first = first,
                   .last = last,
                   .word = of->word,
                   .entry = SIZE_MAX,
                   .order_unknown = of->order_unknown,
                   .red_line = of->rule == NULL ? "" : rule_name(of->rule),
                   .red_line_uncertain = of->rule != NULL && !is_sure(of)};
  if (of->entry != EIR_I_NONE) {
    word.entry = l->state->place_of[of->entry];
    notes = &l->state->record->entries[of->entry].notes;
  } else if (of->word == EIR_WORD_NONE) {
    assert(of->rule != NULL); /* else there is nothing to say */
    notes = &of->rule->notes;
  }
  word.source = or_empty(notes->source);
  word.basis = or_empty(notes->basis);
  return eir_i_array_push(&l->words, &word);
}

static bool is_same(const cell *a, const cell *b) {
  return a->word == b->word && a->entry == b->entry &&
         a->order_unknown == b->order_unknown && a->rule == b->rule;
}

/* Neighbours of which the same is known become one word. */
static bool push_words(listening *l, size_t issue, uint32_t party) {
  uint32_t n = (uint32_t)l->the_case->issues[issue].n_options, last;
  for (uint32_t o = 0; o < n; o = last + 1) {
    last = o;
    while (last + 1 < n && is_same(&l->cells[o], &l->cells[last + 1]))
      last++;
    if ((l->cells[o].word != EIR_WORD_NONE || l->cells[o].rule != NULL) &&
        !push_word(l, party, o, last))
      return false;
  }
  return true;
}

/* ---- agreed or not ---- */

typedef struct tally {
  uint32_t consents; /* signatories that propose, prefer or accept it */
  bool refused;
} tally;

/* To resist is not to agree, though a party that resists would sign; an acceptance on a
 * condition isn't either. Of words whose order is not known none counts. */
static void count_cell(const cell *of, tally *out) {
  if (is_sure(of) || (of->word == EIR_WORD_REFUSES && !of->order_unknown))
    out->refused = true;
  else if (!of->order_unknown &&
           (of->word == EIR_WORD_PREFERS || of->word == EIR_WORD_ACCEPTS ||
            of->word == EIR_WORD_PROPOSES))
    out->consents++;
}

static bool judge_issue(const listening *l, size_t issue, const tally *tallies,
                        eir_issue_state *out) {
  size_t n = l->the_case->issues[issue].n_options, n_agreed = 0;
  bool disputed = false;
  for (size_t o = 0; o < n; o++) {
    n_agreed += tallies[o].consents == l->the_case->n_signatories;
    disputed |= tallies[o].consents > 0 && tallies[o].refused;
  }
  uint32_t *agreed = eir_i_arena_take_array(&l->state->arena, n_agreed, sizeof *agreed);
  if (agreed == NULL)
    return false;
  for (size_t o = 0; o < n; o++)
    if (tallies[o].consents == l->the_case->n_signatories)
      agreed[out->n_options++] = (uint32_t)o;
  out->options = agreed;
  out->status = n_agreed > 0 ? EIR_ISSUE_AGREED
                : disputed   ? EIR_ISSUE_DISPUTED
                             : EIR_ISSUE_OPEN;
  return true;
}

/* ---- all of it ---- */

static bool signs(const eir_case *the_case, uint32_t party) {
  return (the_case->parties[party].roles & EIR_ROLE_SIGNATORY) != 0;
}

static bool listen_to(listening *l, uint32_t issue, uint32_t party, tally *tallies) {
  size_t n = l->the_case->issues[issue].n_options;
  for (size_t o = 0; o < n; o++)
    l->cells[o] = (cell){.entry = EIR_I_NONE};
  take_last_words(l, issue, party);
  take_stances(l, issue, party);
  take_red_lines(l, issue, party);
  for (size_t o = 0; signs(l->the_case, party) && o < n; o++)
    count_cell(&l->cells[o], &tallies[o]);
  return push_words(l, issue, party);
}

/* Memory for the words of an issue is taken when their number is known. */
static bool make_issue(listening *l, uint32_t issue, tally *tallies,
                       eir_i_issue_words *out_words, eir_issue_state *out_state) {
  memset(tallies, 0, l->the_case->issues[issue].n_options * sizeof *tallies);
  l->words.count = 0;
  eir_i_utterances_weigh(&l->state->order, l->by_issue + l->first[issue],
                         l->first[issue + 1] - l->first[issue]);
  for (uint32_t p = 0; p < l->the_case->n_parties; p++)
    if (!listen_to(l, issue, p, tallies))
      return false;
  size_t n = l->words.count;
  eir_word *words = eir_i_arena_take_array(&l->state->arena, n, sizeof *words);
  if (words == NULL)
    return false;
  if (n > 0)
    memcpy(words, l->words.items, n * sizeof *words);
  *out_words = (eir_i_issue_words){.words = words, .n = n};
  return judge_issue(l, issue, tallies, out_state);
}

static bool make_issues(listening *l) {
  eir_state_of_play *state = l->state;
  eir_i_arena *arena = &state->arena;
  size_t n = l->the_case->n_issues, most = 0;
  for (size_t i = 0; i < n; i++)
    if (l->the_case->issues[i].n_options > most)
      most = l->the_case->issues[i].n_options;
  tally *tallies = eir_i_arena_take_array(arena, most, sizeof *tallies);
  eir_i_issue_words *words = eir_i_arena_take_array(arena, n, sizeof *words);
  eir_issue_state *issues = eir_i_arena_take_array(arena, n, sizeof *issues);
  l->cells = eir_i_arena_take_array(arena, most, sizeof *l->cells);
  l->options = eir_i_arena_take_array(arena, n, sizeof *l->options);
  if (tallies == NULL || words == NULL || issues == NULL || l->cells == NULL ||
      l->options == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    l->options[i] = UINT32_MAX;
  for (size_t i = 0; i < n; i++)
    if (!make_issue(l, (uint32_t)i, tallies, &words[i], &issues[i]))
      return false;
  state->words = words;
  state->issues = issues;
  return true;
}

bool eir_i_state_make_issues(eir_state_of_play *state) {
  listening l = {.state = state, .the_case = state->the_case};
  eir_i_array_init(&l.heard, &state->memory, sizeof(eir_i_utterance));
  eir_i_array_init(&l.words, &state->memory, sizeof(eir_word));
  bool good = hear_record(&l) && make_issues(&l);
  eir_i_array_free(&l.heard);
  eir_i_array_free(&l.words);
  return good;
}
