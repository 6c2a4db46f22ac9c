-- SPDX-License-Identifier: GPL-2.0-or-later
-- Registers that are not the same on all devices of a model, and how many devices have which
-- masks. `registers` has a row for each line of vfio-cfgtool policy -o rows.
SELECT vendor || ':' || device AS model, name, read_virtual, write, write_virtual,
       count(*) AS devices, min(host) AS host, min(address) AS address
FROM registers AS r
WHERE name IS NOT NULL
  AND (SELECT count(DISTINCT o.read_virtual || o.write || o.write_virtual) FROM registers AS o
       WHERE o.vendor = r.vendor AND o.device = r.device AND o.name = r.name) > 1
GROUP BY model, name, read_virtual, write, write_virtual
ORDER BY model, name, devices DESC;
