// SPDX-License-Identifier: GPL-2.0-or-later
/* UUIDs as text, such as the token of a VF. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "base/uuid.h"

static const char good[] = "01234567-89ab-CDEF-fedc-ba9876543210";

TEST(each_digit_of_a_uuid_is_half_a_byte)
{
	static const uint8_t bytes[UUID_SIZE] = {
		0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54,
		0x32, 0x10,
	};
	uint8_t uuid[UUID_SIZE + 1];

	memset(uuid, 0xa5, sizeof(uuid));
	assert_true(uuid_parse(good, uuid));
	assert_memory_equal(uuid, bytes, UUID_SIZE);
	assert_int_equal(uuid[UUID_SIZE], 0xa5);
}

TEST(a_wrong_character_in_any_place_is_refused)
{
	uint8_t uuid[UUID_SIZE];

	for (size_t i = 0; i < sizeof(good) - 1; i++) {
		char text[sizeof(good)];

		memcpy(text, good, sizeof(good));
		text[i] = good[i] == '-' ? '0' : '-';
		assert_false(uuid_parse(text, uuid));
		text[i] = 'g';
		assert_false(uuid_parse(text, uuid));
	}
}

TEST(another_length_is_refused)
{
	uint8_t uuid[UUID_SIZE];
	char text[sizeof(good) + 1];

	for (size_t length = 0; length < sizeof(good) - 1; length++) {
		memcpy(text, good, length);
		text[length] = '\0';
		assert_false(uuid_parse(text, uuid));
	}
	snprintf(text, sizeof(text), "%s0", good);
	assert_false(uuid_parse(text, uuid));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_digit_of_a_uuid_is_half_a_byte),
		cmocka_unit_test(a_wrong_character_in_any_place_is_refused),
		cmocka_unit_test(another_length_is_refused),
	};

	return cmocka_run_group_tests_name("uuid", tests, NULL, NULL);
}
