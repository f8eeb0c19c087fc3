// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.redexdb.meshdb.api.Column;

/// What the metadata asks of the open connection. Thread-safe.
public interface Catalog {
  Connection connection();

  /// The URL it was opened with, without properties.
  String url();

  boolean readOnly() throws SQLException;

  /// Names of the users' channels, sorted.
  List<String> channels() throws SQLException;

  /// What `SELECT *` gives of that channel; empty when there is no such channel (any more).
  List<Column> columns(String channel) throws SQLException;
}
