# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154
#
# The layers of tests. To add one: a call of layer, its function, and its name in
# CHECK_LAYERS or ALL_LAYERS of the Makefile.
#
#   layer NAME "PATHS" "WHAT IT TESTS"
#   layer_NAME() prints TAP on standard output; all else goes to standard error
#
# PATHS decide the result: a layer that was green is "cached" as long as no file below
# them has changed (tests/run --cached). MAKE, BUILD, CC, CACHE and $jobs are set.

# unit_tests BUILD [EMULATOR] - runs the unit tests of a build directory, side by side. cmocka
# calls one that was skipped "not ok".
unit_tests()
{
	local programs program name output status=0 emulator=${2:-}
	mapfile -t programs < <($MAKE -s --no-print-directory BUILD="$1" unit-list)
	output=$(mktemp -d) || return 1
	printf '%s\n' "${programs[@]}" | CMOCKA_MESSAGE_OUTPUT=TAP xargs -P "$jobs" -I '{}' \
		sh -c '$3 "$1" >"$2/$(printf %s "$1" | tr / =)" 2>&1' sh '{}' "$output" "$emulator" || status=1
	for program in "${programs[@]}"; do
		name=${program#"$1"/unit/}
		sed -E 's/^not ok ([0-9]+) # SKIP (.*)/ok \1 - \2 # SKIP/' "$output/${program//\//=}" |
			prefix "${name/test_/}"
	done
	rm -rf "$output"
	return $status
}

# command_line_tests PROGRAM - files side by side, for which bats needs GNU parallel
command_line_tests()
{
	local beside=()
	! type parallel >/dev/null 2>&1 || beside=(-j "$jobs" --no-parallelize-within-files)
	PROGRAM=$1 bats --tap "${beside[@]}" tests/cli
}

# sanitized NAME DIRECTORY VARIABLE... - builds with make's variables, and runs both; with
# SAMPLE, tests over all dumps take every SAMPLEth
sanitized()
{
	local name=$1 directory=$2
	shift 2
	if ! $MAKE -s -j "$jobs" "$@" SANITIZE=address,undefined WERROR=1 BUILD="$directory" \
		all unit-programs >&2; then
		printf '1..1\nnot ok 1 - %s builds without a warning\n' "$name"
		return
	fi
	printf '1..1\nok 1 - %s builds without a warning\n' "$name"
	unit_tests "$directory" | prefix "$name"
	SANITIZED=1 command_line_tests "$directory/vfio-cfgtool" | prefix "$name"
}

layer unit "src tests/unit" "pure code (cmocka)"
layer_unit()
{
	$MAKE -s -j "$jobs" BUILD="$BUILD" CC="$CC" unit-programs >&2 || return 1
	unit_tests "$BUILD"
}

layer cli "src tests/cli tests/dumps tests/vectors completions doc vfio-cfgtool.1" "the program on dumps (bats)"
layer_cli()
{
	command_line_tests "${PROGRAM:-$BUILD/vfio-cfgtool}"
}

layer browser "src tests/browser tests/cli/helper.bash tests/dumps" "the page of report in Chromium"
layer_browser()
{
	PROGRAM=$BUILD/vfio-cfgtool bats --tap tests/browser/page.bats
}

layer promtool "src tests/cli tests/dumps tests/get-promtool" "the metrics of every dump against promtool"
layer_promtool()
{
	local directory
	directory=$(CACHE=$CACHE tests/get-promtool) || return 1
	PATH=$PATH:$directory PROGRAM=$BUILD/vfio-cfgtool bats --tap -f promtool tests/cli/fleet.bats
}

layer source "." "what holds for every source file"
layer_source()
{
	tests/source/run
}

layer build "." "what make builds, installs and packs"
layer_build()
{
	bats --tap tests/build
}

layer doc "." "the manual and README against the program"
layer_doc()
{
	PROGRAM=$BUILD/vfio-cfgtool bats --tap tests/doc
}

layer counts "src tests/counts tests/cli/helper.bash tests/dumps" "counted instructions and system calls"
layer_counts()
{
	PROGRAM=$BUILD/vfio-cfgtool bats --tap tests/counts
}

# The instrumentation of the fuzz targets does no harm, and one build is enough for both.
layer sanitize "src tests/unit tests/cli tests/dumps completions doc" \
	"unit and cli once more, on a quarter of the dumps, clang's ASan and UBSan"
layer_sanitize()
{
	SAMPLE=4 sanitized "clang sanitized" build-fuzz CC=clang FUZZ=1
}

layer sanitize_gcc "src tests/unit tests/cli tests/dumps completions doc" \
	"unit and cli once more, gcc's ASan and UBSan"
layer_sanitize_gcc()
{
	sanitized "gcc sanitized" build-gcc-sanitize CC=gcc
}

layer guest "src tests/guest tests/dumps" "the guest view against the real QEMU, by vfio-user"
layer_guest()
{
	tests/guest/run
}

layer guest_all "src tests/guest tests/dumps" \
	"the same of all dumps on every bus, and each rule broken once"
layer_guest_all()
{
	tests/guest/run --all
}

layer guest_live "src tests/guest tests/dumps tests/vm" \
	"the guest view against three real QEMUs on the real vfio-pci, in QEMU"
layer_guest_live()
{
	tests/guest/run-live
}

foreign_paths="src Makefile tests/unit tests/cli tests/dumps tests/foreign tests/snapshot completions doc"

# foreign ARCHITECTURE - builds the program for it, and runs unit and command line tests; then
# it prints what this machine's program does, for every dump, command and format
foreign()
{
	local emulator program=$PWD/build-$1/emulated LIBRARIES
	$MAKE -s CACHE="$CACHE" "$1" >&2 || return 1
	emulator=$(. tests/foreign/architectures.bash && know "$1" && echo "$emulator") || return 1
	LIBRARIES=$(tests/foreign/get-root --path "$1")
	export LIBRARIES
	[[ $emulator ]] || program=$PWD/build-$1/vfio-cfgtool
	unit_tests "build-$1" "$emulator"
	command_line_tests "$program"
	same_output "$program"
}

# same_output PROGRAM - compares its output with this machine's by tests/snapshot
same_output()
{
	local log=$BUILD/same-output.${1//\//=}
	echo 1..1
	if PYTHONDONTWRITEBYTECODE=1 tests/snapshot --together --program "$1" "./$BUILD/vfio-cfgtool" >"$log" 2>&1; then
		echo "ok 1 - output is that of this machine's program: $(tail -n 1 "$log")"
	else
		echo "not ok 1 - output is that of this machine's program"
		sed 's/^/# /' "$log"
	fi
}

layer armhf "$foreign_paths" "unit, cli and output of a build for armhf, in emulation"
layer_armhf() { foreign armhf | prefix armhf; }

layer ppc64el "$foreign_paths" "the same for ppc64el"
layer_ppc64el() { foreign ppc64el | prefix ppc64el; }

layer riscv64 "$foreign_paths" "the same for riscv64, with Debian 13"
layer_riscv64() { foreign riscv64 | prefix riscv64; }

layer s390x "$foreign_paths" "the same for s390x, whose bytes have the other order"
layer_s390x() { foreign s390x | prefix s390x; }

layer i386 "$foreign_paths tests/vm" "the same for i386, and vm with Debian's kernel"
layer_i386()
{
	foreign i386 | prefix i386
	local LIBRARIES
	LIBRARIES=$(tests/foreign/get-root --path i386)
	export LIBRARIES
	BUILD=build-i386 tests/vm/run-tests debian | prefix i386
}

# replayed EMULATOR COMPILER - compares the memory of amd64 kernels (of the layer kernels, or
# else Debian's) with the model on another architecture
replayed()
{
	local records=("$BUILD"/truth/*.records)
	if [[ ! -s ${records[0]} ]]; then
		records=("$BUILD/truth/debian.records")
		mkdir -p "$BUILD/truth"
		tests/vm/truth/run --processors=1 --only=compare --plausible=60 --nasty=40 \
			--record="${records[0]}" >&2
	fi
	echo 1..1
	if PYTHONDONTWRITEBYTECODE=1 tests/vm/truth/replay.py --emulator="$1" --compiler="$2" \
		"${records[@]}" >"$BUILD/replay.log"; then
		echo "ok 1 - $(wc -l <"$BUILD/replay.log") kernels: $(tail -n 1 "$BUILD/replay.log")"
	else
		echo "not ok 1 - what kernels held is predicted"
		sed 's/^/# /' "$BUILD/replay.log"
	fi
}

layer arm64 "$foreign_paths tests/vm tests/arm64" \
	"the same for arm64, and replayed truth; that build on two of Debian's kernels"
layer_arm64()
{
	local kernel
	foreign arm64 | prefix arm64
	replayed qemu-aarch64 "aarch64-linux-gnu-gcc --sysroot=$(tests/foreign/get-root --path arm64) -static" |
		prefix arm64
	for kernel in arm64 arm64-16k; do
		BUILD=build-arm64 tests/vm/boot --kernel=$kernel --processors=1 --timeout=1200 -- \
			tests/vm/tap.sh tests/arm64/arm64.bats | prefix "$kernel"
	done
}

layer fuzz "src tests/fuzz tests/unit" "libFuzzer: inputs that are known"
layer_fuzz()
{
	FUZZ_SECONDS=0 tests/fuzz/run
}

layer box "src tests/snapshot tests/dumps tests/fuzz/seeds/dump" \
	"in the box and outside the program prints the same: every dump, command and format"
layer_box()
{
	$MAKE -s -j "$jobs" CC="$CC" BOX=no BUILD=build-without-box all >&2 || return 1
	echo 1..1
	if PYTHONDONTWRITEBYTECODE=1 tests/snapshot --program "$BUILD/vfio-cfgtool" \
		./build-without-box/vfio-cfgtool >"$BUILD/box.log"; then
		echo "ok 1 - $(tail -n 1 "$BUILD/box.log")"
	else
		echo "not ok 1 - the box makes a difference"
		sed 's/^/# /' "$BUILD/box.log"
		return 1
	fi
}

layer mutants "src tests/unit tests/cli tests/dumps tests/mutants" \
	"60 small changes of base, model and output, one at a time: tests notice"
layer_mutants()
{
	tests/mutants
}

layer fuzz_new "src tests/fuzz tests/unit" "libFuzzer: new inputs, 60 seconds a target"
layer_fuzz_new()
{
	FUZZ_SECONDS=60 tests/fuzz/run
}

layer torture "src tests/torture tests/dumps" \
	"a sample of faults: allocations and system calls that fail, limits"
layer_torture()
{
	tests/torture/run
}

layer torture_all "src tests/torture tests/dumps" "each fault, for each command and format"
layer_torture_all()
{
	tests/torture/run --all
}

layer torture_vm "src tests/torture tests/vm" "each fault, while a device is changed"
layer_torture_vm()
{
	$MAKE -s BUILD="$BUILD" CC="$CC" vm-faults >&2 || return 1
	CACHE="$CACHE" FAULTS=all TIMEOUT=20000 tests/vm/run-tests -f '^fault in ' debian
}

layer vm "src tests/vm tests/torture tests/dumps" "the real vfio-pci, in QEMU"
layer_vm()
{
	$MAKE -s BUILD="$BUILD" CACHE="$CACHE" check-vm
}

layer vm_all "src tests/vm tests/dumps" \
	"the same: each file on both kernels, each test as often as it asks for"
layer_vm_all()
{
	$MAKE -s BUILD="$BUILD" CACHE="$CACHE" THOROUGH=1 check-vm
}

layer deb "src Makefile packaging completions doc tests/packages vfio-cfgtool.1" "the Debian package: built, judged, installed in clean roots"
layer_deb()
{
	BUILD="$BUILD" CACHE="$CACHE" tests/packages/deb
}

layer rpm "src Makefile packaging completions doc tests/packages vfio-cfgtool.1" "the RPM package: built, judged, installed in a clean root"
layer_rpm()
{
	BUILD="$BUILD" CACHE="$CACHE" tests/packages/rpm
}

layer toolchains "src Makefile tests/unit tests/packages tests/snapshot tests/dumps tests/vm/truth" \
	"each gcc and clang that four releases of Debian have; old and new libraries; musl, and replayed truth"
layer_toolchains()
{
	BUILD="$BUILD" CACHE="$CACHE" tests/packages/toolchains
	replayed env "musl-gcc -static" | prefix musl
}

layer truth "src tests/vm" "the map against what vfio-pci holds in memory, in QEMU"
layer_truth()
{
	$MAKE -s BUILD="$BUILD" CACHE="$CACHE" check-truth
}

layer modules "src tests/vm/check-modules tests/vm/patch-object" \
	"rules read off the modules that Debian has, and off copies with other lengths"
layer_modules()
{
	tests/vm/check-modules
}

layer vendor "src tests/vm" "truth on copies of the bench's kernel with the change that NVIDIA made"
layer_vendor()
{
	local kernel
	tests/vm/build-kernel --vendor >&2 || return 1
	for kernel in nvidia pasid; do
		tests/vm/truth/run --kernel=$kernel --processors=1 --only=compare --plausible=60 \
			--nasty=40 --rules=auto,+len:ECAP_PASID=8 | prefix $kernel
	done
}

layer trace "src tests/vm" "trace against its witnesses on Debian's other kernels"
layer_trace()
{
	local kernel
	for kernel in 5.10 6.12 7.3; do
		THOROUGH=1 tests/vm/boot --kernel=$kernel --processors=1 --timeout=5400 -- \
			tests/vm/tap.sh tests/vm/trace*.bats | prefix $kernel
	done
}

layer kernels "src tests/vm" "truth on five kernels, and each rule broken once"
layer_kernels()
{
	$MAKE -s BUILD="$BUILD" CACHE="$CACHE" check-kernels
}
