// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.time.ZoneId;
import org.redexdb.meshdb.api.Catalog;

/// What binding a statement looks at.
///
/// @param catalog  channels
/// @param fields   what is known of payloads
/// @param zone     zone of literals without one
/// @param problems errors of this text
public record Context(Catalog catalog, FieldSource fields, ZoneId zone, Problems problems) {
}
