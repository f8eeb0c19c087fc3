// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.front.FrontBlock;
import org.redexdb.storage.segment.Segment;

/// One stretch of a segment on its way to the file: a lent front block, or heap bytes that bypass the front. Links of a
/// log's chain, in file order.
///
/// Who may write what: the appender sets `filled` (release, after the commit word), `full` (then `filled` is final) and
/// `next`; the chain, when it writes, sets `written`, `done` and `released`. A frame never straddles two of them.
final class Staged {
  private static final VarHandle FILLED;

  static {
    try {
      FILLED = MethodHandles.lookup().findVarHandle(Staged.class, "filled", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final @Nullable Segment segment;
  final long fileOffset;
  final @Nullable FrontBlock block;
  final byte @Nullable [] heap;
  /// Last of its segment.
  final boolean closes;
  /// An appender waits for it to be in the file.
  final boolean awaited;
  /// Holds frames that are published although they are not in the file: readers look for them here.
  final boolean readable;
  @SuppressWarnings("unused")
  private int filled;
  volatile boolean full;
  volatile boolean released;
  volatile boolean done;
  volatile @Nullable StorageException failure;
  volatile @Nullable Staged next;
  /// Under the chain's I/O lock.
  int written;
  boolean cancelled;

  private Staged(@Nullable Segment segment, long fileOffset, @Nullable FrontBlock block, byte @Nullable [] heap,
      boolean closes, boolean awaited, boolean readable) {
    this.segment = segment;
    this.fileOffset = fileOffset;
    this.block = block;
    this.heap = heap;
    this.closes = closes;
    this.awaited = awaited;
    this.readable = readable;
    this.filled = heap == null ? 0 : heap.length;
    this.full = heap != null;
  }

  /// The consumed link before the first.
  static Staged start() {
    var start = new Staged(null, 0, null, new byte[0], false, false, false);
    start.done = true;
    return start;
  }

  static Staged inFront(Segment segment, long fileOffset, FrontBlock block) {
    return new Staged(segment, fileOffset, block, null, false, false, true);
  }

  /// Frames of one append that is too large for a block, or zeros over what a failed one left.
  static Staged direct(Segment segment, long fileOffset, byte[] bytes) {
    return new Staged(segment, fileOffset, null, bytes, false, true, false);
  }

  /// Frames of a commit over several logs that found no block. Nobody waits: the journal holds them too.
  static Staged frames(Segment segment, long fileOffset, byte[] bytes) {
    return new Staged(segment, fileOffset, null, bytes, false, false, true);
  }

  /// SEAL and FOOTER.
  static Staged closing(Segment segment, long fileOffset, byte[] bytes) {
    return new Staged(segment, fileOffset, null, bytes, true, false, false);
  }

  int filled() { return (int) FILLED.getAcquire(this); }

  void fillTo(int bytes) { FILLED.setRelease(this, bytes); }
}
