// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Meters of a store for Micrometer.
@NullMarked module org.redexdb.micrometer {
  requires static transitive org.jspecify;
  requires transitive org.redexdb.netdb;
  requires transitive micrometer.core;

  exports org.redexdb.micrometer;
}
