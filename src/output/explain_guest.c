/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The way of a guest's read and write of a register: one line for each layer. */
#include "output/explain.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/bits.h"
#include "format/prose.h"

/* Bits of a register in a mask by bytes. */
static uint32_t mask_at(const uint8_t *mask, const struct register_place *place)
{
	uint32_t bits = 0;

	for (unsigned int i = 0; i < place->width; i++)
		bits |= (uint32_t)mask[place->offset + i] << (8 * i);
	return bits;
}

/* Prints a sentence of the guest's part. All of them share one label. */
static void PRINTF_FORMAT(2, 3) say_guest(bool *begun, const char *format, ...)
{
	char text[400];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	prose_say(*begun ? "" : "guest", text);
	*begun = true;
}

static void say_guest_value(const struct guest *guest, const struct register_place *place,
			    bool *begun)
{
	for (unsigned int i = 0; i < place->width; i++)
		if (!space_is_known(&guest->space, place->offset + i)) {
			say_guest(begun, "value unknown");
			return;
		}
	say_guest(begun, "value %0*x", 2 * place->width, mask_at(guest->space.byte, place));
}

/* The way of a read, from the guest down. */
static void say_guest_read(const struct report *report, const struct explanation *explanation,
			   bool *begun)
{
	const struct register_place *place = &explanation->place;
	const struct policy_bits *bits = &explanation->bits;
	uint32_t all = bits_all(place->width);
	uint32_t vmm = mask_at(report->guest->read_vmm, place);
	char text[24], copied[24], passed[24];

	prose_bits(vmm, place->width, text, sizeof(text));
	if (vmm != 0)
		say_guest(begun, "a read: %s answers %s", report->vmm->name, text);
	if (vmm == all)
		return;
	prose_bits(all & ~vmm, place->width, text, sizeof(text));
	prose_bits(bits->read_virtual & ~vmm, place->width, copied, sizeof(copied));
	prose_bits(all & ~vmm & ~bits->read_virtual, place->width, passed, sizeof(passed));
	if (bits->undefined)
		say_guest(begun, "a read: vfio-pci answers %s, undefined", text);
	else if ((bits->read_virtual & ~vmm) == 0)
		say_guest(begun, "a read: vfio-pci passes %s on to the device", text);
	else if ((all & ~vmm & ~bits->read_virtual) == 0)
		say_guest(begun, "a read: vfio-pci answers %s from the virtual copy", text);
	else
		say_guest(begun, "a read: vfio-pci answers %s from the virtual copy, and passes %s on "
			  "to the device", copied, passed);
}

/* Says what vfio-pci does with the bits of a write that the VMM passes on. */
static void say_passed(const struct report *report, const struct explanation *explanation,
		       uint32_t passed, bool *begun)
{
	const struct policy_bits *bits = &explanation->bits;
	unsigned int width = explanation->place.width;
	uint32_t copied = passed & bits->write_virtual;
	uint32_t hardware = passed & bits->write & ~bits->write_virtual;
	const char *vmm = report->vmm->name;
	char text[24], more[24];

	prose_bits(passed, width, text, sizeof(text));
	prose_bits(hardware, width, more, sizeof(more));
	if (bits->undefined)
		say_guest(begun, "a write: %s passes %s on to vfio-pci, where the result cannot be "
			  "predicted", vmm, text);
	else if (copied == 0 && hardware == 0)
		say_guest(begun, "a write: %s passes %s on to vfio-pci, which drops them", vmm, text);
	else if (copied == 0)
		say_guest(begun, "a write: %s passes %s on to vfio-pci: %s go to the device", vmm,
			  text, more);
	else if (hardware == 0)
		say_guest(begun, "a write: %s passes %s on to vfio-pci: they go to the virtual copy",
			  vmm, text);
	else {
		prose_bits(copied, width, text, sizeof(text));
		say_guest(begun, "a write: vfio-pci gets it from %s: %s go to the virtual copy, %s "
			  "to the device", vmm, text, more);
	}
}

/* The way of a write, from the guest down. */
static void say_guest_write(const struct report *report, const struct explanation *explanation,
			    bool *begun)
{
	const struct register_place *place = &explanation->place;
	uint32_t passed = mask_at(report->guest->write_vfio, place);
	uint32_t kept = mask_at(report->guest->write_vmm, place);
	char text[24];

	prose_bits(kept, place->width, text, sizeof(text));
	if (kept != 0)
		say_guest(begun, "a write: %s changes %s of its own copy", report->vmm->name, text);
	if (passed == 0)
		say_guest(begun, "a write: %s passes nothing on to vfio-pci", report->vmm->name);
	else
		say_passed(report, explanation, passed, begun);
}

static void say_guest_effects(const struct report *report, const struct register_place *place,
			      bool *begun)
{
	const struct guest *guest = report->guest;

	for (unsigned int i = 0; i < guest->effects; i++) {
		const struct guest_effect_place *effect = &guest->effect[i];
		uint32_t bits = bits_move(effect->mask, effect->offset, place->offset, place->width);
		char text[24];

		if (bits == 0)
			continue;
		prose_bits(bits, place->width, text, sizeof(text));
		say_guest(begun, "%s, %s: %s", guest_effect_name(effect->effect), text,
			  guest_effect_text(effect->effect));
	}
}

void explain_print_guest(const struct report *report, const struct explanation *explanation)
{
	bool begun = false;

	if (report->guest == NULL)
		return;
	if (explanation->place.offset >= report->guest->reach) {
		say_guest(&begun, "a guest reaches %x bytes here: it reads ones, and its writes "
			  "go nowhere", report->guest->reach);
		return;
	}
	say_guest_value(report->guest, &explanation->place, &begun);
	say_guest_read(report, explanation, &begun);
	say_guest_write(report, explanation, &begun);
	say_guest_effects(report, &explanation->place, &begun);
}
