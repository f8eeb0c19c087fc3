// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.redexdb.meshdb.plan.Op;

/// A comparison reduced to one of three loops and a bit that turns the answer round.
///
/// @param flip 1 to turn the answer round, else 0
record CompareForm(Loop loop, int flip) {
  /// The loops there are.
  enum Loop {
    LESS, GREATER, EQUAL
  }

  static CompareForm of(Op op) {
    return switch (op) {
      case LESS -> new CompareForm(Loop.LESS, 0);
      case GREATER_OR_EQUAL -> new CompareForm(Loop.LESS, 1);
      case GREATER -> new CompareForm(Loop.GREATER, 0);
      case LESS_OR_EQUAL -> new CompareForm(Loop.GREATER, 1);
      case EQUAL -> new CompareForm(Loop.EQUAL, 0);
      case NOT_EQUAL -> new CompareForm(Loop.EQUAL, 1);
      default -> throw new IllegalArgumentException("no comparison: " + op);
    };
  }
}
