// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Maps a list in a loop. The builders recurse through it at every level of nesting, and a stream would put ten frames on
/// the stack where this puts one.
final class Each {
  private Each() {}

  static <C, T> List<T> of(List<C> contexts, Function<? super C, ? extends T> build) {
    var built = new ArrayList<T>(contexts.size());
    for (var context : contexts) {
      built.add(build.apply(context));
    }
    return built;
  }
}
