#include "runtime/data_dir.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace seqch {
namespace {

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string home_of_account() {
  struct passwd entry {};
  struct passwd* found = nullptr;
  std::vector<char> strings(16 * 1024);
  if (getpwuid_r(geteuid(), &entry, strings.data(), strings.size(), &found) != 0 || found == nullptr) return "";
  return entry.pw_dir;
}

bool is_absolute(const std::string& path) { return path.starts_with('/'); }

}  // namespace

DataDirFacts data_dir_facts() {
  DataDirFacts facts;
#ifdef __APPLE__
  facts.is_mac = true;
#endif
  facts.home = from_environment("HOME");
  if (facts.home.empty()) facts.home = home_of_account();
  facts.hivebar_data_dir = from_environment("HIVEBAR_DATA_DIR");
  facts.xdg_data_home = from_environment("XDG_DATA_HOME");
  return facts;
}

std::string default_data_dir(const DataDirFacts& facts) {
  if (is_absolute(facts.hivebar_data_dir)) return facts.hivebar_data_dir;
  if (!facts.is_mac && is_absolute(facts.xdg_data_home)) return facts.xdg_data_home + "/hivebar";
  if (facts.home.empty()) return "";
  return facts.home + (facts.is_mac ? "/Library/Application Support/Hivebar" : "/.local/share/hivebar");
}

}  // namespace seqch
