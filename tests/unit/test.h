/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmocka with its headers, and the form of a test. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_TEST_H
#define VFIO_CFGTOOL_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* A test, whose name is a sentence. */
#define TEST(sentence) static void sentence(void **state __attribute__((unused)))

/* The start of a random sequence: SEED of the environment, or the usual seed. It is printed. */
static inline uint64_t test_seed(uint64_t usual)
{
	const char *given = getenv("SEED");
	uint64_t seed = given != NULL ? strtoull(given, NULL, 0) : usual;

	print_message("# SEED=%llu\n", (unsigned long long)seed);
	return seed != 0 ? seed : 1;
}

/* The next number of a sequence that its seed determines (xorshift64); *seed is not 0. */
static inline uint32_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 16);
}

#endif
