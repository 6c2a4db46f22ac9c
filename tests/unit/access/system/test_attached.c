// SPDX-License-Identifier: GPL-2.0-or-later
/* Interfaces and disks, and the functions that they belong to, in a tree in place of /sys. */
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSFS_ROOT "sys"
#include "access/system/attached.c"
#include "access/system/sysfs.c"
#include "tree.h"

#define VIRTIO "devices/pci0000:00/0000:00:03.0/virtio1/net/eth0"
#define DISK "devices/pci0000:00/0000:00:1f.2/ata1/host0/target0:0:0/0:0:0:0/block/sda"
#define VMD "devices/pci0000:00/0000:00:0e.0/pci10000:e0/10000:e0:06.0/10000:e1:00.0/nvme/nvme1/nvme1n1"
#define SUBSYSTEM "devices/virtual/nvme-subsystem/nvme-subsys0"


static void make_way(const char *path)
{
	char part[256];

	for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		mkdir(part, 0755);
	}
}

/* A directory below sys/, and its link in a class, or as a function of the bus. */
static void make_device(const char *path, const char *link)
{
	char whole[256], target[256];

	snprintf(whole, sizeof(whole), "sys/%s/uevent", path);
	make_way(whole);
	assert_int_equal(mknod(whole, S_IFREG | 0644, 0), 0);
	snprintf(whole, sizeof(whole), "sys/%s", link);
	make_way(whole);
	snprintf(target, sizeof(target), "../../%s", path);
	assert_int_equal(symlink(target, whole), 0);
}

static int begin(void **state)
{
	(void)state;
	tree_begin();
	make_device(VIRTIO, "class/net/eth0");
	make_device("devices/virtual/net/lo", "class/net/lo");
	make_device(DISK, "class/block/sda");
	make_device(DISK "/sda1", "class/block/sda1");
	make_device(VMD, "class/block/nvme1n1");
	make_device(VMD "/nvme1n1p1", "class/block/nvme1n1p1");
	make_device(SUBSYSTEM "/nvme0n1", "class/block/nvme0n1");
	make_way("sys/devices/pci0000:00/0000:01:00.0/nvme/nvme0/x");
	make_way("sys/devices/pci0000:00/0000:02:00.0/nvme/nvme2/x");
	assert_int_equal(symlink("../../../pci0000:00/0000:01:00.0/nvme/nvme0", "sys/" SUBSYSTEM "/nvme0"), 0);
	assert_int_equal(symlink("../../../pci0000:00/0000:02:00.0/nvme/nvme2", "sys/" SUBSYSTEM "/nvme2"), 0);
	make_way("sys/bus/pci/devices/x");
	assert_int_equal(symlink("../../../devices/pci0000:00/0000:00:0e.0", "sys/bus/pci/devices/0000:00:0e.0"), 0);
	return 0;
}

static const char *find(const char *name, size_t wanted)
{
	static char text[ADDRESS_TEXT_SIZE];
	struct pci_address address;

	assert_int_equal(attached_find(name, &address), wanted);
	return address_format(&address, text);
}

TEST(interface_or_disk_belongs_to_the_function_next_to_it)
{
	assert_string_equal(find("eth0", 1), "0000:00:03.0");
	assert_string_equal(find("sda", 1), "0000:00:1f.2");
	assert_string_equal(find("sda1", 1), "0000:00:1f.2");
	assert_string_equal(find("/dev/sda", 1), "0000:00:1f.2");
	assert_string_equal(find("nvme1n1", 1), "10000:e1:00.0");
}

TEST(what_belongs_to_no_function_is_not_found)
{
	struct pci_address address;

	assert_int_equal(attached_find("lo", &address), 0);
	assert_int_equal(attached_find("eth1", &address), 0);
	assert_int_equal(attached_find("", &address), 0);
}

TEST(disk_with_two_controllers_belongs_to_both)
{
	assert_string_equal(find("nvme0n1", 2), "0000:01:00.0");
}

static const struct attached *named(const char *name)
{
	const struct attached *all;
	size_t count = attached_all(&all);

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
}

TEST(partitions_are_distinguished_from_disks)
{
	assert_false(named("sda")->part);
	assert_true(named("sda1")->part);
	assert_false(named("nvme1n1")->part);
	assert_true(named("nvme1n1p1")->part);
	assert_false(named("nvme0n1")->part);
	assert_true(is_hidden_path("nvme0c1n1"));
}

TEST(a_disk_behind_a_vmd_is_below_it)
{
	const struct pci_address vmd = { .device = 0x0e };
	char place[PATH_MAX];

	assert_true(attached_place(&vmd, place, sizeof(place)));
	assert_true(attached_is_below(named("nvme1n1"), place));
	assert_false(attached_is_below(named("sda"), place));
	assert_false(attached_place(&(const struct pci_address) { .bus = 9 }, place, sizeof(place)));
}

TEST(path_of_sysfs_ends_in_a_device_or_not)
{
	struct pci_address address;

	assert_true(attached_function("sys/" VIRTIO, &address));
	assert_int_equal(address.device, 3);
	assert_false(attached_function("sys/devices/pci0000:00/0000:00:03.0/virtio1", &address));
	assert_false(attached_function("sys/devices/virtual/net/lo", &address));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interface_or_disk_belongs_to_the_function_next_to_it),
		cmocka_unit_test(what_belongs_to_no_function_is_not_found),
		cmocka_unit_test(disk_with_two_controllers_belongs_to_both),
		cmocka_unit_test(partitions_are_distinguished_from_disks),
		cmocka_unit_test(a_disk_behind_a_vmd_is_below_it),
		cmocka_unit_test(path_of_sysfs_ends_in_a_device_or_not),
	};

	return cmocka_run_group_tests_name("attached", tests, begin, tree_end);
}
