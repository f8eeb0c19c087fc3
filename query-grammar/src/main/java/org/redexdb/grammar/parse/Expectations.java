// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/// The first token that no continuation of the grammar allows, and every token that some would have allowed instead.
///
/// Found by walking the grammar's automaton with all alternatives at once, from the last token that the parser was sure
/// of. Precedence is ignored: it changes how a text is read, hardly ever whether it can be.
///
/// @param tokenIndex index of the offending token
/// @param allowed token types that could have stood there
record Expectations(int tokenIndex, IntervalSet allowed) {
  /// Work limit: an error must not take longer than the statement would have.
  private static final int STEPS_MAX = 100_000;

  /// Where the parser was certain last.
  ///
  /// @param state number of an automaton state, or -1 - rule for the start of a rule
  /// @param invokingStates states that called the rules around it, innermost first
  /// @param nextToken index of the first token not consumed
  record Place(int state, List<Integer> invokingStates, int nextToken) {
    static Place startOf(int rule) {
      return new Place(-1 - rule, List.of(), 0);
    }

    static Place after(int state, int[] invokingStates, int nextToken) {
      return new Place(state, Arrays.stream(invokingStates).boxed().toList(), nextToken);
    }
  }

  static Expectations find(ATN atn, Place place, TokenStream tokens) {
    return new Walk(atn).run(place, tokens);
  }

  /// A return address; equal stacks are one object, so that a position is two numbers.
  private record Frame(int id, ATNState follow, @Nullable Frame parent) {
  }

  private record Position(ATNState state, @Nullable Frame stack) {
    long key() {
      return (long) (stack == null ? 0 : stack.id()) << 32 | state.stateNumber;
    }
  }

  private static final class Walk {
    private final ATN atn;
    private final Map<Long, Frame> frames = new HashMap<>();
    private int steps;

    Walk(ATN atn) {
      this.atn = atn;
    }

    Expectations run(Place place, TokenStream tokens) {
      var reached = closure(List.of(start(place)));
      var index = place.nextToken();
      while (true) {
        var type = tokens.get(index).getType();
        var next = new ArrayList<Position>();
        for (var position : reached) {
          for (var transition : position.state().getTransitions()) {
            if (!transition.isEpsilon() && transition.matches(type, Token.MIN_USER_TOKEN_TYPE, atn.maxTokenType)) {
              next.add(new Position(transition.target, position.stack()));
            }
          }
        }
        if (next.isEmpty() || type == Token.EOF || steps > STEPS_MAX) {
          return new Expectations(index, labels(reached));
        }
        reached = closure(next);
        index++;
      }
    }

    private Position start(Place place) {
      if (place.state() < 0) {
        return new Position(atn.ruleToStartState[-1 - place.state()], null);
      }
      Frame stack = null;
      for (var invoking : place.invokingStates().reversed()) {
        stack = push(stack, ((RuleTransition) atn.states.get(invoking).transition(0)).followState);
      }
      return new Position(atn.states.get(place.state()).transition(0).target, stack);
    }

    private Frame push(@Nullable Frame parent, ATNState follow) {
      var key = (long) (parent == null ? 0 : parent.id()) << 32 | follow.stateNumber;
      return frames.computeIfAbsent(key, ignored -> new Frame(frames.size() + 1, follow, parent));
    }

    /// All positions that wait for a token and are reached from `from` without one.
    private List<Position> closure(List<Position> from) {
      Set<Long> seen = new HashSet<>();
      var waiting = new ArrayList<Position>();
      var open = new ArrayDeque<Position>(from);
      while (!open.isEmpty() && steps++ <= STEPS_MAX) {
        var position = open.pop();
        if (!seen.add(position.key())) {
          continue;
        }
        if (position.state() instanceof RuleStopState) {
          var frame = position.stack();
          if (frame != null) {
            open.push(new Position(frame.follow(), frame.parent()));
          }
          continue;
        }
        var waits = false;
        for (var transition : position.state().getTransitions()) {
          if (transition instanceof RuleTransition call) {
            open.push(new Position(call.target, push(position.stack(), call.followState)));
          } else if (transition.isEpsilon()) {
            open.push(new Position(transition.target, position.stack()));
          } else {
            waits = true;
          }
        }
        if (waits) {
          waiting.add(position);
        }
      }
      return waiting;
    }

    private static IntervalSet labels(List<Position> positions) {
      var labels = new IntervalSet();
      for (var position : positions) {
        for (Transition transition : position.state().getTransitions()) {
          if (!transition.isEpsilon() && transition.label() != null) {
            labels.addAll(transition.label());
          }
        }
      }
      return labels;
    }
  }
}
