/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/select.h"

#include <errno.h>
#include <string.h>

#include "access/files/dump.h"
#include "access/system/sysfs.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands/messages.h"

#define PCI_VENDOR_ID		0x00
#define PCI_DEVICE_ID		0x02
#define PCI_REVISION_ID		0x08
#define PCI_CLASS_PROG		0x09

/*
 * A device of which all that a dump has reads ff: no more is known of it, as a VF's IDs
 * alone read so, and nothing can be said of its capabilities.
 */
static bool is_silent(struct device *device)
{
	if (!space_is_silent(&device->space))
		return false;
	fault_set(&device->error, FAULT_NO_ANSWER, ENODEV,
		  "nothing answered when it was read: every byte is ff, as of a device that is "
		  "in D3cold, without power or behind a link that is down");
	fault_hint(&device->error, "look at its power_state in sysfs, wake it (echo on > "
		   "power/control), see to its power and link, and read it again");
	return true;
}

/* A capture has its facts; what the options say is said against them. */
static void describe_capture(const struct options *options, struct device *device)
{
	if (is_silent(device))
		return;
	device->is_vf = device->is_vf || options->vf;
	device->vf_assumed = device->vf_assumed && !options->vf;
	device->no_intx = device->no_intx || options->no_intx;
	if (options->no_irq)
		device->irq = 0;
	if (device->is_vf && options->vf_vendor >= 0) {
		device->vendor = options->vf_vendor;
		device->product = options->vf_product;
	}
}

/* The facts that a dump's bytes and the options give. */
static void describe_dump(const struct options *options, struct device *device)
{
	const struct config_space *space = &device->space;
	int vendor = space_is_known(space, PCI_VENDOR_ID + 1) ? space_word(space, PCI_VENDOR_ID)
							      : -1;
	int product = space_is_known(space, PCI_DEVICE_ID + 1) ? space_word(space, PCI_DEVICE_ID)
							       : -1;
	bool blank = vendor == 0xffff && product == 0xffff;

	if (is_silent(device))
		return;
	if (options->small && space->size <= SPACE_SIZE)
		device->space.excerpt = false;
	device->vf_assumed = blank && !options->vf;
	device->is_vf = blank || options->vf;
	device->no_intx = options->no_intx;
	if (options->no_irq)
		device->irq = 0;
	if (!blank || device->vendor < 0) {
		device->vendor = vendor;
		device->product = product;
	}
	if (device->is_vf && options->vf_vendor >= 0) {
		device->vendor = options->vf_vendor;
		device->product = options->vf_product;
	}
	if (space_is_known(space, PCI_REVISION_ID))
		device->revision = space_byte(space, PCI_REVISION_ID);
	if (space_is_known(space, PCI_CLASS_PROG + 2))
		device->class = space_word(space, PCI_CLASS_PROG) |
				space_byte(space, PCI_CLASS_PROG + 2) << 16;
}

/* Copies the devices of `from` that an argument names to the list; false: there is none. */
static bool take_address(struct device_list *from, const struct pci_address *address,
			 struct device_list *list)
{
	bool found = false;

	for (size_t i = 0; i < from->count; i++) {
		if (address_compare(&from->devices[i]->address, address) != 0)
			continue;
		if (device_list_copy(list, from->devices[i]) == NULL)
			return found;
		found = true;
	}
	return found;
}

/* Says that the dump (NULL: the machine) has no such device. */
static void not_found(const char *dump, struct device *device)
{
	char word[240];

	if (memory_has_failed()) {
		fault_set(&device->error, FAULT_IO, ENOMEM, "out of memory");
		return;
	}
	fault_set(&device->error, FAULT_NOT_FOUND, ENODEV, "no such device%s%s",
		  dump != NULL ? " in " : "", dump != NULL ? dump : "");
	if (dump != NULL)
		fault_hint(&device->error, "the dump's devices: vfio-cfgtool list -F %s",
			   text_shell_word(dump, word, sizeof(word)));
	else
		fault_hint(&device->error, "the machine's devices: vfio-cfgtool list");
}

/* The arguments as addresses, in their order. */
static enum exit_status parse_arguments(const struct options *options, struct device_list *list)
{
	for (const char *const *argument = options->arguments;
	     argument != NULL && *argument != NULL; argument++) {
		struct pci_address address;

		if (!address_parse(*argument, &address)) {
			message_error(*argument, "not a device");
			message_hint("a device is [DOMAIN:]BUS:DEVICE.FUNCTION, such as 0000:01:00.0");
			return EXIT_USAGE;
		}
		if (device_list_append(list, &address) == NULL)
			return EXIT_UNUSABLE;
	}
	return EXIT_DONE;
}

/* Keeps what -s and -d let through. */
static void filter(const struct options *options, struct device_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct device *device = list->devices[i];

		if (pci_selection_match(&options->selection, device))
			list->devices[kept++] = device;
		else
			device_free(device);
	}
	list->count = kept;
}

/* Each address that stands more than once, once. */
static void tell_duplicates(const char *path, const struct device_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct pci_address *address = &list->devices[i]->address;
		char text[ADDRESS_TEXT_SIZE];

		if (!list->devices[i]->duplicate ||
		    (i > 0 && address_compare(&list->devices[i - 1]->address, address) == 0))
			continue;
		message_note(path, "%s stands in it more than once: each is kept",
			     address_format(address, text));
	}
}

static enum exit_status select_dump(const struct options *options,
				    const struct device_list *named, struct device_list *list)
{
	CLEANUP_DEVICE_LIST struct device_list dump = { .devices = NULL };
	struct fault fault = { .code = FAULT_NONE };

	if (dump_read(options->task.dump, &dump, &fault) != 0) {
		message_fault(options->task.dump, &fault);
		return EXIT_UNUSABLE;
	}
	for (size_t i = 0; i < dump.count; i++) {
		if (dump.devices[i]->capture != NULL)
			describe_capture(options, dump.devices[i]);
		else
			describe_dump(options, dump.devices[i]);
	}
	device_list_sort(&dump);
	tell_duplicates(options->task.dump, &dump);
	if (named->count == 0) {
		filter(options, &dump);
		*list = dump;
		dump = (struct device_list) { .devices = NULL };
		return EXIT_DONE;
	}
	for (size_t i = 0; i < named->count; i++) {
		const struct pci_address *address = &named->devices[i]->address;
		struct device *device;

		if (take_address(&dump, address, list))
			continue;
		device = device_list_append(list, address);
		if (device == NULL)
			return EXIT_UNUSABLE;
		not_found(options->task.dump, device);
	}
	return EXIT_DONE;
}

static int found(const struct pci_address *address, void *context)
{
	return device_list_append(context, address) != NULL ? 0 : -ENOMEM;
}

/* All functions of the machine, or those that the options let through. */
static enum exit_status select_machine(const struct options *options, struct device_list *list)
{
	struct fault fault = { .code = FAULT_NONE };
	size_t kept = 0;

	if (pci_machine(found, list, &fault) != 0) {
		message_fault(NULL, &fault);
		return EXIT_UNUSABLE;
	}
	for (size_t i = 0; i < list->count; i++) {
		struct device *device = list->devices[i];

		device->source = SOURCE_SYSFS;
		/* one that has gone since is none of the machine's any more */
		if (sysfs_describe(device, NULL) == 0 &&
		    (!options->all || sysfs_is_vfio(&device->address)))
			list->devices[kept++] = device;
		else
			device_free(device);
	}
	list->count = kept;
	filter(options, list);
	device_list_sort(list);
	return EXIT_DONE;
}

static void describe_live(struct device_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct device *device = list->devices[i];

		device->source = SOURCE_SYSFS;
		if (!sysfs_exists(&device->address))
			not_found(NULL, device);
		else
			sysfs_describe(device, &device->error);
	}
}

enum exit_status select_devices(const struct options *options, bool whole,
				struct device_list *list)
{
	CLEANUP_DEVICE_LIST struct device_list named = { .devices = NULL };
	enum exit_status status = parse_arguments(options, &named);

	if (status != EXIT_DONE)
		return status;
	if (named.count != 0 && options->selected) {
		message_error(NULL, "a DEVICE does not go with -s, -d and --all");
		return EXIT_USAGE;
	}
	if (options->task.dump != NULL) {
		status = select_dump(options, &named, list);
	} else if (named.count != 0) {
		*list = named;
		named = (struct device_list) { .devices = NULL };
		describe_live(list);
	} else if (options->selected || whole) {
		status = select_machine(options, list);
	} else {
		message_error(NULL, "no DEVICE");
		message_hint("name one, or use --all, -s, -d or -F FILE; see: vfio-cfgtool list");
		return EXIT_USAGE;
	}
	if (status == EXIT_DONE && list->count == 0) {
		message_error(options->task.dump, options->all && options->task.dump == NULL
							  ? "no device is bound to a VFIO driver"
							  : "no device selected");
		return EXIT_UNUSABLE;
	}
	return status;
}
