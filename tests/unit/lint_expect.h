/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists the hazards of a space under a release's rules, and asserts them. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_LINT_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_LINT_EXPECT_H

#include "policy_expect.h"

#include "model/verdict/lint.h"

/* All hazards of a device under a release's rules; valid until the next call. */
static inline const struct lint *lint_of(const struct space_builder *builder, const char *release)
{
	static struct prediction prediction;
	static struct lint lint;
	const struct rules rules = rules_of(release);

	prediction_build(&builder->space, &rules, &no_facts, &prediction);
	lint_find(&prediction, NULL, &lint);
	return &lint;
}

/* The findings of one code, as "SEVERITY START-END CAPABILITY; ...", are these. */
static inline void assert_found(const struct space_builder *builder, const char *release,
			 enum lint_code code, const char *expected)
{
	const struct lint *lint = lint_of(builder, release);
	char text[1000] = "";
	size_t used = 0;

	for (unsigned int i = 0; i < lint->findings && used < sizeof(text); i++) {
		const struct lint_finding *finding = &lint->finding[i];

		if (finding->code != code)
			continue;
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s %x-%x %s",
					 used > 0 ? "; " : "",
					 lint_severity_name(finding->severity), finding->start,
					 finding->end, finding->capability);
	}
	assert_string_equal(text, expected);
}

/* The detail of the only finding of a code. */
static inline const char *detail_of(const struct space_builder *builder, const char *release,
			     enum lint_code code)
{
	const struct lint *lint = lint_of(builder, release);

	for (unsigned int i = 0; i < lint->findings; i++)
		if (lint->finding[i].code == code)
			return lint->finding[i].detail;
	fail_msg("no %s", lint_info(code)->name);
	return NULL;
}

#endif
