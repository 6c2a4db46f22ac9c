/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/memory.h"

#include <errno.h>
#include <string.h>

#include "base/error_text.h"
#include "base/memory.h"
#include "access/system/sysfs.h"
#include "kernel/cause.h"
#include "kernel/file.h"
#include "kernel/programs.h"

#define KALLSYMS "/proc/kallsyms"

/* linux/pci_regs.h */
#define PCI_CAP_ID_MSI	0x05

/* How many bytes of a function's name in the kernel are read. */
#define NAME_SIZE 32

static void close_descriptor(int *fd)
{
	cleanup_fd(fd);
	*fd = -1;
}

void kernel_memory_end(struct kernel_memory *memory)
{
	close_descriptor(&memory->probe);
	close_descriptor(&memory->noter);
	close_descriptor(&memory->copier);
	close_descriptor(&memory->note);
	close_descriptor(&memory->copy);
}

/* Loads the copier, which copies from any address. */
static int load_copier(struct kernel_memory *memory, struct fault *fault)
{
	*memory = (struct kernel_memory)KERNEL_MEMORY_ENDED;
	memory->copy = bpf_value_create(PROGRAM_COPY_SIZE);
	if (memory->copy < 0)
		return cause_load(-memory->copy, fault);
	memory->copier = program_load_copier(memory->copy);
	return memory->copier < 0 ? cause_load(-memory->copier, fault) : 0;
}

/* Loads the noter, which notes the kernel's structure of a device that this process reads. */
static int load_noter(struct kernel_memory *memory, struct fault *fault)
{
	memory->note = bpf_value_create(sizeof(struct program_note));
	if (memory->note < 0)
		return cause_load(-memory->note, fault);
	memory->noter = program_load_noter(memory->note);
	return memory->noter < 0 ? cause_load(-memory->noter, fault) : 0;
}

/*
 * The kernel enters vfio_pci_config_rw() for each read of configuration space. From 7.x on one
 * driver calls only vfio_pci_config_rw_single().
 */
static int attach(struct kernel_memory *memory, struct fault *fault)
{
	memory->probe = bpf_kprobe_attach(memory->noter, "vfio_pci_config_rw_single",
					  KPROBE_ENTRY);
	if (memory->probe == -ENOENT)
		memory->probe = bpf_kprobe_attach(memory->noter, "vfio_pci_config_rw", KPROBE_ENTRY);
	return memory->probe < 0 ? cause_attach(-memory->probe, fault) : 0;
}

int kernel_memory_begin(struct kernel_memory *memory, struct fault *fault)
{
	int error;

	*memory = (struct kernel_memory)KERNEL_MEMORY_ENDED;
	if (!program_registers_known())
		return cause_machine(fault);
	error = load_copier(memory, fault);
	if (error == 0)
		error = load_noter(memory, fault);
	if (error == 0)
		error = attach(memory, fault);
	if (error == 0)
		error = cause_switched_off(fault);	/* so that no device is opened in vain */
	if (error != 0) {
		kernel_memory_end(memory);
		return error;
	}
	layout_read(&memory->layout);
	return 0;
}

int kernel_memory_begin_copies(struct kernel_memory *memory, struct fault *fault)
{
	int error = load_copier(memory, fault);

	if (error != 0)
		kernel_memory_end(memory);
	else
		layout_read(&memory->layout);
	return error;
}

/* Copies size bytes, at most PROGRAM_COPY_SIZE, of kernel memory. Returns 0 or -errno. */
static int copy_memory(const struct kernel_memory *memory, uint64_t from, void *to, size_t size)
{
	uint8_t bytes[PROGRAM_COPY_SIZE];
	int error;

	if (!is_kernel_address(from) || size > sizeof(bytes))
		return -EFAULT;
	error = bpf_program_run(memory->copier, from, size);
	if (error == 0)
		error = bpf_value_read(memory->copy, bytes);
	if (error == 0)
		memcpy(to, bytes, size);
	return error;
}

/* Finds the kernel's structure for the descriptor in config. */
static int find_structure(const struct kernel_memory *memory, const struct vfio_region *config,
			  uint64_t *structure, struct fault *fault)
{
	uint8_t byte = 0;
	struct program_note note = { .buffer = (uint64_t)(uintptr_t)&byte };
	int error = bpf_value_write(memory->note, &note);

	if (error < 0)
		return cause_load(-error, fault);
	if (pread(config->device, &byte, 1, (off_t)config->offset) < 0)
		return vfio_fault_read(config, fault);
	error = bpf_value_read(memory->note, &note);
	if (error < 0)
		return cause_load(-error, fault);
	if (note.hits != 1 || !is_kernel_address(note.structure))
		return cause_silent(note.hits, fault);
	*structure = note.structure;
	return 0;
}

/* Reads an address from a kernel structure. */
static int follow(const struct kernel_memory *memory, uint64_t structure, int offset,
		  uint64_t *pointer)
{
	return copy_memory(memory, structure + (uint64_t)offset, pointer, sizeof(*pointer));
}

/* Reads which function a pci_dev is. False if it is none, or if the name's place is not known. */
static bool read_name(const struct kernel_memory *memory, uint64_t pci_device,
		      struct pci_address *address)
{
	char name[NAME_SIZE] = "";
	uint64_t text;

	if (memory->layout.device_name < 0 ||
	    follow(memory, pci_device, memory->layout.device_name, &text) != 0 ||
	    copy_memory(memory, text, name, sizeof(name) - 1) != 0)
		return false;
	return address_parse(name, address);
}

/* Reads the symbols once: they are many megabytes of text. */
static void find_symbols(struct kernel_memory *memory)
{
	CLEANUP_FREE uint8_t *text = NULL;
	size_t size;

	if (memory->symbols_read)
		return;
	memory->symbols_read = true;
	table_symbols_name(memory->symbols);
	text = file_read_whole(KALLSYMS, &size);
	memory->symbols_listed = text != NULL;
	if (text != NULL)
		symbols_find((const char *)text, memory->symbols, TABLE_SYMBOLS);
}

static int copy_for_tables(const void *memory, uint64_t from, void *to, size_t size)
{
	return copy_memory(memory, from, to, size);
}

static struct table_source table_source(struct kernel_memory *memory)
{
	find_symbols(memory);
	return (struct table_source) {
		.copy = copy_for_tables, .context = memory,
		.symbols = memory->symbols, .layout = &memory->layout.permission,
	};
}

/* What layout_search() needs to know of one open device. */
struct search {
	const struct kernel_memory *memory;
	uint32_t ids;		/* the first dword of its virtual copy */
};

static bool is_pair(uint64_t map, uint64_t virtual_copy, void *context)
{
	static const uint8_t header[64];	/* of a map; another where a capability lies in it */
	const struct search *search = context;
	uint8_t start[sizeof(header)];
	uint32_t ids;

	return copy_memory(search->memory, map, start, sizeof(start)) == 0 &&
	       memcmp(start, header, sizeof(header)) == 0 &&
	       copy_memory(search->memory, virtual_copy, &ids, sizeof(ids)) == 0 &&
	       ids == search->ids;
}

static bool is_pci_device(uint64_t pci_device, void *context)
{
	const struct search *search = context;
	struct pci_address address;

	return read_name(search->memory, pci_device, &address);
}

/* Without type information, finds the members in the structure of this device. */
static int search_layout(struct kernel_memory *memory, const struct pci_address *address,
			 uint64_t structure, struct fault *fault)
{
	int vendor = sysfs_number(address, "vendor");
	int product = sysfs_number(address, "device");
	struct search search = { memory, (uint32_t)vendor | (uint32_t)product << 16 };
	const struct layout_questions questions = { is_pair, is_pci_device, &search };
	uint8_t bytes[LAYOUT_SEARCH];

	if (memory->layout.map >= 0)
		return 0;
	if (copy_memory(memory, structure, bytes, sizeof(bytes)) == 0 &&
	    layout_search(bytes, &questions, &memory->layout))
		return 0;
	memory->layout.map = -1;
	return cause_layout(fault);
}

/* Checks that the structure is this function's, if the kernel's name can be read. */
static int check_identity(const struct kernel_memory *memory, const struct pci_address *address,
			  uint64_t structure, struct fault *fault)
{
	struct pci_address found;
	uint64_t pci_device;

	if (memory->layout.pci_device < 0 ||
	    follow(memory, structure, memory->layout.pci_device, &pci_device) != 0 ||
	    !read_name(memory, pci_device, &found))
		return 0;
	return address_compare(&found, address) == 0 ? 0 : cause_other(fault);
}

/*
 * Copies the device's own table for MSI. If there is none, that is believed only if its map shows
 * no MSI capability.
 */
static void copy_msi(struct kernel_memory *memory, uint64_t structure, struct kernel_copy *copy)
{
	struct table_source source;
	uint64_t msi;

	if (memory->layout.msi < 0 || follow(memory, structure, memory->layout.msi, &msi) != 0)
		return;
	if (msi == 0) {
		copy->msi_known = memchr(copy->map, PCI_CAP_ID_MSI, SPACE_SIZE) == NULL;
		return;
	}
	source = table_source(memory);
	copy->msi_known = tables_read_msi(&source, msi, &copy->msi);
}

int kernel_memory_copy(struct kernel_memory *memory, const struct vfio_region *config,
		       struct kernel_copy *copy, struct fault *fault)
{
	uint64_t structure, map, virtual_copy;
	int error = find_structure(memory, config, &structure, fault);

	if (error == 0)
		error = search_layout(memory, &config->address, structure, fault);
	if (error == 0)
		error = check_identity(memory, &config->address, structure, fault);
	if (error != 0)
		return error;
	memset(copy, 0, sizeof(*copy));
	copy->size = space_size(config->size);
	error = follow(memory, structure, memory->layout.map, &map);
	if (error == 0)
		error = follow(memory, structure, memory->layout.virtual_copy, &virtual_copy);
	if (error == 0)
		error = copy_memory(memory, map, copy->map, copy->size);
	if (error == 0)
		error = copy_memory(memory, virtual_copy, copy->virtual_copy, copy->size);
	if (error != 0)
		return cause_copy(-error, fault);
	copy_msi(memory, structure, copy);
	return 0;
}

int kernel_memory_identify(struct kernel_memory *memory, const struct vfio_region *config,
			   struct pci_address *address, struct fault *fault)
{
	uint64_t structure, pci_device;
	int error = find_structure(memory, config, &structure, fault);

	if (error == 0)
		error = search_layout(memory, &config->address, structure, fault);
	if (error != 0)
		return error;
	if (memory->layout.pci_device < 0 ||
	    follow(memory, structure, memory->layout.pci_device, &pci_device) != 0 ||
	    !read_name(memory, pci_device, address))
		return cause_layout(fault);
	return 0;
}

void kernel_memory_tables(struct kernel_memory *memory, struct kernel_tables *tables)
{
	const struct table_source source = table_source(memory);

	tables_read_lengths(&source, tables);
}

int kernel_memory_permissions(struct kernel_memory *memory, const struct permissions *predicted,
			      struct permissions *permissions, struct fault *fault)
{
	const struct table_source source = table_source(memory);
	enum table_sight sight = TABLES_NO_LIST;
	int error;

	memset(permissions, 0, sizeof(*permissions));
	if (memory->symbols_listed)
		sight = table_symbols_sight(memory->symbols);
	if (sight != TABLES_SEEN && memory_has_failed())
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	if (sight != TABLES_SEEN)
		return cause_tables(sight, fault);
	error = tables_read_permissions(&source, predicted, permissions);
	if (error == -ENOTSUP)
		return cause_tables(TABLES_OTHER_LAYOUT, fault);
	return error == 0 ? 0 : cause_copy(-error, fault);
}
