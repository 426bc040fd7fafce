/* Keys: the tables. The keys of a shape come in the order in which a message lists
 * them: first what is needed most. */
#include "case/keys.h"

#include "base/banned.h"

/* Who said it and who may see it: allowed on every value that is a mapping. */
#define PROVENANCE "visible", "said_by", "reported_by", "directness", "contested"
/* Why, and where it is written. */
#define REASONS "because", "source", "basis"

#define SHAPE(name, article_and_noun, ...)                                             \
  static const char *const name##_keys[] = {__VA_ARGS__};                              \
  const eir_i_shape eir_i_shape_##name = {article_and_noun, name##_keys,               \
                                          sizeof name##_keys / sizeof name##_keys[0]}

SHAPE(case, "a case", "eirene", "title", "parties", "consent", "issues", "constraints",
      "positions", "together", "sources", "record", "period");
SHAPE(party, "a party", "name", "role", "veto", "members", "interests", "says",
      "because", "patience", "war_cost", "wins", "offers", PROVENANCE);
SHAPE(consent, "consent", "at_least");
SHAPE(issue, "an issue", "name", "options", "range", "award", "between", "says",
      "stage", REASONS, PROVENANCE);
SHAPE(range, "a range", "from", "to", "step", "unit");
SHAPE(option, "an option", "name", "says", "needs", "terms", "enforcement", REASONS,
      PROVENANCE);
SHAPE(constraint, "a constraint", "id", "rule", "holds", "cost", REASONS, PROVENANCE);
SHAPE(position, "a position", "reservation", "points", "scale", "weights", "values",
      "stance", "red_lines", "interactions", "normalise", "together", "power", "cap",
      "discount", "include", REASONS, PROVENANCE);
SHAPE(number, "a number", "value", "low", "mode", "high", REASONS, PROVENANCE);
SHAPE(reservation, "a reservation value", "value", "low", "mode", "high", "cost",
      REASONS, PROVENANCE);
SHAPE(red_line, "a red line", "id", "rule", "holds", "cost", "serves", REASONS,
      PROVENANCE);
SHAPE(interaction, "an interaction", "id", "when", "add", REASONS, PROVENANCE);
SHAPE(source, "a source", "title", "publisher", "date", "file", "sha256", "says",
      "because", PROVENANCE);
/* Entries of the record. */
#define ENTRY "kind", "id", "date", "after"
SHAPE(proposal, "a proposal", ENTRY, "by", "with", "title", "says", "outcome",
      "replaces", REASONS, PROVENANCE);
SHAPE(response, "a response", ENTRY, "by", "to", "answer", "if", "issues", "says",
      REASONS, PROVENANCE);
SHAPE(talks, "talks", ENTRY, "participants", "format", "title", "says", REASONS,
      PROVENANCE);
SHAPE(statement, "a statement", ENTRY, "by", "says", "stance", REASONS, PROVENANCE);
SHAPE(enforcement, "enforcement", "detection", "false_alarm", "guarantee", "reversion",
      "temptation", "buffer", "power_shift", "cost", REASONS, PROVENANCE);
SHAPE(guarantee, "a guarantee", "by", "reacts", "cost", "own_cost", "benefit", "add",
      "requires", REASONS, PROVENANCE);
SHAPE(reversion, "a reversion", "lower_by", REASONS, PROVENANCE);
SHAPE(war_cost, "the cost of a war", "per_period", REASONS, PROVENANCE);
SHAPE(offer, "an offer", "of", "cost", "stays", REASONS, PROVENANCE);
