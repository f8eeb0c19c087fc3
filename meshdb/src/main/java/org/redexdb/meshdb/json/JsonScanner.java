// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.storage.api.Limits;

/// Finds the values of a fixed set of paths in JSON texts, one pass over each text, to its end: of a key that comes twice
/// the last one counts, and a text that is invalid anywhere has no values at all.
///
/// Texts are taken for valid when they are RFC 8259 JSON in well-formed UTF-8, nested at most [#DEPTH_MAX] deep. Nothing
/// outside the given range is ever used.
///
/// Two ways to the same answer: a generic walk over the text, and up to four remembered [JsonShape]s that are compared
/// with it. Where shapes change too often they cost more than they save; the scanner then goes on without for a while.
///
/// Confined to one thread.
public final class JsonScanner {
  /// Nesting that a text may have.
  public static final int DEPTH_MAX = Limits.JSON_DEPTH_MAX;

  private static final int SHAPES_MAX = 4;
  /// Texts after which the misses are counted anew.
  private static final int WINDOW = 512;
  private static final int MISSES_MAX = WINDOW / 10;
  /// Texts to go without shapes after too many misses.
  private static final int PAUSE = 8 * 1024;

  private final PathNode root;
  private final byte[] kind;
  private final int[] start;
  private final int[] end;

  private final boolean remember;
  private final Learned[] learned = new Learned[SHAPES_MAX];
  private int learnedCount;
  private int current;
  private int oldest;
  private int seen;
  private int misses;
  private int pause;
  private @Nullable Learned matched;

  /// @param paths different from each other; slot `i` is the path at index `i`
  public JsonScanner(List<List<PathStep>> paths) { this(paths, true); }

  /// @param remember whether to use shapes at all
  public JsonScanner(List<List<PathStep>> paths, boolean remember) {
    root = PathNode.compile(paths);
    kind = new byte[paths.size()];
    start = new int[paths.size()];
    end = new int[paths.size()];
    this.remember = remember;
  }

  /// What was found at a path in the text scanned last; see [JsonKind].
  public byte kind(int slot) { return kind[slot]; }

  /// First byte of the value, behind the quote of a string.
  public int start(int slot) { return start[slot]; }

  /// Behind the last byte of the value, before the quote of a string.
  public int end(int slot) { return end[slot]; }

  /// Shape of the text scanned last, or null when it has none.
  public @Nullable JsonShape shape() {
    Learned last = matched;
    return last == null ? null : last.shape;
  }

  /// Scans the text in `[from, to)`.
  ///
  /// @return false when it is no valid JSON; every path is then missing
  public boolean scan(byte[] bytes, int from, int to) {
    if (remember && pause == 0) return scanRemembering(bytes, from, to);
    if (pause > 0) pause--;
    matched = null;
    return scanGeneric(bytes, from, to);
  }

  private boolean scanRemembering(byte[] bytes, int from, int to) {
    if (++seen == WINDOW) {
      seen = 0;
      misses = 0;
    }
    int candidate = current;
    for (int i = 0; i < learnedCount; i++) {
      Learned known = learned[candidate];
      if (known.shape.match(bytes, from, to)) {
        current = candidate;
        matched = known;
        known.fill(this);
        return true;
      }
      if (++candidate == learnedCount) candidate = 0;
    }
    matched = null;
    boolean valid = scanGeneric(bytes, from, to);
    if (++misses > MISSES_MAX) {
      pause = PAUSE;
      seen = 0;
      misses = 0;
      learnedCount = 0;
      Arrays.fill(learned, null);
    } else if (valid)
      learn(bytes, from, to);
    return valid;
  }

  private void learn(byte[] bytes, int from, int to) {
    JsonShape shape = JsonShape.learn(bytes, from, to);
    if (shape == null) return;
    int place = learnedCount < SHAPES_MAX ? learnedCount++ : oldest++ % SHAPES_MAX;
    Learned fresh = new Learned(shape, this);
    learned[place] = fresh;
    current = place;
    matched = fresh;
  }

  private boolean scanGeneric(byte[] bytes, int from, int to) {
    Arrays.fill(kind, JsonKind.MISSING);
    int at = Tokens.skipSpace(bytes, from, to);
    if (at < to) {
      at = value(bytes, at, to, root, 0);
      if (at >= 0 && Tokens.skipSpace(bytes, at, to) == to) return true;
    }
    Arrays.fill(kind, JsonKind.MISSING);
    return false;
  }

  /// Walks one value.
  ///
  /// @param node where in the paths this is, or null when no path leads here
  /// @return behind the value, or [Tokens#BAD]
  private int value(byte[] bytes, int at, int to, @Nullable PathNode node, int depth) {
    byte c = bytes[at];
    return c == '{' || c == '[' ? container(bytes, at, to, node, depth) : scalar(bytes, at, to, node);
  }

  private int scalar(byte[] bytes, int at, int to, @Nullable PathNode node) {
    byte c = bytes[at];
    if (c == '"') {
      int close = Tokens.stringEnd(bytes, at + 1, to);
      if (close == Tokens.BAD) return Tokens.BAD;
      int stop = close < 0 ? ~close : close;
      if (node != null) found(node, close < 0 ? JsonKind.ESCAPED : JsonKind.STRING, at + 1, stop);
      return stop + 1;
    }
    if (c == '-' || c >= '0' && c <= '9') {
      long number = Tokens.number(bytes, at, to);
      if (number < 0) return Tokens.BAD;
      if (node != null) found(node, (byte) (number >>> 32), at, (int) number);
      return (int) number;
    }
    byte literal = Tokens.literal(bytes, at, to);
    if (literal == JsonKind.MISSING) return Tokens.BAD;
    int stop = at + Tokens.literalBytes(literal);
    if (node != null) found(node, literal, at, stop);
    return stop;
  }

  private int container(byte[] bytes, int at, int to, @Nullable PathNode node, int depth) {
    if (depth == DEPTH_MAX) return Tokens.BAD;
    // First forget what an earlier value of the same key left below this place.
    if (node != null) forget(node);
    boolean object = bytes[at] == '{';
    int stop = object ? object(bytes, at + 1, to, node, depth + 1) : array(bytes, at + 1, to, node, depth + 1);
    if (node != null && stop >= 0 && node.slot >= 0)
      set(node.slot, object ? JsonKind.OBJECT : JsonKind.ARRAY, at, stop);
    return stop;
  }

  private int object(byte[] bytes, int from, int to, @Nullable PathNode node, int depth) {
    int at = Tokens.skipSpace(bytes, from, to);
    if (at < to && bytes[at] == '}') return at + 1;
    while (at < to && bytes[at] == '"') {
      int keyAt = at + 1;
      int close = Tokens.stringEnd(bytes, keyAt, to);
      if (close == Tokens.BAD) return Tokens.BAD;
      PathNode member = null;
      if (close < 0) {
        close = ~close;
        if (node != null) member = escapedMember(node, bytes, keyAt, close);
      } else if (node != null) member = node.member(bytes, keyAt, close - keyAt);
      at = Tokens.skipSpace(bytes, close + 1, to);
      if (at >= to || bytes[at] != ':') return Tokens.BAD;
      at = Tokens.skipSpace(bytes, at + 1, to);
      if (at >= to) return Tokens.BAD;
      at = value(bytes, at, to, member, depth);
      if (at < 0) return Tokens.BAD;
      at = Tokens.skipSpace(bytes, at, to);
      if (at >= to) return Tokens.BAD;
      if (bytes[at] == '}') return at + 1;
      if (bytes[at] != ',') return Tokens.BAD;
      at = Tokens.skipSpace(bytes, at + 1, to);
    }
    return Tokens.BAD;
  }

  private int array(byte[] bytes, int from, int to, @Nullable PathNode node, int depth) {
    int at = Tokens.skipSpace(bytes, from, to);
    if (at < to && bytes[at] == ']') return at + 1;
    boolean indexed = node != null && node.indexed;
    int index = 0;
    while (at < to) {
      PathNode element = indexed && node != null ? node.element(index++) : null;
      at = value(bytes, at, to, element, depth);
      if (at < 0) return Tokens.BAD;
      at = Tokens.skipSpace(bytes, at, to);
      if (at >= to) return Tokens.BAD;
      if (bytes[at] == ']') return at + 1;
      if (bytes[at] != ',') return Tokens.BAD;
      at = Tokens.skipSpace(bytes, at + 1, to);
    }
    return Tokens.BAD;
  }

  private static @Nullable PathNode escapedMember(PathNode node, byte[] bytes, int start, int end) {
    byte[] key = new byte[end - start];
    return node.member(key, 0, JsonStrings.unescape(bytes, start, end, key, 0));
  }

  private void found(PathNode node, byte valueKind, int from, int to) {
    forget(node);
    if (node.slot >= 0) set(node.slot, valueKind, from, to);
  }

  private void forget(PathNode node) {
    for (int slot : node.below) kind[slot] = JsonKind.MISSING;
  }

  private void set(int slot, byte valueKind, int from, int to) {
    kind[slot] = valueKind;
    start[slot] = from;
    end[slot] = to;
  }

  /// A shape with the place of each path in it, taken from the event that it was learned from.
  private static final class Learned {
    final JsonShape shape;
    /// Slot and value in turn.
    private final int[] scalars;
    /// Slot, kind, separator and offset of the first byte, separator and offset of the last, in turn.
    private final int[] containers;

    Learned(JsonShape shape, JsonScanner scanner) {
      this.shape = shape;
      int[] scalarList = new int[scanner.kind.length * 2];
      int[] containerList = new int[scanner.kind.length * 6];
      int scalarUsed = 0;
      int containerUsed = 0;
      for (int slot = 0; slot < scanner.kind.length; slot++) {
        byte kind = scanner.kind[slot];
        if (JsonKind.isContainer(kind)) {
          containerList[containerUsed++] = slot;
          containerList[containerUsed++] = kind;
          int first = separatorWith(scanner.start[slot]);
          containerList[containerUsed++] = first;
          containerList[containerUsed++] = scanner.start[slot] - shape.separatorStart(first);
          int last = separatorWith(scanner.end[slot] - 1);
          containerList[containerUsed++] = last;
          containerList[containerUsed++] = scanner.end[slot] - shape.separatorStart(last);
        } else if (kind != JsonKind.MISSING) {
          scalarList[scalarUsed++] = slot;
          scalarList[scalarUsed++] = valueAt(scanner.start[slot]);
        }
      }
      scalars = Arrays.copyOf(scalarList, scalarUsed);
      containers = Arrays.copyOf(containerList, containerUsed);
    }

    /// The separator that the byte at `position` is in.
    private int separatorWith(int position) {
      int separator = 0;
      while (separator < shape.values() && shape.start(separator) <= position) separator++;
      return separator;
    }

    private int valueAt(int position) {
      for (int value = 0; value < shape.values(); value++) if (shape.start(value) == position) return value;
      throw new IllegalStateException("no value starts at " + position);
    }

    void fill(JsonScanner scanner) {
      Arrays.fill(scanner.kind, JsonKind.MISSING);
      for (int i = 0; i < scalars.length; i += 2) {
        int value = scalars[i + 1];
        scanner.set(scalars[i], shape.kind(value), shape.start(value), shape.end(value));
      }
      for (int i = 0; i < containers.length; i += 6)
        scanner.set(containers[i], (byte) containers[i + 1],
            shape.separatorStart(containers[i + 2]) + containers[i + 3],
            shape.separatorStart(containers[i + 4]) + containers[i + 5]);
    }
  }
}
