// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

/// The source cannot be read any further in its format: nothing behind this line can be told apart.
public final class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long line;

  IngestException(long line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  /// Line, counted from 1, where reading ended.
  public long line() {
    return line;
  }
}
