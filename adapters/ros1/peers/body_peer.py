#!/usr/bin/env python3
"""A robot on ROS 1 around a body that is served over TCP (adapters/mujoco, body-protocol.ts).

    rosrun is not needed:  python3 body_peer.py PORT [NAMESPACE]

It tells /joint_states, /odom, /contacts, /nearest_person and the parameter /robot_features, and takes /command,
/whole_command, /cmd_vel, /stiffness and the service /stop. Its commands expire: what is older than its time_from_start,
or older than one taken before, is thrown away, and the body brakes when nothing fresh comes. /body/request and
/body/reply carry the protocol itself, for lockstep.
"""
import json
import math
import socket
import struct
import sys
import threading

import rospy
from geometry_msgs.msg import Twist, WrenchStamped
from nav_msgs.msg import Odometry
from sensor_msgs.msg import JointState, Range
from std_msgs.msg import Float64, Float64MultiArray
from std_srvs.srv import Trigger, TriggerResponse
from trajectory_msgs.msg import JointTrajectory

OBSERVE, ACT, STOP, FEATURES, WHOLE, SAMPLES, LOCKSTEP = 0, 1, 4, 5, 6, 8, 1
DRIVE_FOR = 0.1
AHEAD = 0.02
LONGEST = 0.5
NAN = float("nan")


class Body:
    """One connection; a request and its reply belong together."""

    def __init__(self, port):
        self.lock = threading.Lock()
        self.line = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def raw(self, payload):
        with self.lock:
            self.line.sendall(struct.pack("<I", len(payload)) + payload)
            (length,) = struct.unpack("<I", self.read(4))
            return self.read(length)

    def read(self, length):
        parts = bytearray()
        while len(parts) < length:
            part = self.line.recv(length - len(parts))
            if not part:
                raise ConnectionError("the body is gone")
            parts += part
        return bytes(parts)

    def ask(self, *numbers):
        reply = self.raw(struct.pack("<%dd" % len(numbers), *numbers))
        row = struct.unpack("<%dd" % (len(reply) // 8), reply)
        if row[0] != 0:
            raise RuntimeError(text_in(reply, 2))
        return row

    def features(self):
        reply = self.raw(struct.pack("<d", WHOLE))
        return json.loads(text_in(reply, 2))


def text_in(reply, at):
    (length,) = struct.unpack_from("<d", reply, at * 8)
    return reply[at * 8 + 8 : at * 8 + 8 + int(length)].decode()


class Peer:
    def __init__(self, port, namespace):
        self.body = Body(port)
        # A line of its own for looking: a command does not wait until an observation has been told.
        self.eyes = Body(port)
        self.features = self.body.features()
        short = self.body.ask(FEATURES)
        self.in_lockstep = short[3] == LOCKSTEP
        self.rate = short[2]
        self.names = [joint["name"] for joint in self.features["joints"]]
        self.index = {name: i for i, name in enumerate(self.names)}
        self.held = None
        self.newest = 0.0
        self.stiffness = NAN
        self.drive = ([NAN, NAN, NAN], 0.0)
        self.guard = threading.RLock()
        self.refused = 0
        rospy.set_param(namespace + "/robot_features", json.dumps(self.features))
        publish = lambda name, kind: rospy.Publisher(namespace + name, kind, queue_size=1, tcp_nodelay=True)
        self.joints = publish("/joint_states", JointState)
        self.odometry = publish("/odom", Odometry)
        self.contacts = publish("/contacts", JointState)
        self.person = publish("/nearest_person", Range)
        self.sensors = [self.line_of(publish, sensor) for sensor in self.features["sensors"]]
        self.sampled = {}
        self.reply = rospy.Publisher(namespace + "/body/reply", Float64MultiArray, queue_size=100, tcp_nodelay=True)
        listen = lambda name, kind, take: rospy.Subscriber(namespace + name, kind, take, tcp_nodelay=True)
        listen("/command", JointTrajectory, self.kept(self.on_trajectory))
        listen("/whole_command", Float64MultiArray, self.kept(self.on_whole))
        listen("/cmd_vel", Twist, self.kept(self.on_twist))
        listen("/stiffness", Float64, self.on_stiffness)
        listen("/body/request", Float64MultiArray, self.on_request)
        rospy.Service(namespace + "/stop", Trigger, self.on_stop)

    def line_of(self, publish, sensor):
        """A wrench where it is one, otherwise numbers with a time; pictures are not carried."""
        if len(sensor["shape"]) > 1:
            return None
        is_wrench = sensor["shape"] == [6] and sensor["unit"] == "N"
        return publish("/" + sensor["name"], WrenchStamped if is_wrench else JointState)

    def kept(self, take):
        def safely(message):
            try:
                with self.guard:
                    take(message)
            except (ValueError, KeyError, IndexError, RuntimeError) as error:
                self.refused += 1
                rospy.logwarn_throttle(1, "refused: %s" % error)

        return safely

    def fresh(self, stamp, holds):
        """Seconds for which it still holds."""
        now = rospy.get_time()
        if not math.isfinite(stamp) or stamp > now + AHEAD:
            raise ValueError("stamped %.3f s in the future" % (stamp - now))
        left = min(holds, LONGEST) - max(0.0, now - stamp)
        if stamp < self.newest or not left > 0:
            raise ValueError("too late by %.3f s" % max(-left, self.newest - stamp))
        self.newest = stamp
        return left

    def base(self):
        speeds, until = self.drive
        return speeds if rospy.get_time() < until else [NAN, NAN, NAN]

    def on_trajectory(self, message):
        (point,) = message.points
        order = [self.index[name] for name in message.joint_names]
        left = self.fresh(message.header.stamp.to_sec(), point.time_from_start.to_sec())
        position = list(self.held or self.observed())
        velocity = self.spread(point.velocities, order)
        torque = self.spread(point.effort, order)
        for i, value in zip(order, finite(point.positions, len(order))):
            position[i] = value
        self.held = position
        self.act(left, [self.stiffness] + self.base(), position + velocity + torque)

    def spread(self, row, order):
        if not row:
            return [NAN] * len(self.names)
        values = [0.0] * len(self.names)
        for i, value in zip(order, finite(row, len(order))):
            values[i] = value
        return values

    def on_whole(self, message):
        at, expires = message.data[:2]
        left = self.fresh(at, expires - at)
        self.held = list(finite(message.data[6 : 6 + len(self.names)], len(self.names)))
        self.act(left, list(message.data[2:6]), list(message.data[6:]))

    def on_twist(self, message):
        speeds = list(finite([message.linear.x, message.linear.y, message.angular.z], 3))
        self.drive = (speeds, rospy.get_time() + DRIVE_FOR)
        # Somebody drives it alone: the joints stay where they are.
        if rospy.get_time() > self.newest + DRIVE_FOR:
            self.act(DRIVE_FOR, [self.stiffness] + speeds, list(self.observed()))

    def on_stiffness(self, message):
        self.stiffness = min(max(message.data, 0.0), 1.0)

    def act(self, left, head, rest):
        # The body's clock is its own; what is left of the command's time is the same on both.
        self.body.ask(ACT, NAN, left, *(head + rest))

    def observed(self):
        return self.eyes.ask(OBSERVE)[3 : 3 + len(self.names)]

    def on_stop(self, _):
        with self.guard:
            self.newest = rospy.get_time()
            self.held = None
            self.body.ask(STOP)
        return TriggerResponse(success=True, message="stopped")

    def on_request(self, message):
        payload = struct.pack("<%dd" % (len(message.data) - 1), *message.data[1:])
        reply = self.body.raw(payload)
        row = struct.unpack("<%dd" % (len(reply) // 8), reply)
        self.reply.publish(Float64MultiArray(data=(message.data[0],) + row))

    def tell(self):
        row = self.eyes.ask(OBSERVE)
        count = len(self.names)
        now = row[1]
        stamp = lambda at: rospy.Time.from_sec(rospy.get_time() - max(0.0, now - at))
        state = JointState(name=self.names)
        state.header.stamp = stamp(row[2])
        state.position, state.velocity, state.effort = (row[3 + i * count : 3 + (i + 1) * count] for i in range(3))
        self.joints.publish(state)
        at = 3 + 3 * count
        if not math.isnan(row[at]):
            self.odometry.publish(odometry(row[at + 1 : at + 7], stamp(row[at])))
        if not math.isnan(row[at + 7]):
            seen = Range(radiation_type=1, field_of_view=6.28, max_range=100.0, range=row[at + 8])
            seen.header.stamp = stamp(row[at + 7])
            self.person.publish(seen)
        self.tell_samples(stamp)
        touched = JointState()
        touched.header.stamp = stamp(now)
        pairs = row[at + 10 : at + 10 + 2 * int(row[at + 9])]
        touched.name = [region(int(i)) for i in pairs[0::2]]
        touched.effort = pairs[1::2]
        self.contacts.publish(touched)

    def tell_samples(self, stamp):
        row = self.eyes.ask(SAMPLES)
        at = 3
        for _ in range(int(row[2])):
            index, taken, size = int(row[at]), row[at + 1], int(row[at + 2])
            values = row[at + 3 : at + 3 + size]
            at += 3 + size
            line = self.sensors[index]
            if line is None or self.sampled.get(index) == taken:
                continue
            self.sampled[index] = taken
            is_wrench = line.data_class is WrenchStamped
            message = wrench(values) if is_wrench else JointState(name=list(map(str, range(size))), position=values)
            message.header.stamp = stamp(taken)
            line.publish(message)


def wrench(values):
    message = WrenchStamped()
    force, torque = message.wrench.force, message.wrench.torque
    force.x, force.y, force.z, torque.x, torque.y, torque.z = values
    return message


# As `regions` of @sakiyomi/robot names and orders them (body-protocol.ts: regionIndex).
REGIONS = (
    "skull face neck back shoulder chest abdomen pelvis upper_arm forearm hand thigh lower_leg".split()
)


def region(index):
    return REGIONS[index] if 0 <= index < len(REGIONS) else "unknown"


def odometry(base, stamp):
    x, y, yaw, forward, sideways, turn = base
    message = Odometry(child_frame_id="base_link")
    message.header.stamp = stamp
    message.header.frame_id = "odom"
    message.pose.pose.position.x, message.pose.pose.position.y = x, y
    message.pose.pose.orientation.z, message.pose.pose.orientation.w = math.sin(yaw / 2), math.cos(yaw / 2)
    message.twist.twist.linear.x, message.twist.twist.linear.y, message.twist.twist.angular.z = forward, sideways, turn
    return message


def finite(row, count):
    if len(row) != count or not all(math.isfinite(value) for value in row):
        raise ValueError("%d values, not %d finite ones" % (len(row), count))
    return row


def main():
    port = int(sys.argv[1])
    namespace = sys.argv[2] if len(sys.argv) > 2 else ""
    rospy.init_node("body", disable_signals=False)
    peer = Peer(port, namespace)
    print("ready", flush=True)
    if peer.in_lockstep:
        rospy.spin()
        return
    rate = rospy.Rate(peer.rate)
    while not rospy.is_shutdown():
        peer.tell()
        rate.sleep()


main()
