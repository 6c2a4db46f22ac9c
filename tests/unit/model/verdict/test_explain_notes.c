// SPDX-License-Identifier: GPL-2.0-or-later
/* The sentences about one register and about other accesses that change it. */
#include "explain_expect.h"

TEST(dword_100_that_reads_0_says_which_capability_is_hidden)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation;

	add_extended(&builder, 0x100, 0x1b);
	explanation = explained(&builder, NEWEST, "100.l");
	assert_int_equal(explanation->user.value, 0);
	assert_note(explanation, "the first extended capability, ECAP_PASID, is hidden");
	assert_note(explanation, "so it reads 0");
}

TEST(a_placeholder_in_front_of_others_warns_of_users_that_stop_at_id_0)
{
	struct space_builder builder = first_hidden(0x1b);
	const struct explanation *explanation = explained(&builder, NEWEST, "100.l");

	assert_note(explanation, "with ID and version 0");
	assert_note(explanation, "a user that stops at ID 0");
}

TEST(a_placeholder_that_is_read_from_the_hardware_is_not_said_to_have_id_0)
{
	static const unsigned int ids[] = { 0x0100, 0x01ff };

	for (size_t i = 0; i < ARRAY_LENGTH(ids); i++) {
		struct space_builder builder = first_hidden(ids[i]);
		const struct explanation *explanation = explained(&builder, NEWEST, "100.l");

		assert_int_equal(explanation->user.value, explanation->hardware.value);
		assert_no_note(explanation, "with ID and version 0");
		assert_no_note(explanation, "stops at ID 0");
	}
}

TEST(extended_space_that_is_not_walked_says_why)
{
	struct space_builder builder = builder_start_express();

	assert_note(explained(&builder, NEWEST, "100.l"), "extended space begins with 0");
	builder = builder_start(SPACE_SIZE_EXTENDED);
	put32(&builder, 0x100, 0x00010001);
	assert_note(explained(&builder, NEWEST, "100.l"), "that takes a PCI Express capability");
}

TEST(a_next_pointer_names_what_it_leads_past)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0x80, 0x04);
	add_standard(&builder, 0x90, 0x06);
	add_extended(&builder, 0x100, 0x01);
	add_extended(&builder, 0x140, 0x1b);
	assert_note(explained(&builder, NEWEST, "41.b"), "past CAP_SLOTID at 80, CAP_CHSWP at 90");
	assert_note(explained(&builder, NEWEST, "100.l"), "past ECAP_PASID at 140");
	assert_no_note(explained(&builder, NEWEST, "34.b"), "leads past");
	assert_no_note(explained(&builder, NEWEST, "104.l"), "leads past");
}

TEST(each_part_of_a_next_pointer_names_what_it_leads_past)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, 0x01);
	add_extended(&builder, 0x140, 0x1b);
	assert_note(explained(&builder, NEWEST, "102.w"), "past ECAP_PASID at 140");
	assert_note(explained(&builder, NEWEST, "103.b"), "past ECAP_PASID at 140");
}

TEST(a_next_pointer_that_is_read_from_the_hardware_leads_past_nothing)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x11);
	add_standard(&builder, 0x5c, 0x11);
	add_standard(&builder, 0x70, 0x04);
	assert_no_note(explained(&builder, NEWEST, "5d.b"), "leads past");
}

TEST(a_long_list_of_hidden_capabilities_is_not_cut_in_a_name)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation;

	add_extended(&builder, 0x100, 0x01);
	for (unsigned int i = 0; i < 12; i++)
		add_extended(&builder, 0x200 + 0x10 * i, 0x1b);
	explanation = explained(&builder, NEWEST, "100.l");
	for (unsigned int i = 0; i < explanation->notes; i++) {
		const char *last = strstr(explanation->note[i], ", which VFIO hides");
		const char *name = explanation->note[i];

		if (last == NULL)
			continue;
		for (const char *next = name; next != NULL && next < last; next = strstr(next + 1, ", "))
			name = next;
		if (strstr(name, " at ") == NULL && strstr(name, " more") == NULL)
			fail_msg("%s", explanation->note[i]);
	}
}

TEST(a_chain_that_is_hidden_whole_is_noted_at_status)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x04);
	assert_note(explained(&builder, NEWEST, "STATUS"), "says that there is none");
	assert_note(explained(&builder, NEWEST, "CAPABILITIES"), "past CAP_SLOTID at 50");
}

TEST(an_interrupt_pin_of_0_says_why)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	put8(&builder, 0x3d, 1);
	assert_no_note(explained(&builder, NEWEST, "INTERRUPT_PIN"), "reads 0");
	facts.irq = 0;
	assert_note(explained_with(&builder, NEWEST, &facts, "", "3d"), "it has no IRQ");
	assert_no_note(explained_with(&builder, "6.12.94", &facts, "", "3d"), "reads 0");
	facts.irq = DEVICE_IRQ_NOT_CONNECTED;
	assert_note(explained_with(&builder, NEWEST, &facts, "", "3d"), "is not connected");
	facts.is_vf = true;
	assert_note(explained_with(&builder, NEWEST, &facts, "", "3c.w"), "a VF has no INTx");
	facts = no_facts;
	facts.intx_unsupported = true;
	assert_note(explained_with(&builder, NEWEST, &facts, "", "3c.l"), "no INTx for it");
}

TEST(an_unknown_bar_says_what_it_depends_on_and_no_other_register_does)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	facts.is_vf = true;
	assert_note(explained_with(&builder, NEWEST, &facts, "", "BASE_ADDRESS_0"),
		    "the host's resources");
	space_forget(&builder.space, 0x34);
	assert_no_note(explained(&builder, NEWEST, "34.b"), "the host's resources");
}

TEST(a_wider_read_that_takes_other_bits_is_noted)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x11);
	assert_note(explained(&builder, NEWEST, "50.b"),
		    "a read of 2 bytes at 50 takes bits ffff from the virtual copy, "
		    "bytes one by one ff00");
	assert_no_note(explained(&builder, NEWEST, "54.l"), "a read of");
	assert_no_note(explained(&builder, NEWEST, "50.l"), "a read of 2 bytes");
}

TEST(a_wide_write_that_clears_neighbouring_status_bits_is_noted)
{
	struct space_builder builder = builder_start_express();

	assert_note(explained(&builder, NEWEST, "COMMAND"), "a write of 4 bytes at 04");
	assert_note(explained(&builder, NEWEST, "EXP_DEVCTL"), "a write of 4 bytes at 48");
	assert_no_note(explained(&builder, NEWEST, "BASE_ADDRESS_0"), "a write of");
}

TEST(a_narrow_write_that_clears_status_bits_of_its_own_byte_is_noted)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0x80, 0x01);
	add_extended(&builder, 0x100, 0x01);
	assert_note(explained(&builder, NEWEST, "85.b"), "a write of 1 byte at 85");
	assert_note(explained(&builder, NEWEST, "107.b"), "a write of 1 byte at 107");
}

TEST(status_bits_are_spoken_of_once)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct explanation *explanation;
	unsigned int found = 0;

	add_standard(&builder, 0x50, 0x01);
	explanation = explained(&builder, NEWEST, "PM_CTRL");
	for (unsigned int i = 0; i < explanation->notes; i++)
		found += strstr(explanation->note[i], "PM_CTRL bits 8000 back") != NULL;
	assert_int_equal(found, 1);
}

TEST(a_capability_in_the_header_is_noted)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x38, 0x13);
	assert_note(explained(&builder, NEWEST, "38.b"), "into the header");
	assert_no_note(explained(&builder, NEWEST, "30.b"), "into the header");
}

TEST(an_offset_that_the_kernel_counts_in_another_way_is_noted)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x11);
	add_standard(&builder, 0x5c, 0x11);
	assert_note(explained(&builder, NEWEST, "5e.w"), "byte e of the capability, not 2");
	assert_no_note(explained(&builder, NEWEST, "52.w"), "of the capability, not");
}

TEST(an_undefined_place_says_how_the_kernel_counts_to_it)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x01);
	add_standard(&builder, 0x58, 0x01);
	assert_note(explained(&builder, NEWEST, "5c.w"), "byte c of the capability, not 4");
}

TEST(a_standard_capability_beyond_100_is_noted)
{
	struct space_builder builder = builder_start(SPACE_SIZE_EXTENDED);

	add_standard(&builder, 0xfc, 0x01);
	assert_note(explained(&builder, NEWEST, "100.l"), "reaches into extended space");
}

/* Overlays */
TEST(a_second_msi_is_said_to_be_judged_by_the_first)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x05);
	add_standard(&builder, 0x70, 0x05);
	assert_no_note(explained(&builder, NEWEST, "52.w"), "one table for all MSI");
	assert_note(explained(&builder, NEWEST, "72.w"),
		    "one table for all MSI capabilities, with the registers of the first one, at 50");
}

TEST(an_overlay_is_named_with_its_driver)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct explanation *explanation;

	facts.device = 0x1041;
	explanation = explained_with(&builder, NEWEST, &facts, "virtio_vfio_pci", "REVISION");
	assert_non_null(explanation->overlay);
	assert_note(explanation, "the driver virtio_vfio_pci answers it itself");
	assert_null(explained_with(&builder, NEWEST, &facts, "vfio-pci", "8.b")->overlay);
}

/* All of them */
TEST(every_byte_word_and_dword_of_a_rich_device_has_a_whole_explanation)
{
	static const char *const suffixes[] = { "b", "w", "l" };
	struct space_builder builder = first_hidden(0x1b);

	add_standard(&builder, 0x80, 0x01);
	add_standard(&builder, 0x88, 0x05);
	add_standard(&builder, 0xa0, 0x05);
	add_standard(&builder, 0xb0, 0x04);
	add_standard(&builder, 0xf8, 0x13);
	for (unsigned int i = 0; i < 3; i++) {
		for (unsigned int offset = 0; offset < 0x150; offset += 1U << i) {
			char text[16];

			snprintf(text, sizeof(text), "%x.%s", offset, suffixes[i]);
			explained(&builder, "6.1.192", text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dword_100_that_reads_0_says_which_capability_is_hidden),
		cmocka_unit_test(a_placeholder_in_front_of_others_warns_of_users_that_stop_at_id_0),
		cmocka_unit_test(a_placeholder_that_is_read_from_the_hardware_is_not_said_to_have_id_0),
		cmocka_unit_test(extended_space_that_is_not_walked_says_why),
		cmocka_unit_test(a_next_pointer_names_what_it_leads_past),
		cmocka_unit_test(each_part_of_a_next_pointer_names_what_it_leads_past),
		cmocka_unit_test(a_next_pointer_that_is_read_from_the_hardware_leads_past_nothing),
		cmocka_unit_test(a_long_list_of_hidden_capabilities_is_not_cut_in_a_name),
		cmocka_unit_test(a_chain_that_is_hidden_whole_is_noted_at_status),
		cmocka_unit_test(an_interrupt_pin_of_0_says_why),
		cmocka_unit_test(an_unknown_bar_says_what_it_depends_on_and_no_other_register_does),
		cmocka_unit_test(a_wider_read_that_takes_other_bits_is_noted),
		cmocka_unit_test(a_wide_write_that_clears_neighbouring_status_bits_is_noted),
		cmocka_unit_test(a_narrow_write_that_clears_status_bits_of_its_own_byte_is_noted),
		cmocka_unit_test(status_bits_are_spoken_of_once),
		cmocka_unit_test(a_capability_in_the_header_is_noted),
		cmocka_unit_test(an_offset_that_the_kernel_counts_in_another_way_is_noted),
		cmocka_unit_test(an_undefined_place_says_how_the_kernel_counts_to_it),
		cmocka_unit_test(a_standard_capability_beyond_100_is_noted),
		cmocka_unit_test(a_second_msi_is_said_to_be_judged_by_the_first),
		cmocka_unit_test(an_overlay_is_named_with_its_driver),
		cmocka_unit_test(every_byte_word_and_dword_of_a_rich_device_has_a_whole_explanation),
	};

	return cmocka_run_group_tests_name("explain_notes", tests, NULL, NULL);
}
