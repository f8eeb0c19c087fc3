// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Keeps the events of a log from one seq on: no trim and no retention passes it until it is closed.
///
/// Thread-safe. Of a log that another process writes it keeps what this process reads: its files stay mapped.
public interface Pin extends AutoCloseable {
  /// Oldest event that is kept: the one asked for, or the oldest there was.
  long seq();

  /// Lets go. Idempotent.
  @Override
  void close();
}
