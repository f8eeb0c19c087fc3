// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Names that somebody who typed another one may have meant: for «did you mean», wherever it is asked.
public final class NearNames {
  private static final int SHOWN_MAX = 3;

  private NearNames() {}

  /// The nearest names first, at most three, none that differs in more than a third of its letters (case apart).
  public static List<String> of(String name, Collection<String> candidates) {
    record Near(String name, int distance) {
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    int distanceMax = Math.max(1, wanted.length() / 3);
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - wanted.length()) <= distanceMax)
        .map(candidate -> new Near(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
        .filter(near -> near.distance <= distanceMax).sorted(Comparator.comparingInt(Near::distance)).map(Near::name)
        .distinct().limit(SHOWN_MAX).toList();
  }

  /// Letters to add, drop, change or swap with their neighbour (optimal string alignment).
  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) last[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
