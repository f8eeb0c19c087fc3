// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

@NullMarked module org.redexdb.storage {
  requires static org.jspecify;

}
