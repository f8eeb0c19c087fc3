// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.util.List;

/// What a bare name means among the known top-level fields of a channel.
public sealed interface Resolution {
  /// The field of exactly this name, or the only one that differs in case alone.
  record Found(KnownField field) implements Resolution {
  }

  /// Several differ from the name in case alone and none is it (42702).
  record Ambiguous(List<String> names) implements Resolution {
    public Ambiguous {
      names = List.copyOf(names);
    }
  }

  /// There is none (42703).
  ///
  /// @param near names that may have been meant, the nearest first, at most three
  record Unknown(List<String> near) implements Resolution {
    public Unknown {
      near = List.copyOf(near);
    }
  }
}
