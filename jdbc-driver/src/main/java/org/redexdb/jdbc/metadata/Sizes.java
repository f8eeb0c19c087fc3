// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import org.redexdb.storage.api.Limits;

/// Greatest sizes (0: no limit of its own) and the words of the dialect.
interface Sizes extends DatabaseMetaData {
  /// The one schema.
  String SCHEMA = "main";

  @Override
  default int getMaxBinaryLiteralLength() { return 0; }

  @Override
  default int getMaxCharLiteralLength() { return 0; }

  @Override
  default int getMaxColumnNameLength() { return 0; }

  @Override
  default int getMaxColumnsInGroupBy() { return 0; }

  @Override
  default int getMaxColumnsInIndex() { return 0; }

  @Override
  default int getMaxColumnsInOrderBy() { return 0; }

  @Override
  default int getMaxColumnsInSelect() { return 0; }

  @Override
  default int getMaxColumnsInTable() { return 0; }

  @Override
  default int getMaxConnections() { return 0; }

  @Override
  default int getMaxCursorNameLength() { return 0; }

  @Override
  default int getMaxIndexLength() { return 0; }

  @Override
  default int getMaxSchemaNameLength() { return SCHEMA.length(); }

  @Override
  default int getMaxProcedureNameLength() { return 0; }

  @Override
  default int getMaxCatalogNameLength() { return 0; }

  @Override
  default int getMaxRowSize() { return Limits.EVENT_BYTES_MAX; }

  @Override
  default int getMaxStatementLength() { return 0; }

  @Override
  default int getMaxStatements() { return 0; }

  @Override
  default int getMaxTableNameLength() { return Limits.NAME_BYTES_MAX; }

  @Override
  default int getMaxTablesInSelect() { return 0; }

  @Override
  default int getMaxUserNameLength() { return 0; }

  /// None: every reserved word is one of SQL.
  @Override
  default String getSQLKeywords() { return ""; }

  /// Empty, like the three lists below: the `{fn …}` escapes these lists speak of are not there.
  @Override
  default String getNumericFunctions() { return ""; }

  @Override
  default String getStringFunctions() { return ""; }

  @Override
  default String getSystemFunctions() { return ""; }

  @Override
  default String getTimeDateFunctions() { return ""; }

  @Override
  default String getSearchStringEscape() { return "\\"; }

  @Override
  default String getExtraNameCharacters() { return ""; }

  @Override
  default String getSchemaTerm() { return "schema"; }

  @Override
  default String getProcedureTerm() { return "procedure"; }

  @Override
  default String getCatalogTerm() { return "catalog"; }

  @Override
  default String getCatalogSeparator() { return "."; }

  @Override
  default String getIdentifierQuoteString() { return "\""; }
}
