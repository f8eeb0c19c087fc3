// SPDX-License-Identifier: Apache-2.0
/// What the storage layer tells the flight recorder. Names, fields and units: docs/observability.md. An event that nobody
/// records costs a test of a flag.
package org.redexdb.storage.events;
