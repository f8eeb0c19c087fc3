// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A log as every suite sees it, so that all are measured through the same few calls.
///
/// One appending thread unless [#concurrent] says otherwise; any number of readers, one per thread.
public interface LogEngine extends AutoCloseable {
  void append(byte[] event) throws IOException;

  /// Appends all as one unit: one transaction, one write or one force, whatever the engine has.
  void appendBatch(byte[][] events) throws IOException;

  /// Whether [#append] may be called by many threads and shares forces among them by itself.
  default boolean concurrent() { return false; }

  Reader reader() throws IOException;

  /// Visits every event, oldest first.
  ///
  /// @return events visited
  long scan(Visitor visitor) throws IOException;

  /// As [#scan], through what the engine has for looking at one event after the other without copying it.
  ///
  /// @return sum of the first and the last byte of every event, or empty when the engine has nothing of the kind
  default OptionalLong sumOfViews() throws IOException { return OptionalLong.empty(); }

  /// As above, through what gives a copy of each event.
  default OptionalLong sumOfCopies() throws IOException { return OptionalLong.empty(); }

  long size() throws IOException;

  @Override
  void close() throws IOException;

  /// Reads by number.
  interface Reader extends AutoCloseable {
    /// Copies event `seq` into `target`.
    ///
    /// @return its length, or -1 when it is not there
    int read(long seq, byte[] target) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  /// Sees one event; the bytes are valid during the call only.
  interface Visitor {
    void event(byte[] bytes, int offset, int length);
  }

  /// Found by [java.util.ServiceLoader], so that engines with heavy dependencies live elsewhere.
  interface Provider {
    String name();

    /// Opens what is in `directory`, or creates it.
    ///
    /// @param durable false: an append returns when the end of the process cannot lose it; true: when a power cut cannot
    LogEngine open(Path directory, boolean durable) throws IOException;
  }
}
