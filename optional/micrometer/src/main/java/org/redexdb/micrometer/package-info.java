// SPDX-License-Identifier: Apache-2.0
/// Meters of a store for Micrometer: [RedexMetrics] is bound to a registry. Names and units: docs/observability.md
///
/// Everything is read from [org.redexdb.netdb.NetDb#status], one look for all meters of a scrape; no append knows of it, and
/// there is no thread. A look finds new channels and dropped ones as well.
package org.redexdb.micrometer;
