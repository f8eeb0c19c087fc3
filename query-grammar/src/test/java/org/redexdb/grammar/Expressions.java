// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.QueryBody;
import org.redexdb.grammar.tree.SelectItem;

/// One expression, parsed as the item of a SELECT.
final class Expressions {
  private Expressions() {}

  static SelectItem.Computed item(String text) {
    var select = (QueryBody.Select) ((Query) Rql.parseOne("SELECT " + text)).body();
    return (SelectItem.Computed) select.items().getFirst();
  }

  static Expression parsed(String text) {
    return item(text).expression();
  }
}
