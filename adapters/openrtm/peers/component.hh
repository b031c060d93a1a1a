// A small RT component on omniORB: ports, connectors, an execution context. Written from the OMG specification for tests.
#pragma once
#include <omniORB4/CORBA.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "data-types.hh"
#include "rtc.hh"

namespace peer {

using OpenRTM::CdrData;
using OpenRTM::PortStatus;

struct Payload {
  CdrData bytes;
  bool is_little = true;
};

template <class T>
CdrData encode(const T& value, bool is_little) {
  cdrMemoryStream stream;
  stream.setByteSwapFlag(is_little);
  value >>= stream;
  CORBA::ULong size = stream.bufSize();
  CdrData data(size);
  data.length(size);
  if (size > 0) memcpy(data.get_buffer(), stream.bufPtr(), size);
  return data;
}

// Throws CORBA::MARSHAL where the bytes are not of that type.
template <class T>
void decode(const CdrData& data, bool is_little, T& value) {
  cdrMemoryStream stream(const_cast<CORBA::Octet*>(data.get_buffer()), data.length());
  stream.setByteSwapFlag(is_little);
  value <<= stream;
}

using Take = std::function<PortStatus(const CdrData&, bool is_little)>;
using Encode = std::function<CdrData(bool is_little)>;

struct Connector;
class Component;

class Port : public POA_RTC::PortService {
 public:
  // `take` makes it an InPort, none an OutPort.
  Port(Component& owner, std::string name, std::string type, Take take);

  // OutPort: pushes to those who subscribed, keeps the newest for those who get.
  void write(const Encode& encode);
  // InPort: gets from those who offer.
  void poll();
  // InPort: lends an object that forwards to the real one.
  bool forwards = false;

  RTC::PortProfile* get_port_profile() override;
  RTC::ConnectorProfileList* get_connector_profiles() override;
  RTC::ConnectorProfile* get_connector_profile(const char* id) override;
  RTC::ReturnCode_t connect(RTC::ConnectorProfile& profile) override;
  RTC::ReturnCode_t disconnect(const char* id) override;
  RTC::ReturnCode_t disconnect_all() override;
  RTC::ReturnCode_t notify_connect(RTC::ConnectorProfile& profile) override;
  RTC::ReturnCode_t notify_disconnect(const char* id) override;

 private:
  using Shared = std::shared_ptr<Connector>;
  RTC::ReturnCode_t publish(RTC::ConnectorProfile& profile, const Shared& connector);
  RTC::ReturnCode_t subscribe(const RTC::ConnectorProfile& profile, const Shared& connector);
  std::vector<Shared> connectors();
  void push(const Shared& connector, const CdrData& data);
  void deliver(const Shared& connector);

  Component& owner_;
  const std::string name_;
  const std::string type_;
  const Take take_;
  std::mutex lock_;
  std::map<std::string, Shared> connectors_;
};

class Component : public POA_RTC::RTObject {
 public:
  Component(CORBA::ORB_ptr orb, std::string name, double rate);
  Port& in_port(const std::string& name, const std::string& type, Take take);
  Port& out_port(const std::string& name, const std::string& type);
  // Each period while active.
  std::function<void()> on_execute;
  std::function<void()> on_deactivated;
  // Told in its profile as "robot.features".
  std::string features;
  // Binds the name again and again, so that a name server that comes back has it, and runs the periods; never returns.
  void run();

  bool is_active() const { return state_ == RTC::ACTIVE_STATE; }
  RTC::LifeCycleState state() const { return state_; }
  void state(RTC::LifeCycleState next);
  double rate() const { return rate_; }
  const std::string& name() const { return name_; }
  CORBA::ORB_ptr orb() const { return orb_; }

  RTC::ComponentProfile* get_component_profile() override;
  RTC::PortServiceList* get_ports() override;
  CORBA::Boolean is_alive(RTC::ExecutionContext_ptr) override { return true; }
  RTC::ExecutionContextList* get_owned_contexts() override;
  RTC::ExecutionContextList* get_participating_contexts() override;

 private:
  void bind();
  const CORBA::ORB_ptr orb_;
  const std::string name_;
  const double rate_;
  std::vector<Port*> ports_;
  std::atomic<RTC::LifeCycleState> state_{RTC::INACTIVE_STATE};
  RTC::ExecutionContext_var context_;
};

inline double seconds(const RTC::Time& tm) { return tm.sec + tm.nsec * 1e-9; }
RTC::Time time_of(double seconds);

}  // namespace peer
