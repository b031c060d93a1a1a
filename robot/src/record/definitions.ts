/** Our own messages, in ROS 1's notation. Times in them are seconds of the robot's clock, to the bit. */
export const definitions = {
  "sakiyomi_msgs/Turn": `std_msgs/Header header
float64 at
float64 late
float64 joints_at
float64[] position
float64[] velocity
float64[] torque
sakiyomi_msgs/Base[] base
sakiyomi_msgs/Touch[] contacts
sakiyomi_msgs/Person[] nearest_person
sakiyomi_msgs/Seen[] samples
sakiyomi_msgs/Command[] told
sakiyomi_msgs/Command[] decided
sakiyomi_msgs/Command[] sent
string[] limits
sakiyomi_msgs/Latch[] latch
string[] stops
string[] released_by
string asked
string findings`,
  "sakiyomi_msgs/Base": `float64 at
float64 x
float64 y
float64 yaw
float64 forward
float64 sideways
float64 turn`,
  "sakiyomi_msgs/Touch": `float64 at
string region
float64 force`,
  "sakiyomi_msgs/Person": `float64 at
float64 distance
bool has_regions
string[] regions
float64[] distances`,
  "sakiyomi_msgs/Seen": `string name
float64 at
uint32 sequence`,
  "sakiyomi_msgs/Command": `float64 at
float64 expires
float64[] position
float64[] velocity
float64[] torque
float64[] base
float64[] stiffness
bool has_hands
sakiyomi_msgs/HandTarget[] hands
float64[] expected
string note`,
  "sakiyomi_msgs/HandTarget": `int32 link
float64[3] at
float64[4] turn
float64 stiffness
float64 turning
float64 force
float64[] push`,
  "sakiyomi_msgs/Latch": `float64 at
string limit
string why
bool gives_way`,
  "sakiyomi_msgs/Guard": `std_msgs/Header header
string limits
string latch
string why
string task
string note`,
  "sakiyomi_msgs/Event": `std_msgs/Header header
float64 at
string kind
string part
string why`,
  "sakiyomi_msgs/Numbers": `std_msgs/Header header
string name
string unit
float32[] data`,
  "sakiyomi_msgs/Bytes": `std_msgs/Header header
string name
string unit
uint8[] data`,
  "sakiyomi_msgs/PredictionError": `std_msgs/Header header
float64 joints
float64[] position
string[] sensors
float64[] differences`,
} as const;
