// SPDX-License-Identifier: GPL-2.0-or-later
/* The grammar of a policy file's rules, and the places of mistakes. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/policyfile/rule.h"

static struct policy_rule rule;
static struct policy_pins pins;
static struct policy_mistake mistake;

static int parse(const char *text)
{
	memset(&mistake, 0, sizeof(mistake));
	return policy_rule_parse(text, strlen(text), &rule, &pins, &mistake);
}

static void assert_rule(const char *text, enum policy_rule_kind kind)
{
	if (parse(text) != 1)
		fail_msg("%s: %u: %s", text, mistake.column, mistake.message);
	assert_int_equal(rule.kind, kind);
}

/* The mistake is at the ^, which is not part of the line. */
static void assert_mistake(const char *marked, const char *message)
{
	const char *mark = strchr(marked, '^');
	char text[200];

	assert_non_null(mark);
	snprintf(text, sizeof(text), "%.*s%s", (int)(mark - marked), marked, mark + 1);
	if (parse(text) != -1)
		fail_msg("%s: is understood", text);
	if (mistake.column != (unsigned int)(mark - marked) + 1)
		fail_msg("%s: column %u: %s", text, mistake.column, mistake.message);
	if (strstr(mistake.message, message) == NULL)
		fail_msg("%s: %s", text, mistake.message);
}

TEST(blank_lines_and_comments_are_not_rules)
{
	assert_int_equal(parse(""), 0);
	assert_int_equal(parse(" \t \r"), 0);
	assert_int_equal(parse("# size 1000"), 0);
	assert_int_equal(parse("  # size"), 0);
}

TEST(a_rule_is_kept_as_it_is_written_without_its_comment)
{
	assert_rule("  size\t1000 # bytes\r", POLICY_RULE_SIZE);
	assert_int_equal(rule.length, strlen("size\t1000"));
	assert_memory_equal(rule.text, "size\t1000", rule.length);
	assert_int_equal(rule.number, 0x1000);
	assert_rule("size 100#x", POLICY_RULE_SIZE);
	assert_int_equal(rule.number, 0x100);
}

TEST(format_has_a_number)
{
	assert_rule("format 1", POLICY_RULE_FORMAT);
	assert_int_equal(rule.number, 1);
	assert_mistake("format ^0", "no format 0");
	assert_mistake("format^", "missing");
	assert_mistake("format 1 ^2", "unexpected word: '2'");
}

TEST(rules_are_those_of_the_command_line_but_auto_and_kernel)
{
	assert_rule("rules 6.1.176,+dvsec,+ext-cap-max=2e", POLICY_RULE_RULES);
	assert_int_equal(pins.rules.value[RULE_DVSEC], 1);
	assert_string_equal(pins.rules.name, "6.1.176,+dvsec,+ext-cap-max=2e");
	assert_mistake("rules ^auto", "not a release");
	assert_mistake("rules ^kernel", "kernel");
	assert_mistake("rules ^4.19", "not a release");
	assert_mistake("rules^", "missing");
}

TEST(ids_class_subsystem_revision_and_function_select_a_device_in_any_order)
{
	assert_rule("device 8086:10d3 class=020000 pf", POLICY_RULE_DEVICE);
	assert_int_equal(rule.device.vendor, 0x8086);
	assert_int_equal(rule.device.product, 0x10d3);
	assert_int_equal(rule.device.class, 0x020000);
	assert_int_equal(rule.device.is_vf, 0);
	assert_int_equal(rule.device.revision, -1);
	assert_rule("device vf revision=0a subsystem=1af4:1100", POLICY_RULE_DEVICE);
	assert_int_equal(rule.device.is_vf, 1);
	assert_int_equal(rule.device.revision, 0x0a);
	assert_int_equal(rule.device.subsystem_vendor, 0x1af4);
	assert_int_equal(rule.device.subsystem_product, 0x1100);
	assert_int_equal(rule.device.vendor, -1);
	assert_rule("device 8086: class=0200", POLICY_RULE_DEVICE);
	assert_int_equal(rule.device.product, -1);
	assert_int_equal(rule.device.class_digits, 4);
	assert_rule("device :10d3", POLICY_RULE_DEVICE);
	assert_int_equal(rule.device.vendor, -1);
	assert_int_equal(rule.device.product, 0x10d3);
}

TEST(words_that_select_no_device_are_a_mistake)
{
	assert_mistake("device^", "missing");
	assert_mistake("device ^8086", "is not a property of a device");
	assert_mistake("device ^086:10d3", "3 digits");
	assert_mistake("device 8086:^10d", "3 digits");
	assert_mistake("device 8086:10d3 class=^02000", "4 or 6 digits");
	assert_mistake("device 8086:10d3 class=^02", "4 or 6 digits");
	assert_mistake("device 8086:10d3 revision=^1", "1 digits");
	assert_mistake("device 8086:10d3 ^bus=1", "is not a property of a device");
}

TEST(map_has_a_kind_a_capability_or_its_own_capability)
{
	assert_rule("map 00-3f header", POLICY_RULE_MAP);
	assert_true(rule.map.is_kind);
	assert_int_equal(rule.map.kind, KIND_HEADER);
	assert_rule("map CAP_PM", POLICY_RULE_MAP);
	assert_true(rule.map.any);
	assert_rule("map 100-12b ECAP_AER", POLICY_RULE_MAP);
	assert_false(rule.map.is_kind);
	assert_int_equal(rule.map.owner.range.base.id, 1);
	assert_rule("map CAP_VNDR+0-f@1 CAP_VNDR@1", POLICY_RULE_MAP);
	assert_int_equal(rule.where.range.base.instance, 1);
	assert_rule("map gaps raw", POLICY_RULE_MAP);
	assert_mistake("map 00-3f^", "a capability or a kind is missing");
	assert_mistake("map 00-3f ^headers", "'headers' is not a capability or a kind");
	assert_mistake("map ^40-3f raw", "the end is before the start");
	assert_mistake("map ^CAP_NONE", "no such register");
	assert_mistake("map^", "missing");
}

TEST(visible_hidden_and_absent_have_a_capability)
{
	assert_rule("visible CAP_MSI", POLICY_RULE_VISIBLE);
	assert_rule("hidden ECAP_PASID", POLICY_RULE_HIDDEN);
	assert_true(rule.where.range.base.extended);
	assert_rule("absent CAP05@1", POLICY_RULE_ABSENT);
	assert_true(rule.where.numbered);
	assert_mistake("visible ^COMMAND", "not a capability");
	assert_mistake("visible ^40-4f", "not a capability");
	assert_mistake("hidden ^CAP_PM+4", "not a capability");
}

TEST(masks_of_bits_have_all_digits_of_their_register)
{
	assert_rule("bits COMMAND.w read_virtual=0400 write=ffff write_virtual = 0400",
		    POLICY_RULE_BITS);
	assert_true(rule.bits.given[MASK_READ_VIRTUAL] && rule.bits.given[MASK_WRITE] &&
		    rule.bits.given[MASK_WRITE_VIRTUAL]);
	assert_int_equal(rule.bits.mask[MASK_WRITE_VIRTUAL], 0x0400);
	assert_rule("bits COMMAND write=ffff", POLICY_RULE_BITS);
	assert_false(rule.bits.given[MASK_READ_VIRTUAL]);
	assert_mistake("bits COMMAND.w write=^fff", "3 digits instead of 4");
	assert_mistake("bits COMMAND.b write=^ffff", "4 digits instead of 2");
	assert_mistake("bits COMMAND.w write=^fffg", "not a hexadecimal digit");
	assert_mistake("bits COMMAND.w ^reads=ffff", "'reads' is not a mask");
	assert_mistake("bits COMMAND.w write=ffff ^write=ffff", "twice");
	assert_mistake("bits COMMAND.w^", "a mask is missing");
	assert_mistake("bits COMMAND.w write^", "= and a mask are missing");
	assert_mistake("bits ^NOSUCH write=ff", "no such register");
}

TEST(a_register_without_a_width_has_that_of_its_digits)
{
	assert_rule("bits 40 write=ff", POLICY_RULE_BITS);
	assert_int_equal(rule.where.reference.width, 1);
	assert_rule("bits CAP_PM+4 write=ffff read_virtual=0000", POLICY_RULE_BITS);
	assert_int_equal(rule.bits.width, 2);
	assert_rule("value 40 = 00000000", POLICY_RULE_VALUE);
	assert_int_equal(rule.where.reference.width, 4);
	assert_mistake("bits 40 write=^fff", "its width is not said");
	assert_mistake("bits 40 write=ff read_virtual=^ffff", "4 digits instead of 2");
	assert_mistake("value 40 = ^0", "its width is not said");
}

TEST(bits_of_a_range_have_the_masks_of_a_byte)
{
	assert_rule("bits CAP_VNDR+3-f write=ff", POLICY_RULE_BITS);
	assert_int_equal(rule.bits.width, 1);
	assert_rule("bits gaps read_virtual=00 write=ff", POLICY_RULE_BITS);
	assert_mistake("bits 40-4f write=^ffff", "4 digits instead of 2");
}

TEST(a_value_can_have_fewer_digits_and_a_mask)
{
	assert_rule("value VENDOR_ID.w = 8086", POLICY_RULE_VALUE);
	assert_false(rule.value.hardware);
	assert_int_equal(rule.value.value, 0x8086);
	assert_int_equal(rule.value.mask, 0xffffffff);
	assert_rule("value hardware VENDOR_ID=8000:f000", POLICY_RULE_VALUE);
	assert_true(rule.value.hardware);
	assert_int_equal(rule.value.mask, 0xf000);
	assert_rule("value CAP_PM+4.w = 8", POLICY_RULE_VALUE);
	assert_mistake("value VENDOR_ID.w = ^0x8086", "no 0x");
	assert_mistake("value VENDOR_ID.w = ^18086", "5 digits; at most 4 are allowed");
	assert_mistake("value VENDOR_ID.w = 8086:^", "missing");
	assert_mistake("value VENDOR_ID.w ^8086", "= and a value are missing");
	assert_mistake("value ^40-4f = 00", "and not a RANGE");
	assert_mistake("value hardware ^40-4f = 00", "and not a RANGE");
}

TEST(an_effect_has_a_register_its_bits_and_a_name)
{
	assert_rule("effect EXP_DEVCTL.w 8000 function-reset", POLICY_RULE_EFFECT);
	assert_int_equal(rule.effect.mask, 0x8000);
	assert_int_equal(rule.effect.effect, EFFECT_FUNCTION_RESET);
	assert_mistake("effect EXP_DEVCTL.w ^8 function-reset", "1 digits");
	assert_mistake("effect EXP_DEVCTL.w 8000 ^reset", "'reset' is not an effect");
	assert_mistake("effect EXP_DEVCTL.w 8000^", "an effect is missing");
	assert_mistake("effect ^40-4f 80 function-reset", "and not a RANGE");
}

TEST(what_can_be_denied_is_a_kind_an_access_an_effect_or_a_hazard)
{
	static const struct {
		const char *text;
		enum policy_subject subject;
	} lines[] = {
		{ "deny raw 40-ff", SUBJECT_KIND },
		{ "deny virtual gaps", SUBJECT_KIND },
		{ "deny write 00-ff", SUBJECT_WRITE },
		{ "deny hardware-write COMMAND.w", SUBJECT_HARDWARE_WRITE },
		{ "deny hardware-read ECAP_DSN", SUBJECT_HARDWARE_READ },
		{ "deny hidden-write", SUBJECT_HIDDEN_WRITE },
		{ "deny hidden-write 100-fff", SUBJECT_HIDDEN_WRITE },
		{ "deny raw-nonzero gaps", SUBJECT_RAW_NONZERO },
		{ "deny effect power-state", SUBJECT_EFFECT },
		{ "deny effect power-state CAP_PM", SUBJECT_EFFECT },
		{ "deny lint length-past-end", SUBJECT_LINT },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		assert_rule(lines[i].text, POLICY_RULE_DENY);
		assert_int_equal(rule.deny.subject, lines[i].subject);
	}
	assert_mistake("deny ^writes 00-ff", "'writes' is not something to deny");
	assert_mistake("deny raw^", "a REGISTER or RANGE is missing");
	assert_mistake("deny effect ^reset", "'reset' is not an effect");
	assert_mistake("deny lint ^nothing", "'nothing' is not a code of lint");
	assert_mistake("deny^", "something to deny is missing");
}

TEST(a_hole_has_a_place)
{
	assert_rule("allow hardware-write COMMAND.w", POLICY_RULE_ALLOW);
	assert_rule("allow effect msi-control CAP_MSI", POLICY_RULE_ALLOW);
	assert_int_equal(rule.deny.effect, EFFECT_MSI_CONTROL);
	assert_mistake("allow effect msi-control^", "missing");
	assert_mistake("allow hidden-write^", "missing");
}

TEST(only_rules_on_a_capability_can_be_optional)
{
	assert_rule("optional map CAP_VNDR@1", POLICY_RULE_MAP);
	assert_true(rule.optional);
	assert_rule("optional value EXP_FLAGS.w = 2:f", POLICY_RULE_VALUE);
	assert_rule("optional deny hardware-read ECAP_DSN", POLICY_RULE_DENY);
	assert_rule("optional map 40-4f CAP_PM", POLICY_RULE_MAP);
	assert_mistake("^optional size 1000", "only a rule on a capability");
	assert_mistake("^optional value COMMAND = 0000", "only a rule on a capability");
	assert_mistake("^optional absent CAP_PM", "only a rule on a capability");
	assert_mistake("^optional allow raw CAP_PM", "only a rule on a capability");
	assert_mistake("optional^", "a rule is missing");
	assert_mistake("optional ^optional map CAP_PM", "'optional' is not a rule");
}

TEST(conditions_are_on_the_release_and_on_switches)
{
	assert_rule("if rules >= 6.4", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].kind, IF_FROM);
	assert_int_equal(rule.conditions.list[0].release.minor, 4);
	assert_rule("if rules<6.1.100", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].kind, IF_BEFORE);
	assert_rule("if +dvsec -exp-v2-52", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.count, 2);
	assert_int_equal(rule.conditions.list[0].setting, RULE_DVSEC);
	assert_int_equal(rule.conditions.list[0].value, -1);
	assert_int_equal(rule.conditions.list[1].value, 0);
	assert_rule("if +ext-cap-max=2e", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].value, 0x2e);
	assert_mistake("if rules ^> 6.4", ">= or < is missing");
	assert_mistake("if rules >= ^six", "not a release");
	assert_mistake("if rules >= ^6.4-rc1", "not a release");
	assert_mistake("if rules >=^", "missing");
	assert_mistake("if ^dvsec", "a condition is");
	assert_mistake("if +^vsec", "'vsec' is not a switch");
	assert_mistake("if ^+ext-cap-max", "has a value");
	assert_mistake("if +dvsec -dvsec +dvsec -dvsec ^+dvsec", "more than 4");
	assert_mistake("if^", "a condition is");
}

TEST(a_condition_on_a_length_names_a_capability_and_its_value)
{
	assert_rule("if +len:CAP_MSIX=c", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].kind, IF_SWITCH);
	assert_int_equal(rule.conditions.list[0].setting, RULES_LENGTH_OF(false, 0x11));
	assert_int_equal(rule.conditions.list[0].value, 0xc);
	assert_rule("if +len:CAP14=ff", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].setting, RULES_LENGTH_OF(false, 0x14));
	assert_int_equal(rule.conditions.list[0].value, 0xff);
	assert_rule("if +len:ECAP01=0", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].setting, RULES_LENGTH_OF(true, 1));
	assert_int_equal(rule.conditions.list[0].value, 0);
	assert_mistake("if ^+len:CAP00=1", "not a capability that has a length");
	assert_mistake("if ^+len:ECAP00=1", "not a capability that has a length");
	assert_mistake("if ^+len:CAP15=1", "not a capability that has a length");
	assert_mistake("if ^+len:NOSUCH=1", "not a capability that has a length");
	assert_mistake("if ^+len:CAP_MSIX", "a length has a value");
	assert_mistake("if +len:CAP_MSIX=^", "");
	assert_mistake("if +len:CAP_MSIX=^100", "");
	assert_mistake("if +len:CAP_MSIX=^g", "");
}

TEST(the_highest_ids_that_the_kernel_knows_have_a_length)
{
	char text[40];

	snprintf(text, sizeof(text), "if +len:ECAP%02x=4", ECAP_ID_LAST);
	assert_rule(text, POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].setting, RULES_LENGTH_OF(true, ECAP_ID_LAST));
	snprintf(text, sizeof(text), "if ^+len:ECAP%02x=4", ECAP_ID_LAST + 1);
	assert_mistake(text, "not a capability that has a length");
}

TEST(a_condition_on_a_switch_with_words_has_one_of_its_words)
{
	assert_rule("if +dvsec=raw", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].value, 2);
	assert_rule("if +dvsec=cxl", POLICY_RULE_IF);
	assert_int_equal(rule.conditions.list[0].value, 3);
	assert_mistake("if +dvsec=^none", "no value of this switch");
	assert_mistake("if -dvsec=^raw", "no value of this switch");
	assert_mistake("if +exp-v2-52=^raw", "no value of this switch");
	assert_mistake("if ^-ext-cap-max", "has a value");
	assert_mistake("if ^-ext-cap-max=2e", "has a value");
}

TEST(the_error_is_init_fails)
{
	assert_rule("error init-fails", POLICY_RULE_ERROR);
	assert_mistake("error ^busy", "init-fails");
	assert_mistake("error^", "init-fails");
}

TEST(keywords_are_in_lower_case_and_known)
{
	assert_mistake("^SIZE 1000", "'SIZE' is not a rule: one of format rules device");
	assert_mistake("  ^sizes 1000", "'sizes' is not a rule");
}

TEST(size_is_hexadecimal_and_at_most_1000)
{
	assert_mistake("size ^1001", "1000 bytes at most");
	assert_mistake("size ^0x100", "no 0x");
	assert_mistake("size ^10000", "5 digits");
}

TEST(what_is_not_text_is_a_mistake_and_shown_printable)
{
	static const char binary[] = "si\0ze 1000", control[] = "\x1b[31m 1";

	assert_int_equal(policy_rule_parse(binary, sizeof(binary) - 1, &rule, &pins, &mistake),
			 -1);
	assert_int_equal(mistake.column, 1);
	assert_int_equal(policy_rule_parse(control, sizeof(control) - 1, &rule, &pins,
					   &mistake), -1);
	assert_non_null(strstr(mistake.message, "'\\x1b[31m'"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blank_lines_and_comments_are_not_rules),
		cmocka_unit_test(a_rule_is_kept_as_it_is_written_without_its_comment),
		cmocka_unit_test(format_has_a_number),
		cmocka_unit_test(rules_are_those_of_the_command_line_but_auto_and_kernel),
		cmocka_unit_test(ids_class_subsystem_revision_and_function_select_a_device_in_any_order),
		cmocka_unit_test(words_that_select_no_device_are_a_mistake),
		cmocka_unit_test(map_has_a_kind_a_capability_or_its_own_capability),
		cmocka_unit_test(visible_hidden_and_absent_have_a_capability),
		cmocka_unit_test(masks_of_bits_have_all_digits_of_their_register),
		cmocka_unit_test(a_register_without_a_width_has_that_of_its_digits),
		cmocka_unit_test(bits_of_a_range_have_the_masks_of_a_byte),
		cmocka_unit_test(a_value_can_have_fewer_digits_and_a_mask),
		cmocka_unit_test(an_effect_has_a_register_its_bits_and_a_name),
		cmocka_unit_test(what_can_be_denied_is_a_kind_an_access_an_effect_or_a_hazard),
		cmocka_unit_test(a_hole_has_a_place),
		cmocka_unit_test(only_rules_on_a_capability_can_be_optional),
		cmocka_unit_test(conditions_are_on_the_release_and_on_switches),
		cmocka_unit_test(a_condition_on_a_length_names_a_capability_and_its_value),
		cmocka_unit_test(the_highest_ids_that_the_kernel_knows_have_a_length),
		cmocka_unit_test(a_condition_on_a_switch_with_words_has_one_of_its_words),
		cmocka_unit_test(the_error_is_init_fails),
		cmocka_unit_test(keywords_are_in_lower_case_and_known),
		cmocka_unit_test(size_is_hexadecimal_and_at_most_1000),
		cmocka_unit_test(what_is_not_text_is_a_mistake_and_shown_printable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
