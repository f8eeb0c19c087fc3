// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Event;

/// What SQL gives is written down beside the statements, in `src/test/resources/sql`.
class SqlScriptsSystem {
  private static final String RECORD = "mvn -q -pl tests -am test -Dsurefire.failIfNoSpecifiedTests=false"
      + " -Dtest=SqlScriptsSystem -Dredex.golden=write";

  @TestFactory
  Stream<DynamicTest> everyStatementGivesWhatIsWrittenBelowIt() throws IOException {
    return SqlScript.files().stream()
        .map(file -> DynamicTest.dynamicTest(SqlScript.ROOT.relativize(file).toString(),
            () -> run(SqlScript.read(file))));
  }

  private static void run(SqlScript script) throws IOException {
    SqlScript answered;
    try (var runner = new ScriptRunner(new InMemory())) {
      answered = runner.answers(script);
    }
    if ("write".equals(System.getProperty("redex.golden"))) answered.write();
    else
      assertThat(answered.text()).as("%s; to take the answers over, and to review them as a diff:%n  %s",
          script.name(), RECORD).isEqualTo(script.text());
  }

  private static final class InMemory implements ScriptRunner.Place {
    @Override
    public NetDb open() { return NetDb.memory(); }

    @Override
    public void prepare(NetDb db, String channel) { db.channel(channel); }

    @Override
    public Event event(Event event) { return event; }

    @Override
    public boolean reopens() { return false; }
  }
}
