// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

/// What the helper does for a log about once a second.
@FunctionalInterface
public interface Sweep {
  /// On the helper's thread; never waits for an append.
  void run();
}
