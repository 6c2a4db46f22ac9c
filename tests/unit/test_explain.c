// SPDX-License-Identifier: GPL-2.0-or-later
/* What is gathered on one register: owner, reasons, effects, switches, notes. */
#include "user_view_expect.h"

#include <string.h>

#include "base/macros.h"
#include "model/capability.h"
#include "policy_complaint.h"

/* The explanation of a place; good until the next one. */
static const struct explanation *explained_with(const struct space_builder *builder,
						const char *release,
						const struct device_facts *facts,
						const char *driver, const char *text)
{
	static struct explanation_scratch scratch;
	static struct explanation explanation;
	static struct registers registers;
	struct viewed viewed = view_with(builder, release, facts);
	struct rules rules = rules_of(release);
	struct explanation_source source = {
		.space = &builder->space, .rules = &rules, .facts = facts,
		.map = viewed.judged.map, .policy = viewed.judged.policy,
		.registers = &registers, .foretold = viewed.view, .driver = driver,
	};
	struct register_reference reference;
	const char *complaint;
	char why[256];

	registers_find(viewed.judged.map, &builder->space, &registers);
	if (!register_parse(text, &reference, why, sizeof(why)) ||
	    !register_resolve(&reference, viewed.judged.map, &registers, &explanation.place, why,
			      sizeof(why)))
		fail_msg("%s", why);
	explanation.user_known = user_view_read(viewed.view, viewed.judged.map,
						viewed.judged.policy, explanation.place.offset,
						explanation.place.width, &explanation.user);
	explanation.hardware = space_dword(&builder->space, explanation.place.offset) &
			       (UINT32_MAX >> (32 - 8 * explanation.place.width));
	explanation.hardware_known = true;
	for (unsigned int i = 0; i < explanation.place.width; i++)
		explanation.hardware_known &=
			space_is_known(&builder->space, explanation.place.offset + i);
	explain(&source, &scratch, &explanation);
	complaint = explanation_complaint(&explanation);
	if (complaint != NULL)
		fail_msg("%s: %s", text, complaint);
	return &explanation;
}

static const struct explanation *explained(const struct space_builder *builder,
					   const char *release, const char *text)
{
	return explained_with(builder, release, &no_facts, "", text);
}

static bool has_note(const struct explanation *explanation, const char *part)
{
	for (unsigned int i = 0; i < explanation->notes; i++)
		if (strstr(explanation->note[i], part) != NULL)
			return true;
	return false;
}

static void assert_note(const struct explanation *explanation, const char *part)
{
	if (!has_note(explanation, part))
		fail_msg("no note says \"%s\"; the first of %u: %s", part, explanation->notes,
			 explanation->notes > 0 ? explanation->note[0] : "");
}

static void assert_no_note(const struct explanation *explanation, const char *part)
{
	if (has_note(explanation, part))
		fail_msg("a note says \"%s\"", part);
}

/* The switches that matter here, "NAME NAME". */
static void assert_switches(const struct explanation *explanation, const char *expected)
{
	char text[300] = "";

	for (unsigned int i = 0; i < explanation->switches; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", i > 0 ? " " : "",
			 rules_switch_infos[explanation->switches_list[i].which].name);
	assert_string_equal(text, expected);
}

/* A device whose first extended capability is hidden, with another behind it. */
static struct space_builder first_hidden(unsigned int id)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, id);
	add_extended(&builder, 0x140, 0x01);
	return builder;
}

/* Owners */
TEST(each_place_has_its_owner)
{
	struct space_builder builder = builder_start_express();

	assert_int_equal(explained(&builder, NEWEST, "COMMAND")->owner.kind, KIND_HEADER);
	assert_int_equal(explained(&builder, NEWEST, "EXP_DEVCTL")->owner.start, 0x40);
	assert_int_equal(explained(&builder, NEWEST, "80.l")->owner.kind, KIND_RAW);
}

TEST(a_register_of_a_hidden_capability_says_which_and_why)
{
	struct space_builder builder = first_hidden(0x03);
	const struct explanation *explanation;

	add_extended(&builder, 0x180, 0x1b);
	explanation = explained(&builder, NEWEST, "PASID_CTRL");
	assert_true(explanation->is_hidden);
	assert_int_equal(explanation->hidden.offset, 0x180);
	assert_note(explanation, "VFIO hides ECAP_PASID at 180: the kernel's table has length 0");
	assert_note(explanation, "reads and writes its registers in the hardware");
}

TEST(the_header_of_a_hidden_capability_without_known_registers_belongs_to_it)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	add_standard(&builder, 0x50, 0x80);
	for (unsigned int offset = 0x50; offset < 0x54; offset++) {
		char text[8];

		snprintf(text, sizeof(text), "%x.b", offset);
		assert_true(explained(&builder, NEWEST, text)->is_hidden);
	}
	assert_false(explained(&builder, NEWEST, "54.b")->is_hidden);
	assert_false(explained(&builder, NEWEST, "4f.b")->is_hidden);
}

/* Reasons */
TEST(the_reason_of_a_register_is_its_rows)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, NEWEST, "EXP_DEVCTL");

	assert_int_equal(explanation->reasons, 1);
	assert_int_equal(explanation->reason[0].mask, 0xffff);
	assert_string_equal(explanation->reason[0].function, "init_pci_cap_exp_perm");
}

TEST(reasons_name_their_bits)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	const struct explanation *explanation = explained(&builder, NEWEST, "c.l");

	assert_int_equal(explanation->reasons, 4);
	assert_int_equal(explanation->reason[0].mask, 0x000000ff);
	assert_int_equal(explanation->reason[1].mask, 0x0000ff00);
	assert_int_equal(explanation->reason[2].mask, 0x00ff0000);
	assert_int_equal(explanation->reason[3].mask, 0xff000000);
}

TEST(an_undefined_place_says_that_nobody_can_say)
{
	struct space_builder builder = first_hidden(0x40);
	const struct explanation *explanation = explained(&builder, "5.10.223", "100.l");

	assert_true(explanation->bits.undefined);
	assert_false(explanation->user_known);
	assert_non_null(strstr(explanation->reason[0].why, "past the end of its own table"));
	assert_switches(explanation, "ecap-unknown-ro");
}

/* Effects */
TEST(effects_are_those_of_the_bits_of_the_place)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, NEWEST, "EXP_DEVCTL");

	assert_int_equal(explanation->effects, 2);
	assert_int_equal(explanation->effect[0].effect, EFFECT_READ_REQUEST_SIZE);
	assert_int_equal(explanation->effect[0].mask, 0x7000);
	assert_int_equal(explanation->effect[1].effect, EFFECT_FUNCTION_RESET);
	explanation = explained(&builder, NEWEST, "49.b");
	assert_int_equal(explanation->effects, 2);
	assert_int_equal(explanation->effect[0].mask, 0x70);
	assert_int_equal(explained(&builder, NEWEST, "48.b")->effects, 0);
	explanation = explained(&builder, NEWEST, "48.l");
	assert_int_equal(explanation->effects, 2);
	assert_int_equal(explanation->effect[1].mask, 0x8000);
	assert_int_equal(explained(&builder, NEWEST, "11.b")->effect[0].mask, 0xff);
}

TEST(all_effects_of_the_busiest_register_are_there)
{
	struct space_builder builder = builder_start(SPACE_SIZE);

	assert_int_equal(explained(&builder, NEWEST, "4.l")->effects, 3);
}

/* Switches */
TEST(a_switch_that_changes_nothing_here_is_not_named)
{
	struct space_builder builder = builder_start_express();

	add_standard(&builder, 0x80, 0x01);
	put16(&builder, 0x82, 0x0003);
	assert_switches(explained(&builder, NEWEST, "VENDOR_ID"), "");
	assert_switches(explained(&builder, NEWEST, "EXP_DEVCTL"), "");
	assert_switches(explained(&builder, NEWEST, "PM_CTRL"), "pme-virtual");
	assert_switches(explained(&builder, "5.10.262", "PM_CTRL"), "pme-virtual");
	assert_switches(explained(&builder, NEWEST, "72.w"), "exp-v2-52");
}

TEST(a_switch_comes_with_the_bits_of_its_other_setting)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation = explained(&builder, "6.1.192", "72.w");

	assert_int_equal(explanation->switches, 1);
	assert_int_equal(explanation->switches_list[0].value, 0);
	assert_true(explanation->switches_list[0].opens);
	assert_int_equal(explanation->bits.write, 0xffff);
	assert_int_equal(explanation->switches_list[0].other.write, 0);
}

TEST(a_switch_that_hides_a_capability_is_named_for_all_its_registers)
{
	struct space_builder builder = first_hidden(0x03);

	add_extended(&builder, 0x180, 0x23);
	put32(&builder, 0x184, 0x00c01af4);
	assert_switches(explained(&builder, "6.1.192", "DVSEC_HEADER1"), "dvsec");
	assert_switches(explained(&builder, NEWEST, "DVSEC_HEADER1"), "dvsec");
	assert_switches(explained(&builder, NEWEST, "140.l"), "dvsec");
}

TEST(a_switch_that_only_changes_the_value_is_named)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;

	put8(&builder, 0x3d, 1);
	facts.irq = 0;
	assert_switches(explained_with(&builder, NEWEST, &facts, "", "INTERRUPT_PIN"),
			"nointx-no-irq");
}

TEST(a_switch_without_which_the_device_opens_or_not_is_named)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation;

	add_extended(&builder, 0x100, 0x03);
	add_extended(&builder, 0xffc, 0x02);	/* its length would be read past the end */
	explanation = explained(&builder, "7.3.4,-ecap-error-fails", "COMMAND");
	assert_switches(explanation, "ecap-error-fails");
	assert_false(explanation->switches_list[0].opens);
}

/* Notes */
TEST(dword_100_that_reads_0_says_which_capability_is_hidden)
{
	struct space_builder builder = builder_start_express();
	const struct explanation *explanation;

	add_extended(&builder, 0x100, 0x1b);
	explanation = explained(&builder, NEWEST, "100.l");
	assert_int_equal(explanation->user, 0);
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

		assert_int_equal(explanation->user, explanation->hardware);
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

TEST(a_wide_write_that_clears_status_bits_beside_it_is_noted)
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
TEST(an_overlay_is_named_with_its_driver)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct device_facts facts = DEVICE_FACTS_DEFAULT;
	const struct explanation *explanation;

	facts.device = 0x1041;
	explanation = explained_with(&builder, NEWEST, &facts, "virtio_vfio_pci", "REVISION");
	assert_non_null(explanation->overlay);
	assert_note(explanation, "the driver virtio_vfio_pci lays its own over it");
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
		cmocka_unit_test(each_place_has_its_owner),
		cmocka_unit_test(a_register_of_a_hidden_capability_says_which_and_why),
		cmocka_unit_test(the_header_of_a_hidden_capability_without_known_registers_belongs_to_it),
		cmocka_unit_test(the_reason_of_a_register_is_its_rows),
		cmocka_unit_test(reasons_name_their_bits),
		cmocka_unit_test(an_undefined_place_says_that_nobody_can_say),
		cmocka_unit_test(effects_are_those_of_the_bits_of_the_place),
		cmocka_unit_test(all_effects_of_the_busiest_register_are_there),
		cmocka_unit_test(a_switch_that_changes_nothing_here_is_not_named),
		cmocka_unit_test(a_switch_comes_with_the_bits_of_its_other_setting),
		cmocka_unit_test(a_switch_that_hides_a_capability_is_named_for_all_its_registers),
		cmocka_unit_test(a_switch_that_only_changes_the_value_is_named),
		cmocka_unit_test(a_switch_without_which_the_device_opens_or_not_is_named),
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
		cmocka_unit_test(a_wide_write_that_clears_status_bits_beside_it_is_noted),
		cmocka_unit_test(a_narrow_write_that_clears_status_bits_of_its_own_byte_is_noted),
		cmocka_unit_test(status_bits_are_spoken_of_once),
		cmocka_unit_test(a_capability_in_the_header_is_noted),
		cmocka_unit_test(an_offset_that_the_kernel_counts_in_another_way_is_noted),
		cmocka_unit_test(an_undefined_place_says_how_the_kernel_counts_to_it),
		cmocka_unit_test(a_standard_capability_beyond_100_is_noted),
		cmocka_unit_test(an_overlay_is_named_with_its_driver),
		cmocka_unit_test(every_byte_word_and_dword_of_a_rich_device_has_a_whole_explanation),
	};

	return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
