// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.sql.SQLException;
import org.redexdb.jdbc.url.RedexUrl;
import org.redexdb.netdb.NetDb;

/// Opens what a URL points at; two connections to the same place get handles on one store.
@FunctionalInterface
interface StoreOpener {
  /// @throws org.redexdb.storage.api.RedexException the store cannot be opened
  NetDb open(RedexUrl url) throws SQLException;
}
