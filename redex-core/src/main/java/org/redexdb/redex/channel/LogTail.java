// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Reads bounded ranges up to the tip one after the other, so «stored» and «live» are the same thing and nothing can fall
/// between them.
///
/// Threading: polls are of one thread, a close may come from any. What a poll reads from is used and closed under the monitor
/// of `reads`, so a close waits for a read under way; a poll that waits for an event is ended by it.
final class LogTail implements Tail {
  private final String channel;
  private final Log log;
  private final ReadLevel level;
  private final BooleanSupplier ended;
  private final Object reads = new Object();
  private final Wait wait = new Wait();
  /// What the first event is to follow, until it is known to be of this history.
  private @Nullable Position after;
  private long nextSeq;
  /// Made with the first event, and read on with each range: a live tail gets its events one by one.
  private @Nullable BlockCursor cursor;
  /// Whether the cursor is within a range.
  private boolean reading;
  /// Behind that range.
  private long cursorEnd;
  private volatile boolean closed;

  /// @param ended whether the channel, or its store, is no more
  /// @param after position that is still to be found before the first event, or null
  LogTail(String channel, Log log, long fromSeq, ReadLevel level, BooleanSupplier ended, @Nullable Position after) {
    this.channel = channel;
    this.log = log;
    this.nextSeq = fromSeq;
    this.level = level;
    this.ended = ended;
    this.after = after;
  }

  @Override
  public @Nullable StoredEvent poll() {
    synchronized (reads) {
      try {
        return pollNow();
      } catch (StorageException.Lagged e) {
        goOnFrom(e.first());
        throw e;
      }
    }
  }

  private void goOnFrom(long first) {
    nextSeq = first;
    release();
  }

  private void release() {
    reading = false;
    if (cursor != null) cursor.release();
  }

  private @Nullable StoredEvent pollNow() {
    if (closed) throw new StorageException.Closed(Where.channel(channel), "tail of " + channel);
    if (ended.getAsBoolean()) throw new StorageException.Closed(Where.channel(channel), "channel " + channel);
    var unknown = after;
    if (unknown != null && !log.contains(unknown)) return null;
    after = null;
    checkRetained();
    StoredEvent event = fromCursor();
    if (event != null) return event;
    long last = lastShown();
    if (last < nextSeq) return null;
    cursorEnd = last + 1;
    FrameReader range = log.reader(nextSeq, cursorEnd);
    if (cursor == null) cursor = new BlockCursor(channel, range, ended);
    else
      cursor.readOn(range);
    reading = true;
    return fromCursor();
  }

  @Override
  public @Nullable StoredEvent poll(Duration timeout) throws InterruptedException {
    StoredEvent event = poll();
    if (event != null) return event;
    Boolean there = wait.run(() -> awaitNext(timeout));
    // Null when it was closed, which the next poll tells.
    return there == null || there ? poll() : null;
  }

  private long lastShown() {
    return switch (level) {
      case TIP -> log.tip().seq();
      case DURABLE -> log.durableSeq();
    };
  }

  private boolean awaitNext(Duration timeout) throws InterruptedException {
    return switch (level) {
      case TIP -> log.awaitBeyond(nextSeq - 1, timeout);
      case DURABLE -> log.awaitDurableBeyond(nextSeq - 1, timeout);
    };
  }

  @Override
  public long nextSeq() { return nextSeq; }

  @Override
  public void close() {
    closed = true;
    wait.end();
    synchronized (reads) {
      var open = cursor;
      cursor = null;
      if (open != null) open.close();
    }
  }

  private @Nullable StoredEvent fromCursor() {
    var open = cursor;
    if (open == null || !reading) return null;
    StoredEvent event = open.next();
    if (event == null) {
      release();
      checkRetained();
      nextSeq = Math.max(nextSeq, cursorEnd); // what was left was lost in a repair
      return null;
    }
    // Seqs between that retention has not removed were lost in a repair, and are passed over.
    if (event.seq() != nextSeq && log.firstSeq() > nextSeq) throw lagged(event.seq());
    nextSeq = event.seq() + 1;
    return event;
  }

  /// Also of what the cursor holds already: removed is removed.
  private void checkRetained() {
    long first = log.firstSeq();
    if (nextSeq < first) throw lagged(first);
  }

  private StorageException.Lagged lagged(long first) {
    return new StorageException.Lagged(Where.seq(channel, nextSeq), nextSeq, first);
  }
}
