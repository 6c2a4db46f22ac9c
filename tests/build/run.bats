#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/run with invented layers.

setup()
{
	cp -r "$BATS_TEST_DIRNAME/../run" "$BATS_TEST_TMPDIR"
	mkdir "$BATS_TEST_TMPDIR/tests" "$BATS_TEST_TMPDIR/facts"
	cd "$BATS_TEST_TMPDIR" || return 1
	mv run tests/run
	touch Makefile VERSION facts/a
	cat >tests/layers.bash <<-'END'
		layer good "facts" "passes"
		layer_good() { echo 1..2; echo ok 1 - a; echo "ok 2 - b # SKIP no c"; }
		layer bad "facts" "fails"
		layer_bad() { echo 1..2; echo ok 1 - a; echo not ok 2 - b; echo '# it is 5'; return 1; }
		layer short "facts" "stops"
		layer_short() { echo 1..3; echo ok 1 - a; }
		layer left "facts" "waits for right"
		layer_left() { mkfifo "$BUILD/pipe"; read -r word <"$BUILD/pipe"; echo 1..1; echo "ok 1 - $word"; }
		layer right "facts" "waits for left"
		layer_right() { until [[ -p $BUILD/pipe ]]; do sleep 0.1; done; echo went >"$BUILD/pipe"; echo 1..1; echo ok 1; }
	END
	export MAKE=true BUILD=$BATS_TEST_TMPDIR/out
	unset PACKAGES
}

@test "the last line counts tests, and each layer prints its seconds" {
	run tests/run good
	[ "$status" -eq 0 ]
	[[ ${lines[0]} == "  ok 2 - b # SKIP no c" ]]
	[[ ${lines[1]} =~ ^'[1/1] good: 1 passed, 0 failed, 1 skipped ('[0-9]+' s, '[0-9]+' s of processor)'$ ]]
	[ "${lines[-1]}" = "1 passed, 0 failed, 1 skipped" ]
}

@test "a failure is shown with its output" {
	run tests/run bad good
	[ "$status" -eq 1 ]
	[[ $output == *"not ok 2 - b"$'\n'*"# it is 5"* ]]
	[ "${lines[-1]}" = "2 passed, 1 failed, 1 skipped" ]
}

@test "a layer that ends before its last test has failed" {
	run tests/run short
	[ "$status" -eq 1 ]
	[[ $output == *"short ended early: 1 of 3 tests"* ]]
}

@test "layers joined by + run side by side" {
	run timeout 60 tests/run left+right
	[ "$status" -eq 0 ]
	grep -q went "$BUILD/tap/left.tap"
}

@test "a layer that was green is cached until a file that it depends on changes" {
	run tests/run good
	run tests/run --cached good
	[[ ${lines[0]} =~ ^'[1/1] good: cached, 1 passed on '20[0-9-]+$ ]]
	echo more >facts/a
	run tests/run --cached good
	[[ $output != *cached* ]]
	run tests/run --cached bad
	run tests/run --cached bad
	[[ $output != *cached* ]]
}

@test "a layer that does not exist is refused, with a list of those that do" {
	run tests/run good no-such
	[ "$status" -eq 2 ]
	[[ $output == *"  good "*passes* ]]
	run tests/run --help
	[ "$status" -eq 0 ]
}
