// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.replication.ratis {
  requires static transitive org.jspecify;
  requires org.redexdb.replication;
}
