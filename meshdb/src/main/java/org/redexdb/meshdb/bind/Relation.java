// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Path;
import org.redexdb.meshdb.plan.Plan;

/// One source of a FROM while names are being resolved. Columns are numbered as they are first asked for, so that in the
/// end only those in use are read.
sealed interface Relation permits ChannelRelation, DerivedRelation {
  /// Name by which columns are qualified.
  String alias();

  /// Resolves a name, and steps after it as far as the source can follow them itself.
  ///
  /// @return null when the relation has no such name
  /// @throws org.redexdb.meshdb.api.SqlException.Invalid several columns match
  @Nullable
  Resolved resolve(Identifier name, List<Path.Step> steps);

  /// Resolves `HAS(name steps)`; null when there is no such name or it is not part of a payload.
  @Nullable
  Resolved resolveHas(Identifier name, List<Path.Step> steps);

  /// Columns of `*`.
  List<Labelled> star();

  /// What is offered by name, for messages.
  List<String> names();

  /// A column by its number.
  SourceColumn column(int index);

  /// The plan that delivers the columns in the order of their numbers; final from now on.
  Plan build();

  /// @param column    number of the column
  /// @param remaining steps into the value that the caller must take
  record Resolved(int column, List<Path.Step> remaining) {
  }

  /// A column of `*` with the name it gets there.
  record Labelled(int column, String label) {
  }
}
