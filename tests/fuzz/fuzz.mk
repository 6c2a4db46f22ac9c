# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzzers (libFuzzer): make FUZZ=1 CC=clang SANITIZE=address,undefined fuzzers

FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_PROGRAMS = $(FUZZ_SOURCES:tests/fuzz/%.c=$(BUILD)/fuzz/%)

$(if $(FUZZ),$(eval INSTRUMENT += -fsanitize=fuzzer-no-link))

.PHONY: fuzzers
fuzzers: $(FUZZ_PROGRAMS)

$(BUILD)/fuzz/%: tests/fuzz/%.c $(wildcard tests/fuzz/*.h tests/unit/*_complaint.h) \
		$(ABOVE) $(LIBRARY) $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) -Itests/unit -o $@ $< $(ALL_LDFLAGS) -fsanitize=fuzzer \
		$(ABOVE) $(LIBRARY) $(library_links) -ldl
