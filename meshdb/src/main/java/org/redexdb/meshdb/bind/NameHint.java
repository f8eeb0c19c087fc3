// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.Collection;
import org.redexdb.redex.api.NearNames;

/// Finds the names that somebody may have meant.
public final class NameHint {
  private NameHint() {}

  /// `; did you mean a, b?`, or empty when nothing is near.
  public static String of(String wanted, Collection<String> known) {
    var near = NearNames.of(wanted, known);
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }
}
