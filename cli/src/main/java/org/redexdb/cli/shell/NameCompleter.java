// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Completes keywords, channels, and the columns of the channels that the statement names.
final class NameCompleter implements Completer {
  private static final List<String> COMMANDS = List.of("\\d", "\\timing", "\\format table", "\\format csv",
      "\\format jsonl", "\\q", "\\?");

  private final Supplier<List<String>> channels;
  private final Function<String, List<String>> columns;

  /// @param columns of a channel by its name; empty when there are none to offer
  NameCompleter(Supplier<List<String>> channels, Function<String, List<String>> columns) {
    this.channels = channels;
    this.columns = columns;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    offers(reader.getBuffer().toString(), line.word()).map(NameCompleter::candidate).forEach(candidates::add);
  }

  Stream<String> offers(String buffer, String word) {
    if (buffer.startsWith("\\") && !buffer.startsWith("\\d ")) return COMMANDS.stream();
    var names = channels.get();
    if (buffer.startsWith("\\d ")) return names.stream();
    var used = names.stream().filter(name -> mentions(buffer, name));
    return Stream.of(used.flatMap(name -> columns.apply(name).stream()), names.stream(), Keywords.ALL.stream().map(
        keyword -> inCaseOf(word, keyword))).flatMap(s -> s).map(NameCompleter::quoted).distinct();
  }

  private static boolean mentions(String buffer, String name) {
    return buffer.contains(name);
  }

  private static String inCaseOf(String word, String keyword) {
    return !word.isEmpty() && Character.isLowerCase(word.charAt(0)) ? keyword.toLowerCase(Locale.ROOT) : keyword;
  }

  // Keywords and functions carry blanks and brackets on purpose; a name with such characters must be quoted.
  private static String quoted(String text) {
    return text.matches("[a-zA-Z_][a-zA-Z0-9_ ().]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  private static Candidate candidate(String text) {
    return new Candidate(text, text, null, null, null, null, !text.endsWith("(") && !text.endsWith("."));
  }
}
