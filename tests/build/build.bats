#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What make builds, installs and packs.

setup()
{
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	: "${MAKE:=make}" "${BUILD:=build}"
}

@test "install puts each file where its variable says, and uninstall takes all of them away" {
	destination=$BATS_TEST_TMPDIR/root
	variables=(BUILD="$BUILD" DESTDIR="$destination" PREFIX=/usr BINDIR=/usr/sbin MANDIR=/man
		BASH_COMPLETION_DIR=/b ZSH_COMPLETION_DIR=/z FISH_COMPLETION_DIR=/f DOCDIR=/d)
	$MAKE -s "${variables[@]}" install
	[ -x "$destination/usr/sbin/vfio-cfgtool" ]
	[ -f "$destination/man/man1/vfio-cfgtool.1" ]
	[ -f "$destination/b/vfio-cfgtool" ]
	[ -f "$destination/z/_vfio-cfgtool" ]
	[ -f "$destination/f/vfio-cfgtool.fish" ]
	[ -f "$destination/man/man5/vfio-cfgtool-policy.5" ]
	[ -f "$destination/d/schema.json" ]
	[ -f "$destination/d/ci/e1000e.policy" ]
	$MAKE -s "${variables[@]}" uninstall
	[ -z "$(find "$destination" -type f)" ]
}

@test "the same source in two directories builds the same program" {
	for copy in one two/deeper; do
		mkdir -p "$BATS_TEST_TMPDIR/$copy"
		cp -r Makefile VERSION src tests "$BATS_TEST_TMPDIR/$copy"
		$MAKE -s -j 2 -C "$BATS_TEST_TMPDIR/$copy" BUILD=out all
	done
	cmp "$BATS_TEST_TMPDIR/one/out/vfio-cfgtool" "$BATS_TEST_TMPDIR/two/deeper/out/vfio-cfgtool"
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
	run $MAKE BUILD="$BATS_TEST_TMPDIR/out" CPPFLAGS=-DMINE_CPP CFLAGS='-O1 -DMINE_C' \
		LDFLAGS=-Wl,--build-id=none PKG_CONFIG="$BATS_TEST_TMPDIR/bin/my-pkg-config"
	[ "$status" -eq 0 ]
	grep -q -e -DMINE_CPP "$BATS_TEST_TMPDIR/out/flags"
	grep -q -e '-O1 -DMINE_C' "$BATS_TEST_TMPDIR/out/flags"
	[[ $output == *--build-id=none* ]]
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
