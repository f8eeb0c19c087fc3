// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.error;

import java.sql.SQLException;
import java.sql.Wrapper;

/// The half of [Wrapper] that is the same everywhere: we wrap nothing, so unwrapping is a cast.
public interface Unwrapping extends Wrapper {
  @Override
  default <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) return type.cast(this);
    throw SqlErrors.of(SqlState.BAD_ARGUMENT, getClass().getSimpleName() + " is not a " + type.getName());
  }

  @Override
  default boolean isWrapperFor(Class<?> type) { return type.isInstance(this); }
}
