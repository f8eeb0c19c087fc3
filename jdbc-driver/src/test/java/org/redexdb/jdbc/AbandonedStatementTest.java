// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// Statements that a program has let go of without closing them end; those it still reaches go on.
class AbandonedStatementTest {
  private static final int COLLECTIONS_MAX = 600;
  private static final long PAUSE_NANOS = 50_000_000L;

  private final List<EndlessRows> cursors = new ArrayList<>();
  private final FakeStore store = new FakeStore().cursor("q", EndlessRows.COLUMNS, () -> {
    var rows = new EndlessRows();
    cursors.add(rows);
    return rows;
  });

  private static boolean afterCollections(int collectionsMax, BooleanSupplier done) {
    for (int i = 0; i < collectionsMax && !done.getAsBoolean(); i++) {
      System.gc();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return done.getAsBoolean();
  }

  private static WeakReference<Statement> abandon(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    assertThat(statement.executeQuery("q").next()).isTrue();
    return new WeakReference<>(statement);
  }

  @Test
  void theRowsOfAnAbandonedStatementAreClosedWhileItsConnectionIsOpen() throws SQLException {
    try (Connection connection = Connected.to(store)) {
      WeakReference<Statement> abandoned = abandon(connection);
      assertThat(afterCollections(COLLECTIONS_MAX, () -> cursors.getFirst().closed.get())).isTrue();
      assertThat(abandoned.get()).isNull();
      assertThat(connection.isClosed()).isFalse();
    }
  }

  @Test
  void aStatementWhoseRowsAreStillReadIsNotAbandoned() throws SQLException {
    try (Connection connection = Connected.to(store);
        ResultSet rows = connection.createStatement().executeQuery("q")) {
      assertThat(afterCollections(3, () -> cursors.getFirst().closed.get())).isFalse();
      assertThat(rows.next()).isTrue();
    }
    assertThat(cursors.getFirst().closed).isTrue();
  }

  @Test
  void closingTheConnectionClosesWhatIsOpen() throws SQLException {
    Connection connection = Connected.to(store);
    abandon(connection);
    connection.close();
    assertThat(cursors.getFirst().closed).isTrue();
  }
}
