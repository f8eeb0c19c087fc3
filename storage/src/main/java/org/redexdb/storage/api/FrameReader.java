// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Sequential reader over a fixed range of one log, without gaps unless it is made for some events only ([Log#keyReader]):
/// in seq order, or its blocks in the reverse order ([Log#backwardReader]).
///
/// Confined to one thread. Pins the segments it reads until closed.
public interface FrameReader extends AutoCloseable {
  /// Fills `block` with the next run of events (about [FrameBlock#runBytes] of frames; one event that is larger comes
  /// alone).
  ///
  /// @return false when the range is exhausted; the block is then empty
  /// @throws StorageException.Corrupt when stored bytes are damaged; calling again throws again
  boolean next(FrameBlock block);

  @Override
  void close();
}
