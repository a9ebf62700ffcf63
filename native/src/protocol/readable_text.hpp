// Text of a server, made fit for a message of ours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace seqch {

/// At most `limit` bytes of `text`, on one line and in valid UTF-8: control characters become spaces, bytes that are no
/// character become `?`, and the cut goes between characters.
[[nodiscard]] std::string readable(std::string_view text, std::size_t limit);

}  // namespace seqch
