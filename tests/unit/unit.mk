# SPDX-License-Identifier: GPL-2.0-or-later
# Unit tests: one program a file, in folders as in src.

UNIT_SOURCES := $(sort $(shell find tests/unit -name 'test_*.c'))
UNIT_PROGRAMS = $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/unit/%)

.PHONY: unit-programs
unit-programs: $(UNIT_PROGRAMS)

$(BUILD)/unit/%: tests/unit/%.c $(ABOVE) $(LIBRARY) $(wildcard tests/unit/*.h) $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -Itests/unit -o $@ $< $(ALL_LDFLAGS) \
		$(ABOVE) $(LIBRARY) $(library_links) -ldl -lcmocka

# Their names: a build directory may hold programs of tests that are gone
.PHONY: unit-list
unit-list:
	@printf '%s\n' $(UNIT_PROGRAMS)
