// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.Vector;
import org.redexdb.storage.api.TimeSource;

/// Work that goes over everything an operator holds looks again and again whether it is still wanted. Counted in looks,
/// because time says nothing on a busy machine: 2^17 rows are a few milliseconds.
class CancelledWorkTest {
  private static final int ROWS = 1 << 20;
  private static final int ROWS_BETWEEN_LOOKS = 1 << 17;

  private final AtomicLong looks = new AtomicLong();
  /// Every look reads the clock of a statement with a time limit.
  private final Cancellation counting = new Cancellation(new TimeSource() {
    @Override
    public long epochNanos() { return 0; }

    @Override
    public long monotonicNanos() {
      looks.incrementAndGet();
      return 0;
    }
  }, 1);
  private final MemoryBudget.Account account = new MemoryBudget(new MemoryPool(1L << 30), 0, 0, counting)
      .account("TEST");

  private long looksIn(Runnable work) {
    long before = looks.get();
    work.run();
    return looks.get() - before;
  }

  private StoredRows rows(Consumer<Integer> fill, Vector vector) {
    var rows = new StoredRows(1, account);
    for (int from = 0; from < ROWS; from += Batch.ROWS) {
      fill.accept(from);
      rows.append(new Vector[]{vector}, null, Batch.ROWS);
    }
    return rows;
  }

  private static long mixed(long i) { return i * 0x9E37_79B9_7F4A_7C15L; }

  private void sort(StoredRows keys) {
    var order = new SortOrder(new boolean[1], new boolean[1]);
    new RowSort(keys, order, counting, IntStream.range(0, ROWS).toArray()).sort();
  }

  @Test
  void sortingNumbersLooksInEveryPass() {
    var longs = new LongVector(SqlType.Kind.BIGINT);
    var keys = rows(from -> Arrays.setAll(longs.values, i -> mixed(from + i)), longs);
    // Eight bytes are eight passes, and there is the counting.
    assertThat(looksIn(() -> sort(keys))).isGreaterThan(9L * ROWS / ROWS_BETWEEN_LOOKS);
  }

  @Test
  void sortingMixedValuesLooksWhileItCompares() {
    var objects = new ObjectVector(SqlType.Kind.ANY);
    var keys = rows(from -> Arrays.setAll(objects.values, i -> i % 2 == 0 ? (Object) mixed(from + i) : "x" + mixed(i)),
        objects);
    assertThat(looksIn(() -> sort(keys))).isGreaterThan(10L * ROWS / ROWS_BETWEEN_LOOKS);
  }

  @Test
  void growingATableOfGroupsLooks() {
    var longs = new LongIds(account);
    assertThat(looksIn(() -> {
      for (int i = 0; i < ROWS; i++) longs.assign(mixed(i), i);
    })).isGreaterThan(ROWS / ROWS_BETWEEN_LOOKS);
    var texts = new TextIds(account);
    assertThat(looksIn(() -> {
      byte[] text = new byte[Long.BYTES];
      for (int i = 0; i < ROWS; i++) {
        for (int b = 0; b < text.length; b++) text[b] = (byte) (mixed(i) >>> 8 * b);
        texts.assign(text, 0, text.length, i);
      }
    })).isGreaterThanOrEqualTo(ROWS / ROWS_BETWEEN_LOOKS - 1);
  }

  @Test
  void aLookThatFindsACancelEndsTheSort() {
    var longs = new LongVector(SqlType.Kind.BIGINT);
    var keys = rows(from -> Arrays.setAll(longs.values, i -> mixed(from + i)), longs);
    counting.cancel("enough");
    assertThatThrownBy(() -> sort(keys)).isInstanceOf(SqlException.Cancelled.class);
  }
}
