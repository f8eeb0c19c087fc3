// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.OpenOptions;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.StorageException;

/// What goes wrong is one typed error that says where; the store stays usable and loses nothing.
class ErrorCasesSystem {
  @TempDir
  Path temporary;

  private NetDb db = NetDb.memory();

  @BeforeEach
  void open() {
    db.close();
    db = NetDb.open(folder());
    Shop.fill(db);
  }

  /// Whatever a test did: everything is there, more can be added, and a later open finds all of it.
  @AfterEach
  void nothingIsLost() {
    Shop.assertUsable(db, Shop.EVENTS);
    db.close();
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }

  private Path folder() { return temporary.resolve("store"); }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      SELCT n FROM orders                       | 42601 | 1:1
      SELECT n FROM orders WHERE n =            | 42601 | 1:31
      SELECT 'open FROM orders                  | 42601 | 1:8
      SELECT n FROM ordres                      | 42P01 | 1:15
      SELECT m FROM orders                      | 42703 | 1:8
      SELECT n FROM orders GROUP BY item        | 42803 | 1:8
      SELECT nosuch(n) FROM orders              | 42883 | 1:8
      INSERT INTO ordres (n) VALUES (1)         | 42P01 | 1:13
      """)
  void aWrongStatementSaysWhere(String sql, String state, String place) {
    assertThatThrownBy(() -> db.execute(sql).close()).isInstanceOfSatisfying(SqlException.Invalid.class, e -> {
      assertThat(e.sqlState()).isEqualTo(state);
      assertThat(e.line() + ":" + e.column()).isEqualTo(place);
      assertThat(e.getMessage()).contains("^");
    });
  }

  @Test
  void anErrorWhileRowsAreReadEndsOnlyThatResult() {
    try (var session = db.session()) {
      assertThatThrownBy(() -> {
        try (var result = session.execute("SELECT 1 / (n - 2999) FROM orders")) {
          if (result instanceof org.redexdb.meshdb.api.SqlResult.Rows(var rows)) while (rows.next()) rows.value(0);
        }
      }).isInstanceOfSatisfying(SqlException.Data.class, e -> assertThat(e.sqlState()).isEqualTo("22012"));
      session.execute("SELECT count(*) FROM orders").close();
    }
  }

  @Test
  void aBatchWithOneBadRowAppendsNothing() {
    db.execute("CREATE TABLE items (id BIGINT NOT NULL)").close();
    assertThatThrownBy(() -> db.execute("INSERT INTO items (id) VALUES (1), (NULL)"))
        .isInstanceOfSatisfying(SqlException.Data.class, e -> assertThat(e.sqlState()).isEqualTo("23502"));
    assertThatThrownBy(
        () -> db.channel("items").appendBatch(List.of(Event.json("{\"id\":1}"), Event.json("{\"id\":\"x\"}"))))
        .isInstanceOfSatisfying(RedexException.class, e -> assertThat(e.sqlState()).isEqualTo("22018"));
    assertThat(db.channel("items").nextSeq()).isZero();
    assertThatThrownBy(() -> db.channel(Shop.CHANNEL).append("{\"n\":"))
        .isInstanceOf(ChannelException.InvalidPayload.class);
  }

  @Test
  void anAppendThatExpectsAnotherSeqAppendsNothing() {
    assertThatThrownBy(() -> db.execute("APPEND TO orders JSON '{\"n\":-1}' EXPECT SEQ 7"))
        .isInstanceOfSatisfying(StorageException.Conflict.class, e -> assertThat(e.sqlState()).isEqualTo("40001"));
  }

  @Test
  void tooManyRowsAndTooMuchTimeEndOnlyTheirQuery() {
    try (var session = db.session()) {
      session.set("query_max_rows", "10");
      assertThatThrownBy(() -> drain(session, "SELECT n FROM orders")).isInstanceOfSatisfying(SqlException.Limit.class,
          e -> assertThat(e.sqlState()).isEqualTo("54000"));
      session.set("query_max_rows", "0");
      session.set("query_max_duration", "20ms");
      assertThatThrownBy(() -> drain(session, Cancelling.ENDLESS)).isInstanceOfSatisfying(SqlException.Cancelled.class,
          e -> assertThat(e.sqlState()).isEqualTo("57014"));
    }
  }

  static void drain(org.redexdb.meshdb.api.SqlSession session, String sql) {
    try (var result = session.execute(sql)) {
      if (result instanceof org.redexdb.meshdb.api.SqlResult.Rows(var rows)) while (rows.next()) rows.value(0);
    }
  }

  @Test
  void aReadOnlyOpenReadsRefusesToWriteAndChangesNoByte() throws IOException {
    db.close();
    var before = bytes(folder());
    try (var reader = NetDb.open(folder(), OpenOptions.DEFAULTS.withAccess(OpenOptions.Access.READ_ONLY))) {
      assertThat(reader.readOnly()).isTrue();
      assertThat(Shop.count(reader)).isEqualTo(Shop.EVENTS);
      for (String sql : List.of("INSERT INTO orders (n) VALUES (1)", "CREATE CHANNEL c", "DROP CHANNEL orders"))
        assertThatThrownBy(() -> reader.execute(sql)).isInstanceOfSatisfying(RedexException.class,
            e -> assertThat(e.sqlState()).as(sql).isEqualTo("25006"));
      assertThatThrownBy(() -> reader.channel(Shop.CHANNEL).append("{}")).isInstanceOf(StorageException.ReadOnly.class);
    }
    assertThat(bytes(folder())).isEqualTo(before);
    db = NetDb.open(folder());
  }

  private static Map<String, ByteBuffer> bytes(Path folder) throws IOException {
    var bytes = new TreeMap<String, ByteBuffer>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        bytes.put(folder.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
    }
    return bytes;
  }

  @Test
  void aClosedHandleSaysSoAndOthersGoOn() {
    var other = NetDb.open(folder());
    var session = other.session();
    other.close();
    assertThatThrownBy(() -> other.query("SELECT 1")).isInstanceOf(StorageException.Closed.class);
    session.close();
  }
}
