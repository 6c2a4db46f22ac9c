// SPDX-License-Identifier: GPL-2.0-or-later
/* SHA-256, against the examples that NIST publishes for FIPS 180-4. */
#include "test.h"

#include <string.h>

#include "base/macros.h"
#include "base/sha256.h"

static void assert_digest(const void *bytes, size_t size, const char *expected)
{
	struct sha256 sha;
	uint8_t digest[SHA256_SIZE];
	char hex[SHA256_HEX_SIZE];

	sha256_begin(&sha);
	sha256_add(&sha, bytes, size);
	sha256_end(&sha, digest);
	assert_string_equal(sha256_hex(digest, hex), expected);
}

TEST(the_published_examples_have_their_digests)
{
	static const struct {
		const char *text, *digest;
	} rows[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
		{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
		  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
		  "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_digest(rows[i].text, strlen(rows[i].text), rows[i].digest);
}

/* Each length near those that need another block of padding; digests by sha256sum. */
TEST(the_padding_fits_any_length)
{
	static const struct {
		size_t length;
		const char *digest;
	} rows[] = {
		{ 55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7" },
		{ 56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb" },
		{ 63, "c7723fa1e0127975e49e62e753db53924c1bd84b8ac1ac08df78d09270f3d971" },
		{ 64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b" },
		{ 119, "f616b0d54e78571a9611f343c9f8e022e859e920381ab0e4d3da01e193a7bd7e" },
		{ 120, "6edd9f6f9cc92cded36e6c4a580933f9c9f1b90562b46903b806f21902a1a54f" },
	};
	uint8_t zeros[128] = { 0 };

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_digest(zeros, rows[i].length, rows[i].digest);
}

TEST(a_million_letters_that_come_in_pieces_have_the_published_digest)
{
	static const size_t pieces[] = { 1, 63, 64, 65, 7, 800 };	/* 1000 together */
	char letters[1000];
	char hex[SHA256_HEX_SIZE];
	uint8_t digest[SHA256_SIZE];
	struct sha256 sha;

	memset(letters, 'a', sizeof(letters));
	sha256_begin(&sha);
	for (unsigned int round = 0; round < 1000; round++)
		for (size_t i = 0; i < ARRAY_LENGTH(pieces); i++)
			sha256_add(&sha, letters, pieces[i]);
	sha256_end(&sha, digest);
	assert_string_equal(sha256_hex(digest, hex),
			    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_examples_have_their_digests),
		cmocka_unit_test(the_padding_fits_any_length),
		cmocka_unit_test(a_million_letters_that_come_in_pieces_have_the_published_digest),
	};

	return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
