// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts RFC 4180 text into records. Works on bytes, because every delimiter is ASCII and a field is decoded only when its
/// bytes are complete; so a bad byte is one bad row. Stricter than most readers on purpose: a quote that is never closed
/// would swallow every row behind it, and text after a closing quote has two readings.
final class CsvTokenizer {

  /// A row, or what is wrong with it.
  sealed interface Row {
    record Fields(long line, List<String> values) implements Row {
    }

    record Wrong(long line, String reason) implements Row {
    }
  }

  private final ByteInput in;
  private final int delimiter;
  private final Bytes bytes = new Bytes();
  private final List<Integer> fieldEnds = new ArrayList<>();
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
      .onUnmappableCharacter(CodingErrorAction.REPORT);
  private @Nullable String wrong;

  CsvTokenizer(ByteInput in, char delimiter) {
    if (!Source.isDelimiter(delimiter)) {
      throw new IllegalArgumentException("a CSV delimiter is one ASCII character, not a quote or line end");
    }
    this.in = in;
    this.delimiter = delimiter;
  }

  /// The next row; empty lines are passed over. Null at the end.
  @Nullable
  Row next() throws IOException {
    while (isLineEnd(in.peek())) {
      in.read();
    }
    if (in.peek() == ByteInput.END) {
      return null;
    }
    long line = in.line();
    bytes.clear();
    fieldEnds.clear();
    wrong = null;
    do {
      field();
      fieldEnds.add(bytes.size());
    } while (endsWithDelimiter());
    return bytes.overflow() ? new Row.Wrong(line, Bytes.tooLarge(line).reason()) : row(line);
  }

  private Row row(long line) {
    if (wrong != null) {
      return new Row.Wrong(line, wrong);
    }
    var values = new ArrayList<String>(fieldEnds.size());
    int from = 0;
    for (int end : fieldEnds) {
      try {
        values.add(utf8.decode(ByteBuffer.wrap(bytes.array(), from, end - from)).toString());
      } catch (CharacterCodingException _) {
        return new Row.Wrong(line,
            "field " + (values.size() + 1) + " is not UTF-8; convert the file first, for example with iconv");
      }
      from = end;
    }
    return new Row.Fields(line, values);
  }

  private void field() throws IOException {
    if (in.peek() == '"') {
      long line = in.line();
      in.read();
      quoted(line);
      if (!isFieldEnd(in.peek())) {
        wrong = "text after the closing quote of field " + (fieldEnds.size() + 1);
      }
    }
    while (!isFieldEnd(in.peek())) {
      int value = in.read();
      if (value == '"') {
        wrong = "a quote inside field " + (fieldEnds.size() + 1)
            + ", which is not quoted; quote the field and double the quote";
      }
      bytes.add(value);
    }
  }

  private void quoted(long line) throws IOException {
    while (true) {
      int value = in.read();
      if (value == ByteInput.END) {
        throw new IngestException(line, "the quote that opens here is never closed");
      }
      if (value == '"') {
        if (in.peek() != '"') {
          return;
        }
        in.read();
      }
      bytes.add(value);
      if (bytes.overflow()) {
        throw new IngestException(line,
            "the field that opens here is longer than the largest event; is its quote closed?");
      }
    }
  }

  private boolean endsWithDelimiter() throws IOException {
    int value = in.peek();
    if (value == ByteInput.END) {
      return false;
    }
    in.read();
    if (value == '\r' && in.peek() == '\n') {
      in.read();
    }
    return value == delimiter;
  }

  private boolean isFieldEnd(int value) {
    return value == delimiter || value == ByteInput.END || isLineEnd(value);
  }

  private static boolean isLineEnd(int value) {
    return value == '\n' || value == '\r';
  }
}
