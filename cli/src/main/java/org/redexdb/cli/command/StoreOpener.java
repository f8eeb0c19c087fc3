// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.nio.file.Path;
import org.redexdb.netdb.NetDb;
import org.redexdb.storage.api.StoreOptions;

/// Opens a store.
@FunctionalInterface
public interface StoreOpener {
  NetDb open(Path directory, StoreOptions options);
}
