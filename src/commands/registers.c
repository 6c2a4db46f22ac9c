/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/registers.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "call/messages.h"
#include "model/vfio/overlay.h"

enum exit_status register_list_parse(const struct options *options, struct register_list *list)
{
	size_t count = 0;
	char why[200];

	while (options->words[count] != NULL)
		count++;
	list->count = 0;
	list->words = memory_take_zeroed(count + 1, sizeof(*list->words));
	if (list->words == NULL)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < count; i++) {
		struct register_word *word = &list->words[i];

		word->text = options->words[i];
		if (!register_parse(word->text, &word->reference, why, sizeof(why))) {
			message_error(NULL, "%s", why);
			message_hint("a register is NAME, CAP_x+OFFSET or OFFSET, with .b, .w or .l, such as COMMAND, CAP_PM+4.w, 40.l");
			return EXIT_USAGE;
		}
		list->count++;
	}
	return EXIT_DONE;
}

void register_list_free(struct register_list *list)
{
	free(list->words);
	list->words = NULL;
	list->count = 0;
}

void register_show(const struct inspection *inspection, const struct register_place *place,
		   struct report_register *shown)
{
	const struct device *device = inspection->device;

	*shown = (struct report_register){ .place = *place };
	shown->bits = policy_bytes(&inspection->prediction.policy, place->offset, place->width);
	shown->overlaid =
		overlay_row(device->driver, device->product, place->offset, place->width) != NULL;
	if (device->space.view == VIEW_HARDWARE)
		shown->hardware = space_value(&device->space, place->offset, place->width);
	if (device->user != NULL)
		shown->user = space_value(device->user, place->offset, place->width);
	else
		shown->user = prediction_read(&inspection->prediction, place->offset, place->width);
}
