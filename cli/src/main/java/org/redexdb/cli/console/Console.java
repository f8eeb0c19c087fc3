// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.console;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/// What a command talks to. Results go to `out` and nothing else does, so that it can be piped; notices, progress and
/// errors go to `err`.
///
/// @param in standard input
/// @param out results, UTF-8, buffered: flushed by whoever wrote last
/// @param err everything meant for a person
/// @param inTerminal whether a person types the input
/// @param outTerminal whether results are shown on a terminal
/// @param errTerminal whether progress may redraw its line
/// @param nanos monotonic clock
public record Console(InputStream in, PrintStream out, PrintStream err, boolean inTerminal, boolean outTerminal,
    boolean errTerminal, LongSupplier nanos) {

  /// A line that is neither result nor error.
  public void notice(String line) {
    out.flush();
    err.println(line);
    err.flush();
  }
}
