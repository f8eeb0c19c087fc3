// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.redexdb.grammar.tree.Identifier;

/// How a name meets a list of names: the exact spelling first, else, for a name without quotes, those that match
/// ignoring case.
///
/// @param indexes places in the list; one is a match, several are ambiguous unless they are spelt exactly alike
record NameMatch(List<Integer> indexes) {
  static NameMatch of(Identifier wanted, List<String> names) {
    var exact = new ArrayList<Integer>();
    var folded = new ArrayList<Integer>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(wanted.text())) exact.add(i);
      else if (!wanted.quoted() && names.get(i).equalsIgnoreCase(wanted.text())) folded.add(i);
    }
    return new NameMatch(exact.isEmpty() ? folded : exact);
  }

  boolean none() { return indexes.isEmpty(); }

  boolean several() { return indexes.size() > 1; }

  int first() { return indexes.getFirst(); }
}
