// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The file of questions put to two engines: blocks between empty lines, remarks with `#`, ours above `----`, theirs below.
///
/// @param title    the remark above it
/// @param ours     statements for RedexDB, the last one a query
/// @param theirs   statements for the other engine, the last one a query
record Question(String title, List<String> ours, List<String> theirs) {
  private static final String SEPARATOR = "\n----\n";

  static List<Question> read(String resource) throws IOException {
    String text;
    try (InputStream in = Question.class.getResourceAsStream(resource)) {
      text = new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    }
    var questions = new ArrayList<Question>();
    for (String block : text.strip().split("\n\n+")) {
      var remarks = block.lines().filter(line -> line.startsWith("#")).map(line -> line.substring(1).strip()).toList();
      var body = String.join("\n", block.lines().filter(line -> !line.startsWith("#")).toList());
      if (body.isBlank()) continue;
      int cut = body.indexOf(SEPARATOR);
      if (cut < 0) throw new IllegalArgumentException("no ---- in: " + block);
      questions.add(new Question(String.join(" ", remarks), statements(body.substring(0, cut)),
          statements(body.substring(cut + SEPARATOR.length()))));
    }
    return questions;
  }

  private static List<String> statements(String text) {
    return Arrays.stream(text.split(";\n")).map(String::strip).filter(statement -> !statement.isEmpty()).toList();
  }

  @Override
  public String toString() { return title; }
}
