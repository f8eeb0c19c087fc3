// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.launch;

/**
 * What {@code java -jar redex.jar} starts. Compiled for Java 8, so that an old JVM runs it and says what is missing
 * instead of printing a class version error.
 */
public final class Main {

  private static final int REQUIRED = 25;

  private Main() {
  }

  public static void main(String[] args) throws Exception {
    int found = feature(System.getProperty("java.specification.version", "0"));
    if (found < REQUIRED) {
      System.err.println("RedexDB needs Java " + REQUIRED + ", this is " + found + " ("
          + System.getProperty("java.home") + ").");
      System.err.println("Install a JDK " + REQUIRED + ", for example from https://adoptium.net, and start it with that.");
      System.exit(1);
    }
    Class.forName("org.redexdb.cli.RedexCli").getMethod("main", String[].class).invoke(null, (Object) args);
  }

  /** 8 for "1.8", 17 for "17". */
  static int feature(String version) {
    String number = version.startsWith("1.") ? version.substring(2) : version;
    int end = 0;
    while (end < number.length() && Character.isDigit(number.charAt(end))) {
      end++;
    }
    return end == 0 ? 0 : Integer.parseInt(number.substring(0, end));
  }
}
