// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.exec.Cancellation;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// One execution of a statement.
///
/// @param parameters   boxed as [SqlType.Kind] says
/// @param settings     of the session; read at the start only
/// @param cancellation how it is ended early
/// @param nowNanos     what `now()` gives, nanoseconds since the epoch, UTC
public record Invocation(List<@Nullable Object> parameters, Settings settings, Cancellation cancellation,
    long nowNanos) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  public Invocation {
    // List.copyOf would refuse a NULL parameter.
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  public ZoneId zone() { return settings.zone(); }

  public Instant now() {
    return Instant.ofEpochSecond(Math.floorDiv(nowNanos, NANOS_PER_SECOND), Math.floorMod(nowNanos, NANOS_PER_SECOND));
  }

  /// The expression with parameters and now() made constants, so that rules can look at them.
  Rex substitute(Rex rex) {
    return RexTree.replace(rex, part -> switch (part) {
      case Rex.Parameter parameter -> ParameterConversion.literal(parameters.get(parameter.index()), parameter.type());
      case Rex.Now _ -> new Rex.Literal(now(), SqlType.TIMESTAMP);
      default -> null;
    });
  }
}
