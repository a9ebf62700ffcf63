// What went wrong, as a value that every layer of the library hands up.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "seqch.h"

namespace seqch {

/// A default-made Failure is a success. Messages never hold row content.
struct [[nodiscard]] Failure {
  seq_ch_status status = SEQ_CH_OK;
  std::string message;
  std::string column;
  std::uint64_t row = SEQ_CH_NO_ROW;
  std::int32_t server_code = 0;

  [[nodiscard]] bool failed() const noexcept { return status != SEQ_CH_OK; }

  static Failure of(seq_ch_status status, std::string message) {
    Failure failure;
    failure.status = status;
    failure.message = std::move(message);
    return failure;
  }
};

}  // namespace seqch
