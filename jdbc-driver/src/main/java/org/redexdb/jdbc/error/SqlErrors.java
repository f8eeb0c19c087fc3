// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.error;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.RedexException;

/// The one place where errors become [SQLException]s: the class follows from the SQLState, so that a program may catch
/// by class or ask for the state and be told the same.
public final class SqlErrors {
  private SqlErrors() {}

  /// An error of the engine, which stays reachable as the cause.
  public static SQLException of(RedexException error) {
    String message = error.getMessage();
    return of(error.sqlState(), message == null ? error.code() : message, error);
  }

  /// An error the driver found itself.
  public static SQLException of(SqlState state, String message) { return of(state.code(), message, null); }

  public static SQLFeatureNotSupportedException notSupported(String message) {
    return new SQLFeatureNotSupportedException(message, SqlState.NOT_SUPPORTED.code());
  }

  private static SQLException of(String state, String message, @Nullable Throwable cause) {
    return switch (state.substring(0, 2)) {
      case "08" -> new SQLNonTransientConnectionException(message, state, cause);
      case "0A" -> new SQLFeatureNotSupportedException(message, state, cause);
      case "21", "22" -> new SQLDataException(message, state, cause);
      case "23" -> new SQLIntegrityConstraintViolationException(message, state, cause);
      case "28" -> new SQLInvalidAuthorizationSpecException(message, state, cause);
      case "40" -> new SQLTransactionRollbackException(message, state, cause);
      case "42" -> new SQLSyntaxErrorException(message, state, cause);
      // Disk full, memory short, in use elsewhere: the same statement may succeed later.
      case "53", "55" -> state.equals(SqlState.OBJECT_CLOSED.code())
          ? new SQLNonTransientException(message, state, cause)
          : new SQLTransientException(message, state, cause);
      // A statement stopped on request is neither: only the one who stopped it knows. A time limit has its own class.
      case "57" -> new SQLException(message, state, cause);
      default -> new SQLNonTransientException(message, state, cause);
    };
  }
}
