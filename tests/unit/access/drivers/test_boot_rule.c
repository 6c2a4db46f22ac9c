// SPDX-License-Identifier: GPL-2.0-or-later
/* The rule of udev that binds a device at boot: its text, its file, and files of others. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSFS_ROOT "sys"
#define BOOT_RULES "rules.d"
#define DRIVERCTL "driverctl.d"
#include "access/drivers/boot_rule.c"
#include "access/system/sysfs.c"
#include "tree.h"

#define FUNCTION "sys/bus/pci/devices/0000:0f:01.0"
#define FILE_NAME "rules.d/70-vfio-cfgtool-0000:0f:01.0.rules"

static const struct pci_address function = { .bus = 0x0f, .device = 1 };

static void make_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static const char *read_all(const char *path)
{
	static char text[2048];
	FILE *file = fopen(path, "r");

	text[0] = '\0';
	if (file == NULL)
		return "none";
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static int begin(void **state)
{
	static const char *const directories[] = {
		"sys", "sys/bus", "sys/bus/pci", "sys/bus/pci/devices", FUNCTION, "rules.d",
		"driverctl.d",
	};

	(void)state;
	tree_begin();
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		assert_int_equal(mkdir(directories[i], 0755), 0);
	make_file(FUNCTION "/vendor", "0x10ec\n");
	make_file(FUNCTION "/device", "0x8139\n");
	make_file(FUNCTION "/subsystem_vendor", "0x1af4\n");
	make_file(FUNCTION "/subsystem_device", "0x1100\n");
	return 0;
}

static struct boot_rule make(const char *driver)
{
	struct fault fault = { .code = FAULT_NONE };
	struct boot_rule rule;

	assert_int_equal(boot_rule_make(&function, driver, &rule, &fault), 0);
	return rule;
}

TEST(rule_matches_the_address_and_the_ids_and_sets_the_driver)
{
	const struct boot_rule rule = make("vfio-pci");
	char text[BOOT_RULE_TEXT_SIZE];

	boot_rule_format(&rule, text);
	assert_string_equal(text,
		"# Made by vfio-cfgtool bind --persistent, which replaces this file; unbind --persistent removes it.\n"
		"ACTION==\"add\", SUBSYSTEM==\"pci\", KERNEL==\"0000:0f:01.0\", "
		"ATTR{vendor}==\"0x10ec\", ATTR{device}==\"0x8139\", "
		"ATTR{subsystem_vendor}==\"0x1af4\", ATTR{subsystem_device}==\"0x1100\", "
		"ATTR{driver_override}=\"vfio-pci\", ATTR{[subsystem/pci]drivers_probe}=\"$kernel\", "
		"RUN{builtin}+=\"kmod load vfio-pci\"\n");
}

TEST(rule_that_is_read_is_the_one_that_was_written)
{
	const struct boot_rule rule = make("mlx5_vfio_pci");
	char text[BOOT_RULE_TEXT_SIZE];
	struct boot_rule again;

	boot_rule_format(&rule, text);
	assert_true(boot_rule_parse(text, &again));
	assert_int_equal(address_compare(&again.address, &function), 0);
	assert_string_equal(again.driver, "mlx5_vfio_pci");
	assert_int_equal(again.subsystem_device, 0x1100);
	assert_true(boot_rule_fits(&again));
	make_file(FUNCTION "/subsystem_device", "0x1101\n");
	assert_false(boot_rule_fits(&again));
}

TEST(driver_with_another_character_is_refused)
{
	static const char *const wrong[] = { "", "a b", "a\"b", "a\nb", "a/b", "a$b", "-C", "a." };
	struct boot_rule rule;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct fault fault = { .code = FAULT_NONE };

		assert_true(boot_rule_make(&function, wrong[i], &rule, &fault) < 0);
		assert_int_equal(fault.code, FAULT_UNSUPPORTED);
	}
}

TEST(rule_is_written_once_replaced_if_it_differs_and_removed)
{
	struct boot_rule rule = make("vfio-pci");
	struct fault fault = { .code = FAULT_NONE };
	struct stat status;
	bool changed;

	assert_int_equal(boot_rule_find(&function, &rule, &fault), KNOWN_NO);
	rule = make("vfio-pci");
	assert_int_equal(boot_rule_write(&rule, &changed, &fault), 0);
	assert_true(changed);
	assert_int_equal(stat(FILE_NAME, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0644);
	assert_int_equal(boot_rule_write(&rule, &changed, &fault), 0);
	assert_false(changed);
	rule = make("other_vfio_pci");
	/* what a killed run left is no hindrance */
	make_file("rules.d/.70-vfio-cfgtool-0000:0f:01.0.new", "half");
	assert_int_equal(boot_rule_write(&rule, &changed, &fault), 0);
	assert_true(changed);
	assert_non_null(strstr(read_all(FILE_NAME), "kmod load other_vfio_pci"));
	assert_int_equal(access("rules.d/.70-vfio-cfgtool-0000:0f:01.0.new", F_OK), -1);
	assert_int_equal(boot_rule_find(&function, &rule, &fault), KNOWN_YES);
	assert_int_equal(boot_rule_remove(&function, &changed, &fault), 0);
	assert_true(changed);
	assert_int_equal(boot_rule_remove(&function, &changed, &fault), 0);
	assert_false(changed);
}

TEST(a_file_of_another_owner_is_neither_replaced_nor_removed)
{
	struct boot_rule rule = make("vfio-pci");
	struct fault fault = { .code = FAULT_NONE };
	bool changed;

	make_file(FILE_NAME, "# mine\n");
	assert_true(boot_rule_check(&function, "vfio-pci", &fault) < 0);
	assert_int_equal(fault.code, FAULT_REFUSED);
	assert_true(boot_rule_write(&rule, &changed, &fault) < 0);
	assert_true(boot_rule_remove(&function, &changed, &fault) < 0);
	assert_string_equal(read_all(FILE_NAME), "# mine\n");
}

TEST(link_is_not_followed)
{
	struct boot_rule rule = make("vfio-pci");
	struct fault fault = { .code = FAULT_NONE };
	char text[BOOT_RULE_TEXT_SIZE];
	bool changed;

	boot_rule_format(&rule, text);
	make_file("target", text);
	assert_int_equal(symlink("../target", FILE_NAME), 0);
	assert_true(boot_rule_write(&rule, &changed, &fault) < 0);
	assert_int_equal(fault.code, FAULT_REFUSED);
	assert_true(boot_rule_remove(&function, &changed, &fault) < 0);
	assert_string_equal(read_all("target"), text);
}

TEST(device_of_driverctl_is_refused_with_its_command)
{
	struct fault fault = { .code = FAULT_NONE };

	assert_int_equal(boot_rule_check(&function, "vfio-pci", &fault), 0);
	make_file("driverctl.d/pci-0000:0f:01.0", "8139cp\n");
	assert_true(boot_rule_check(&function, "vfio-pci", &fault) < 0);
	assert_int_equal(fault.code, FAULT_REFUSED);
	assert_string_equal(fault.hint, "as root: driverctl set-override 0000:0f:01.0 vfio-pci");
	assert_true(boot_rule_check(&function, NULL, &fault) < 0);
	assert_string_equal(fault.hint, "as root: driverctl unset-override 0000:0f:01.0");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, tree_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rule_matches_the_address_and_the_ids_and_sets_the_driver),
		CASE(rule_that_is_read_is_the_one_that_was_written),
		CASE(driver_with_another_character_is_refused),
		CASE(rule_is_written_once_replaced_if_it_differs_and_removed),
		CASE(a_file_of_another_owner_is_neither_replaced_nor_removed),
		CASE(link_is_not_followed),
		CASE(device_of_driverctl_is_refused_with_its_command),
	};

	return cmocka_run_group_tests_name("boot_rule", tests, NULL, NULL);
}
