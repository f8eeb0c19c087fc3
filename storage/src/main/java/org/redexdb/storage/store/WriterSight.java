// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;

/// What a reader sees of the process that writes the store. While there is none it looks again now and then: a store that
/// was opened when nobody wrote it is followed as soon as somebody does.
///
/// Thread-safe.
final class WriterSight {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final StoreOpening.Environment environment;
  private final Path directory;
  private final int epoch;
  private volatile @Nullable ControlFile control;
  private long nextLookNanos;
  private boolean closed;

  /// @param epoch of the last writer before the reader opened
  /// @param control of the writer that was there then, or null
  WriterSight(StoreOpening.Environment environment, Path directory, int epoch, @Nullable ControlFile control) {
    this.environment = environment;
    this.directory = directory;
    this.epoch = epoch;
    this.control = control;
    this.nextLookNanos = time().monotonicNanos();
  }

  /// What the writer shows, or null when none has been there since the reader opened.
  @Nullable
  ControlFile control() throws IOException {
    ControlFile shown = control;
    return shown != null ? shown : look();
  }

  /// Epoch of the last writer that is known of.
  int epoch() throws IOException {
    ControlFile shown = control();
    return shown == null ? epoch : shown.epoch();
  }

  private synchronized @Nullable ControlFile look() throws IOException {
    long now = time().monotonicNanos();
    if (control != null || closed || now - nextLookNanos < 0) return control;
    nextLookNanos = now + LOOK_NANOS;
    control = environment.crew().call(() -> {
      ControlFile found = ControlFile.forReader(environment.disk(), directory);
      // Not after the last writer: what it left shows nothing that was not read when opening.
      if (found == null || Integer.compareUnsigned(found.epoch(), epoch) > 0) return Optional.ofNullable(found);
      found.close();
      return Optional.<ControlFile>empty();
    }).orElse(null);
    return control;
  }

  /// The answer to a write: whose business it is.
  StorageException refusal(Where where) {
    long pid = livingPid();
    // This process reading beside its own writer was asked to.
    return pid == 0 || pid == ProcessHandle.current().pid()
        ? new StorageException.ReadOnly(where, "the store was opened read-only; open it again for writing")
        : new StorageException.ReadOnly(where, pid);
  }

  /// The writer's process, 0 when there is none: the word of a writer that was killed stays behind.
  long livingPid() {
    long pid = pid();
    return pid == 0 || ProcessHandle.of(pid).isEmpty() ? 0 : pid;
  }

  private synchronized long pid() {
    if (closed) return 0;
    try {
      ControlFile shown = control();
      return shown == null ? 0 : shown.pid();
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(directory), "looking for the writer");
    }
  }

  synchronized void close() throws IOException {
    closed = true;
    ControlFile shown = control;
    if (shown != null) shown.close();
  }

  private TimeSource time() { return environment.time(); }
}
