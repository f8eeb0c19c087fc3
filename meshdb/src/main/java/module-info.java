// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.meshdb {
  requires static transitive org.jspecify;
  requires transitive org.redexdb.redex;
  requires org.redexdb.grammar;
  requires ch.randelshofer.fastdoubleparser;
  requires tools.jackson.core;

  exports org.redexdb.meshdb;
  exports org.redexdb.meshdb.api;
}
