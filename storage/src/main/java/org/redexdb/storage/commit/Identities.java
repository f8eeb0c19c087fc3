// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Draws uuids and salts. Thread-safe although the generator need not be.
public final class Identities {
  private static final long VERSION_MASK = 0xFFFFFFFFFFFF0FFFL;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_MASK = 0x3FFFFFFFFFFFFFFFL;
  private static final long VARIANT = 0x8000000000000000L;

  private final RandomGenerator random;

  public Identities(RandomGenerator random) { this.random = random; }

  public synchronized UUID uuid() {
    return new UUID(random.nextLong() & VERSION_MASK | VERSION_4, random.nextLong() & VARIANT_MASK | VARIANT);
  }

  public synchronized int salt() { return random.nextInt(); }
}
