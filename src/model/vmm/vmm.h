/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * VMM rules: how one VMM (the program that runs the guest) changes the user view. Each
 * switch is a fact, with the first version that has it and the file and function of the
 * VMM's source. A version only names a set of switches.
 */
#ifndef VFIO_CFGTOOL_MODEL_VMM_VMM_H
#define VFIO_CFGTOOL_MODEL_VMM_VMM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vmm_program {
	VMM_QEMU,
	VMM_CLOUD_HYPERVISOR,
	VMM_OPENVMM,
	VMM_CROSVM,
	VMM_FIRECRACKER,
	VMM_PROGRAMS,
};

enum vmm_switch {
	VMM_REBAR_STATIC,
	VMM_CLIQUE_D4,
	VMM_ARI_SEARCH,
	VMM_SKIP_VSC_CHECK,
	VMM_IGD_BDSM_C0,
	VMM_PM_COPY,
	VMM_IGD_ANYWHERE,
	VMM_CLASS_CODE,
	VMM_IGD_BY_OPREGION,
	VMM_REBAR_LARGE,
	VMM_ATS_AUTO,
	VMM_VPASID,
	VMM_VPASID_FF8,
	VMM_SWITCHES,
};

struct vmm_version {
	uint16_t major, minor;
};

struct vmm_switch_info {
	const char *name;		/* stable */
	enum vmm_program program;
	struct vmm_version since;
	const char *file, *function;	/* of the VMM's source; function NULL: several */
	const char *effect;
};

extern const struct vmm_switch_info vmm_switch_infos[VMM_SWITCHES];

/* Machine and bus, in QEMU's words. */
enum vmm_machine {
	MACHINE_NONE,		/* the VMM has one kind of machine and no word for it */
	MACHINE_Q35,
	MACHINE_PC,
	MACHINE_VIRT,
	VMM_MACHINES,
};

enum vmm_bus {
	BUS_PORT,		/* below a PCI Express root port */
	BUS_ROOT,		/* on the root bus of a PCI Express machine */
	BUS_PCI,		/* on a conventional bus */
	VMM_BUSES,
};

/* Properties of a device that change what its guest reads. */
enum vmm_property {
	PROPERTY_VENDOR,
	PROPERTY_DEVICE,
	PROPERTY_SUB_VENDOR,
	PROPERTY_SUB_DEVICE,
	PROPERTY_CLASS,
	PROPERTY_MULTIFUNCTION,
	PROPERTY_ADDRESS,
	PROPERTY_ROM_BAR,
	PROPERTY_CLIQUE,
	PROPERTY_MSIX_RELOCATION,
	PROPERTY_IGD_OPREGION,
	PROPERTY_IGD_GMS,
	PROPERTY_IGD_LEGACY,
	PROPERTY_ATS,
	PROPERTY_VPASID_OFFSET,
	VMM_PROPERTIES,
};

/* Values of PROPERTY_ATS, PROPERTY_IGD_LEGACY and PROPERTY_MSIX_RELOCATION. */
#define VMM_OFF		0
#define VMM_ON		1
#define VMM_AUTO	2
#define VMM_RELOCATE_BAR0 3	/* to 8: BAR0 to BAR5 */

/* Bytes that the longest name takes, the final NUL among them. */
#define VMM_NAME_SIZE 64

struct vmm_rules {
	enum vmm_program program;
	struct vmm_version version;
	char name[VMM_NAME_SIZE];	/* "qemu-11.1" */
	bool value[VMM_SWITCHES];
	enum vmm_machine machine;
	enum vmm_bus bus;
	bool version_assumed, machine_assumed, bus_assumed;	/* not given: the default */
	struct {
		bool given;
		uint32_t value;
	} property[VMM_PROPERTIES];
};

/*
 * Reads the argument of --vmm: NAME[-VERSION][,machine=...][,bus=...][,PROPERTY=VALUE...].
 * Properties of the VMM that do not change configuration space are accepted and ignored.
 * False, with the reason in `why` (size bytes), for an unknown name, version, placement or
 * property, and for a value that the VMM refuses.
 */
bool vmm_parse(const char *text, struct vmm_rules *rules, char *why, size_t size);

/* Makes the rules of one version in a VMM's default placement. False if the version is too old. */
bool vmm_for_version(enum vmm_program program, const struct vmm_version *version,
		     struct vmm_rules *rules);

/*
 * For completion: the words after the first of --vmm that this VMM has, placements, then
 * properties. Sets *what to what a word means, or "". NULL ends.
 */
const char *vmm_word(const struct vmm_rules *rules, size_t index, const char **what);

/* The name of a property, or NULL if this VMM or version lacks it. */
const char *vmm_property_name(const struct vmm_rules *rules, enum vmm_property property);

/*
 * The place of the VMM's own PASID capability, if the guest's IOMMU has PASIDs, and its length
 * in bytes. False if the VMM adds none.
 */
bool vmm_pasid_place(const struct vmm_rules *rules, unsigned int *offset, unsigned int *length);

/* "qemu", "cloud-hypervisor" ...: stable, as --vmm takes them. */
const char *vmm_program_name(enum vmm_program program);

/* "q35", "pc", "virt", "" for none; "port", "root", "pci": stable. */
const char *vmm_machine_name(enum vmm_machine machine);
const char *vmm_bus_name(enum vmm_bus bus);

/* Whether tests compare these rules with the real VMM in this placement: "tested", "untested". */
bool vmm_is_tested(const struct vmm_rules *rules);
const char *vmm_basis_name(const struct vmm_rules *rules);

/* One line of --vmm=help. */
struct vmm_listing {
	enum vmm_program program;
	struct vmm_version first, last;	/* major 0: all versions are alike */
	const char *source;		/* the file, and the commit that was read */
	const char *tested;		/* versions that tests compare with the real VMM, or
					   "" */
};

/* All VMMs, VMM_PROGRAMS of them. Const data. */
extern const struct vmm_listing vmm_listings[VMM_PROGRAMS];


#endif
