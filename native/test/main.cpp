// Runs all cases, or those whose name contains the first argument. The last line counts them.
#include <csignal>
#include <exception>
#include <string>
#include <vector>

#include "harness.hpp"

namespace harness {
namespace {

struct Entry {
  const char* name;
  Case run;
};
std::vector<Entry>& entries() {
  static std::vector<Entry> all;
  return all;
}
int failures_of_case = 0;

}  // namespace

Registration::Registration(const char* name, Case run) { entries().push_back({name, run}); }

void report_failure(const char* file, int line, const std::string& what) {
  ++failures_of_case;
  std::cout << "  " << file << ":" << line << ": " << what << "\n";
}

}  // namespace harness

int main(int argc, char** argv) {
  // A fake server writes to clients that have hung up.
  std::signal(SIGPIPE, SIG_IGN);
  const std::string wanted = argc > 1 ? argv[1] : "";
  int passed = 0;
  int failed = 0;
  for (const auto& entry : harness::entries()) {
    if (std::string(entry.name).find(wanted) == std::string::npos) continue;
    harness::failures_of_case = 0;
    try {
      entry.run();
    } catch (const std::exception& error) {
      harness::report_failure(__FILE__, __LINE__, std::string("threw ") + error.what());
    }
    const bool ok = harness::failures_of_case == 0;
    if (!ok) std::cout << "FAILED " << entry.name << std::endl;
    ++(ok ? passed : failed);
  }
  std::cout << passed << " passed, " << failed << " failed" << std::endl;
  return failed == 0 ? 0 : 1;
}
