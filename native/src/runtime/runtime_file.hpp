// runtime.json: where a running Hivebar's server answers. docs/formats/runtime.md is the format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/connection.hpp"
#include "protocol/failure.hpp"

namespace seqch {

/// What a writer needs of the file.
struct Runtime {
  Endpoint endpoint;  // with the login of the user `writer`
  std::string data_dir;
  std::int64_t pid = 0;
  std::string process_started;
};

/// Reads the text of a runtime.json. SEQ_CH_BAD_RUNTIME_FILE says what is wrong and never quotes the text.
[[nodiscard]] Failure parse_runtime(std::string_view text, Runtime& runtime);

/// Reads `<data_dir>/runtime.json`. SEQ_CH_NOT_RUNNING: there is none, or its process has ended.
/// SEQ_CH_BAD_RUNTIME_FILE: others may read or write it, or it is not understood.
[[nodiscard]] Failure read_runtime(const std::string& data_dir, Runtime& runtime);

}  // namespace seqch
