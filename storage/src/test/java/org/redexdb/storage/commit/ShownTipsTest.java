// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Other processes see commits over several logs whole.
class ShownTipsTest {
  private final Map<Long, Long> shown = new HashMap<>();
  private int moves;
  private final ShownTips tips = new ShownTips(new TipSink() {
    @Override
    public void published(long logId, long tipSeq) { published(new long[]{logId}, new long[]{tipSeq}); }

    @Override
    public void published(long[] logIds, long[] tipSeqs) {
      moves++;
      for (int i = 0; i < logIds.length; i++) shown.put(logIds[i], tipSeqs[i]);
    }

    @Override
    public void durable(long logId, long durableSeq) {}

    @Override
    public void floor(long logId, long floorSeq) {}

    @Override
    public void forceFailed() {}
  });

  /// One event in each of two logs.
  private void commit(long log, long seq, long otherLog, long otherSeq) {
    tips.announce(new long[]{log, otherLog}, new long[]{seq, otherSeq}, new long[]{seq, otherSeq});
  }

  @Test
  void aCommitIsShownWhenItIsInAllFiles() {
    tips.written(1, 4);
    tips.written(2, 7);
    commit(1, 5, 2, 8);
    tips.written(1, 5);
    assertThat(shown).containsEntry(1L, 4L);
    moves = 0;
    tips.written(2, 8);
    assertThat(shown).containsEntry(1L, 5L).containsEntry(2L, 8L);
    assertThat(moves).as("both tips in one move").isEqualTo(1);
  }

  @Test
  void whatIsBehindACommitWaitsForIt() {
    commit(1, 5, 2, 8);
    tips.written(1, 9);
    assertThat(shown).containsEntry(1L, 4L);
    tips.written(2, 8);
    assertThat(shown).containsEntry(1L, 9L).containsEntry(2L, 8L);
    tips.written(1, 10);
    assertThat(shown).containsEntry(1L, 10L);
  }

  @Test
  void aCommitWaitsForTheOneBeforeItInAnyOfItsLogs() {
    commit(1, 0, 2, 0);
    commit(2, 1, 3, 0);
    tips.written(2, 1);
    tips.written(3, 0);
    assertThat(shown).containsEntry(2L, -1L).containsEntry(3L, -1L);
    tips.written(1, 0);
    assertThat(shown).containsEntry(1L, 0L).containsEntry(2L, 1L).containsEntry(3L, 0L);
  }

  @Test
  void nobodyWaitsForALogThatIsGone() {
    commit(1, 0, 2, 0);
    tips.written(1, 0);
    assertThat(shown).containsEntry(1L, -1L);
    tips.dropped(2);
    assertThat(shown).containsEntry(1L, 0L).doesNotContainKey(2L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noMoveTearsACommit(long seed) {
    var random = new SplittableRandom(seed);
    var end = new long[4];
    var written = new long[4];
    var commits = new ArrayList<long[][]>();
    for (int step = 0; step < 2_000; step++) {
      if (random.nextInt(3) == 0) {
        int a = random.nextInt(3);
        int b = a + 1 + random.nextInt(3 - a);
        var place = new long[][]{{a, end[a], end[a] += random.nextInt(1, 4)},
            {b, end[b], end[b] += random.nextInt(1, 4)}};
        commits.add(place);
        tips.announce(new long[]{a, b}, new long[]{place[0][1], place[1][1]},
            new long[]{place[0][2] - 1, place[1][2] - 1});
      } else {
        int log = random.nextInt(4);
        if (random.nextBoolean()) end[log] += random.nextInt(3);
        if (end[log] > written[log]) tips.written(log, (written[log] = end[log]) - 1);
      }
      for (long[][] each : commits) {
        boolean first = shown.getOrDefault(each[0][0], -1L) >= each[0][2] - 1;
        boolean second = shown.getOrDefault(each[1][0], -1L) >= each[1][2] - 1;
        assertThat(first).as("commit %s at step %d", List.of(each), step).isEqualTo(second);
      }
    }
    for (int log = 0; log < 4; log++) if (end[log] > 0) tips.written(log, end[log] - 1);
    for (int log = 0; log < 4; log++) assertThat(shown.getOrDefault((long) log, -1L)).isEqualTo(end[log] - 1);
  }
}
