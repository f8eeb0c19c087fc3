// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import org.redexdb.storage.api.Fsync;

/// Asks for forces of a log that nobody waits for. Events are counted by whoever publishes them, bytes by the flusher, time
/// by the committer; none of them waits for the force.
final class Pacing {
  private static final long NEVER = Long.MAX_VALUE;

  private final Durability durability;
  private final Committer committer;
  private final Tip tip;
  private final Chain chain;
  private volatile Fsync limits = Fsync.NEVER;
  /// Seq at whose publication a force is asked for. Under the log's lock.
  private long atSeq = NEVER;
  /// Bytes written by the chain at which a force is asked for.
  private volatile long atBytes = NEVER;
  private volatile long intervalNanos;
  /// Whether the interval has begun.
  private volatile boolean isRunning;
  /// When it ends. On the committer's thread.
  private long dueNanos;

  Pacing(Durability durability, Committer committer, Tip tip, Chain chain) {
    this.durability = durability;
    this.committer = committer;
    this.tip = tip;
    this.chain = chain;
  }

  /// Under the log's lock.
  void limits(Fsync fsync) {
    limits = fsync;
    atSeq = next(tip.seq(), fsync.events());
    atBytes = next(chain.writtenBytes(), fsync.bytes());
    intervalNanos = fsync.interval().toNanos();
    isRunning = false;
    if (intervalNanos > 0) committer.pace(this);
    else
      committer.unpace(this);
  }

  private static long next(long reached, long limit) {
    return limit == 0 || limit > NEVER - Math.max(0, reached) ? NEVER : reached + limit;
  }

  /// Under the log's lock, for each publication.
  void published(long seq) {
    if (seq < atSeq) return;
    atSeq = next(seq, limits.events());
    committer.request(durability);
  }

  /// By the flusher.
  ///
  /// @param bytes ever written by the chain
  void written(long bytes) {
    if (bytes < atBytes) return;
    atBytes = next(bytes, limits.bytes());
    committer.request(durability);
  }

  /// On the committer's thread: asks for a force if the interval is over and there is something to force.
  ///
  /// @return time until it is to be asked again
  long look(long nowNanos) {
    boolean begins = !isRunning;
    isRunning = true;
    // Read after that: who changes the limits meanwhile has it begin once more.
    long interval = intervalNanos;
    if (begins) dueNanos = nowNanos + interval;
    long left = dueNanos - nowNanos;
    if (left > 0) return left;
    dueNanos = nowNanos + interval;
    if (tip.seq() > durability.durableSeq() && !durability.isBroken()) committer.request(durability);
    return interval;
  }
}
