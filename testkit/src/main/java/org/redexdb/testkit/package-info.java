// SPDX-License-Identifier: Apache-2.0
/// For tests of programs that use a store: a disk that loses power, a clock that jumps, and stores over both.
package org.redexdb.testkit;
