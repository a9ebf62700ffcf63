// Numbers of ClickHouse's native TCP protocol. They are on the wire and may not change.
#pragma once

#include <cstdint>

namespace seqch {

/// The revision that we speak. The server speaks the lower of its own and ours, so nothing newer than this is ever sent
/// to us: no chunked packets (54470), no sparse columns (54465), no server settings in the hello (54474).
inline constexpr std::uint64_t kOurRevision = 54464;
/// Older servers (before the autumn of 2022) lack query parameters and are refused.
inline constexpr std::uint64_t kOldestServerRevision = 54459;

// What a revision at or above the number has in addition.
inline constexpr std::uint64_t kRevisionQueryTimeInProgress = 54460;
inline constexpr std::uint64_t kRevisionPasswordRules = 54461;
inline constexpr std::uint64_t kRevisionInterserverNonce = 54462;
inline constexpr std::uint64_t kRevisionTotalBytesInProgress = 54463;
inline constexpr std::uint64_t kRevisionTimezoneUpdates = 54464;

enum class ClientPacket : std::uint8_t { hello = 0, query = 1, data = 2, cancel = 3, ping = 4 };

enum class ServerPacket : std::uint8_t {
  hello = 0,
  data = 1,
  exception = 2,
  progress = 3,
  pong = 4,
  end_of_stream = 5,
  profile_info = 6,
  totals = 7,
  extremes = 8,
  log = 10,
  table_columns = 11,
  part_uuids = 12,
  read_task_request = 13,
  profile_events = 14,
  timezone_update = 17,
};

/// A setting that the server must understand, or refuse the query.
inline constexpr std::uint64_t kSettingImportant = 1;

// Bounds on what is accepted from a server. A server of ours stays far below them.
inline constexpr std::uint64_t kMaxServerString = 1024 * 1024;
/// All names and types of a header together.
inline constexpr std::uint64_t kMaxServerHeader = 16 * 1024 * 1024;
/// The text of an exception, which may quote the whole value (escaped) that a view choked on, in each of its layers.
inline constexpr std::uint64_t kMaxExceptionText = 1024 * 1024 * 1024;
/// So much of it is kept: where it names what failed, before or after a value.
inline constexpr std::uint64_t kKeptExceptionText = 64 * 1024;
inline constexpr std::uint64_t kMaxServerColumns = 10'000;
inline constexpr std::uint64_t kMaxServerRows = 1'000'000;
inline constexpr std::uint64_t kMaxServerName = 256;
inline constexpr int kMaxNestedExceptions = 32;
inline constexpr std::uint64_t kMaxPasswordRules = 1'000;

}  // namespace seqch
