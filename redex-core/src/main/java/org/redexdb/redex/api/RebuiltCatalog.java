// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.List;

/// A catalog made anew.
///
/// @param channels names of the channels it has
/// @param notes    what could not be found out, one line each
public record RebuiltCatalog(List<String> channels, List<String> notes) {}
