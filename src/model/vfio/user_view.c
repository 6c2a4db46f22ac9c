/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/vfio/user_view.h"

#include "base/bits.h"
#include "model/vfio/capability.h"

/* linux/pci_regs.h */
#define PCI_COMMAND			0x04
#define PCI_COMMAND_IO			0x0001
#define PCI_COMMAND_MEMORY		0x0002
#define PCI_COMMAND_MASTER		0x0004
#define PCI_COMMAND_INTX_DISABLE	0x0400
#define PCI_BASE_ADDRESS_0		0x10
#define PCI_BASE_ADDRESS_SPACE_IO	0x01
#define PCI_BASE_ADDRESS_IO_FLAGS	0x03
#define PCI_BASE_ADDRESS_MEM_FLAGS	0x0f
#define PCI_BASE_ADDRESS_MEM_TYPE_64	0x04
#define PCI_BASE_ADDRESS_MEM_PREFETCH	0x08
#define PCI_ROM_ADDRESS			0x30
#define PCI_ROM_ADDRESS_ENABLE		0x01
#define PCI_STD_HEADER_SIZEOF		0x40
#define PCI_PM_CTRL			4
#define PCI_PM_CTRL_STATE_MASK		0x03

/* linux/ioport.h */
#define IORESOURCE_IO			0x00000100
#define IORESOURCE_MEM			0x00000200
#define IORESOURCE_PREFETCH		0x00002000
#define IORESOURCE_MEM_64		0x00100000

#define BARS 6

static void set_dword(struct config_space *space, unsigned int offset, uint32_t value)
{
	for (unsigned int i = 0; i < 4; i++)
		space_set(space, (uint16_t)(offset + i), (uint8_t)(value >> (8 * i)));
}

static void forget(struct config_space *space, unsigned int offset, unsigned int length)
{
	for (unsigned int i = offset; i < offset + length; i++)
		space_forget(space, (uint16_t)i);
}

/*
 * Whether pci_resource_start() is 0: the host has no address for a BAR, or there is no BAR.
 * The next BAR is the upper half of a 64-bit BAR.
 */
static bool bar_is_unassigned(const struct config_space *space, unsigned int number)
{
	unsigned int offset = PCI_BASE_ADDRESS_0 + 4 * number;
	uint32_t bar = space_dword(space, offset);

	if (bar & PCI_BASE_ADDRESS_SPACE_IO)
		return (bar & ~(uint32_t)PCI_BASE_ADDRESS_IO_FLAGS) == 0;
	if (bar & PCI_BASE_ADDRESS_MEM_TYPE_64 && number + 1 < BARS &&
	    space_dword(space, offset + 4) != 0)
		return false;
	return (bar & ~(uint32_t)PCI_BASE_ADDRESS_MEM_FLAGS) == 0;
}

/* pci_enable_resources(): I/O and memory are enabled if a BAR needs them */
static unsigned int enable_bits(const struct config_space *hardware,
				const struct device_facts *facts)
{
	unsigned int bits = 0;

	for (unsigned int i = 0; i < BARS; i++) {
		uint32_t bar = space_dword(hardware, PCI_BASE_ADDRESS_0 + 4 * i);
		uint64_t flags = bar_is_unassigned(hardware, i) ? 0
			: bar & PCI_BASE_ADDRESS_SPACE_IO ? IORESOURCE_IO : IORESOURCE_MEM;

		if (facts->resources != NULL)
			flags = facts->resources->at[i].start == 0
				? 0 : facts->resources->at[i].flags;
		bits |= flags & IORESOURCE_IO ? PCI_COMMAND_IO : 0;
		bits |= flags & IORESOURCE_MEM ? PCI_COMMAND_MEMORY : 0;
		/* the upper half of a 64-bit BAR is no BAR of its own */
		if (facts->resources == NULL && !(bar & PCI_BASE_ADDRESS_SPACE_IO) &&
		    bar & PCI_BASE_ADDRESS_MEM_TYPE_64)
			i++;
	}
	return facts->is_vf ? 0 : bits;
}

/* pci_enable_device(): the function is in D0 */
static void wake_hardware(const struct map *map, struct config_space *hardware)
{
	for (unsigned int i = 0; i < map->visits; i++) {
		unsigned int control = map->visit[i].start + PCI_PM_CTRL;

		if (map->visit[i].kind != KIND_CAPABILITY || map->visit[i].id != CAP_ID_PM)
			continue;
		if (space_is_known(hardware, control))
			space_set(hardware, (uint16_t)control,
				  (uint8_t)(space_byte(hardware, control) &
					    ~PCI_PM_CTRL_STATE_MASK));
		return;
	}
}

/* vfio_pci_core_enable(): what it does to COMMAND before the virtual copy is made */
static void enable_hardware(const struct device_facts *facts, struct config_space *hardware)
{
	unsigned int command = space_word(hardware, PCI_COMMAND);

	if (!space_is_known(hardware, PCI_COMMAND + 1))
		return;
	command |= enable_bits(hardware, facts);
	command &= ~(unsigned int)PCI_COMMAND_MASTER;
	if (virtual_copy_intx_is_broken(hardware, facts))
		command |= PCI_COMMAND_INTX_DISABLE;
	else if (!facts->nointxmask)
		command &= ~(unsigned int)PCI_COMMAND_INTX_DISABLE;
	space_set(hardware, PCI_COMMAND, (uint8_t)command);
	space_set(hardware, PCI_COMMAND + 1, (uint8_t)(command >> 8));
}

/* vfio_generate_bar_flags() */
static uint32_t bar_flags(uint64_t flags)
{
	if (flags & IORESOURCE_IO)
		return PCI_BASE_ADDRESS_SPACE_IO;
	return (flags & IORESOURCE_PREFETCH ? PCI_BASE_ADDRESS_MEM_PREFETCH : 0U) |
	       (flags & IORESOURCE_MEM_64 ? PCI_BASE_ADDRESS_MEM_TYPE_64 : 0U);
}

/*
 * vfio_bar_fixup(). A BAR's value tells whether it is a 64-bit one, so the address of
 * a small I/O BAR can be taken for one.
 */
static void fit_bars(const struct device_resources *resources, struct config_space *copy)
{
	for (unsigned int i = 0; i < BARS; i++) {
		unsigned int offset = PCI_BASE_ADDRESS_0 + 4 * i;
		uint64_t length = resources->at[i].end - resources->at[i].start + 1;
		uint32_t bar = space_dword(copy, offset);

		if (resources->at[i].start == 0) {
			set_dword(copy, offset, 0);
			continue;
		}
		bar &= (uint32_t)~(length - 1);
		bar |= bar_flags(resources->at[i].flags);
		set_dword(copy, offset, bar);
		if (!(bar & PCI_BASE_ADDRESS_MEM_TYPE_64))
			continue;
		i++;
		if (i < BARS)
			set_dword(copy, offset + 4, space_dword(copy, offset + 4) &
						    (uint32_t)(~(length - 1) >> 32));
	}
}

/* The same without resources, as far as the bytes tell: a BAR without an address reads 0. */
static void clear_unassigned_bars(const struct config_space *hardware, struct config_space *copy)
{
	for (unsigned int i = 0; i < BARS; i++) {
		unsigned int offset = PCI_BASE_ADDRESS_0 + 4 * i;
		uint32_t bar = space_dword(hardware, offset);
		bool known = space_is_known(hardware, offset) && space_is_known(hardware, offset + 3);

		if (known && bar_is_unassigned(hardware, i))
			set_dword(copy, offset, 0);
		else if (!(bar & PCI_BASE_ADDRESS_SPACE_IO) && bar & PCI_BASE_ADDRESS_MEM_TYPE_64)
			i++;
	}
}

/* The same for the ROM. Without a resource it can be one that the firmware set up. */
static void fit_rom(const struct device_resources *resources, struct config_space *copy)
{
	uint64_t start = resources->at[DEVICE_RESOURCE_ROM].start;
	uint64_t length = resources->at[DEVICE_RESOURCE_ROM].end - start + 1;

	if (start != 0)
		set_dword(copy, PCI_ROM_ADDRESS, space_dword(copy, PCI_ROM_ADDRESS) &
			  (uint32_t)(~(length - 1) | PCI_ROM_ADDRESS_ENABLE));
	else if (space_dword(copy, PCI_ROM_ADDRESS) != 0)
		forget(copy, PCI_ROM_ADDRESS, 4);
}

bool user_view_is_bar(unsigned int offset)
{
	return (offset >= PCI_BASE_ADDRESS_0 && offset < PCI_BASE_ADDRESS_0 + 4 * BARS) ||
	       (offset >= PCI_ROM_ADDRESS && offset < PCI_ROM_ADDRESS + 4);
}

int user_view_bar(const struct map *map)
{
	for (unsigned int i = 0; i < PCI_STD_HEADER_SIZEOF; i++)
		if (user_view_is_bar(i) && map->value[i] == MAP_HEADER)
			return (int)i;
	return -1;
}

void user_view_build(const struct config_space *hardware, const struct rules *rules,
		     const struct device_facts *facts, const struct map *map,
		     struct user_view *view)
{
	view->hardware = *hardware;
	view->no_memory_enable = facts->is_vf || facts->no_memory_enable;
	if (!facts->is_open) {
		wake_hardware(map, &view->hardware);
		enable_hardware(facts, &view->hardware);
	}
	virtual_copy_build(&view->hardware, rules, facts, map, &view->virtual_copy);
	if (map->state != MAP_BUILT)
		return;
	if (user_view_bar(map) < 0)
		return;
	if (facts->resources != NULL || facts->is_vf)
		user_view_fit_bars(facts, view);
	else
		clear_unassigned_bars(hardware, &view->virtual_copy);
}

void user_view_fit_bars(const struct device_facts *facts, struct user_view *view)
{
	if (facts->resources == NULL) {
		forget(&view->virtual_copy, PCI_BASE_ADDRESS_0, 4 * BARS);
		forget(&view->virtual_copy, PCI_ROM_ADDRESS, 4);
		return;
	}
	fit_bars(facts->resources, &view->virtual_copy);
	fit_rom(facts->resources, &view->virtual_copy);
}

/* vfio_basic_config_read(): if the device has no memory enable, the virtual copy's is added */
static uint32_t memory_enable(const struct user_view *view, const struct map *map,
			      unsigned int offset)
{
	if (!view->no_memory_enable || offset != PCI_COMMAND ||
	    map->value[PCI_COMMAND] != MAP_HEADER)
		return 0;
	return space_byte(&view->virtual_copy, PCI_COMMAND) & PCI_COMMAND_MEMORY;
}

/* Whether every byte that has a bit in mask is known. */
static bool is_known(const struct config_space *space, unsigned int offset, unsigned int width,
		     uint32_t mask)
{
	for (unsigned int i = 0; i < width; i++)
		if (mask >> (8 * i) & 0xff && !space_is_known(space, offset + i))
			return false;
	return true;
}

static uint32_t bytes_of(const struct config_space *space, unsigned int offset,
			 unsigned int width)
{
	uint32_t all = bits_all(width);

	return space_dword(space, offset) & all;
}

bool user_view_read(const struct user_view *view, const struct map *map,
		    const struct policy *policy, unsigned int offset, unsigned int width,
		    uint32_t *value)
{
	*value = 0;
	for (unsigned int done = 0; done < width;) {
		unsigned int at = offset + done;
		unsigned int chunk = policy_chunk(map, at, width - done);
		uint32_t all = bits_all(chunk);
		struct policy_bits bits = policy_access(policy, at, chunk);
		uint32_t from_device;

		for (unsigned int i = 0; i < chunk; i++)
			bits.read_virtual |= (uint32_t)policy->overlay[at + i] << (8 * i);
		from_device = all & ~bits.read_virtual;
		if (bits.undefined ||
		    !is_known(&view->virtual_copy, at, chunk, bits.read_virtual) ||
		    !is_known(&view->hardware, at, chunk, from_device))
			return false;
		*value |= ((bytes_of(&view->virtual_copy, at, chunk) & bits.read_virtual) |
			   (bytes_of(&view->hardware, at, chunk) & from_device) |
			   memory_enable(view, map, at)) << (8 * done);
		done += chunk;
	}
	return true;
}
