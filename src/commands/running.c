/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/running.h"

#include <stdio.h>
#include <string.h>

#include "access/kernel.h"
#include "commands/messages.h"

void running_rules(struct rules *rules)
{
	struct kernel_identity kernel;
	char why[512];

	kernel_identify(&kernel);
	if (rules_parse(kernel.stable[0] != '\0' ? kernel.stable : kernel.release, NULL, rules,
			why, sizeof(why)))
		return;
	/* older than the oldest known, or a name that is no release */
	rules_for_release(&rules_oldest, rules);
	rules->basis = BASIS_ASSUMED;
	snprintf(rules->note, sizeof(rules->note), "the running kernel %.32s is not known",
		 kernel.release);
}

bool requested_rules(const struct options *options, struct rules *rules)
{
	struct rules automatic;
	char why[512];

	if (options->dump != NULL)
		rules_for_release(&rules_newest, &automatic);
	else
		running_rules(&automatic);
	if (rules_parse(options->rules, &automatic, rules, why, sizeof(why)))
		return true;
	message_error("--rules", "%s", why);
	message_hint("see: vfio-cfgtool rules");
	return false;
}

bool basis_is_enough(const struct options *options, const struct rules *rules)
{
	if (options->require == NULL)
		return true;
	for (int basis = BASIS_ASSUMED; basis <= (int)rules->basis; basis++)
		if (strcmp(options->require, rules_basis_name((enum rules_basis)basis)) == 0)
			return true;
	return false;
}
