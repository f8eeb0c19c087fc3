// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// One subscriber and its tail. An event is read when it is asked for and there is a thread to give it: nothing is read
/// ahead but the block it is in, and whatever the subscriber does, only its own thread waits for it.
///
/// Everything the subscriber is told, and every use of the tail, is done by whoever has set `running`. That is first the
/// caller of `subscribe`, then a task of the executor as long as there is demand; after the end nobody.
final class TailSubscription implements Flow.Subscription, Runnable {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final String channel;
  private final Tail tail;
  private final Executor executor;
  private final Subscriptions subscriptions;
  private final AtomicLong demand = new AtomicLong();
  private final AtomicBoolean running = new AtomicBoolean(true);
  /// Ended by a cancellation or a failure.
  private final Wait wait = new Wait();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean cancelled;
  /// Let go of at the end. Used by who runs.
  private Flow.@Nullable Subscriber<? super StoredEvent> subscriber;

  TailSubscription(String channel, Tail tail, Executor executor, Subscriptions subscriptions,
      Flow.Subscriber<? super StoredEvent> subscriber) {
    this.channel = channel;
    this.tail = tail;
    this.executor = executor;
    this.subscriptions = subscriptions;
    this.subscriber = subscriber;
  }

  void begin(Flow.Subscriber<? super StoredEvent> told) {
    subscriptions.add(this);
    try {
      told.onSubscribe(this);
    } catch (Throwable t) {
      end();
      throw t;
    }
    pause();
  }

  // ---- for the subscriber, from any thread

  @Override
  public void request(long n) {
    if (n <= 0) {
      fail(new IllegalArgumentException("channel " + channel + ": a subscriber requested " + n
          + " events; it must be at least 1 (rule 3.9 of reactive streams)"));
      return;
    }
    demand.accumulateAndGet(n, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
    wake();
  }

  @Override
  public void cancel() {
    cancelled = true;
    wait.end();
    wake();
  }

  /// Ends it with an error, unless it has ended. From any thread.
  void fail(Throwable why) {
    if (!failure.compareAndSet(null, why)) return;
    wait.end();
    wake();
  }

  // ---- running

  private boolean hasWork() { return cancelled || failure.get() != null || demand.get() > 0; }

  private void wake() {
    if (!running.compareAndSet(false, true)) return; // who runs looks again before it stops
    try {
      executor.execute(this);
    } catch (Throwable t) {
      // Nobody else will run it, and who requests must not meet the error (rule 3.16).
      fail(t);
      deliver();
    }
  }

  private void pause() {
    running.set(false);
    if (hasWork()) wake();
  }

  @Override
  public void run() {
    try {
      if (deliver()) pause();
    } catch (Throwable t) {
      // Of the subscriber. Not for the executor, which may be the caller of a request (rule 3.16).
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
    }
  }

  /// Gives events as long as they are asked for.
  ///
  /// @return whether it may go on later
  private boolean deliver() {
    Flow.Subscriber<? super StoredEvent> told = subscriber;
    if (told == null) return false;
    while (hasWork()) {
      if (cancelled) {
        end();
        return false;
      }
      Throwable why = failure.get();
      StoredEvent event = null;
      if (why == null) {
        try {
          event = next();
        } catch (Throwable t) {
          why = t;
        }
      }
      if (why != null) {
        end();
        told.onError(why);
        return false;
      }
      if (event == null) continue; // ended meanwhile
      if (demand.get() < Long.MAX_VALUE) demand.decrementAndGet(); // else it is without limit (rule 3.17)
      try {
        told.onNext(event);
      } catch (Throwable t) {
        end(); // counts as cancelled (rule 2.13)
        throw t;
      }
    }
    return true;
  }

  private @Nullable StoredEvent next() {
    StoredEvent event = tail.poll();
    if (event != null) return event;
    try {
      return wait.run(() -> tail.poll(FOREVER));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException.Interrupted(Where.seq(channel, tail.nextSeq()), "waiting for the next event",
          InLog.NO);
    }
  }

  private void end() {
    subscriber = null;
    subscriptions.remove(this);
    tail.close();
  }
}
