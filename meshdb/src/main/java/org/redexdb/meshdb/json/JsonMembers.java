// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

/// The members of an object or the elements of an array, one after the other, in a text that [JsonScanner] found valid.
/// Reusable; confined to one thread.
public final class JsonMembers {
  private byte[] bytes = new byte[0];
  private boolean object;
  private int at;
  private int to;
  private boolean keyEscaped;
  private int keyStart;
  private int keyEnd;
  private byte kind;
  private int start;
  private int end;

  public JsonMembers() {}

  /// Starts at the first member of the value in `[from, to)`, which white space may surround.
  ///
  /// @return false when it is neither object nor array
  public boolean reset(byte[] source, int from, int toExclusive) {
    bytes = source;
    to = toExclusive;
    at = Tokens.skipSpace(bytes, from, to);
    if (at == to || bytes[at] != '{' && bytes[at] != '[') return false;
    object = bytes[at++] == '{';
    return true;
  }

  /// Whether the value has keys.
  public boolean isObject() { return object; }

  /// Moves to the next member.
  ///
  /// @return false when there is none
  public boolean next() {
    at = Tokens.skipSpace(bytes, at, to);
    if (at < to && bytes[at] == ',') at = Tokens.skipSpace(bytes, at + 1, to);
    if (at >= to || bytes[at] == '}' || bytes[at] == ']') return false;
    if (object) {
      keyStart = at + 1;
      int close = Tokens.stringEnd(bytes, keyStart, to);
      keyEscaped = close < 0;
      keyEnd = keyEscaped ? ~close : close;
      at = Tokens.skipSpace(bytes, Tokens.skipSpace(bytes, keyEnd + 1, to) + 1, to);
    }
    readValue();
    return true;
  }

  private void readValue() {
    byte c = bytes[at];
    start = at;
    if (c == '"') {
      start = at + 1;
      int close = Tokens.stringEnd(bytes, start, to);
      kind = close < 0 ? JsonKind.ESCAPED : JsonKind.STRING;
      end = close < 0 ? ~close : close;
      at = end + 1;
      return;
    }
    if (c == '{' || c == '[') {
      kind = c == '{' ? JsonKind.OBJECT : JsonKind.ARRAY;
      end = containerEnd();
    } else if (c == '-' || c <= '9') {
      long number = Tokens.number(bytes, at, to);
      kind = (byte) (number >>> 32);
      end = (int) number;
    } else {
      kind = Tokens.literal(bytes, at, to);
      end = at + Tokens.literalBytes(kind);
    }
    at = end;
  }

  private int containerEnd() {
    int depth = 0;
    int p = at;
    while (p < to) {
      byte c = bytes[p++];
      if (c == '"') {
        int close = Tokens.stringEnd(bytes, p, to);
        p = (close < 0 ? ~close : close) + 1;
      } else if (c == '{' || c == '[')
        depth++;
      else if ((c == '}' || c == ']') && --depth == 0) return p;
    }
    return to;
  }

  /// Where the name of the member is looked up or added, its escapes resolved.
  ///
  /// @param add whether to add it when it is not there
  /// @return its number, or -1
  public int key(KeyTable table, boolean add) {
    byte[] source = bytes;
    int from = keyStart;
    int length = keyEnd - keyStart;
    if (keyEscaped) {
      source = new byte[length];
      length = JsonStrings.unescape(bytes, keyStart, keyEnd, source, 0);
      from = 0;
    }
    int key = table.find(source, from, length);
    return key < 0 && add ? table.add(source, from, length) : key;
  }

  /// Name of the member, only in an object.
  public String name() {
    return JsonStrings.text(keyEscaped ? JsonKind.ESCAPED : JsonKind.STRING, bytes, keyStart, keyEnd);
  }

  /// The text that the ranges are of.
  public byte[] bytes() { return bytes; }

  /// As [JsonScanner] tells kinds and ranges.
  public byte kind() { return kind; }

  public int start() { return start; }

  public int end() { return end; }
}
