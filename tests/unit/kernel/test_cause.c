// SPDX-License-Identifier: GPL-2.0-or-later
/* Why the kernel cannot be read, with causes that no test machine has. */
#include <errno.h>
#include <string.h>

#include "test.h"

#include "base/macros.h"
#include "kernel/cause.h"

#define NOT_ASKED "the running kernel cannot be asked: "

static struct fault fault;

static void assert_cause(int returned, int error, enum fault_code code, const char *message)
{
	if (strstr(fault.message, "(confidentiality)") != NULL)
		skip();
	assert_int_equal(returned, -error);
	assert_int_equal(fault.error, error);
	assert_string_equal(fault_code_name(fault.code), fault_code_name(code));
	assert_string_equal(fault.message, message);
}

TEST(a_missing_right_to_load_is_reported_with_the_capabilities)
{
	static const int errors[] = { EPERM, EACCES };

	for (size_t i = 0; i < ARRAY_LENGTH(errors); i++) {
		assert_cause(cause_load(errors[i], &fault), errors[i], FAULT_NO_PERMISSION,
			     NOT_ASKED "no right to load a BPF program");
		assert_string_equal(fault.hint,
				    "run it as root, or with CAP_BPF and CAP_PERFMON");
	}
}

TEST(a_kernel_without_bpf_is_reported_with_its_option)
{
	assert_cause(cause_load(ENOSYS, &fault), ENOSYS, FAULT_NOT_CONFIGURED,
		     NOT_ASKED "it has no BPF (CONFIG_BPF_SYSCALL)");
}

TEST(a_refused_program_is_reported_with_a_possible_cause)
{
	assert_cause(cause_load(EINVAL, &fault), EINVAL, FAULT_UNSUPPORTED, NOT_ASKED
		     "it refuses the BPF program (before 5.10, without CONFIG_BPF_EVENTS, "
		     "or locked down to confidentiality)");
}

TEST(other_errors_are_reported_in_words)
{
	assert_cause(cause_load(ENOMEM, &fault), ENOMEM, FAULT_IO,
		     NOT_ASKED "BPF: Cannot allocate memory");
	assert_cause(cause_attach(EBUSY, &fault), EBUSY, FAULT_IO,
		     NOT_ASKED "the kprobe cannot be attached: Device or resource busy");
	assert_cause(cause_copy(EFAULT, &fault), EFAULT, FAULT_IO,
		     NOT_ASKED "its memory cannot be copied: Bad address");
}

TEST(a_missing_function_is_reported_with_its_module)
{
	static const char start[] = NOT_ASKED
		"it has no function vfio_pci_config_rw; the module vfio_pci_core ";

	assert_int_equal(cause_attach(ENOENT, &fault), -ENOENT);
	assert_string_equal(fault_code_name(fault.code), fault_code_name(FAULT_NO_DRIVER));
	assert_memory_equal(fault.message, start, sizeof(start) - 1);
	assert_string_equal(fault.hint, "load it: modprobe vfio-pci");
}

TEST(a_kernel_without_kprobes_is_reported_with_its_option)
{
	assert_cause(cause_attach(EOPNOTSUPP, &fault), EOPNOTSUPP, FAULT_NOT_CONFIGURED,
		     NOT_ASKED "it has no kprobes for perf (CONFIG_KPROBE_EVENTS)");
}

TEST(a_missing_right_to_attach_is_reported_with_the_level)
{
	static const char start[] = NOT_ASKED
		"no right to attach a kprobe (kernel.perf_event_paranoid is ";

	assert_int_equal(cause_attach(EACCES, &fault), -EACCES);
	assert_string_equal(fault_code_name(fault.code), fault_code_name(FAULT_NO_PERMISSION));
	assert_memory_equal(fault.message, start, sizeof(start) - 1);
}

TEST(a_probe_that_also_fires_for_others_is_reported_with_its_count)
{
	assert_cause(cause_silent(2, &fault), EAGAIN, FAULT_UNSUPPORTED,
		     NOT_ASKED "its probe fired 2 times for one read");
}

TEST(another_function_is_reported)
{
	assert_cause(cause_other(&fault), EXDEV, FAULT_IO,
		     NOT_ASKED "it says that the descriptor is another function's");
}

TEST(an_unrecognized_structure_is_reported_with_the_kernels_option)
{
	assert_cause(cause_layout(&fault), ENOTSUP, FAULT_UNSUPPORTED, NOT_ASKED
		     "it has no type information of vfio_pci_core, and its structure is not recognized");
	assert_string_equal(fault.hint, "a kernel with CONFIG_DEBUG_INFO_BTF_MODULES has it");
}

TEST(unseen_tables_are_reported_with_their_cause)
{
	static const struct {
		enum table_sight sight;
		enum fault_code code;
		const char *message;
	} cases[] = {
		{ TABLES_NO_LIST, FAULT_NOT_CONFIGURED,
		  NOT_ASKED "it has no list of its symbols (CONFIG_KALLSYMS)" },
		{ TABLES_NO_DATA, FAULT_NOT_CONFIGURED, NOT_ASKED
		  "it lists its functions, but not its tables (CONFIG_KALLSYMS_ALL)" },
		{ TABLES_OTHER_NAMES, FAULT_UNSUPPORTED, NOT_ASKED
		  "its tables or their functions have unknown names" },
		{ TABLES_OTHER_LAYOUT, FAULT_UNSUPPORTED,
		  NOT_ASKED "its tables have an unknown layout" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		assert_cause(cause_tables(cases[i].sight, &fault), ENOTSUP, cases[i].code,
			     cases[i].message);
	assert_string_equal(fault.hint,
			    "a kernel with CONFIG_DEBUG_INFO_BTF_MODULES shows the layout");
}

TEST(hidden_tables_are_reported_with_the_level)
{
	static const char start[] = NOT_ASKED
		"no right to see where its tables are (kernel.kptr_restrict is ";

	assert_int_equal(cause_tables(TABLES_HIDDEN, &fault), -EPERM);
	assert_string_equal(fault_code_name(fault.code), fault_code_name(FAULT_NO_PERMISSION));
	assert_memory_equal(fault.message, start, sizeof(start) - 1);
	assert_string_equal(fault.hint, strstr(fault.message, " is 2)") != NULL ?
			    "as root: sysctl kernel.kptr_restrict=1" :
			    "run it as root, or with CAP_SYSLOG");
}

TEST(a_caller_may_ignore_the_cause)
{
	assert_int_equal(cause_load(EPERM, NULL), -EPERM);
	assert_int_equal(cause_attach(EACCES, NULL), -EACCES);
	assert_int_equal(cause_silent(3, NULL), -EAGAIN);
	assert_int_equal(cause_silent(0, NULL), -ENOTSUP);
	assert_int_equal(cause_copy(EFAULT, NULL), -EFAULT);
	assert_int_equal(cause_layout(NULL), -ENOTSUP);
	assert_int_equal(cause_tables(TABLES_HIDDEN, NULL), -EPERM);
	assert_int_equal(cause_tables(TABLES_OTHER_LAYOUT, NULL), -ENOTSUP);
	assert_int_equal(cause_machine(NULL), -ENOTSUP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_missing_right_to_load_is_reported_with_the_capabilities),
		cmocka_unit_test(a_kernel_without_bpf_is_reported_with_its_option),
		cmocka_unit_test(a_refused_program_is_reported_with_a_possible_cause),
		cmocka_unit_test(other_errors_are_reported_in_words),
		cmocka_unit_test(a_missing_function_is_reported_with_its_module),
		cmocka_unit_test(a_kernel_without_kprobes_is_reported_with_its_option),
		cmocka_unit_test(a_missing_right_to_attach_is_reported_with_the_level),
		cmocka_unit_test(a_probe_that_also_fires_for_others_is_reported_with_its_count),
		cmocka_unit_test(another_function_is_reported),
		cmocka_unit_test(an_unrecognized_structure_is_reported_with_the_kernels_option),
		cmocka_unit_test(unseen_tables_are_reported_with_their_cause),
		cmocka_unit_test(hidden_tables_are_reported_with_the_level),
		cmocka_unit_test(a_caller_may_ignore_the_cause),
	};

	return cmocka_run_group_tests_name("cause", tests, NULL, NULL);
}
