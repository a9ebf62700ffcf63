// Feeds bytes as a runtime.json, and the same bytes as a line of /proc/PID/stat. What is understood must mean the same when it
// is written down again; what is refused must be refused in words that can go into a log.
#include <algorithm>
#include <string>

#include "check.hpp"
#include "runtime/json_reader.hpp"
#include "runtime/process_start.hpp"
#include "runtime/runtime_file.hpp"

namespace {

using seqch::JsonValue;

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    } else {
      constexpr const char* kDigits = "0123456789abcdef";
      out += "\\u00";
      out += kDigits[c >> 4];
      out += kDigits[c & 15];
    }
  }
  return out + "\"";
}

std::string written(const JsonValue& value) {
  switch (value.kind) {
    case JsonValue::Kind::null: return "null";
    case JsonValue::Kind::boolean: return value.truth ? "true" : "false";
    case JsonValue::Kind::number: return value.text;
    case JsonValue::Kind::string: return quoted(value.text);
    case JsonValue::Kind::array: {
      std::string out = "[";
      for (const JsonValue& item : value.items) out += (out.size() > 1 ? "," : "") + written(item);
      return out + "]";
    }
    case JsonValue::Kind::object: {
      std::string out = "{";
      for (const auto& member : value.members) out += (out.size() > 1 ? "," : "") + quoted(member.name) + ":" + written(member.value);
      return out + "}";
    }
  }
  __builtin_trap();
}

void check_json(std::string_view text) {
  JsonValue value;
  const std::string problem = seqch::parse_json(text, value);
  if (!problem.empty()) {
    REQUIRE(problem.starts_with("line ") && problem.size() < 120);
    return;
  }
  const std::string first = written(value);
  if (first.size() > seqch::kMaxJsonBytes) return;  // an escape is longer than the character that it stands for
  JsonValue again;
  REQUIRE(seqch::parse_json(first, again).empty());
  REQUIRE(written(again) == first);
}

void check_runtime(std::string_view text) {
  seqch::Runtime runtime;
  const seqch::Failure failure = seqch::parse_runtime(text, runtime);
  if (failure.failed()) {
    REQUIRE(failure.status == SEQ_CH_BAD_RUNTIME_FILE);
    REQUIRE(failure.message.size() < 200);
    REQUIRE(std::all_of(failure.message.begin(), failure.message.end(), [](char c) { return c >= ' ' && c <= '~'; }));
    return;
  }
  REQUIRE(runtime.pid > 0 && runtime.endpoint.port > 0);
  for (const std::string& field : {runtime.endpoint.host, runtime.endpoint.user, runtime.data_dir, runtime.process_started}) {
    REQUIRE(!field.empty() && field.find('\0') == std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_json(text);
  check_runtime(text);
  REQUIRE(seqch::start_in_proc_stat(text).find(' ') == std::string::npos);
  return 0;
}
