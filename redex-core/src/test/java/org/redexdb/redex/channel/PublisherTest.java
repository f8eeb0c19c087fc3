// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.Where;

/// What the rules of reactive streams leave open; the rules themselves are in [PublisherRulesTest]. A wait here has no end of
/// its own: what never comes is the test's failure by its timeout.
@Timeout(120)
class PublisherTest {
  private final Redex redex;
  private final Channel channel;

  PublisherTest(@TempDir Path folder) {
    redex = Redex.open(StoreEnvironment.system(), folder.resolve("store"), StoreOptions.DEFAULTS, PayloadChecks.NONE);
    channel = redex.createChannel("orders", ChannelOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN));
  }

  @AfterEach
  void close() { redex.close(); }

  private void append(int from, int to) {
    for (int i = from; i < to; i++) channel.append(Event.json("" + i), Ack.OS);
  }

  private int subscriptions() { return ((ReadableLog) channel).subscriptions().count(); }

  /// Keeps what it is told.
  private static class Told implements Flow.Subscriber<StoredEvent> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final BlockingQueue<StoredEvent> events = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> error = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) { subscription.complete(given); }

    @Override
    public void onNext(StoredEvent event) { events.add(event); }

    @Override
    public void onError(Throwable why) {
      if (!error.complete(why)) throw new AssertionError("told twice", why);
    }

    @Override
    public void onComplete() { throw new AssertionError("a channel has no end"); }

    void request(long n) { subscription.join().request(n); }

    void expect(int from, int to) throws InterruptedException {
      for (int i = from; i < to; i++) {
        StoredEvent event = events.take();
        assertThat(event.seq()).isEqualTo(i);
        assertThat(event.text()).isEqualTo("" + i);
      }
    }
  }

  private <T extends Told> T subscribe(T told, long from) {
    channel.publisher(from).subscribe(told);
    return told;
  }

  @Test
  void eachSubscriberGetsWhatIsStoredAndWhatComesFromItsOwnSeqAtItsOwnPace() throws Exception {
    append(0, 1_000);
    Told all = subscribe(new Told(), 0);
    Told late = subscribe(new Told(), 990);
    all.request(Long.MAX_VALUE);
    late.request(3);
    Thread appender = Thread.ofPlatform().start(() -> append(1_000, 3_000));
    all.expect(0, 3_000);
    late.expect(990, 993);
    appender.join();
    late.request(5);
    late.request(3_000 - 998);
    late.expect(993, 3_000);
    assertThat(late.events).isEmpty();
  }

  @Test
  void aSubscriberThatStandsStillHoldsNeitherWritersNorOthers() throws Exception {
    var goOn = new CountDownLatch(1);
    Told still = subscribe(new Told() {
      @Override
      public void onNext(StoredEvent event) {
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        super.onNext(event);
      }
    }, 0);
    Told unasked = subscribe(new Told(), 0);
    Told quick = subscribe(new Told(), 0);
    still.request(Long.MAX_VALUE);
    quick.request(Long.MAX_VALUE);
    append(0, 20_000);
    quick.expect(0, 20_000);
    assertThat(channel.status().log().segments()).isGreaterThan(5);
    assertThat(still.events).isEmpty();
    goOn.countDown();
    still.expect(0, 20_000);
    assertThat(unasked.events).isEmpty();
    unasked.request(20_000);
    unasked.expect(0, 20_000);
  }

  @Test
  void cancellingEndsAParkedSubscriptionAndGivesItsThreadBackUninterrupted() throws Exception {
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      var told = new Told();
      channel.publisher(0, ReadLevel.TIP, pool).subscribe(told);
      told.request(2);
      append(0, 1);
      told.expect(0, 1);
      assertThat(subscriptions()).isEqualTo(1);
      told.subscription.join().cancel();
      // The only thread of the pool is free again.
      assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
      assertThat(subscriptions()).isZero();
      append(1, 2);
      assertThat(told.events).isEmpty();
      assertThat(told.error).isNotDone();
    }
  }

  @Test
  void aSubscriberWithoutDemandTakesNoThread() throws Exception {
    append(0, 10);
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      var one = new Told();
      var other = new Told();
      channel.publisher(0, ReadLevel.TIP, pool).subscribe(one);
      channel.publisher(0, ReadLevel.TIP, pool).subscribe(other);
      for (int i = 0; i < 10; i++) {
        one.request(1);
        one.expect(i, i + 1);
        other.request(1);
        other.expect(i, i + 1);
      }
      one.subscription.join().cancel();
      other.subscription.join().cancel();
    }
    assertThat(subscriptions()).isZero();
  }

  @Test
  void theEndOfTheStoreReachesWhoWaitsForEventsAndWhoHasAskedForNone() {
    Told parked = subscribe(new Told(), 0);
    Told idle = subscribe(new Told(), 0);
    parked.request(1);
    redex.close();
    for (Told told : List.of(parked, idle))
      assertThat(told.error.join()).isInstanceOf(StorageException.Closed.class).hasMessageContaining("orders");
    Told late = subscribe(new Told(), 0);
    assertThat(late.error.join()).isInstanceOf(StorageException.Closed.class);
    while (subscriptions() > 0) Thread.onSpinWait();
  }

  @Test
  void theEndOfTheChannelReachesThemToo() {
    Told parked = subscribe(new Told(), 0);
    Told idle = subscribe(new Told(), 0);
    parked.request(1);
    redex.dropChannel("orders");
    assertThat(parked.error.join()).isInstanceOf(StorageException.Closed.class);
    assertThat(idle.error.join()).isInstanceOf(StorageException.Closed.class);
  }

  @Test
  void atTheLevelDurableAnEventComesWhenItIsOnDisk() throws Exception {
    append(0, 3);
    var told = new Told();
    channel.publisher(1, ReadLevel.DURABLE).subscribe(told);
    told.request(Long.MAX_VALUE);
    assertThat(told.events).isEmpty();
    channel.force();
    told.expect(1, 3);
  }

  @Test
  void anExecutorThatTakesNothingIsToldToTheSubscriber() {
    Executor full = task -> {
      throw new RejectedExecutionException("full");
    };
    var told = new Told();
    channel.publisher(0, ReadLevel.TIP, full).subscribe(told);
    told.request(1);
    assertThat(told.error.join()).isInstanceOf(RejectedExecutionException.class);
    assertThat(subscriptions()).isZero();
  }

  @Test
  void aThreadThatIsInterruptedByOthersEndsTheSubscriptionWithAnError() {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    var told = new Told();
    channel.publisher(0, ReadLevel.TIP, pool).subscribe(told);
    told.request(1);
    pool.shutdownNow();
    assertThat(told.error.join()).isInstanceOfAny(StorageException.Interrupted.class, RejectedExecutionException.class);
  }

  @Test
  void whatASubscriberThrowsEndsItsSubscriptionAndIsNotLost() throws Exception {
    append(0, 3);
    var uncaught = new CompletableFuture<Throwable>();
    Executor own = task -> Thread.ofPlatform().uncaughtExceptionHandler((_, t) -> uncaught.complete(t)).start(task);
    var told = new Told() {
      @Override
      public void onNext(StoredEvent event) {
        super.onNext(event);
        throw new IllegalStateException("not mine");
      }
    };
    channel.publisher(0, ReadLevel.TIP, own).subscribe(told);
    told.request(3);
    assertThat(uncaught.join()).isInstanceOf(IllegalStateException.class).hasMessage("not mine");
    told.expect(0, 1);
    assertThat(subscriptions()).isZero();
    told.request(1);
    assertThat(told.events).isEmpty();
    assertThat(told.error).isNotDone();
  }

  @Test
  void whatReadingMeetsReachesOnErrorOnceAndTheTailIsClosed() {
    var closed = new CountDownLatch(1);
    var polls = new AtomicInteger();
    Tail damaged = new Tail() {
      @Override
      public @Nullable StoredEvent poll() {
        polls.incrementAndGet();
        throw new StorageException.Corrupt(Where.seq("orders", 7), "this", "that");
      }

      @Override
      public @Nullable StoredEvent poll(Duration timeout) { return poll(); }

      @Override
      public long nextSeq() { return 7; }

      @Override
      public void close() { closed.countDown(); }
    };
    var told = new Told();
    var subscriptions = new Subscriptions("orders");
    new TailSubscription("orders", damaged, Runnable::run, subscriptions, told).begin(told);
    told.request(1);
    told.request(1);
    assertThat(told.error.join()).isInstanceOf(StorageException.Corrupt.class);
    assertThat(closed.getCount()).isZero();
    assertThat(polls).hasValue(1);
    assertThat(subscriptions.count()).isZero();
  }

  @Test
  void aSeqBeforeTheFirstThereCanBeIsRefused() {
    assertThatThrownBy(() -> channel.publisher(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("orders");
  }

  @Test
  void cancelsAtAnyMomentLeaveNothing() throws Exception {
    Thread appender = Thread.ofPlatform().start(() -> append(0, 5_000));
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 500; i++) {
        var told = new Told();
        channel.publisher(i, ReadLevel.TIP, pool).subscribe(told);
        told.request(1 + i % 50);
        if (i % 2 == 0) told.events.poll(i % 7, TimeUnit.MILLISECONDS);
        told.subscription.join().cancel();
      }
      appender.join();
      for (int i = 0; i < 4; i++) assertThat(pool.submit(Thread::interrupted).get()).isFalse();
    }
    assertThat(subscriptions()).isZero();
  }
}
