// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// What is done to a store, step by step. Each step has its own seed, so that it stays what it is when others are left out.
record Script(long seed, List<Step> steps) {
  private static final int STEPS_MIN = 20;
  private static final int STEPS_MAX = 160;

  /// @param seed of everything that the step chooses
  record Step(Kind kind, long seed) {}

  /// Kinds of steps; of so many steps one is of that kind, by weight.
  enum Kind {
    APPEND(24), BATCH(8), ASYNC(6), APPENDER(5), EXPECT(5), KEYED(7), TRANSACTION(10), FORCE(3), AWAIT(2), SCAN(6),
    SCAN_KEY(4), ASK_KEY(2), ASK_TIME(2), TIPS(4), TAIL(8), TRIM(4), RETAIN(2), PIN(2), CREATE(3), DROP(1), FOLLOW(2),
    CLOCK(2), PAUSE(4), FAULT(5), FULL_DISK(1), ROOM(1), REOPEN(3), KILL(3), POWER_CUT(3);

    private final int weight;

    Kind(int weight) { this.weight = weight; }

    private static Kind any(RandomGenerator random) {
      int left = random.nextInt(List.of(values()).stream().mapToInt(kind -> kind.weight).sum());
      for (Kind kind : values()) {
        left -= kind.weight;
        if (left < 0) return kind;
      }
      throw new IllegalStateException("weights changed meanwhile");
    }
  }

  static Script of(long seed) {
    var random = new SplittableRandom(seed);
    var steps = new ArrayList<Step>();
    int count = random.nextInt(STEPS_MIN, STEPS_MAX);
    for (int i = 0; i < count; i++) steps.add(new Step(Kind.any(random), random.nextLong()));
    return new Script(seed, steps);
  }

  /// A shorter script that still fails: leaves out runs of steps, half of them at first, single ones at last.
  ///
  /// @param attempts how often to try
  Script shrunk(Predicate<Script> fails, int attempts) {
    List<Step> best = steps;
    int left = attempts;
    for (int run = best.size() / 2; run > 0; run /= 2) {
      for (int from = 0; from < best.size() && left > 0;) {
        var fewer = new ArrayList<>(best);
        fewer.subList(from, Math.min(best.size(), from + run)).clear();
        left--;
        if (fails.test(new Script(seed, fewer))) best = fewer;
        else
          from += run;
      }
    }
    return new Script(seed, best);
  }
}
