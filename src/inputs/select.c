/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/select.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "access/files/dump_files.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio.h"
#include "base/device_list.h"
#include "base/macros.h"
#include "base/memory.h"
#include "base/text.h"
#include "call/command.h"
#include "call/dump_names.h"
#include "call/messages.h"
#include "inputs/machine_name.h"

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

/* A device that an argument names: of any dump of the call, or of one. */
struct named {
	struct pci_address address;
	const char *path;	/* NULL: any */
};

struct named_list {
	struct named *list;
	size_t count;
};

static void named_list_free(struct named_list *named)
{
	free(named->list);
}

/* Whether a device is of the dump that was named so. */
static bool is_of(const struct options *options, struct device_list *list, size_t at,
		  const char *path)
{
	const struct device *device = device_list_open(list, at);
	bool is = device != NULL && strcmp(options->dump[device->input].path, path) == 0;

	device_list_close(list, at);
	return is;
}

/* Copies the devices of `from` that an argument names to the list; false: there is none. */
static bool take_named(const struct options *options, struct device_list *from,
		       const struct named *named, struct device_list *list)
{
	bool found = false;

	for (size_t i = 0; i < from->count; i++) {
		const struct device_slot *slot = &from->slots[i];

		if (address_compare(device_slot_address(slot), &named->address) != 0 ||
		    (named->path != NULL && !is_of(options, from, i, named->path)))
			continue;
		if (!device_list_copy_slot(list, slot))
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
	device->file = dump;
	if (dump != NULL)
		fault_hint(&device->error, "the dump's devices: vfio-cfgtool list -F %s",
			   text_shell_word(dump, word, sizeof(word)));
	else if (pci_is_shown(&device->error))
		fault_hint(&device->error, "the machine's devices: vfio-cfgtool list");
}

static bool add_named(struct named_list *named, const struct pci_address *address,
		      const char *path)
{
	struct named *grown = memory_grow(named->list, named->count + 1, sizeof(*grown));

	if (grown == NULL)
		return false;
	named->list = grown;
	grown[named->count++] = (struct named) { *address, path };
	return true;
}

/* What a name of this machine stands for, which bind and unbind say before they act. */
static void tell_name(const struct options *options, const char *name,
		      const struct device_list *list)
{
	char address[ADDRESS_TEXT_SIZE];

	if (list->count > 1)
		message_note(name, "its IOMMU group has %zu devices", list->count);
	else if (command_find(options->task.command)->says_device)
		message_note(NULL, "%s is %s", name,
			     address_format(&list->slots[0].device->address, address));
}

/* The functions that a name of this machine stands for. */
static enum exit_status find_name(const struct options *options, const char *name,
				  struct device_list *list)
{
	struct fault fault = { .code = FAULT_NONE };

	if (!machine_name_find(name, list, &fault)) {
		message_fault(name, &fault);
		return fault.code == FAULT_UNSUPPORTED ? EXIT_USAGE : EXIT_UNUSABLE;
	}
	tell_name(options, name, list);
	for (size_t i = 0; i < list->count; i++)
		sysfs_describe(list->slots[i].device, NULL);
	select_drop_bridges(list);
	return EXIT_DONE;
}

static enum exit_status add_name(const struct options *options, const char *name,
				 struct named_list *named)
{
	CLEANUP_DEVICE_LIST struct device_list list = { .slots = NULL };
	enum exit_status status = find_name(options, name, &list);

	for (size_t i = 0; i < list.count && status == EXIT_DONE; i++)
		if (!add_named(named, &list.slots[i].device->address, NULL))
			status = EXIT_UNUSABLE;
	return status;
}

static enum exit_status not_a_device(const char *argument)
{
	message_error(argument, "not a device");
	message_hint("a device is [DOMAIN:]BUS:DEVICE.FUNCTION, such as 0000:01:00.0");
	return EXIT_USAGE;
}

/* The arguments as devices, in their order. */
static enum exit_status parse_arguments(const struct options *options, struct named_list *named)
{
	enum exit_status status = EXIT_DONE;

	for (size_t i = 0; options->arguments != NULL && options->arguments[i] != NULL &&
			   status == EXIT_DONE; i++) {
		const char *argument = options->arguments[i];
		struct pci_address address;
		struct dump_name name;

		if (options->task.dump != NULL && dump_name_parse(argument, false, &name))
			status = add_named(named, &name.address, name.path) ? EXIT_DONE : EXIT_UNUSABLE;
		else if (address_parse(argument, &address))
			status = add_named(named, &address, NULL) ? EXIT_DONE : EXIT_UNUSABLE;
		else if (memory_has_failed())
			status = EXIT_UNUSABLE;
		else
			status = options->task.dump != NULL ? not_a_device(argument)
							    : add_name(options, argument, named);
	}
	return status;
}

/* Whether -s and -d let a device through. */
static bool is_selected(struct device_list *list, size_t at, const void *context)
{
	const struct options *options = context;
	const struct device *device = device_list_open(list, at);

	return device != NULL && pci_selection_match(&options->selection, device);
}

/* Each address that stands more than once in a file, once. */
static void tell_duplicates(const struct device_list *list, size_t start)
{
	for (size_t i = start; i < list->count; i++) {
		const struct device_slot *slot = &list->slots[i];
		const struct pci_address *address = device_slot_address(slot);
		char text[ADDRESS_TEXT_SIZE];

		if (!device_slot_is_duplicate(slot) ||
		    (i > start && address_compare(device_slot_address(slot - 1), address) == 0))
			continue;
		message_note(device_slot_file(slot), "it has %s more than once: each is kept",
			     address_format(address, text));
	}
}

/* What is told of files while they are read into the list that is the context. */
static void file_failed(void *context, const char *path, const struct fault *fault)
{
	struct device_list *list = context;

	message_fault(path, fault);
	list->incomplete = true;
}

static void file_left_out(void *context, const char *path, const struct dump_notes *notes)
{
	char text[ADDRESS_TEXT_SIZE];

	(void)context;
	message_note(path, "%zu function%s named in it without bytes, and left out: %s%s",
		     notes->nameless, notes->nameless > 1 ? "s are" : " is",
		     address_format(&notes->first, text), notes->nameless > 1 ? " ..." : "");
}

static void file_skipped(void *context, const char *path, const struct fault *fault)
{
	(void)context;
	message_note(path, "%s", fault->message);
}

/* Completes a device of a dump by the facts that it has; the context is the options. */
static void complete_device(const void *context, struct device *device)
{
	if (device->capture != NULL)
		describe_capture(context, device);
	else
		describe_dump(context, device);
}

static bool has_address(struct device_list *list, size_t at, const void *context)
{
	return address_compare(device_slot_address(&list->slots[at]), context) == 0;
}

/* Sorts the devices from `start` on by address, those of each file by themselves. */
static void arrange(struct device_list *list, size_t start)
{
	for (size_t i = start, end = start; i < list->count; i = end) {
		const char *file = device_slot_file(&list->slots[i]);
		struct device_list part = { .slots = list->slots };

		while (end < list->count && device_slot_file(&list->slots[end]) == file)
			end++;
		part.count = end;
		device_list_sort(&part, i);
		tell_duplicates(&part, i);
	}
}

/* Appends the devices of one dump that was named, which can be a directory. */
static bool read_dump(const struct options *options, size_t number, struct device_list *list)
{
	const struct dump_name *name = &options->dump[number];
	const struct dump_request request = {
		.path = name->path, .has_address = name->has_address, .address = name->address,
		.input = number, .complete = complete_device, .context = options,
	};
	const struct dump_listener listener = {
		.failed = file_failed, .left_out = file_left_out, .skipped = file_skipped,
		.context = list,
	};
	size_t start = list->count;
	bool incomplete = list->incomplete;
	struct device *device;

	list->incomplete = false;
	dump_files_read(&request, list, &listener);
	if (name->only)
		device_list_keep(list, start, has_address, &name->address);
	if (name->only && list->count == start && !list->incomplete) {
		device = device_list_append(list, &name->address);
		if (device == NULL)
			return false;
		not_found(name->path, device);
	}
	arrange(list, start);
	list->incomplete |= incomplete;
	return true;
}

static enum exit_status select_dump(const struct options *options, const struct named_list *named,
				    struct device_list *list)
{
	CLEANUP_DEVICE_LIST struct device_list dump = { .slots = NULL };

	for (size_t i = 0; i < options->dumps; i++)
		if (!read_dump(options, i, &dump))
			return EXIT_UNUSABLE;
	if (named->count == 0) {
		if (options->selected)
			device_list_keep(&dump, 0, is_selected, options);
		*list = dump;
		dump = (struct device_list) { .slots = NULL };
		return EXIT_DONE;
	}
	list->incomplete = dump.incomplete;
	for (size_t i = 0; i < named->count; i++) {
		const struct named *one = &named->list[i];
		struct device *device;

		if (take_named(options, &dump, one, list))
			continue;
		if (dump.incomplete && dump.count == 0)
			continue;	/* its file could not be read, which is told */
		device = device_list_append(list, &one->address);
		if (device == NULL)
			return EXIT_UNUSABLE;
		not_found(one->path != NULL ? one->path : options->task.dump, device);
	}
	return EXIT_DONE;
}

static int found(const struct pci_address *address, void *context)
{
	return device_list_append(context, address) != NULL ? 0 : -ENOMEM;
}

/* The functions that -s names in the words of this machine, or all functions of it. */
static enum exit_status find_machine(const struct options *options, struct device_list *list)
{
	struct fault fault = { .code = FAULT_NONE };

	if (options->slot_name != NULL)
		return find_name(options, options->slot_name, list);
	if (pci_machine(found, list, &fault) == 0) {
		if (list->count != 0)
			return EXIT_DONE;
		fault_set(&fault, FAULT_NOT_FOUND, ENODEV, "this machine has no PCI device");
		fault_hint(&fault, "those of another are read from a dump made there: vfio-cfgtool list -F FILE");
	}
	message_fault(NULL, &fault);
	return EXIT_UNUSABLE;
}

static bool is_no_bridge(struct device_list *list, size_t at, const void *context)
{
	(void)context;
	return !vfio_is_bridge(list->slots[at].device);
}

size_t select_take_bridges(struct device_list *list)
{
	size_t before = list->count;

	device_list_keep(list, 0, is_no_bridge, NULL);
	return before - list->count;
}

void select_drop_bridges(struct device_list *list)
{
	size_t bridges = 0;

	for (size_t i = 0; i < list->count; i++)
		bridges += vfio_is_bridge(list->slots[i].device);
	if (bridges == 0 || bridges == list->count)
		return;
	select_take_bridges(list);
	message_note(NULL, "%zu bridge%s left out, which VFIO does not take", bridges,
		     bridges == 1 ? " is" : "s are");
}

/* Whether a device can be opened without a token of its PF's user. */
static bool needs_no_token(struct device_list *list, size_t at, const void *context)
{
	struct vfio_look look = { .state = VFIO_MAPPABLE };

	(void)context;
	if (list->slots[at].device->is_vf)
		vfio_look_at(list->slots[at].device, &look);
	return look.state != VFIO_NEEDS_TOKEN;
}

/* Takes out the VFs that need a token, and says how many. */
static void drop_tokens(struct device_list *list)
{
	size_t before = list->count;

	device_list_keep(list, 0, needs_no_token, NULL);
	if (list->count < before)
		message_note(NULL, "%zu VF%s left out: they need a token", before - list->count,
			     before - list->count == 1 ? " is" : "s are");
}

/* All functions of the machine, or those that the options let through. */
static enum exit_status select_machine(const struct options *options, struct device_list *list)
{
	enum exit_status status = find_machine(options, list);
	size_t kept = 0;

	if (status != EXIT_DONE)
		return status;
	for (size_t i = 0; i < list->count; i++) {
		struct device *device = list->slots[i].device;

		device->source = SOURCE_SYSFS;
		/* one that has gone since is none of the machine's any more */
		if (sysfs_describe(device, NULL) == 0 &&
		    (!options->all || sysfs_is_vfio(&device->address)))
			list->slots[kept++].device = device;
		else
			device_free(device);
	}
	list->count = kept;
	device_list_keep(list, 0, is_selected, options);
	if (options->skip_tokens)
		drop_tokens(list);
	if (command_find(options->task.command)->no_bridges)
		select_drop_bridges(list);
	device_list_sort(list, 0);
	return EXIT_DONE;
}

/* The devices of this machine that are named. */
static enum exit_status select_live(const struct named_list *named, struct device_list *list)
{
	for (size_t i = 0; i < named->count; i++) {
		struct device *device = device_list_append(list, &named->list[i].address);

		if (device == NULL)
			return EXIT_UNUSABLE;
		device->source = SOURCE_SYSFS;
		if (!sysfs_exists(&device->address))
			not_found(NULL, device);
		else
			sysfs_describe(device, &device->error);
	}
	return EXIT_DONE;
}

/* The call names no device: says by which of the command's options it can. */
static enum exit_status no_device(const struct options *options)
{
	static const struct { enum option_id id; const char *word; } ways[] = {
		{ OPTION_ALL, "--all" }, { OPTION_SLOT, "-s" }, { OPTION_ID, "-d" },
		{ OPTION_DUMP, "-F FILE" },
	};
	const enum option_id *list = command_find(options->task.command)->options;
	const char *word[ARRAY_LENGTH(ways)];
	char text[64] = "";
	size_t words = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(ways); i++)
		if (options_include(list, option_find(ways[i].id)))
			word[words++] = ways[i].word;
	for (size_t i = 0; i < words; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s",
			 i == 0 ? ", or use " : i + 1 < words ? ", " : " or ", word[i]);
	message_error(NULL, "no DEVICE");
	message_hint("name one%s; see: vfio-cfgtool list", text);
	return EXIT_USAGE;
}

/* --vf-id changes the IDs of VFs alone. */
static void tell_unused_ids(const struct options *options, struct device_list *list)
{
	bool used = options->vf_vendor < 0;

	for (size_t i = 0; i < list->count && !used; i++) {
		const struct device *device = device_list_open(list, i);

		used = device == NULL || device->is_vf;
		device_list_close(list, i);
	}
	if (!used)
		message_note("--vf-id", "no device is a VF, so it changes nothing; --vf says that one is");
}

enum exit_status select_devices(const struct options *options, bool whole,
				struct device_list *list)
{
	__attribute__((cleanup(named_list_free))) struct named_list named = { .list = NULL };
	enum exit_status status = parse_arguments(options, &named);
	struct fault fault;

	if (status != EXIT_DONE)
		return status;
	if (named.count != 0 && options->selected) {
		message_error(NULL, "a DEVICE does not go with -s, -d and --all");
		return EXIT_USAGE;
	}
	if (options->task.dump != NULL) {
		status = select_dump(options, &named, list);
		tell_unused_ids(options, list);
	} else if (named.count != 0) {
		status = select_live(&named, list);
	} else if (options->selected || whole) {
		status = select_machine(options, list);
	} else {
		return no_device(options);
	}
	if (status == EXIT_DONE && list->count == 0 && list->incomplete)
		return EXIT_UNUSABLE;
	if (status == EXIT_DONE && list->count == 0) {
		fault_set(&fault, FAULT_NOT_FOUND, ENODEV, "%s",
			  options->all && options->task.dump == NULL
			  ? "no device is bound to a VFIO driver" : "no device selected");
		message_fault(options->task.dump, &fault);
		return EXIT_UNUSABLE;
	}
	return status;
}
