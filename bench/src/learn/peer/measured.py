"""What the sides have in common: a line "step" in, a line of JSON with its figures out."""

import json
import resource
import sys
import time


def serve(work):
    """Says that it is ready, then does `work` for each line and tells how long it took and what came out."""
    say({"ready": True})
    for line in sys.stdin:
        if line.strip() == "step":
            say(measured(work))


def measured(work):
    wall, cpu = time.perf_counter(), time.process_time()
    loss = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # Linux counts kilobytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"wallMs": wall * 1e3, "cpuMs": cpu * 1e3, "loss": loss, "peakBytes": peak}


def say(figures):
    print(json.dumps(figures), flush=True)
