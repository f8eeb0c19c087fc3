// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.cli.command.RedexCommandLine;
import org.redexdb.cli.console.Console;
import org.redexdb.cli.console.Interrupts;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.netdb.NetDb;

/// The real files of ../shared/data, imported by the command line, answer as DuckDB does over the files themselves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealDataSystem {
  @TempDir
  static Path temporary;

  private @Nullable NetDb db;
  private @Nullable DuckFiles duck;

  @BeforeAll
  void importEverything() throws SQLException, IOException {
    duck = DuckFiles.load();
    var store = temporary.resolve("store");
    redexImport(store, "flights", "flights-20k.json", "--time-field", "date", "--time-format", "yyyy/MM/dd HH:mm");
    redexImport(store, "receipt", "receipt.csv", "--time-field", "time:timestamp", "--type-field", "concept:name",
        "--key-field", "case:concept:name");
    redexImport(store, "nginx", "nginxplus_status.jsonl", "--time-field", "timestamp");
    redexImport(store, "helpdesk", "helpdesk.xes.gz");
    db = NetDb.open(store);
  }

  @AfterAll
  void close() throws SQLException {
    if (db != null) db.close();
    if (duck != null) duck.close();
  }

  private static void redexImport(Path store, String channel, String file, String... options) {
    var out = new ByteArrayOutputStream();
    var console = new Console(InputStream.nullInputStream(), print(out), print(out), false, false, false, () -> 0L);
    var arguments = new ArrayList<>(List.of("import", "--db", store.toString(), "--channel", channel));
    arguments.addAll(Arrays.asList(options));
    arguments.add(SharedData.file(file).toString());
    int code = RedexCommandLine.execute(console, (directory, _) -> NetDb.open(directory), Interrupts.NONE,
        arguments.toArray(String[]::new));
    assertThat(code).as("redex %s: %s", arguments, out.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static PrintStream print(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  @Test
  void everyEventOfTheFilesIsThere() {
    assertThat(count("helpdesk")).isEqualTo(21_348);
    assertThat(count("receipt")).isEqualTo(8_577);
    assertThat(count("flights")).isEqualTo(20_000);
    assertThat(count("nginx")).isEqualTo(500);
  }

  private long count(String channel) {
    try (var rows = database().query("SELECT count(*) FROM " + channel)) {
      assertThat(rows.next()).isTrue();
      return rows.longValue(0);
    }
  }

  @Test
  void noFieldIsRenamed() throws IOException {
    var header = Files.readAllLines(SharedData.file("receipt.csv")).getFirst().split(",", -1);
    assertThat(fields("receipt")).containsExactlyInAnyOrder(header);
    assertThat(fields("flights")).containsExactly("date", "delay", "distance", "origin", "destination");
    assertThat(fields("helpdesk")).containsExactly("case:concept:name", "concept:name", "org:resource",
        "time:timestamp", "seriousness", "customer", "product", "responsible_section", "seriousness_2",
        "service_level", "service_type", "support_section", "workgroup");
    assertThat(fields("nginx")).containsExactly("version", "nginx_version", "address", "generation", "load_timestamp",
        "timestamp", "pid", "processes", "connections", "ssl", "requests", "server_zones", "upstreams", "caches",
        "stream");
  }

  /// What SELECT * shows after seq and ts.
  private List<String> fields(String channel) {
    try (var rows = database().query("SELECT * FROM " + channel + " LIMIT 1")) {
      var names = rows.columns().stream().map(column -> column.name()).toList();
      assertThat(names).startsWith("seq", "ts");
      return names.subList(2, names.size());
    }
  }

  @TestFactory
  Stream<DynamicTest> theRowsAreThoseThatDuckDbGives() throws IOException {
    return Question.read("/differential/real-data.sql").stream()
        .map(question -> DynamicTest.dynamicTest(question.title(), () -> compare(question)));
  }

  private void compare(Question question) throws SQLException {
    var theirs = askDuck(question);
    assertThat(theirs).as("rows of the other engine").isNotEmpty();
    try (var session = database().session()) {
      for (String statement : question.ours().subList(0, question.ours().size() - 1))
        session.execute(statement).close();
      assertThat(ask(session, question.ours().getLast())).isEqualTo(theirs);
    }
  }

  private static List<List<@Nullable Object>> ask(SqlSession session, String sql) {
    return switch (session.execute(sql)) {
      case org.redexdb.meshdb.api.SqlResult.Rows(var cursor) -> Rows.of(cursor);
      case org.redexdb.meshdb.api.SqlResult other -> throw new AssertionError("no rows but " + other);
    };
  }

  private List<List<@Nullable Object>> askDuck(Question question) throws SQLException {
    if (duck == null) throw new IllegalStateException("not loaded");
    try (var statement = duck.statement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (String setting : question.theirs().subList(0, question.theirs().size() - 1)) statement.execute(setting);
      try (var results = statement.executeQuery(question.theirs().getLast())) {
        return Rows.of(results);
      }
    }
  }

  private NetDb database() {
    if (db == null) throw new IllegalStateException("not open");
    return db;
  }
}
