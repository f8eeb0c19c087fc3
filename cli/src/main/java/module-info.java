// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The `redex` command line. Nothing here is API; the command line itself is.
@NullMarked module org.redexdb.cli {
  requires static transitive org.jspecify;
  requires org.redexdb.netdb;
  requires java.xml;
  requires info.picocli;
  requires org.jline;
  requires tools.jackson.core;

  opens org.redexdb.cli.command to info.picocli;
}
