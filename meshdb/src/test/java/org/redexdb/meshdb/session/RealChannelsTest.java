// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.MeshDb;
import org.redexdb.meshdb.MeshDbOptions;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.PreparedSql;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Trimmed;

/// Sessions over the real channel layer, on a disk in memory.
class RealChannelsTest {
  private static final Path FOLDER = Path.of("/store");

  private final Disk disk = Disks.memory();
  private Redex redex = Redex.open(StoreEnvironment.of(disk), FOLDER, StoreOptions.DEFAULTS, MeshDb.payloadChecks());
  private MeshDb mesh = MeshDb.over(new RealCatalog(redex));
  private SqlSession session = mesh.session();

  @AfterEach
  void close() {
    mesh.close();
    redex.close();
  }

  private List<List<@Nullable Object>> rows(String sql, @Nullable Object... parameters) {
    return rows(session.execute(sql, parameters));
  }

  private static List<List<@Nullable Object>> rows(SqlResult result) {
    var rows = new ArrayList<List<@Nullable Object>>();
    try (var cursor = ((SqlResult.Rows) result).cursor()) {
      while (cursor.next()) {
        var row = new ArrayList<@Nullable Object>();
        for (int i = 0; i < cursor.columns().size(); i++) row.add(cursor.value(i));
        rows.add(row);
      }
    }
    return rows;
  }

  private void numbers(int count) {
    var events = new ArrayList<Event>();
    for (int i = 0; i < count; i++) events.add(Event.json("{\"n\":" + i + "}"));
    redex.channel("numbers").appendBatch(events);
  }

  @Test
  void whatIsInsertedIsThereAfterReopening() {
    session.execute("CREATE TABLE items (id BIGINT NOT NULL, price DECIMAL(6,2))");
    session.execute("INSERT INTO items VALUES (1, 1.5), (2, NULL)");
    mesh.close();
    redex.close();
    redex = Redex.open(StoreEnvironment.of(disk), FOLDER, StoreOptions.DEFAULTS, MeshDb.payloadChecks());
    mesh = MeshDb.over(new RealCatalog(redex));
    session = mesh.session();
    assertThat(rows("SELECT * FROM items ORDER BY id DESC"))
        .containsExactly(Arrays.asList(2L, null), List.of(1L, new BigDecimal("1.50")));
  }

  @Test
  void theSchemaHoldsForAppendsOfTheJavaApi() {
    session.execute("CREATE TABLE items (id BIGINT NOT NULL)");
    var items = redex.channel("items");
    assertThatThrownBy(() -> items.append("{\"id\":\"x\"}")).isInstanceOf(ChannelException.InvalidPayload.class);
    assertThatThrownBy(() -> items.append("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(ChannelException.InvalidPayload.class);
    items.append("{\"id\":1}");
    assertThat(rows("SELECT id FROM items")).containsExactly(List.of(1L));
  }

  @Test
  void whatAStatementReadsIsKeptUntilItEnds() {
    numbers(5_000);
    var numbers = redex.channel("numbers");
    try (var result = session.execute("SELECT n FROM numbers")) {
      assertThat(numbers.trim(4_000).heldBack()).isEqualTo(Trimmed.HeldBack.PIN);
      assertThat(rows(result)).hasSize(5_000);
    }
    assertThat(numbers.trim(4_000).floorAfter()).isEqualTo(4_000);
    assertThat(rows("SELECT count(*), min(n), min(seq) FROM numbers")).containsExactly(List.of(1_000L, 4_000L, 4_000L));
    assertThat(rows("SELECT n FROM numbers AS OF SEQ 4000")).containsExactly(List.of(4_000L));
    assertThat(rows("SELECT n FROM numbers AT SEQ 3999")).isEmpty();
    assertThatThrownBy(() -> rows("SELECT n / (n - 4001) FROM numbers")).isInstanceOf(SqlException.Data.class);
    session.execute("SELECT n FROM numbers").close();
    assertThat(numbers.trim(4_500).heldBack()).as("after statements that were not read to their end")
        .isEqualTo(Trimmed.HeldBack.NOTHING);
  }

  @Test
  void rowsAppendedAfterTheStartAreNotSeen() {
    numbers(10);
    try (var result = session.execute("SELECT n FROM numbers")) {
      numbers(10);
      assertThat(rows(result)).hasSize(10);
    }
    assertThat(rows("SELECT count(*) FROM numbers")).containsExactly(List.of(20L));
  }

  @Test
  void resultsAreOpenSideBySide() {
    numbers(5000);
    var prepared = session.prepare("SELECT n FROM numbers WHERE n >= ? ORDER BY seq");
    try (var low = ((SqlResult.Rows) prepared.execute(List.of(0))).cursor();
        var high = ((SqlResult.Rows) prepared.execute(List.of(4000))).cursor()) {
      for (long i = 0; i < 1000; i++) {
        assertThat(low.next() && high.next()).isTrue();
        assertThat(low.longValue(0)).isEqualTo(i);
        assertThat(high.longValue(0)).isEqualTo(4000 + i);
      }
      assertThat(high.next()).isFalse();
      assertThat(low.next()).isTrue();
    }
  }

  @Test
  void aPreparedStatementSeesFieldsThatComeLater() {
    numbers(1);
    var prepared = session.prepare("SELECT * FROM numbers");
    assertThat(prepared.columns()).extracting(Column::name).containsExactly("seq", "ts", "n");
    redex.channel("numbers").append("{\"n\":2.5,\"m\":\"x\"}");
    assertThat(rows(prepared.execute(List.of()))).hasSize(2).allMatch(row -> row.size() == 4);
    assertThat(prepared.columns()).extracting(Column::name).containsExactly("seq", "ts", "n", "m");
    assertThat(prepared.columns().get(2).type()).isEqualTo(SqlType.DOUBLE);
  }

  @Test
  void aPreparedStatementSeesAChannelThatWasReplaced() {
    numbers(3);
    var select = session.prepare("SELECT count(*) FROM numbers");
    var insert = session.prepare("INSERT INTO numbers (n) VALUES (?)");
    session.execute("DROP CHANNEL numbers");
    session.execute("CREATE TABLE numbers (n INTEGER)");
    insert.execute(List.of(7));
    assertThat(rows(select.execute(List.of()))).containsExactly(List.of(1L));
    assertThatThrownBy(() -> insert.execute(List.of("x"))).isInstanceOf(SqlException.Data.class);
    session.execute("DROP CHANNEL numbers");
    assertThatThrownBy(() -> select.execute(List.of())).isInstanceOfSatisfying(SqlException.Invalid.class,
        e -> assertThat(e.sqlState()).isEqualTo("42P01"));
  }

  @Test
  void optionsOfTheSessionBindAnew() {
    var prepared = session.prepare("SELECT TIMESTAMP '2026-07-01 00:00'");
    session.set("time_zone", "+02:00");
    assertThat(rows(prepared.execute(List.of()))).containsExactly(List.of(Instant.parse("2026-06-30T22:00:00Z")));
    assertThat(session.option("TIME_ZONE")).isEqualTo("+02:00");
  }

  @Test
  void javaValuesBecomeSqlValues() {
    var time = Instant.parse("2026-01-31T12:00:00Z");
    assertThat(rows("SELECT CAST(? AS BIGINT), CAST(? AS DOUBLE), CAST(? AS DECIMAL(20, 2)), CAST(? AS TIMESTAMP)", 1,
        2.5f, BigInteger.TEN, OffsetDateTime.parse("2026-01-31T13:00:00+01:00")))
        .containsExactly(List.of(1L, 2.5, new BigDecimal("10.00"), time));
    assertThat(rows("SELECT CAST(? AS TIMESTAMP), CAST(? AS DATE), CAST(? AS UUID)",
        LocalDateTime.parse("2026-01-31T12:00:00"), LocalDate.parse("2026-01-31"),
        "0190163d-8694-739b-aea5-966c26f8ad91")).containsExactly(List.of(time, LocalDate.parse("2026-01-31"),
            UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91")));
  }

  @Test
  void parametersMeetPayloadsAsWhatTheyAre() {
    redex.channel("p").append("{\"price\":4.2,\"name\":\"Ann\",\"big\":12345678901234567890}");
    assertThat(rows("SELECT name FROM p WHERE price = ?", new BigDecimal("4.2"))).hasSize(1);
    assertThat(rows("SELECT name FROM p WHERE price = 4.2 AND name IN (?, 'Bob')", "Ann")).hasSize(1);
    assertThat(rows("SELECT name FROM p WHERE big = ?", new BigInteger("12345678901234567890"))).hasSize(1);
    assertThat(rows("SELECT name FROM p WHERE price = ?", new Object[]{null})).isEmpty();
  }

  @Test
  void aTextParameterIsReadAsTheDeclaredType() {
    session.execute("CREATE TABLE t (id BIGINT, at TIMESTAMP)");
    session.execute("INSERT INTO t VALUES (?, ?)", 5, "2026-01-31T12:00:00Z");
    assertThat(rows("SELECT id FROM t WHERE id = ? AND at = ?", "5", "2026-01-31 12:00")).hasSize(1);
    assertThat(session.prepare("SELECT id FROM t WHERE id = ? AND at = ? AND ? = seq").parameterTypes())
        .containsExactly(SqlType.BIGINT, SqlType.TIMESTAMP, SqlType.BIGINT);
  }

  @Test
  void theNumberOfValuesMustFit() {
    var prepared = session.prepare("SELECT ? + ?");
    assertThat(prepared.parameterCount()).isEqualTo(2);
    assertThatThrownBy(() -> prepared.execute(List.of(1))).isInstanceOfSatisfying(SqlException.Invalid.class,
        e -> assertThat(e.sqlState()).isEqualTo("07001"));
  }

  @Test
  void limitAndOffsetTakeParameters() {
    numbers(10);
    var prepared = session.prepare("SELECT n FROM numbers ORDER BY n DESC LIMIT ? OFFSET ?");
    assertThat(rows(prepared.execute(List.of(2, 1)))).containsExactly(List.of(8L), List.of(7L));
    assertThat(rows(prepared.execute(Arrays.asList(null, 8)))).containsExactly(List.of(1L), List.of(0L));
    assertThatThrownBy(() -> prepared.execute(List.of(-1, 0))).isInstanceOf(SqlException.Data.class);
  }

  @Test
  void pointReadsAndLastEventsAreWhatTheyShould() {
    numbers(1000);
    assertThat(rows("SELECT n FROM numbers WHERE seq = ?", 500)).containsExactly(List.of(500L));
    assertThat(rows("SELECT n FROM numbers ORDER BY seq DESC LIMIT 2")).containsExactly(List.of(999L), List.of(998L));
    assertThat(rows("SELECT n FROM numbers LATEST 2")).containsExactly(List.of(998L), List.of(999L));
    assertThat(rows("SELECT count(*) FROM numbers WHERE seq BETWEEN 990 AND 2000")).containsExactly(List.of(10L));
  }

  @Test
  void anotherThreadCancels() {
    numbers(3000);
    var result = session.execute("SELECT a.n FROM numbers a, numbers b, numbers c WHERE a.n + b.n + c.n < 0");
    var waiting = CompletableFuture.supplyAsync(() -> {
      try (var cursor = ((SqlResult.Rows) result).cursor()) {
        return cursor.next();
      }
    });
    session.cancel();
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(SqlException.Cancelled.class);
    assertThat(rows("SELECT count(*) FROM numbers")).containsExactly(List.of(3000L));
  }

  @Test
  void closingASessionEndsItsResults() {
    numbers(10);
    RowCursor cursor = ((SqlResult.Rows) session.execute("SELECT n FROM numbers")).cursor();
    PreparedSql prepared = session.prepare("SELECT 1");
    session.close();
    assertThatThrownBy(cursor::next).isInstanceOf(SqlException.Cancelled.class);
    assertThatThrownBy(() -> prepared.execute(List.of())).isInstanceOf(StorageException.Closed.class);
    assertThatThrownBy(() -> session.prepare("SELECT 1")).isInstanceOf(StorageException.Closed.class);
    session = mesh.session();
  }

  @Test
  void insertedEventsGetAscendingIdsOfVersion7() {
    session.execute("CREATE CHANNEL c");
    session.execute("INSERT INTO c (a) VALUES (1), (2), (3)");
    var ids = rows("SELECT event_id FROM c ORDER BY seq").stream().map(row -> (UUID) row.getFirst()).toList();
    assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
    assertThat(ids).isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString())).doesNotHaveDuplicates();
  }

  @Test
  void anAppendThatExpectsAnotherSeqConflicts() {
    session.execute("CREATE CHANNEL c");
    assertThat(session.execute("APPEND TO c JSON '1', JSON '[2]' EXPECT SEQ 0")).isInstanceOf(SqlResult.Appended.class);
    assertThatThrownBy(() -> session.execute("APPEND TO c JSON '1' EXPECT SEQ ?", 0))
        .isInstanceOf(StorageException.Conflict.class);
    assertThat(redex.channel("c").nextSeq()).isEqualTo(2);
  }

  @Test
  void aRowThatFailsTakesTheWholeInsertWithIt() {
    session.execute("CREATE TABLE t (id BIGINT NOT NULL)");
    assertThatThrownBy(() -> session.execute("INSERT INTO t VALUES (1), (?)", new Object[]{null}))
        .isInstanceOfSatisfying(SqlException.Data.class, e -> assertThat(e.sqlState()).isEqualTo("23502"));
    assertThat(redex.channel("t").nextSeq()).isZero();
  }

  @Test
  void readOnlyStoresRefuseWrites() {
    session.execute("CREATE CHANNEL c");
    mesh.close();
    redex.close();
    redex = Redex.open(StoreEnvironment.of(disk), FOLDER,
        StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.READ_ONLY), MeshDb.payloadChecks());
    mesh = MeshDb.over(new RealCatalog(redex));
    session = mesh.session();
    for (String sql : List.of("INSERT INTO c (a) VALUES (1)", "APPEND TO c JSON '1'", "CREATE CHANNEL d",
        "CREATE TABLE d (a BIGINT)", "DROP CHANNEL c"))
      assertThatThrownBy(() -> session.execute(sql)).as(sql).isInstanceOfSatisfying(StorageException.ReadOnly.class,
          e -> assertThat(e.sqlState()).isEqualTo("25006"));
    assertThat(rows("SELECT count(*) FROM c")).containsExactly(List.of(0L));
  }

  @Test
  void scriptsAreSplitOutsideOfQuotesAndComments() {
    assertThat(session.split("SELECT ';' ; -- a ; b\n SELECT 2;\n\n/* ; */ SELECT 3"))
        .containsExactly("SELECT ';'", "SELECT 2", "SELECT 3");
  }

  @Test
  void statementsThatGiveNoRowsSaySo() {
    assertThat(session.prepare("CREATE CHANNEL c").returnsRows()).isFalse();
    assertThat(session.prepare("SHOW CHANNELS").returnsRows()).isTrue();
    assertThat(session.prepare("SELECT 1").text()).isEqualTo("SELECT 1");
  }

  @Test
  void invalidPayloadsAreCountedAndReadAsNull() {
    numbers(1);
    redex.channel("numbers").append("{oops".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(rows("SELECT n FROM numbers")).containsExactly(List.of(0L), Arrays.asList((Object) null));
    assertThat(rows("DESCRIBE numbers"))
        .anySatisfy(row -> assertThat(row.getLast()).isEqualTo("1 event is no valid JSON"));
  }

  @Test
  void aStatementIsCancelledWhileItFindsOutTheFieldsOfItsChannel() {
    var channel = redex.createChannel("wide", ChannelOptions.DEFAULTS);
    channel.append(Event.json("{\"a\":1}"));
    // A statement with a time limit reads the clock whenever it looks whether it is to go on.
    Runnable[] onLook = {() -> {
    }};
    var clock = new TimeSource() {
      private long nanos;

      @Override
      public long epochNanos() { return 0; }

      @Override
      public long monotonicNanos() {
        onLook[0].run();
        return nanos += 1_000_000;
      }
    };
    try (var other = MeshDb.over(new RealCatalog(redex), new MeshDbOptions(clock, new Random(1), 1 << 20));
        var running = other.session()) {
      running.set("query_max_duration", "1ms");
      assertThatThrownBy(() -> running.prepare("SELECT a FROM wide")).isInstanceOf(SqlException.Cancelled.class)
          .hasMessageContaining("query_max_duration");
      running.set("query_max_duration", "1h");
      channel.append(Event.json("{\"b\":1}"));
      onLook[0] = running::cancel;
      assertThatThrownBy(() -> running.prepare("SELECT a FROM wide")).isInstanceOf(SqlException.Cancelled.class)
          .hasMessageContaining("cancelled by the user");
      onLook[0] = () -> {
      };
      assertThat(running.prepare("SELECT a FROM wide").columns()).hasSize(1);
      channel.append(Event.json("{\"c\":1}"));
      var described = running.prepare("DESCRIBE wide");
      onLook[0] = described::cancel;
      assertThatThrownBy(() -> described.execute(List.of())).isInstanceOf(SqlException.Cancelled.class);
    }
  }
}
