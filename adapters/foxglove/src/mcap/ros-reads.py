# Reads one message of every channel as rosbag and rostopic would: by classes that ROS itself makes of the file's
# definitions, and, where ROS has the message installed, compares its checksum.
import base64
import importlib
import json
import sys

from genpy.dynamic import generate_dynamic


def installed_checksum(name):
    package, kind = name.split("/")
    try:
        return getattr(importlib.import_module(package + ".msg"), kind)._md5sum
    except ImportError:
        return None


told = {}
for channel in json.load(sys.stdin):
    kind = generate_dynamic(channel["schema"], channel["text"])[channel["schema"]]
    message = kind()
    message.deserialize(base64.b64decode(channel["data"]))
    row = {"sameChecksum": installed_checksum(channel["schema"]) in (None, kind._md5sum)}
    for field in ("position", "name", "late", "data", "limits", "encoding", "height"):
        if hasattr(message, field):
            value = getattr(message, field)
            row[field] = len(value) if isinstance(value, (bytes, str)) else value
    if hasattr(message, "told"):
        row["told"] = [list(command.position) for command in message.told]
    told[channel["topic"]] = row
print(json.dumps(told))
