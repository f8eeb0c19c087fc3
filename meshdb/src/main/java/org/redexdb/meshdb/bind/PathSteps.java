// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.redexdb.grammar.tree.Path;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.meshdb.plan.Rex;

/// Steps of the syntax tree as steps into JSON: names keep the case they are written in.
final class PathSteps {
  private PathSteps() {}

  static PathStep step(Path.Step step) {
    return switch (step) {
      case Path.Name name -> new PathStep.Key(name.identifier().text());
      case Path.Key key -> new PathStep.Key(key.text());
      case Path.Index index -> new PathStep.Index(index.index());
    };
  }

  static List<PathStep> of(List<Path.Step> steps) {
    var result = new ArrayList<PathStep>(steps.size());
    for (var step : steps) result.add(step(step));
    return result;
  }

  static List<PathStep> of(String first, List<Path.Step> rest) {
    var result = new ArrayList<PathStep>(rest.size() + 1);
    result.add(new PathStep.Key(first));
    result.addAll(of(rest));
    return result;
  }

  /// A step as the argument of JSON_GET.
  static Rex argument(Path.Step step) {
    return switch (step(step)) {
      case PathStep.Key(String name) -> new Rex.Literal(name, SqlType.VARCHAR);
      case PathStep.Index(int index) -> new Rex.Literal((long) index, SqlType.BIGINT);
    };
  }

  /// As shown to people: `user.tags[0]["a b"]`.
  static String text(List<PathStep> steps) {
    var text = new StringBuilder();
    for (var step : steps) {
      switch (step) {
        case PathStep.Key(String name) when name.matches("[A-Za-z_][A-Za-z0-9_]*") ->
          text.append(text.isEmpty() ? "" : ".").append(name);
        case PathStep.Key(String name) -> text.append("[\"").append(name.replace("\"", "\"\"")).append("\"]");
        case PathStep.Index(int index) -> text.append('[').append(index).append(']');
      }
    }
    return text.toString();
  }
}
