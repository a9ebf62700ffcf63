#include "runtime/process_start.hpp"

#include <array>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <limits>

#ifdef __APPLE__
#include <sys/sysctl.h>
#include <sys/types.h>
#endif

namespace seqch {

std::string start_in_proc_stat(std::string_view line) {
  // Field 2 is the program's name in parentheses and may itself hold spaces and parentheses; what follows is plain.
  const std::size_t name_end = line.rfind(") ");
  if (name_end == std::string_view::npos) return "";
  line.remove_prefix(name_end + 2);
  if (line.starts_with('Z') || line.starts_with('X')) return "";
  for (int field = 3; field < 22; ++field) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return "";
    line.remove_prefix(space + 1);
  }
  return std::string(line.substr(0, line.find(' ')));
}

// By hand: strftime follows the locale of the program that we are loaded into.
std::string spell_as_ps(std::int64_t epoch_seconds) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(epoch_seconds);
  std::tm utc{};
  if (gmtime_r(&seconds, &utc) == nullptr) return "";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s %s %2d %02d:%02d:%02d %d", kDays[static_cast<std::size_t>(utc.tm_wday)],
                kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                utc.tm_year + 1900);
  return text.data();
}

#ifdef __APPLE__

std::string process_start(std::int64_t pid) {
  if (pid <= 0 || pid > std::numeric_limits<int>::max()) return "";
  std::array<int, 4> question = {CTL_KERN, KERN_PROC, KERN_PROC_PID, static_cast<int>(pid)};
  struct kinfo_proc found {};
  std::size_t size = sizeof found;
  if (sysctl(question.data(), static_cast<u_int>(question.size()), &found, &size, nullptr, 0) != 0 || size == 0) return "";
  if (found.kp_proc.p_stat == SZOMB) return "";
  return spell_as_ps(found.kp_proc.p_starttime.tv_sec);
}

#else

std::string process_start(std::int64_t pid) {
  if (pid <= 0 || pid > std::numeric_limits<int>::max()) return "";
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat", std::ios::binary);
  return start_in_proc_stat(std::string(std::istreambuf_iterator<char>(file), {}));
}

#endif

}  // namespace seqch
