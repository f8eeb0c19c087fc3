// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.console;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.storage.api.RedexException;

/// Shows a failure as one block: what, where, what to do.
public final class ErrorBlock {
  private ErrorBlock() {}

  /// @param verbose adds the stack trace
  public static void print(PrintStream err, Throwable failure, boolean verbose) {
    err.println("error: " + text(failure));
    if (verbose) failure.printStackTrace(err);
    err.flush();
  }

  static String text(Throwable failure) {
    return switch (failure) {
      case UserError e -> String.valueOf(e.getMessage());
      case SqlException e -> e.getMessage() + "\n  SQLSTATE " + e.sqlState();
      case RedexException e -> e.getMessage() + "\n  " + e.code() + ", SQLSTATE " + e.sqlState();
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "no permission for " + e.getFile();
      case FileSystemException e -> String.valueOf(e.getMessage());
      case IOException e -> "input or output failed: " + e.getMessage();
      default -> "internal error, please report it: " + failure + "\n  run again with --verbose for the stack trace";
    };
  }
}
