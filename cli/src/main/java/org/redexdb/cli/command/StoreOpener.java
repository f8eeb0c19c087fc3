// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.nio.file.Path;
import org.redexdb.netdb.NetDb;

/// Opens a store.
@FunctionalInterface
public interface StoreOpener {
  /// What a command is going to do.
  enum Purpose {
    /// Write or fail, and make the store if there is none.
    CREATE,
    /// Write to a store that is there; only read it while another process writes.
    WRITE,
    /// Write to a store that is there or fail, also while another process writes.
    WRITE_OR_FAIL,
    /// Only read; the folder is not changed.
    READ
  }

  NetDb open(Path directory, Purpose purpose);
}
