// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.metadata;

import org.jspecify.annotations.Nullable;

/// A pattern of the metadata calls: `%` any characters, `_` one, `\` takes the next one as it is; null is every name.
/// Case counts.
record NamePattern(@Nullable String pattern) {
  private static final char ESCAPE = '\\';

  boolean matches(String name) { return pattern == null || matches(pattern, 0, name, 0); }

  private static boolean matches(String pattern, int p, String name, int n) {
    while (p < pattern.length()) {
      char c = pattern.charAt(p);
      if (c == '%') {
        for (int rest = n; rest <= name.length(); rest++)
          if (matches(pattern, p + 1, name, rest)) return true;
        return false;
      }
      boolean literal = c == ESCAPE && p + 1 < pattern.length();
      if (literal) c = pattern.charAt(++p);
      if (n >= name.length() || c != name.charAt(n) && (literal || c != '_')) return false;
      p++;
      n++;
    }
    return n == name.length();
  }
}
