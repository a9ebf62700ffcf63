#include "protocol/connection.hpp"

#include <algorithm>
#include <utility>

#include "protocol/protocol_constants.hpp"

namespace seqch {
namespace {

constexpr std::string_view kClientName = "libseqch";
constexpr std::uint64_t kClientMajor = 1;
constexpr std::uint64_t kClientMinor = 0;
constexpr std::uint64_t kStageComplete = 2;
constexpr std::uint8_t kInitialQuery = 1;
constexpr std::uint8_t kInterfaceTcp = 1;
constexpr std::chrono::milliseconds kLastWords{100};

void packet(ByteWriter& out, ClientPacket type) { out.varint(static_cast<std::uint64_t>(type)); }

}  // namespace

Failure Connection::open(const Endpoint& endpoint) {
  const auto deadline = SteadyClock::now() + limits_.connect;
  reader_.reset();
  reader_.set_deadline(deadline);
  if (Failure failure = socket_.connect(endpoint.host, endpoint.port, deadline); failure.failed()) return failure;
  return say_hello(endpoint);
}

Failure Connection::say_hello(const Endpoint& endpoint) {
  request_.clear();
  packet(request_, ClientPacket::hello);
  request_.string(kClientName);
  request_.varint(kClientMajor);
  request_.varint(kClientMinor);
  request_.varint(kOurRevision);
  request_.string("");  // database: every table is named in full
  request_.string(endpoint.user);
  request_.string(endpoint.password);
  if (Failure failure = send_request(); failure.failed()) return failure;
  ServerHello hello;
  if (Failure failure = read_hello(reader_, hello); failure.failed()) return broken(std::move(failure));
  revision_ = hello.revision;
  server_ = std::move(hello.server);
  request_.clear();
  request_.string("");  // the addendum: a quota key
  return send_request();
}

void Connection::write_setting(std::string_view name, std::string_view value, std::uint64_t flags) {
  request_.string(name);
  request_.varint(flags);
  request_.string(value);
}

void Connection::write_query(const std::string& sql, const std::string& dedup_token) {
  request_.clear();
  packet(request_, ClientPacket::query);
  request_.string("");  // query id: the server's choice

  request_.fixed<std::uint8_t>(kInitialQuery);
  request_.string("");           // initial user
  request_.string("");           // initial query id
  request_.string("0.0.0.0:0");  // initial address
  request_.fixed<std::int64_t>(0);  // initial start time
  request_.fixed<std::uint8_t>(kInterfaceTcp);
  request_.string("");  // operating system user: not the server's business
  request_.string("");  // host name: likewise
  request_.string(kClientName);
  request_.varint(kClientMajor);
  request_.varint(kClientMinor);
  request_.varint(kOurRevision);
  request_.string("");              // quota key
  request_.varint(0);               // distributed depth
  request_.varint(0);               // patch version
  request_.fixed<std::uint8_t>(0);  // no trace context
  request_.varint(0);               // parallel replicas: none of the three
  request_.varint(0);
  request_.varint(0);

  if (!dedup_token.empty()) {
    // The token makes a retry after a lost answer insert nothing twice, in the targets of views neither.
    write_setting("insert_deduplication_token", dedup_token, kSettingImportant);
    write_setting("insert_deduplicate", "1", kSettingImportant);
    write_setting("deduplicate_blocks_in_dependent_materialized_views", "1", kSettingImportant);
  }
  write_setting("async_insert", "0", 0);
  // One block may bring years of history, and each day is a partition. A tenth of the deduplication window of our tables
  // would be too little for that, all of it too much for a retry to be recognised.
  write_setting("max_partitions_per_insert_block", "4000", 0);
  // An insert is one block: more threads only cost their start, in every view again.
  write_setting("max_threads", "1", 0);
  write_setting("send_profile_events", "0", 0);
  request_.string("");  // end of settings

  request_.string("");  // interserver secret
  request_.varint(kStageComplete);
  request_.varint(0);  // no compression
  request_.string(sql);
  request_.string("");  // end of parameters
  // No external tables: an empty block.
  write_block_start(0, 0);
}

void Connection::write_block_start(std::uint64_t columns, std::uint64_t rows) {
  packet(request_, ClientPacket::data);
  request_.string("");  // table name
  request_.varint(1);   // block info: not an overflow
  request_.fixed<std::uint8_t>(0);
  request_.varint(2);  // block info: no bucket
  request_.fixed<std::int32_t>(-1);
  request_.varint(0);
  request_.varint(columns);
  request_.varint(rows);
}

Failure Connection::send_request() {
  const std::span<const std::uint8_t> piece = request_.bytes();
  Failure failure = socket_.send({&piece, 1}, SteadyClock::now() + limits_.request);
  return failure.failed() ? unsent(std::move(failure)) : failure;
}

Failure Connection::begin_insert(const std::string& table, std::span<const std::string> columns,
                                 const std::string& dedup_token, InsertHeader& header) {
  std::string sql = "INSERT INTO " + table;
  for (std::size_t i = 0; i < columns.size(); ++i) sql += (i == 0 ? " (" : ", ") + quote_identifier(columns[i]);
  sql += columns.empty() ? " FORMAT Native" : ") FORMAT Native";
  header = InsertHeader{};
  start_waiting();
  write_query(sql, dedup_token);
  if (Failure failure = send_request(); failure.failed()) return failure;
  return answered(read_insert_answer(reader_, revision_, Awaited::header, &header));
}

Failure Connection::send_block(std::span<const OutgoingColumn> columns, std::uint64_t rows) {
  // Head and prefixes of all columns lie in request_, which may move while it grows: pieces are cut when it is complete.
  request_.clear();
  write_block_start(columns.size(), rows);
  std::vector<std::size_t> cuts;
  cuts.reserve(columns.size());
  for (const OutgoingColumn& column : columns) {
    request_.string(column.name);
    request_.string(column.type);
    request_.fixed<std::uint8_t>(0);  // no custom serialization
    column.builder->write_prefix(request_);
    cuts.push_back(request_.size());
  }
  Pieces pieces;
  std::size_t from = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    pieces.push_back(request_.bytes().subspan(from, cuts[i] - from));
    columns[i].builder->collect(pieces);
    from = cuts[i];
  }
  start_waiting();
  Failure failure = socket_.send(pieces, SteadyClock::now() + limits_.request);
  return failure.failed() ? unsent(std::move(failure)) : failure;
}

Failure Connection::finish_insert() {
  request_.clear();
  write_block_start(0, 0);
  start_waiting();
  if (Failure failure = send_request(); failure.failed()) return failure;
  return answered(read_insert_answer(reader_, revision_, Awaited::end_of_stream, nullptr));
}

Failure Connection::ping() {
  request_.clear();
  packet(request_, ClientPacket::ping);
  start_waiting();
  if (Failure failure = send_request(); failure.failed()) return failure;
  return answered(read_pong(reader_));
}

Failure Connection::unsent(Failure failure) {
  reader_.set_deadline(SteadyClock::now() + kLastWords);
  Failure reason = read_insert_answer(reader_, revision_, Awaited::end_of_stream, nullptr);
  return broken(std::move(reason.server_code != 0 ? reason : failure));
}

Failure Connection::answered(Failure failure) { return failure.failed() ? broken(std::move(failure)) : failure; }

Failure Connection::broken(Failure failure) {
  socket_.close();
  return failure;
}

std::string quote_identifier(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) {
    if (c == '`' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '`';
}

}  // namespace seqch
