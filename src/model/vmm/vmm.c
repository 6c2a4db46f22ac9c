/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The tables of VMMs, versions and switches. */
#include "model/vmm/vmm.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "base/words.h"

/*
 * From QEMU 7.2.22, 10.0.2 and 10.2.2; tests/guest compares them with the real 7.2, 10.0 and
 * 11.1.
 */
const struct vmm_switch_info vmm_switch_infos[VMM_SWITCHES] = {
	[VMM_REBAR_STATIC] = {
		"rebar-static", VMM_QEMU, { 8, 1 }, "hw/vfio/pci.c", "vfio_setup_rebar_ecap",
		"Resizable BAR is kept with one size, the current one; before, it is taken out",
	},
	[VMM_CLIQUE_D4] = {
		"clique-d4", VMM_QEMU, { 8, 1 }, "hw/vfio/pci-quirks.c", "vfio_add_nv_gpudirect_cap",
		"x-nv-gpudirect-clique takes d4 where c8 is taken; before, always c8",
	},
	[VMM_ARI_SEARCH] = {
		"ari-search", VMM_QEMU, { 8, 1 }, "hw/pci/pci.c", "pci_qdev_realize",
		"a loop of extended capabilities hangs QEMU on a conventional bus, too, and a bad pointer ends it",
	},
	[VMM_SKIP_VSC_CHECK] = {
		"skip-vsc-check", VMM_QEMU, { 9, 1 }, "hw/vfio/pci.c", "vfio_add_vendor_specific_cap",
		"vendor-specific capabilities are not compared in a migration; no byte differs",
	},
	[VMM_IGD_BDSM_C0] = {
		"igd-bdsm-c0", VMM_QEMU, { 9, 2 }, "hw/vfio/igd.c", "vfio_probe_igd_bar4_quirk",
		"from generation 11 on the stolen memory of Intel graphics is at c0, 8 bytes; before, at 5c",
	},
	[VMM_PM_COPY] = {
		"pm-copy", VMM_QEMU, { 10, 0 }, "hw/vfio/pci.c", "vfio_add_std_cap",
		"power management is 8 bytes, and QEMU follows the power state; before, it only passes it on",
	},
	[VMM_IGD_ANYWHERE] = {
		"igd-anywhere", VMM_QEMU, { 10, 0 }, "hw/vfio/igd.c", "vfio_pci_igd_config_quirk",
		"registers of Intel graphics are emulated wherever it is put; before, at 00:02.0 of `pc` only",
	},
	[VMM_CLASS_CODE] = {
		"class-code", VMM_QEMU, { 10, 1 }, "hw/vfio/pci.c", "vfio_pci_config_setup",
		"x-pci-class-code sets the class",
	},
	[VMM_IGD_BY_OPREGION] = {
		"igd-by-opregion", VMM_QEMU, { 10, 1 }, "hw/vfio/igd.c", "vfio_pci_igd_config_quirk",
		"Intel graphics is what has an OpRegion; fc is emulated, 50 with x-igd-gms only",
	},
	[VMM_REBAR_LARGE] = {
		"rebar-large", VMM_QEMU, { 10, 1 }, "hw/vfio/pci.c", "vfio_setup_rebar_ecap",
		"sizes of Resizable BAR up to 128 TB (code 27) are kept; before, up to 512 GB (code 19)",
	},
	[VMM_ATS_AUTO] = {
		"ats-auto", VMM_QEMU, { 11, 1 }, "hw/vfio/pci.c", "vfio_pci_realize",
		"ATS is taken out with ats=off, or where the host's IOMMU cannot do it",
	},
	[VMM_VPASID] = {
		"vpasid", VMM_QEMU, { 11, 1 }, "hw/vfio/pci.c", "vfio_pci_synthesize_pasid_cap",
		"with iommufd and a vIOMMU that has PASID a capability is added at x-vpasid-cap-offset",
	},
	/* in its sources of August 2026, after v53 */
	[VMM_VPASID_FF8] = {
		"vpasid-ff8", VMM_CLOUD_HYPERVISOR, { 54, 0 }, "pci/src/vfio.rs", NULL,
		"with a vIOMMU that has PASID a capability is added at ff8",
	},
};

/* The place of the PASID capability that a switch adds; VMM_PROPERTIES: no property moves it. */
static const struct {
	enum vmm_switch adds;
	uint16_t offset, length;	/* PCI_EXT_CAP_PASID_SIZEOF of linux/pci_regs.h */
	enum vmm_property moved_by;
} pasid_places[] = {
	{ VMM_VPASID,		0xff8, 8, PROPERTY_VPASID_OFFSET },
	{ VMM_VPASID_FF8,	0xff8, 8, VMM_PROPERTIES },
};

bool vmm_pasid_place(const struct vmm_rules *rules, unsigned int *offset, unsigned int *length)
{
	for (size_t i = 0; i < ARRAY_LENGTH(pasid_places); i++) {
		enum vmm_property moved_by = pasid_places[i].moved_by;

		if (!rules->value[pasid_places[i].adds])
			continue;
		*offset = pasid_places[i].offset;
		*length = pasid_places[i].length;
		if (moved_by != VMM_PROPERTIES && rules->property[moved_by].given)
			*offset = rules->property[moved_by].value;
		return true;
	}
	return false;
}

const struct vmm_listing vmm_listings[VMM_PROGRAMS] = {
	[VMM_QEMU] = {
		VMM_QEMU, { 6, 2 }, { 11, 1 }, "hw/vfio/pci.c",
		"7.2, 10.0, 11.1 on q35 and pc",
	},
	[VMM_CLOUD_HYPERVISOR] = {
		VMM_CLOUD_HYPERVISOR, { 30, 0 }, { 53, 0 }, "pci/src/vfio.rs (ae44c2971)", "",
	},
	[VMM_OPENVMM] = {
		VMM_OPENVMM, { 0, 0 }, { 0, 0 },
		"vm/devices/pci/vfio_assigned_device/src/lib.rs (1488a37b7)", "",
	},
	[VMM_CROSVM] = {
		VMM_CROSVM, { 0, 0 }, { 0, 0 }, "devices/src/pci/vfio_pci.rs (f1e797a68)", "",
	},
	[VMM_FIRECRACKER] = {
		VMM_FIRECRACKER, { 0, 0 }, { 0, 0 }, "src/vmm/src/vfio.rs (d4bb1422c)", "",
	},
};

/* The versions that tests/guest compares with the real VMM, in each placement of x86. */
static const struct {
	enum vmm_program program;
	struct vmm_version version;
} held[] = {
	{ VMM_QEMU, { 7, 2 } },
	{ VMM_QEMU, { 10, 0 } },
	{ VMM_QEMU, { 11, 1 } },
};

static uint32_t order(const struct vmm_version *version)
{
	return (uint32_t)version->major << 16 | version->minor;
}

bool vmm_for_version(enum vmm_program program, const struct vmm_version *version,
		     struct vmm_rules *rules)
{
	const struct vmm_listing *listing = &vmm_listings[program];

	memset(rules, 0, sizeof(*rules));
	rules->program = program;
	rules->version = *version;
	rules->machine = program == VMM_QEMU ? MACHINE_Q35 : MACHINE_NONE;
	rules->bus = program == VMM_QEMU ? BUS_PORT : BUS_ROOT;
	if (order(version) < order(&listing->first))
		return false;
	for (int i = 0; i < VMM_SWITCHES; i++)
		rules->value[i] = vmm_switch_infos[i].program == program &&
				  order(&vmm_switch_infos[i].since) <= order(version);
	if (listing->last.major == 0)
		snprintf(rules->name, sizeof(rules->name), "%s", vmm_program_name(program));
	else
		snprintf(rules->name, sizeof(rules->name),
			 program == VMM_QEMU ? "%s-%u.%u" : "%s-%u", vmm_program_name(program),
			 version->major, version->minor);
	return true;
}

bool vmm_is_tested(const struct vmm_rules *rules)
{
	for (size_t i = 0; i < ARRAY_LENGTH(held); i++)
		if (held[i].program == rules->program &&
		    order(&held[i].version) == order(&rules->version))
			return rules->machine != MACHINE_VIRT;
	return false;
}

static const struct words vmm_program_words = WORDS(VMM_PROGRAMS,
	[VMM_QEMU] = "qemu",
	[VMM_CLOUD_HYPERVISOR] = "cloud-hypervisor",
	[VMM_OPENVMM] = "openvmm",
	[VMM_CROSVM] = "crosvm",
	[VMM_FIRECRACKER] = "firecracker"
);

const char *vmm_program_name(enum vmm_program program)
{
	return words_name(&vmm_program_words, program);
}

static const struct words vmm_machine_words = WORDS(VMM_MACHINES,
	[MACHINE_NONE] = "", [MACHINE_Q35] = "q35", [MACHINE_PC] = "pc",
	[MACHINE_VIRT] = "virt"
);

const char *vmm_machine_name(enum vmm_machine machine)
{
	return words_name(&vmm_machine_words, machine);
}

static const struct words vmm_bus_words = WORDS(VMM_BUSES,
	[BUS_PORT] = "port", [BUS_ROOT] = "root", [BUS_PCI] = "pci"
);

const char *vmm_bus_name(enum vmm_bus bus)
{
	return words_name(&vmm_bus_words, bus);
}

const char *vmm_basis_name(const struct vmm_rules *rules)
{
	return vmm_is_tested(rules) ? "tested" : "untested";
}
