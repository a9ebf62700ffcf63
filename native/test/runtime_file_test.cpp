#include "runtime/runtime_file.hpp"

#include <csignal>
#include <sys/wait.h>

#include "fake_server.hpp"
#include "harness.hpp"
#include "runtime/data_dir.hpp"
#include "runtime_folder.hpp"
#include "seqch.h"

using seqch::Failure;
using seqch::Runtime;

namespace {

Failure read(const fake::RuntimeFolder& folder) {
  Runtime runtime;
  return seqch::read_runtime(folder.path(), runtime);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  CHECK(at != std::string::npos);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

bool says(const Failure& failure, seq_ch_status status, const std::string& part) {
  if (failure.status == status && failure.message.find(part) != std::string::npos) return true;
  harness::report_failure(__FILE__, __LINE__, "got " + std::string(seq_ch_status_name(failure.status)) + ": " + failure.message);
  return false;
}

}  // namespace

TEST_CASE("a runtime.json of a living process names server, writer and directory") {
  const fake::RuntimeFolder folder;
  folder.write_running(19'000);
  Runtime runtime;
  CHECK_EQ(seqch::read_runtime(folder.path(), runtime).status, SEQ_CH_OK);
  CHECK_EQ(runtime.endpoint.host, std::string("127.0.0.1"));
  CHECK_EQ(runtime.endpoint.port, 19'000);
  CHECK_EQ(runtime.endpoint.user, std::string("writer"));
  CHECK_EQ(runtime.endpoint.password, std::string("w"));
  CHECK_EQ(runtime.data_dir, folder.path());
}

TEST_CASE("no runtime.json, or one that a dead process left, means that Hivebar is not running") {
  const fake::RuntimeFolder folder;
  CHECK(says(read(folder), SEQ_CH_NOT_RUNNING, "there is no runtime.json in " + folder.path()));

  const ::pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::siginfo_t ended{};
  ::waitid(P_PID, static_cast<::id_t>(child), &ended, WEXITED | WNOWAIT);
  // Dead but not yet reaped: its number is still taken.
  folder.write(replaced(folder.text(1, child), R"("processStarted": "")", R"("processStarted": "123")"));
  CHECK(says(read(folder), SEQ_CH_NOT_RUNNING, "process " + std::to_string(child)));
  ::waitpid(child, nullptr, 0);
  CHECK(says(read(folder), SEQ_CH_NOT_RUNNING, "has ended"));
}

TEST_CASE("another process under the same number is not Hivebar") {
  const fake::RuntimeFolder folder;
  folder.write(replaced(folder.text(1), seqch::process_start(::getpid()), "1"));
  CHECK(says(read(folder), SEQ_CH_NOT_RUNNING, "has ended"));
}

TEST_CASE("a runtime.json that others may read or write is refused") {
  const fake::RuntimeFolder folder;
  for (const ::mode_t mode : {0640u, 0604u, 0620u, 0602u, 0644u}) {
    folder.write(folder.text(1), mode);
    CHECK(says(read(folder), SEQ_CH_BAD_RUNTIME_FILE, "it must be 0600"));
  }
  folder.write(folder.text(1), 0644);
  CHECK(says(read(folder), SEQ_CH_BAD_RUNTIME_FILE, "mode 0644"));
  folder.write(folder.text(1), 0400);
  CHECK_EQ(read(folder).status, SEQ_CH_OK);
}

TEST_CASE("a pipe or a folder in place of runtime.json is refused and nobody waits for it") {
  const fake::RuntimeFolder folder;
  CHECK_EQ(::mkfifo(folder.file().c_str(), 0600), 0);
  CHECK(says(read(folder), SEQ_CH_BAD_RUNTIME_FILE, "no regular file"));
  ::unlink(folder.file().c_str());
  CHECK_EQ(::mkdir(folder.file().c_str(), 0700), 0);
  CHECK(says(read(folder), SEQ_CH_BAD_RUNTIME_FILE, "no regular file"));
  ::rmdir(folder.file().c_str());
}

TEST_CASE("a runtime.json of another version is refused, whatever else it holds") {
  const fake::RuntimeFolder folder;
  folder.write(R"({"version": 2, "pid": "changed"})");
  CHECK(says(read(folder), SEQ_CH_BAD_RUNTIME_FILE, "has version 2, this library knows 1"));
  folder.write(R"({"version": "1"})");
  CHECK(says(read(folder), SEQ_CH_BAD_RUNTIME_FILE, "names no version"));
}

TEST_CASE("a runtime.json that lacks a key or has a wrong one is refused, naming the key and no password") {
  const fake::RuntimeFolder folder;
  const std::string good = folder.text(19'000);
  struct Damage {
    const char* from;
    const char* to;
    const char* key;
  };
  const std::string pid = "\"pid\": " + std::to_string(::getpid());
  for (const Damage& damage : {Damage{pid.c_str(), "\"pid\": -1", "pid"}, Damage{pid.c_str(), "\"pid\": 1.5", "pid"},
                               Damage{"\"processStarted\"", "\"x\"", "processStarted"}, Damage{"\"dataDir\"", "\"x\"", "dataDir"},
                               Damage{"\"host\": \"127.0.0.1\"", "\"host\": \"\"", "host"}, Damage{"19000", "0", "tcpPort"},
                               Damage{"19000", "65536", "tcpPort"}, Damage{"19000", "\"19000\"", "tcpPort"},
                               Damage{"\"writer\": {", "\"reader\": {", "users.writer"},
                               Damage{"\"name\": \"writer\"", "\"name\": 5", "users.writer.name"},
                               Damage{"\"password\": \"w\"", "\"password\": null", "users.writer.password"}}) {
    Runtime runtime;
    const Failure failure = seqch::parse_runtime(replaced(good, damage.from, damage.to), runtime);
    CHECK(says(failure, SEQ_CH_BAD_RUNTIME_FILE, std::string("the value of ") + damage.key + " is missing"));
  }
  folder.write("{\"version\": 1, \"users\": hunter2");
  const Failure failure = read(folder);
  CHECK(says(failure, SEQ_CH_BAD_RUNTIME_FILE, "line 1, column 25: a value is expected"));
  CHECK(failure.message.find("hunter2") == std::string::npos);
}

TEST_CASE("a runtime.json without end is not read to its end") {
  const fake::RuntimeFolder folder;
  folder.write(std::string(200'000, ' '));
  CHECK(says(read(folder), SEQ_CH_BAD_RUNTIME_FILE, "longer than 64 KiB"));
}

TEST_CASE("the data directory is where Hivebar puts it on each system") {
  seqch::DataDirFacts facts;
  facts.home = "/home/ada";
  CHECK_EQ(seqch::default_data_dir(facts), std::string("/home/ada/.local/share/hivebar"));
  facts.xdg_data_home = "data";
  CHECK_EQ(seqch::default_data_dir(facts), std::string("/home/ada/.local/share/hivebar"));
  facts.xdg_data_home = "/data";
  CHECK_EQ(seqch::default_data_dir(facts), std::string("/data/hivebar"));
  facts.is_mac = true;
  CHECK_EQ(seqch::default_data_dir(facts), std::string("/home/ada/Library/Application Support/Hivebar"));
  facts.hivebar_data_dir = "/srv/hivebar";
  CHECK_EQ(seqch::default_data_dir(facts), std::string("/srv/hivebar"));
  CHECK_EQ(seqch::default_data_dir({}), std::string());
}

TEST_CASE("the start of a process is found behind any name, and is none for the dead") {
  const std::string rest = " 1 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 1000 200";
  CHECK_EQ(seqch::start_in_proc_stat("42 (name) S" + rest), std::string("98765"));
  CHECK_EQ(seqch::start_in_proc_stat("42 (a) R (b) c) S" + rest), std::string("98765"));
  CHECK_EQ(seqch::start_in_proc_stat("42 (name) Z" + rest), std::string());
  CHECK_EQ(seqch::start_in_proc_stat("42 (name) S 1 2 3"), std::string());
  CHECK_EQ(seqch::start_in_proc_stat(""), std::string());
  CHECK(!seqch::process_start(::getpid()).empty());
  CHECK_EQ(seqch::process_start(0), std::string());
  CHECK_EQ(seqch::process_start(INT64_MAX), std::string());
}

TEST_CASE("a start time is spelled as ps spells it, in UTC and English") {
  CHECK_EQ(seqch::spell_as_ps(1'762'000'507), std::string("Sat Nov  1 12:35:07 2025"));
  CHECK_EQ(seqch::spell_as_ps(0), std::string("Thu Jan  1 00:00:00 1970"));
}
