// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.storage {
  requires static transitive org.jspecify;
  requires com.dynatrace.hash4j;
  requires jdk.jfr;

  exports org.redexdb.storage;
  exports org.redexdb.storage.api;
}
