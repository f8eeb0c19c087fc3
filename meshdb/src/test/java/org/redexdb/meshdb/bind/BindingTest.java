// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.GoldenScript;
import org.redexdb.meshdb.api.SqlException;

class BindingTest {
  private final BinderFixture fixture = new BinderFixture();

  @Test
  void namesAndTypesResolveAsWritten() { GoldenScript.run("bind/names.txt", this::answer); }

  @Test
  void queriesBecomeThePlansExpected() { GoldenScript.run("bind/queries.txt", this::answer); }

  @Test
  void errorsShowThePlaceAndWhatToDo() { GoldenScript.run("bind/errors.txt", this::answer); }

  private String answer(String sql) {
    try {
      var bound = fixture.bind(sql);
      String parameters = bound.parameterTypes().isEmpty() ? "" : "parameters " + bound.parameterTypes() + "\n";
      return String.join(", ", fixture.columns(sql)) + "\n" + parameters + fixture.plan(sql);
    } catch (SqlException.Invalid e) {
      return e.sqlState() + " at " + e.line() + ":" + e.column() + " " + e.getMessage();
    } catch (SqlException e) {
      return e.sqlState() + " " + e.getMessage();
    }
  }
}
