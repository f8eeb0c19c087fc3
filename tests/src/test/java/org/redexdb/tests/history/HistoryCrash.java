// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.tests.support.Seeds;

/// Random histories of all operations, with every fault that the simulated machine knows: what clients did, were told and
/// saw is what the store promises.
class HistoryCrash {
  /// A failing script is played that often to find a shorter one.
  private static final int SHRINKING_ATTEMPTS = 300;

  static LongStream seeds() {
    return Seeds.of(120, 344, 424, 448, 507, 841, 960, 1160, 2219, 3209, 4239, 4852, 4877, 5966,
        6064, 6329, 9648);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatClientsSawIsWhatTheStorePromises(long seed) {
    Seeds.run(HistoryCrash.class, seed, () -> play(Script.of(seed)));
  }

  private static void play(Script script) {
    Throwable failure = failureOf(script);
    if (failure == null) return;
    Script shorter = script.shrunk(fewer -> isSame(failureOf(fewer), failure), SHRINKING_ATTEMPTS);
    throw new AssertionError(shorter.steps().size() + " of " + script.steps().size() + " steps are enough for "
        + Objects.requireNonNull(failureOf(shorter)), failure);
  }

  private static @Nullable Throwable failureOf(Script script) {
    try {
      Play.run(script);
      return null;
    } catch (AssertionError e) {
      return e;
    }
  }

  private static boolean isSame(@Nullable Throwable failure, Throwable as) {
    return failure != null && kind(failure).equals(kind(as));
  }

  private static String kind(Throwable failure) {
    Throwable cause = Objects.requireNonNull(failure.getCause());
    return cause instanceof BadHistory bad ? bad.rule().toString() : cause.getClass().getName();
  }
}
