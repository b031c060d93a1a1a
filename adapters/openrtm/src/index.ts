export { type AnyValue, readAny } from "./any.ts";
export { CdrReader, CdrWriter } from "./cdr.ts";
export { type ComponentServant, type ComponentSpec, openComponent } from "./component-servant.ts";
export * from "./components.ts";
export * from "./data-ports.ts";
export * from "./data-types.ts";
export { CorbaFault } from "./fault.ts";
export { type Binding, bindName, listNames, type NameStep, nameServer, parseName, resolveName } from "./naming.ts";
export {
  addressOf,
  isNil,
  isSameObject,
  nil,
  type ObjectReference,
  parseReference,
  referenceTo,
  stringify,
} from "./object-reference.ts";
export { type Orb, type OrbOptions, openOrb } from "./orb.ts";
export { ownAddress } from "./own-address.ts";
export type { PortSpec } from "./own-port.ts";
export type { PortServant } from "./port-servant.ts";
export { type Bounded, boundedQueue, type WhenFull } from "./queue.ts";
export { type OpenrtmRobot, openrtmRobot } from "./robot/openrtm-robot.ts";
export type { LinkTrouble, OpenrtmRobotOptions } from "./robot/robot-options.ts";
export { type RobotPort, type RobotPortName, robotPorts, sensorPort } from "./robot/robot-ports.ts";
export { type ServedRobot, type ServeRobotOptions, serveRobot } from "./robot/serve-robot.ts";
export { featuresOf } from "./robot/told-features.ts";
export {
  type LateOperation,
  type Operation,
  type Operations,
  openServants,
  type ServantOptions,
  type Servants,
} from "./servant.ts";
