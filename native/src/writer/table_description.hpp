// What the server says of a table's columns in answer to an INSERT.
#pragma once

#include <string>
#include <vector>

#include "protocol/connection.hpp"
#include "writer/table.hpp"

namespace seqch {

/// The columns that can be written, in the table's order, each with whether it has a DEFAULT expression.
[[nodiscard]] std::vector<ShapeColumn> describe_columns(const InsertHeader& header);

}  // namespace seqch
