// A small test harness: cases register themselves, checks report and go on.
#pragma once

#include <chrono>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>

namespace harness {

using Case = void (*)();
struct Registration {
  Registration(const char* name, Case run);
};
void report_failure(const char* file, int line, const std::string& what);

template <typename T>
std::string shown(const T& value) {
  if constexpr (requires(std::ostream& out) { out << value; }) {
    std::ostringstream out;
    out << value;
    return out.str();
  } else {
    return "(value)";
  }
}

template <typename A, typename B>
void check_equal(const A& actual, const B& expected, const char* text, const char* file, int line) {
  if (actual == expected) return;
  report_failure(file, line, std::string(text) + ": got " + shown(actual) + ", expected " + shown(expected));
}

/// Looks again and again until `condition` holds or ten seconds have passed.
inline bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace harness

#define HARNESS_JOIN2(a, b) a##b
#define HARNESS_JOIN(a, b) HARNESS_JOIN2(a, b)
#define TEST_CASE(name)                                                                                      \
  static void HARNESS_JOIN(test_case_, __LINE__)();                                                          \
  static const harness::Registration HARNESS_JOIN(registration_, __LINE__)(name, HARNESS_JOIN(test_case_, __LINE__)); \
  static void HARNESS_JOIN(test_case_, __LINE__)()

#define CHECK(condition)                                                              \
  do {                                                                                \
    if (!(condition)) harness::report_failure(__FILE__, __LINE__, #condition);        \
  } while (false)
#define CHECK_EQ(actual, expected) harness::check_equal((actual), (expected), #actual, __FILE__, __LINE__)
