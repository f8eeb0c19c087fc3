// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.fault.Loggers;

/// A thread per worker, one for what callers have done to files and one for what they have read. All daemons, none
/// visible to callers, so nobody interrupts them.
public final class ThreadCrew implements Crew {
  /// A waiter looks again after this long even if nobody rang: the states waited for are not all volatile.
  private static final long BACKSTOP_NANOS = 5_000_000L;
  /// A timed wait is for what another process does, which rings no bell here.
  private static final long LOOK_NANOS = 1_000_000L;
  private static final long JOIN_MILLIS = 10_000L;
  private static final long AFTER_FAILURE_NANOS = 100_000_000L;

  private final String name;
  private final Lane work = new Lane("io");
  private final Lane reading = new Lane("read");
  private final List<CrewThread> threads = new ArrayList<>();
  private final ReentrantLock bellLock = new ReentrantLock();
  private final Condition bell = bellLock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean stopped;

  private ThreadCrew(String name) { this.name = name; }

  public static ThreadCrew start(String name) {
    var crew = new ThreadCrew(name);
    crew.work.start();
    crew.reading.start();
    return crew;
  }

  private final class CrewThread extends Thread {
    CrewThread(String role, Runnable body) {
      super(body, "redex-" + role + "-" + name);
      setDaemon(true);
    }

    ThreadCrew crew() { return ThreadCrew.this; }
  }

  private CrewThread launch(String role, Runnable body) {
    var thread = new CrewThread(role, body);
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
    return thread;
  }

  /// Callers' work, one after the other.
  private final class Lane {
    private final String role;
    private final LinkedBlockingQueue<FutureTask<?>> queue = new LinkedBlockingQueue<>();
    private volatile @Nullable CrewThread thread;

    Lane(String role) { this.role = role; }

    void start() { thread = launch(role, this::serve); }

    private void serve() {
      while (true) {
        try {
          queue.take().run();
        } catch (InterruptedException _) {
          if (stopped) return; // only stop() knows this thread
        }
      }
    }

    void stop() {
      CrewThread started = thread;
      if (started != null) started.interrupt();
    }
  }

  @Override
  public Worker start(String role, Task task) {
    var loop = new Loop(task);
    loop.thread = launch(role, loop);
    return loop;
  }

  /// Runs a task again and again; parks between.
  private final class Loop implements Worker, Runnable {
    private final Task task;
    private volatile boolean woken;
    private volatile boolean parked;
    private volatile @Nullable Thread thread;

    Loop(Task task) { this.task = task; }

    @Override
    public void run() {
      while (!stopped) {
        woken = false;
        long nanos = runGuarded();
        if (nanos <= 0) continue;
        parked = true;
        // Set before the check: a wake between them finds `parked` and unparks, so the park returns at once.
        if (!woken && !stopped) LockSupport.parkNanos(this, nanos);
        parked = false;
      }
    }

    /// A task handles what it expects. The rest is a bug: told, and tried again, because a silent end of this thread
    /// would leave callers waiting for ever.
    private long runGuarded() {
      try {
        return task.run();
      } catch (RuntimeException | Error e) {
        Loggers.of(ThreadCrew.class).log(System.Logger.Level.ERROR,
            "a task of store " + name + " failed; it is tried again", e);
        return AFTER_FAILURE_NANOS;
      }
    }

    @Override
    public void wake() {
      if (woken) return;
      woken = true;
      if (parked) LockSupport.unpark(thread);
    }
  }

  @Override
  public <T> T call(Io<T> io) throws IOException { return run(work, io); }

  @Override
  public <T> T read(Io<T> io) throws IOException { return run(reading, io); }

  private <T> T run(Lane lane, Io<T> io) throws IOException {
    if (Thread.currentThread() instanceof CrewThread own && own.crew() == this) return io.run();
    var task = new FutureTask<T>(io::run);
    lane.queue.add(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(Objects.requireNonNullElse(e.getCause(), e));
        }
      }
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  /// The failure of the work, with the caller's stack added: both are needed to understand it.
  private static IOException rethrown(Throwable cause) {
    cause.addSuppressed(new IOWait());
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }

  /// Marks where a caller waited for file work.
  private static final class IOWait extends Exception {
    private static final long serialVersionUID = 1L;

    IOWait() { super("waited for here"); }
  }

  @Override
  public void awaitUntil(BooleanSupplier done) throws InterruptedException {
    await(done, Long.MAX_VALUE, BACKSTOP_NANOS);
  }

  @Override
  public boolean awaitUntil(BooleanSupplier done, long timeoutNanos) throws InterruptedException {
    return await(done, timeoutNanos, LOOK_NANOS);
  }

  private boolean await(BooleanSupplier done, long timeoutNanos, long lookNanos) throws InterruptedException {
    if (done.getAsBoolean()) return true;
    long start = System.nanoTime();
    bellLock.lockInterruptibly();
    try {
      waiting.incrementAndGet();
      while (!done.getAsBoolean()) {
        long left = timeoutNanos - (System.nanoTime() - start);
        if (left <= 0) return false;
        bell.await(Math.min(left, lookNanos), TimeUnit.NANOSECONDS);
      }
      return true;
    } finally {
      waiting.decrementAndGet();
      bellLock.unlock();
    }
  }

  @Override
  public void ring() {
    if (waiting.get() == 0) return;
    bellLock.lock();
    try {
      bell.signalAll();
    } finally {
      bellLock.unlock();
    }
  }

  @Override
  public long measuredNanos() { return System.nanoTime(); }

  @Override
  public void stopWorkers() {
    stopped = true;
    end(thread -> thread != work.thread && thread != reading.thread);
  }

  @Override
  public void stop() {
    stopped = true;
    work.stop();
    reading.stop();
    end(thread -> true);
  }

  private void end(Predicate<CrewThread> which) {
    List<CrewThread> all;
    synchronized (threads) {
      all = threads.stream().filter(which).toList();
    }
    for (CrewThread thread : all) LockSupport.unpark(thread);
    boolean interrupted = false;
    for (CrewThread thread : all) {
      if (thread == Thread.currentThread()) continue;
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
