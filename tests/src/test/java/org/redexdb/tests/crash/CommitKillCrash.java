// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.tests.support.ChildJvm;
import org.redexdb.tests.support.Seeds;

/// A process with several committing threads, killed by the operating system, on the real disk: each commit is in all its
/// logs or in none, and those it told of are.
class CommitKillCrash {
  private static final int KILLS_PER_STORE = 2;

  @TempDir
  Path temporary;

  static LongStream seeds() { return Seeds.of(3); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void commitsAreThereWholeOrNotAtAllAfterAKill(long seed) {
    Seeds.run(CommitKillCrash.class, seed, () -> {
      Path folder = temporary.resolve("store");
      var random = new SplittableRandom(seed);
      var told = new HashSet<Long>();
      for (int kill = 0; kill < KILLS_PER_STORE; kill++) {
        commitUntilKilled(folder, seed + kill, 1 + random.nextInt(random.nextBoolean() ? 20 : 3_000), told);
        try (Store store = RealStores.open(folder, Committing.OPTIONS.withMode(Mode.READ_ONLY))) {
          commits(store); // a reader that comes before the next writer sees no half either
        }
        try (Store store = RealStores.open(folder, Committing.OPTIONS)) {
          assertThat(commits(store)).as("commits that were told of").containsAll(told);
          assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        }
      }
    });
  }

  private static void commitUntilKilled(Path folder, long seed, int afterCommits, Set<Long> told) throws IOException {
    Process child = ChildJvm.start(Committing.class, List.of(folder.toString(), Long.toString(seed)));
    ChildJvm.killAfter(child, afterCommits, told::add);
  }

  /// Numbers of the commits in a store, after each was found in every log it names.
  private static Set<Long> commits(Store store) {
    var named = new HashMap<Long, Long>();
    var found = new HashMap<Long, Long>();
    for (Log log : store.logs()) collect(log, named, found);
    assertThat(found).as("logs that hold each commit").isEqualTo(named);
    return named.keySet();
  }

  private static void collect(Log log, Map<Long, Long> named, Map<Long, Long> found) {
    var block = new FrameBlock();
    try (var reader = log.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++) {
          ByteBuffer payload = ByteBuffer.wrap(block.bytes(), block.payloadOffset(i), Committing.HEADER_BYTES);
          long number = payload.getLong();
          named.put(number, payload.getLong());
          found.merge(number, 1L << log.id(), Long::sum);
        }
    }
  }
}
