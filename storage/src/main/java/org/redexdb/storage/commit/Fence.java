// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Where;

/// Keeps a writer from going on when another one has taken its store over. The lock on the file is what rules that out; where
/// it does not hold (a machine that slept while its lease ran out, a file system that lies), the epoch in the
/// store's header tells: each writer forces a greater one before it writes anything else.
///
/// Read before a segment is begun, and before a write when the last look is a second old. Thread-safe.
public final class Fence {
  /// What the store's header says now.
  public interface StoredEpoch {
    int read() throws IOException;
  }

  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Where header;
  private final StoredEpoch stored;
  private final int own;
  private final TimeSource time;
  private volatile long lookedNanos;
  private volatile StorageException.@Nullable Fenced lost;

  /// @param header place of the header, for errors
  /// @param own epoch of this writer, which the header has
  public Fence(Where header, StoredEpoch stored, int own, TimeSource time) {
    this.header = header;
    this.stored = stored;
    this.own = own;
    this.time = time;
    this.lookedNanos = time.monotonicNanos();
  }

  /// Before a write.
  ///
  /// @throws StorageException.Fenced another writer has taken over: nothing may be written any more
  void beforeWrite() throws IOException {
    long now = time.monotonicNanos();
    if (lost != null || now - lookedNanos > LOOK_NANOS) look(now);
  }

  /// Before a segment gets its name, and before the store's header is written.
  ///
  /// @throws StorageException.Fenced as above
  public void look() throws IOException { look(time.monotonicNanos()); }

  private void look(long now) throws IOException {
    StorageException.Fenced known = lost;
    if (known != null) throw known;
    int found = stored.read();
    if (found != own) {
      known = new StorageException.Fenced(header, own, found);
      lost = known;
      throw known;
    }
    lookedNanos = now;
  }
}
