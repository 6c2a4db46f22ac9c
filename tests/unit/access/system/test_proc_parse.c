// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines of files in /proc. */
#include "test.h"

#include <string.h>

#include "access/system/proc_parse.h"

static struct proc_mount mount;

TEST(a_mount_has_its_number_place_options_and_source)
{
	assert_true(proc_parse_mount("36 35 8:17 / /mnt rw,noatime master:1 - ext4 /dev/sdb1 rw\n",
				     &mount));
	assert_int_equal(mount.id, 36);
	assert_int_equal(mount.major, 8);
	assert_int_equal(mount.minor, 17);
	assert_string_equal(mount.point, "/mnt");
	assert_string_equal(mount.options, "rw,noatime");
	assert_string_equal(mount.type, "ext4");
	assert_string_equal(mount.source, "/dev/sdb1");
}

TEST(blanks_in_paths_and_sources_are_escaped)
{
	assert_true(proc_parse_mount("1 0 0:5 / /a\\040b\\134\\011c rw - 9p my\\040tag rw",
				     &mount));
	assert_string_equal(mount.point, "/a b\\\tc");
	assert_string_equal(mount.source, "my tag");
}

TEST(an_invalid_escape_stays)
{
	assert_true(proc_parse_mount("1 0 0:5 / /a\\04 rw - x \\9zz\\000\\", &mount));
	assert_string_equal(mount.point, "/a\\04");
	assert_string_equal(mount.source, "\\9zz\\000\\");
}

TEST(a_mount_without_its_file_system_has_no_type)
{
	assert_true(proc_parse_mount("1 0 0:5 / /a rw", &mount));
	assert_string_equal(mount.type, "");
	assert_string_equal(mount.source, "");
	assert_false(proc_parse_mount("1 0 05 / /a rw - ext4 x", &mount));
	assert_false(proc_parse_mount("", &mount));
}

TEST(an_option_is_a_whole_word)
{
	assert_true(proc_parse_mount("1 0 0:5 / /a rw,nodevices,relatime - x y", &mount));
	assert_false(proc_mount_has(&mount, "nodev"));
	assert_true(proc_mount_has(&mount, "rw"));
	assert_true(proc_mount_has(&mount, "relatime"));
	assert_true(proc_parse_mount("1 0 0:5 / /a rw,nosuid,nodev - x y", &mount));
	assert_true(proc_mount_has(&mount, "nodev"));
}

TEST(a_swap_is_a_partition_and_no_file)
{
	char path[PATH_MAX];

	assert_true(proc_parse_swap("/dev/disk\\040one\tpartition\t1024\t0\t-2\n", path));
	assert_string_equal(path, "/dev/disk one");
	assert_false(proc_parse_swap("/swapfile file 1024 0 -2\n", path));
	assert_false(proc_parse_swap("Filename\t\t\tType\n", path));
}

TEST(a_name_has_a_number_before_it)
{
	char name[PROC_NAME_SIZE];
	unsigned int number;

	assert_true(proc_parse_name("195 nvidia-frontend\n", &number, name));
	assert_int_equal(number, 195);
	assert_string_equal(name, "nvidia-frontend");
	assert_false(proc_parse_name("Character devices:\n", &number, name));
}

TEST(a_number_follows_its_word)
{
	int number = 7;

	assert_false(proc_parse_number("pos:\t5\n", "mnt_id:", &number));
	assert_false(proc_parse_number("mnt_id:\tx\n", "mnt_id:", &number));
	assert_false(proc_parse_number("mnt_id:\t99999999999\n", "mnt_id:", &number));
	assert_int_equal(number, 7);
	assert_true(proc_parse_number("mnt_id:\t25\n", "mnt_id:", &number));
	assert_int_equal(number, 25);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mount_has_its_number_place_options_and_source),
		cmocka_unit_test(blanks_in_paths_and_sources_are_escaped),
		cmocka_unit_test(an_invalid_escape_stays),
		cmocka_unit_test(a_mount_without_its_file_system_has_no_type),
		cmocka_unit_test(an_option_is_a_whole_word),
		cmocka_unit_test(a_swap_is_a_partition_and_no_file),
		cmocka_unit_test(a_name_has_a_number_before_it),
		cmocka_unit_test(a_number_follows_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
