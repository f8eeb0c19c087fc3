// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// RQL, the query language: text in, syntax tree or [org.redexdb.grammar.SyntaxException] out. Knows no channel and no
/// type rule; names are resolved by whoever binds the tree.
@NullMarked module org.redexdb.grammar {
  requires static transitive org.jspecify;
  requires org.antlr.antlr4.runtime;

  exports org.redexdb.grammar;
  exports org.redexdb.grammar.tree;
}
