// What an error code of ClickHouse means for the rows that met it.
#pragma once

#include <cstdint>
#include <string>

#include "protocol/failure.hpp"

namespace seqch {

/// A Failure for an exception of the server. The text is shortened: without "DB::Exception", without quoted values, at
/// most 400 bytes, one line. `is_whole`: nothing is missing at the end of `message`.
[[nodiscard]] Failure server_error(std::int32_t code, const std::string& message, bool is_whole = true);

/// Whether sending the same block again can succeed without anyone changing the table or the grants:
/// lost connections, a full disk, too many parts, memory limits, a server on its way down.
[[nodiscard]] bool is_passing(const Failure& failure) noexcept;

}  // namespace seqch
