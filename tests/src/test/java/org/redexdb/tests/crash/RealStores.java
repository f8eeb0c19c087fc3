// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.nio.file.Path;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// Stores on the disk of this machine.
final class RealStores {
  private RealStores() {}

  static Store open(Path folder, StoreOptions options) {
    return Storage.open(StoreEnvironment.system(), folder, options);
  }

  /// As another process would.
  static Store follow(Path folder) {
    return Storage.open(StoreEnvironment.system(), folder, StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.READ_ONLY));
  }
}
