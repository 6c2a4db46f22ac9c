# SPDX-License-Identifier: GPL-2.0-or-later
"""
Whether a wrong prediction is noticed: single bits of the masks are turned over, and
what was seen of the devices is held against that. Exactly that bit must be found.
"""

import poke

NAMES = ("read_virtual", "write", "write_virtual")

# Bits of bytes with effects that the effect sets itself, whatever the mask says:
# (capability, offset): {mask: bits}
OVERRIDDEN = {
    ("msi", 2): {"write": 0x71, "write_virtual": 0x71},	# refused without MSI set up
    ("express", 9): {"write": 0x80, "write_virtual": 0x80},	# the reset bit is cleared at once
    ("af", 4): {"write": 0x01, "write_virtual": 0x01},
}


def is_effective(masks, name, at, bit):
    """A bit that is not written is not written to either side."""
    return name != "write_virtual" or masks.write[at] & bit


def places(rng, offsets, masks, name, count):
    """Some (offset, bit) of a mask."""
    found = []
    for at in rng.sample(offsets, min(len(offsets), 8 * count)):
        bit = 1 << rng.randrange(8)
        if is_effective(masks, name, at, bit):
            found.append((at, bit))
    return found[:count]


def finds(trial, name, at, bit):
    """What the sweeps over a device say of a prediction with one wrong bit; None: that bit alone."""
    masks, wrong = trial.masks.flipped(name, at, bit), []
    if name == "read_virtual":
        trial.judge_reads(masks, wrong)
    else:
        wrong += trial.writes.judge(masks)
    if {one.offset for one in wrong} == {at} and {one.bits for one in wrong} - {0} == {bit}:
        return None
    return "%s %03x bit %02x: %s" % (name, at, bit, "; ".join(one.text for one in wrong[:4]) or
                                     "not noticed")


def in_sweeps(rng, trials, count):
    """(number of bits turned over, what was not found as it is)"""
    number, missed = 0, []
    for trial in trials:
        if trial.wrong:
            continue
        for name in NAMES:
            sweep = trial.reads[0] if name == "read_virtual" else trial.writes
            for at, bit in places(rng, sweep.offsets, trial.masks, name, count):
                number += 1
                problem = finds(trial, name, at, bit)
                if problem:
                    missed.append(problem)
    return number, missed


def is_overridden(trial, name, at, bit):
    bits = OVERRIDDEN.get((trial.places.kind(at), trial.places.offset(at)), {})
    return bits.get(name, 0) & bit


def with_effects(rng, trial):
    """The same of each byte with an effect: the device is asked again, for masks alone do not say it."""
    number, missed = 0, []
    masks = trial.masks
    for at in sorted(trial.places.with_effect):
        for name in NAMES:
            bit = 1 << rng.randrange(8)
            if not is_effective(masks, name, at, bit) or is_overridden(trial, name, at, bit):
                continue
            number += 1
            trial.model.masks = masks.flipped(name, at, bit)
            trial.wrong = []
            trial.invert_hardware(may_reset=True)
            trial.follow([poke.Op(poke.READ, 1, at, 0)])
            if at in trial.power_controls():
                trial.set_hardware(trial.origin)
            else:
                trial.invert_hardware()
            trial.follow(trial.three_writes(at))
            if not any(one.offset == at for one in trial.wrong):
                missed.append("%s %03x bit %02x: %s" % (name, at, bit, "; ".join(
                    one.text for one in trial.wrong[:4]) or "not noticed"))
            trial.look()
    trial.model.masks, trial.wrong = masks, []
    return number, missed
