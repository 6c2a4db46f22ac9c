// SPDX-License-Identifier: GPL-2.0-or-later
/* The stable release that a kernel's names tell of. */
#include "test.h"

#include <string.h>

#include "access/system/kernel_release.h"
#include "base/macros.h"

TEST(the_stable_release_is_found_where_a_distribution_writes_it)
{
	static const struct {
		const char *release, *version, *signature, *stable;
	} rows[] = {
		{ "6.1.0-56-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-07-02)", "",
		  "6.1.192" },
		{ "5.10.0-30-amd64", "#1 SMP Debian 5.10.218-1 (2024-06-01)", "", "5.10.218" },
		{ "6.12.41+deb13-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.12.41-1 (2025-08-12)",
		  "", "6.12.41" },
		{ "6.12.94+deb12-amd64",
		  "#1 SMP PREEMPT_DYNAMIC Debian 6.12.94-1~bpo12+1 (2026-01-30)", "", "6.12.94" },
		{ "6.5.0-0-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.5~rc4-1~exp1 (2023-07-31)",
		  "", "" },
		{ "6.6.31+rpt-rpi-v8", "#1 SMP PREEMPT Debian 1:6.6.31-1+rpt1 (2024-05-29)", "",
		  "6.6.31" },
		{ "6.8.0-41-generic", "#41-Ubuntu SMP PREEMPT_DYNAMIC Fri Aug  2 20:41:06 UTC 2024",
		  "Ubuntu 6.8.0-41.41-generic 6.8.12", "6.8.12" },
		{ "5.15.0-91-generic", "#101~20.04.1-Ubuntu SMP Thu Nov 16 14:22:28 UTC 2023",
		  "Ubuntu 5.15.0-91.101~20.04.1-generic 5.15.131", "5.15.131" },
		{ "6.8.0-41-generic", "#41-Ubuntu SMP", "", "" },
		/* words of another series, as a rebuilt kernel may carry them */
		{ "6.1.0-custom", "#1 SMP Debian 6.12.94-1 (2026-01-30)", "", "" },
		{ "6.1.50-custom", "#1 SMP Debian 6.12.94-1 (2026-01-30)", "", "6.1.50" },
		{ "6.12.0-custom", "#1 SMP Debian 6.1.192-2 (2026-07-02)", "", "" },
		{ "6.8.0-custom", "#1 SMP", "Ubuntu 5.15.0-91.101-generic 5.15.131", "" },
		{ "6.8.12-1-pve", "#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-1 (2024-08-05T16:17Z)", "",
		  "6.8.12" },
		{ "6.5.6-300.fc39.x86_64", "#1 SMP PREEMPT_DYNAMIC Fri Oct  6 19:57:21 UTC 2023",
		  "", "6.5.6" },
		{ "6.10.3-arch1-2", "#1 SMP PREEMPT_DYNAMIC Tue, 06 Aug 2024 07:21:19 +0000", "",
		  "6.10.3" },
		{ "5.14.21-150500.55.19-default", "#1 SMP PREEMPT_DYNAMIC (9908c29)", "",
		  "5.14.21" },
		{ "6.4.0-150600.21-default", "#1 SMP PREEMPT_DYNAMIC (36c1e09)", "", "" },
		{ "5.14.0-362.8.1.el9_3.x86_64", "#1 SMP PREEMPT_DYNAMIC Tue Oct 3 11:12:36", "",
		  "" },
		{ "4.18.0-553.el8_10.x86_64", "#1 SMP Fri May 10 15:19:13 EDT 2024", "", "" },
		{ "5.4.17-2136.el7uek.x86_64", "#2 SMP", "", "" },
		{ "5.15.153.1-microsoft-standard-WSL2", "#1 SMP Fri Mar 29 23:14:13 UTC 2024", "",
		  "5.15.153.1" },
		{ "6.12.0", "#1 SMP PREEMPT_DYNAMIC", "", "6.12.0" },
		{ "6.13.0-rc4", "#1 SMP PREEMPT_DYNAMIC", "", "" },
		{ "7.3.4", "#1 SMP PREEMPT_DYNAMIC", "", "7.3.4" },
		{ "7.4-custom", "#1 SMP", "", "" },
		{ "", "", "", "" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		char stable[65] = "not touched";

		kernel_stable(rows[i].release, rows[i].version, rows[i].signature, stable,
			      sizeof(stable));
		assert_string_equal(stable, rows[i].stable);
	}
}

TEST(a_stable_release_that_does_not_fit_is_none)
{
	char stable[7] = "";

	kernel_stable("6.1.19", "", "", stable, sizeof(stable));
	assert_string_equal(stable, "6.1.19");
	kernel_stable("6.1.192", "", "", stable, sizeof(stable));
	assert_string_equal(stable, "");
}

TEST(the_running_kernel_has_a_release)
{
	struct kernel_identity identity;

	kernel_identify(&identity);
	assert_true(strlen(identity.release) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_stable_release_is_found_where_a_distribution_writes_it),
		cmocka_unit_test(a_stable_release_that_does_not_fit_is_none),
		cmocka_unit_test(the_running_kernel_has_a_release),
	};

	return cmocka_run_group_tests_name("kernel release", tests, NULL, NULL);
}
