// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of gzip, xz and zstd, as their own programs make them: whole, cut, doubled, too large. */
#include "test.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "access/files/compressed.h"
#include "base/fault.h"

static const char *const programs[] = { "gzip", "xz", "zstd" };

/* A file without a name that holds these bytes, at its start. */
static int file_of(const uint8_t *bytes, size_t count)
{
	int fd = memfd_create("file", 0);

	assert_true(fd >= 0);
	for (size_t done = 0; done < count;) {
		ssize_t wrote = write(fd, bytes + done, count - done);

		assert_true(wrote > 0);
		done += (size_t)wrote;
	}
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

/* The output of a program for a file; the caller closes it. */
static int compress(const char *program, const char *option, int in)
{
	int out = file_of(NULL, 0), status;
	pid_t child;

	assert_int_equal(lseek(in, 0, SEEK_SET), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(in, STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		execlp(program, program, "-c", option, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(lseek(out, 0, SEEK_SET), 0);
	return out;
}

/* Bytes that do not repeat soon. */
static uint8_t *noise(size_t count)
{
	uint8_t *bytes = test_malloc(count);
	uint32_t state = 1;

	for (size_t i = 0; i < count; i++) {
		state = state * 1664525 + 1013904223;
		bytes[i] = (uint8_t)(state >> 24);
	}
	return bytes;
}

static void assert_reads(int fd, const uint8_t *expected, size_t count)
{
	struct fault fault = { .code = FAULT_NONE };
	uint8_t *bytes;
	size_t got;

	if (compressed_read_whole(fd, COMPRESSED_MODULE_LIMIT, &bytes, &got, &fault) != 0)
		fail_msg("%s", fault.message);
	assert_int_equal(got, count);
	assert_memory_equal(bytes, expected, count);
	free(bytes);
}

/* Reads a damaged file; returns the message. */
static const char *reads_not(int fd, size_t limit)
{
	static struct fault fault;
	uint8_t *bytes;
	size_t got;

	fault = (struct fault) { .code = FAULT_NONE };
	assert_int_not_equal(compressed_read_whole(fd, limit, &bytes, &got, &fault), 0);
	return fault.message;
}

TEST(a_plain_file_is_read_as_it_is)
{
	uint8_t *bytes = noise(200001);
	int fd = file_of(bytes, 200001);

	assert_reads(fd, bytes, 200001);
	close(fd);
	test_free(bytes);
}

TEST(an_empty_file_has_no_bytes)
{
	int fd = file_of(NULL, 0);

	assert_reads(fd, (const uint8_t *)"", 0);
	close(fd);
}

TEST(each_compression_is_taken_off)
{
	uint8_t *bytes = noise(300007);
	int plain = file_of(bytes, 300007);

	for (size_t i = 0; i < ARRAY_LENGTH(programs); i++) {
		int fd = compress(programs[i], "-9", plain);

		assert_reads(fd, bytes, 300007);
		close(fd);
	}
	close(plain);
	test_free(bytes);
}

TEST(files_one_after_the_other_are_one)
{
	static const uint8_t once[] = "one file", twice[] = "one fileone file";
	int plain = file_of(once, sizeof(once) - 1);

	for (size_t i = 0; i < ARRAY_LENGTH(programs); i++) {
		int fd = compress(programs[i], "-1", plain);
		uint8_t bytes[512];
		ssize_t count = read(fd, bytes, sizeof(bytes));

		assert_true(count > 0);
		assert_int_equal(write(fd, bytes, (size_t)count), count);
		assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
		assert_reads(fd, twice, sizeof(twice) - 1);
		close(fd);
	}
	close(plain);
}

TEST(a_file_that_is_cut_says_so)
{
	uint8_t *bytes = noise(300007);
	int plain = file_of(bytes, 300007);

	for (size_t i = 0; i < ARRAY_LENGTH(programs); i++) {
		int fd = compress(programs[i], "-1", plain);
		off_t size = lseek(fd, 0, SEEK_END);

		for (int part = 1; part < 8; part++) {
			assert_int_equal(ftruncate(fd, size * (8 - part) / 8), 0);
			assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
			assert_non_null(strstr(reads_not(fd, COMPRESSED_MODULE_LIMIT), "ends in the middle"));
		}
		close(fd);
	}
	close(plain);
	test_free(bytes);
}

TEST(a_damaged_file_says_so)
{
	uint8_t *bytes = noise(300007);
	int plain = file_of(bytes, 300007);

	for (size_t i = 0; i < ARRAY_LENGTH(programs); i++) {
		int fd = compress(programs[i], "-1", plain);

		assert_int_equal(pwrite(fd, "not what was there", 18, 150000), 18);
		assert_non_null(strstr(reads_not(fd, COMPRESSED_MODULE_LIMIT), "cannot be unpacked"));
		close(fd);
	}
	close(plain);
	test_free(bytes);
}

TEST(a_second_layer_is_not_taken_off)
{
	int plain = file_of((const uint8_t *)"text", 4);

	for (size_t i = 0; i < ARRAY_LENGTH(programs); i++) {
		int once = compress("gzip", "-1", plain), fd = compress(programs[i], "-1", once);

		assert_string_equal(reads_not(fd, COMPRESSED_MODULE_LIMIT), "it is compressed twice");
		close(once);
		close(fd);
	}
	close(plain);
}

TEST(a_file_that_becomes_too_large_is_refused)
{
	int plain = file_of(NULL, 0);

	assert_int_equal(ftruncate(plain, (3 << 20) + 1), 0);
	for (size_t i = 0; i < ARRAY_LENGTH(programs); i++) {
		int fd = compress(programs[i], "-1", plain);

		assert_string_equal(reads_not(fd, 3 << 20), "unpacked, it has more than 3 MiB");
		close(fd);
	}
	close(plain);
}

TEST(a_decoder_that_wants_much_memory_is_refused)
{
	static const uint8_t zstd_2gib_window[] = { 0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0, 0 };
	int plain = file_of((const uint8_t *)"text", 4);
	int xz = compress("xz", "--lzma2=dict=256MiB", plain);
	int zstd = file_of(zstd_2gib_window, sizeof(zstd_2gib_window));

	assert_string_equal(reads_not(xz, COMPRESSED_MODULE_LIMIT),
			    "unpacking it takes more than 129 MiB of memory");
	assert_string_equal(reads_not(zstd, COMPRESSED_MODULE_LIMIT),
			    "unpacking it takes more than 129 MiB of memory");
	close(xz);
	close(zstd);
	close(plain);
}

TEST(a_directory_cannot_be_read)
{
	int fd = open("/", O_RDONLY);

	assert_string_equal(reads_not(fd, COMPRESSED_MODULE_LIMIT),
			    "cannot be read: Is a directory");
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_file_is_read_as_it_is),
		cmocka_unit_test(an_empty_file_has_no_bytes),
		cmocka_unit_test(each_compression_is_taken_off),
		cmocka_unit_test(files_one_after_the_other_are_one),
		cmocka_unit_test(a_file_that_is_cut_says_so),
		cmocka_unit_test(a_damaged_file_says_so),
		cmocka_unit_test(a_second_layer_is_not_taken_off),
		cmocka_unit_test(a_file_that_becomes_too_large_is_refused),
		cmocka_unit_test(a_decoder_that_wants_much_memory_is_refused),
		cmocka_unit_test(a_directory_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
