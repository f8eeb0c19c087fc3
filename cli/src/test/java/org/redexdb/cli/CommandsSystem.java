// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Ack;

/// Commands on a store in a folder, as a user types them.
class CommandsSystem {
  @TempDir
  Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({"helpdesk.xes.gz,21348", "receipt.csv,8577", "flights-20k.json,20000", "nginxplus_status.jsonl,500"})
  void realDataIsImportedInFullAndASecondTimeNotAtAll(String file, long events) {
    var data = CommandLineRun.shared(file);
    assertThat(run("import", "--channel", "data", data).ok().out()).contains(" events into data (seq 0 to " + (events
        - 1) + ")");
    assertThat(run("import", "--channel", "data", data).ok().out()).startsWith("nothing new: ");
    assertThat(run("sql", "--format", "csv", "-c", "SELECT count(*) AS n FROM data").ok().out())
        .isEqualTo("n\n" + events
            + "\n");
    assertThat(run("verify").ok().out()).startsWith("ok: ");
  }

  @Test
  void jsonLinesComeBackByteForByte() throws IOException {
    var data = CommandLineRun.shared("nginxplus_status.jsonl");
    run("import", "--channel", "status", data).ok();
    assertThat(run("export", "status").ok().out()).isEqualTo(Files.readString(Path.of(data)));
    var file = folder.resolve("out.jsonl");
    run("export", "--channel", "status", "-o", file.toString()).ok();
    assertThat(file).hasSameBinaryContentAs(Path.of(data));
    assertThat(run("export", "status", "-o", file.toString()).code()).as("does not write over files").isEqualTo(1);
  }

  @Test
  void columnsOfImportedDataAnswerQuestions() {
    run("import", "--channel", "receipt", "--time-field", "time:timestamp", "--key-field", "case:concept:name",
        CommandLineRun.shared("receipt.csv")).ok();
    assertThat(run("sql", "--format", "csv", "-c",
        "SELECT \"case:concept:name\" AS c, event_time FROM receipt ORDER BY event_seq LIMIT 1").ok().out()).isEqualTo(
            "c,event_time\ncase-10011,2011-10-11T11:45:40.276Z\n");
  }

  @Test
  void aStopAtABadLineNamesItAndTheRerunStoresTheRestOnce() throws IOException {
    var lines = new ArrayList<>(IntStream.range(0, 2_345).mapToObj(i -> "{\"i\":" + i + "}").toList());
    lines.set(1_500, "{\"i\":1500");
    var file = file("in.jsonl", lines);
    var stopped = run("import", "--channel", "c", file);
    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.err()).contains("line 1501: not JSON").contains("last stored: line 1,500")
        .contains("--on-error skip")
        .doesNotContain("\tat ");
    lines.set(1_500, "{\"i\":1500}");
    file("in.jsonl", lines);
    assertThat(run("import", "--channel", "c", file).ok().err()).contains("going on behind line 1,500");
    assertThat(run("export", "c").ok().out()).isEqualTo(String.join("\n", lines) + "\n");
  }

  @Test
  void whatBreaksTheFormatStopsEvenWhereBadLinesArePassedOver() throws IOException {
    var stopped = run("import", "--channel", "c", "--on-error", "skip", file("in.csv", List.of("a,b", "1,2", "x\"y,1",
        "3,4", "\"open,5", "6,7")));
    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.out()).contains("imported 2 events");
    assertThat(stopped.err()).contains("line 3: ").contains("line 5: the quote that opens here is never closed")
        .contains("last stored: line 4").doesNotContain("--on-error");
  }

  @Test
  void badLinesArePassedOverAndNamed() throws IOException {
    var skipped = run("import", "--channel", "c", "--on-error", "skip", file("in.jsonl", List.of("{}", "x", "[1]")))
        .ok();
    assertThat(skipped.out()).contains("imported 2 events");
    assertThat(skipped.err()).contains("line 2: not JSON").contains("skipped 1 bad line");
  }

  @Test
  void standardInputIsImportedAndItsFormatSeen() {
    assertThat(CommandLineRun.withInput("a,b\n1,x\n2,\n", "import", "--db", db(), "--channel", "c", "-").ok().out())
        .contains("imported 2 events");
    assertThat(run("export", "c").ok().out()).isEqualTo("{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n");
  }

  @Test
  void aScriptRunsFromArgumentsFilesAndStandardInput() throws IOException {
    run("import", "--channel", "c", file("in.jsonl", List.of("{\"a\":1}", "{\"a\":2}"))).ok();
    var script = file("q.sql", List.of("SELECT a FROM c", "ORDER BY a; -- first", "SELECT sum(a) AS s FROM c;"));
    assertThat(run("sql", "--format", "csv", "-f", script).ok().out()).isEqualTo("a\n1\n2\ns\n3\n");
    assertThat(run("sql", "--format", "jsonl", "-c", "SELECT a FROM c WHERE a = 2", "-c", "SELECT 'x' AS t").ok().out())
        .isEqualTo("{\"a\":2}\n{\"t\":\"x\"}\n");
    assertThat(CommandLineRun.withInput("SELECT a FROM c;", "sql", "--url", "jdbc:redexdb:" + db(), "--format", "csv")
        .ok().out()).isEqualTo("a\n1\n2\n");
    assertThat(run("sql", "-c", "SELECT a FROM c").ok().out()).isEqualTo("""
         a
        ───
         1
         2
        (2 rows)
        """);
  }

  @Test
  void rowsAreInsertedAndReadBack() throws IOException {
    run("import", "--channel", "c", file("in.jsonl", List.of("{\"a\":1}"))).ok();
    assertThat(run("sql", "-c", "INSERT INTO c (a) VALUES (2), (3)").ok().out()).isEqualTo(
        "appended 2 events, seq 1 to 2\n");
    assertThat(run("tail", "c", "-n", "1", "--payload").ok().out()).isEqualTo("{\"a\":3}\n");
  }

  @Test
  void tombstonesAreInEnvelopesAndAreLeftOutOfJsonWithANotice() throws IOException {
    run("import", "--channel", "one", "--key-field", "a", file("in.jsonl", List.of("{\"a\":1}", "{\"a\":2}"))).ok();
    try (var db = NetDb.open(Path.of(db()))) {
      db.channel("one").append(Event.tombstone("1"));
    }
    for (String format : List.of("jsonl", "json")) {
      var exported = run("export", "one", "--format", format).ok();
      assertThat(exported.out()).contains("{\"a\":1}").contains("{\"a\":2}").hasLineCount(2);
      assertThat(exported.err()).contains("1 tombstone left out").contains("--format envelope");
    }
    assertThat(run("export", "one", "--format", "envelope", "--from-seq", "2").ok().out())
        .contains("\"key\":\"1\",\"tombstone\":true}").doesNotContain("payload");
    assertThat(run("tail", "one", "-n", "1", "--payload").ok().out()).contains("\"tombstone\":true}");
    assertThat(run("export", "one", "--format", "csv").ok().out()).hasLineCount(4);
  }

  @Test
  void channelsAreListedAndEventsShown() throws IOException {
    run("import", "--channel", "one", "--key-field", "a", file("in.jsonl", List.of("{\"a\":1}", "{\"a\":2}"))).ok();
    assertThat(run("channels", "--format", "csv").ok().out()).startsWith(
        "channel,events,first_seq,next_seq,bytes,codec,retention,state\none,2,0,2,").endsWith(",json,everything,ok\n");
    assertThat(run("tail", "one", "-n", "1").ok().out()).startsWith("{\"seq\":1,\"ts\":\"").contains("\"key\":\"2\"")
        .endsWith("\"payload\":{\"a\":2}}\n").hasLineCount(1);
    assertThat(run("export", "one", "--format", "csv").ok().out()).contains("{\"a\":1}".substring(2, 3))
        .hasLineCount(3);
    assertThat(run("export", "one", "--format", "json").ok().out()).isEqualTo("[{\"a\":1},\n{\"a\":2}]\n");
    assertThat(run("export", "one", "--format", "envelope", "--from-seq", "1").ok().out()).hasLineCount(1);
  }

  @Test
  void statusShowsHowFarEachChannelIs() throws IOException {
    run("import", "--channel", "one", file("in.jsonl", List.of("{\"a\":1}", "{\"a\":2}"))).ok();
    var text = run("status").ok().out();
    assertThat(text.lines().findFirst()).hasValueSatisfying(line -> assertThat(line).startsWith(db())
        .endsWith(": epoch 1, nobody writes"));
    assertThat(text.lines().filter(line -> line.contains("one")).findFirst().orElseThrow().split("\\W+"))
        .containsSequence("one", "1", "1", "1", "0", "0", "1").contains("ok");
    assertThat(run("status", "--json").ok().out()).hasLineCount(1)
        .contains(
            "\"epoch\":1,\"writer_pid\":null,\"recovery_notes\":[],\"channels\":[{\"name\":\"one\",\"tip_epoch\":1,"
                + "\"tip_seq\":1,\"first_seq\":0,\"durable_seq\":1,\"committed_seq\":1,\"lag_events\":0,\"segments\":1,\"bytes\":")
        .endsWith(",\"retention\":\"everything\",\"fault\":null}]}\n");
  }

  @Test
  void statusTellsOfTheWriterAndOfWhatIsNotOnDiskYet() {
    try (var db = NetDb.open(Path.of(db()))) {
      db.channel("empty");
      db.channel("one").append(Event.json("1"), Ack.OS);
      assertThat(run("status", "--json").ok().out()).contains("\"writer_pid\":" + ProcessHandle.current().pid())
          .contains("\"name\":\"empty\",\"tip_epoch\":null,\"tip_seq\":null,")
          .contains("\"tip_seq\":0,\"first_seq\":0,\"durable_seq\":-1,\"committed_seq\":-1,\"lag_events\":1");
      assertThat(run("status").ok().out()).contains("process " + ProcessHandle.current().pid() + " writes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sql -c SELECT", "channels", "status", "verify", "repair", "rebuild-catalog", "tail x",
      "export x"})
  void onlyImportMakesAStore(String command) {
    var run = run(command.split(" "));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: no store at ").contains("redex import --db");
    assertThat(Path.of(db())).doesNotExist();
  }

  @Test
  void aFileThatIsNotThereMakesNoStore() {
    var run = run("import", "--channel", "c", folder.resolve("nowhere.jsonl").toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: no such file: ");
    assertThat(Path.of(db())).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      bad.jsonl | {"a":
      bad.json  | [{"a":tru}]
      bad.csv   | "a
      note      | Dear diary
      """)
  void aFailedImportLeavesNoChannelThatItMade(String name, String content) throws IOException {
    run("import", "--channel", "there", file("in.jsonl", List.of("{}"))).ok();
    var failed = run("import", "--channel", "new", file(name, List.of(content)));
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("line 1: ").doesNotContain("token").doesNotContain("JsonParser");
    assertThat(run("channels", "--format", "csv").ok().out()).contains("there,1").doesNotContain("new");
  }

  @Test
  void anEmptyFileMakesItsChannel() throws IOException {
    assertThat(run("import", "--channel", "c", file("in.jsonl", List.of())).ok().out()).startsWith("no events in ");
    assertThat(run("channels", "--format", "csv").ok().out()).contains("c,0,");
  }

  @Test
  void aBadChannelNameIsRefusedBeforeAStoreIsMade() throws IOException {
    var refused = run("import", "--channel", "Up", file("in.jsonl", List.of("{}")));
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("upper case");
    assertThat(Path.of(db())).doesNotExist();
  }

  @Test
  void textIsNotTakenForCsvWithoutAWord() throws IOException {
    var plain = run("import", "--channel", "c", file("notes", List.of("Dear diary", "today was fine")));
    assertThat(plain.code()).isEqualTo(1);
    assertThat(plain.err()).contains("--format jsonl, json, csv or xes");
    assertThat(Path.of(db())).as("nothing could be read").doesNotExist();
    assertThat(run("import", "--channel", "c", "--format", "csv", folder.resolve("notes").toString()).ok().out())
        .contains("imported 1 event");
    assertThat(run("import", "--channel", "c", file("table", List.of("a,b", "1,2"))).ok().err()).contains("as CSV");
    assertThat(run("import", "--channel", "c", file("table.csv", List.of("a,b", "1,2"))).ok().err()).isEmpty();
  }

  @Test
  void aUrlThatAsksForAStoreToBeMadeIsRefused() {
    var refused = CommandLineRun.of("sql", "--url", "jdbc:redexdb:" + db() + "?create=true", "-c", "SELECT 1");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("create=true").contains("redex import --db");
    assertThat(Path.of(db())).doesNotExist();
  }

  @Test
  void pathsAreDescribedAsTheyAreWritten() throws IOException {
    run("import", "--channel", "c",
        file("in.jsonl", List.of("{\"a\":{\"b-c\":1,\"d.e\":{\"f\":2}},\"x.y\":3,\"q\\\"r\":4}")))
        .ok();
    assertThat(run("sql", "--format", "csv", "-c", "DESCRIBE c").ok().out()).contains("\na,").contains(
        "\n\"a.\"\"b-c\"\"\",").contains("\n\"a.\"\"d.e\"\".f\",").contains("\n\"\"\"x.y\"\"\",");
    assertThat(
        run("sql", "--format", "csv", "-c", "SELECT a.\"b-c\" AS p, a.\"d.e\".f AS q, \"x.y\" AS r FROM c").ok().out())
        .isEqualTo("p,q,r\n1,2,3\n");
  }

  @Test
  void errorsAreOneBlockWithAPlaceInTheStatement() throws IOException {
    run("import", "--channel", "orders", file("in.jsonl", List.of("{\"a\":1}"))).ok();
    var syntax = run("sql", "-c", "SELECT a FRM orders");
    assertThat(syntax.code()).isEqualTo(1);
    assertThat(syntax.out()).isEmpty();
    assertThat(syntax.err()).startsWith("error: ").contains("^").contains("SQLSTATE 42").doesNotContain("\tat ");
    assertThat(run("sql", "--verbose", "-c", "SELECT a FRM orders").err()).contains("\tat ");
    assertThat(run("tail", "ordrs").err()).contains("did you mean orders?");
    assertThat(run("sql", "-c", "SELECT a FROM ordrs").err()).contains("42P01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "sql", "import --channel", "channels --format xml", "sql --db a --url b"})
  void aCommandLineThatIsNotUnderstoodGivesTwo(String command) {
    var run = CommandLineRun.of(command.isEmpty() ? new String[0] : command.split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      import --channel c --format bogus %s  | 2 | the formats are jsonl, json (one array), csv and xes
      import --channel c --delimiter " %s   | 1 | --delimiter is one ASCII character
      import --channel c --time-zone Mars %s| 1 | --time-zone Mars
      export there -o %s/no/file            | 1 | no folder
      tail there -n -1                      | 1 | -n is at least 0
      sql -f nowhere.sql                    | 1 | no such file: nowhere.sql
      """)
  void whatCannotBeIsSaidInOurWords(String command, int code, String words) throws IOException {
    run("import", "--channel", "there", file("in.jsonl", List.of("{}"))).ok();
    var run = run(command.replace("%s", folder.resolve("in.jsonl").toString()).split(" "));
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.err()).contains(words).doesNotContain("internal error").doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      imprt --db d --channel c f | no command "imprt"; did you mean import?
      --verison                  | no option --verison; did you mean --version?
      import --db d --chanel c f | no option --chanel; did you mean --channel?
      status --db d --jsn        | no option --jsn; did you mean --json?
      verify --db d -x           | no option -x
      status d                   | "d" is one argument too many; a store is named with --db d
      sql d -c SELECT            | "d" is one argument too many; a store is named with --db d
      channels --db d e          | "e" is one argument too many
      """)
  void whatWasTypedWrongIsNamedFirst(String command, String words) {
    var run = CommandLineRun.of(command.split(" +"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines().findFirst()).contains(words);
  }

  @Test
  void aMistypedPropertyOfAUrlIsToldWithAllThatThereAre() throws IOException {
    run("import", "--channel", "c", file("in.jsonl", List.of("{}"))).ok();
    var run = CommandLineRun.of("sql", "--url", "jdbc:redexdb:" + db() + "?acess=write", "-c", "SELECT 1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("\"acess\"").contains("access").contains("time_zone");
  }

  @Test
  void aCommandOfTheShellIsNoStatement() throws IOException {
    run("import", "--channel", "c", file("in.jsonl", List.of("{}"))).ok();
    var run = run("sql", "-c", "\\d c");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("\\d is for the shell").contains("DESCRIBE");
  }

  @Test
  void helpAndVersionAreThere() {
    assertThat(CommandLineRun.of("help").ok().out()).contains("quickstart").contains("import").contains("verify");
    assertThat(CommandLineRun.of("help", "import").ok().out()).contains("--on-error");
    assertThat(CommandLineRun.of("--version").ok().out()).startsWith("redex 0.");
  }

  private CommandLineRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--db")) all.addAll(1, List.of("--db", db()));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private String db() { return folder.resolve("store").toString(); }

  private String file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines).toString();
  }
}
