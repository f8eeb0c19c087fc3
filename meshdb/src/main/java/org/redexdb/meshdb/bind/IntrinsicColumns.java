// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.meshdb.plan.ScanColumn.Intrinsic.Kind;

/// The columns that every channel has, and the only names that are reserved.
public final class IntrinsicColumns {
  private static final Set<Kind> NEVER_NULL = Set.of(Kind.SEQ, Kind.TS, Kind.CHANNEL, Kind.PAYLOAD);

  private IntrinsicColumns() {}

  /// In the order that `DESCRIBE` shows.
  public static List<Kind> all() { return List.of(Kind.values()); }

  /// `event_seq`, …, `payload`.
  public static String name(Kind kind) {
    return kind == Kind.PAYLOAD ? "payload" : "event_" + kind.name().toLowerCase(Locale.ROOT);
  }

  public static boolean nullable(Kind kind) { return !NEVER_NULL.contains(kind); }

  public static boolean reserved(String folded) { return byName(folded) != null; }

  static @Nullable Kind byName(String folded) {
    for (var kind : Kind.values()) {
      if (name(kind).equals(folded)) return kind;
    }
    return null;
  }

  static @Nullable Kind byShortAlias(Identifier name) { return byShortAlias(name.folded()); }

  /// `seq`, `ts`, `channel`.
  public static @Nullable Kind byShortAlias(String folded) {
    return switch (folded) {
      case "seq" -> Kind.SEQ;
      case "ts" -> Kind.TS;
      case "channel" -> Kind.CHANNEL;
      default -> null;
    };
  }

  /// Whether a payload field of this name cannot be named without `payload.` before it.
  public static boolean hidesField(String field) {
    String folded = field.toLowerCase(Locale.ROOT);
    return byShortAlias(folded) != null || reserved(folded);
  }
}
