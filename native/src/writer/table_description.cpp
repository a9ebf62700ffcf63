#include "writer/table_description.hpp"

#include <string_view>
#include <unordered_map>

namespace seqch {
namespace {

/// Takes the text before the next `separator` off the front of `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return taken;
}

// A line per column: `name` Type, and for some DEFAULT and its expression, separated by tabs, with quotes escaped once
// more. Lines that look otherwise (version, count, whatever comes one day) are about no column.
std::unordered_map<std::string, std::string_view> default_expressions(std::string_view text) {
  std::unordered_map<std::string, std::string_view> expressions;
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    if (!line.starts_with('`')) continue;
    std::string name;
    std::size_t at = 1;
    for (; at < line.size() && line[at] != '`'; ++at) {
      if (line[at] == '\\' && at + 1 < line.size()) ++at;
      name += line[at];
    }
    line.remove_prefix(at);
    static_cast<void>(take_until(line, '\t'));
    if (take_until(line, '\t') == "DEFAULT") expressions.emplace(std::move(name), take_until(line, '\t'));
  }
  return expressions;
}

// `DEFAULT ''` and the like say what the type says anyway; such a column need not be left out to get its default.
bool is_default_of_type(std::string_view expression, const std::string& type_text) {
  ColumnType type;
  if (parse_column_type(type_text, type).failed()) return false;
  const ColumnType& value = type.kind == TypeKind::low_cardinality ? type.children[0] : type;
  switch (value.kind) {
    case TypeKind::string:
      return expression == R"(\'\')";
    case TypeKind::fixed:
      return expression == "0" && (type_text.starts_with("UInt") || type_text.starts_with("Int") || type_text.starts_with("Float"));
    case TypeKind::nullable:
      return expression == "NULL";
    case TypeKind::array:
      return expression == "[]";
    case TypeKind::boolean:
      return expression == "false";
    default:
      return false;
  }
}

}  // namespace

std::vector<ShapeColumn> describe_columns(const InsertHeader& header) {
  const auto expressions = default_expressions(header.table_columns);
  std::vector<ShapeColumn> columns;
  for (const ServerColumn& column : header.columns) {
    const auto found = expressions.find(column.name);
    const bool matters = found != expressions.end() && !is_default_of_type(found->second, column.type);
    columns.push_back({column.name, column.type, matters ? SEQ_CH_DEFAULT_EXPRESSION : SEQ_CH_DEFAULT_NONE});
  }
  return columns;
}

}  // namespace seqch
