// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.redex {
  requires static transitive org.jspecify;
  requires transitive org.redexdb.storage;
  requires tools.jackson.core;

  exports org.redexdb.redex;
  exports org.redexdb.redex.api;
}
