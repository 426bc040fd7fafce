/* Concepts: two passes over the entries.
 *
 * The first finds the greatest of what is compared, as a double with a known error. The
 * second compares exactly, but only the entries that are so near the greatest that the
 * doubles cannot tell. The doubles never decide. */
#include "solve/concepts.h"

#include <assert.h>
#include <math.h>

#include "solve/wide.h"

#include "base/banned.h"

enum { MOST_SIGNATORIES = EIR_I_MAX_SIGNATORIES };

typedef struct fraction {
  int64_t numerator;
  int64_t denominator; /* > 0 */
} fraction;

typedef struct chooser {
  const eir_i_frontier *frontier;
  const eir_i_stakes *stakes;
  eir_i_arena *arena;   /* scratch */
  eir_i_arena *results; /* of texts */
  size_t n;
  eir_i_wide left, right;           /* scratch */
  double inverse[MOST_SIGNATORIES]; /* 1 / what a surplus is measured by; 0: left out */
  double largest;                   /* of the estimated terms */
  eir_i_wide share[MOST_SIGNATORIES]; /* utilitarian: common denominator / scale */
  eir_i_wide whole;                   /* utilitarian: that common denominator */
  const int64_t *base;                /* utilitarian: least score of each */
} chooser;

/* How good an entry is, nearly: a higher rank always wins, then the greater key. */
typedef struct estimate {
  size_t rank;
  double key;
} estimate;

typedef estimate estimate_function(chooser *c, size_t entry);
/* Given the greatest key, the least key that might belong to an equal. */
typedef double slack_function(const chooser *c, double greatest);
/* Compares two entries exactly: above 0 when a is better. */
typedef int compare_function(chooser *c, size_t a, size_t b);

static const int64_t *scores_of(const chooser *c, size_t entry) {
  return c->frontier->scores + entry * c->n;
}

/* s - r; both lie within 2^62 of zero. */
static int64_t surplus(const chooser *c, size_t entry, size_t i) {
  return scores_of(c, entry)[i] - c->stakes->reservation[i];
}

/* ---- Nash ---- */

/* The product is of (s - r) / unit. Entries with the same number of gaining signatories
 * may differ in which they are, so both are multiplied by all units: a signatory that
 * gains counts with s - r, one that does not with its unit. */
static uint64_t factor_of(const chooser *c, size_t entry, size_t i) {
  int64_t gain = surplus(c, entry, i);
  return (uint64_t)(gain > 0 ? gain : c->stakes->unit[i]);
}

/* Each factor is divided by the greatest there can be, the same for every entry: the
 * product stays within 1. It can fall below what a double holds: see nash_slack(). */
static estimate estimate_nash(chooser *c, size_t entry) {
  estimate made = {.key = 1};
  for (size_t i = 0; i < c->n; i++) {
    double factor = (double)factor_of(c, entry, i) * c->inverse[i];
    made.rank += surplus(c, entry, i) > 0;
    for (unsigned k = 0; k < c->stakes->power[i]; k++)
      made.key *= factor;
  }
  return made;
}

static double nash_slack(const chooser *c, double greatest) {
  (void)c;
  return greatest < 1e-280 ? 0 : greatest * (1 - 1e-9);
}

static void measure_gains(chooser *c) {
  for (size_t i = 0; i < c->n; i++) {
    int64_t most = c->stakes->ideal[i] - c->stakes->reservation[i];
    c->inverse[i] = 1 / (double)(most > c->stakes->unit[i] ? most : c->stakes->unit[i]);
  }
}

static void exact_product(const chooser *c, size_t entry, eir_i_wide *product) {
  eir_i_wide_set(product, 1);
  for (size_t i = 0; i < c->n; i++) {
    for (unsigned k = 0; k < c->stakes->power[i]; k++)
      eir_i_wide_multiply(product, factor_of(c, entry, i));
  }
}

static int compare_nash(chooser *c, size_t a, size_t b) {
  exact_product(c, a, &c->left);
  exact_product(c, b, &c->right);
  return eir_i_wide_compare(&c->left, &c->right);
}

/* Lists the factors of the product and of its denominator, powers written out. */
static size_t list_factors(const chooser *c, size_t entry, uint64_t *above,
                           uint64_t *below) {
  size_t count = 0;
  for (size_t i = 0; i < c->n; i++) {
    int64_t gain = surplus(c, entry, i);
    if (gain <= 0)
      continue;
    uint64_t shared = eir_i_gcd((uint64_t)gain, (uint64_t)c->stakes->unit[i]);
    for (unsigned k = 0; k < c->stakes->power[i]; k++, count++) {
      above[count] = (uint64_t)gain / shared;
      below[count] = (uint64_t)c->stakes->unit[i] / shared;
    }
  }
  return count;
}

/* When every factor above is coprime to every one below, so are the products. */
static void make_coprime(uint64_t *above, uint64_t *below, size_t count) {
  for (size_t j = 0; j < count; j++) {
    for (size_t i = 0; i < count && below[j] > 1; i++) {
      uint64_t shared = eir_i_gcd(above[i], below[j]);
      above[i] /= shared;
      below[j] /= shared;
    }
  }
}

static bool settle_text(chooser *c, eir_i_text *text, const char **out) {
  bool done = !text->failed;
  if (done)
    *out = eir_i_arena_copy_text(c->results, text->data == NULL ? "" : text->data,
                                 text->length);
  eir_i_text_free(text);
  return done && *out != NULL;
}

static bool nash_value(chooser *c, eir_i_choice *choice) {
  size_t most = c->n * EIR_I_MAX_POWER;
  uint64_t *above = eir_i_arena_take_array(c->arena, most, sizeof *above);
  uint64_t *below = eir_i_arena_take_array(c->arena, most, sizeof *below);
  if (above == NULL || below == NULL)
    return false;
  size_t count = list_factors(c, choice->entry, above, below);
  if (count == 0)
    return true; /* nobody gains: there is no product */
  make_coprime(above, below, count);
  eir_i_wide_set(&c->left, 1);
  eir_i_wide_set(&c->right, 1);
  for (size_t i = 0; i < count; i++) {
    eir_i_wide_multiply(&c->left, above[i]);
    eir_i_wide_multiply(&c->right, below[i]);
  }
  choice->value = eir_i_wide_ratio(&c->left, &c->right);
  choice->has_value = true;
  eir_i_text text;
  eir_i_text_init(&text, c->arena->memory);
  eir_i_wide_add_text(&c->left, &text);
  eir_i_wide_set(&c->left, 1);
  if (eir_i_wide_compare(&c->right, &c->left) != 0) {
    eir_i_text_add(&text, "/");
    eir_i_wide_add_text(&c->right, &text);
  }
  return settle_text(c, &text, &choice->value_exact);
}

/* ---- Kalai-Smorodinsky and egalitarian: leximin of ratios ---- */

static int compare_fractions(fraction a, fraction b) {
  eir_i_i128 left = (eir_i_i128)a.numerator * b.denominator;
  eir_i_i128 right = (eir_i_i128)b.numerator * a.denominator;
  return left < right ? -1 : left > right;
}

/* What a surplus is measured by; not above 0: the signatory is left out. */
static int64_t measure(const chooser *c, bool by_ideal, size_t i) {
  const eir_i_stakes *stakes = c->stakes;
  return by_ideal ? stakes->ideal[i] - stakes->reservation[i] : stakes->scale[i];
}

static void measure_ratios(chooser *c, bool by_ideal) {
  for (size_t i = 0; i < c->n; i++) {
    int64_t whole = measure(c, by_ideal, i);
    c->inverse[i] = whole > 0 ? 1 / (double)whole : 0;
  }
}

static estimate estimate_ratios(chooser *c, size_t entry) {
  double least = HUGE_VAL;
  for (size_t i = 0; i < c->n; i++) {
    double ratio = (double)surplus(c, entry, i) * c->inverse[i];
    if (c->inverse[i] > 0 && ratio < least)
      least = ratio;
  }
  return (estimate){.key = least};
}

static double ratio_slack(const chooser *c, double greatest) {
  (void)c;
  return isfinite(greatest) ? greatest - fabs(greatest) * 1e-9 : greatest;
}

/* The ratios of an entry, least first; returns their number. */
static size_t ratios_of(const chooser *c, bool by_ideal, size_t entry,
                        fraction ratios[MOST_SIGNATORIES]) {
  size_t count = 0;
  for (size_t i = 0; i < c->n; i++) {
    fraction ratio = {surplus(c, entry, i), measure(c, by_ideal, i)};
    if (ratio.denominator <= 0)
      continue;
    size_t at = count++;
    for (; at > 0 && compare_fractions(ratio, ratios[at - 1]) < 0; at--)
      ratios[at] = ratios[at - 1];
    ratios[at] = ratio;
  }
  return count;
}

static int compare_ratios(const chooser *c, bool by_ideal, size_t a, size_t b) {
  fraction ratios_a[MOST_SIGNATORIES], ratios_b[MOST_SIGNATORIES];
  size_t count = ratios_of(c, by_ideal, a, ratios_a);
  size_t other = ratios_of(c, by_ideal, b, ratios_b);
  assert(count == other);
  (void)other;
  for (size_t i = 0; i < count; i++) {
    int by = compare_fractions(ratios_a[i], ratios_b[i]);
    if (by != 0)
      return by;
  }
  return 0;
}

static int compare_kalai_smorodinsky(chooser *c, size_t a, size_t b) {
  return compare_ratios(c, true, a, b);
}

static int compare_egalitarian(chooser *c, size_t a, size_t b) {
  return compare_ratios(c, false, a, b);
}

static bool ratio_value(chooser *c, bool by_ideal, eir_i_choice *choice) {
  fraction ratios[MOST_SIGNATORIES];
  if (ratios_of(c, by_ideal, choice->entry, ratios) == 0)
    return true;
  fraction least = ratios[0];
  uint64_t size = least.numerator < 0 ? (uint64_t)0 - (uint64_t)least.numerator
                                      : (uint64_t)least.numerator;
  uint64_t shared = eir_i_gcd(size, (uint64_t)least.denominator);
  choice->has_value = true;
  choice->value = eir_i_ratio_to_double(least.numerator, least.denominator);
  char number[48];
  eir_i_text text;
  eir_i_text_init(&text, c->arena->memory);
  eir_i_format_i128((eir_i_i128)least.numerator / (eir_i_i128)shared, number,
                    sizeof number);
  eir_i_text_add(&text, number);
  if ((uint64_t)least.denominator != shared) {
    eir_i_format_i128((eir_i_i128)((uint64_t)least.denominator / shared), number,
                      sizeof number);
    eir_i_text_add(&text, "/");
    eir_i_text_add(&text, number);
  }
  return settle_text(c, &text, &choice->value_exact);
}

/* ---- utilitarian ---- */

/* Prepares sums of s / k over a common denominator: with the scales divided by what
 * they all share, share[i] is the product of the others'. Scores count from the least
 * one, so that all is natural. */
static bool prepare_sums(chooser *c) {
  const eir_i_frontier *f = c->frontier;
  int64_t *base = eir_i_arena_take_array(c->arena, c->n, sizeof *base);
  if (base == NULL || !eir_i_wide_make(&c->whole, c->n + 1, c->arena))
    return false;
  uint64_t shared = 0;
  for (size_t i = 0; i < c->n; i++) {
    shared = eir_i_gcd(shared, (uint64_t)c->stakes->scale[i]);
    base[i] = f->scores[i];
    for (size_t e = 1; e < f->count; e++) {
      if (scores_of(c, e)[i] < base[i])
        base[i] = scores_of(c, e)[i];
    }
  }
  c->base = base;
  assert(shared > 0); /* scales are */
  eir_i_wide_set(&c->whole, shared);
  for (size_t i = 0; i < c->n; i++) {
    eir_i_wide_multiply(&c->whole, (uint64_t)c->stakes->scale[i] / shared);
    if (!eir_i_wide_make(&c->share[i], c->n + 1, c->arena))
      return false;
    eir_i_wide_set(&c->share[i], 1);
    for (size_t j = 0; j < c->n; j++) {
      if (j != i)
        eir_i_wide_multiply(&c->share[i], (uint64_t)c->stakes->scale[j] / shared);
    }
  }
  return true;
}

static estimate estimate_sum(chooser *c, size_t entry) {
  double sum = 0, size = 0;
  for (size_t i = 0; i < c->n; i++) {
    double term = (double)scores_of(c, entry)[i] * c->inverse[i];
    sum += term;
    size += fabs(term);
  }
  if (size > c->largest)
    c->largest = size;
  return (estimate){.key = sum};
}

static double sum_slack(const chooser *c, double greatest) {
  return greatest - c->largest * 1e-12;
}

static int compare_utilitarian(chooser *c, size_t a, size_t b) {
  const int64_t *sa = scores_of(c, a), *sb = scores_of(c, b);
  eir_i_wide_set(&c->left, 0);
  eir_i_wide_set(&c->right, 0);
  for (size_t i = 0; i < c->n; i++) {
    eir_i_wide_add_product(&c->left, &c->share[i], (uint64_t)(sa[i] - c->base[i]));
    eir_i_wide_add_product(&c->right, &c->share[i], (uint64_t)(sb[i] - c->base[i]));
  }
  return eir_i_wide_compare(&c->left, &c->right);
}

static bool fits_i128(const eir_i_wide *wide) {
  return wide->count < 2 || (wide->count == 2 && wide->limbs[1] >> 61 == 0);
}

static eir_i_i128 to_i128(const eir_i_wide *wide) {
  eir_i_u128 value = 0;
  for (size_t i = wide->count; i-- > 0;)
    value = value << 64 | wide->limbs[i];
  return (eir_i_i128)value;
}

/* The sum of s / k: what is above zero less what is below. */
static void utilitarian_value(chooser *c, eir_i_choice *choice) {
  const int64_t *scores = scores_of(c, choice->entry);
  eir_i_wide_set(&c->left, 0);
  eir_i_wide_set(&c->right, 0);
  for (size_t i = 0; i < c->n; i++) {
    if (scores[i] >= 0)
      eir_i_wide_add_product(&c->left, &c->share[i], (uint64_t)scores[i]);
    else
      eir_i_wide_add_product(&c->right, &c->share[i], (uint64_t)-scores[i]);
  }
  choice->has_value = true;
  if (fits_i128(&c->left) && fits_i128(&c->right) && fits_i128(&c->whole)) {
    choice->value = eir_i_ratio_to_double(to_i128(&c->left) - to_i128(&c->right),
                                          to_i128(&c->whole));
  } else {
    double above = eir_i_wide_to_double(&c->left),
           below = eir_i_wide_to_double(&c->right);
    choice->value = (above - below) / eir_i_wide_to_double(&c->whole);
  }
}

/* ---- choosing ---- */

static bool outcome_comes_first(const eir_i_frontier *frontier, size_t a, size_t b) {
  const uint32_t *left = frontier->outcomes + a * frontier->n_issues;
  const uint32_t *right = frontier->outcomes + b * frontier->n_issues;
  for (size_t i = 0; i < frontier->n_issues; i++) {
    if (left[i] != right[i])
      return left[i] < right[i];
  }
  return false;
}

static bool is_better(estimate a, estimate b) {
  return a.rank != b.rank ? a.rank > b.rank : a.key > b.key;
}

static bool choose_by(chooser *c, estimate_function *estimate_of, slack_function *slack,
                      compare_function *compare, eir_i_choice *choice) {
  size_t count = c->frontier->count;
  estimate *made = eir_i_arena_take_raw(c->arena, count, sizeof *made);
  if (made == NULL)
    return false;
  estimate best = made[0] = estimate_of(c, 0);
  for (size_t e = 1; e < count; e++) {
    made[e] = estimate_of(c, e);
    if (is_better(made[e], best))
      best = made[e];
  }
  double least = slack(c, best.key);
  choice->ties = 0;
  for (size_t e = 0; e < count; e++) {
    if (made[e].rank != best.rank || made[e].key < least)
      continue;
    int by = choice->ties == 0 ? 1 : compare(c, e, choice->entry);
    if (by < 0)
      continue;
    choice->ties = by > 0 ? 1 : choice->ties + 1;
    if (by > 0 || outcome_comes_first(c->frontier, e, choice->entry))
      choice->entry = e;
  }
  assert(choice->ties > 0);
  return true;
}

static bool choose(chooser *c, eir_concept which, eir_i_choice *choice) {
  switch (which) {
  case EIR_NASH:
    measure_gains(c);
    choose_by(c, estimate_nash, nash_slack, compare_nash, choice);
    return nash_value(c, choice);
  case EIR_KALAI_SMORODINSKY:
    measure_ratios(c, true);
    choose_by(c, estimate_ratios, ratio_slack, compare_kalai_smorodinsky, choice);
    return ratio_value(c, true, choice);
  case EIR_EGALITARIAN:
    measure_ratios(c, false);
    choose_by(c, estimate_ratios, ratio_slack, compare_egalitarian, choice);
    return ratio_value(c, false, choice);
  case EIR_UTILITARIAN:
    if (!prepare_sums(c))
      return false;
    measure_ratios(c, false); /* scales again */
    choose_by(c, estimate_sum, sum_slack, compare_utilitarian, choice);
    utilitarian_value(c, choice);
    return true;
  }
  return false;
}

eir_status eir_i_concept_choose(eir_concept which, const eir_i_frontier *frontier,
                                const eir_i_stakes *stakes, eir_i_arena *arena,
                                eir_i_choice *out_choice) {
  assert(frontier->count > 0 && frontier->n_dimensions <= MOST_SIGNATORIES);
  *out_choice = (eir_i_choice){.value_exact = ""};
  eir_i_arena scratch;
  eir_i_arena_init(&scratch, arena->memory);
  chooser c = {.frontier = frontier,
               .stakes = stakes,
               .arena = &scratch,
               .results = arena,
               .n = frontier->n_dimensions};
  /* Room for a product of all gains with their powers, and for a sum of products. */
  size_t room = c.n * EIR_I_MAX_POWER + 3;
  bool done = eir_i_wide_make(&c.left, room, &scratch) &&
              eir_i_wide_make(&c.right, room, &scratch) &&
              choose(&c, which, out_choice);
  eir_i_arena_free(&scratch);
  return done ? EIR_OK : EIR_NO_MEMORY;
}
