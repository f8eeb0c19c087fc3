// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.List;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.redex.api.Channel;

/// What is known of the payloads of channels without a schema. A port, because knowing means scanning.
public interface FieldSource {
  /// Names of the top-level fields, in order of first appearance, up to the tip of now.
  List<String> fields(Channel channel);

  /// The type that all values seen at this path have in common; [SqlType#ANY] when nothing was seen.
  SqlType type(Channel channel, List<PathStep> path);

  /// Equal to an earlier one as long as the answers above are the same.
  Object state(Channel channel);

  /// All known fields, nested ones too, in order of first appearance, for people.
  List<Described> described(Channel channel);

  /// Events whose payload should be JSON and is not.
  long invalidCount(Channel channel);

  /// The same knowledge, found out as long as `check` does not throw: finding out may mean to read a whole channel.
  FieldSource checking(Runnable check);

  /// The channel is gone: nothing about it is asked any more.
  void forget(Channel channel);

  /// @param path    keys from the top
  /// @param drifted whether values have types without a common one
  record Described(List<String> path, SqlType type, boolean drifted) {
    public Described {
      path = List.copyOf(path);
    }
  }
}
