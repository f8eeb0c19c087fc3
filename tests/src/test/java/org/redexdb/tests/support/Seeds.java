// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.support;

import java.util.Arrays;
import java.util.stream.LongStream;

/// Which seeds a seeded test runs, from system properties that Maven passes on.
///
/// `-Dredex.seed=17` runs one; `-Dredex.seeds=1000` runs that many, `-Dredex.firstSeed=5000` says from where.
public final class Seeds {
  private Seeds() {}

  /// @param count how many when nothing is said
  /// @param kept seeds that once failed; they run first in every full run
  public static LongStream of(int count, long... kept) {
    Long one = Long.getLong("redex.seed");
    if (one != null) return LongStream.of(one);
    long first = Long.getLong("redex.firstSeed", 1);
    return LongStream.concat(Arrays.stream(kept), LongStream.range(first, first + Long.getLong("redex.seeds", count)));
  }

  /// Runs the test body of one seed; a failure says how to see it again.
  public static void run(Class<?> test, long seed, Body body) {
    try {
      body.run();
    } catch (Throwable t) {
      throw new AssertionError("seed " + seed + " failed; replay it with\n  mvn -q -pl tests -am test -Dtest="
          + test.getSimpleName() + " -Dsurefire.failIfNoSpecifiedTests=false -Dredex.seed=" + seed + "\n" + t, t);
    }
  }

  /// A test body.
  public interface Body {
    void run() throws Exception;
  }
}
