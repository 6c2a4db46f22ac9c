// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as the kernel's type information. The first two bytes of the input
 * are a length, little-endian: so many bytes are the kernel's own object and the
 * rest a module's; 0: one object, that of a kernel.
 */
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "kernel/btf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[][2] = {
	{ "vfio_pci_core_device", "pci_config_map" },
	{ "vfio_pci_core_device", "vconfig" },
	{ "pci_dev", "dev" },
	{ "kobject", "name" },
	{ "", "" },
};

/* Of exactly that size, so that ASan sees a read past it. */
static uint8_t *copy_of(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size);

	if (size != 0)
		memcpy(copy, data, size);
	return copy;
}

static void ask(const struct btf *btf)
{
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		int offset = btf_member_offset(btf, names[i][0], names[i][1]);

		if (offset < -1 || offset > (int)(UINT32_MAX / 8))
			abort();
		btf_structure_size(btf, names[i][0]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP_FREE uint8_t *kernel_bytes = NULL;
	CLEANUP_FREE uint8_t *module_bytes = NULL;
	struct btf kernel, module;
	size_t length;

	if (size < 2)
		return 0;
	length = (size_t)(data[0] | data[1] << 8);
	data += 2;
	size -= 2;
	if (length > size)
		length = size;
	if (length != 0) {
		kernel_bytes = copy_of(data, length);
		if (!btf_parse(kernel_bytes, length, NULL, &kernel))
			return 0;
		ask(&kernel);
	}
	module_bytes = copy_of(data + length, size - length);
	if (btf_parse(module_bytes, size - length, length != 0 ? &kernel : NULL, &module))
		ask(&module);
	return 0;
}
