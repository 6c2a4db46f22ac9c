#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What make builds, installs and packs.

setup()
{
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	: "${MAKE:=make}" "${BUILD:=build}" "${CC:=gcc}"
	unset MAKEFLAGS MAKELEVEL	# of the make that runs this layer
}

@test "install puts each file where its variable says, and uninstall takes all of them away" {
	destination=$BATS_TEST_TMPDIR/root
	variables=(BUILD="$BUILD" DESTDIR="$destination" PREFIX=/usr BINDIR=/usr/sbin MANDIR=/man
		BASH_COMPLETION_DIR=/b ZSH_COMPLETION_DIR=/z FISH_COMPLETION_DIR=/f DOCDIR=/d)
	$MAKE -s "${variables[@]}" install
	[ -x "$destination/usr/sbin/vfio-cfgtool" ]
	[ -f "$destination/man/man1/vfio-cfgtool.1" ]
	[ -f "$destination/man/man1/vfio-cfgtool-map.1" ]
	[ -f "$destination/b/vfio-cfgtool" ]
	[ -f "$destination/z/_vfio-cfgtool" ]
	[ -f "$destination/f/vfio-cfgtool.fish" ]
	[ -f "$destination/man/man5/vfio-cfgtool.policy.5" ]
	[ -f "$destination/d/schema.json" ]
	[ -f "$destination/d/ci/e1000e.policy" ]
	$MAKE -s "${variables[@]}" uninstall
	[ -z "$(find "$destination" -type f)" ]
}

@test "install takes the built program with any flags, and never compiles" {
	before=$(stat -c %y "$BUILD/vfio-cfgtool")
	run $MAKE V=1 BUILD="$BUILD" DESTDIR="$BATS_TEST_TMPDIR/root" CFLAGS=-O1 LDFLAGS=-Wl,-O1 install
	[ "$status" -eq 0 ]
	[[ $output != *"-std=c11"* && $output != *" -pie "* ]]
	[ "$(stat -c %y "$BUILD/vfio-cfgtool")" = "$before" ]
	cmp "$BUILD/vfio-cfgtool" "$BATS_TEST_TMPDIR/root/usr/local/bin/vfio-cfgtool"
}

@test "install refuses a program that is older than its source" {
	mkdir "$BATS_TEST_TMPDIR/out"
	touch -d 2001-02-03 "$BATS_TEST_TMPDIR/out/vfio-cfgtool"
	run $MAKE -s BUILD="$BATS_TEST_TMPDIR/out" DESTDIR="$BATS_TEST_TMPDIR/root" install
	[ "$status" -ne 0 ]
	[[ $output == *"out/vfio-cfgtool is older than src/"*": run make first, then make install"* ]]
	[ ! -e "$BATS_TEST_TMPDIR/root" ]
}

@test "the same source in two directories builds the same program" {
	copy=$BATS_TEST_TMPDIR/other/deeper
	mkdir -p "$copy"
	cp -r Makefile VERSION src tests "$copy"
	$MAKE -s -j 2 -C "$copy" CC="$CC" BUILD=out all
	program=$BUILD/vfio-cfgtool
	if ! diff <(without_paths "$BUILD/flags") <(without_paths "$copy/out/flags"); then
		$MAKE -s -j 2 CC="$CC" BUILD="$BATS_TEST_TMPDIR/one" all	# that one has other flags
		program=$BATS_TEST_TMPDIR/one/vfio-cfgtool
	fi
	cmp "$program" "$copy/out/vfio-cfgtool"
}

# without_paths FLAGS - prints the flags of the compiler without the directory and -Werror
without_paths()
{
	sed -E 's, -ffile-prefix-map=[^ ]*,,; s,-Werror,,' "$1"
}

@test "make leaves nothing outside its build directory" {
	cp -r Makefile VERSION src tests "$BATS_TEST_TMPDIR"
	$MAKE -n -C "$BATS_TEST_TMPDIR" BUILD=out all >/dev/null
	[ "$(ls -I out "$BATS_TEST_TMPDIR" | tr '\n' ' ')" = "Makefile VERSION src tests " ]
}

@test "a package made twice is the same bytes, and builds" {
	git rev-parse HEAD >/dev/null 2>&1 || skip "not a checkout of git"
	$MAKE -s BUILD="$BATS_TEST_TMPDIR/a" dist
	sleep 1
	$MAKE -s BUILD="$BATS_TEST_TMPDIR/b" dist
	cmp "$BATS_TEST_TMPDIR"/a/*.tar.gz "$BATS_TEST_TMPDIR"/b/*.tar.gz
	tar -xzf "$BATS_TEST_TMPDIR"/a/*.tar.gz -C "$BATS_TEST_TMPDIR"
	$MAKE -s -j 2 -C "$BATS_TEST_TMPDIR/vfio-cfgtool-$(cat VERSION)"
	"$BATS_TEST_TMPDIR/vfio-cfgtool-$(cat VERSION)/build/vfio-cfgtool" --version
}

@test "the compiler, its flags and pkg-config are the caller's" {
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	cat >"$BATS_TEST_TMPDIR/bin/my-pkg-config" <<-EOF
		#!/bin/sh
		echo asked >>"$BATS_TEST_TMPDIR/asked"
		exec pkg-config "\$@"
	EOF
	chmod +x "$BATS_TEST_TMPDIR/bin/my-pkg-config"
	run $MAKE -n V=1 BUILD="$BATS_TEST_TMPDIR/out" CPPFLAGS=-DMINE_CPP CFLAGS='-O1 -DMINE_C' \
		LDFLAGS=-Wl,--build-id=none PKG_CONFIG="$BATS_TEST_TMPDIR/bin/my-pkg-config"
	[ "$status" -eq 0 ]
	compiled=$(grep -e ' -c ' <<<"$output")
	[ "$(wc -l <<<"$compiled")" -ge "$(find src -name '*.c' | wc -l)" ]
	[ ! "$(grep -v -e ' -DMINE_CPP .* -O1 -DMINE_C ' <<<"$compiled")" ]
	grep -q -e " -Wl,--build-id=none .*-o $BATS_TEST_TMPDIR/out/vfio-cfgtool " <<<"$output"
	[ -s "$BATS_TEST_TMPDIR/asked" ]
}

@test "a note in the program names each library that it loads when it is needed" {
	$MAKE -s BUILD="$BUILD"
	notes=$(readelf -p .note.dlopen "$BUILD/vfio-cfgtool")
	loaded=$(grep -rhoE '"lib[a-z]+\.so\.[0-9]+"' src | sort -u)
	[ "$(wc -l <<<"$loaded")" -eq 4 ]
	for soname in $loaded; do
		[[ $notes == *"\"soname\":[$soname]"* ]] || { echo "$soname"; return 1; }
	done
}

@test "a packager sets the path of a library that is loaded, and the note names it" {
	$MAKE -s BUILD="$BATS_TEST_TMPDIR/out" CPPFLAGS="-DSONAME_KMOD='\"/opt/lib/libkmod.so.2\"'" \
		"$BATS_TEST_TMPDIR/out/access/system/modules.o"
	run readelf -p .note.dlopen "$BATS_TEST_TMPDIR/out/access/system/modules.o"
	[[ $output == *'"soname":["/opt/lib/libkmod.so.2"]'* ]]
}

@test "a library that is missing or too old is named before anything is compiled" {
	printf 'Name: libpci\nDescription: old\nVersion: 3.6.4\n' >"$BATS_TEST_TMPDIR/libpci.pc"
	PKG_CONFIG_PATH=$BATS_TEST_TMPDIR run $MAKE -s BUILD="$BATS_TEST_TMPDIR/out"
	[ "$status" -ne 0 ]
	[[ $output == "vfio-cfgtool needs libpci >= 3.7.0, "*"3.6.4"* ]]
	[ -z "$(find "$BATS_TEST_TMPDIR" -name '*.o')" ]
}

@test "variables of the environment are taken, and those of the command line win" {
	object=$BATS_TEST_TMPDIR/out/base/fault.o
	CPPFLAGS=-DENV_CPP CFLAGS='-O1 -DENV_C' LDFLAGS=-Wl,-O1 PKG_CONFIG=pkg-config CC=cc \
		run $MAKE BUILD="$BATS_TEST_TMPDIR/out" LDFLAGS=-Wl,-O2 "$object"
	[ "$status" -eq 0 ]
	flags=$(<"$BATS_TEST_TMPDIR/out/flags")
	[[ $flags == "cc "*-DENV_CPP*"-O1 -DENV_C"*-Wl,-O2* && $flags != *-Wl,-O1* ]]
	DESTDIR=$BATS_TEST_TMPDIR/root PREFIX=/opt $MAKE -s BUILD="$BUILD" install
	[ -x "$BATS_TEST_TMPDIR/root/opt/bin/vfio-cfgtool" ]
}

@test "make shows short lines, with V=1 whole commands, with -s nothing" {
	object=$BATS_TEST_TMPDIR/out/base/fault.o
	run $MAKE V= BUILD="$BATS_TEST_TMPDIR/out" "$object"
	[ "$output" = "  CC   $object" ]
	rm "$object"
	run $MAKE V=1 BUILD="$BATS_TEST_TMPDIR/out" "$object"
	[[ $output == *" -std=c11 "*" -o $object src/base/fault.c" ]]
	rm "$object"
	run $MAKE -s V= BUILD="$BATS_TEST_TMPDIR/out" "$object"
	[ "$output" = "" ]
}

@test "the program is hardened: addresses, relocations, stack, jumps, checked copies" {
	elf=$(readelf -W -h -l -d -s "$BUILD/vfio-cfgtool")
	[[ $elf =~ Type:' '+DYN ]]
	[[ $elf =~ 'FLAGS_1)'[^$'\n']*NOW[^$'\n']*PIE ]]
	[[ $elf == *GNU_RELRO* && $elf == *__stack_chk_fail* && $elf == *__snprintf_chk* ]]
	[[ $elf =~ GNU_STACK[^$'\n']*' RW ' ]]
	flags=$(<"$BUILD/flags")
	[[ $flags == *_FORTIFY_SOURCE=* && $flags == *" -Wl,-z,relro,-z,now "* ]]
	[[ $(uname -m) == x86_64 ]] || skip "the rest is judged by instructions of x86-64"
	[[ $flags == *-fstack-clash-protection* && $flags == *-fcf-protection* ]]
	code=$(objdump -d --no-show-raw-insn "$BUILD/vfio-cfgtool")
	[ "$(grep -c endbr64 <<<"$code")" -gt 100 ]
	# pages of a large frame are touched one after the other
	grep -Eq 'or[lq] +\$0x0,\(%rsp\)' <<<"$code"
}

@test "no function has a stack frame over 64 KiB" {
	mapfile -d '' frames < <(find "$BUILD" -name '*.su' -print0)
	[ ${#frames[@]} -gt 0 ] || skip "this compiler does not tell"
	[ ${#frames[@]} -ge "$(find src -name '*.c' | wc -l)" ]
	large=$(awk -F '\t' '$2 > 65536 || $3 == "dynamic"' "${frames[@]}")
	[ ! "$large" ] || { echo "$large"; return 1; }
}

@test "libvfiocfg.a does no I/O and needs only memory, strings and numbers of the C library" {
	allowed='calloc free malloc reallocarray strdup strndup errno_location stack_chk_fail qsort
		memchr memcmp memmem memrchr memcpy memmove memset snprintf vsnprintf strtoul ctype_b_loc ctype_tolower_loc
		stpcpy strchr strcmp strcpy strncmp strcspn strerrordesc_np strlen strpbrk strrchr strsep strspn strstr'
	ld -r --whole-archive -o "$BATS_TEST_TMPDIR/whole.o" "$BUILD/libvfiocfg.a"
	needed=$(nm -u "$BATS_TEST_TMPDIR/whole.o" | awk '{ print $2 }' |
		sed -E '/^_GLOBAL_OFFSET_TABLE_$/d; s/^__//; /stack_chk_fail/! s/_chk$//' | sort -u)
	[[ $needed == *snprintf* ]]
	[ -z "$(comm -23 <(echo "$needed") <(xargs -n 1 <<<"$allowed" | sort))" ] ||
		{ echo "$needed"; return 1; }
}

@test "a caller's _FORTIFY_SOURCE wins in any variable" {
	for variable in CPPFLAGS=-D_FORTIFY_SOURCE=2 CFLAGS='-O2 -Wp,-D_FORTIFY_SOURCE=1'; do
		run $MAKE -s WERROR=1 BUILD="$BATS_TEST_TMPDIR/out" "$variable" "$BATS_TEST_TMPDIR/out/base/fault.o"
		[ "$status" -eq 0 ]
		[ "$output" = "" ]
		[ "$(grep -o -e '-D_FORTIFY_SOURCE=.' "$BATS_TEST_TMPDIR/out/flags" | wc -l)" = 1 ]
	done
}

@test "deps tells another user than root the command that installs what is missing" {
	[ "$(id -u)" = 0 ] || skip "needs root to become another user"
	run setpriv --reuid=65534 --regid=65534 --clear-groups \
		tests/install-packages libc6-dev no-such-package-of-debian
	[ "$status" -eq 1 ]
	[ "$output" = "run as root: apt-get install --no-install-recommends no-such-package-of-debian" ]
}

@test "make help names every target a person may call" {
	run $MAKE help
	for target in check-fast check demo vm-shell bench deps install uninstall dist clean; do
		[[ $output == *"make $target"* ]] || { echo "$target"; return 1; }
	done
}
