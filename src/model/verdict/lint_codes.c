/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What each code of lint means, and what to do about it. */
#include "model/verdict/lint.h"

#include <stdio.h>
#include <string.h>

#include "base/words.h"

static const struct lint_info infos[LINT_CODES] = {
	[LINT_INIT_FAILS] = {
		"init-fails", LINT_ERROR, NULL, LINT_KERNEL,
		"the kernel cannot read all that its map needs, so the device cannot be opened through VFIO",
		"correct the capability in the device's firmware",
	},
	[LINT_LENGTH_PAST_END] = {
		"length-past-end", LINT_ERROR, NULL, LINT_KERNEL,
		"the capability runs past the end of configuration space: the kernel writes its map out of bounds, also where the open then fails",
		"correct its length in the device's firmware, and until then keep vfio-pci away from it",
	},
	[LINT_CAPABILITY_CROSSES_100] = {
		"capability-crosses-100", LINT_ERROR, NULL, LINT_KERNEL,
		"the standard capability reaches into extended space, where the kernel takes its ID for that of an extended one and judges accesses by the wrong table",
		"move or shorten it in the device's firmware",
	},
	[LINT_SAME_ID_NEIGHBOURS] = {
		"same-id-neighbours", LINT_ERROR, "a warning where the kernel has no table for the ID",
		LINT_KERNEL,
		"right in front of it is a capability of the same ID: the kernel takes both for one, and judges the second with offsets that run on, past the table if it has one",
		"leave a dword between them in the device's firmware",
	},
	[LINT_UNKNOWN_FIRST_ECAP] = {
		"unknown-first-ecap", LINT_ERROR,
		"an error without ecap-unknown-ro, a warning where writes of its header are let through, else info",
		LINT_KERNEL,
		"the kernel does not know the first extended capability, and judges its header by the low eight bits of the ID; without ecap-unknown-ro it reads past the end of its table",
		"run a kernel with ecap-unknown-ro (vfio-cfgtool rules), or let the chain begin with a capability that the kernel knows",
	},
	[LINT_SHORT] = {
		"short", LINT_ERROR, NULL, LINT_USER,
		"fewer than 256 bytes could be read: the device cannot be judged",
		"read or dump it as root",
	},
	[LINT_HIDDEN_FIRST_ECAP] = {
		"hidden-first-ecap", LINT_WARNING, NULL, LINT_USER,
		"the first extended capability is hidden, and its header only leads on: a user that stops at an ID of 0 finds none of the others",
		"let the user follow the next pointer where the ID is 0, too",
	},
	[LINT_OVERLAP] = {
		"overlap", LINT_WARNING, NULL, LINT_USER,
		"it takes bytes of an earlier capability: these are judged as its own, and the earlier one's registers work by a table that is not theirs",
		"correct pointers and lengths in the device's firmware; what became of the bytes: vfio-cfgtool policy",
	},
	[LINT_SEVERAL_MSI] = {
		"several-msi", LINT_WARNING, NULL, LINT_KERNEL,
		"not the first MSI capability: the kernel judges all of them by one table, of the first one's size",
		"keep one MSI capability in the device's chain",
	},
	[LINT_POINTER_IN_HEADER] = {
		"pointer-in-header", LINT_WARNING, NULL, LINT_USER,
		"a next pointer leads below 40: the kernel gives bytes of the header to a capability, and they lose the header's rules",
		"correct the pointer in the device's firmware",
	},
	[LINT_POINTER_UNALIGNED] = {
		"pointer-unaligned", LINT_WARNING, NULL, LINT_USER,
		"a next pointer is not a multiple of 4: VFIO follows it as it is, the PCI core and most users clear the low bits and find another capability",
		"correct the pointer in the device's firmware",
	},
	[LINT_POINTER_INTO_CAPABILITY] = {
		"pointer-into-capability", LINT_WARNING, NULL, LINT_USER,
		"a next pointer leads into the middle of another capability: the same bytes mean two things",
		"correct the pointer in the device's firmware",
	},
	[LINT_CHAIN_LOOP] = {
		"chain-loop", LINT_WARNING, NULL, LINT_USER,
		"the chain comes back here: the kernel goes on to its limit of steps, and a user that does not count hangs",
		"correct the pointer in the device's firmware",
	},
	[LINT_VENDOR_LENGTH] = {
		"vendor-length", LINT_WARNING, NULL, LINT_USER,
		"the capability says that it is shorter than its own header: the kernel believes it, and the rest is raw",
		"correct its length in the device's firmware",
	},
	[LINT_RESET_BIT_SET] = {
		"reset-bit-set", LINT_WARNING, NULL, LINT_USER,
		"the bit that starts a function level reset reads 1: the kernel copies it, and resets the function at any write to this capability",
		"let the device's firmware return 0 for it",
	},
	[LINT_HIDDEN_WRITABLE] = {
		"hidden-writable", LINT_WARNING, "info if none of them is a known control register",
		LINT_USER,
		"the capability is hidden, and yet its bytes are raw: a user who knows its place can write it",
		"trust the user with it, or turn the feature off before the device is given away",
	},
	[LINT_RAW_NONZERO] = {
		"raw-nonzero", LINT_INFO, NULL, LINT_USER,
		"bytes in no capability are not 0, so registers seem to live there: reads and writes go straight to them",
		"ask the vendor what they do",
	},
	[LINT_RAW_TAIL] = {
		"raw-tail", LINT_INFO, NULL, LINT_USER,
		"the kernel takes the capability for shorter than it is: reads and writes of its last bytes go straight to the hardware",
		"know that the kernel enforces no rule there",
	},
	[LINT_RAW_WRITE_IN_CAPABILITY] = {
		"raw-write-in-capability", LINT_INFO, NULL, LINT_USER,
		"every write to this capability goes to the hardware, its header included",
		"ask the vendor what a write can do",
	},
	[LINT_HOST_IDENTITY] = {
		"host-identity", LINT_INFO, NULL, LINT_USER,
		"the user reads what tells this device or this host from others",
		"let the VMM hide it where that matters",
	},
	[LINT_NO_PCIE_CAP_4K] = {
		"no-pcie-cap-4k", LINT_INFO, NULL, LINT_USER,
		"there is extended space and no PCI Express capability in the chain: VFIO never looks for capabilities there, and all of it is raw",
		"know that the kernel enforces no rule there",
	},
	[LINT_EXT_ALL_ONES] = {
		"ext-all-ones", LINT_INFO, NULL, LINT_USER,
		"all of extended space reads ff, as where nothing answers",
		"look at how the host reaches extended space, and at the device's power state",
	},
	[LINT_EXT_EMPTY] = {
		"ext-empty", LINT_INFO, NULL, LINT_USER,
		"the first dword of extended space is 0: VFIO takes it for empty, and all of it is raw",
		"know that the kernel enforces no rule there",
	},
	[LINT_HEADER_TYPE] = {
		"header-type", LINT_INFO, NULL, LINT_USER,
		"vfio-pci refuses a header type other than 0, such as a bridge's",
		"give away the functions behind it",
	},
	[LINT_NOT_IN_DUMP] = {
		"not-in-dump", LINT_WARNING, NULL, LINT_USER,
		"the dump does not show these bytes, so no hazard can be found there",
		"make it as root with lspci -xxxx; --size=100 says that 256 bytes are all",
	},
	[LINT_VMM_REFUSES] = {
		"vmm-refuses", LINT_ERROR, NULL, LINT_USER,
		"the VMM refuses the device",
		"see its placement and properties: vfio-cfgtool map --vmm=help",
	},
	[LINT_VMM_HANGS] = {
		"vmm-hangs", LINT_ERROR, NULL, LINT_USER,
		"the VMM hangs: its walk of the device's chain of capabilities never ends",
		"do not start it with this device",
	},
	[LINT_VMM_UNFILTERED] = {
		"vmm-unfiltered", LINT_WARNING, NULL, LINT_USER,
		"the VMM shows the guest a capability that it hides where the device has power management",
		"do not let the guest set it up",
	},
	[LINT_VMM_LEAKS] = {
		"vmm-leaks", LINT_INFO, NULL, LINT_USER,
		"the VMM takes the capability out of the guest's chain, but the guest can read its body, with what the host put there",
		"know that the guest can read it",
	},
	[LINT_VPASID_OFFSET_TAKEN] = {
		"vpasid-offset-taken", LINT_WARNING, NULL, LINT_USER,
		"the place where the VMM puts a PASID capability of its own is not free",
		"name a free one with x-vpasid-cap-offset: vfio-cfgtool map --free=8",
	},
};

const struct words lint_code_words = WORDS_OF(infos, name);

const struct lint_info *lint_info(enum lint_code code)
{
	return &infos[code];
}

const struct words lint_severity_words = WORDS(LINT_SEVERITIES,
	[LINT_INFO] = "info", [LINT_WARNING] = "warning", [LINT_ERROR] = "error"
);

const char *lint_severity_name(enum lint_severity severity)
{
	return words_name(&lint_severity_words, severity);
}

const char *lint_victim_name(enum lint_victim victim)
{
	return victim == LINT_KERNEL ? "kernel" : "user";
}

const char *lint_message(const struct lint_finding *finding, char text[LINT_MESSAGE_SIZE])
{
	const struct lint_info *info = &infos[finding->code];
	bool detailed = finding->detail[0] != '\0';

	snprintf(text, LINT_MESSAGE_SIZE, "%s%s%s%s; %s", info->what, detailed ? " (" : "",
		 finding->detail, detailed ? ")" : "", info->advice);
	return text;
}
