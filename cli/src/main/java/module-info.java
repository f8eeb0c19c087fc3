// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.cli {
  requires static transitive org.jspecify;
  requires org.redexdb.netdb;
}
