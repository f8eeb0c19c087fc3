// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.SqlException;

class MemoryPoolTest {
  private static final long CAPACITY = 1_000_000;
  private static final long FOREVER = Long.MAX_VALUE;

  private final MemoryPool pool = new MemoryPool(CAPACITY);

  private MemoryBudget.Account account(long limitBytes, long waitNanos, Cancellation cancellation) {
    return new MemoryBudget(pool, limitBytes, waitNanos, cancellation).account("SORT");
  }

  private MemoryBudget.Account account(long waitNanos) {
    return account(0, waitNanos, new Cancellation(Run.CLOCK, 0));
  }

  private void waitUntil(Predicate<MemoryPool.Usage> condition) {
    while (!condition.test(pool.usage())) Thread.onSpinWait();
  }

  private static void isFull(Runnable charge, String... words) {
    assertThatThrownBy(charge::run).isInstanceOfSatisfying(SqlException.Limit.class,
        e -> assertThat(e.sqlState()).isEqualTo("53200")).hasMessageContainingAll(words);
  }

  @Test
  void aStatementAloneMayHoldTheWholeCapacityAndNotAByteMore() {
    var account = account(FOREVER);
    account.charge(CAPACITY - 1);
    account.charge(1);
    isFull(() -> account.charge(1), "SORT", "1000000", "memoryBytes");
    assertThat(pool.usage().grantedBytes()).isEqualTo(CAPACITY);
    account.close();
    assertThat(pool.usage()).isEqualTo(new MemoryPool.Usage(CAPACITY, 0, CAPACITY, 0, 0));
  }

  @Test
  void theLimitOfAStatementIsSmallerThanThatOfTheStore() {
    var account = account(100, FOREVER, new Cancellation(Run.CLOCK, 0));
    account.charge(100);
    isFull(() -> account.charge(1), "100 bytes a statement may hold", "query_memory_max");
  }

  @Test
  void whoCannotBeAdmittedIsToldAfterTheWaitWhoHoldsTheMemory() {
    account(0).charge(CAPACITY);
    isFull(() -> account(1_000_000).charge(1), "waited", "1000000 of the 1000000 bytes", "1 statements",
        "query_memory_wait");
    assertThat(pool.usage().waiting()).isZero();
  }

  @Test
  void whoWaitsGoesOnWhenAnotherStatementGivesBack() {
    var first = account(0);
    first.charge(CAPACITY);
    var second = account(FOREVER);
    var waiting = CompletableFuture.runAsync(() -> second.charge(CAPACITY / 2));
    waitUntil(usage -> usage.waiting() == 1);
    first.close();
    waiting.join();
    assertThat(pool.usage().holders()).isOne();
    second.close();
    assertThat(pool.usage().grantedBytes()).isZero();
  }

  @Test
  void statementsThatHoldMemoryNeverAllWaitForEachOther() {
    var first = account(FOREVER);
    var second = account(FOREVER);
    first.charge(CAPACITY / 2);
    second.charge(CAPACITY / 2);
    var waiting = CompletableFuture.runAsync(() -> first.charge(CAPACITY / 4));
    waitUntil(usage -> usage.waiting() == 1);
    isFull(() -> second.charge(CAPACITY / 4), "waited 0 ms");
    second.close();
    waiting.join();
  }

  @Test
  void aCancelEndsTheWaitAndLeavesNothingBehind() {
    account(0).charge(CAPACITY);
    var cancellation = new Cancellation(Run.CLOCK, 0);
    var account = account(0, FOREVER, cancellation);
    var waiting = CompletableFuture.runAsync(() -> account.charge(1));
    waitUntil(usage -> usage.waiting() == 1);
    cancellation.cancel("enough");
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(SqlException.Cancelled.class);
    assertThat(pool.usage()).isEqualTo(new MemoryPool.Usage(CAPACITY, CAPACITY, CAPACITY, 1, 0));
  }

  @Test
  void anInterruptIsNotOursAndStaysSet() {
    account(0).charge(CAPACITY);
    Thread.currentThread().interrupt();
    isFull(() -> account(1_000_000).charge(1), "waited");
    assertThat(Thread.interrupted()).isTrue();
  }
}
