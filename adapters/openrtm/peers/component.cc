#include "component.hh"

#include <omniORB4/Naming.hh>

#include <chrono>
#include <iostream>

namespace peer {

RTC::Time time_of(double at) {
  const auto nanoseconds = static_cast<unsigned long long>(at * 1e9 + 0.5);
  return {static_cast<CORBA::ULong>(nanoseconds / 1000000000ull), static_cast<CORBA::ULong>(nanoseconds % 1000000000ull)};
}

static std::string property(const RTC::NVList& list, const char* name) {
  for (CORBA::ULong i = 0; i < list.length(); ++i) {
    const char* text = nullptr;
    if (std::string(list[i].name) == name && (list[i].value >>= text)) return text;
  }
  return "";
}

template <class T>
static void add(RTC::NVList& list, const std::string& name, const T& value) {
  const CORBA::ULong at = list.length();
  list.length(at + 1);
  list[at].name = name.c_str();
  list[at].value <<= value;
}

struct Connector {
  RTC::ConnectorProfile profile;
  bool is_little = true;
  bool is_push = true;
  OpenRTM::InPortCdr_var sink;
  OpenRTM::OutPortCdr_var source;
  std::mutex lock;
  // The newest that nobody has got.
  std::unique_ptr<CdrData> newest;
  // Subscription "flush": whoever writes waits for whoever subscribed. Else payloads wait here for a thread of their own.
  bool is_flush = true;
  bool is_gone = false;
  std::deque<CdrData> waiting;
  std::condition_variable woken;
};

// Payloads that wait for one who is slow or stopped; the oldest are lost.
static const size_t kMostWaiting = 64;

class InPortCdr : public POA_OpenRTM::InPortCdr {
 public:
  InPortCdr(Take take, bool is_little) : take_(std::move(take)), is_little_(is_little) {}
  PortStatus put(const CdrData& data) override { return take_(data, is_little_); }

 private:
  const Take take_;
  const bool is_little_;
};

class ForwardingInPort : public POA_OpenRTM::InPortCdr {
 public:
  explicit ForwardingInPort(OpenRTM::InPortCdr_ptr to) : to_(OpenRTM::InPortCdr::_duplicate(to)) {}
  PortStatus put(const CdrData&) override { throw omniORB::LOCATION_FORWARD(CORBA::Object::_duplicate(to_), false); }

 private:
  OpenRTM::InPortCdr_var to_;
};

class OutPortCdr : public POA_OpenRTM::OutPortCdr {
 public:
  explicit OutPortCdr(std::shared_ptr<Connector> connector) : connector_(std::move(connector)) {}
  PortStatus get(OpenRTM::CdrData_out data) override {
    std::lock_guard<std::mutex> hold(connector_->lock);
    const bool has_one = connector_->newest != nullptr;
    data = has_one ? connector_->newest.release() : new CdrData();
    return has_one ? OpenRTM::PORT_OK : OpenRTM::BUFFER_EMPTY;
  }

 private:
  const std::shared_ptr<Connector> connector_;
};

Port::Port(Component& owner, std::string name, std::string type, Take take)
    : owner_(owner), name_(std::move(name)), type_(std::move(type)), take_(std::move(take)) {}

std::vector<Port::Shared> Port::connectors() {
  std::lock_guard<std::mutex> hold(lock_);
  std::vector<Shared> all;
  for (auto& one : connectors_) all.push_back(one.second);
  return all;
}

void Port::write(const Encode& encode) {
  for (auto& connector : connectors()) {
    CdrData data = encode(connector->is_little);
    if (!connector->is_push) {
      std::lock_guard<std::mutex> hold(connector->lock);
      connector->newest.reset(new CdrData(data));
      continue;
    }
    if (connector->is_flush) {
      push(connector, data);
      continue;
    }
    std::lock_guard<std::mutex> hold(connector->lock);
    if (connector->waiting.size() >= kMostWaiting) connector->waiting.pop_front();
    connector->waiting.push_back(data);
    connector->woken.notify_one();
  }
}

void Port::push(const Shared& connector, const CdrData& data) {
  try {
    connector->sink->put(data);
  } catch (const CORBA::SystemException&) {
    // Whoever subscribed is gone: its connector goes, too.
    notify_disconnect(connector->profile.connector_id);
  }
}

void Port::deliver(const Shared& connector) {
  for (;;) {
    std::unique_lock<std::mutex> hold(connector->lock);
    connector->woken.wait(hold, [&] { return connector->is_gone || !connector->waiting.empty(); });
    if (connector->is_gone) return;
    const CdrData data = connector->waiting.front();
    connector->waiting.pop_front();
    hold.unlock();
    push(connector, data);
  }
}

void Port::poll() {
  for (auto& connector : connectors()) {
    if (connector->is_push || CORBA::is_nil(connector->source)) continue;
    try {
      OpenRTM::CdrData_var data;
      if (connector->source->get(data.out()) == OpenRTM::PORT_OK) take_(data.in(), connector->is_little);
    } catch (const CORBA::SystemException&) {
      notify_disconnect(connector->profile.connector_id);
    }
  }
}

RTC::PortProfile* Port::get_port_profile() {
  RTC::PortProfile_var profile = new RTC::PortProfile();
  profile->name = (owner_.name() + "." + name_).c_str();
  profile->port_ref = _this();
  profile->owner = owner_._this();
  RTC::ConnectorProfileList_var list = get_connector_profiles();
  profile->connector_profiles = list.in();
  add(profile->properties, "port.port_type", take_ ? "DataInPort" : "DataOutPort");
  add(profile->properties, "dataport.data_type", ("IDL:RTC/" + type_ + ":1.0").c_str());
  add(profile->properties, "dataport.interface_type", "corba_cdr");
  add(profile->properties, "dataport.dataflow_type", "push, pull");
  // Object references in Anys, as OpenRTM has them.
  RTC::PortService_var self = _this();
  add(profile->properties, "port.self", self.in());
  return profile._retn();
}

RTC::ConnectorProfileList* Port::get_connector_profiles() {
  RTC::ConnectorProfileList_var list = new RTC::ConnectorProfileList();
  for (auto& connector : connectors()) {
    const CORBA::ULong at = list->length();
    list->length(at + 1);
    list[at] = connector->profile;
  }
  return list._retn();
}

RTC::ConnectorProfile* Port::get_connector_profile(const char* id) {
  for (auto& connector : connectors())
    if (std::string(connector->profile.connector_id) == id) return new RTC::ConnectorProfile(connector->profile);
  return new RTC::ConnectorProfile();
}

RTC::ReturnCode_t Port::connect(RTC::ConnectorProfile& profile) {
  if (profile.ports.length() == 0) return RTC::BAD_PARAMETER;
  if (std::string(profile.connector_id).empty())
    profile.connector_id = (name_ + "-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count())).c_str();
  return profile.ports[0]->notify_connect(profile);
}

RTC::ReturnCode_t Port::notify_connect(RTC::ConnectorProfile& profile) {
  auto connector = std::make_shared<Connector>();
  const std::string endian = property(profile.properties, "dataport.serializer.cdr.endian");
  connector->is_little = endian.empty() || endian.compare(0, 6, "little") == 0;
  connector->is_flush = property(profile.properties, "dataport.subscription_type") == "flush";
  connector->is_push = property(profile.properties, "dataport.dataflow_type") != "pull";
  if (property(profile.properties, "dataport.data_type") != "IDL:RTC/" + type_ + ":1.0") return RTC::BAD_PARAMETER;
  RTC::ReturnCode_t code = publish(profile, connector);
  if (code != RTC::RTC_OK) return code;
  RTC::PortService_var self = _this();
  for (CORBA::ULong i = 0; i + 1 < profile.ports.length(); ++i)
    if (self->_is_equivalent(profile.ports[i])) {
      code = profile.ports[i + 1]->notify_connect(profile);
      if (code != RTC::RTC_OK) return code;
      break;
    }
  code = subscribe(profile, connector);
  if (code != RTC::RTC_OK) return code;
  connector->profile = profile;
  std::lock_guard<std::mutex> hold(lock_);
  connectors_[std::string(profile.connector_id)] = connector;
  if (connector->is_push && !take_ && !connector->is_flush) std::thread([this, connector] { deliver(connector); }).detach();
  return RTC::RTC_OK;
}

RTC::ReturnCode_t Port::publish(RTC::ConnectorProfile& profile, const Shared& connector) {
  if (take_ && connector->is_push) {
    OpenRTM::InPortCdr_var lent = (new InPortCdr(take_, connector->is_little))->_this();
    if (forwards) lent = (new ForwardingInPort(lent))->_this();
    CORBA::String_var ior = owner_.orb()->object_to_string(lent);
    add(profile.properties, "dataport.corba_cdr.inport_ior", ior.in());
  }
  if (!take_ && !connector->is_push) {
    OpenRTM::OutPortCdr_var lent = (new OutPortCdr(connector))->_this();
    CORBA::String_var ior = owner_.orb()->object_to_string(lent);
    add(profile.properties, "dataport.corba_cdr.outport_ior", ior.in());
  }
  return RTC::RTC_OK;
}

RTC::ReturnCode_t Port::subscribe(const RTC::ConnectorProfile& profile, const Shared& connector) {
  const bool wants_sink = !take_ && connector->is_push;
  const bool wants_source = take_ && !connector->is_push;
  if (!wants_sink && !wants_source) return RTC::RTC_OK;
  const std::string ior =
      property(profile.properties, wants_sink ? "dataport.corba_cdr.inport_ior" : "dataport.corba_cdr.outport_ior");
  if (ior.empty()) return RTC::RTC_ERROR;
  CORBA::Object_var object = owner_.orb()->string_to_object(ior.c_str());
  if (wants_sink) connector->sink = OpenRTM::InPortCdr::_narrow(object);
  else connector->source = OpenRTM::OutPortCdr::_narrow(object);
  return CORBA::is_nil(connector->sink) && CORBA::is_nil(connector->source) ? RTC::RTC_ERROR : RTC::RTC_OK;
}

RTC::ReturnCode_t Port::disconnect(const char* id) {
  RTC::ConnectorProfile_var profile = get_connector_profile(id);
  if (profile->ports.length() == 0) return RTC::BAD_PARAMETER;
  RTC::ReturnCode_t code = RTC::RTC_OK;
  for (CORBA::ULong i = 0; i < profile->ports.length(); ++i) {
    try {
      const RTC::ReturnCode_t one = profile->ports[i]->notify_disconnect(id);
      if (one != RTC::RTC_OK) code = one;
    } catch (const CORBA::SystemException&) {
      // A port that is gone is disconnected.
    }
  }
  return code;
}

RTC::ReturnCode_t Port::disconnect_all() {
  for (auto& connector : connectors()) disconnect(connector->profile.connector_id);
  return RTC::RTC_OK;
}

RTC::ReturnCode_t Port::notify_disconnect(const char* id) {
  std::lock_guard<std::mutex> hold(lock_);
  const auto known = connectors_.find(id);
  if (known == connectors_.end()) return RTC::BAD_PARAMETER;
  {
    std::lock_guard<std::mutex> hold_connector(known->second->lock);
    known->second->is_gone = true;
    known->second->woken.notify_all();
  }
  connectors_.erase(known);
  return RTC::RTC_OK;
}

class Context : public POA_RTC::ExecutionContext {
 public:
  explicit Context(Component& owner) : owner_(owner) {}
  CORBA::Boolean is_running() override { return true; }
  RTC::ReturnCode_t start() override { return RTC::RTC_OK; }
  RTC::ReturnCode_t stop() override { return RTC::UNSUPPORTED; }
  CORBA::Double get_rate() override { return owner_.rate(); }
  RTC::ReturnCode_t set_rate(CORBA::Double) override { return RTC::UNSUPPORTED; }
  RTC::ReturnCode_t activate_component(RTC::LightweightRTObject_ptr) override {
    return move(RTC::INACTIVE_STATE, RTC::ACTIVE_STATE);
  }
  RTC::ReturnCode_t deactivate_component(RTC::LightweightRTObject_ptr) override {
    return move(RTC::ACTIVE_STATE, RTC::INACTIVE_STATE);
  }
  RTC::ReturnCode_t reset_component(RTC::LightweightRTObject_ptr) override {
    return move(RTC::ERROR_STATE, RTC::INACTIVE_STATE);
  }
  RTC::LifeCycleState get_component_state(RTC::LightweightRTObject_ptr) override { return owner_.state(); }
  RTC::ExecutionKind get_kind() override { return RTC::PERIODIC; }

 private:
  RTC::ReturnCode_t move(RTC::LifeCycleState from, RTC::LifeCycleState to) {
    if (owner_.state() != from) return RTC::PRECONDITION_NOT_MET;
    owner_.state(to);
    return RTC::RTC_OK;
  }
  Component& owner_;
};

Component::Component(CORBA::ORB_ptr orb, std::string name, double rate) : orb_(orb), name_(std::move(name)), rate_(rate) {
  context_ = (new Context(*this))->_this();
}

Port& Component::in_port(const std::string& name, const std::string& type, Take take) {
  ports_.push_back(new Port(*this, name, type, std::move(take)));
  return *ports_.back();
}

Port& Component::out_port(const std::string& name, const std::string& type) { return in_port(name, type, nullptr); }

void Component::state(RTC::LifeCycleState next) {
  const bool was_active = is_active();
  state_ = next;
  if (was_active && !is_active() && on_deactivated) on_deactivated();
}

RTC::ComponentProfile* Component::get_component_profile() {
  RTC::ComponentProfile_var profile = new RTC::ComponentProfile();
  profile->instance_name = name_.c_str();
  profile->type_name = "SakiyomiPeer";
  profile->version = "1";
  profile->vendor = "Sakiyomi";
  profile->category = "test";
  if (!features.empty()) add(profile->properties, "robot.features", features.c_str());
  return profile._retn();
}

RTC::PortServiceList* Component::get_ports() {
  RTC::PortServiceList_var list = new RTC::PortServiceList();
  list->length(ports_.size());
  for (size_t i = 0; i < ports_.size(); ++i) list[i] = ports_[i]->_this();
  return list._retn();
}

RTC::ExecutionContextList* Component::get_owned_contexts() {
  RTC::ExecutionContextList_var list = new RTC::ExecutionContextList();
  list->length(1);
  list[0] = context_;
  return list._retn();
}

RTC::ExecutionContextList* Component::get_participating_contexts() { return new RTC::ExecutionContextList(); }

void Component::bind() {
  try {
    CORBA::Object_var object = orb_->resolve_initial_references("NameService");
    CosNaming::NamingContext_var names = CosNaming::NamingContext::_narrow(object);
    CosNaming::Name name;
    name.length(1);
    name[0].id = name_.c_str();
    name[0].kind = "rtc";
    RTC::RTObject_var self = _this();
    names->rebind(name, self);
  } catch (const CORBA::Exception&) {
    // It is bound when the name server is back.
  }
}

void Component::run() {
  std::thread([this] {
    for (;;) {
      bind();
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
  }).detach();
  const auto period = std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(1 / rate_));
  for (auto next = std::chrono::steady_clock::now();; next += period) {
    std::this_thread::sleep_until(next);
    // After a stop (SIGSTOP) it goes on from now, instead of making up for what it missed.
    if (std::chrono::steady_clock::now() - next > std::chrono::seconds(1)) next = std::chrono::steady_clock::now();
    if (!is_active()) continue;
    for (Port* port : ports_) port->poll();
    if (on_execute) on_execute();
  }
}

}  // namespace peer
