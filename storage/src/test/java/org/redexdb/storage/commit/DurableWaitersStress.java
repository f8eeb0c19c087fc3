// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Whoever settles waiters, a force that succeeded or a write that failed at the same moment: nobody waits for ever.
class DurableWaitersStress {
  private static final int ROUNDS = 20_000;
  private static final int WAITERS = 4;

  @Test
  void eachWaiterIsSettledWhenSuccessAndFailureMeet() throws InterruptedException, ExecutionException {
    var failure = new StorageException.NotDurable(Where.NOWHERE, null);
    var barrier = new CyclicBarrier(2);
    var waiters = new DurableWaiters();
    List<List<DurableWaiter>> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      var all = new ArrayList<DurableWaiter>();
      for (int i = 0; i < WAITERS; i++) all.add(new DurableWaiter(i, Thread.currentThread()));
      rounds.add(all);
    }
    try (var threads = Executors.newFixedThreadPool(2)) {
      Future<?> settling = threads.submit(() -> {
        for (List<DurableWaiter> round : rounds) {
          round.forEach(waiters::add);
          barrier.await();
          waiters.settleUpTo(1);
          barrier.await();
          waiters.settleUpTo(WAITERS);
        }
        return true;
      });
      Future<?> failing = threads.submit(() -> {
        for (int round = 0; round < ROUNDS; round++) {
          barrier.await();
          waiters.failAll(failure);
          barrier.await();
        }
        return true;
      });
      settling.get();
      failing.get();
    }
    for (List<DurableWaiter> round : rounds) assertThat(round).allMatch(DurableWaiter::isSettled);
  }
}
