// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// JSON Lines: one value a line. The payload is the line as it is, without its end; lines with nothing but white space
/// are passed over.
final class JsonLinesReader implements EventReader {

  private final ByteInput in;
  private final JsonProbe probe;
  private final Bytes bytes = new Bytes();
  private long line;

  JsonLinesReader(ByteInput in, Extraction extraction) {
    this.in = in;
    this.probe = new JsonProbe(extraction);
  }

  @Override
  public @Nullable Item next() throws IOException {
    while (in.peek() != ByteInput.END) {
      line++;
      boolean blank = readLine();
      if (bytes.overflow()) {
        return Bytes.tooLarge(line);
      }
      if (!blank) {
        return probe.read(line, 1, bytes.copy());
      }
    }
    return null;
  }

  // A line ends at the line feed only: a carriage return alone is white space inside a JSON value.
  private boolean readLine() throws IOException {
    bytes.clear();
    boolean blank = true;
    boolean pendingReturn = false;
    for (int value = in.read(); value != ByteInput.END && value != '\n'; value = in.read()) {
      if (pendingReturn) {
        bytes.add('\r');
        pendingReturn = false;
      }
      if (value == '\r') {
        pendingReturn = true;
        continue;
      }
      blank &= value == ' ' || value == '\t';
      bytes.add(value);
    }
    return blank;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
