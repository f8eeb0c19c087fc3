// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.PathStep;

/// The known fields of a channel at one moment. Immutable.
public final class FieldView {
  static final FieldView NONE = new FieldView(0, 0, false, List.of());

  private final long end;
  private final long invalidPayloads;
  private final boolean incomplete;
  private final List<KnownField> fields;
  private final List<KnownField> topLevel;
  private final Map<List<String>, KnownField> byPath;

  FieldView(long end, long invalidPayloads, boolean incomplete, List<KnownField> fields) {
    this.end = end;
    this.invalidPayloads = invalidPayloads;
    this.incomplete = incomplete;
    this.fields = List.copyOf(fields);
    topLevel = fields.stream().filter(field -> field.path().size() == 1).toList();
    byPath = new HashMap<>();
    fields.forEach(field -> byPath.put(field.path(), field));
  }

  private FieldView(long end, FieldView same) {
    this.end = end;
    invalidPayloads = same.invalidPayloads;
    incomplete = same.incomplete;
    fields = same.fields;
    topLevel = same.topLevel;
    byPath = same.byPath;
  }

  /// The same fields, known from more events.
  FieldView withEnd(long newEnd) { return new FieldView(newEnd, this); }

  /// Seq behind the last event that counts.
  public long end() { return end; }

  /// Events whose payload should be JSON and is not, among all that were ever looked at.
  public long invalidPayloads() { return invalidPayloads; }

  /// Whether there are further fields, left out because of [KnownFields#FIELDS_MAX].
  boolean incomplete() { return incomplete; }

  /// All known fields in the order of first appearance, nested ones too.
  public List<KnownField> fields() { return fields; }

  /// What `SELECT *` shows.
  public List<KnownField> topLevel() { return topLevel; }

  public Optional<KnownField> field(List<String> path) { return Optional.ofNullable(byPath.get(path)); }

  /// What is known of the values at a path; ANY when nothing is.
  public SqlType type(List<PathStep> steps) {
    var path = new ArrayList<String>();
    for (PathStep step : steps) {
      switch (step) {
        case PathStep.Key(String name) -> path.add(name);
        case PathStep.Index _ -> {
          return SqlType.ANY;
        }
      }
    }
    KnownField field = byPath.get(path);
    return field == null ? SqlType.ANY : field.type();
  }
}
