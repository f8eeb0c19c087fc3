// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/// Lists of what the store does not have: well-formed, without rows.
interface NothingThere extends DatabaseMetaData {
  @Override
  default ResultSet getProcedures(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.PROCEDURES.nothing();
  }

  @Override
  default ResultSet getProcedureColumns(@Nullable String catalog, @Nullable String schema, @Nullable String name,
      @Nullable String column) {
    return Shape.PROCEDURE_COLUMNS.nothing();
  }

  @Override
  default ResultSet getCatalogs() { return Shape.CATALOGS.nothing(); }

  @Override
  default ResultSet getColumnPrivileges(@Nullable String catalog, @Nullable String schema, @Nullable String name,
      @Nullable String column) {
    return Shape.COLUMN_PRIVILEGES.nothing();
  }

  @Override
  default ResultSet getTablePrivileges(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.TABLE_PRIVILEGES.nothing();
  }

  @Override
  default ResultSet getBestRowIdentifier(@Nullable String catalog, @Nullable String schema, @Nullable String table,
      int scope, boolean nullable) {
    return Shape.ROW_COLUMNS.nothing();
  }

  @Override
  default ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.ROW_COLUMNS.nothing();
  }

  @Override
  default ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.PRIMARY_KEYS.nothing();
  }

  @Override
  default ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.FOREIGN_KEYS.nothing();
  }

  @Override
  default ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.FOREIGN_KEYS.nothing();
  }

  @Override
  default ResultSet getCrossReference(@Nullable String parentCatalog, @Nullable String parentSchema,
      @Nullable String parentTable, @Nullable String foreignCatalog, @Nullable String foreignSchema,
      @Nullable String foreignTable) {
    return Shape.FOREIGN_KEYS.nothing();
  }

  @Override
  default ResultSet getIndexInfo(@Nullable String catalog, @Nullable String schema, @Nullable String table,
      boolean unique, boolean approximate) {
    return Shape.INDEX_INFO.nothing();
  }

  @Override
  default ResultSet getUDTs(@Nullable String catalog, @Nullable String schema, @Nullable String name,
      int @Nullable [] types) {
    return Shape.USER_TYPES.nothing();
  }

  @Override
  default ResultSet getSuperTypes(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.SUPER_TYPES.nothing();
  }

  @Override
  default ResultSet getSuperTables(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.SUPER_TABLES.nothing();
  }

  @Override
  default ResultSet getAttributes(@Nullable String catalog, @Nullable String schema, @Nullable String name,
      @Nullable String column) {
    return Shape.ATTRIBUTES.nothing();
  }

  @Override
  default ResultSet getClientInfoProperties() { return Shape.CLIENT_INFO.nothing(); }

  @Override
  default ResultSet getFunctions(@Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Shape.FUNCTIONS.nothing();
  }

  @Override
  default ResultSet getFunctionColumns(@Nullable String catalog, @Nullable String schema, @Nullable String name,
      @Nullable String column) {
    return Shape.FUNCTION_COLUMNS.nothing();
  }

  @Override
  default ResultSet getPseudoColumns(@Nullable String catalog, @Nullable String schema, @Nullable String name,
      @Nullable String column) {
    return Shape.PSEUDO_COLUMNS.nothing();
  }
}
