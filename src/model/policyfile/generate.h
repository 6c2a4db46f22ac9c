/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The policy file of a device: rules that say all that its map and its policy are. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_GENERATE_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_GENERATE_H

#include "model/policyfile/check.h"

/* Where it goes, a line at a time, in order. Texts have no line ends. */
struct policy_sink {
	void (*rule)(void *context, const char *text);
	void (*title)(void *context, const char *text);		/* a new group of rules */
	void (*comment)(void *context, const char *text);
	void *context;
};

/*
 * Generates the rules that stand behind `format`: device, size, and all of the map and
 * the policy. Each bit of both is named by one rule at least, by its place in its
 * capability, so that the device keeps all of them, and any that differs breaks one.
 * Values are those that every device of the model has. With `layout` rules on where
 * everything is follow. Of a device without a map it says only why.
 */
void policy_generate(const struct check_subject *subject, bool layout,
		     const struct policy_sink *sink);

#endif
