// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One JSON array. The payload of an event is the exact slice of its element, so an element is found by its brackets and
/// quotes first and checked as JSON afterwards; one that is wrong inside does not hide the next.
final class JsonArrayReader implements EventReader {

  private enum State {
    BEFORE_ARRAY, AFTER_OPEN, AFTER_ELEMENT, AFTER_ARRAY
  }

  private final ByteInput in;
  private final JsonProbe probe;
  private final Bytes bytes = new Bytes();
  private State state = State.BEFORE_ARRAY;

  JsonArrayReader(ByteInput in, Extraction extraction) {
    this.in = in;
    this.probe = new JsonProbe(extraction);
  }

  @Override
  public @Nullable Item next() throws IOException {
    if (state == State.BEFORE_ARRAY) {
      expectOpen();
    }
    if (state == State.AFTER_ARRAY) {
      return null;
    }
    skipWhitespace();
    if (in.peek() == ']') {
      if (state == State.AFTER_OPEN || state == State.AFTER_ELEMENT) {
        in.read();
        return end();
      }
    }
    if (state == State.AFTER_ELEMENT) {
      if (in.peek() != ',') {
        throw broken("expected , or ] after an element of the array");
      }
      in.read();
      skipWhitespace();
    }
    long line = in.line();
    long column = in.column();
    readElement();
    state = State.AFTER_ELEMENT;
    if (bytes.overflow()) {
      return Bytes.tooLarge(line);
    }
    if (bytes.size() == 0) {
      return new Item.Bad(line, "not JSON: no value before the " + (in.peek() == ']' ? "]" : "comma"));
    }
    return probe.read(line, column, bytes.copy());
  }

  private void expectOpen() throws IOException {
    skipWhitespace();
    if (in.peek() != '[') {
      throw broken("a JSON array begins with [; for one value a line use --format jsonl");
    }
    in.read();
    state = State.AFTER_OPEN;
  }

  private @Nullable Item end() throws IOException {
    state = State.AFTER_ARRAY;
    skipWhitespace();
    if (in.peek() != ByteInput.END) {
      throw broken("more text after the ] that ends the array");
    }
    return null;
  }

  /// Reads up to the comma or bracket behind the element and leaves that one in the input.
  private void readElement() throws IOException {
    bytes.clear();
    int depth = 0;
    long start = in.line();
    while (true) {
      int value = in.peek();
      if (value == ByteInput.END) {
        throw new IngestException(start, "the array ends in the middle of its element that begins here");
      }
      if (depth == 0 && (value == ',' || value == ']' || isWhitespace(value))) {
        return;
      }
      bytes.add(in.read());
      switch (value) {
        case '"' -> readString(start);
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {
          // Every other byte is the parser's business.
        }
      }
      if (depth < 0) {
        throw broken("a } without its {");
      }
    }
  }

  private void readString(long start) throws IOException {
    while (true) {
      int value = in.read();
      if (value == ByteInput.END) {
        throw new IngestException(start, "a text in the element that begins here is never closed");
      }
      bytes.add(value);
      if (value == '"') {
        return;
      }
      if (value == '\\' && in.peek() != ByteInput.END) {
        bytes.add(in.read());
      }
    }
  }

  private void skipWhitespace() throws IOException {
    while (isWhitespace(in.peek())) {
      in.read();
    }
  }

  private static boolean isWhitespace(int value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  private IngestException broken(String message) {
    return new IngestException(in.line(), message);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
