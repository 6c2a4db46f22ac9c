/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Hazards in what a user can read and write. */
#include "model/verdict/lint_search.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"

/* linux/pci_regs.h */
#define PCI_EXP_DEVCAP		0x04
#define PCI_EXP_DEVCAP_FLR	0x10000000
#define PCI_EXP_DEVCTL		0x08
#define PCI_EXP_DEVCTL_BCR_FLR	0x8000
#define PCI_AF_CAP		0x03
#define PCI_AF_CAP_TP_FLR	0x03
#define PCI_AF_CTRL		0x04
#define PCI_AF_CTRL_FLR		0x01
#define PCI_BASE_ADDRESS_MEM_TYPE_64	0x04
#define PCI_BASE_ADDRESS_MEM_FLAGS	0x0f

static bool is_extended(const struct map_visit *visit)
{
	return visit->kind != KIND_CAPABILITY;
}

/* vfio_exp_config_write(), vfio_af_config_write() test the virtual bit after each write. */
static void find_reset_bit(const struct lint_search *search, const struct map_visit *visit)
{
	const struct config_space *space = search->prediction->space;
	unsigned int start = visit->start;
	struct lint_finding *finding = NULL;

	if (visit->id == CAP_ID_EXP && visit->length > PCI_EXP_DEVCTL &&
	    space_word(space, start + PCI_EXP_DEVCTL) & PCI_EXP_DEVCTL_BCR_FLR &&
	    space_dword(space, start + PCI_EXP_DEVCAP) & PCI_EXP_DEVCAP_FLR) {
		finding = lint_found(search, LINT_RESET_BIT_SET, (struct lint_place) {
			start + PCI_EXP_DEVCTL, start + PCI_EXP_DEVCTL + 1, visit });
		lint_add_detail(finding, "EXP_DEVCTL bit 8000");
	}
	if (visit->id == CAP_ID_AF && space_byte(space, start + PCI_AF_CTRL) & PCI_AF_CTRL_FLR &&
	    (space_byte(space, start + PCI_AF_CAP) & PCI_AF_CAP_TP_FLR) == PCI_AF_CAP_TP_FLR) {
		finding = lint_found(search, LINT_RESET_BIT_SET, (struct lint_place) {
			start + PCI_AF_CTRL, start + PCI_AF_CTRL, visit });
		lint_add_detail(finding, "AF_CTRL bit 01");
	}
}

static bool writes_reach(const struct policy *policy, unsigned int offset)
{
	return (policy->write[offset] & ~policy->write_virtual[offset]) != 0;
}

/* Reports a hidden capability whose bytes are all raw. A placeholder's are not. */
static void find_hidden_writable(const struct lint_search *search, const struct map_visit *visit)
{
	const struct registers *registers = &search->prediction->registers;
	struct lint_place place = { visit->start, visit->start + visit->extent - 1U, visit };
	struct lint_finding *finding;

	if (visit->kind == KIND_PLACEHOLDER)
		place.start += 4;
	if (place.start > place.end || place.start >= search->prediction->map.size ||
	    !writes_reach(&search->prediction->policy, place.start))
		return;
	finding = lint_found(search, LINT_HIDDEN_WRITABLE, place);
	if (finding == NULL)
		return;
	finding->severity = LINT_INFO;
	if (!visit->extent_known)
		lint_add_detail(finding, "its length is not known: up to the next capability");
	for (size_t i = 0; i < registers->count; i++) {
		const struct device_register *entry = &registers->list[i];
		char name[REGISTER_NAME_SIZE];

		if (!entry->hidden || entry->capability != visit->start ||
		    entry->type->nature != NATURE_STATE)
			continue;
		finding->severity = LINT_WARNING;
		lint_add_detail(finding, register_name(entry, name));
	}
}

/*
 * Reports raw bytes after a capability's end that belong to it: to its last dword, or to
 * registers.
 */
static void find_raw_tail(const struct lint_search *search, const struct map_visit *visit)
{
	static const uint8_t padded[] = { CAP_ID_MSI, CAP_ID_AF, CAP_ID_EXP };
	const struct map *map = &search->prediction->map;
	const struct registers *registers = &search->prediction->registers;
	unsigned int from = visit->start + (unsigned int)visit->length, end = from;
	struct lint_finding *finding;

	if (!is_extended(visit) && memchr(padded, visit->id, sizeof(padded)) != NULL)
		end = (from + 3) / 4 * 4;
	for (size_t i = 0; i < registers->count; i++) {
		const struct device_register *entry = &registers->list[i];

		if (!entry->hidden && entry->capability == visit->start &&
		    entry->offset >= from && entry->offset + entry->type->width > end)
			end = entry->offset + (unsigned int)entry->type->width;
	}
	if (end > map->size)
		end = map->size;
	while (end > from && map->owner_of[end - 1] != OWNER_RAW)
		end--;
	if (end <= from)
		return;
	finding = lint_found(search, LINT_RAW_TAIL, (struct lint_place) { from, end - 1, visit });
	for (size_t i = 0; i < registers->count; i++) {
		const struct device_register *entry = &registers->list[i];
		char name[REGISTER_NAME_SIZE];

		if (entry->capability == visit->start && entry->offset >= from &&
		    entry->offset < end)
			lint_add_detail(finding, register_name(entry, name));
	}
}

/* Always: the device supplies the data on request. */
static bool always_tells(const struct config_space *space, unsigned int start)
{
	(void)space;
	(void)start;
	return true;
}

static bool serial_tells(const struct config_space *space, unsigned int start)
{
	return space_dword(space, start) != 0 || space_dword(space, start + 4) != 0;
}

/*
 * Checks six BARs. The low bits of a BAR are its type; a 64-bit one uses the next as its upper
 * half.
 */
static bool bars_tell(const struct config_space *space, unsigned int start)
{
	for (unsigned int bar = 0; bar < 6; bar++) {
		uint32_t value = space_dword(space, start + 4 * bar);
		bool wide = value & PCI_BASE_ADDRESS_MEM_TYPE_64;

		if ((value & ~(uint32_t)PCI_BASE_ADDRESS_MEM_FLAGS) != 0 ||
		    (wide && bar < 5 && space_dword(space, start + 4 * bar + 4) != 0))
			return true;
		bar += wide;
	}
	return false;
}

/* Reports values that differ between two machines. */
static void find_identity(const struct lint_search *search, const struct map_visit *visit)
{
	static const struct {
		bool extended;
		uint8_t id, first, last;
		bool (*tells)(const struct config_space *space, unsigned int start);
		const char *what;
	} rows[] = {
		{ false, CAP_ID_VPD,	0x02, 0x07, always_tells, "vital product data" },
		{ true, ECAP_ID_DSN,	0x04, 0x0b, serial_tells, "the serial number" },
		/* PCI_SRIOV_BAR to the sixth */
		{ true, ECAP_ID_SRIOV,	0x24, 0x3b, bars_tell, "host addresses in the VFs' BARs" },
	};

	for (size_t row = 0; row < ARRAY_LENGTH(rows); row++) {
		unsigned int first = visit->start + (unsigned int)rows[row].first;
		unsigned int last = visit->start + (unsigned int)rows[row].last;

		if (visit->id == rows[row].id && is_extended(visit) == rows[row].extended &&
		    space_is_known(search->prediction->space, first) &&
		    rows[row].tells(search->prediction->space, first))
			lint_add_detail(lint_found(search, LINT_HOST_IDENTITY,
						   (struct lint_place) { first, last, visit }),
					rows[row].what);
	}
}

/* Finds the hazards of each capability. The device can be opened. */
static void find_in_capabilities(const struct lint_search *search)
{
	const struct map *map = &search->prediction->map;

	for (unsigned int i = 0; i < map->visits; i++) {
		const struct map_visit *visit = &map->visit[i];

		if (!search->is_first[i] || visit->start >= map->size)
			continue;
		if (!lint_is_shown(visit)) {
			if (map_hidden_at(map, visit->start) != NULL)
				find_hidden_writable(search, visit);
			continue;
		}
		if (!is_extended(visit))
			find_reset_bit(search, visit);
		find_raw_tail(search, visit);
		if (writes_reach(&search->prediction->policy, visit->start) &&
		    map->owner_of[visit->start] >= OWNER_FIRST)
			lint_found(search, LINT_RAW_WRITE_IN_CAPABILITY, lint_whole(visit));
		find_identity(search, visit);
	}
}

/*
 * Whether a raw byte belongs to a capability. Of an unknown one only the header does, because
 * its length is unknown.
 */
static bool is_capabilitys(const struct map *map, unsigned int offset)
{
	const struct map_visit *visit = map_extent(map, offset);

	return visit != NULL && (visit->extent_known || offset - visit->start < 4U ||
				 capability_find(is_extended(visit), visit->id) != NULL);
}

/*
 * Whether the byte is in a register of a capability or of the header. Registers of one device
 * model do not count.
 */
static bool is_in_register(const struct prediction *prediction, unsigned int offset)
{
	const struct device_register *in = registers_around(&prediction->registers, offset);

	return in != NULL && !(in->type->only_if & IGD);
}

/* Whether a raw byte is not 0 and belongs to nothing known. */
static bool is_riddle(const struct prediction *prediction, unsigned int offset)
{
	return space_byte(prediction->space, offset) != 0 &&
	       prediction->map.owner_of[offset] == OWNER_RAW &&
	       space_is_known(prediction->space, offset) &&
	       !is_in_register(prediction, offset) &&
	       !is_capabilitys(&prediction->map, offset);
}

/* Makes one finding for each gap, from the first such byte to the last. */
static void find_raw_nonzero(const struct lint_search *search)
{
	const struct map *map = &search->prediction->map;
	unsigned int size = lint_all_ones(search->prediction->space) ? SPACE_SIZE : map->size;
	unsigned int offset = 0;

	while (offset < size) {
		unsigned int end = map_owner_end(map, offset);
		unsigned int first = 0, last = 0, count = 0;
		char text[32];

		for (; offset < end && offset < size; offset++) {
			if (!is_riddle(search->prediction, offset))
				continue;
			first = count == 0 ? offset : first;
			last = offset;
			count++;
		}
		if (count == 0)
			continue;
		snprintf(text, sizeof(text), "%u byte%s", count, count > 1 ? "s" : "");
		lint_add_detail(lint_found(search, LINT_RAW_NONZERO, (struct lint_place) { first, last, NULL }),
			   text);
	}
}

void lint_find_access(const struct lint_search *search)
{
	find_in_capabilities(search);
	find_raw_nonzero(search);
}
