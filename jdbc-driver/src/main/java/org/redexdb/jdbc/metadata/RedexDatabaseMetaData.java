// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.Unwrapping;
import org.redexdb.meshdb.api.Column;

/// What there is in the store and what it can do. Catalog null, schema `main`; a channel is a table. Any thread.
public final class RedexDatabaseMetaData implements Capabilities, Sizes, NothingThere, Unwrapping {
  private static final String TABLE = "TABLE";
  private static final String SYSTEM_TABLE = "SYSTEM TABLE";

  private final Catalog catalog;
  private final ProductVersion version;

  public RedexDatabaseMetaData(Catalog catalog, ProductVersion version) {
    this.catalog = catalog;
    this.version = version;
  }

  @Override
  public ResultSet getTables(@Nullable String catalogName, @Nullable String schemaPattern,
      @Nullable String namePattern, String @Nullable [] types) throws SQLException {
    var name = new NamePattern(namePattern);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    // System tables come first: the list is sorted by type, then name.
    for (String type : List.of(SYSTEM_TABLE, TABLE))
      if (types == null || Arrays.asList(types).contains(type))
        for (String channel : channels(catalogName, schemaPattern))
          if (typeOf(channel).equals(type) && name.matches(channel))
            rows.add(Arrays.asList(null, SCHEMA, channel, type, null, null, null, null, null, null));
    return Shape.TABLES.of(rows);
  }

  @Override
  public ResultSet getColumns(@Nullable String catalogName, @Nullable String schemaPattern,
      @Nullable String tablePattern, @Nullable String columnPattern) throws SQLException {
    var table = new NamePattern(tablePattern);
    var column = new NamePattern(columnPattern);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String channel : channels(catalogName, schemaPattern)) {
      if (!table.matches(channel)) continue;
      List<Column> columns = catalog.columns(channel);
      for (int i = 0; i < columns.size(); i++)
        if (column.matches(columns.get(i).name())) rows.add(TypeRows.column(channel, columns.get(i), i + 1));
    }
    return Shape.COLUMNS.of(rows);
  }

  private List<String> channels(@Nullable String catalogName, @Nullable String schemaPattern) throws SQLException {
    boolean here = noCatalog(catalogName) && new NamePattern(schemaPattern).matches(SCHEMA);
    return here ? catalog.channels() : List.of();
  }

  /// JDBC: "" asks for what has no catalog, null does not ask, any other name has nothing. Tools send `%`.
  private static boolean noCatalog(@Nullable String name) { return name == null || name.isEmpty() || name.equals("%"); }

  private static String typeOf(String channel) { return channel.startsWith("$") ? SYSTEM_TABLE : TABLE; }

  @Override
  public ResultSet getSchemas() { return getSchemas(null, null); }

  @Override
  public ResultSet getSchemas(@Nullable String catalogName, @Nullable String schemaPattern) {
    boolean asked = noCatalog(catalogName) && new NamePattern(schemaPattern).matches(SCHEMA);
    return asked ? Shape.SCHEMAS.of(List.of(Arrays.asList(SCHEMA, null))) : Shape.SCHEMAS.nothing();
  }

  @Override
  public ResultSet getTableTypes() { return Shape.TABLE_TYPES.of(List.of(List.of(SYSTEM_TABLE), List.of(TABLE))); }

  @Override
  public ResultSet getTypeInfo() { return Shape.TYPE_INFO.of(TypeRows.typeInfo()); }

  @Override
  public Connection getConnection() { return catalog.connection(); }

  @Override
  public String getURL() { return catalog.url(); }

  /// Empty: an embedded store has no users.
  @Override
  public String getUserName() { return ""; }

  @Override
  public boolean isReadOnly() throws SQLException { return catalog.readOnly(); }

  @Override
  public String getDatabaseProductName() { return "RedexDB"; }

  @Override
  public String getDatabaseProductVersion() { return version.text(); }

  @Override
  public String getDriverName() { return "RedexDB JDBC"; }

  @Override
  public String getDriverVersion() { return version.text(); }

  @Override
  public int getDriverMajorVersion() { return version.major(); }

  @Override
  public int getDriverMinorVersion() { return version.minor(); }

  @Override
  public int getDatabaseMajorVersion() { return version.major(); }

  @Override
  public int getDatabaseMinorVersion() { return version.minor(); }

  @Override
  public int getJDBCMajorVersion() { return 4; }

  @Override
  public int getJDBCMinorVersion() { return 3; }

  @Override
  public int getSQLStateType() { return sqlStateSQL; }

  @Override
  public RowIdLifetime getRowIdLifetime() { return RowIdLifetime.ROWID_UNSUPPORTED; }

  @Override
  public int getResultSetHoldability() { return ResultSet.HOLD_CURSORS_OVER_COMMIT; }

  @Override
  public boolean supportsResultSetHoldability(int holdability) {
    return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public boolean supportsResultSetType(int type) { return type == ResultSet.TYPE_FORWARD_ONLY; }

  @Override
  public boolean supportsResultSetConcurrency(int type, int concurrency) {
    return type == ResultSet.TYPE_FORWARD_ONLY && concurrency == ResultSet.CONCUR_READ_ONLY;
  }

  /// Every statement commits by itself; there are no transactions of several statements yet.
  @Override
  public int getDefaultTransactionIsolation() { return Connection.TRANSACTION_NONE; }

  @Override
  public boolean supportsTransactionIsolationLevel(int level) { return level == Connection.TRANSACTION_NONE; }
}
