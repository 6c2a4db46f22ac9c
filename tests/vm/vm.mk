# SPDX-License-Identifier: GPL-2.0-or-later
#
# The test bench: a virtual machine with the real vfio-pci. See tests/vm/boot.

VM := tests/vm
VM_ENV = BUILD='$(abspath $(BUILD))' CACHE='$(abspath $(CACHE))'

.PHONY: vm-kernel vm-shell demo check-vm check-truth check-kernels

vm-kernel:
	@$(VM_ENV) $(VM)/build-kernel

vm-shell: $(PROGRAM) $(if $(filter custom,$(KERNEL)),vm-kernel)
	@$(VM_ENV) $(VM)/boot --interactive --kernel=$(or $(KERNEL),debian) -- bash --rcfile $(VM)/shell -i

# A second make, for it sees the libraries that "deps" may have installed
demo: deps
	@$(MAKE) --no-print-directory $(PROGRAM)
	@$(VM_ENV) $(VM)/demo

check-vm: $(PROGRAM) vm-faults vm-kernel
	@$(VM_ENV) $(VM)/run-tests

# What makes a call of the program fail: libraries that it loads, so of its own architecture
.PHONY: vm-faults
vm-faults: $(BUILD)/vm/faults.so $(TORTURE)

$(BUILD)/vm/faults.so: $(VM)/faults.c tests/unit/faults.h $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(WIDE) -O1 -fPIC -shared -o $@ $(VM)/faults.c -ldl $(LDFLAGS)

# The map against the kernel's memory, for devices of a test module's making. A sample of them:
# each kernel writes to half of those that are not generated, and probes a quarter. check-kernels
# takes all
TRUTH = $(VM)/truth/run --processors=1 --plausible=40 --nasty=30 --write=12 --probe=12

check-truth: $(PROGRAM) vm-kernel
	@status=0; export $(VM_ENV); custom=$$(mktemp); \
	$(TRUTH) --kernel=custom --seed=2 --part=2/2 --probe-part=3/4 >$$custom & other=$$!; \
	$(TRUTH) --part=1/2 --probe-part=1/4 || status=1; \
	wait $$other || status=1; \
	cat $$custom; rm -f $$custom; \
	exit $$status

# The same on each kernel there is a Debian package of, and on the custom one
check-kernels: deps-all
	@$(MAKE) --no-print-directory $(PROGRAM) vm-kernel
	@$(VM_ENV) $(VM)/check-kernels
