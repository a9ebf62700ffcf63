// Where Hivebar keeps its data when nobody says otherwise. The rules are those of app/core/host/data-dir.ts.
#pragma once

#include <string>

namespace seqch {

/// What decides; empty text stands for what is not set.
struct DataDirFacts {
  bool is_mac = false;
  std::string home;
  std::string hivebar_data_dir;
  std::string xdg_data_home;
};

/// Of this process: reads the environment, so no other thread may change it meanwhile.
[[nodiscard]] DataDirFacts data_dir_facts();

/// Empty when there is no home directory to begin at. Relative paths in the environment are ignored.
[[nodiscard]] std::string default_data_dir(const DataDirFacts& facts);

}  // namespace seqch
