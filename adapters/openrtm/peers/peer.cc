// peer echo NAME RATE
// peer robot NAME RATE JOINTS|HOST:PORT PERIOD [INDEX=PORT,...]     PERIOD of lockstep in s, 0: it runs freely; then the
//                                                                  ports of sensors, by their index in the features
// peer tool NAME PORT NAME PORT TYPE
// and omniORB's own options (-ORBInitRef NameService=corbaname::HOST:PORT).
#include <omniORB4/Naming.hh>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "body.hh"
#include "component.hh"

namespace peer {

// What arrives at NAMEIn leaves from NAMEOut, taken apart and written again by omniORB's own stubs.
template <class T>
static void echo(Component& component, const std::string& type) {
  Port& out = component.out_port(type + "Out", type);
  component.in_port(type + "In", type, [&out](const CdrData& data, bool is_little) {
    T value;
    try {
      decode(data, is_little, value);
    } catch (const CORBA::SystemException&) {
      return OpenRTM::PORT_ERROR;
    }
    out.write([&value](bool little) { return encode(value, little); });
    return OpenRTM::PORT_OK;
  });
}

static void echo_component(Component& component) {
  echo<RTC::TimedBoolean>(component, "TimedBoolean");
  echo<RTC::TimedShort>(component, "TimedShort");
  echo<RTC::TimedLong>(component, "TimedLong");
  echo<RTC::TimedFloat>(component, "TimedFloat");
  echo<RTC::TimedLongSeq>(component, "TimedLongSeq");
  echo<RTC::TimedDouble>(component, "TimedDouble");
  echo<RTC::TimedString>(component, "TimedString");
  echo<RTC::TimedDoubleSeq>(component, "TimedDoubleSeq");
  echo<RTC::TimedFloatSeq>(component, "TimedFloatSeq");
  echo<RTC::TimedOctetSeq>(component, "TimedOctetSeq");
  echo<RTC::TimedVelocity2D>(component, "TimedVelocity2D");
  echo<RTC::TimedPose2D>(component, "TimedPose2D");
  echo<RTC::CameraImage>(component, "CameraImage");
  component.in_port("full", "TimedDoubleSeq", [](const CdrData&, bool) { return OpenRTM::BUFFER_FULL; });
  // Its number of payloads, however they came.
  Port& count = component.out_port("count", "TimedLong");
  auto taken = std::make_shared<std::atomic<long>>(0);
  const Take take = [&count, taken](const CdrData&, bool) {
    RTC::TimedLong value{{0, 0}, static_cast<CORBA::Long>(++*taken)};
    count.write([value](bool little) { return encode(value, little); });
    return OpenRTM::PORT_OK;
  };
  component.in_port("counted", "TimedDoubleSeq", take);
  component.in_port("moved", "TimedDoubleSeq", take).forwards = true;
  // A clock: one payload each period.
  Port& clock = component.out_port("clock", "TimedDoubleSeq");
  auto ticks = std::make_shared<double>(0);
  component.on_execute = [&clock, ticks] {
    RTC::TimedDoubleSeq value;
    value.tm = time_of(*ticks);
    value.data.length(20);
    for (CORBA::ULong i = 0; i < 20; ++i) value.data[i] = *ticks + i;
    *ticks += 1;
    clock.write([&value](bool little) { return encode(value, little); });
  };
}

// The robot's ports: docs/robot/openrtm.md.
class RobotPorts {
 public:
  RobotPorts(Component& component, std::unique_ptr<Body> body, double period, const std::string& sensors)
      : component_(component), body_(std::move(body)), period_(period) {
    component.features = body_->features();
    joints_ = &component.out_port("jointState", "TimedDoubleSeq");
    pose_ = &component.out_port("basePose", "TimedPose2D");
    velocity_ = &component.out_port("baseVelocity", "TimedVelocity2D");
    nearest_ = &component.out_port("nearestPerson", "TimedDoubleSeq");
    contacts_ = &component.out_port("contacts", "TimedDoubleSeq");
    std::stringstream list(sensors);
    for (std::string one; std::getline(list, one, ',');) {
      const size_t equals = one.find('=');
      if (equals == std::string::npos) throw std::runtime_error("a sensor is INDEX=PORT");
      sensors_[std::stoul(one)] = &component.out_port(one.substr(equals + 1), "TimedFloatSeq");
    }
    component.in_port("command", "TimedDoubleSeq", [this](const CdrData& data, bool little) { return command(data, little); });
    component.in_port("stop", "TimedString", [this](const CdrData&, bool) { return guarded([this] { body_->stop(); }); });
    component.in_port("seed", "TimedLong", [this](const CdrData& data, bool little) {
      return guarded([&] {
        RTC::TimedLong seed;
        decode(data, little, seed);
        publish(body_->reset(seed.data));
      });
    });
    component.on_execute = [this] {
      if (period_ == 0 || is_first_) guarded([this] { publish(body_->observe()); });
      is_first_ = false;
    };
    component.on_deactivated = [this] { guarded([this] { body_->stop(); }); };
  }

 private:
  template <class Work>
  PortStatus guarded(const Work& work) {
    try {
      work();
      return OpenRTM::PORT_OK;
    } catch (const CORBA::SystemException&) {
      return OpenRTM::PORT_ERROR;
    } catch (const std::exception& error) {
      // The body's line ended: nobody can move it from here any more, and it brakes by its own expiry.
      std::cerr << error.what() << std::endl;
      component_.state(RTC::ERROR_STATE);
      return OpenRTM::PORT_ERROR;
    }
  }

  PortStatus command(const CdrData& data, bool is_little) {
    if (!component_.is_active()) return OpenRTM::PORT_ERROR;
    PortStatus answer = OpenRTM::PORT_ERROR;
    guarded([&] {
      RTC::TimedDoubleSeq value;
      decode(data, is_little, value);
      BodyCommand command;
      if (!read(value, command)) return;
      number_ = command.number;
      if (period_ > 0) publish(body_->step(command, period_));
      else if (!body_->act(command)) return;
      answer = OpenRTM::PORT_OK;
    });
    return answer;
  }

  bool read(const RTC::TimedDoubleSeq& value, BodyCommand& command) const {
    const CORBA::ULong hands_at = 7 + 3 * body_->joints(), size = value.data.length();
    if (size < hands_at + 1 || size != hands_at + 1 + 14 * value.data[hands_at]) return false;
    for (CORBA::ULong i = 0; i < 7 + body_->joints(); ++i)
      if (std::isnan(value.data[i]) && (i < 3 || i > 6)) return false;
    command.number = value.data[0];
    command.row.assign(&value.data[1], &value.data[1] + size - 1);
    return true;
  }

  static RTC::TimedDoubleSeq sequence(double at, const std::vector<double>& values) {
    RTC::TimedDoubleSeq made;
    made.tm = time_of(at);
    made.data.length(values.size());
    for (size_t i = 0; i < values.size(); ++i) made.data[i] = values[i];
    return made;
  }

  template <class T>
  static void write(Port* port, const T& value) {
    port->write([&value](bool little) { return encode(value, little); });
  }

  void publish(const BodyObservation& now) {
    if (!std::isnan(now.base[0])) {
      write(pose_, RTC::TimedPose2D{time_of(now.base[0]), {{now.base[1], now.base[2]}, now.base[3]}});
      write(velocity_, RTC::TimedVelocity2D{time_of(now.base[0]), {now.base[4], now.base[5], now.base[6]}});
    }
    const bool is_seen = !std::isnan(now.nearest[1]);
    write(nearest_, sequence(is_seen ? now.nearest[0] : now.at, is_seen ? std::vector<double>{now.nearest[1]} : std::vector<double>{}));
    std::vector<double> contacts;
    for (const auto& one : now.contacts) contacts.insert(contacts.end(), {one.first, one.second});
    write(contacts_, sequence(now.at, contacts));
    if (!sensors_.empty()) samples();
    // Last: who sees it has all that belongs to it.
    std::vector<double> joints{number_};
    for (const auto* vector : {&now.position, &now.velocity, &now.torque})
      joints.insert(joints.end(), vector->begin(), vector->end());
    write(joints_, sequence(now.at, joints));
  }

  void samples() {
    for (const auto& one : body_->samples()) {
      const auto known = sensors_.find(one.first);
      if (known == sensors_.end()) continue;
      RTC::TimedFloatSeq value;
      value.tm = time_of(one.second[0]);
      value.data.length(one.second.size() - 1);
      for (size_t i = 1; i < one.second.size(); ++i) value.data[i - 1] = static_cast<float>(one.second[i]);
      write(known->second, value);
    }
  }

  Component& component_;
  const std::unique_ptr<Body> body_;
  const double period_;
  std::atomic<double> number_{0};
  bool is_first_ = true;
  std::map<size_t, Port*> sensors_;
  Port *joints_, *pose_, *velocity_, *nearest_, *contacts_;
};

// A tool, such as draws lines between ports: connects two ports of two components and says what it saw.
static RTC::PortService_ptr port_of(CORBA::ORB_ptr orb, const std::string& component, const std::string& port) {
  CORBA::Object_var object = orb->resolve_initial_references("NameService");
  CosNaming::NamingContext_var names = CosNaming::NamingContext::_narrow(object);
  CosNaming::Name name;
  name.length(1);
  name[0].id = component.c_str();
  name[0].kind = "rtc";
  CORBA::Object_var found = names->resolve(name);
  RTC::RTObject_var rtc = RTC::RTObject::_narrow(found);
  if (CORBA::is_nil(rtc)) throw std::runtime_error(component + " is no RTObject");
  RTC::ComponentProfile_var profile = rtc->get_component_profile();
  RTC::ExecutionContextList_var contexts = rtc->get_owned_contexts();
  std::cout << component << ": " << profile->type_name << ", " << profile->port_profiles.length() << " ports, "
            << contexts[0]->get_rate() << " Hz" << std::endl;
  if (contexts[0]->get_component_state(rtc) == RTC::INACTIVE_STATE) contexts[0]->activate_component(rtc);
  RTC::PortServiceList_var ports = rtc->get_ports();
  for (CORBA::ULong i = 0; i < ports->length(); ++i) {
    RTC::PortProfile_var one = ports[i]->get_port_profile();
    if (std::string(one->name) == component + "." + port) return RTC::PortService::_duplicate(ports[i]);
  }
  throw std::runtime_error(component + " has no port " + port);
}

static int tool(CORBA::ORB_ptr orb, char** names, const char* type) {
  RTC::ConnectorProfile profile;
  profile.name = "drawn";
  profile.connector_id = "";
  profile.ports.length(2);
  for (int i = 0; i < 2; ++i) profile.ports[i] = port_of(orb, names[2 * i], names[2 * i + 1]);
  const char* told[][2] = {{"dataport.data_type", type},
                           {"dataport.interface_type", "corba_cdr"},
                           {"dataport.dataflow_type", "push"},
                           {"dataport.subscription_type", "flush"},
                           {"dataport.serializer.cdr.endian", "little"}};
  profile.properties.length(5);
  for (int i = 0; i < 5; ++i) {
    profile.properties[i].name = told[i][0];
    profile.properties[i].value <<= told[i][1];
  }
  const RTC::ReturnCode_t code = profile.ports[0]->connect(profile);
  std::cout << "connect " << code << " " << profile.connector_id << std::endl;
  return code == RTC::RTC_OK ? 0 : 1;
}

static void robot_component(Component& component, const char* body, double period, const char* sensors) {
  const bool is_served = std::string(body).find(':') != std::string::npos;
  new RobotPorts(component, is_served ? served_body(body) : built_in_body(std::atoi(body)), period, sensors);
}

static int start(int argc, char** argv) {
  CORBA::ORB_var orb = CORBA::ORB_init(argc, argv);
  // Whoever does not answer within a second is gone.
  omniORB::setClientCallTimeout(1000);
  const std::string role = argc > 1 ? argv[1] : "";
  if (role == "tool" && argc > 6) return tool(orb, argv + 2, argv[6]);
  CORBA::Object_var object = orb->resolve_initial_references("RootPOA");
  PortableServer::POA_var poa = PortableServer::POA::_narrow(object);
  PortableServer::POAManager_var manager = poa->the_POAManager();
  manager->activate();
  Component component(orb, argc > 2 ? argv[2] : "", argc > 3 ? std::atof(argv[3]) : 100);
  if (role == "echo") echo_component(component);
  else if (role == "robot" && argc > 5) robot_component(component, argv[4], std::atof(argv[5]), argc > 6 ? argv[6] : "");
  else return 2;
  component.run();
  return 0;
}

}  // namespace peer

int main(int argc, char** argv) {
  try {
    return peer::start(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
  } catch (const CORBA::Exception& error) {
    std::cerr << error._name() << std::endl;
  }
  return 1;
}
