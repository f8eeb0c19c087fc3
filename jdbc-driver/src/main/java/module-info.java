// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.jdbc {
  requires static transitive org.jspecify;
  requires java.sql;
  requires org.redexdb.netdb;
}
