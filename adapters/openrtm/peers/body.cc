#include "body.hh"

#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <stdexcept>

namespace peer {

// Joints that go where they are told at no more than their speed, and brake when nothing tells them any more.
class BuiltIn : public Body {
 public:
  explicit BuiltIn(size_t joints) : position_(joints, 0.3), velocity_(joints, 0) {}
  size_t joints() const override { return position_.size(); }
  std::string features() override { return ""; }

  BodyObservation observe() override {
    std::lock_guard<std::mutex> hold(lock_);
    follow(clock());
    return seen();
  }

  bool act(const BodyCommand& command) override {
    std::lock_guard<std::mutex> hold(lock_);
    follow(clock());
    if (command.row[1] <= at_) return false;
    command_ = command.row;
    return true;
  }

  BodyObservation step(const BodyCommand& command, double period) override {
    std::lock_guard<std::mutex> hold(lock_);
    is_stepped_ = true;
    if (command.row[1] > at_) command_ = command.row;
    follow(at_ + period);
    return seen();
  }

  BodyObservation reset(double) override {
    std::lock_guard<std::mutex> hold(lock_);
    std::fill(position_.begin(), position_.end(), 0.3);
    std::fill(velocity_.begin(), velocity_.end(), 0);
    command_.clear();
    return seen();
  }

  std::vector<std::pair<size_t, std::vector<double>>> samples() override {
    const double at = observe().at;
    return {{0, {at, 1, 2, 3, 0.1, 0.2, 0.3}}};
  }

  void stop() override {
    std::lock_guard<std::mutex> hold(lock_);
    follow(clock());
    command_.clear();
  }

 private:
  static constexpr double kSpeed = 1.5, kBrake = 6, kPeriod = 0.002;

  double clock() const {
    if (is_stepped_) return at_;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  void follow(double until) {
    while (at_ < until) {
      const double elapsed = std::min(kPeriod, until - at_);
      at_ = at_ + elapsed < until ? at_ + elapsed : until;
      const bool is_told = !command_.empty() && at_ <= command_[1] && command_[2] != 0;
      for (size_t i = 0; i < position_.size(); ++i) {
        const double wanted = is_told ? (command_[6 + i] - position_[i]) / elapsed : 0;
        const double aim = std::clamp(wanted, -kSpeed, kSpeed);
        const double change = is_told ? aim - velocity_[i] : std::clamp(aim - velocity_[i], -kBrake * elapsed, kBrake * elapsed);
        velocity_[i] += change;
        position_[i] += velocity_[i] * elapsed;
      }
    }
  }

  BodyObservation seen() const {
    BodyObservation now;
    now.at = at_;
    now.position = position_;
    now.velocity = velocity_;
    now.torque.assign(position_.size(), 0);
    const auto speed = [this](size_t i) { return command_.empty() || std::isnan(command_[3]) ? 0 : command_[3 + i]; };
    now.base = {at_, 1, 2, 0.5, speed(0), speed(1), speed(2)};
    now.nearest = {at_, 5};
    now.contacts = {{3, 1.5}};
    return now;
  }

  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::mutex lock_;
  double at_ = 0;
  bool is_stepped_ = false;
  std::vector<double> position_, velocity_;
  std::vector<double> command_;
};

std::unique_ptr<Body> built_in_body(size_t joints) { return std::make_unique<BuiltIn>(joints); }

class Served : public Body {
 public:
  explicit Served(const std::string& address) : socket_(open(address)) {
    const auto told = ask({5});
    joints_ = static_cast<size_t>(told.at(4));
  }
  ~Served() override { close(socket_); }
  size_t joints() const override { return joints_; }
  std::string features() override {
    const auto told = ask({6});
    return std::string(reinterpret_cast<const char*>(told.data() + 3), static_cast<size_t>(told.at(2)));
  }
  BodyObservation observe() override { return seen(ask({0})); }

  bool act(const BodyCommand& command) override {
    std::vector<double> frame{1};
    frame.insert(frame.end(), command.row.begin(), command.row.end());
    return !ask(frame, true).empty();
  }

  BodyObservation step(const BodyCommand& command, double period) override {
    std::vector<double> frame{2, period};
    frame.insert(frame.end(), command.row.begin(), command.row.end());
    return seen(ask(frame));
  }

  BodyObservation reset(double seed) override { return seen(ask({3, seed})); }
  void stop() override { ask({4}, true); }

  std::vector<std::pair<size_t, std::vector<double>>> samples() override {
    const auto reply = ask({8});
    std::vector<std::pair<size_t, std::vector<double>>> all;
    size_t at = 2;
    for (size_t left = static_cast<size_t>(reply.at(at++)); left > 0; --left) {
      const auto index = static_cast<size_t>(reply.at(at++));
      std::vector<double> values{reply.at(at++)};
      const auto count = static_cast<size_t>(reply.at(at++));
      for (size_t i = 0; i < count; ++i) values.push_back(reply.at(at++));
      all.emplace_back(index, std::move(values));
    }
    return all;
  }

 private:
  static int open(const std::string& address) {
    const size_t colon = address.rfind(':');
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (colon == std::string::npos ||
        getaddrinfo(address.substr(0, colon).c_str(), address.substr(colon + 1).c_str(), &hints, &found) != 0)
      throw std::runtime_error("no such address: " + address);
    const int made = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
    const int failed = connect(made, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (failed) throw std::runtime_error("nobody serves a body at " + address);
    const int yes = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return made;
  }

  // Little-endian machines only, as the protocol is. A refusal is an empty answer where it is allowed, or thrown.
  std::vector<double> ask(const std::vector<double>& request, bool may_refuse = false) {
    std::lock_guard<std::mutex> hold(lock_);
    const uint32_t size = request.size() * sizeof(double);
    std::vector<char> bytes(sizeof size + size);
    memcpy(bytes.data(), &size, sizeof size);
    memcpy(bytes.data() + sizeof size, request.data(), size);
    if (send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
      throw std::runtime_error("the body is gone");
    uint32_t length = 0;
    receive(&length, sizeof length);
    if (length < 16 || length > (1u << 20) || length % 8 != 0) throw std::runtime_error("the body answers nonsense");
    std::vector<double> reply(length / sizeof(double));
    receive(reply.data(), length);
    if (reply[0] == 0) return reply;
    if (!may_refuse) throw std::runtime_error("the body refuses");
    return {};
  }

  void receive(void* into, size_t size) {
    if (recv(socket_, into, size, MSG_WAITALL) != static_cast<ssize_t>(size)) throw std::runtime_error("the body is gone");
  }

  BodyObservation seen(const std::vector<double>& reply) const {
    BodyObservation now;
    size_t at = 2;
    const auto take = [&] { return reply.at(at++); };
    now.at = take();
    for (auto* vector : {&now.position, &now.velocity, &now.torque})
      for (size_t i = 0; i < joints_; ++i) vector->push_back(take());
    for (double& value : now.base) value = take();
    for (double& value : now.nearest) value = take();
    const auto contacts = static_cast<size_t>(take());
    for (size_t i = 0; i < contacts; ++i) {
      const double region = take();
      now.contacts.emplace_back(region, take());
    }
    return now;
  }

  const int socket_;
  std::mutex lock_;
  size_t joints_ = 0;
};

std::unique_ptr<Body> served_body(const std::string& address) { return std::make_unique<Served>(address); }

}  // namespace peer
