// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/// JSON-like events of exactly one size; the same for every engine.
final class Payloads {
  /// Different payloads, a power of two.
  static final int COUNT = 4096;

  private Payloads() {}

  static byte[][] ofSize(int size) {
    var random = new SplittableRandom(size);
    var payloads = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) payloads[i] = one(random, size);
    return payloads;
  }

  /// Consecutive payloads, `k` at a time.
  static byte[][][] batches(byte[][] payloads, int k) {
    var batches = new byte[payloads.length / k][][];
    for (int i = 0; i < batches.length; i++) batches[i] = Arrays.copyOfRange(payloads, i * k, i * k + k);
    return batches;
  }

  private static byte[] one(SplittableRandom random, int size) {
    var text = new StringBuilder(size)
        .append(
            String.format(Locale.ROOT, "{\"d\":\"d%03d\",\"n\":%d", random.nextInt(1000), random.nextInt(100, 1000)));
    for (int field = 0; text.length() < size - 40; field++)
      text.append(String.format(Locale.ROOT, ",\"field%d\":\"reading-%d\"", field, random.nextInt(1_000_000)));
    while (text.length() < size - 1) text.append(' ');
    return text.append('}').toString().getBytes(StandardCharsets.US_ASCII);
  }
}
