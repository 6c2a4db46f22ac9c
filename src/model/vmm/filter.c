/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * VMMs that pass on VFIO's configuration space and change single registers: the registers that
 * each answers itself, and how each removes extended capabilities. From their sources of
 * August 2026 (vmm.c names files and commits). Not compared with the real VMMs.
 */
#include <stdio.h>

#include "base/macros.h"
#include "model/vfio/capability.h"
#include "model/vmm/programs.h"

/* linux/pci_regs.h */
#define PCI_STATUS			0x06
#define PCI_STATUS_CAP_LIST		0x10
#define PCI_HEADER_TYPE			0x0e
#define PCI_HEADER_TYPE_MFD		0x80
#define PCI_BASE_ADDRESS_0		0x10
#define PCI_BARS_LENGTH			24
#define PCI_ROM_ADDRESS			0x30
#define PCI_CAPABILITY_LIST		0x34
#define PCI_CAP_LIST_NEXT		1
#define PCI_EXT_CAP_NEXT(header)	((header) >> 20 & 0xffc)
#define PCI_VENDOR_ID_INTEL		0x8086
#define PCI_BASE_CLASS_DISPLAY		0x03

#define STANDARD_STEPS	48
#define EXTENDED_STEPS	960

/* crosvm writes this at 100 in place of the ID of a capability that it removes there. */
#define CROSVM_FIRST_ID	0x000c

/* Registers of standard capabilities that a VMM answers itself. */
struct owned {
	enum vmm_program program;
	uint8_t id, offset, width;	/* bytes from the start of the capability */
	uint32_t write;			/* bits of it that a guest changes */
	enum guest_effect effect;	/* GUEST_EFFECTS: none */
};

static const struct owned owned[] = {
	{ VMM_CLOUD_HYPERVISOR,	CAP_ID_MSIX,	4, 4, 0,	GUEST_EFFECTS },
	{ VMM_CLOUD_HYPERVISOR,	CAP_ID_MSIX,	8, 4, 0,	GUEST_EFFECTS },
	{ VMM_OPENVMM,		CAP_ID_MSIX,	2, 2, 0xc000,	GUEST_MSIX_SETUP },
	{ VMM_CROSVM,		CAP_ID_MSIX,	2, 2, 0xc000,	GUEST_MSIX_SETUP },
	{ VMM_CROSVM,		CAP_ID_MSI,	2, 2, 0x0071,	GUEST_MSI_SETUP },
	{ VMM_CROSVM,		CAP_ID_PM,	4, 2, 0x0003,	GUEST_POWER_TRAP },
	{ VMM_FIRECRACKER,	CAP_ID_MSIX,	2, 2, 0xc000,	GUEST_MSIX_SETUP },
};

/* Registers that a VMM passes on to VFIO and also acts on. */
static const struct owned watched[] = {
	{ VMM_CLOUD_HYPERVISOR,	CAP_ID_MSI,	2, 2, 0x0071,	GUEST_MSI_SETUP },
	{ VMM_CLOUD_HYPERVISOR,	CAP_ID_MSIX,	2, 2, 0xc000,	GUEST_MSIX_SETUP },
	{ VMM_OPENVMM,		CAP_ID_MSI,	2, 2, 0x0071,	GUEST_MSI_SETUP },
	{ VMM_OPENVMM,		CAP_ID_PM,	4, 2, 0x0003,	GUEST_POWER_TRAP },
};

/* How each VMM filters the chain of extended capabilities. */
static const struct filter {
	bool needs_power;	/* ... only for devices with PM and PCI Express */
	bool unlinks;		/* removes it from the chain; else the ID reads 0 */
	bool body_zero;		/* the body reads 0, and writes to it are dropped */
	bool endless;		/* a loop makes its walks endless */
	bool bar_writes;	/* a write to a BAR is passed on to VFIO, too */
	bool rom_zero;
	uint8_t clique;		/* the register of an NVIDIA GPU's clique; 0: none */
} filters[VMM_PROGRAMS] = {
	[VMM_CLOUD_HYPERVISOR] = { .needs_power = true, .endless = true, .clique = 0xd4 },
	[VMM_OPENVMM] = { .rom_zero = true },
	[VMM_CROSVM] = { .unlinks = true, .body_zero = true, .bar_writes = true },
	[VMM_FIRECRACKER] = { .body_zero = true, .bar_writes = true, .rom_zero = true },
};

/* Extended capabilities that all of them remove, and the bytes of their bodies. */
static const struct { uint16_t id; uint8_t length; } taken_out[] = {
	{ ECAP_ID_ARI, 8 },
	{ ECAP_ID_SRIOV, 64 },
	{ ECAP_ID_REBAR, 0 },	/* its count of BARs determines the length */
};

bool guest_takes_out(uint16_t id)
{
	for (size_t i = 0; i < ARRAY_LENGTH(taken_out); i++)
		if (taken_out[i].id == id)
			return true;
	return false;
}

struct work {
	const struct guest_source *source;
	const struct filter *filter;
	enum vmm_program program;
	struct guest *guest;
	bool has_express, has_power;
	unsigned int last;	/* the last one of the standard chain; 0: none */
};

/* Reads VFIO's answer. Unknown bytes cut the view and return false. */
static bool take(struct work *work, unsigned int offset, unsigned int width, uint32_t *value)
{
	*value = 0;
	for (unsigned int i = 0; i < width; i++) {
		if (!space_is_known(work->source->user, offset + i)) {
			work->guest->cut = true;
			return false;
		}
		*value |= (uint32_t)space_byte(work->source->user, offset + i) << (8 * i);
	}
	return true;
}

/* Makes the VMM answer these bytes with a value. */
static void answer(struct work *work, unsigned int offset, unsigned int width, uint32_t value)
{
	for (unsigned int i = 0; i < width && offset + i < work->guest->reach; i++) {
		work->guest->read_vmm[offset + i] = 0xff;
		space_set(&work->guest->space, (uint16_t)(offset + i), (uint8_t)(value >> (8 * i)));
	}
}

/* Makes the VMM answer these bytes with an unknown value. */
static void answer_unknown(struct work *work, unsigned int offset, unsigned int width)
{
	for (unsigned int i = offset; i < offset + width && i < work->guest->reach; i++) {
		work->guest->read_vmm[i] = 0xff;
		space_forget(&work->guest->space, (uint16_t)i);
	}
}

static void drop_writes(struct work *work, unsigned int offset, unsigned int width)
{
	for (unsigned int i = offset; i < offset + width && i < work->guest->reach; i++)
		work->guest->write_vfio[i] = 0;
}

static void let_write(struct work *work, const struct owned *row, unsigned int at)
{
	struct guest *guest = work->guest;

	for (unsigned int i = 0; i < row->width && at + i < guest->reach; i++)
		guest->write_vmm[at + i] |= (uint8_t)(row->write >> (8 * i));
	if (row->effect != GUEST_EFFECTS && guest->effects < GUEST_EFFECT_PLACES)
		guest->effect[guest->effects++] = (struct guest_effect_place) {
			.offset = (uint16_t)at, .width = row->width, .mask = row->write,
			.effect = row->effect,
		};
}

/* Handles one capability of the standard chain. Bits that a guest sets start as 0. */
static void pass_capability(struct work *work, unsigned int start, uint8_t id)
{
	for (size_t i = 0; i < ARRAY_LENGTH(owned); i++) {
		unsigned int at = start + owned[i].offset;
		uint32_t value;

		if (owned[i].program != work->program || owned[i].id != id)
			continue;
		if (take(work, at, owned[i].width, &value))
			answer(work, at, owned[i].width, value & ~owned[i].write);
		else
			answer_unknown(work, at, owned[i].width);
		let_write(work, &owned[i], at);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(watched); i++)
		if (watched[i].program == work->program && watched[i].id == id)
			let_write(work, &watched[i], start + watched[i].offset);
}

static bool hangs(struct work *work, unsigned int offset)
{
	work->guest->state = GUEST_HANGS;
	work->guest->offset = (uint16_t)offset;
	snprintf(work->guest->reason, sizeof(work->guest->reason),
		 "%s hangs: the chain of capabilities has a loop", vmm_program_name(work->program));
	return false;
}

static bool pass_standard(struct work *work)
{
	uint32_t status, next, header;
	int steps = STANDARD_STEPS;

	if (!take(work, PCI_STATUS, 2, &status) || !(status & PCI_STATUS_CAP_LIST) ||
	    !take(work, PCI_CAPABILITY_LIST, 1, &next))
		return true;
	for (next &= 0xfc; next != 0; next = header >> 8 & 0xfc) {
		if (steps-- == 0)
			return !work->filter->endless || hangs(work, next);
		if (!take(work, next, 2, &header))
			return true;
		pass_capability(work, next, header & 0xff);
		work->has_express = work->has_express || (header & 0xff) == CAP_ID_EXP;
		work->has_power = work->has_power || (header & 0xff) == CAP_ID_PM;
		work->last = next;
		if ((header >> 8 & 0xfc) == next)
			break;
	}
	return true;
}

/* Bytes of a removed capability; 0: it is not removed. */
static unsigned int body_length(struct work *work, unsigned int start, uint16_t id)
{
	uint32_t control;

	for (size_t i = 0; i < ARRAY_LENGTH(taken_out); i++) {
		if (taken_out[i].id != id)
			continue;
		if (taken_out[i].length != 0)
			return taken_out[i].length;
		return take(work, start + 8, 1, &control) ? 4 + 8 * (control >> 5) : 4;
	}
	return 0;
}

static void take_out(struct work *work, unsigned int start, uint32_t header, unsigned int previous)
{
	unsigned int length = body_length(work, start, (uint16_t)header);
	uint32_t before;

	if (work->filter->body_zero) {
		for (unsigned int i = start + 4; i < start + length; i++)
			answer(work, i, 1, 0);
		drop_writes(work, start, length);
	}
	if (!work->filter->unlinks) {
		answer(work, start, 2, 0);
	} else if (previous == 0) {
		answer(work, start, 2, CROSVM_FIRST_ID);
	} else if (take(work, previous, 4, &before)) {
		answer(work, start, 4, 0);
		answer(work, previous + 2, 2, (before >> 16 & 0x000f) | (header >> 16 & 0xfff0));
	}
}

static bool pass_extended(struct work *work)
{
	unsigned int next = SPACE_SIZE, previous = 0;
	int steps = EXTENDED_STEPS;
	uint32_t header;

	if (work->guest->reach <= SPACE_SIZE || !work->has_express)
		return true;
	if (work->filter->needs_power && !work->has_power) {
		work->guest->unfiltered = true;
		return true;
	}
	for (; next >= SPACE_SIZE; next = PCI_EXT_CAP_NEXT(header)) {
		if (steps-- == 0)
			return !work->filter->endless || hangs(work, next);
		if (!take(work, next, 4, &header) || header == 0 || header == UINT32_MAX)
			return true;
		if (body_length(work, next, (uint16_t)header) != 0)
			take_out(work, next, header, previous);
		if (body_length(work, next, (uint16_t)header) == 0 || next == SPACE_SIZE)
			previous = next;
	}
	return true;
}

static void pass_header(struct work *work)
{
	struct guest *guest = work->guest;
	const struct config_space *user = work->source->user;

	if (space_is_known(user, PCI_HEADER_TYPE))
		space_set(&guest->space, PCI_HEADER_TYPE,
			  (uint8_t)(space_byte(user, PCI_HEADER_TYPE) & ~PCI_HEADER_TYPE_MFD));
	guest->read_vmm[PCI_HEADER_TYPE] = PCI_HEADER_TYPE_MFD;
	answer_unknown(work, PCI_BASE_ADDRESS_0, PCI_BARS_LENGTH);
	answer_unknown(work, PCI_ROM_ADDRESS, 4);
	if (work->filter->rom_zero)
		answer(work, PCI_ROM_ADDRESS, 4, 0);
	drop_writes(work, PCI_ROM_ADDRESS, 4);
	if (!work->filter->bar_writes)
		drop_writes(work, PCI_BASE_ADDRESS_0, PCI_BARS_LENGTH);
	for (unsigned int i = 0; i < PCI_BARS_LENGTH; i += 4)
		let_write(work, &(struct owned) { .width = 4, .write = 0xfffffff0,
						  .effect = GUEST_BAR_MOVE },
			  PCI_BASE_ADDRESS_0 + i);
}

/* Adds a capability with the clique at the end of the chain. */
static void add_clique(struct work *work, const struct vmm_rules *rules)
{
	unsigned int at = work->filter->clique;

	if (!rules->property[PROPERTY_CLIQUE].given || at == 0 || work->last == 0)
		return;
	answer(work, work->last + PCI_CAP_LIST_NEXT, 1, at);
	answer(work, at, 4, 0x50080009);
	answer(work, at + 4, 4, rules->property[PROPERTY_CLIQUE].value << 19 | 0x5032);
}

/* crosvm: an Intel display device shows no stolen memory. */
static void hide_stolen_memory(struct work *work)
{
	uint32_t vendor, class;

	if (work->program == VMM_CROSVM && take(work, 0, 2, &vendor) && take(work, 0xb, 1, &class) &&
	    vendor == PCI_VENDOR_ID_INTEL && class == PCI_BASE_CLASS_DISPLAY)
		answer(work, 0x51, 1, 0);
}

void filter_build(const struct guest_source *source, const struct vmm_rules *rules,
		  struct guest *guest)
{
	struct work work = { .source = source, .filter = &filters[rules->program],
			     .program = rules->program, .guest = guest };

	for (unsigned int i = 0; i < guest->reach; i++) {
		guest->write_vfio[i] = 0xff;
		if (space_is_known(source->user, i))
			space_set(&guest->space, (uint16_t)i, space_byte(source->user, i));
	}
	pass_header(&work);
	if (!pass_standard(&work) || !pass_extended(&work))
		return;
	add_clique(&work, rules);
	hide_stolen_memory(&work);
}
