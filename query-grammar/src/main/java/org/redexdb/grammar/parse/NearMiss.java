// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the word that a misspelt one was probably meant to be.
///
/// @param word the word meant
/// @param edits how far it is from what was written, at least 1
record NearMiss(String word, int edits) {
  private static final int SHORT_WORD_LENGTH = 5;

  /// The candidate with the fewest edits from `word`: at most one for short words, two for longer ones. Of equally near ones
  /// one with the same first letter. Null when none is near or the word is one of them. Candidates are in capitals.
  static @Nullable NearMiss of(String word, Collection<String> candidates) {
    var written = word.toUpperCase(Locale.ROOT);
    var best = (written.length() < 3 ? 0 : written.length() <= SHORT_WORD_LENGTH ? 1 : 2) + 1;
    NearMiss nearest = null;
    for (var candidate : candidates) {
      if (Math.abs(candidate.length() - written.length()) <= best) {
        var edits = edits(written, candidate);
        var sameStart = nearest != null && edits == best && candidate.charAt(0) == written.charAt(0)
            && nearest.word().charAt(0) != written.charAt(0);
        if (edits > 0 && (edits < best || sameStart)) {
          best = edits;
          nearest = new NearMiss(candidate, edits);
        }
      }
    }
    return nearest;
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  private static int edits(String a, String b) {
    var twoAbove = new int[b.length() + 1];
    var above = new int[b.length() + 1];
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], twoAbove[j - 2] + 1);
        }
      }
      var free = twoAbove;
      twoAbove = above;
      above = row;
      row = free;
    }
    return above[b.length()];
  }
}
