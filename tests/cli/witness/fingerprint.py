#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes fingerprints as the manual says, from the JSON of map and policy: fingerprint.py MAP POLICY.

Prints how many devices have a fingerprint."""
import hashlib
import json
import sys

count = 0
with open(sys.argv[1], encoding="utf-8") as maps, open(sys.argv[2], encoding="utf-8") as policies:
    for line, other in zip(maps, policies, strict=True):
        device, policy = json.loads(line), json.loads(other)
        assert device["fingerprint"] == policy["fingerprint"], device["address"]
        if device["fingerprint"] is None:
            continue
        count += 1
        text = "%d\n%s\n" % (device["size"], device["map"])
        for key in ("read_virtual", "write", "write_virtual"):
            text += policy[key] + "\n"
        for offset, width, mask, effect in sorted((each["offset"], each["width"], each["mask"], each["effect"])
                                                  for each in policy["effects"]):
            text += "%d %d %s %s\n" % (offset, width, mask, effect)
        expected = "1-" + hashlib.sha256(text.encode()).hexdigest()[:16]
        if device["fingerprint"] != expected:
            sys.exit("%s: %s, not %s" % (device["file"], device["fingerprint"], expected))
print(count)
