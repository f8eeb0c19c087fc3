// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.util.List;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.PathStep;

/// A payload field that some event of the channel has or had.
///
/// @param path    keys from the top of the payload, at least one
/// @param type    the narrowest type that holds every value met so far: a number, BOOLEAN, VARCHAR, or JSON for objects and
///                arrays; VARCHAR when they have no common type; ANY while only JSON null was met
/// @param drifted whether values of types without a common one were met; each keeps its own
public record KnownField(List<String> path, SqlType type, boolean drifted) {
  public KnownField {
    path = List.copyOf(path);
  }

  /// The last key.
  public String name() { return path.getLast(); }

  /// The path as a scan takes it.
  public List<PathStep> steps() { return path.stream().<PathStep>map(PathStep.Key::new).toList(); }
}
