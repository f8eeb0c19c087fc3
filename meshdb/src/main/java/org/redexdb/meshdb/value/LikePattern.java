// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A compiled LIKE pattern over UTF-8: `%` any run of characters, `_` one code point, an escape character before either.
/// Immutable.
public final class LikePattern {
  /// A run of literal bytes with as many `_` before it; parts are separated by `%`.
  private record Piece(int anyBefore, byte[] literal) {
  }

  /// Between two `%`, or between one and an end of the pattern.
  private record Part(List<Piece> pieces, int anyAfter) {
  }

  private final List<Part> parts;

  private LikePattern(List<Part> parts) {
    this.parts = parts;
  }

  /// @param escape one character, or empty for none
  /// @throws org.redexdb.meshdb.api.SqlException.Data 22019 for a longer escape, 22025 for one that escapes nothing
  public static LikePattern compile(String pattern, String escape) {
    if (escape.codePointCount(0, escape.length()) > 1) throw BadValue.domain("22019", "ESCAPE takes one character");
    int escaped = escape.isEmpty() ? -1 : escape.codePointAt(0);
    var parts = new ArrayList<Part>();
    var pieces = new ArrayList<Piece>();
    var literal = new StringBuilder();
    int any = 0;
    int anyOfLiteral = 0;
    int[] points = pattern.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int c = points[i];
      if (c == escaped) {
        if (++i == points.length || points[i] != '%' && points[i] != '_' && points[i] != escaped)
          throw BadValue.domain("22025", "the escape of a LIKE pattern must be followed by %, _ or itself");
        c = points[i];
      } else if (c == '%' || c == '_') {
        if (!literal.isEmpty()) {
          pieces.add(new Piece(anyOfLiteral, Ordering.utf8(literal.toString())));
          literal.setLength(0);
        }
        if (c == '_') any++;
        else {
          parts.add(new Part(List.copyOf(pieces), any));
          pieces.clear();
          any = 0;
        }
        continue;
      }
      if (literal.isEmpty()) {
        anyOfLiteral = any;
        any = 0;
      }
      literal.appendCodePoint(c);
    }
    if (!literal.isEmpty()) pieces.add(new Piece(anyOfLiteral, Ordering.utf8(literal.toString())));
    parts.add(new Part(List.copyOf(pieces), any));
    return new LikePattern(List.copyOf(parts));
  }

  public boolean matches(String text) {
    byte[] bytes = Ordering.utf8(text);
    return matches(bytes, 0, bytes.length);
  }

  /// Whether the UTF-8 text in `bytes` matches.
  public boolean matches(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = matchAt(parts.getFirst(), bytes, offset, end);
    if (at < 0) return false;
    int last = parts.size() - 1;
    if (last == 0) return at == end;
    // Between the first and the last part the leftmost match is as good as any.
    for (int p = 1; p < last; p++) {
      at = find(parts.get(p), bytes, at, end);
      if (at < 0) return false;
    }
    return matchAtEnd(parts.get(last), bytes, at, end);
  }

  /// End of the match that starts exactly at `at`, or -1.
  private static int matchAt(Part part, byte[] bytes, int at, int end) {
    int i = at;
    for (Piece piece : part.pieces) {
      i = skip(bytes, i, end, piece.anyBefore);
      byte[] literal = piece.literal;
      if (i < 0 || literal.length > end - i
          || !Arrays.equals(bytes, i, i + literal.length, literal, 0, literal.length))
        return -1;
      i += literal.length;
    }
    return skip(bytes, i, end, part.anyAfter);
  }

  private static int find(Part part, byte[] bytes, int from, int end) {
    if (part.pieces.size() == 1 && part.anyAfter == 0 && part.pieces.getFirst().anyBefore == 0)
      return findLiteral(part.pieces.getFirst().literal, bytes, from, end);
    for (int i = from; i <= end; i = next(bytes, i, end)) {
      int matched = matchAt(part, bytes, i, end);
      if (matched >= 0) return matched;
      if (i == end) break;
    }
    return -1;
  }

  private static int findLiteral(byte[] literal, byte[] bytes, int from, int end) {
    byte first = literal[0];
    int last = end - literal.length;
    for (int i = from; i <= last; i++) {
      if (bytes[i] != first) continue;
      int k = 1;
      while (k < literal.length && bytes[i + k] == literal[k]) k++;
      if (k == literal.length) return i + k;
    }
    return -1;
  }

  /// A part has a fixed number of characters but not of bytes, so it is tried from the only place where it can start.
  private static boolean matchAtEnd(Part part, byte[] bytes, int from, int end) {
    int any = part.anyAfter;
    int i = end;
    for (int p = part.pieces.size() - 1; p >= 0; p--) {
      i = skipBack(bytes, i, from, any);
      Piece piece = part.pieces.get(p);
      i -= piece.literal.length;
      if (i < from || !Arrays.equals(bytes, i, i + piece.literal.length, piece.literal, 0, piece.literal.length))
        return false;
      any = piece.anyBefore;
    }
    return skipBack(bytes, i, from, any) >= from;
  }

  private static int skip(byte[] bytes, int at, int end, int points) {
    int i = at;
    for (int n = 0; n < points; n++) {
      if (i >= end) return -1;
      i = next(bytes, i, end);
    }
    return i;
  }

  private static int next(byte[] bytes, int at, int end) {
    int i = at + 1;
    while (i < end && (bytes[i] & 0xC0) == 0x80) i++;
    return i;
  }

  private static int skipBack(byte[] bytes, int at, int from, int points) {
    int i = at;
    for (int n = 0; n < points; n++) {
      if (i <= from) return -1;
      i--;
      while (i > from && (bytes[i] & 0xC0) == 0x80) i--;
    }
    return i;
  }
}
