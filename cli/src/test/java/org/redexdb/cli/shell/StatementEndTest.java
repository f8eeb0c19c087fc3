// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementEndTest {
  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1;", "SELECT 1; ", "SELECT ';';", "SELECT 1; -- done", "SELECT 'it''s';",
      "SELECT 1 /* ; */;", "SELECT 1; /* x */ ", "SELECT \"a;b\" FROM t;\n", ";", "SELECT 1 - -1;", "-- x\nSELECT 1;"})
  void aStatementThatEndsWithASemicolonIsReady(String text) {
    assertThat(StatementEnd.complete(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SELECT 1", "SELECT ';", "SELECT ';'", "SELECT 1 -- ;", "SELECT 1 /* ;", "SELECT \"a;",
      "SELECT 1; SELECT 2", "SELECT 1; 'x'", "SELECT 1 /* ; */"})
  void anyOtherTextAsksForAFurtherLine(String text) {
    assertThat(StatementEnd.complete(text)).isFalse();
  }
}
