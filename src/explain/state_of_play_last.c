/* State of play, last words: which of a party's utterances on one option may be its
 * last.
 *
 * In one order of the entries that would be plain. Within one text a later utterance
 * replaces an earlier one, and an answer to the whole text that does not accept it
 * takes back what the party said for the text; of what is left the latest counts. So an
 * acceptance that was taken back uncovers what was said before, elsewhere.
 *
 * But the order is only partly known. An utterance is shown to be no last word by one
 * that is known to be later and that either replaces it or leaves a word of its text,
 * however the rest is ordered. Of a known order this is exact. Else it may keep an
 * utterance too many, and then the order is called unknown: never is a word called the
 * last that might not be. */
#include <assert.h>

#include "explain/state_of_play.h"

#include "base/banned.h"

static bool same_matter(const eir_i_utterance *a, const eir_i_utterance *b) {
  return a->party == b->party && a->option == b->option;
}

static bool same_text(const eir_i_utterance *a, const eir_i_utterance *b) {
  return a->text != EIR_I_NONE && a->text == b->text && same_matter(a, b);
}

static bool is_before(const eir_i_record_order *order, const eir_i_utterance *a,
                      const eir_i_utterance *b) {
  return eir_i_record_before(order, a->entry, b->entry);
}

/* A refusal of the whole contradicts no refusal of a part. */
static bool takes_back(const eir_i_utterance *later, const eir_i_utterance *one) {
  return later->word != EIR_WORD_NONE || one->word != EIR_WORD_REFUSES;
}

/* Does it leave some word of its text, however the entries of unknown order fall? Only
 * what takes back leaves nothing; and of refusals only if a word that can be taken back
 * may have replaced them first. */
static bool stays(const eir_i_record_order *order, const eir_i_utterance *heard,
                  size_t n, const eir_i_utterance *one) {
  bool taken_back = false, replaceable = one->word != EIR_WORD_REFUSES;
  if (one->word == EIR_WORD_NONE)
    return false;
  for (size_t i = 0; i < n; i++) {
    const eir_i_utterance *other = &heard[i];
    if (other == one || !same_text(one, other) || is_before(order, other, one))
      continue;
    if (other->word == EIR_WORD_NONE)
      taken_back = true;
    else
      replaceable |= other->word != EIR_WORD_REFUSES;
  }
  return !taken_back || !replaceable;
}

void eir_i_utterances_weigh(const eir_i_record_order *order, eir_i_utterance *heard,
                            size_t n) {
  for (size_t i = 0; i < n; i++)
    heard[i].stays = stays(order, heard, n, &heard[i]);
}

bool eir_i_utterance_may_be_last(const eir_i_record_order *order,
                                 const eir_i_utterance *heard, size_t n,
                                 const eir_i_utterance *one) {
  if (one->word == EIR_WORD_NONE)
    return false;
  for (size_t i = 0; i < n; i++) {
    const eir_i_utterance *other = &heard[i];
    if (!same_matter(one, other) || !is_before(order, one, other))
      continue;
    assert(other != one); /* nothing comes before itself */
    if (other->stays || (same_text(one, other) && takes_back(other, one)))
      return false;
  }
  return true;
}
