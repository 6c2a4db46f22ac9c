/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "kernel/layout.h"

#include <string.h>

#include "base/macros.h"
#include "kernel/btf.h"
#include "kernel/file.h"

#define BTF_ROOT	"/sys/kernel/btf"
#define BTF_KERNEL	BTF_ROOT "/vmlinux"
#define BTF_MODULE	BTF_ROOT "/vfio_pci_core"

static bool knows_structure(const struct kernel_layout *layout)
{
	return layout->map >= 0 && layout->virtual_copy >= 0 && layout->pci_device >= 0;
}

static void take_structure(const struct btf *btf, struct kernel_layout *layout)
{
	static const char structure[] = "vfio_pci_core_device";

	layout->map = btf_member_offset(btf, structure, "pci_config_map");
	layout->virtual_copy = btf_member_offset(btf, structure, "vconfig");
	layout->msi = btf_member_offset(btf, structure, "msi_perm");
	layout->pci_device = btf_member_offset(btf, structure, "pdev");
	if (!knows_structure(layout))
		layout->map = layout->virtual_copy = layout->msi = layout->pci_device = -1;
}

static bool has_pointer(const struct permission_layout *layout, int offset)
{
	return offset >= 0 && offset <= layout->size - (int)sizeof(uint64_t);
}

static void take_permission(const struct btf *btf, struct kernel_layout *layout)
{
	const struct permission_layout told = {
		.virt = btf_member_offset(btf, "perm_bits", "virt"),
		.write = btf_member_offset(btf, "perm_bits", "write"),
		.read_function = btf_member_offset(btf, "perm_bits", "readfn"),
		.write_function = btf_member_offset(btf, "perm_bits", "writefn"),
		.size = btf_structure_size(btf, "perm_bits"),
		.told = true,
	};

	if (has_pointer(&told, told.virt) && has_pointer(&told, told.write) &&
	    has_pointer(&told, told.read_function) && has_pointer(&told, told.write_function))
		layout->permission = told;
}

static void take(const struct btf *btf, struct kernel_layout *layout)
{
	take_structure(btf, layout);
	take_permission(btf, layout);
}

/* dev_name() of a pci_dev is the pointer to the name of its device's kobject. */
static void take_pci_device(const struct btf *kernel, struct kernel_layout *layout)
{
	int device = btf_member_offset(kernel, "pci_dev", "dev");
	int kobject = btf_member_offset(kernel, "device", "kobj");
	int name = btf_member_offset(kernel, "kobject", "name");

	if (device >= 0 && kobject >= 0 && name >= 0)
		layout->device_name = device + kobject + name;
	layout->config_size = btf_member_offset(kernel, "pci_dev", "cfg_size");
}

void layout_read(struct kernel_layout *layout)
{
	CLEANUP_FREE uint8_t *kernel_bytes = NULL;
	CLEANUP_FREE uint8_t *module_bytes = NULL;
	struct btf kernel, module;
	size_t size;

	*layout = (struct kernel_layout)KERNEL_LAYOUT_UNKNOWN;
	kernel_bytes = file_read_whole(BTF_KERNEL, &size);
	if (kernel_bytes == NULL || !btf_parse(kernel_bytes, size, NULL, &kernel))
		return;
	take_pci_device(&kernel, layout);
	module_bytes = file_read_whole(BTF_MODULE, &size);
	if (module_bytes != NULL && btf_parse(module_bytes, size, &kernel, &module))
		take(&module, layout);
	else
		take(&kernel, layout);	/* vfio_pci_core is built in */
}

static uint64_t pointer_at(const uint8_t *structure, unsigned int offset)
{
	uint64_t pointer;

	memcpy(&pointer, structure + offset, sizeof(pointer));
	return pointer;
}

bool layout_search(const uint8_t structure[LAYOUT_SEARCH],
		   const struct layout_questions *questions, struct kernel_layout *layout)
{
	const unsigned int width = sizeof(uint64_t);

	for (unsigned int offset = 0; offset + 2 * width <= LAYOUT_SEARCH; offset += width) {
		uint64_t first = pointer_at(structure, offset);
		uint64_t second = pointer_at(structure, offset + width);

		if (!is_kernel_address(first))
			continue;
		if (layout->pci_device < 0 && questions->is_pci_device(first, questions->context))
			layout->pci_device = (int)offset;
		if (!is_kernel_address(second) ||
		    !questions->is_pair(first, second, questions->context))
			continue;
		layout->map = (int)offset;
		layout->virtual_copy = (int)(offset + width);
		layout->msi = (int)(offset + 2 * width);
		return true;
	}
	return false;
}
