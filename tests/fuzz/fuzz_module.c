// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as the file of a module. The rules read from them have a name. */
#include <stdlib.h>
#include <string.h>

#include "access/files/module_file.h"
#include "base/macros.h"
#include "model/vfio/rules_in_kernel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_rules(const struct module_facts *facts)
{
	struct table_difference untold;
	struct rules rules, again;
	char why[512];

	rules_for_release(&rules_newest, &rules);
	rules_take_module(facts, &rules, &untold);
	if (!rules_parse(rules.name, NULL, &again, why, sizeof(why)) || !rules_equal(&rules, &again))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* of exactly that size, so that ASan sees a read past it */
	CLEANUP_FREE uint8_t *bytes = malloc(size > 0 ? size : 1);
	struct fault fault = { .code = FAULT_NONE };
	struct module_facts facts;

	if (bytes == NULL)
		return 0;
	memcpy(bytes, data, size);
	if (module_file_parse(bytes, size, &facts, &fault) == 0)
		check_rules(&facts);
	else if (fault.code == FAULT_NONE || fault.message[0] == '\0')
		abort();
	return 0;
}
