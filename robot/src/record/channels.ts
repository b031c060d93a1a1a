/** What a channel shows, and where Foxglove and Lichtblick show it. */
export interface ChannelRow {
  readonly topic: string;
  readonly schema: string;
  /** When a message is written. */
  readonly when: string;
  readonly shows: string;
}

/** Every channel but those of the sensors, which are named after them: "/head/left/image". */
export const channels = {
  description: {
    topic: "/robot_description",
    schema: "std_msgs/String",
    when: "once",
    shows: "the robot as URDF: 3D panel",
  },
  fixed: { topic: "/tf_static", schema: "tf2_msgs/TFMessage", when: "once", shows: "parts that do not move: 3D panel" },
  frames: { topic: "/tf", schema: "tf2_msgs/TFMessage", when: "each turn", shows: "where every part is: 3D panel" },
  joints: {
    topic: "/joint_states",
    schema: "sensor_msgs/JointState",
    when: "each turn",
    shows: "position, velocity and torque as observed: Plot",
  },
  command: {
    topic: "/command",
    schema: "sensor_msgs/JointState",
    when: "each turn in which something was sent",
    shows: "position, velocity and torque as really sent: Plot",
  },
  turn: {
    topic: "/turn",
    schema: "sakiyomi_msgs/Turn",
    when: "each turn",
    shows: "all of a turn to the bit, for replay; lateness: Plot, Raw Messages",
  },
  state: {
    topic: "/guard_state",
    schema: "std_msgs/String",
    when: "where a recording begins in mid-run, and after a gap",
    shows: "with what deciding again goes on",
  },
  guard: {
    topic: "/guard",
    schema: "sakiyomi_msgs/Guard",
    when: "on change",
    shows: "limits that bite, latch, task, the policy's note: State Transitions",
  },
  event: {
    topic: "/events",
    schema: "sakiyomi_msgs/Event",
    when: "as they happen",
    shows: "stop, release, latch, trouble, lateness, gaps: Raw Messages, Table",
  },
  log: { topic: "/rosout", schema: "rosgraph_msgs/Log", when: "as they happen", shows: "the events in words: Log" },
  diagnostics: {
    topic: "/diagnostics",
    schema: "diagnostic_msgs/DiagnosticArray",
    when: "on change, where the robot is watched",
    shows: "what the self-check finds, and what to do: Diagnostics",
  },
  limits: {
    topic: "/limits",
    schema: "visualization_msgs/MarkerArray",
    when: "on change",
    shows: "limits that bite, above the robot: 3D panel",
  },
  contacts: {
    topic: "/contacts",
    schema: "visualization_msgs/MarkerArray",
    when: "with each state of the scene",
    shows: "contact forces as arrows with their newtons: 3D panel",
  },
  scene: {
    topic: "/scene",
    schema: "visualization_msgs/MarkerArray",
    when: "once",
    shows: "things and people of a simulated world, each in a frame of its own: 3D panel",
  },
  expected: {
    topic: "/prediction/joint_states",
    schema: "sensor_msgs/JointState",
    when: "with each command that expects something",
    shows: "what the policy expects the joints to be next: Plot, beside /joint_states",
  },
  error: {
    topic: "/prediction/error",
    schema: "sakiyomi_msgs/PredictionError",
    when: "when the next command comes",
    shows: "seen less expected, per joint and per sensor: Plot",
  },
} as const satisfies Readonly<Record<string, ChannelRow>>;

export type Channel = keyof typeof channels;

/** The channel of a sensor. What is expected of it stands under "/prediction". */
export const topicOf = (sensor: string): string => `/${sensor}`;
