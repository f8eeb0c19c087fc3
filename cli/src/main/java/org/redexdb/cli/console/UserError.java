// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.console;

import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.Where;

/// Something the user of the command line can put right: a file that is not there, a line that is not JSON. The message
/// is complete as it is.
public final class UserError extends RedexException {
  private static final long serialVersionUID = 1L;

  public UserError(String message) { super("CLI", "HY000", Where.NOWHERE, message, null); }
}
