// SPDX-License-Identifier: GPL-2.0-or-later
/* Which writes take a device from one driver to another, and the line that remembers the first. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "access/drivers/binding.h"

/* The writes of a plan, one a line: VALUE > the last part of FILE. */
static const char *plan(const struct binding_state *before, const struct binding_state *after,
			bool any_driver)
{
	static char text[1024];
	struct binding binding = {
		.address = { .bus = 1 }, .before = *before, .after = *after,
		.any_driver = any_driver,
	};
	size_t used = 0;

	binding_plan(&binding);
	text[0] = '\0';
	for (unsigned int i = 0; i < binding.steps; i++) {
		const char *file = strrchr(binding.step[i].object, '/');

		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s >%s\n",
					 binding.step[i].value, file);
	}
	return text;
}

static const struct binding_state none = { "", "" };
static const struct binding_state vfio = { "vfio-pci", "vfio-pci" };
static const struct binding_state e1000e = { "e1000e", "" };

TEST(a_device_goes_to_vfio_by_override_unbind_and_probe)
{
	assert_string_equal(plan(&e1000e, &vfio, false),
			    "vfio-pci >/driver_override\n0000:01:00.0 >/unbind\n"
			    "0000:01:00.0 >/drivers_probe\n");
	assert_string_equal(plan(&none, &vfio, false),
			    "vfio-pci >/driver_override\n0000:01:00.0 >/drivers_probe\n");
}

TEST(a_device_goes_back_to_its_driver_by_name)
{
	assert_string_equal(plan(&vfio, &e1000e, false),
			    " >/driver_override\n0000:01:00.0 >/unbind\n0000:01:00.0 >/bind\n");
	assert_string_equal(plan(&vfio, &none, false),
			    " >/driver_override\n0000:01:00.0 >/unbind\n");
	assert_string_equal(plan(&vfio, &none, true),
			    " >/driver_override\n0000:01:00.0 >/unbind\n"
			    "0000:01:00.0 >/drivers_probe\n");
}

TEST(an_override_that_asks_for_another_driver_is_set_after_the_device_is_bound)
{
	const struct binding_state odd = { "e1000e", "vfio-pci" };

	assert_string_equal(plan(&vfio, &odd, false),
			    " >/driver_override\n0000:01:00.0 >/unbind\n0000:01:00.0 >/bind\n"
			    "vfio-pci >/driver_override\n");
}

TEST(a_device_that_is_there_already_needs_no_write)
{
	assert_string_equal(plan(&vfio, &vfio, false), "");
	assert_string_equal(plan(&e1000e, &e1000e, false), "");
	assert_string_equal(plan(&none, &none, false), "");
}

TEST(a_bind_that_stopped_half_way_goes_on_where_it_is)
{
	const struct binding_state asked = { "e1000e", "vfio-pci" };
	const struct binding_state unbound = { "", "vfio-pci" };

	assert_string_equal(plan(&asked, &vfio, false),
			    "0000:01:00.0 >/unbind\n0000:01:00.0 >/drivers_probe\n");
	assert_string_equal(plan(&asked, &e1000e, false), " >/driver_override\n");
	assert_string_equal(plan(&unbound, &vfio, false), "0000:01:00.0 >/drivers_probe\n");
	assert_string_equal(plan(&unbound, &e1000e, false),
			    " >/driver_override\n0000:01:00.0 >/bind\n");
}

TEST(what_is_remembered_is_read_back_as_it_was)
{
	static const struct binding_state states[] = {
		{ "e1000e", "" }, { "", "" }, { "", "pci-stub" }, { "8139cp", "8139cp" },
	};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		struct binding_state back;
		char text[256];

		binding_state_format(&states[i], text, sizeof(text));
		assert_true(binding_state_parse(text, &back));
		assert_string_equal(back.driver, states[i].driver);
		assert_string_equal(back.override, states[i].override);
	}
}

TEST(a_line_that_remembers_nothing_is_refused)
{
	static const char *const wrong[] = {
		"", "driver=", "e1000e", "driver=e1000e", "driver_override=x driver=y",
		"driver=../../x driver_override=", "driver=a/b driver_override=",
		"driver=a b driver_override=",
		"driver=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa driver_override=",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct binding_state read;

		assert_false(binding_state_parse(wrong[i], &read));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_device_goes_to_vfio_by_override_unbind_and_probe),
		cmocka_unit_test(a_device_goes_back_to_its_driver_by_name),
		cmocka_unit_test(an_override_that_asks_for_another_driver_is_set_after_the_device_is_bound),
		cmocka_unit_test(a_device_that_is_there_already_needs_no_write),
		cmocka_unit_test(a_bind_that_stopped_half_way_goes_on_where_it_is),
		cmocka_unit_test(what_is_remembered_is_read_back_as_it_was),
		cmocka_unit_test(a_line_that_remembers_nothing_is_refused),
	};

	return cmocka_run_group_tests_name("binding", tests, NULL, NULL);
}
