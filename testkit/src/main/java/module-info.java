// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.testkit {
  requires static transitive org.jspecify;
  requires transitive org.redexdb.storage;

  exports org.redexdb.testkit;
}
