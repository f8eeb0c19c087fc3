// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

class SqlErrorsTest {
  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new SqlException.Invalid("42601", "syntax", 1, 1, null), SQLSyntaxErrorException.class),
        Arguments.of(new ChannelException.Unknown("x", List.of()), SQLSyntaxErrorException.class),
        Arguments.of(new ChannelException.Exists("x"), SQLSyntaxErrorException.class),
        Arguments.of(new SqlException.Data("22012", "by zero"), SQLDataException.class),
        Arguments.of(new SqlException.Data("23502", "missing"), SQLIntegrityConstraintViolationException.class),
        Arguments.of(new SqlException.NotSupported("later"), SQLFeatureNotSupportedException.class),
        Arguments.of(new SqlException.Limit("53200", "memory"), SQLTransientException.class),
        Arguments.of(new SqlException.Limit("54000", "rows"), SQLNonTransientException.class),
        Arguments.of(new SqlException.Cancelled("stop"), SQLException.class),
        Arguments.of(new StorageException.Conflict(Where.NOWHERE, 1, 2), SQLTransactionRollbackException.class),
        Arguments.of(new StorageException.DiskFull(Where.NOWHERE, null), SQLTransientException.class),
        Arguments.of(new StorageException.InUse(Path.of("x"), 1, "y"), SQLTransientException.class),
        Arguments.of(new StorageException.ReadOnly(Where.NOWHERE, "asked"), SQLNonTransientException.class),
        Arguments.of(new StorageException.Corrupt(Where.NOWHERE, "a", "b"), SQLNonTransientException.class),
        Arguments.of(new StorageException.NoStore(Path.of("x"), "no"), SQLNonTransientConnectionException.class),
        Arguments.of(new StorageException.Closed(Where.NOWHERE, "s"), SQLNonTransientConnectionException.class));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void theClassFollowsFromTheStateAndMessageAndCauseStay(RedexException error, Class<? extends SQLException> type) {
    SQLException translated = SqlErrors.of(error);
    assertThat(translated.getSQLState()).isEqualTo(error.sqlState());
    assertThat((Throwable) translated).isExactlyInstanceOf(type).hasMessage(error.getMessage()).hasCause(error);
  }
}
