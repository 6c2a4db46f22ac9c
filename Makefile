# SPDX-License-Identifier: GPL-2.0-or-later
# vfio-cfgtool: `make` builds build/vfio-cfgtool, `make help` says the rest.

VERSION := $(shell cat VERSION)

# These may come from the environment, too, where a packager's tools set them.
ifeq ($(origin CC),default)
CC = gcc
endif
CPPFLAGS   ?=
CFLAGS     ?= -O2 -g
LDFLAGS    ?=
PKG_CONFIG ?= pkg-config
DESTDIR    ?=
PREFIX     ?= /usr/local
BINDIR     = $(PREFIX)/bin
MANDIR     = $(PREFIX)/share/man
DOCDIR     = $(PREFIX)/share/doc/vfio-cfgtool
BASH_COMPLETION_DIR = $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETION_DIR  = $(PREFIX)/share/zsh/site-functions
FISH_COMPLETION_DIR = $(PREFIX)/share/fish/vendor_completions.d

# Built kernels and other things that outlive a checkout.
CACHE = $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/vfio-cfgtool

# A flavour has a build directory of its own:
#   make CC=clang   make SANITIZE=address,undefined   make FUZZ=1   make BOX=no
SANITIZE =
FUZZ =
BOX =
comma := ,
flavour := $(if $(filter-out gcc cc,$(notdir $(CC))),-$(notdir $(CC)))$(if $(SANITIZE),-$(subst $(comma),-,$(SANITIZE)))$(if $(FUZZ),-fuzz)$(if $(filter no,$(BOX)),-without-box)
BUILD = build$(flavour)
PROGRAM = $(BUILD)/vfio-cfgtool

# The Debian packages that build, demo and check use, and those that only check-all does.
PACKAGES_BUILD = gcc libc6-dev make pkg-config libpci-dev libkmod-dev libpopt-dev \
	libsmartcols-dev libjson-c-dev zlib1g-dev liblzma-dev libzstd-dev
PACKAGES_TEST = libcmocka-dev bats pciutils pci.ids python3 python3-jsonschema mandoc clang \
	libclang-rt-dev llvm valgrind strace bash-completion zsh fish git ca-certificates procps \
	ansible-core jq sqlite3 parallel bsdextrautils gzip xxd xz-utils zstd
PACKAGES_VM = qemu-system-x86 qemu-system-data seabios ipxe-qemu busybox-static cpio kmod \
	linux-image-amd64 linux-headers-amd64 linux-source-6.12 bc bison flex libelf-dev \
	libssl-dev xz-utils gzip util-linux dwarves
PACKAGES = $(PACKAGES_BUILD) $(PACKAGES_TEST) $(PACKAGES_VM)
PACKAGES_PACKAGING = debhelper dpkg-dev lintian blhc rpm rpmlint autopkgtest debootstrap
# compilers for other architectures, and the emulators of a process and a machine
PACKAGES_FOREIGN = gcc-aarch64-linux-gnu gcc-arm-linux-gnueabihf gcc-powerpc64le-linux-gnu \
	gcc-riscv64-linux-gnu gcc-s390x-linux-gnu qemu-user qemu-system-arm qemu-efi-aarch64
PACKAGES_ALL = $(PACKAGES) $(PACKAGES_PACKAGING) $(PACKAGES_FOREIGN) musl-tools chromium tidy

# What the program needs at least; libpci's class filter and newer calls are not used.
MINIMUM = libpci >= 3.7.0, popt >= 1.16, smartcols >= 2.34, json-c >= 0.15

LIBRARIES = libpci popt smartcols json-c
# loaded when they are needed (src/access/system/library.h says why): headers only
HEADERS_ONLY = libkmod zlib liblzma libzstd

SOURCES := $(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c))
OBJECTS  = $(SOURCES:src/%.c=$(BUILD)/%.o)

# base and model: no outside library, no I/O. What is above them, but for main, is an
# archive, too, of which each unit test and fuzz target takes what it needs.
LIBRARY = $(BUILD)/libvfiocfg.a
LIBRARY_OBJECTS = $(filter $(BUILD)/base/% $(BUILD)/model/%,$(OBJECTS))
ABOVE = $(BUILD)/above.a
ABOVE_OBJECTS = $(filter-out $(LIBRARY_OBJECTS) $(BUILD)/main.o,$(OBJECTS))

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 \
	-Wundef -Wvla $(if $(WERROR),-Werror) $(if $(findstring clang,$(CC)),$(clang_takes))
# { NULL } is a row of nothing for gcc; clang says so of { 0 } only
clang_takes = -Wno-missing-field-initializers
INSTRUMENT = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)

# once NAME,VALUE: a shell is asked one time, and only for goals that compile:
# `make deps` runs before a compiler and pkg-config are there.
once = $(eval $(1) := $(2))$($(1))
library_flags = $(call once,library_flags,$(shell $(PKG_CONFIG) --cflags $(LIBRARIES) $(HEADERS_ONLY)))
library_links = $(call once,library_links,$(shell $(PKG_CONFIG) --libs $(LIBRARIES)))
popt_version = $(call once,popt_version,$(shell $(PKG_CONFIG) --modversion popt))
kmod_version = $(call once,kmod_version,$(shell $(PKG_CONFIG) --modversion libkmod))
versions = -DVERSION='"$(VERSION)"' -DPOPT_VERSION='"$(popt_version)"' -DKMOD_VERSION='"$(kmod_version)"'

# Flags that harden the program, as far as the compiler knows them without a warning.
# The caller's flags come later and win; _FORTIFY_SOURCE, which may not be defined
# twice, is left alone where they or the compiler define it.
hash := \#
known_flag = $(shell printf '$(hash)include <features.h>\nint probe;\n' | \
	$(CC) $(CPPFLAGS) $(CFLAGS) $(1) -Werror -x c -c -o /dev/null - 2>/dev/null && echo '$(1)')
fortify_given = $(shell $(CC) $(CPPFLAGS) $(CFLAGS) -x c -dM -E /dev/null 2>/dev/null | grep -w _FORTIFY_SOURCE)
fortify = $(if $(fortify_given),,$(or $(call known_flag,-D_FORTIFY_SOURCE=3),$(call known_flag,-D_FORTIFY_SOURCE=2)))
hardening = $(call once,hardening,-fstack-protector-strong -fPIE \
	$(call known_flag,-fstack-clash-protection) $(call known_flag,-fcf-protection) \
	$(if $(SANITIZE)$(FUZZ),,$(fortify)))

# How large the stack frame of each function is, for a test: beside the object, as .su
stack_usage = $(call once,stack_usage,$(shell $(CC) -fstack-usage -Werror -E -x c \
	/dev/null >/dev/null 2>&1 && echo -fstack-usage))

# Offsets and times of 64 bits, also where a pointer has 32: VFIO's regions need them.
WIDE = -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64

ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(WIDE) -Isrc $(library_flags) $(versions) $(CPPFLAGS) \
	$(WARNINGS) $(if $(filter no,$(BOX)),-DWITHOUT_BOX) $(hardening) $(INSTRUMENT) -ffile-prefix-map=$(CURDIR)=. $(CFLAGS)
ALL_LDFLAGS = -fPIE -pie -pthread -Wl,-z,relro,-z,now -Wl,--as-needed $(INSTRUMENT) $(LDFLAGS)

# Short lines, or with V=1 the whole commands; with `make -s` neither.
say = $(if $(V),,@$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,printf '  %-4s %s\n' '$(1)' '$(2)';))

.DEFAULT_GOAL := all
.PHONY: all
all: $(PROGRAM)

# Other flags than those of the last build compile everything again.
.PHONY: FORCE
$(BUILD)/flags: FORCE
	@$(PKG_CONFIG) --exists '$(MINIMUM)' || { echo "vfio-cfgtool needs $(MINIMUM);" \
		"install their -dev packages, or: make deps (Debian, as root)"; \
		$(PKG_CONFIG) --print-errors --exists '$(MINIMUM)'; exit 1; } >&2
	@mkdir -p $(@D)
	@printf '%s\n' "$(subst ",\",$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS))" > $@.new
	@if cmp -s $@.new $@; then rm -f $@.new; else mv $@.new $@; fi

# A file that is gone is also a change.
$(BUILD)/objects: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(OBJECTS) > $@.new
	@if cmp -s $@.new $@; then rm -f $@.new; else mv $@.new $@; fi

$(LIBRARY): $(LIBRARY_OBJECTS) $(BUILD)/objects
	$(call say,AR,$@)rm -f $@; $(AR) rcs $@ $(LIBRARY_OBJECTS)

$(ABOVE): $(ABOVE_OBJECTS) $(BUILD)/objects
	$(call say,AR,$@)rm -f $@; $(AR) rcs $@ $(ABOVE_OBJECTS)

$(PROGRAM): $(BUILD)/main.o $(ABOVE_OBJECTS) $(LIBRARY) $(BUILD)/objects
	$(call say,LD,$@)$(CC) $(ALL_LDFLAGS) -o $@ $(BUILD)/main.o $(ABOVE_OBJECTS) $(LIBRARY) $(library_links) -ldl

$(BUILD)/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(ALL_CFLAGS) $(stack_usage) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)

# The pages of the manual: one a command, and vfio-cfgtool(1) with what holds for all of them.
.PHONY: man
man: $(BUILD)/man/vfio-cfgtool.1
$(BUILD)/man/vfio-cfgtool.1: vfio-cfgtool.1 doc/man/page $(wildcard src/commands/*.c) src/call/help.c
	@mkdir -p $(@D)
	$(call say,MAN,$(@D))for command in $$(doc/man/page commands); do \
		doc/man/page $$command > $(@D)/vfio-cfgtool-$$command.1 || exit 1; done
	@doc/man/page main > $@

# Installs the program that was built, whatever the flags of this call: it builds only
# where there is none, and one that is older than its source is refused.
.PHONY: install uninstall
install: $(if $(wildcard $(PROGRAM)),,all) man
	@newer=$$(find src -name '*.[ch]' -newer $(PROGRAM) | head -n 1); [ -z "$$newer" ] || \
		{ echo "$(PROGRAM) is older than $$newer: run make first, then make install" >&2; exit 1; }
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(BINDIR)/vfio-cfgtool
	install -D -m 644 $(BUILD)/man/vfio-cfgtool.1 $(DESTDIR)$(MANDIR)/man1/vfio-cfgtool.1
	install -m 644 $(BUILD)/man/vfio-cfgtool-*.1 $(DESTDIR)$(MANDIR)/man1
	install -D -m 644 vfio-cfgtool.policy.5 $(DESTDIR)$(MANDIR)/man5/vfio-cfgtool.policy.5
	install -D -m 644 completions/vfio-cfgtool.bash $(DESTDIR)$(BASH_COMPLETION_DIR)/vfio-cfgtool
	install -D -m 644 completions/_vfio-cfgtool $(DESTDIR)$(ZSH_COMPLETION_DIR)/_vfio-cfgtool
	install -D -m 644 completions/vfio-cfgtool.fish $(DESTDIR)$(FISH_COMPLETION_DIR)/vfio-cfgtool.fish
	install -D -m 644 -t $(DESTDIR)$(DOCDIR) README.md NEWS SECURITY.md CONTRIBUTING.md AUTHORS doc/architecture.md \
		doc/adding-a-vmm.md \
		doc/asking-the-kernel.md doc/checking.md doc/guide.md doc/tested.md doc/fleet.md doc/kernel-rules.md doc/tracing.md \
		doc/upstream.md doc/schema.json
	@for file in $$(find doc/ci -type f); do \
		install -D -m 644 $$file $(DESTDIR)$(DOCDIR)/$${file#doc/} || exit 1; done

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/vfio-cfgtool $(DESTDIR)$(MANDIR)/man1/vfio-cfgtool.1 \
		$(DESTDIR)$(MANDIR)/man1/vfio-cfgtool-*.1 \
		$(DESTDIR)$(MANDIR)/man5/vfio-cfgtool.policy.5 \
		$(DESTDIR)$(BASH_COMPLETION_DIR)/vfio-cfgtool \
		$(DESTDIR)$(ZSH_COMPLETION_DIR)/_vfio-cfgtool \
		$(DESTDIR)$(FISH_COMPLETION_DIR)/vfio-cfgtool.fish
	rm -rf $(DESTDIR)$(DOCDIR)

# The same files give the same bytes: sorted names, one date, no owner.
.PHONY: dist
dist:
	@mkdir -p $(BUILD)
	git ls-files -z -- ':!packaging' | LC_ALL=C sort -z | \
	tar --null --no-recursion --files-from=- --format=ustar --owner=0 --group=0 --numeric-owner \
		--mode=u=rwX,go=rX --mtime=@$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} \
		--transform='s,^,vfio-cfgtool-$(VERSION)/,' -cf - | \
	gzip -n -9 > $(BUILD)/vfio-cfgtool-$(VERSION).tar.gz
	@echo $(BUILD)/vfio-cfgtool-$(VERSION).tar.gz

# Packages of this checkout; packaging/ is not in the tarball
.PHONY: deb rpm
deb rpm:
	@MAKE='$(MAKE)' BUILD='$(BUILD)' packaging/build-$@

.PHONY: release-check
release-check:
	@MAKE='$(MAKE)' BUILD='$(BUILD)' packaging/release-check

.PHONY: clean
clean:
	rm -rf build build-*

# Installs what is missing of the list above, and nothing where nothing is.
.PHONY: deps deps-all
deps:
	@./tests/install-packages $(PACKAGES)

deps-all:
	@./tests/install-packages $(PACKAGES_ALL)

# The program as a machine of 32 bits has it, and as those with other processors; unit tests
FOREIGN = i386 arm64 armhf ppc64el riscv64 s390x
.PHONY: $(FOREIGN)
$(FOREIGN):
	@MAKE='$(MAKE)' CACHE='$(CACHE)' tests/foreign/build $@ \
		$(filter %-dev,$(PACKAGES_BUILD)) libcmocka-dev -- all unit-programs $(if $(filter i386,$@),vm-faults)

# The layers of tests (tests/run --help); + runs them side by side, as one of them alone leaves a
# processor idle. check is what every change passes, check-all also what takes long or needs more.
CHECK_LAYERS = unit cli source+doc build+counts torture+guest sanitize+vm fuzz truth
ALL_LAYERS = box browser promtool deb rpm toolchains guest_all guest_live sanitize_gcc i386 fuzz_new vm_all modules vendor kernels trace arm64 armhf \
	ppc64el riscv64 s390x mutants torture_all torture_vm
RUN_ENV = MAKE='$(MAKE)' BUILD='$(BUILD)' CC='$(CC)' CACHE='$(CACHE)'

.PHONY: test check-fast check check-all bench
test: check-fast
check-fast:
	@$(RUN_ENV) tests/run unit cli source

check:
	@$(MAKE) --no-print-directory deps
	@$(RUN_ENV) PACKAGES='$(PACKAGES)' tests/run $(CHECK_LAYERS)

check-all:
	@$(MAKE) --no-print-directory deps-all
	@$(RUN_ENV) PACKAGES='$(PACKAGES)' tests/run --cached $(CHECK_LAYERS) $(ALL_LAYERS)

# Small changes of the source, one at a time, and which tests notice (tests/mutants --help)
.PHONY: mutants
mutants:
	@tests/mutants

# The lines of the source that tests reach, by folder (tests/coverage --help)
.PHONY: coverage
coverage:
	@MAKE='$(MAKE)' tests/coverage

bench: all
	@MAKE='$(MAKE)' PROGRAM='$(PROGRAM)' tests/bench/run
	@$(VM_ENV) tests/bench/probe
	@$(VM_ENV) tests/bench/trace

.PHONY: help
help:
	@sed -n 's/^  //p; /^$$/p' tests/make-help

include tests/unit/unit.mk
include tests/fuzz/fuzz.mk
include tests/torture/torture.mk
include tests/vm/vm.mk
