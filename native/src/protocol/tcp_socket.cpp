#include "protocol/tcp_socket.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace seqch {
namespace {

constexpr std::chrono::milliseconds kCancelCheck{100};
// A server that vanished without a word (power, network) is noticed on an idle connection within 15 + 3 * 5 s; the
// system's own answer is two hours. While we wait for an answer, the request's time limit is there first.
constexpr int kKeepAliveIdleSeconds = 15;
constexpr int kKeepAliveIntervalSeconds = 5;
constexpr int kKeepAliveProbes = 3;

Failure unreachable(const std::string& what, int error) {
  return Failure::of(SEQ_CH_UNREACHABLE, what + ": " + std::system_category().message(error));
}

struct AddressList {
  addrinfo* first = nullptr;
  AddressList() = default;
  AddressList(const AddressList&) = delete;
  AddressList& operator=(const AddressList&) = delete;
  ~AddressList() {
    if (first != nullptr) freeaddrinfo(first);
  }
};

void configure(int fd) {
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
#ifdef __APPLE__
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPALIVE, &kKeepAliveIdleSeconds, sizeof kKeepAliveIdleSeconds);
#else
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &kKeepAliveIdleSeconds, sizeof kKeepAliveIdleSeconds);
#endif
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &kKeepAliveIntervalSeconds, sizeof kKeepAliveIntervalSeconds);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &kKeepAliveProbes, sizeof kKeepAliveProbes);
#ifdef SO_NOSIGPIPE
  setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_NOSIGNAL;
#else
constexpr int kSendFlags = 0;
#endif

}  // namespace

Failure TcpSocket::check_limits(SteadyClock::time_point deadline) const {
  if (cancelled_.load(std::memory_order_relaxed)) return Failure::of(SEQ_CH_CLOSED, "the writer is closing");
  if (SteadyClock::now() >= deadline) return Failure::of(SEQ_CH_TIMED_OUT, "the server did not answer in time");
  return {};
}

Failure TcpSocket::wait(short events, SteadyClock::time_point deadline) const {
  while (true) {
    if (Failure failure = check_limits(deadline); failure.failed()) return failure;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
    pollfd poll_entry{fd_, events, 0};
    const int ready = poll(&poll_entry, 1, static_cast<int>(std::clamp(left, std::chrono::milliseconds{0}, kCancelCheck).count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return unreachable("waiting for the server", errno);
  }
}

Failure TcpSocket::connect(const std::string& host, std::uint16_t port, SteadyClock::time_point deadline) {
  close();
  const std::string where = host + ":" + std::to_string(port);
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  AddressList addresses;
  const int lookup = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &addresses.first);
  if (lookup != 0) return Failure::of(SEQ_CH_UNREACHABLE, "looking up " + where + ": " + gai_strerror(lookup));

  std::int64_t addresses_left = 0;
  for (const addrinfo* address = addresses.first; address != nullptr; address = address->ai_next) ++addresses_left;
  Failure last = Failure::of(SEQ_CH_UNREACHABLE, "no address for " + where);
  for (const addrinfo* address = addresses.first; address != nullptr; address = address->ai_next) {
    const auto now = SteadyClock::now();
    const auto share = now + (deadline - now) / addresses_left--;
    fd_ = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (fd_ < 0) {
      last = unreachable("opening a socket", errno);
      continue;
    }
    configure(fd_);
    int error = 0;
    if (::connect(fd_, address->ai_addr, address->ai_addrlen) != 0) error = errno;
    if (error == EINPROGRESS) {
      last = wait(POLLOUT, share);
      socklen_t size = sizeof error;
      if (!last.failed()) getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0) return {};
    if (error != EINPROGRESS) last = unreachable("connecting to " + where, error);
    close();
    if (last.status == SEQ_CH_CLOSED) break;
  }
  return last;
}

Failure TcpSocket::send(std::span<const std::span<const std::uint8_t>> pieces, SteadyClock::time_point deadline) {
  std::size_t piece = 0;
  std::size_t offset = 0;
  while (piece < pieces.size()) {
    std::array<iovec, 64> vectors;
    std::size_t count = 0;
    for (std::size_t i = piece; i < pieces.size() && count < vectors.size(); ++i) {
      const std::size_t skip = i == piece ? offset : 0;
      if (pieces[i].size() == skip) continue;
      vectors[count++] = iovec{const_cast<std::uint8_t*>(pieces[i].data()) + skip, pieces[i].size() - skip};
    }
    if (count == 0) return {};  // only empty pieces were left
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(count);
    const ssize_t sent = sendmsg(fd_, &message, kSendFlags);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return unreachable("sending", errno);
      if (Failure failure = wait(POLLOUT, deadline); failure.failed()) return failure;
      continue;
    }
    for (auto left = static_cast<std::size_t>(sent); piece < pieces.size();) {
      const std::size_t rest = pieces[piece].size() - offset;
      if (left < rest) {
        offset += left;
        break;
      }
      left -= rest;
      ++piece;
      offset = 0;
    }
  }
  return {};
}

Failure TcpSocket::receive(std::span<std::uint8_t> into, std::size_t& received, SteadyClock::time_point deadline) {
  // Looked at before every read and not only when there is nothing to read: a server that talks without end has to end too.
  if (Failure failure = check_limits(deadline); failure.failed()) return failure;
  while (true) {
    const ssize_t count = recv(fd_, into.data(), into.size(), 0);
    if (count > 0) {
      received = static_cast<std::size_t>(count);
      return {};
    }
    if (count == 0) return Failure::of(SEQ_CH_UNREACHABLE, "the server closed the connection");
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return unreachable("receiving", errno);
    if (Failure failure = wait(POLLIN, deadline); failure.failed()) return failure;
  }
}

bool TcpSocket::is_stale() const noexcept {
  std::uint8_t byte;
  const ssize_t count = recv(fd_, &byte, 1, MSG_PEEK);
  return count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void TcpSocket::close() noexcept {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

}  // namespace seqch
