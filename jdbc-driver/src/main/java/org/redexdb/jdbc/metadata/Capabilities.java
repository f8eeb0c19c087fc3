// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.metadata;

import java.sql.DatabaseMetaData;

/// What the store can and cannot do, truthfully: tools build statements on these answers.
interface Capabilities extends DatabaseMetaData {
  @Override
  default boolean allProceduresAreCallable() { return true; }

  @Override
  default boolean allTablesAreSelectable() { return true; }

  /// NULLS LAST ascending, NULLS FIRST descending.
  @Override
  default boolean nullsAreSortedHigh() { return true; }

  @Override
  default boolean nullsAreSortedLow() { return false; }

  @Override
  default boolean nullsAreSortedAtStart() { return false; }

  @Override
  default boolean nullsAreSortedAtEnd() { return false; }

  @Override
  default boolean usesLocalFiles() { return true; }

  @Override
  default boolean usesLocalFilePerTable() { return false; }

  @Override
  default boolean supportsMixedCaseIdentifiers() { return false; }

  @Override
  default boolean storesUpperCaseIdentifiers() { return false; }

  /// Unquoted names are folded to lower case.
  @Override
  default boolean storesLowerCaseIdentifiers() { return true; }

  @Override
  default boolean storesMixedCaseIdentifiers() { return false; }

  @Override
  default boolean supportsMixedCaseQuotedIdentifiers() { return true; }

  @Override
  default boolean storesUpperCaseQuotedIdentifiers() { return false; }

  @Override
  default boolean storesLowerCaseQuotedIdentifiers() { return false; }

  @Override
  default boolean storesMixedCaseQuotedIdentifiers() { return false; }

  @Override
  default boolean supportsAlterTableWithAddColumn() { return false; }

  @Override
  default boolean supportsAlterTableWithDropColumn() { return false; }

  @Override
  default boolean supportsColumnAliasing() { return true; }

  @Override
  default boolean nullPlusNonNullIsNull() { return true; }

  @Override
  default boolean supportsConvert() { return false; }

  @Override
  default boolean supportsConvert(int from, int to) { return false; }

  @Override
  default boolean supportsTableCorrelationNames() { return true; }

  @Override
  default boolean supportsDifferentTableCorrelationNames() { return false; }

  @Override
  default boolean supportsExpressionsInOrderBy() { return true; }

  @Override
  default boolean supportsOrderByUnrelated() { return true; }

  @Override
  default boolean supportsGroupBy() { return true; }

  @Override
  default boolean supportsGroupByUnrelated() { return true; }

  @Override
  default boolean supportsGroupByBeyondSelect() { return true; }

  @Override
  default boolean supportsLikeEscapeClause() { return true; }

  @Override
  default boolean supportsMultipleResultSets() { return false; }

  @Override
  default boolean supportsMultipleTransactions() { return false; }

  @Override
  default boolean supportsNonNullableColumns() { return true; }

  @Override
  default boolean supportsMinimumSQLGrammar() { return false; }

  @Override
  default boolean supportsCoreSQLGrammar() { return false; }

  @Override
  default boolean supportsExtendedSQLGrammar() { return false; }

  @Override
  default boolean supportsANSI92EntryLevelSQL() { return false; }

  @Override
  default boolean supportsANSI92IntermediateSQL() { return false; }

  @Override
  default boolean supportsANSI92FullSQL() { return false; }

  @Override
  default boolean supportsIntegrityEnhancementFacility() { return false; }

  @Override
  default boolean supportsOuterJoins() { return false; }

  @Override
  default boolean supportsFullOuterJoins() { return false; }

  @Override
  default boolean supportsLimitedOuterJoins() { return false; }

  @Override
  default boolean isCatalogAtStart() { return false; }

  @Override
  default boolean supportsSchemasInDataManipulation() { return false; }

  @Override
  default boolean supportsSchemasInProcedureCalls() { return false; }

  @Override
  default boolean supportsSchemasInTableDefinitions() { return false; }

  @Override
  default boolean supportsSchemasInIndexDefinitions() { return false; }

  @Override
  default boolean supportsSchemasInPrivilegeDefinitions() { return false; }

  @Override
  default boolean supportsCatalogsInDataManipulation() { return false; }

  @Override
  default boolean supportsCatalogsInProcedureCalls() { return false; }

  @Override
  default boolean supportsCatalogsInTableDefinitions() { return false; }

  @Override
  default boolean supportsCatalogsInIndexDefinitions() { return false; }

  @Override
  default boolean supportsCatalogsInPrivilegeDefinitions() { return false; }

  @Override
  default boolean supportsPositionedDelete() { return false; }

  @Override
  default boolean supportsPositionedUpdate() { return false; }

  @Override
  default boolean supportsSelectForUpdate() { return false; }

  @Override
  default boolean supportsStoredProcedures() { return false; }

  @Override
  default boolean supportsSubqueriesInComparisons() { return false; }

  @Override
  default boolean supportsSubqueriesInExists() { return false; }

  @Override
  default boolean supportsSubqueriesInIns() { return false; }

  @Override
  default boolean supportsSubqueriesInQuantifieds() { return false; }

  @Override
  default boolean supportsCorrelatedSubqueries() { return false; }

  @Override
  default boolean supportsUnion() { return false; }

  @Override
  default boolean supportsUnionAll() { return false; }

  @Override
  default boolean supportsOpenCursorsAcrossCommit() { return true; }

  @Override
  default boolean supportsOpenCursorsAcrossRollback() { return true; }

  @Override
  default boolean supportsOpenStatementsAcrossCommit() { return true; }

  @Override
  default boolean supportsOpenStatementsAcrossRollback() { return true; }

  @Override
  default boolean doesMaxRowSizeIncludeBlobs() { return true; }

  @Override
  default boolean supportsTransactions() { return false; }

  @Override
  default boolean supportsDataDefinitionAndDataManipulationTransactions() { return false; }

  @Override
  default boolean supportsDataManipulationTransactionsOnly() { return false; }

  @Override
  default boolean dataDefinitionCausesTransactionCommit() { return false; }

  @Override
  default boolean dataDefinitionIgnoredInTransactions() { return false; }

  @Override
  default boolean ownUpdatesAreVisible(int type) { return false; }

  @Override
  default boolean ownDeletesAreVisible(int type) { return false; }

  @Override
  default boolean ownInsertsAreVisible(int type) { return false; }

  @Override
  default boolean othersUpdatesAreVisible(int type) { return false; }

  @Override
  default boolean othersDeletesAreVisible(int type) { return false; }

  @Override
  default boolean othersInsertsAreVisible(int type) { return false; }

  @Override
  default boolean updatesAreDetected(int type) { return false; }

  @Override
  default boolean deletesAreDetected(int type) { return false; }

  @Override
  default boolean insertsAreDetected(int type) { return false; }

  @Override
  default boolean supportsBatchUpdates() { return true; }

  @Override
  default boolean supportsSavepoints() { return false; }

  @Override
  default boolean supportsNamedParameters() { return false; }

  @Override
  default boolean supportsMultipleOpenResults() { return false; }

  @Override
  default boolean supportsGetGeneratedKeys() { return true; }

  @Override
  default boolean locatorsUpdateCopy() { return false; }

  @Override
  default boolean supportsStatementPooling() { return false; }

  @Override
  default boolean supportsStoredFunctionsUsingCallSyntax() { return false; }

  @Override
  default boolean autoCommitFailureClosesAllResultSets() { return false; }

  @Override
  default boolean generatedKeyAlwaysReturned() { return false; }

  @Override
  default boolean supportsRefCursors() { return false; }

  @Override
  default boolean supportsSharding() { return false; }
}
