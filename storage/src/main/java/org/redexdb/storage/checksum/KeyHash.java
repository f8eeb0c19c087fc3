// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.checksum;

import com.dynatrace.hash4j.hashing.Hashing;

/// Hash of an event key, as key indexes store it. Two keys may share one; which of them an event has is read from the
/// event.
@FunctionalInterface
public interface KeyHash {
  /// What files on disk hold.
  KeyHash XXH3 = (bytes, offset, length) -> Hashing.xxh3_64().hashBytesToLong(bytes, offset, length);

  long of(byte[] bytes, int offset, int length);
}
