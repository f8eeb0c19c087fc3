// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A folder of logs with one writing process and any number of reading ones.
///
/// Thread-safe.
public interface Store extends AutoCloseable {
  Path directory();

  UUID uuid();

  /// Incarnation of this writer; greater than of any writer before. 0 in a store opened read-only that never had one.
  int epoch();

  boolean readOnly();

  /// Process that writes the store, 0 when none is known to.
  long writerPid();

  /// @throws StorageException.ReadOnly the store was opened read-only; names the process that writes, when there is one
  void requireWritable();

  /// Creates a log; durable when this returns.
  ///
  /// @param name UTF-8 at most [Limits#NAME_BYTES_MAX] bytes; stored in every segment, not checked for uniqueness
  Log create(String name, LogOptions options);

  @Nullable
  Log log(long id);

  /// All logs by ascending id.
  Collection<Log> logs();

  /// Appends to several logs, all or nothing, across every crash and for who reads tips with [#tips]. An empty batch asks
  /// only that its log stands where it is expected to.
  ///
  /// @param appends at most one for each log of this store
  /// @return receipts in the same order; for an empty batch with count 0 and the log's last event
  /// @throws StorageException.Conflict a log's next seq is not the expected one; nothing was appended
  /// @throws StorageException.TooLarge nothing was appended
  /// @throws StorageException.DiskFull as it says
  /// @throws StorageException.NotDurable appended, outcome unknown
  List<Receipt> append(List<LogAppend> appends, Ack ack);

  /// Last published seqs, -1 for none, at one moment: of a commit over several logs it shows all or nothing.
  long[] tips(List<? extends Log> logs);

  /// What this process has done to the journal of commits over several logs, in which such a commit is one event or more and
  /// whose forces make their events durable; [LogActivity#NONE] while there was none.
  LogActivity journal();

  /// Removes a log and its files. Readers under way finish or get [StorageException.Closed].
  void drop(long id);

  /// What opening found and did: torn tails cut, damaged slots survived. Empty after a clean close.
  List<String> recoveryNotes();

  /// Reads every frame of every log and checks all there is to check. The store stays usable.
  VerifyReport verify(Progress progress);

  /// Refuses new work, waits for appends under way, forces, unmaps and unlocks. Idempotent.
  ///
  /// @throws StorageException.NotDurable the store is closed, but not all that it holds could be forced: the next open
  ///           settles what is there
  /// @throws StorageException.DiskFull as above, for lack of space
  @Override
  void close();
}
