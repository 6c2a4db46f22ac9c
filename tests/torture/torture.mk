# SPDX-License-Identifier: GPL-2.0-or-later
# Faults at the border of the process: a library that the program is run with.

TORTURE = $(BUILD)/torture/faults.so

.PHONY: torture
torture: $(TORTURE)

$(TORTURE): $(wildcard tests/torture/*.[ch]) $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) -O1 -g -fPIC -shared -o $@ $(wildcard tests/torture/*.c) $(LDFLAGS)
