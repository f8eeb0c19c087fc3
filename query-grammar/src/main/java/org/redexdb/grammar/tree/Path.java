// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;

/// A column, a qualified column or a way into a payload, unresolved: `a`, `o.a`, `payload.user.id`,
/// `payload["a.b"][0]`,
/// `"case:concept:name"`. The first step is always a [Name].
public record Path(List<Step> steps, Span span) implements Expression {
  public Path {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || !(steps.getFirst() instanceof Name)) {
      throw new IllegalArgumentException("a path starts with a name: " + steps);
    }
  }

  /// The first step.
  public Identifier head() {
    return ((Name) steps.getFirst()).identifier();
  }

  /// True for a single name.
  public boolean isBareName() {
    return steps.size() == 1;
  }

  /// The last step that is not an index, as written: what an unnamed result column is called.
  public String lastName() {
    for (var step : steps.reversed()) {
      switch (step) {
        case Name name -> {
          return name.identifier().text();
        }
        case Key key -> {
          return key.text();
        }
        case Index ignored -> {
        }
      }
    }
    throw new IllegalStateException("a path starts with a name: " + steps);
  }

  /// One step of a path.
  public sealed interface Step extends Node {
  }

  /// `.name` or the first name.
  public record Name(Identifier identifier) implements Step {
    @Override
    public Span span() {
      return identifier.span();
    }
  }

  /// `["key"]`: a key of an object, spelt exactly.
  public record Key(String text, Span span) implements Step {
  }

  /// `[n]`: an element of an array, from 0.
  public record Index(int index, Span span) implements Step {
  }
}
