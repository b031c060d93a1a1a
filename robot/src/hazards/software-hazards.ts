import type { HazardRow } from "./hazard.ts";
import * as motion from "./motion-proofs.ts";
import * as watching from "./self-check-proofs.ts";
import * as touching from "./touch-proofs.ts";

/** What only software does wrong. */
export const softwareHazards: readonly HazardRow[] = [
  {
    title: "An old command moves the robot",
    clause: null,
    cause: "A queue, a slow policy, a network that holds packets back.",
    harm: "It does what was right a moment ago.",
    done: "A command older than two periods, or over, is not sent. Every command that is sent is over after 0.1 s.",
    proofs: [motion.oldCommandsAreRefused],
  },
  {
    title: "A policy crashes, hangs, or says nothing",
    clause: null,
    cause: "A defect, no memory, a model that takes a second.",
    harm: "The robot goes on with the last that it was told.",
    done: "The guard brakes when nothing fresh is told. It runs in a thread of its own, so that a policy that computes delays no turn. A policy that crashes is started again; after three times a person has to take over.",
    proofs: [motion.silenceBrakes],
    tests: [
      {
        file: "robot/src/loop/control-loop.test.ts",
        test: "a policy that crashes is started again; one that keeps crashing stops the robot until a person takes over",
      },
      {
        file: "robot/src/host/run.test.ts",
        test: "a policy that computes for a second delays no turn of the guard, which brakes meanwhile",
      },
    ],
  },
  {
    title: "The line to the robot is cut, or our process is gone",
    clause: null,
    cause: "A cable, a switch, a killed or stopped process.",
    harm: "Nobody can stop what moves.",
    done: "Commands expire on the robot's side, which brakes by itself within 0.1 s. The robot is taken up again from where it stands.",
    proofs: [motion.commandsExpire],
    tests: [
      {
        file: "adapters/ros1/src/robot/faults.test.ts",
        test: "ros1 faults: our process stopped or killed in mid-motion: its last command ends within 0.05 s and it brakes",
      },
      {
        file: "adapters/openrtm/src/robot/robot-peer.test.ts",
        test: "the simulated robot, running freely behind the C++ component, brakes as well when our process is killed",
      },

      {
        file: "robot/src/testing/behaves-like-robot.ts",
        test: "it brakes by itself within 0.1 s of the last command's end",
        runBy: "robot/src/loop/control-loop.test.ts",
      },
      {
        file: "robot/src/loop/control-loop.test.ts",
        test: "a cut line brakes on the robot's side within 100 ms, is told once, and is taken up again",
      },
    ],
    remains: "A real robot's controller has to honour the expiry: try it by pulling the cable before it meets people.",
  },
  {
    title: "Nobody has seen the robot for a while",
    clause: null,
    cause: "Observations stop, while commands still get through.",
    harm: "It is driven blindly.",
    done: "The guard brakes when the joints' last reading is older than 0.1 s, or is no number. What gave way is not held again before somebody knows where it is.",
    proofs: [touching.oldSightBrakes],
  },
  {
    title: "Wrong units",
    clause: null,
    cause: "Degrees for radians, millimetres for metres.",
    harm: "A movement 57 or 1,000 times too large.",
    done: "The contract is in SI units and says so; whatever the number, no joint leaves its range or its speed.",
    proofs: [motion.unitsDoNotMatter, motion.speedIsLimited],
  },
  {
    title: "A command of another robot",
    clause: null,
    cause: "A recording, a model or a topic of another body.",
    harm: "Joints get numbers that are meant for others.",
    done: "A command whose vectors do not fit the joints, or whose hand is no tool, is not sent.",
    proofs: [motion.shapesAreChecked],
    remains: "Another robot with as many joints is not noticed: a model's card names its robot.",
  },
  {
    title: "Numbers that are none",
    clause: null,
    cause: "A division by zero, a model that diverged, a broken packet.",
    harm: "Whatever a motor makes of it.",
    done: "A command with a number that is none, or infinite, is not sent.",
    proofs: [motion.numbersAreFinite],
  },
  {
    title: "A clock stands, jumps or goes back",
    clause: null,
    cause: "A machine sleeps, somebody sets the clock, two clocks differ.",
    harm: "Old commands look new, and none is ever over.",
    done: "One monotonic clock for robot, loop and guard. Where it does not go on, nothing is sent; a command from the future is not.",
    proofs: [motion.clockIsChecked],
  },
  {
    title: "The wrong body region",
    clause: null,
    cause: "A face is taken for a forearm, a region has no name, two people lie close.",
    harm: "A limit that is too high.",
    done: "A region that nobody knows has the lowest limit of all and no first moments. Distances to several regions count together: the slowest decides.",
    proofs: [touching.unknownIsLowest],
    remains: "A face that is firmly called a forearm is not noticed. Touch tasks are watched by a carer.",
  },
  {
    title: "A touch task with too high a limit",
    clause: null,
    cause: "A typing error in a task, a task made for somebody sturdier.",
    harm: "Wanted touch presses like an accident.",
    done: "A task's limit only ever lowers that of the region, and one that is not lower is refused with the reason. A limit that is no force allows none.",
    proofs: [touching.taskLimitHolds],
    tests: [
      {
        file: "robot/src/guard/regions.test.ts",
        test: "a task's limit is refused where it is no region, no force, or not lower than that of an accident",
      },
    ],
  },
  {
    title: "A hand on a spring pulls too hard",
    clause: null,
    cause: "A target far away, a stiff spring, a person between hand and target.",
    harm: "The spring winds up and lets go.",
    done: "The target runs no faster than a tool may and stays near the measured hand; force, stiffness and moment are limited by person, task and what the arm's joints bear.",
    proofs: [touching.handsAreLimited],
    tests: [
      {
        file: "robot/src/guard/hands.test.ts",
        test: "a target far away is approached no faster than a tool may move, and never far ahead of the hand",
      },
    ],
  },
  {
    title: "Steering from afar lags",
    clause: null,
    cause: "A slow line: packets come late and overtake each other.",
    harm: "The arm follows where the person no longer steers.",
    done: "Packets out of order, and those older than two periods, are not sent; without fresh ones it brakes. Letting go of the switch says nothing more.",
    proofs: [motion.orderIsKept, motion.oldCommandsAreRefused],
    tests: [
      {
        file: "apps/server/src/robots/desk.test.ts",
        test: "one person at a time takes the robot by hand; its hand moves, and a lost page lets it brake",
      },
      {
        file: "apps/server/src/robots/parts.test.ts",
        test: "an input that was held up is told from one that comes in time, whatever the two clocks say",
      },

      {
        file: "robot/src/teleop/teleop.test.ts",
        test: "without the switch, or without fresh inputs, nothing is said; it begins again from where the robot is",
      },
    ],
    instruction: {
      text: "Nobody steers a robot that touches a person from another building.",
      owner: "the person responsible for the robot",
    },
  },
  {
    title: "Two masters",
    clause: null,
    cause: "A second program, a pendant, a second page commands the same robot.",
    harm: "It moves between two wills, and faster than either.",
    done: "One loop has one policy. The self-check stops a robot that is not where it was sent.",
    proofs: [watching.anotherMasterStops],
    tests: [
      {
        file: "apps/server/src/robots/desk.test.ts",
        test: "one person at a time takes the robot by hand; its hand moves, and a lost page lets it brake",
      },
    ],
    remains:
      "Two programs that send to the same topic at the same time are noticed by what the robot does, not by who they are.",
  },
  {
    title: "Recording slows the loop",
    clause: null,
    cause: "A slow disk, large pictures, a full queue.",
    harm: "Turns come late, and nobody notices.",
    done: "Lateness of every turn is measured and told, turns are left out instead of queued, and what was sent is over after 0.1 s even while the loop hangs.",
    proofs: [motion.commandsExpire],
    tests: [
      {
        file: "adapters/foxglove/src/mcap/trouble.test.ts",
        test: "a disk that hangs delays no turn: pictures are left out first, then all; it is counted and marked",
      },

      {
        file: "robot/src/loop/control-loop.test.ts",
        test: "a turn that takes too long is counted, told, and made up for by leaving turns out",
      },
    ],
  },
  {
    title: "Somebody who must not commands it",
    clause: null,
    cause: "A stolen session, an open port, a curious visitor; ROS 1 and OpenRTM know no passwords.",
    harm: "It is moved, or a stop is let go, by a stranger.",
    done: "A stop is let go by a person with a name, who is in the record. The page wants a session and a role. Whoever commands, the guard's limits hold.",
    proofs: [touching.releaseHasAName],
    tests: [
      {
        file: "apps/server/src/robots/desk.test.ts",
        test: "who may only look may stop, and neither release nor drive; who may not even look is cut off",
      },
      {
        file: "adapters/foxglove/src/live/live.test.ts",
        test: "the door is kept on the wire as well, and no other machine is let in without a token",
      },

      {
        file: "apps/server/src/access/refusals.test.ts",
        test: "every route refuses every role that lacks its permission, and the journal tells it",
      },
    ],
    instruction: {
      text: "The robot's middleware is on a network of its own that nothing else is on; ports of the robot are not reachable from the ward's network.",
      owner: "the house's technician",
    },
  },
  {
    title: "A sensor of force lies",
    clause: null,
    cause: "A broken cable, drift, a full scale, the weight of what is held.",
    harm: "Nobody knows how hard it presses.",
    done: "A force that is no number or at its end stops the robot; one that is old slows it; drift and offset are told, with what to do.",
    proofs: [watching.brokenForceStops],
    tests: [
      {
        file: "robot/src/health/health.test.ts",
        test: "every check finds a robot that is unwell in its way, does what its row says, and says what to do",
      },
    ],
  },
  {
    title: "Limits that protect nobody",
    clause: null,
    cause: "Somebody raises them for a demonstration.",
    harm: "All of the above.",
    done: "Settings beyond what protects anybody (watchdog above 0.1 s, faster than 0.25 m/s beside people, more than twice the force at first) are refused when the guard begins.",
    proofs: [],
    tests: [{ file: "robot/src/guard/guard.test.ts", test: "settings that protect nobody are refused" }],
  },
];
