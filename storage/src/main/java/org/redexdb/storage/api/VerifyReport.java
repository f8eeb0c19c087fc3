// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.util.ArrayList;
import java.util.List;

/// What a verification saw. Each finding is one line with channel, file, offset and seq as far as they apply, what was
/// expected and what was found.
///
/// @param logs     logs read
/// @param events   event frames read
/// @param bytes    bytes of frames read
/// @param problems damage; empty when all is well
/// @param derived  files made from the frames that are not what the frames say: nothing is lost, and each line says how
///          the file is made anew
/// @param notes    what is no damage but should be known: events lost in a repair, files that were kept or are left over
public record VerifyReport(int logs, long events, long bytes, List<String> problems, List<String> derived,
    List<String> notes) {
  public boolean ok() { return problems.isEmpty(); }

  /// The same, and more problems.
  public VerifyReport withProblems(List<String> more) {
    var all = new ArrayList<>(problems);
    all.addAll(more);
    return new VerifyReport(logs, events, bytes, List.copyOf(all), derived, notes);
  }
}
