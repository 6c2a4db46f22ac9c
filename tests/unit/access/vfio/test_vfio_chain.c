// SPDX-License-Identifier: GPL-2.0-or-later
/* The chain of capabilities in an answer of VFIO with any bytes. */
#include "test.h"

#include <string.h>

#include "access/vfio/vfio_uapi.h"

#define FIXED 16

static uint8_t answer[64];

static void put(uint32_t at, uint16_t id, uint32_t next)
{
	const struct vfio_info_cap_header header = { .id = id, .version = 1, .next = next };

	memcpy(answer + at, &header, sizeof(header));
}

static unsigned int count(uint32_t first)
{
	struct vfio_chain chain;
	unsigned int found = 0;

	vfio_chain_begin(answer, sizeof(answer), FIXED, first, &chain);
	while (vfio_chain_next(&chain))
		found++;
	return found;
}

TEST(a_chain_is_followed_to_its_end)
{
	struct vfio_chain chain;

	memset(answer, 0, sizeof(answer));
	put(16, 7, 32);
	put(32, 9, 0);
	vfio_chain_begin(answer, sizeof(answer), FIXED, 16, &chain);
	assert_true(vfio_chain_next(&chain));
	assert_int_equal(chain.header.id, 7);
	assert_true(vfio_chain_next(&chain));
	assert_int_equal(chain.header.id, 9);
	assert_false(vfio_chain_next(&chain));
}

TEST(a_chain_that_turns_back_or_leaves_the_answer_has_ended)
{
	memset(answer, 0, sizeof(answer));
	put(16, 1, 16);
	assert_int_equal(count(16), 1);
	put(16, 1, 24);
	put(24, 1, 16);
	assert_int_equal(count(16), 2);
	put(16, 1, 60);		/* its header would be cut */
	assert_int_equal(count(16), 1);
	put(16, 1, 64);
	assert_int_equal(count(16), 1);
	put(16, 1, UINT32_MAX);
	assert_int_equal(count(16), 1);
	assert_int_equal(count(UINT32_MAX), 0);
	assert_int_equal(count(0), 0);
	assert_int_equal(count(8), 0);		/* in the fixed part */
	memset(answer, 0xff, sizeof(answer));
	assert_int_equal(count(16), 1);
}

TEST(a_capability_is_copied_only_as_a_whole)
{
	struct vfio_chain chain;
	uint8_t bytes[64];

	memset(answer, 0, sizeof(answer));
	put(48, 3, 0);
	vfio_chain_begin(answer, sizeof(answer), FIXED, 48, &chain);
	assert_true(vfio_chain_next(&chain));
	assert_true(vfio_chain_copy(&chain, bytes, 16));
	assert_false(vfio_chain_copy(&chain, bytes, 17));
	assert_true(vfio_chain_copy_at(&chain, 8, bytes, 8));
	assert_false(vfio_chain_copy_at(&chain, 8, bytes, 9));
	assert_false(vfio_chain_copy_at(&chain, 17, bytes, 1));
	assert_false(vfio_chain_copy_at(&chain, SIZE_MAX, bytes, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chain_is_followed_to_its_end),
		cmocka_unit_test(a_chain_that_turns_back_or_leaves_the_answer_has_ended),
		cmocka_unit_test(a_capability_is_copied_only_as_a_whole),
	};

	return cmocka_run_group_tests_name("vfio_chain", tests, NULL, NULL);
}
