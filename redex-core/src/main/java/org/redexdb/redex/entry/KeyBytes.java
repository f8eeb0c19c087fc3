// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.entry;

import org.redexdb.redex.api.StrictText;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// An event's key as it is stored.
public final class KeyBytes {
  private KeyBytes() {}

  /// @throws StorageException.TooLarge the key passes its limit
  public static byte[] of(String channel, String key) {
    byte[] bytes = StrictText.utf8("event key", key);
    if (bytes.length > Limits.KEY_BYTES_MAX)
      throw new StorageException.TooLarge(Where.channel(channel), "event key bytes", bytes.length,
          Limits.KEY_BYTES_MAX);
    return bytes;
  }
}
