#include "protocol/server_error.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "protocol/readable_text.hpp"

namespace seqch {
namespace {

constexpr std::size_t kMaxMessage = 400;

struct CodeStatus {
  std::int32_t code;
  seq_ch_status status;
};

// Codes that callers tell apart.
constexpr std::array kKnownCodes = {
    CodeStatus{10, SEQ_CH_UNKNOWN_COLUMN},   // NOT_FOUND_COLUMN_IN_BLOCK
    CodeStatus{16, SEQ_CH_UNKNOWN_COLUMN},   // NO_SUCH_COLUMN_IN_TABLE
    CodeStatus{47, SEQ_CH_UNKNOWN_COLUMN},   // UNKNOWN_IDENTIFIER
    CodeStatus{53, SEQ_CH_TYPE_MISMATCH},    // TYPE_MISMATCH
    CodeStatus{60, SEQ_CH_UNKNOWN_TABLE},    // UNKNOWN_TABLE
    CodeStatus{81, SEQ_CH_UNKNOWN_TABLE},    // UNKNOWN_DATABASE
    CodeStatus{192, SEQ_CH_ACCESS_DENIED},   // UNKNOWN_USER
    CodeStatus{193, SEQ_CH_ACCESS_DENIED},   // WRONG_PASSWORD
    CodeStatus{194, SEQ_CH_ACCESS_DENIED},   // REQUIRED_PASSWORD
    CodeStatus{195, SEQ_CH_ACCESS_DENIED},   // IP_ADDRESS_NOT_ALLOWED
    CodeStatus{497, SEQ_CH_ACCESS_DENIED},   // ACCESS_DENIED
    CodeStatus{516, SEQ_CH_ACCESS_DENIED},   // AUTHENTICATION_FAILED
    CodeStatus{700, SEQ_CH_ACCESS_DENIED},   // USER_SESSION_LIMIT_EXCEEDED
};

// Codes that pass by themselves.
constexpr std::array<std::int32_t, 22> kPassingCodes = {
    74,   // CANNOT_READ_FROM_FILE_DESCRIPTOR
    75,   // CANNOT_WRITE_TO_FILE_DESCRIPTOR
    76,   // CANNOT_OPEN_FILE
    159,  // TIMEOUT_EXCEEDED
    164,  // READONLY
    173,  // CANNOT_ALLOCATE_MEMORY
    201,  // QUOTA_EXCEEDED
    202,  // TOO_MANY_SIMULTANEOUS_QUERIES
    209,  // SOCKET_TIMEOUT
    210,  // NETWORK_ERROR
    218,  // TABLE_IS_DROPPED
    225,  // NO_ZOOKEEPER
    236,  // ABORTED
    241,  // MEMORY_LIMIT_EXCEEDED
    242,  // TABLE_IS_READ_ONLY
    243,  // NOT_ENOUGH_SPACE
    252,  // TOO_MANY_PARTS
    319,  // UNKNOWN_STATUS_OF_INSERT
    394,  // QUERY_WAS_CANCELLED
    473,  // DEADLOCK_AVOIDED
    700,  // USER_SESSION_LIMIT_EXCEEDED
    999,  // KEEPER_EXCEPTION
};

// Errors that callers tell apart name tables, columns and users. The others may quote a value of a row, between single
// quotes: it is taken out, because messages end up in logs. A value may hold quotes itself, escaped or not, so all from the
// first to the last goes; of a message whose end is missing, all after the first.
std::string without_values(std::string_view message, bool is_whole) {
  const std::size_t first = message.find('\'');
  if (first == std::string_view::npos) return std::string(message);
  std::string text(message.substr(0, first + 1));
  return is_whole ? text += message.substr(message.rfind('\'')) : text;
}

std::string shorten(std::string_view message, bool may_quote_values, bool is_whole) {
  constexpr std::string_view kPrefix = "DB::Exception: ";
  if (message.starts_with(kPrefix)) message.remove_prefix(kPrefix.size());
  return readable(may_quote_values ? without_values(message, is_whole) : message, kMaxMessage);
}

}  // namespace

Failure server_error(std::int32_t code, const std::string& message, bool is_whole) {
  const auto* known = std::find_if(kKnownCodes.begin(), kKnownCodes.end(), [&](const CodeStatus& c) { return c.code == code; });
  const bool is_known = known != kKnownCodes.end();
  Failure failure = Failure::of(is_known ? known->status : SEQ_CH_SERVER_ERROR, shorten(message, !is_known, is_whole));
  failure.server_code = code;
  return failure;
}

bool is_passing(const Failure& failure) noexcept {
  if (failure.server_code != 0) {
    return std::find(kPassingCodes.begin(), kPassingCodes.end(), failure.server_code) != kPassingCodes.end();
  }
  return failure.status == SEQ_CH_UNREACHABLE || failure.status == SEQ_CH_TIMED_OUT ||
         failure.status == SEQ_CH_PROTOCOL_ERROR || failure.status == SEQ_CH_CLOSED || failure.status == SEQ_CH_NO_MEMORY;
}

}  // namespace seqch
