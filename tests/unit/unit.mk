# SPDX-License-Identifier: GPL-2.0-or-later
# Unit tests: one program a file, linked with all of the tool but main.

UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
UNIT_PROGRAMS = $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/unit/%)
UNIT_OBJECTS = $(filter-out $(BUILD)/main.o,$(OBJECTS))

.PHONY: unit-programs
unit-programs: $(UNIT_PROGRAMS)

$(BUILD)/unit/%: tests/unit/%.c $(UNIT_OBJECTS) $(wildcard tests/unit/*.h) $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -Itests/unit -o $@ $< $(UNIT_OBJECTS) $(ALL_LDFLAGS) \
		$(library_links) -ldl -lcmocka
