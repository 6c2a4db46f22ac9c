// SPDX-License-Identifier: GPL-2.0-or-later
/* The fingerprints that are kept for the next devices. */
#include "map_expect.h"
#include "model/verdict/fingerprint.h"

/* More models than there are slots. */
#define MODELS (3 * FINGERPRINT_SLOTS)

static struct prediction prediction;

/* A device of one model: the policy of two raw bytes is its number. */
static void become(unsigned int model)
{
	prediction.policy.write[0x80] = (uint8_t)model;
	prediction.policy.write[0x81] = (uint8_t)(model >> 8);
}

TEST(a_fingerprint_is_the_same_whatever_devices_came_before)
{
	struct space_builder builder = builder_start(SPACE_SIZE);
	struct fingerprints *all = calloc(1, sizeof(*all));
	const struct rules rules = rules_of("6.12");

	prediction_build(&builder.space, &rules, &no_facts, &prediction);
	for (unsigned int i = 0; i < 2 * MODELS; i++) {
		struct fingerprints *alone = calloc(1, sizeof(*alone));

		become(i % MODELS);
		assert_string_equal(fingerprint_find(all, &prediction),
				    fingerprint_find(alone, &prediction));
		free(alone);
	}
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fingerprint_is_the_same_whatever_devices_came_before),
	};

	return cmocka_run_group_tests_name("fingerprint", tests, NULL, NULL);
}
