// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.netdb {
  requires static transitive org.jspecify;
  requires transitive org.redexdb.redex;
  requires transitive org.redexdb.meshdb;

  exports org.redexdb.netdb;
}
