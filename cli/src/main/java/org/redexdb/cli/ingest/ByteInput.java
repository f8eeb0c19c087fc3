// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// A buffered stream of bytes that knows the line it is in: a line ends with `\n`, `\r\n` or a `\r` alone.
final class ByteInput implements Closeable {

  static final int END = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int limit;
  private long line = 1;
  private long position;
  private long lineStart;
  private boolean afterReturn;

  ByteInput(InputStream in) {
    this.in = in;
  }

  /// Line of the byte that [#read] gives next.
  long line() {
    return line;
  }

  /// Place in its line of the byte that [#read] gives next, counted in bytes from 1.
  long column() {
    return position - lineStart + 1;
  }

  int read() throws IOException {
    int value = peek();
    if (value == END) {
      return END;
    }
    at++;
    position++;
    if (value == '\n') {
      line += afterReturn ? 0 : 1;
      afterReturn = false;
      lineStart = position;
    } else if (value == '\r') {
      line++;
      afterReturn = true;
      lineStart = position;
    } else {
      afterReturn = false;
    }
    return value;
  }

  int peek() throws IOException {
    if (at == limit) {
      limit = in.read(buffer);
      at = 0;
      if (limit <= 0) {
        limit = 0;
        return END;
      }
    }
    return buffer[at] & 0xff;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
