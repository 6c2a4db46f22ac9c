/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Version and placement of a running QEMU; tests/vm/held.bats has a real one. */
#include "test.h"

#include <string.h>

#include "model/vmm/running.h"

static const struct pci_address nic = { .bus = 1 };

/* The placement from a command line whose arguments follow blanks. */
static const char *words_of(const char *line)
{
	static char text[RUNNING_WORDS_SIZE], why[256];
	static char arguments[2048];
	const struct vmm_version version = { 10, 0 };
	struct running_words words = { arguments, strlen(line) + 1 };

	assert_true(words.size <= sizeof(arguments));
	for (size_t i = 0; i < words.size; i++)
		arguments[i] = line[i];
	for (size_t i = 0; i + 1 < words.size; i++)
		if (line[i] == ' ')
			arguments[i] = '\0';
	return running_option(&words, &version, &nic, text, why, sizeof(why)) ? text : why;
}

TEST(version_is_that_of_the_newest_machine)
{
	static const char program[] = "x\0pc-q35-9.2-machine\0pc-q35-10.1-machine\0pc-q35-2.12-machine\0"
				      "pc-q35-99.0-machines\0pc-q35-11.\0virt-10.0-machine";
	struct vmm_version version;

	assert_true(running_version(program, sizeof(program), &version));
	assert_int_equal(version.major, 10);
	assert_int_equal(version.minor, 1);
}

TEST(program_without_machines_has_no_version)
{
	static const char program[] = "pc-q35--machine\0pc-q35-1\0virt-";
	struct vmm_version version;

	assert_false(running_version(program, sizeof(program), &version));
	assert_false(running_version("", 0, &version));
}

/* A truncated program is read to its end and not past it, as the sanitizers see. */
TEST(cut_program_is_not_read_past_its_end)
{
	static const char program[] = "pc-q35-10.1-machine";

	for (size_t size = 0; size <= sizeof(program); size++) {
		char *copy = malloc(size + 1);
		struct vmm_version version;

		memcpy(copy, program, size);
		assert_int_equal(running_version(copy, size, &version), size == sizeof(program));
		free(copy);
	}
}

TEST(placement_is_that_of_the_device_and_its_bus)
{
	assert_string_equal(words_of("qemu -machine q35,accel=tcg -device vfio-pci,host=0000:01:00.0"),
			    "qemu-10.0,machine=q35,bus=root,host=0000:01:00.0");
	assert_string_equal(words_of("qemu -M pc-q35-7.2 -device pcie-root-port,id=rp1,bus=pcie.0 "
				     "-device vfio-pci,host=02:00.0 "
				     "-device vfio-pci,host=01:00.0,bus=rp1,multifunction=on"),
			    "qemu-10.0,machine=q35,bus=port,host=01:00.0,multifunction=on");
	assert_string_equal(words_of("qemu -device vfio-pci,sysfsdev=/sys/bus/pci/devices/0000:01:00.0"),
			    "qemu-10.0,machine=pc,bus=pci,sysfsdev=/sys/bus/pci/devices/0000:01:00.0");
	assert_string_equal(words_of("qemu -M virt,gic-version=3 --device pcie-pci-bridge,id=b "
				     "--device vfio-pci-nohotplug,host=01:00.0,bus=b"),
			    "qemu-10.0,machine=virt,bus=pci,host=01:00.0");
}

TEST(json_of_libvirt_is_read)
{
	assert_string_equal(words_of("qemu -machine pc-q35-10.0,usb=off "
				     "-device {\"driver\":\"pcie-root-port\",\"port\":16,\"id\":\"pci.1\",\"bus\":\"pcie.0\"} "
				     "-device {\"driver\":\"vfio-pci\",\"host\":\"0000:01:00.0\",\"id\":\"hostdev0\","
				     "\"bus\":\"pci.1\",\"addr\":\"0x0\",\"multifunction\":true,\"rombar\":0}"),
			    "qemu-10.0,machine=q35,bus=port,host=0000:01:00.0,id=hostdev0,addr=0x0,"
			    "multifunction=on,rombar=0");
}

TEST(what_a_command_line_does_not_say_is_not_made_up)
{
	assert_string_equal(words_of("qemu -machine q35"),
			    "its command line has no -device vfio-pci with this address");
	assert_string_equal(words_of("qemu -machine microvm -device vfio-pci,host=01:00.0"),
			    "its -machine is not q35, pc or virt");
	assert_string_equal(words_of("qemu -machine q35 -device vfio-pci,host=01:00.0,bus=pci.7"),
			    "its command line does not say what the device's bus is");
	assert_string_equal(words_of("qemu -machine q35 -device"),
			    "its command line has no -device vfio-pci with this address");
	assert_string_equal(words_of("qemu -machine q35 -device {\"driver\":\"vfio-pci\",\"host"),
			    "its command line has no -device vfio-pci with this address");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version_is_that_of_the_newest_machine),
		cmocka_unit_test(program_without_machines_has_no_version),
		cmocka_unit_test(cut_program_is_not_read_past_its_end),
		cmocka_unit_test(placement_is_that_of_the_device_and_its_bus),
		cmocka_unit_test(json_of_libvirt_is_read),
		cmocka_unit_test(what_a_command_line_does_not_say_is_not_made_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
