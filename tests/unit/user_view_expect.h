/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Predicts the user view of a space under a release's rules, and asserts its values. */
#ifndef VFIO_CFGTOOL_TESTS_UNIT_USER_VIEW_EXPECT_H
#define VFIO_CFGTOOL_TESTS_UNIT_USER_VIEW_EXPECT_H

#include "policy_expect.h"

#include "model/prediction.h"

/* The prediction of one device; valid until the next call. */
struct viewed {
	struct prediction *prediction;
	struct judged judged;
	struct user_view *view;
};

static inline struct viewed view_with(const struct space_builder *builder, const char *release,
				      const struct device_facts *facts)
{
	static struct prediction prediction;
	struct rules rules = rules_of(release);

	prediction_build(&builder->space, &rules, facts, &prediction);
	assert_true(prediction_opens(&prediction));
	return (struct viewed) {
		&prediction, { &prediction.map, &prediction.policy }, &prediction.user_view,
	};
}

static inline struct viewed view(const struct space_builder *builder, const char *release)
{
	return view_with(builder, release, &no_facts);
}

/* One access of a user returns this. */
static inline void assert_read(const struct viewed *viewed, unsigned int offset,
			       unsigned int width, uint32_t expected)
{
	uint32_t value;

	if (!user_view_read(viewed->view, viewed->judged.map, viewed->judged.policy, offset,
			    width, &value))
		fail_msg("%x is not known", offset);
	if (value != expected)
		fail_msg("%x reads %x, not %x", offset, value, expected);
}

/* The result of one access is unknown. */
static inline void assert_no_read(const struct viewed *viewed, unsigned int offset,
				  unsigned int width)
{
	uint32_t value;

	if (user_view_read(viewed->view, viewed->judged.map, viewed->judged.policy, offset,
			   width, &value))
		fail_msg("%x reads %x, and that cannot be known", offset, value);
}

#endif
