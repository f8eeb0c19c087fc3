// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/// A descriptor of a file that may be put away while nobody uses it, and is opened again for the next use.
///
/// The kernel tells a failed write-back to the descriptors that are open at that time. So one is put away only when nothing
/// was written through it since its last successful force. A force that fails on the way to it is told to the next
/// [#force] of the file's owner, who would have met it there, and the descriptor stays open until then.
///
/// Thread-safe; file work is done without its monitor, but for opening again.
final class Descriptor {
  /// Opens the file under the name it has now.
  interface Opener {
    AsynchronousFileChannel open() throws IOException;
  }

  private final Opener opener;
  private final DescriptorBudget budget;
  // Below: under this object's monitor.
  private @Nullable AsynchronousFileChannel channel;
  private boolean closed;
  private boolean kept;
  private boolean used;
  private int users;
  /// Writes begun, and how many of them a force has covered.
  private long written;
  private long forced;
  private @Nullable IOException untold;

  /// @param first the descriptor as it was opened
  Descriptor(AsynchronousFileChannel first, Opener opener, DescriptorBudget budget) {
    this.channel = first;
    this.opener = opener;
    this.budget = budget;
    this.used = true;
  }

  /// Work with an open descriptor.
  interface Use<T> {
    T with(AsynchronousFileChannel open) throws IOException;
  }

  <T> T use(Use<T> work) throws IOException {
    AsynchronousFileChannel open = acquire(false);
    try {
      return work.with(open);
    } finally {
      release();
    }
  }

  /// As [#use], for work that leaves something unforced.
  <T> T write(Use<T> work) throws IOException {
    AsynchronousFileChannel open = acquire(true);
    try {
      return work.with(open);
    } finally {
      release();
    }
  }

  void force(boolean metadata) throws IOException {
    AsynchronousFileChannel open = acquire(false);
    try {
      tellUntold();
      long covered = written();
      open.force(metadata);
      covered(covered);
    } finally {
      release();
    }
  }

  private AsynchronousFileChannel acquire(boolean writing) throws IOException {
    AsynchronousFileChannel open;
    boolean again = false;
    synchronized (this) {
      if (closed) throw new ClosedChannelException();
      open = channel;
      if (open == null) {
        open = opener.open();
        channel = open;
        again = true;
      }
      used = true;
      users++;
      if (writing) written++;
    }
    if (again) budget.opened(this);
    return open;
  }

  private synchronized void release() { users--; }

  private synchronized long written() { return written; }

  private synchronized void covered(long writes) { forced = Math.max(forced, writes); }

  /// @throws IOException a force that was made to put this descriptor away has failed; told once, as the kernel does
  synchronized void tellUntold() throws IOException {
    IOException failure = untold;
    untold = null;
    if (failure != null) throw new IOException(failure.getMessage(), failure);
  }

  synchronized boolean isOpen() { return channel != null; }

  /// Never put away: it is written in ways that no call here shows.
  synchronized void keep() { kept = true; }

  /// Closes it until its next use, if that loses nothing.
  ///
  /// @param forcing whether the file may be forced for it
  /// @return whether it was closed by this call
  boolean putAway(boolean forcing) {
    AsynchronousFileChannel open;
    long covered;
    boolean dirty;
    synchronized (this) {
      open = channel;
      if (open == null || kept || users > 0 || untold != null) return false;
      if (used) {
        used = false;
        return false;
      }
      covered = written;
      dirty = covered != forced;
      if (!dirty) {
        channel = null;
      } else if (forcing) {
        users++;
      } else {
        return false;
      }
    }
    if (dirty && !forcedForGood(open, covered)) return false;
    budget.putAway();
    closeClean(open);
    return true;
  }

  /// @return whether it is clean now, and nobody's any more
  private boolean forcedForGood(AsynchronousFileChannel open, long covered) {
    IOException failure = null;
    try {
      open.force(false);
    } catch (IOException e) {
      failure = e;
    }
    synchronized (this) {
      users--;
      if (closed) return false;
      if (failure != null) {
        untold = failure;
        return false;
      }
      forced = Math.max(forced, covered);
      if (users > 0 || written != forced || used) return false;
      channel = null;
      return true;
    }
  }

  private void closeClean(AsynchronousFileChannel open) {
    try {
      open.close();
    } catch (IOException e) {
      // Some file systems tell of a failed write only here.
      synchronized (this) {
        untold = e;
      }
    }
  }

  /// For good. Calls under way fail, as on any closed channel.
  void close() throws IOException {
    AsynchronousFileChannel open;
    synchronized (this) {
      closed = true;
      open = channel;
      channel = null;
    }
    if (open == null) return;
    budget.closed(this);
    open.close();
  }
}
