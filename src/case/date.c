/* Date: is a text a day of the calendar? Leap years as in the Gregorian calendar, which
 * is taken to reach back without end (ISO 8601). */
#include "case/date.h"

#include <string.h>

#include "base/banned.h"

static unsigned two_digits(const char *text) {
  return (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
}

static unsigned days_in(unsigned year, unsigned month) {
  static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

bool eir_i_is_date(const char *text) {
  static const char pattern[] = "dddd-dd-dd";
  if (strlen(text) != sizeof pattern - 1)
    return false;
  for (size_t i = 0; i < sizeof pattern - 1; i++) {
    bool digit = text[i] >= '0' && text[i] <= '9';
    if (pattern[i] == 'd' ? !digit : text[i] != pattern[i])
      return false;
  }
  unsigned year = two_digits(text) * 100 + two_digits(text + 2);
  unsigned month = two_digits(text + 5), day = two_digits(text + 8);
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}
