// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Secure randomness, made when it is first drawn from: its providers take 40 ms to load, and opening a store that is there
/// needs none. Thread-safe.
final class SystemRandom implements RandomGenerator {
  private static final class Made {
    static final SecureRandom SECURE = new SecureRandom();
  }

  @Override
  public long nextLong() { return Made.SECURE.nextLong(); }
}
