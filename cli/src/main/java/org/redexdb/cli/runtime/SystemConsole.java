// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.runtime;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.redexdb.cli.console.Console;

/// The streams of this process. Output is UTF-8 whatever the locale says: it is data first.
public final class SystemConsole {
  private static final int BUFFER_BYTES = 1 << 16;

  private SystemConsole() {}

  public static Console open() {
    var out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES), false,
        StandardCharsets.UTF_8);
    var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new Console(System.in, out, err, isTerminal(0), isTerminal(1), isTerminal(2), System::nanoTime);
  }

  // The JDK tells only of input and output together; Linux shows each descriptor.
  private static boolean isTerminal(int descriptor) {
    try {
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    }
  }
}
