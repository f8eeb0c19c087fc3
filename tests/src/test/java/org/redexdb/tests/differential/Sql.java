// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.util.List;

/// A piece of SQL that each engine is told in its own words.
@FunctionalInterface
interface Sql {
  /// Who is asked, over what.
  ///
  /// @param declared whether numbers are declared columns, which divide as their types say, or fields of payloads, which
  ///          divide to DOUBLE (semantics §2)
  record Dialect(Engine engine, boolean declared) {
    boolean redex() { return engine == Engine.REDEX; }
  }

  enum Engine { REDEX, H2, DUCK }

  String in(Dialect dialect);

  static Sql text(String same) { return _ -> same; }

  /// Texts and pieces one after the other.
  static Sql of(Object... parts) {
    return dialect -> {
      var text = new StringBuilder();
      for (Object part : parts) text.append(part instanceof Sql sql ? sql.in(dialect) : part);
      return text.toString();
    };
  }

  static Sql join(String separator, List<Sql> parts) {
    return dialect -> String.join(separator, parts.stream().map(part -> part.in(dialect)).toList());
  }
}
