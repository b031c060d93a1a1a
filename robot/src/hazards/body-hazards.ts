import type { HazardRow } from "./hazard.ts";
import * as motion from "./motion-proofs.ts";
import * as watching from "./self-check-proofs.ts";
import * as touching from "./touch-proofs.ts";

/** ISO 13482:2014, 5.2 to 5.16, in its order. */
export const bodyHazards: readonly HazardRow[] = [
  {
    title: "Charging the battery",
    clause: "5.2",
    cause: "A damaged charger or contact, a charge that is too fast, open contacts of the dock.",
    harm: "Shock, burn, fire.",
    done: null,
    proofs: [],
    instruction: {
      text: "Charge at the maker's dock only, away from beds and oxygen, with a smoke alarm. The dock's contacts carry no voltage without the robot. Nobody sleeps in the room of a charging robot.",
      owner: "the house's technician",
    },
  },
  {
    title: "Energy that is stored, or fails",
    clause: "5.3",
    cause:
      "The supply fails, or somebody cuts it, while an arm is up or holds somebody; springs and raised weights keep energy.",
    harm: "An arm falls on a person; a person who is held falls.",
    done: null,
    proofs: [],
    instruction: {
      text: "Arms have brakes that hold without power, and can be pushed away by hand (show both every month). Nothing that a person depends on is held by the robot alone. An emergency stop of the maker's, wired, is within reach; the stop of a page is a request and no emergency stop.",
      owner: "the maker of the robot",
    },
  },
  {
    title: "It moves when it is started or started again",
    clause: "5.4",
    cause: "The first command is a posture far away; a program that crashed comes back; the reason of a stop is gone.",
    harm: "Somebody beside an arm that was still is hit.",
    done: "The guard begins where the joints are measured to be. A stop stays until a person, by name, lets go of it, and only once its reason is gone; it outlives a restart of adapter, policy and world. An arm that gave way gets stiff again over half a second, from where it is. The self-check watches for a moment before anything moves.",
    proofs: [motion.startsWhereItStands, touching.stopsStay, touching.returnIsSoft],
    tests: [
      {
        file: "robot/src/health/health.test.ts",
        test: "a robot stands until it has been watched for a moment: what is broken shows before it moves",
      },

      {
        file: "apps/server/src/robots/desk.test.ts",
        test: "a stop holds within 0.1 s of its arrival, and stays until somebody releases it by name",
      },

      {
        file: "robot/src/host/run.test.ts",
        test: "a stop asked for in another thread stays until a person lets go of it, by name",
      },
    ],
    remains: "A new process of the guard knows of no stop that was asked for in the old one: let a person begin it.",
  },
  {
    title: "Electrostatic charge",
    clause: "5.5",
    cause: "Wheels and covers charge on dry floors.",
    harm: "A shock to the person touched; sensors that lie; in oxygen or vapour a spark.",
    done: "A reading that jumps farther than a joint can move stops the robot.",
    proofs: [watching.jumpsStop],
    instruction: {
      text: "Conductive wheels or a drag chain, covers that lead charge away, humidity above 40 %. Not used near running oxygen or while surfaces are disinfected with alcohol.",
      owner: "the maker of the robot",
    },
  },
  {
    title: "Edges, gaps and shapes",
    clause: "5.6",
    cause: "Gaps between links close; a tool in the hand is sharp or hot.",
    harm: "Fingers and skin are pinched or cut.",
    done: "Links keep a distance from each other while moving, not only at rest.",
    proofs: [motion.armsKeepApart],
    instruction: {
      text: "No gap between 4 and 25 mm where links move; soft covers on every side that meets people; sharp and hot tools only in tasks that are done without a person in reach.",
      owner: "the maker of the robot",
    },
    remains: "The force limits are for blunt, padded contact: the guard knows nothing of what the hand holds.",
  },
  {
    title: "Heat, noise, light and fumes",
    clause: "5.7",
    cause: "Motors work against something for long; depth cameras light with lasers; fans and gears are loud at night.",
    harm: "Burns; harm to eyes; people who cannot sleep.",
    done: "The self-check slows down at 70 °C and stops at 80 °C of a motor; a temperature that cannot be true slows down.",
    proofs: [watching.heatStops],
    instruction: {
      text: "Covers stay below 43 °C where skin rests on them; lasers are of class 1; noise at a bed at night is measured.",
      owner: "the maker of the robot",
    },
  },
  {
    title: "Electromagnetic interference",
    clause: "5.8",
    cause: "Diathermy, radio, chargers disturb encoders and force sensors; the robot disturbs medical devices.",
    harm: "The robot moves on false readings; a pump or pacemaker fails.",
    done: "What is no number, jumps, stands still while it should move, or is at its end is not believed: the robot stops and a person looks.",
    proofs: [watching.jumpsStop, motion.numbersAreFinite],
    tests: [
      {
        file: "robot/src/health/health.test.ts",
        test: "every check finds a robot that is unwell in its way, does what its row says, and says what to do",
      },
    ],
    instruction: {
      text: "Tested after IEC 60601-1-2 beside the ward's devices before it comes to a bed; 30 cm from pacemakers and pumps.",
      owner: "the person responsible for the robot",
    },
  },
  {
    title: "Stress, posture and use",
    clause: "5.9",
    cause: "A person reaches, bends or waits for the robot; is frightened by it; leans on it.",
    harm: "A fall, a strain, distress.",
    done: "An arm that is leaned on beyond its limit gives way and stays so; whoever is frail is given half of a healthy adult's forces.",
    proofs: [touching.contactIsLimited, touching.frailAreSpared],
    instruction: {
      text: "Things are handed over between hip and shoulder of whoever sits or lies, from in front. Whoever does not want the robot does without it: the wish is written into the plan of care. It is no handrail.",
      owner: "the ward's manager",
    },
  },
  {
    title: "It moves too fast or too suddenly",
    clause: "5.10",
    cause: "A policy jumps, an unknown input, a defect.",
    harm: "A person is hit or frightened; something held is thrown.",
    done: "Speed, acceleration, torque and range of every joint are limited last, whatever is told. So is the speed of every part through the room, the base's motion included.",
    proofs: [motion.speedIsLimited, motion.accelerationIsLimited, motion.torqueIsLimited, motion.rangeIsLimited],
    tests: [
      {
        file: "robot/src/guard/properties.test.ts",
        test: "over 100,000 hostile commands nothing beyond a limit is sent",
      },
    ],
  },
  {
    title: "It tips over, or rolls away",
    clause: "5.10",
    cause: "Hard braking with raised arms, a slope, a threshold, somebody pulls at it.",
    harm: "A person is under it.",
    done: "The base speeds up and brakes within its limit, unless somebody is touched; parts stay in a box that the house sets. A base that drives otherwise than it was told is noticed, and stopped.",
    proofs: [motion.baseIsGentle, motion.boxIsKept],
    instruction: {
      text: "No slopes above 3°, no thresholds above 10 mm, arms low while driving. The brake holds on the house's steepest floor (tried once a year).",
      owner: "the house's technician",
    },
    remains: "There is no inertial sensor: the software does not notice that it tips.",
  },
  {
    title: "It wears out",
    clause: "5.11",
    cause: "Bearings, belts, cables, covers, batteries age.",
    harm: "A joint that does not follow, a cover that comes off.",
    done: "The self-check compares each joint with where it was sent, watches for readings that stand and forces that drift, and stops.",
    proofs: [watching.wornJointStops],
    instruction: {
      text: "Brakes, covers, cables and the wired emergency stop are looked at every month, and `sakiyomi robot check` is run every morning; both are written down.",
      owner: "the house's technician",
    },
  },
  {
    title: "It decides wrongly",
    clause: "5.12",
    cause:
      "A learnt policy meets what it has not seen; a person is taken for a thing; a task is ordered for the wrong person.",
    harm: "It reaches for a face, into a bed, out of its place.",
    done: "Policies only propose. The guard keeps range, box, speed, force and distance whatever they propose, and touches only what a task has a limit for. A task's limit has to be lower than that of an accident.",
    proofs: [motion.boxIsKept, motion.rangeIsLimited, touching.taskLimitHolds],
    tests: [
      {
        file: "robot/src/guard/regions.test.ts",
        test: "a task's limit is refused where it is no region, no force, or not lower than that of an accident",
      },
    ],
    instruction: {
      text: "A carer is in the room whenever a task touches a person, and can reach a stop.",
      owner: "the carer beside the robot",
    },
    remains: "A wrong deed within all limits is still wrong: a cup given to the wrong person.",
  },
  {
    title: "It hits or presses somebody",
    clause: "5.13",
    cause: "A person steps in, a task touches, a hand presses too hard.",
    harm: "Bruises, fractures in the frail.",
    done: "Forces are limited by body region, for the frail by half, and acted upon at half of that: the arms give way. The first half second of a touch may have twice as much, never on the head. Beside people, parts move no faster than may meet the nearest region.",
    proofs: [touching.contactIsLimited, touching.frailAreSpared, touching.nearIsSlow, touching.handsAreLimited],
    tests: [
      {
        file: "robot/src/guard/hands.test.ts",
        test: "near a person a hand is slower, weaker and softer; with a task it is as weak as the task says",
      },
    ],
    instruction: {
      text: "Every force of the table is compared with ISO/TS 15066 or ISO 10218-2:2025, approved by a clinician for the people of the ward, and measured with a force gauge on the real robot.",
      owner: "the person responsible for the robot",
    },
    remains:
      "The table is written from memory and covers healthy adults. A real robot feels only where it has sensors.",
  },
  {
    title: "It clamps somebody",
    clause: "5.13",
    cause: "Somebody is between an arm and a bed, a wall, the robot itself, when it stops.",
    harm: "A stop that freezes keeps the pressure up.",
    done: "While anybody is touched, every stop gives way: joints follow what pushes them, the base stands. It goes on giving way until a person lets go of the stop.",
    proofs: [touching.stoppingGivesWay],
    tests: [
      {
        file: "robot/src/guard/contact.test.ts",
        test: "a stop while somebody is touched gives way, and goes on doing so when the touch is over",
      },
    ],
    instruction: {
      text: "Whoever lies or sits against something cannot recoil: set `impact.transient` to 1 on wards where people are cared for in bed.",
      owner: "the person responsible for the robot",
    },
    remains: "The robot's own weight is borne by its motors only: without power the brakes hold.",
  },
  {
    title: "It touches head, face or neck",
    clause: "5.13",
    cause: "A head turns; a region is taken for another.",
    harm: "Injury of eyes, airway, neck.",
    done: "Head and neck are touched only in a task that has a limit for them; otherwise anything beyond noise gives way. Nothing doubles their limits.",
    proofs: [touching.headIsSpared],
  },
  {
    title: "People are not aware of it, or it of them",
    clause: "5.14",
    cause:
      "It is quiet, comes from behind, at night; a person is hidden, unseen, or no sensor measures how far away they are.",
    harm: "Collision, fright, a fall.",
    done: "The nearer a person is, the slower base and arms: whoever comes at walking pace finds the robot standing, or so slow that it does no harm. What nobody measures counts as near; what was measured long ago as nearer.",
    proofs: [touching.nearIsSlow, touching.unknownIsNear],
    instruction: {
      text: "It says that it comes before it enters a room and shows where it is going. A light shows that it is on.",
      owner: "the ward's manager",
    },
  },
  {
    title: "The place is not as it should be",
    clause: "5.15",
    cause: "Wet floors, cables, mats, stairs, bright sun, things in the way.",
    harm: "It slips, falls, pushes furniture onto somebody.",
    done: "A wrist that presses or pulls more than 120 N on anything gives way.",
    proofs: [touching.wristsAreLimited],
    instruction: {
      text: "Stairs are behind a barrier, floors dry and free of cables; the rooms that it may enter are on a list.",
      owner: "the ward's manager",
    },
    remains: "What the base runs into is not felt unless the robot has a bumper.",
  },
  {
    title: "It is not where it believes to be",
    clause: "5.16",
    cause: "A camera is black, frozen or old; a map is out of date; wheels slip.",
    harm: "It enters a wrong room, reaches for a wrong bed, drives onto stairs.",
    done: "A camera that sends nothing, the same, or black slows the robot down, and somebody is told.",
    proofs: [watching.blindIsSlow],
    instruction: {
      text: "Who is in which bed is asked of the person or read from the wristband before anything is given or done.",
      owner: "the carer beside the robot",
    },
  },
];
