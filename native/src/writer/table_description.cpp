#include "writer/table_description.hpp"

#include <string_view>
#include <unordered_set>

namespace seqch {
namespace {

// The text has one line a column: `name` Type, then tab-separated words, of which DEFAULT is the one that matters.
// Lines that are none of these (version, count, whatever comes one day) name no column.
std::unordered_set<std::string> columns_with_default(std::string_view text) {
  std::unordered_set<std::string> names;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.starts_with('`') || line.find("\tDEFAULT\t") == std::string_view::npos) continue;
    std::string name;
    for (std::size_t i = 1; i < line.size() && line[i] != '`'; ++i) {
      if (line[i] == '\\' && i + 1 < line.size()) ++i;
      name += line[i];
    }
    names.insert(std::move(name));
  }
  return names;
}

}  // namespace

std::vector<ShapeColumn> describe_columns(const InsertHeader& header) {
  const std::unordered_set<std::string> with_default = columns_with_default(header.table_columns);
  std::vector<ShapeColumn> columns;
  for (const ServerColumn& column : header.columns) {
    const bool has_default = with_default.contains(column.name);
    columns.push_back({column.name, column.type, has_default ? SEQ_CH_DEFAULT_EXPRESSION : SEQ_CH_DEFAULT_NONE});
  }
  return columns;
}

}  // namespace seqch
