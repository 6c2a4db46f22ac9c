// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who uses a function, in machines that no test has: a tree of files in the place of /sys,
 * /proc and /dev. The real ones are in tests/vm.
 */
#undef _FORTIFY_SOURCE		/* faults.h does not work with its wrappers */
#include "test.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSFS_ROOT "sys"
#define PROC_ROOT "proc"
#define DEV_ROOT "dev"
#include "access/drivers/usage.c"
#include "access/drivers/usage_disk.c"
#include "access/drivers/usage_display.c"
#include "access/drivers/usage_driver.c"
#include "access/drivers/usage_node.c"
#include "access/drivers/usage_search.c"
#include "access/system/proc.c"
#include "access/system/sysfs.c"

/* A sanitizer has wrappers of its own. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define HAS_FAULTS
#include "faults.h"
#endif

#define FUNCTION "sys/bus/pci/devices/0000:01:00.0"

static const struct pci_address function = { .bus = 1 };
static char directory[] = "/tmp/usage.XXXXXX";
static char heard[8192];	/* "used: TEXT" and "doubt: TEXT", a line each */

static void add_line(const char *kind, const char *text)
{
	size_t used = strlen(heard);

	snprintf(heard + used, sizeof(heard) - used, "%s: %s\n", kind, text);
}

static void hear_use(const struct usage_use *use, void *context)
{
	(void)context;
	assert_true(use->by[0] != '\0');
	assert_true(use->hint[0] != '\0');
	add_line("used", use->text);
}

static void hear_doubt(const char *why, void *context)
{
	(void)context;
	add_line("doubt", why);
}

static enum known ask(void)
{
	const struct usage_listener listener = { hear_use, hear_doubt, NULL };

	heard[0] = '\0';
	return usage_find(&function, &listener);
}

/* Makes all directories on the way to a path. */
static void make_way(const char *path)
{
	char part[256];

	for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		mkdir(part, 0755);
	}
}

static void make_directory(const char *path)
{
	make_way(path);
	assert_int_equal(mkdir(path, 0755), 0);
}

static void make_file(const char *path, const char *text)
{
	FILE *file;

	make_way(path);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* A link whose target is named from the directory of the test. */
static void make_link(const char *path, const char *target)
{
	char whole[512];

	make_way(path);
	snprintf(whole, sizeof(whole), "%s%s%s", target[0] == '/' ? "" : directory,
		 target[0] == '/' ? "" : "/", target);
	assert_int_equal(symlink(whole, path), 0);
}

/* Process 1 and the one that asks, and the function under a driver, with a class. */
static void make_machine(const char *driver, const char *class)
{
	char path[128];

	make_file("proc/1/exe", "");
	make_directory("proc/1/fd");
	make_directory("proc/1/map_files");
	make_file("proc/1/maps", "");
	make_directory("proc/1/task");
	make_directory("proc/1/task/1");
	make_directory("proc/self");
	make_file("proc/devices", "Character devices:\n  1 mem\n\nBlock devices:\n  7 loop\n");
	make_file("proc/misc", "231 snapshot\n");
	make_file("sys/devices/pci/0000:01:00.0/class", class);
	make_link(FUNCTION, "sys/devices/pci/0000:01:00.0");
	snprintf(path, sizeof(path), "sys/bus/pci/drivers/%s", driver);
	make_directory(path);
	make_link("sys/devices/pci/0000:01:00.0/driver", path);
}

/* Process 77, "user", has a file open. */
static void make_user(const char *file)
{
	make_file("proc/77/exe", "");
	make_file("proc/77/comm", "user\n");
	make_link("proc/77/fd/3", file);
	make_directory("proc/77/map_files");
	make_file("proc/77/maps", "");
	make_directory("proc/77/task");
	make_directory("proc/77/task/77");
}

static int begin(void **state)
{
	(void)state;
	snprintf(directory, sizeof(directory), "/tmp/usage.XXXXXX");
	assert_non_null(mkdtemp(directory));
	return chdir(directory);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int end(void **state)
{
	(void)state;
	return chdir("/") != 0 ? -1 : nftw(directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

TEST(a_function_without_a_visible_user_is_unused)
{
	make_machine("edu", "0x00ff00\n");
	assert_int_equal(ask(), KNOWN_NO);
	assert_string_equal(heard, "");
}

TEST(a_function_without_a_driver_is_unused_and_a_missing_one_is_unknown)
{
	assert_int_equal(ask(), KNOWN_NOT);
	make_machine("edu", "0x00ff00\n");
	unlink("sys/devices/pci/0000:01:00.0/driver");
	assert_int_equal(ask(), KNOWN_NO);
}

TEST(a_network_device_without_an_interface_is_not_known_but_for_drivers_that_make_none)
{
	static const char *const drivers[] = { "uio_pci_generic", "igb_uio", "pci-stub", "pciback" };

	make_machine("igb", "0x020000\n");
	assert_int_equal(ask(), KNOWN_NOT);
	assert_non_null(strstr(heard, "no interface of igb is visible here"));
	for (size_t i = 0; i < ARRAY_LENGTH(drivers); i++) {
		assert_int_equal(end(NULL), 0);
		assert_int_equal(begin(NULL), 0);
		make_machine(drivers[i], "0x020000\n");
		assert_int_equal(ask(), KNOWN_NO);
	}
}

TEST(an_interface_is_used_while_it_is_up_and_not_known_where_its_flags_are_not)
{
	make_machine("igb", "0x020000\n");
	make_file("sys/devices/pci/0000:01:00.0/net/eth0/flags", "0x1002\n");
	make_link("sys/class/net/eth0", "sys/devices/pci/0000:01:00.0/net/eth0");
	assert_int_equal(ask(), KNOWN_NO);
	make_file("sys/devices/pci/0000:01:00.0/net/eth0/flags", "0x1003\n");
	assert_int_equal(ask(), KNOWN_YES);
	assert_string_equal(heard, "used: its network interface eth0 is up\n");
	unlink("sys/devices/pci/0000:01:00.0/net/eth0/flags");
	assert_int_equal(ask(), KNOWN_NOT);
}

TEST(interfaces_that_cannot_be_listed_are_unknown_and_not_absent)
{
	make_machine("igb", "0x020000\n");
	make_file("sys/class/net", "");
	assert_int_equal(ask(), KNOWN_NOT);
	assert_non_null(strstr(heard, "class/net cannot be read: Not a directory"));
	assert_null(strstr(heard, "visible"));
}

TEST(a_class_that_cannot_be_read_is_not_known)
{
	make_machine("edu", "");
	assert_int_equal(ask(), KNOWN_NOT);
}

TEST(a_process_with_nodes_below_the_function_uses_it_and_is_listed_once)
{
	make_machine("foo", "0x00ff00\n");
	make_file("sys/devices/pci/0000:01:00.0/foo/foo0/dev", "1:3\n");	/* /dev/null's */
	make_user("/dev/null");
	make_link("proc/77/fd/4", "/dev/null");
	assert_int_equal(ask(), KNOWN_YES);
	assert_string_equal(heard, "used: process 77 (user) has /dev/null open\n");
}

TEST(a_node_that_is_mapped_and_closed_is_used)
{
	make_machine("foo", "0x00ff00\n");
	make_file("sys/devices/pci/0000:01:00.0/foo/foo0/dev", "1:3\n");
	make_user("/dev/zero");
	make_file("proc/77/maps", "00400000-00401000 rw-s 00000000 00:05 4  /dev/null\n"
		  "00500000-00501000 r-xp 00000000 00:05 5  /usr/lib/libc.so\n");
	make_link("proc/77/map_files/400000-401000", "/dev/null");
	assert_int_equal(ask(), KNOWN_YES);
	assert_string_equal(heard, "used: process 77 (user) has /dev/null open\n");
}

TEST(processes_that_cannot_be_seen_are_not_known)
{
	make_machine("foo", "0x00ff00\n");
	make_file("sys/devices/pci/0000:01:00.0/foo/foo0/dev", "1:3\n");
	assert_int_equal(ask(), KNOWN_NO);
	/* as with hidepid=invisible */
	assert_int_equal(rename("proc/1", "proc/hidden"), 0);
	assert_int_equal(ask(), KNOWN_NOT);
	assert_non_null(strstr(heard, "this user may not see the open files of all processes"));
	assert_int_equal(rename("proc/hidden", "proc/1"), 0);
	/* as in a PID namespace, whose inode is another */
	make_file("proc/self/ns/pid", "");
	assert_int_equal(ask(), KNOWN_NOT);
	assert_non_null(strstr(heard, "a PID namespace shows its own processes only"));
}

TEST(a_mediated_device_goes_with_the_function)
{
	make_machine("i915", "0x030000\n");
	make_file("sys/devices/pci/0000:01:00.0/83b8f4f2/mdev_type", "");
	assert_int_equal(ask(), KNOWN_YES);
	assert_string_equal(heard, "used: its mediated device 83b8f4f2 goes with it\n");
}

TEST(a_node_for_all_functions_is_not_known_unless_its_process_has_that_of_another)
{
	make_machine("amdgpu", "0x030000\n");
	make_file("proc/devices", "Character devices:\n  1 kfd\n");
	make_user("/dev/null");
	assert_int_equal(ask(), KNOWN_NOT);
	assert_string_equal(heard, "doubt: process 77 (user) has /dev/null open, which is for all devices of amdgpu\n");
	/* another function has that number */
	make_file("sys/devices/pci/0000:02:00.0/drm/renderD129/dev", "1:5\n");
	make_link("sys/bus/pci/drivers/amdgpu/0000:02:00.0", "sys/devices/pci/0000:02:00.0");
	make_link("proc/77/fd/4", "/dev/zero");
	assert_int_equal(ask(), KNOWN_NO);
}

TEST(a_miscellaneous_node_for_all_functions_is_found_by_its_minor_number)
{
	make_machine("mpt3sas", "0x010700\n");
	make_file("proc/misc", "221 mpt2ctl\n231 snapshot\n");
	assert_int_equal(ask(), KNOWN_NO);
	make_file("proc/misc", "  3 mpt3ctl\n");
	make_user("/dev/null");
	assert_int_equal(ask(), KNOWN_NO);	/* of major 1, not 10 */
}

TEST(a_xen_domain_with_devices_may_have_any)
{
	make_machine("pciback", "0x020000\n");
	make_directory("sys/bus/xen-backend/devices/vbd-1-51712");
	assert_int_equal(ask(), KNOWN_NO);
	make_directory("sys/bus/xen-backend/devices/pci-1-0");
	assert_int_equal(ask(), KNOWN_NOT);
}

TEST(a_disk_without_its_node_is_not_known_and_one_that_is_hidden_has_none)
{
	make_machine("nvme", "0x010802\n");
	make_file("sys/devices/pci/0000:01:00.0/nvme/nvme0/nvme0n1/dev", "259:0\n");
	make_link("sys/class/block/nvme0n1", "sys/devices/pci/0000:01:00.0/nvme/nvme0/nvme0n1");
	assert_int_equal(ask(), KNOWN_NOT);
	assert_non_null(strstr(heard, "dev/nvme0n1 cannot be looked at: No such file or directory"));
	make_file("dev/nvme0n1", "");
	assert_int_equal(ask(), KNOWN_NOT);
	assert_non_null(strstr(heard, "dev/nvme0n1 is another node"));
	make_file("sys/devices/pci/0000:01:00.0/nvme/nvme0/nvme0n1/hidden", "1\n");
	unlink("sys/devices/pci/0000:01:00.0/nvme/nvme0/nvme0n1/dev");
	assert_int_equal(ask(), KNOWN_NO);
}

TEST(what_lies_too_deep_is_not_known)
{
	char path[256] = "sys/devices/pci/0000:01:00.0";

	make_machine("foo", "0x00ff00\n");
	for (int i = 0; i < DEPTH_MAX; i++)
		snprintf(path + strlen(path), sizeof(path) - strlen(path), "/%d", i);
	make_directory(path);
	assert_int_equal(ask(), KNOWN_NOT);
	assert_non_null(strstr(heard, "is nested too deep to be searched"));
}

TEST(the_console_is_used_where_it_is_on_the_display_of_the_boot)
{
	make_machine("bochs", "0x030000\n");
	make_file("sys/devices/pci/0000:01:00.0/boot_vga", "1\n");
	make_file("sys/class/vtconsole/vtcon0/bind", "1\n");
	make_file("sys/class/vtconsole/vtcon0/name", "(S) VGA+\n");
	assert_int_equal(ask(), KNOWN_YES);
	assert_string_equal(heard, "used: the console is on it, in text mode\n");
	make_file("sys/class/vtconsole/vtcon0/name", "(M) frame buffer device\n");
	assert_int_equal(ask(), KNOWN_NO);
	make_directory("sys/devices/platform/efifb/graphics/fb0");
	make_link("sys/class/graphics/fb0", "sys/devices/platform/efifb/graphics/fb0");
	assert_int_equal(ask(), KNOWN_YES);
	assert_string_equal(heard, "used: the console is on its framebuffer fb0\n");
}

#ifdef HAS_FAULTS
/* Every call fails once; with each of them the function is still held to be used, or not known. */
static void assert_no_fault_frees(const char *what)
{
	unsigned long calls, unknown = 0;

	fault_wanted = 0;
	fault_count = 0;
	assert_int_equal(ask(), KNOWN_YES);
	calls = fault_count;
	for (unsigned long i = 1; i <= calls; i++) {
		enum known found;

		fault_wanted = i;
		fault_count = 0;
		found = ask();
		fault_wanted = 0;
		unknown += found == KNOWN_NOT;
		if (found == KNOWN_NO)
			fail_msg("%s: call %lu of %lu fails, and it passes for unused", what, i, calls);
	}
	print_message("%s: %lu faults, after %lu it is not known\n", what, calls, unknown);
	assert_true(unknown > 0);
}

TEST(no_call_that_fails_makes_a_used_function_unused)
{
	make_machine("nvidia", "0x030000\n");
	make_file("proc/devices", "Character devices:\n  1 nvidia\n  5 nvidia-uvm\n");
	make_file("proc/driver/nvidia/gpus/0000:01:00.0/information",
		  "Model: X\nDevice Minor: \t 3\n");
	make_user("/dev/null");
	assert_no_fault_frees("a node by its driver's word");
	unlink("proc/77/fd/3");
	make_file("sys/devices/pci/0000:01:00.0/resource0", "");
	make_link("proc/77/fd/3", "sys/devices/pci/0000:01:00.0/resource0");
	assert_no_fault_frees("a BAR");
	unlink("proc/77/fd/3");
	make_file("sys/devices/pci/0000:01:00.0/drm/card0/dev", "1:5\n");
	make_link("proc/77/fd/3", "/dev/zero");
	assert_no_fault_frees("a node below the function");
	unlink("proc/77/fd/3");
	make_file("sys/devices/pci/0000:01:00.0/net/eth0/flags", "0x1003\n");
	make_link("sys/class/net/eth0", "sys/devices/pci/0000:01:00.0/net/eth0");
	assert_no_fault_frees("a network interface");
	unlink("sys/class/net/eth0");
	make_file("sys/class/vtconsole/vtcon0/bind", "1\n");
	make_file("sys/class/vtconsole/vtcon0/name", "(M) frame buffer device\n");
	make_directory("sys/devices/pci/0000:01:00.0/graphics/fb0");
	make_link("sys/class/graphics/fb0", "sys/devices/pci/0000:01:00.0/graphics/fb0");
	assert_no_fault_frees("a console");
	unlink("sys/class/graphics/fb0");
	make_file("sys/devices/pci/0000:01:00.0/83b8f4f2/mdev_type", "");
	assert_no_fault_frees("a mediated device");
}
#endif

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_function_without_a_visible_user_is_unused),
		CASE(a_function_without_a_driver_is_unused_and_a_missing_one_is_unknown),
		CASE(a_network_device_without_an_interface_is_not_known_but_for_drivers_that_make_none),
		CASE(an_interface_is_used_while_it_is_up_and_not_known_where_its_flags_are_not),
		CASE(interfaces_that_cannot_be_listed_are_unknown_and_not_absent),
		CASE(a_class_that_cannot_be_read_is_not_known),
		CASE(a_process_with_nodes_below_the_function_uses_it_and_is_listed_once),
		CASE(a_node_that_is_mapped_and_closed_is_used),
		CASE(processes_that_cannot_be_seen_are_not_known),
		CASE(a_mediated_device_goes_with_the_function),
		CASE(a_node_for_all_functions_is_not_known_unless_its_process_has_that_of_another),
		CASE(a_miscellaneous_node_for_all_functions_is_found_by_its_minor_number),
		CASE(a_xen_domain_with_devices_may_have_any),
		CASE(a_disk_without_its_node_is_not_known_and_one_that_is_hidden_has_none),
		CASE(what_lies_too_deep_is_not_known),
		CASE(the_console_is_used_where_it_is_on_the_display_of_the_boot),
#ifdef HAS_FAULTS
		CASE(no_call_that_fails_makes_a_used_function_unused),
#endif
	};

	return cmocka_run_group_tests_name("usage", tests, NULL, NULL);
}
