/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Explanations of one register, for the tests of explain. */
#ifndef VFIO_CFGTOOL_UNIT_EXPLAIN_EXPECT_H
#define VFIO_CFGTOOL_UNIT_EXPLAIN_EXPECT_H

#include "user_view_expect.h"

#include <string.h>

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "policy_complaint.h"

/* The explanation of a place; valid until the next call. */
static inline const struct explanation *explained_with(const struct space_builder *builder,
						const char *release,
						const struct device_facts *facts,
						const char *driver, const char *text)
{
	static struct prediction scratch;
	static struct explanation explanation;
	struct device_facts driven = *facts;
	struct register_reference reference;
	const struct prediction *prediction;
	const char *complaint;
	char why[256];

	driven.driver = driver;
	prediction = view_with(builder, release, &driven).prediction;
	if (!register_parse(text, &reference, why, sizeof(why)) ||
	    !register_resolve(&reference, &prediction->map, &prediction->registers,
			      &explanation.place, why, sizeof(why)))
		fail_msg("%s", why);
	explanation.user = prediction_read(prediction, explanation.place.offset,
					   explanation.place.width);
	explanation.hardware = space_value(&builder->space, explanation.place.offset,
					   explanation.place.width);
	explain(prediction, &scratch, &explanation, 1);
	complaint = explanation_complaint(&explanation);
	if (complaint != NULL)
		fail_msg("%s: %s", text, complaint);
	return &explanation;
}

static inline const struct explanation *explained(const struct space_builder *builder,
					   const char *release, const char *text)
{
	return explained_with(builder, release, &no_facts, "", text);
}

static inline bool has_note(const struct explanation *explanation, const char *part)
{
	for (unsigned int i = 0; i < explanation->notes; i++)
		if (strstr(explanation->note[i], part) != NULL)
			return true;
	return false;
}

static inline void assert_note(const struct explanation *explanation, const char *part)
{
	if (!has_note(explanation, part))
		fail_msg("no note says \"%s\"; the first of %u: %s", part, explanation->notes,
			 explanation->notes > 0 ? explanation->note[0] : "");
}

static inline void assert_no_note(const struct explanation *explanation, const char *part)
{
	if (has_note(explanation, part))
		fail_msg("a note says \"%s\"", part);
}

/* The switches that matter here, "NAME NAME". */
static inline void assert_switches(const struct explanation *explanation, const char *expected)
{
	char text[300] = "";

	for (unsigned int i = 0; i < explanation->switches; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", i > 0 ? " " : "",
			 rules_switch_infos[explanation->switches_list[i].setting].name);
	assert_string_equal(text, expected);
}

/* A device whose first extended capability is hidden, with another behind it. */
static inline struct space_builder first_hidden(unsigned int id)
{
	struct space_builder builder = builder_start_express();

	add_extended(&builder, 0x100, id);
	add_extended(&builder, 0x140, 0x01);
	return builder;
}

#endif
