// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.replication {
  requires static transitive org.jspecify;
  requires org.redexdb.redex;
}
