// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What expressions of one execution depend on beside the rows.
///
/// @param parameters boxed values of the `?`, in order
/// @param nowNanos   the statement's time, nanoseconds since the epoch, UTC
/// @param zone       of times without one, and of date arithmetic
/// @param strict     whether comparing different families is an error (22018) and not UNKNOWN
public record EvalContext(List<@Nullable Object> parameters, long nowNanos, ZoneId zone, boolean strict) {
  public EvalContext {
    // List.copyOf would refuse a NULL parameter.
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }
}
