// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the names that somebody may have meant.
public final class NearNames {
  /// Names offered in one message.
  static final int OFFERED_MAX = 3;

  private NearNames() {}

  /// `; did you mean a, b?`, or empty when nothing is near.
  public static String hint(String wanted, Collection<String> known) {
    var near = of(wanted, known);
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }

  /// Names at an edit distance of at most a third of the longer one, nearest first.
  public static List<String> of(String wanted, Collection<String> known) {
    String lower = wanted.toLowerCase(Locale.ROOT);
    record Candidate(String name, int distance) {
    }
    var candidates = new ArrayList<Candidate>();
    for (String name : known) {
      int distance = distance(lower, name.toLowerCase(Locale.ROOT));
      int longer = Math.max(wanted.length(), name.length());
      if (distance <= Math.max(1, longer / 3) && distance < longer) candidates.add(new Candidate(name, distance));
    }
    return candidates.stream().sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name).distinct().limit(OFFERED_MAX).toList();
  }

  /// Levenshtein distance with one row of memory.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
