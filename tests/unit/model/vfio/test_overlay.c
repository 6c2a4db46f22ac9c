// SPDX-License-Identifier: GPL-2.0-or-later
/* What VFIO drivers other than vfio-pci lay over registers. */
#include "user_view_expect.h"

#include "base/macros.h"
#include "model/vfio/overlay.h"

#define VIRTIO	"virtio-vfio-pci"
#define NVGRACE	"nvgrace-gpu-vfio-pci"

/* A VF of a network function of virtio 1, whose header holds 1041 and other things. */
static struct space_builder virtio_function(void)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	put32(&builder, 0x00, 0x10411af4);
	put16(&builder, 0x04, 0x0001);
	put32(&builder, 0x08, 0x02000001);
	put32(&builder, 0x10, 0xfe000004);
	put32(&builder, 0x2c, 0x11001af5);
	return builder;
}

/* The overlay is laid over the policy and the user view that were built. */
static struct viewed overlaid(const struct space_builder *builder, const char *driver, int device)
{
	struct viewed viewed = view(builder, NEWEST);

	overlay_apply(driver, device, (struct policy *)(uintptr_t)viewed.judged.policy,
		      viewed.view);
	return viewed;
}

TEST(a_driver_without_an_overlay_changes_nothing)
{
	static const char *const drivers[] = { "vfio-pci", "mlx5_vfio_pci", "", "virtio" };
	struct space_builder builder = virtio_function();
	static struct policy before;

	for (size_t i = 0; i < ARRAY_LENGTH(drivers); i++) {
		struct viewed viewed;

		before = *judge(&builder, NEWEST).policy;
		viewed = overlaid(&builder, drivers[i], 0x1041);
		assert_false(viewed.judged.policy->overlaid);
		assert_memory_equal(before.read_virtual, viewed.judged.policy->read_virtual, 0x100);
		assert_null(overlay_row(drivers[i], 0x1041, 0x10, 4));
	}
}

TEST(virtio_shows_a_transitional_function)
{
	struct space_builder builder = virtio_function();
	struct viewed viewed = overlaid(&builder, VIRTIO, 0x1041);

	assert_true(viewed.judged.policy->overlaid);
	assert_read(&viewed, 0x00, 4, 0x10001af4);
	assert_read(&viewed, 0x08, 1, 0x00);
	assert_read(&viewed, 0x10, 4, 0x00000001);
	assert_read(&viewed, 0x2c, 2, 0x1af4);
	assert_read(&viewed, 0x2e, 2, 0x0001);
}

TEST(virtio_answers_for_all_bits_of_these_registers_but_of_command_for_io_only)
{
	struct space_builder builder = virtio_function();
	struct viewed viewed = overlaid(&builder, VIRTIO, 0x1041);

	assert_int_equal(policy_bytes(viewed.judged.policy, 0x02, 2).read_virtual, 0xffff);
	assert_int_equal(policy_bytes(viewed.judged.policy, 0x04, 2).read_virtual, 0x0401);
	assert_int_equal(policy_bytes(viewed.judged.policy, 0x08, 4).read_virtual, 0x000000ff);
	assert_int_equal(policy_bytes(viewed.judged.policy, 0x2c, 4).read_virtual, 0xffffffff);
}

TEST(virtio_overlays_network_functions_of_virtio_1_only)
{
	struct space_builder builder = virtio_function();

	assert_false(overlaid(&builder, VIRTIO, 0x1042).judged.policy->overlaid);
	assert_false(overlaid(&builder, VIRTIO, 0x1000).judged.policy->overlaid);
}

TEST(a_drivers_name_is_known_with_dashes_and_with_underscores)
{
	struct space_builder builder = virtio_function();

	assert_true(overlaid(&builder, "virtio_vfio_pci", 0x1041).judged.policy->overlaid);
	assert_true(overlaid(&builder, "nvgrace_gpu_vfio_pci", 0x2342).judged.policy->overlaid);
	assert_false(overlaid(&builder, "nvgrace-gpu-vfio-pc", 0x2342).judged.policy->overlaid);
	assert_false(overlaid(&builder, "nvgrace-gpu-vfio-pci2", 0x2342).judged.policy->overlaid);
}

TEST(nvgrace_has_two_bars_of_its_own_with_unknown_values)
{
	struct space_builder builder = virtio_function();
	struct viewed viewed = overlaid(&builder, NVGRACE, 0x2342);

	assert_read(&viewed, 0x10, 4, 0xfe000004);
	assert_no_read(&viewed, 0x18, 4);
	assert_no_read(&viewed, 0x24, 4);
	assert_read(&viewed, 0x28, 4, 0);
}

TEST(the_row_of_an_overlay_is_found_by_any_byte_of_its_register)
{
	assert_null(overlay_row(VIRTIO, 0x1041, 0x00, 2));
	assert_int_equal(overlay_row(VIRTIO, 0x1041, 0x00, 4)->offset, 0x02);
	assert_int_equal(overlay_row(VIRTIO, 0x1041, 0x13, 1)->offset, 0x10);
	assert_null(overlay_row(VIRTIO, 0x1041, 0x14, 4));
	assert_int_equal(overlay_row(NVGRACE, 0x2342, 0x18, 1)->offset, 0x18);
	assert_true(overlay_row(NVGRACE, 0x2342, 0x18, 1)->why[0] != '\0');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_driver_without_an_overlay_changes_nothing),
		cmocka_unit_test(virtio_shows_a_transitional_function),
		cmocka_unit_test(virtio_answers_for_all_bits_of_these_registers_but_of_command_for_io_only),
		cmocka_unit_test(virtio_overlays_network_functions_of_virtio_1_only),
		cmocka_unit_test(a_drivers_name_is_known_with_dashes_and_with_underscores),
		cmocka_unit_test(nvgrace_has_two_bars_of_its_own_with_unknown_values),
		cmocka_unit_test(the_row_of_an_overlay_is_found_by_any_byte_of_its_register),
	};

	return cmocka_run_group_tests_name("overlay", tests, NULL, NULL);
}
