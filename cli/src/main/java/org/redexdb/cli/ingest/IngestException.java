// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

/// The source cannot be read any further in its format: nothing behind this line can be told apart.
public final class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final String reason;

  IngestException(long line, String reason) {
    super("line " + line + ": " + reason);
    this.line = line;
    this.reason = reason;
  }

  /// The message without the line.
  public String reason() {
    return reason;
  }

  /// Line, counted from 1, where reading ended.
  public long line() {
    return line;
  }
}
