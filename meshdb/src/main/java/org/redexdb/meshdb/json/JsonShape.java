// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes between the scalar values of one event: punctuation, keys, white space, quotes. Another event with the same
/// bytes between its values has the same structure, value by value, so its keys need not be looked at.
///
/// ```
/// {"device": "d1", "loc": {"lat": 2.5}}
/// └─────┬────┘└┬┘└────────┬──────┘└┬┘└┬┘
///  separator 0 │     separator 1   │ separator 2
///           value 0             value 1
/// ```
/// Learned only from an event that was found valid. Confined to one thread.
public final class JsonShape {
  /// Events with more scalar values or more bytes between them are not remembered.
  static final int VALUES_MAX = 512;
  static final int SEPARATOR_BYTES_MAX = 16 << 10;

  /// For whoever uses the scanner: what it found out about this shape.
  public @Nullable Object attachment;

  private int values;
  private boolean[] text = new boolean[8];
  private int[] separatorLength = new int[8];
  /// Bytes of the last word of each separator that count.
  private long[] lastMask = new long[8];
  private long[] words = new long[16];
  private int wordCount;

  // The event that was matched (or learned from) last.
  private int from;
  private final byte[] kind;
  private final int[] start;
  private final int[] end;

  private JsonShape() {
    kind = new byte[VALUES_MAX];
    start = new int[VALUES_MAX];
    end = new int[VALUES_MAX];
  }

  /// Scalar values, in the order in which they stand in the text; those of keys that come twice too.
  public int values() { return values; }

  /// Kind of a scalar in the event scanned last.
  public byte kind(int value) { return kind[value]; }

  public int start(int value) { return start[value]; }

  public int end(int value) { return end[value]; }

  /// Position at which the separator in front of a value (or behind the last one) starts in the event matched last.
  int separatorStart(int separator) {
    return separator == 0 ? from : end[separator - 1];
  }

  /// @param event a valid JSON text
  /// @return null when the event is too large to be remembered
  static @Nullable JsonShape learn(byte[] event, int from, int to) {
    var shape = new JsonShape();
    shape.from = from;
    int separatorAt = from;
    int at = from;
    while (at < to) {
      byte c = event[at];
      byte valueKind;
      int valueAt = at;
      int valueEnd;
      if (c == '"') {
        valueAt = at + 1;
        int close = Tokens.stringEnd(event, valueAt, to);
        valueKind = close < 0 ? JsonKind.ESCAPED : JsonKind.STRING;
        valueEnd = close < 0 ? ~close : close;
        at = valueEnd + 1;
        int next = Tokens.skipSpace(event, at, to);
        // In valid JSON exactly the keys are followed by a colon.
        if (next < to && event[next] == ':') continue;
      } else if (c == '-' || c >= '0' && c <= '9') {
        long number = Tokens.number(event, at, to);
        valueKind = (byte) (number >>> 32);
        at = valueEnd = (int) number;
      } else if (c >= 'a' && c <= 'z') {
        valueKind = Tokens.literal(event, at, to);
        at = valueEnd = at + Tokens.literalBytes(valueKind);
      } else {
        at++;
        continue;
      }
      if (!shape.add(event, separatorAt, valueAt, valueKind, valueEnd)) return null;
      separatorAt = valueEnd;
    }
    return shape.separator(event, separatorAt, to) ? shape : null;
  }

  private boolean add(byte[] event, int separatorAt, int valueAt, byte valueKind, int valueEnd) {
    int value = values;
    if (value == VALUES_MAX || !separator(event, separatorAt, valueAt)) return false;
    text[value] = JsonKind.isText(valueKind);
    kind[value] = valueKind;
    start[value] = valueAt;
    end[value] = valueEnd;
    values++;
    return true;
  }

  private boolean separator(byte[] event, int separatorStart, int separatorEnd) {
    int length = separatorEnd - separatorStart;
    if (wordCount * 8 + length > SEPARATOR_BYTES_MAX) return false;
    if (values == text.length) {
      int size = values * 2;
      text = Arrays.copyOf(text, size);
    }
    if (values + 1 >= separatorLength.length) {
      separatorLength = Arrays.copyOf(separatorLength, separatorLength.length * 2);
      lastMask = Arrays.copyOf(lastMask, lastMask.length * 2);
    }
    separatorLength[values] = length;
    int at = separatorStart;
    // At least one word, so that the loop of match() has no case for an empty separator.
    do {
      if (wordCount == words.length) words = Arrays.copyOf(words, wordCount * 2);
      int size = Math.min(8, separatorEnd - at);
      words[wordCount++] = Tokens.head(event, at, size);
      lastMask[values] = size == 8 ? -1 : (1L << (size << 3)) - 1;
      at += 8;
    } while (at < separatorEnd);
    return true;
  }

  /// Whether the event has this shape and valid values; if so they can be asked for.
  boolean match(byte[] event, int eventFrom, int to) {
    int p = eventFrom;
    int w = 0;
    int count = values;
    for (int i = 0; i <= count; i++) {
      int length = separatorLength[i];
      int next = p + length;
      int lastWordAt = length == 0 ? p : p + (length - 1 & ~7);
      if (next > to) return false;
      for (int q = p; q < lastWordAt; q += 8) if (Tokens.word(event, q) != words[w++]) return false;
      long last = lastWordAt + 8 <= event.length
          ? Tokens.word(event, lastWordAt) & lastMask[i]
          : Tokens.head(event, lastWordAt, next - lastWordAt);
      if (last != words[w++]) return false;
      p = next;
      if (i == count) break;
      if (p >= to) return false;
      start[i] = p;
      if (text[i]) {
        int close = Tokens.stringEnd(event, p, to);
        if (close == Tokens.BAD) return false;
        kind[i] = close < 0 ? JsonKind.ESCAPED : JsonKind.STRING;
        p = close < 0 ? ~close : close;
      } else if (event[p] < 'A') {
        long number = Tokens.number(event, p, to);
        if (number < 0) return false;
        kind[i] = (byte) (number >>> 32);
        p = (int) number;
      } else {
        byte literal = Tokens.literal(event, p, to);
        if (literal == JsonKind.MISSING) return false;
        kind[i] = literal;
        p += Tokens.literalBytes(literal);
      }
      end[i] = p;
    }
    from = eventFrom;
    return p == to;
  }
}
