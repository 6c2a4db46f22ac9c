/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Sentences about a register's value, and about how other accesses change it. */
#include "model/verdict/explain.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/macros.h"
#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_VENDOR_ID		0x00
#define PCI_DEVICE_ID		0x02
#define PCI_COMMAND		0x04
#define PCI_STATUS		0x06
#define PCI_CAPABILITY_LIST	0x34
#define PCI_INTERRUPT_PIN	0x3d

static void note(struct explanation *explanation, const char *format, ...) PRINTF_FORMAT(2, 3);

static void note(struct explanation *explanation, const char *format, ...)
{
	va_list arguments;

	if (explanation->notes == EXPLANATION_NOTES)
		return;
	va_start(arguments, format);
	vsnprintf(explanation->note[explanation->notes++], EXPLANATION_NOTE_SIZE, format,
		  arguments);
	va_end(arguments);
}

static bool covers(const struct explanation *explanation, unsigned int offset)
{
	return offset >= explanation->place.offset &&
	       offset < (unsigned int)explanation->place.offset + explanation->place.width;
}

static bool views_differ(const struct explanation *explanation, unsigned int offset)
{
	unsigned int shift = 8 * (offset - explanation->place.offset);

	return explanation->user.known && explanation->hardware.known &&
	       (explanation->user.value >> shift & 0xff) !=
		       (explanation->hardware.value >> shift & 0xff);
}

static void note_pin(const struct prediction *prediction, struct explanation *explanation)
{
	const struct device_facts *facts = &prediction->facts;
	const char *why = "INTx of this device cannot be masked";

	if (!covers(explanation, PCI_INTERRUPT_PIN) ||
	    !views_differ(explanation, PCI_INTERRUPT_PIN))
		return;
	if (facts->is_vf)
		why = "a VF has no INTx";
	else if (facts->intx_unsupported)
		why = "the kernel has no INTx for it";
	else if (facts->irq == DEVICE_IRQ_NOT_CONNECTED)
		why = "its IRQ is not connected";
	else if (facts->irq == 0)
		why = "it has no IRQ";
	note(explanation, "the interrupt pin reads 0: %s (vfio_config_init)", why);
}

/* The most names in a list; of the others it gives the number. */
#define NAMES 4

/* Lists the hidden capabilities that a next pointer skips, from a visit on. */
static unsigned int list_hidden(const struct map *map, bool extended, unsigned int from,
				char *text, size_t size)
{
	unsigned int count = 0;
	size_t used = 0;

	text[0] = '\0';
	for (unsigned int i = from; i < map->visits && map->visit[i].length == 0; i++, count++) {
		char name[CAPABILITY_NAME_SIZE];

		if (extended != (map->visit[i].kind != KIND_CAPABILITY))
			break;
		if (count < NAMES)
			used += (size_t)snprintf(text + used, size - used, "%s%s at %x",
						 count > 0 ? ", " : "",
						 capability_name(extended, map->visit[i].id, name),
						 map->visit[i].start);
	}
	if (count > NAMES)
		snprintf(text + used, size - used, ", and %u more", count - NAMES);
	return count;
}

/* Whether the place has this byte, read from the virtual copy. */
static bool shows(const struct prediction *prediction, const struct explanation *explanation,
		  unsigned int offset)
{
	return covers(explanation, offset) && prediction->policy.read_virtual[offset] != 0;
}

/* Names the hidden capabilities that a next pointer skips. */
static void note_chain(const struct prediction *prediction, struct explanation *explanation)
{
	const struct map *map = &prediction->map;
	char names[200];

	if (shows(prediction, explanation, PCI_CAPABILITY_LIST) &&
	    list_hidden(map, false, 0, names, sizeof(names)))
		note(explanation, "the user's chain leads past %s, which VFIO hides", names);
	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];
		bool extended = visit->kind != KIND_CAPABILITY;
		/* an extended pointer is bits 31:20 of the header */
		unsigned int first = visit->start + (extended ? 2U : 1U);

		if (visit->length == 0 || first + 1 >= map->size ||
		    map->owner[map->owner_of[first]].start != visit->start ||
		    !(shows(prediction, explanation, first) ||
		      (extended && shows(prediction, explanation, first + 1))) ||
		    !list_hidden(map, extended, i + 1, names, sizeof(names)))
			continue;
		note(explanation, "the user's chain leads past %s, which VFIO hides", names);
	}
	if (shows(prediction, explanation, PCI_STATUS) && views_differ(explanation, PCI_STATUS))
		note(explanation, "VFIO hides every capability in the chain, so it says that there is none");
}

static void note_extended(const struct prediction *prediction, struct explanation *explanation)
{
	const struct map *map = &prediction->map;
	char name[CAPABILITY_NAME_SIZE];

	if (!covers(explanation, SPACE_SIZE) || map->size <= SPACE_SIZE)
		return;
	if (explanation->owner.kind == KIND_RAW) {
		note(explanation,
		     space_dword(prediction->space, SPACE_SIZE) == 0
			     ? "extended space begins with 0: the kernel looks for no extended capabilities"
			     : "the kernel looks for no extended capabilities: that takes a PCI Express capability in VFIO's chain, or PCI-X of version 1 or 2");
		return;
	}
	if (explanation->owner.kind != KIND_PLACEHOLDER)
		return;
	capability_name(true, explanation->owner.id, name);
	if (explanation->bits.undefined || prediction->policy.read_virtual[SPACE_SIZE] == 0) {
		note(explanation, "the first extended capability, %s, is hidden, but the kernel judges its header by the low byte of its ID alone, %02x",
		     name, explanation->owner.id & 0xffU);
		if (!explanation->bits.undefined)
			note(explanation, "so a user reads the hardware's header, and finds in the chain what VFIO leaves out after it");
		return;
	}
	note(explanation, "the first extended capability, %s, is hidden; its header stays as the anchor of the chain, with ID and version 0",
	     name);
	if (explanation->user.known && explanation->user.value == 0)
		note(explanation, "no other extended capability is shown, so it reads 0, and a user finds none");
	else
		note(explanation, "a user that stops at ID 0 finds no extended capability, although there are some");
}

static const char *hidden_reason(enum hidden_reason reason)
{
	static const char *const texts[] = {
		[HIDDEN_NULL_CAPABILITY] = "it is the null capability",
		[HIDDEN_NOT_VIRTUALIZED] = "the kernel's table has length 0 for it",
		[HIDDEN_UNKNOWN] = "the kernel's table does not know its ID",
		[HIDDEN_EMPTY] = "its own length field says 0",
	};

	return texts[reason];
}

static void note_hidden(const struct prediction *prediction, struct explanation *explanation)
{
	const struct map_visit *visit = map_extent(&prediction->map, explanation->place.offset);
	const struct map_hidden *hidden = &explanation->hidden;
	char name[CAPABILITY_NAME_SIZE];

	if (!explanation->is_hidden)
		return;
	note(explanation, "VFIO hides %s at %x: %s",
	     capability_name(hidden->extended, hidden->id, name), hidden->offset,
	     hidden_reason(hidden->reason));
	note(explanation, "an open logs that as \"hiding %scap %#x@%#x\", from 6.5 on as a debug message: it is normal and breaks nothing",
	     hidden->extended ? "e" : "", hidden->id, hidden->offset);
	if (visit != NULL && !visit->extent_known)
		note(explanation, "its length is not known: each byte up to the next capability can be its");
	note(explanation, "it is not in the user's chain, but a user who knows where it is reads and writes its registers in the hardware");
}

static void note_open(const struct prediction *prediction, struct explanation *explanation)
{
	const struct register_place *place = &explanation->place;
	struct known_value before = space_value(prediction->space, place->offset, place->width);
	struct known_value after =
		space_value(&prediction->user_view.hardware, place->offset, place->width);

	if (before.known && after.known && before.value != after.value)
		note(explanation, "an open makes the hardware's value %0*x: it %s",
		     2 * place->width, after.value,
		     covers(explanation, PCI_COMMAND)
			     ? "enables the device, and clears bus master and INTx disable"
			     : "wakes the device");
	if (prediction->user_view.no_memory_enable && covers(explanation, PCI_COMMAND))
		note(explanation, "the device has no memory enable of its own: an access that starts at 04 reads what the user last wrote, 1 at first");
	if (explanation->user.known || explanation->bits.undefined)
		return;
	if (user_view_is_bar(place->offset) && explanation->owner.kind == KIND_HEADER)
		note(explanation, "what a user reads depends on the host's resources, which are not known here");
	else if (place->offset < PCI_COMMAND && prediction->facts.is_vf)
		note(explanation, "the kernel supplies the VF's ID: the device's bytes do not have it");
	else if (explanation->owner.kind == KIND_VIRTUAL)
		note(explanation, "it is the address of the OpRegion, or of its video BIOS table: the device's bytes do not have it");
}

/* The kernel makes its MSI table once, from the first MSI capability in the chain. */
static void note_several_msi(const struct prediction *prediction, struct explanation *explanation)
{
	const struct map *map = &prediction->map;
	unsigned int first = 0;

	if (explanation->owner.kind != KIND_CAPABILITY || explanation->owner.id != CAP_ID_MSI)
		return;
	while (first < map->visits && (map->visit[first].kind != KIND_CAPABILITY ||
				       map->visit[first].id != CAP_ID_MSI))
		first++;
	if (first < map->visits && map->visit[first].start != explanation->owner.start)
		note(explanation, "the kernel has one table for all MSI capabilities, with the registers of the first one, at %02x (vfio_msi_cap_len)",
		     map->visit[first].start);
}

/* The kernel finds the start of a capability below 40 again for each access. */
static void note_quirks(const struct prediction *prediction, struct explanation *explanation)
{
	const struct policy_place *place = &prediction->policy.place[explanation->place.offset];
	unsigned int offset = explanation->place.offset;
	const struct map_owner *owner = &explanation->owner;

	if (owner->kind != KIND_CAPABILITY && owner->kind != KIND_EXTENDED)
		return;
	note_several_msi(prediction, explanation);
	if (offset < 0x40)
		note(explanation, "a next pointer puts the capability into the header, where the kernel takes each access for its first byte");
	else if (offset >= SPACE_SIZE && owner->kind == KIND_CAPABILITY)
		note(explanation, "the capability reaches into extended space, where the kernel takes its ID for that of an extended one");
	else if (place->offset != offset - owner->start)
		note(explanation, "the kernel takes this for byte %x of the capability, not %x: %s",
		     place->offset, offset - owner->start, place->offset > offset - owner->start
		     ? "it looks for the start by the ID, and finds that of a neighbour with the same one"
		     : "it looks for the start by the ID, and stops where another has taken bytes");
}

/*
 * Notes a side effect of an access of `width` bytes around the place: before the kernel writes
 * to the hardware, it reads the whole width of the access, and then writes all of it back.
 * `told` marks the bytes of a dword that have a note already.
 */
static void note_written_back(const struct prediction *prediction, struct explanation *explanation,
			      unsigned int start, unsigned int width, unsigned int *told)
{
	struct policy_bits bits = policy_access(&prediction->policy, start, width);
	const struct permission *permission = prediction->policy.place[start].permission;

	if (permission == NULL || permission->write_function == WRITE_RAW ||
	    (bits.write & ~bits.write_virtual) == 0)
		return;
	for (unsigned int i = 0; i < width; i++) {
		const struct device_register *other =
			registers_around(&prediction->registers, start + i);
		char name[REGISTER_NAME_SIZE];
		unsigned int byte;
		uint32_t status;

		if (other == NULL || *told >> (start + i) % 4 & 1)
			continue;
		byte = start + i - other->offset;
		status = other->type->w1c & UINT32_C(0xff) << (8 * byte);
		status &= ~((bits.write >> (8 * i) & 0xff) << (8 * byte));
		if (status == 0)
			continue;
		*told |= 1U << (start + i) % 4;
		note(explanation, "a write of %u byte%s at %02x that changes the hardware also writes %s bits %0*x back as they are read: set status bits can be cleared so",
		     width, width > 1 ? "s" : "", start, register_name(other, name),
		     2 * other->type->width, status);
	}
}

static void note_widths(const struct prediction *prediction, struct explanation *explanation)
{
	unsigned int told = 0;

	for (unsigned int width = 1; width <= 4; width *= 2) {
		unsigned int start = explanation->place.offset & ~(width - 1);
		struct policy_bits bytes, access;

		if (start + width > prediction->map.size ||
		    policy_chunk(&prediction->map, start, width) != width ||
		    width < explanation->place.width)
			continue;
		note_written_back(prediction, explanation, start, width, &told);
		bytes = policy_bytes(&prediction->policy, start, width);
		access = policy_access(&prediction->policy, start, width);
		if (prediction->policy.overlaid || access.undefined || bytes.undefined)
			continue;
		if (access.read_virtual != bytes.read_virtual)
			note(explanation, "a read of %u bytes at %02x takes bits %0*x from the virtual copy, bytes one by one %0*x",
			     width, start, 2 * (int)width, access.read_virtual, 2 * (int)width,
			     bytes.read_virtual);
		if (access.write != bytes.write || access.write_virtual != bytes.write_virtual)
			note(explanation, "a write of %u bytes at %02x changes bits %0*x, %0*x of them in the virtual copy; bytes one by one %0*x, %0*x",
			     width, start, 2 * (int)width, access.write, 2 * (int)width,
			     access.write_virtual, 2 * (int)width, bytes.write, 2 * (int)width,
			     bytes.write_virtual);
	}
}

void explain_notes(const struct prediction *prediction, struct explanation *explanation)
{
	note_hidden(prediction, explanation);
	note_extended(prediction, explanation);
	note_chain(prediction, explanation);
	note_pin(prediction, explanation);
	note_open(prediction, explanation);
	note_quirks(prediction, explanation);
	note_widths(prediction, explanation);
	if (explanation->overlay != NULL)
		note(explanation, "the driver %s answers it itself: %s",
		     prediction->facts.driver, explanation->overlay->why);
}
