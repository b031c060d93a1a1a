// What moves: joints that follow commands until those expire, built in, or a body served over TCP.
#pragma once
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace peer {

struct BodyCommand {
  double number = 0;
  // at, expires, stiffness, base forward, sideways, turn, position x J, velocity x J, torque x J, H, hands x 14
  std::vector<double> row;
};

struct BodyObservation {
  double at = 0;
  std::vector<double> position, velocity, torque;
  // at, x, y, yaw, forward, sideways, turn; NaN: it stands
  std::array<double, 7> base{};
  // at, distance; NaN: not known
  std::array<double, 2> nearest{};
  // index of region, N
  std::vector<std::pair<double, double>> contacts;
};

class Body {
 public:
  virtual ~Body() = default;
  virtual size_t joints() const = 0;
  // JSON of its features; "": it tells none.
  virtual std::string features() = 0;
  virtual BodyObservation observe() = 0;
  // false: refused (expired, malformed).
  virtual bool act(const BodyCommand& command) = 0;
  // Lets one period of its own time pass after acting, where it can.
  virtual BodyObservation step(const BodyCommand& command, double period) = 0;
  virtual BodyObservation reset(double seed) = 0;
  // index of sensor, at, values
  virtual std::vector<std::pair<size_t, std::vector<double>>> samples() = 0;
  virtual void stop() = 0;
};

std::unique_ptr<Body> built_in_body(size_t joints);
// "127.0.0.1:4000", see adapters/mujoco/src/body-protocol.ts. Throws std::runtime_error where nobody serves one.
std::unique_ptr<Body> served_body(const std::string& address);

}  // namespace peer
