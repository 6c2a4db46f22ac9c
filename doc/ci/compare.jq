# SPDX-License-Identifier: GPL-2.0-or-later
# jq -nr -f compare.jq DIRECTORY/*.jsonl
#
# A line for each register that is not the same on all devices of one model: where its
# bits are read from (read_virtual), which can be written (write), and which of those
# writes reach the virtual copy alone (write_virtual); and on which machines.
[inputs | select(.registers) | {
  model: "\(.vendor):\(.device) rev \(.revision)",
  place: "\(input_filename | sub(".*/"; "") | sub("\\.jsonl$"; "")) \(.address)",
  bits: [.registers[] | {
    key: .name,
    value: "\(.read_virtual)/\(.write)/\(.write_virtual)"
  }] | from_entries
}]
| group_by(.model)[]
| . as $devices
| ([.[].bits | keys[]] | unique[]) as $register
| [.[] | {place, bits: (.bits[$register] // "none")}]
| group_by(.bits)
| select(length > 1)
| "\($devices[0].model) \($register): "
  + (map("\(.[0].bits) on \(map(.place) | join(", "))") | join("; "))
