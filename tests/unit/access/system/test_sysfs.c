// SPDX-License-Identifier: GPL-2.0-or-later
/* What is known of VFIO drivers by their names. */
#include "test.h"

#include "access/system/sysfs.h"

TEST(a_driver_that_overlays_is_known_by_the_name_that_the_kernel_gives_it)
{
	assert_int_equal(sysfs_vfio_driver("virtio_vfio_pci"), VFIO_DRIVER_OVERLAYS);
	assert_int_equal(sysfs_vfio_driver("nvgrace_gpu_vfio_pci"), VFIO_DRIVER_OVERLAYS);
	assert_int_equal(sysfs_vfio_driver("virtio-vfio-pci"), VFIO_DRIVER_OVERLAYS);
}

TEST(a_driver_that_leaves_configuration_space_alone_is_plain)
{
	assert_int_equal(sysfs_vfio_driver("vfio-pci"), VFIO_DRIVER_PLAIN);
	assert_int_equal(sysfs_vfio_driver("xe-vfio-pci"), VFIO_DRIVER_PLAIN);
}

TEST(other_drivers_are_none_of_vfio)
{
	static const char *const others[] = { "", "e1000e", "vfio", "vfio-pci2", "virtio-pci" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(sysfs_vfio_driver(others[i]), VFIO_DRIVER_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_driver_that_overlays_is_known_by_the_name_that_the_kernel_gives_it),
		cmocka_unit_test(a_driver_that_leaves_configuration_space_alone_is_plain),
		cmocka_unit_test(other_drivers_are_none_of_vfio),
	};

	return cmocka_run_group_tests_name("sysfs", tests, NULL, NULL);
}
