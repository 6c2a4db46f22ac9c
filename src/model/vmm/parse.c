/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The argument of --vmm. */
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/macros.h"
#include "model/vmm/vmm.h"

/* The form of a property's value. */
enum value_kind {
	VALUE_ANY,		/* it changes no byte here, so any value is accepted */
	VALUE_NUMBER,		/* decimal, or hexadecimal after 0x */
	VALUE_BOOL,
	VALUE_ON_OFF_AUTO,
	VALUE_RELOCATION,	/* off, auto, bar0 to bar5 */
	VALUE_ADDRESS,		/* device and function, hexadecimal: 6, 02.0 */
};

#define NO_EFFECT VMM_PROPERTIES
#define ALWAYS VMM_SWITCHES

/* One property of a device of a VMM. */
struct property_row {
	const char *name;
	enum vmm_program program;
	enum vmm_property property;	/* NO_EFFECT: known, and changes no byte of
					   configuration space */
	enum value_kind kind;
	uint32_t most;			/* the greatest number */
	enum vmm_switch needs;		/* the version's switch; ALWAYS: in all versions */
};

#define EFFECT(name, property, kind, most, needs) \
	{ name, VMM_QEMU, property, kind, most, needs }
#define KNOWN(name) { name, VMM_QEMU, NO_EFFECT, VALUE_ANY, 0, ALWAYS }

/* The properties of `qemu-system-x86_64 -device vfio-pci,help` of 7.2, 10.0 and 11.1. */
static const struct property_row properties[] = {
	EFFECT("x-pci-vendor-id", PROPERTY_VENDOR, VALUE_NUMBER, 0xfffe, ALWAYS),
	EFFECT("x-pci-device-id", PROPERTY_DEVICE, VALUE_NUMBER, 0xffff, ALWAYS),
	EFFECT("x-pci-sub-vendor-id", PROPERTY_SUB_VENDOR, VALUE_NUMBER, 0xffff, ALWAYS),
	EFFECT("x-pci-sub-device-id", PROPERTY_SUB_DEVICE, VALUE_NUMBER, 0xffff, ALWAYS),
	EFFECT("x-pci-class-code", PROPERTY_CLASS, VALUE_NUMBER, 0xffffff, VMM_CLASS_CODE),
	EFFECT("multifunction", PROPERTY_MULTIFUNCTION, VALUE_BOOL, 0, ALWAYS),
	EFFECT("addr", PROPERTY_ADDRESS, VALUE_ADDRESS, 0, ALWAYS),
	EFFECT("rombar", PROPERTY_ROM_BAR, VALUE_NUMBER, UINT32_MAX, ALWAYS),
	EFFECT("x-nv-gpudirect-clique", PROPERTY_CLIQUE, VALUE_NUMBER, 15, ALWAYS),
	EFFECT("x-msix-relocation", PROPERTY_MSIX_RELOCATION, VALUE_RELOCATION, 0, ALWAYS),
	EFFECT("x-igd-opregion", PROPERTY_IGD_OPREGION, VALUE_BOOL, 0, ALWAYS),
	EFFECT("x-igd-gms", PROPERTY_IGD_GMS, VALUE_NUMBER, 0xfe, ALWAYS),
	EFFECT("x-igd-legacy-mode", PROPERTY_IGD_LEGACY, VALUE_ON_OFF_AUTO, 0, VMM_IGD_ANYWHERE),
	EFFECT("ats", PROPERTY_ATS, VALUE_ON_OFF_AUTO, 0, VMM_ATS_AUTO),
	EFFECT("x-vpasid-cap-offset", PROPERTY_VPASID_OFFSET, VALUE_NUMBER, 0xffff, VMM_VPASID),
	KNOWN("acpi-index"), KNOWN("bootindex"), KNOWN("busnr"), KNOWN("display"),
	KNOWN("enable-migration"), KNOWN("failover_pair_id"), KNOWN("fd"), KNOWN("host"),
	KNOWN("id"), KNOWN("iommufd"), KNOWN("migration-events"), KNOWN("ramfb"),
	KNOWN("romfile"), KNOWN("romsize"), KNOWN("skip-vsc-check"), KNOWN("sriov-pf"),
	KNOWN("sysfsdev"), KNOWN("use-legacy-x86-rom"), KNOWN("vf-token"),
	KNOWN("x-balloon-allowed"), KNOWN("x-device-dirty-page-tracking"),
	KNOWN("x-enable-migration"), KNOWN("x-igd-lpc"), KNOWN("x-intx-mmap-timeout-ms"),
	KNOWN("x-max-bounce-buffer-size"), KNOWN("x-migration-load-config-after-iter"),
	KNOWN("x-migration-max-queued-buffers-size"), KNOWN("x-migration-multifd-transfer"),
	KNOWN("x-no-geforce-quirks"), KNOWN("x-no-kvm-intx"), KNOWN("x-no-kvm-ioeventfd"),
	KNOWN("x-no-kvm-msi"), KNOWN("x-no-kvm-msix"), KNOWN("x-no-mmap"),
	KNOWN("x-no-vfio-ioeventfd"), KNOWN("x-pcie-ari-nextfn-1"),
	KNOWN("x-pcie-err-unc-mask"), KNOWN("x-pcie-ext-tag"), KNOWN("x-pcie-extcap-init"),
	KNOWN("x-pcie-lnksta-dllla"), KNOWN("x-pre-copy-dirty-page-tracking"),
	KNOWN("x-ramfb-migrate"), KNOWN("x-req"), KNOWN("x-vga"), KNOWN("xres"), KNOWN("yres"),
	{ "x_nv_gpudirect_clique", VMM_CLOUD_HYPERVISOR, PROPERTY_CLIQUE, VALUE_NUMBER, 15, ALWAYS },
	{ "path", VMM_CLOUD_HYPERVISOR, NO_EFFECT, VALUE_ANY, 0, ALWAYS },
	{ "iommu", VMM_CLOUD_HYPERVISOR, NO_EFFECT, VALUE_ANY, 0, ALWAYS },
	{ "id", VMM_CLOUD_HYPERVISOR, NO_EFFECT, VALUE_ANY, 0, ALWAYS },
	{ "pci_segment", VMM_CLOUD_HYPERVISOR, NO_EFFECT, VALUE_ANY, 0, ALWAYS },
};

#undef EFFECT
#undef KNOWN

/* A part of the argument, up to the next comma. QEMU doubles a comma in a value. */
struct word {
	const char *text;
	size_t length;
};

/* The buffer for a reason. */
struct reason {
	char *text;
	size_t size;
};

static bool word_is(const struct word *word, const char *name)
{
	return strlen(name) == word->length && memcmp(word->text, name, word->length) == 0;
}

static bool word_begins(const struct word *word, const char *name)
{
	return word->length >= strlen(name) && memcmp(word->text, name, strlen(name)) == 0;
}

/* Parses a number. False if it has another form, or exceeds the limit. */
static bool read_number(const struct word *word, uint32_t most, uint32_t *value)
{
	bool hexadecimal = word->length > 2 && word->text[0] == '0' &&
			   ascii_lower(word->text[1]) == 'x';
	uint64_t number = 0;

	for (size_t i = hexadecimal ? 2 : 0; i < word->length; i++) {
		int digit = ascii_hex_digit(word->text[i]);

		if (digit < 0 || (!hexadecimal && digit > 9))
			return false;
		number = number * (hexadecimal ? 16 : 10) + (unsigned int)digit;
		if (number > UINT32_MAX)
			return false;
	}
	*value = (uint32_t)number;
	return word->length > 0 && number <= most;
}

static bool read_bool(const struct word *word, uint32_t *value)
{
	static const char *const on[] = { "on", "yes", "true", "y" };
	static const char *const off[] = { "off", "no", "false", "n" };

	for (size_t i = 0; i < ARRAY_LENGTH(on); i++) {
		*value = word_is(word, on[i]) ? VMM_ON : VMM_OFF;
		if (*value == VMM_ON || word_is(word, off[i]))
			return true;
	}
	return false;
}

/* "6", "02.0", "0x1f.0x3": device and function. */
static bool read_address(const struct word *word, uint32_t *value)
{
	const char *dot = memchr(word->text, '.', word->length);
	struct word part = { word->text, dot != NULL ? (size_t)(dot - word->text) : word->length };
	uint32_t number[2] = { 0, 0 };

	for (int i = 0; i < 2; i++) {
		unsigned int parsed;

		if (word_begins(&part, "0x") && part.length > 2)
			part = (struct word) { part.text + 2, part.length - 2 };
		if (!ascii_hex(part.text, part.length, &parsed))
			return false;
		number[i] = parsed;
		if (dot == NULL)
			break;
		part = (struct word) { dot + 1, word->length - (size_t)(dot + 1 - word->text) };
	}
	*value = number[0] << 3 | number[1];
	return number[0] < 32 && number[1] < 8;
}

static bool read_relocation(const struct word *word, uint32_t *value)
{
	if (word_is(word, "off") || word_is(word, "auto")) {
		*value = word_is(word, "off") ? VMM_OFF : VMM_AUTO;
		return true;
	}
	if (word->length != 4 || !word_begins(word, "bar") || word->text[3] < '0' ||
	    word->text[3] > '5')
		return false;
	*value = VMM_RELOCATE_BAR0 + (uint32_t)(word->text[3] - '0');
	return true;
}

static bool read_value(const struct property_row *row, const struct word *word, uint32_t *value)
{
	switch (row->kind) {
	case VALUE_NUMBER:
		return read_number(word, row->most, value);
	case VALUE_ON_OFF_AUTO:
		if (word_is(word, "auto")) {
			*value = VMM_AUTO;
			return true;
		}
		return read_bool(word, value);
	case VALUE_BOOL:
		return read_bool(word, value);
	case VALUE_RELOCATION:
		return read_relocation(word, value);
	case VALUE_ADDRESS:
		return read_address(word, value);
	default:
		return true;
	}
}

static bool take_property(struct vmm_rules *rules, const struct word *name,
			  const struct word *value, const struct reason *why)
{
	const struct property_row *row = NULL;

	for (size_t i = 0; i < ARRAY_LENGTH(properties); i++)
		if (properties[i].program == rules->program && word_is(name, properties[i].name))
			row = &properties[i];
	if (row == NULL) {
		snprintf(why->text, why->size, "%s has no property '%.*s' of a VFIO device",
			 vmm_program_name(rules->program), (int)name->length, name->text);
		return false;
	}
	if (row->needs != ALWAYS && !rules->value[row->needs]) {
		snprintf(why->text, why->size, "%s has no property %s: it came with %u.%u",
			 rules->name, row->name, vmm_switch_infos[row->needs].since.major,
			 vmm_switch_infos[row->needs].since.minor);
		return false;
	}
	if (row->property == NO_EFFECT)
		return true;
	rules->property[row->property].given = true;
	if (read_value(row, value, &rules->property[row->property].value))
		return true;
	snprintf(why->text, why->size, "'%.*s' is not a value of %s", (int)value->length, value->text,
		 row->name);
	return false;
}

/* Names of machines, also with a version, as libvirt writes them. */
static const struct {
	const char *name;
	bool has_more;
	enum vmm_machine machine;
} machine_words[] = {
	{ "q35", false, MACHINE_Q35 },
	{ "pc", false, MACHINE_PC },
	{ "virt", false, MACHINE_VIRT },
	{ "pc-q35-", true, MACHINE_Q35 },
	{ "pc-i440fx-", true, MACHINE_PC },
	{ "virt-", true, MACHINE_VIRT },
};

static bool take_machine(struct vmm_rules *rules, const struct word *word,
			 const struct reason *why)
{
	if (rules->machine == MACHINE_NONE) {
		snprintf(why->text, why->size, "%s has no machine to choose",
			 vmm_program_name(rules->program));
		return false;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(machine_words); i++) {
		if (machine_words[i].has_more ? !word_begins(word, machine_words[i].name)
					      : !word_is(word, machine_words[i].name))
			continue;
		rules->machine = machine_words[i].machine;
		rules->machine_assumed = false;
		return true;
	}
	snprintf(why->text, why->size, "'%.*s' is not a machine: q35, pc or virt", (int)word->length,
		 word->text);
	return false;
}

static bool take_bus(struct vmm_rules *rules, const struct word *word, const struct reason *why)
{
	for (int i = 0; i < VMM_BUSES; i++) {
		if (!word_is(word, vmm_bus_name((enum vmm_bus)i)) &&
		    !(i == BUS_ROOT && word_is(word, "pcie.0")))
			continue;
		rules->bus = (enum vmm_bus)i;
		rules->bus_assumed = false;
		return true;
	}
	snprintf(why->text, why->size,
		 "'%.*s' does not say what kind of bus it is: port (behind a root port), root (pcie.0) or pci",
		 (int)word->length, word->text);
	return false;
}

static bool take_word(struct vmm_rules *rules, const struct word *word, const struct reason *why)
{
	const char *equals = memchr(word->text, '=', word->length);
	struct word name = { word->text, word->length };
	struct word value = { word->text + word->length, 0 };

	if (equals == NULL) {
		snprintf(why->text, why->size, "'%.*s' has no value: machine=, bus= or PROPERTY=VALUE",
			 (int)word->length, word->text);
		return false;
	}
	name.length = (size_t)(equals - word->text);
	value = (struct word) { equals + 1, word->length - name.length - 1 };
	if (word_is(&name, "machine"))
		return take_machine(rules, &value, why);
	if (word_is(&name, "bus"))
		return take_bus(rules, &value, why);
	return take_property(rules, &name, &value, why);
}

/*
 * "11.1", "11.1.3", "v53", "53": takes the first two numbers, without a distribution's suffix.
 */
static bool read_version(const struct word *word, struct vmm_version *version)
{
	unsigned int number[2] = { 0, 0 };
	size_t place = word->length > 1 && word->text[0] == 'v' ? 1 : 0;

	for (int i = 0; i < 2; i++) {
		size_t first = place;

		for (; place < word->length && word->text[place] >= '0' &&
		       word->text[place] <= '9' && place < first + 4; place++)
			number[i] = number[i] * 10 + (unsigned int)(word->text[place] - '0');
		if (place == first)
			return false;
		if (place == word->length || word->text[place] != '.')
			break;
		place++;
	}
	if (place < word->length && strchr(".+-~", word->text[place]) == NULL &&
	    word->text[place - 1] != '.')
		return false;
	*version = (struct vmm_version) { (uint16_t)number[0], (uint16_t)number[1] };
	return true;
}

/* Refuses programs that start a QEMU and are no VMM themselves. */
static bool refuse_manager(const struct word *word, const struct reason *why)
{
	if (word_begins(word, "libvirt"))
		snprintf(why->text, why->size,
			 "libvirt starts a QEMU: name that one (`virsh version` says which), as --vmm=qemu-10.0");
	else if (word_begins(word, "proxmox"))
		snprintf(why->text, why->size,
			 "Proxmox starts a QEMU: name that one (`pveversion -v` says which), as --vmm=qemu-10.0");
	else
		snprintf(why->text, why->size, "'%.*s' is not a known VMM (--vmm=help lists them)",
			 (int)word->length, word->text);
	return false;
}

static bool take_name(struct vmm_rules *rules, const struct word *word, const struct reason *why)
{
	int program = 0;
	struct vmm_version version;
	struct word behind;
	const char *name;

	while (program < VMM_PROGRAMS &&
	       !word_begins(word, vmm_program_name((enum vmm_program)program)))
		program++;
	if (program == VMM_PROGRAMS)
		return refuse_manager(word, why);
	name = vmm_program_name((enum vmm_program)program);
	behind = (struct word) { word->text + strlen(name), word->length - strlen(name) };
	version = vmm_listings[program].last;
	if (behind.length > 0) {
		if (behind.text[0] != '-')
			return refuse_manager(word, why);
		behind = (struct word) { behind.text + 1, behind.length - 1 };
		if (!read_version(&behind, &version)) {
			snprintf(why->text, why->size, "'%.*s' is not a version of %s",
				 (int)behind.length, behind.text, name);
			return false;
		}
	}
	if (!vmm_for_version((enum vmm_program)program, &version, rules)) {
		snprintf(why->text, why->size, "%s is known from %u.%u on", name,
			 vmm_listings[program].first.major, vmm_listings[program].first.minor);
		return false;
	}
	rules->version_assumed = word->length == strlen(name) && version.major != 0;
	rules->machine_assumed = rules->machine != MACHINE_NONE;
	rules->bus_assumed = rules->machine != MACHINE_NONE;
	return true;
}

/* Takes the next word, which may have doubled commas. */
static bool next_word(const char **text, struct word *word)
{
	const char *end = *text;

	if (*end == '\0')
		return false;
	while (*end != '\0' && (*end != ',' || end[1] == ','))
		end += *end == ',' ? 2 : 1;
	*word = (struct word) { *text, (size_t)(end - *text) };
	*text = *end == ',' ? end + 1 : end;
	return true;
}

static bool check_placement(struct vmm_rules *rules, const struct reason *why)
{
	if (rules->machine == MACHINE_PC && rules->bus_assumed)
		rules->bus = BUS_PCI;
	if (rules->machine == MACHINE_PC && rules->bus != BUS_PCI) {
		snprintf(why->text, why->size, "the machine pc has no bus=%s: it has conventional buses only",
			 vmm_bus_name(rules->bus));
		return false;
	}
	if (rules->machine == MACHINE_NONE && rules->bus != BUS_ROOT) {
		snprintf(why->text, why->size, "%s has no bus=%s", vmm_program_name(rules->program),
			 vmm_bus_name(rules->bus));
		return false;
	}
	return true;
}

bool vmm_parse(const char *text, struct vmm_rules *rules, char *why, size_t size)
{
	const struct reason reason = { why, size };
	struct word word = { text, 0 };

	if (!next_word(&text, &word)) {
		snprintf(why, size, "it names no VMM (--vmm=help lists them)");
		return false;
	}
	if (!take_name(rules, &word, &reason))
		return false;
	while (next_word(&text, &word))
		if (!take_word(rules, &word, &reason))
			return false;
	return check_placement(rules, &reason);
}

/* Whether a version of a VMM has a property. */
static bool has_property(const struct vmm_rules *rules, const struct property_row *row)
{
	return row->program == rules->program && (row->needs == ALWAYS || rules->value[row->needs]);
}

const char *vmm_word(const struct vmm_rules *rules, size_t index, const char **what)
{
	static const struct { const char *name, *what; } words[] = {
		{ "machine=q35", "PCI Express" }, { "machine=pc", "conventional PCI" },
		{ "machine=virt", "ARM's and RISC-V's" },
		{ "bus=port", "behind a root port" }, { "bus=root", "the root bus" },
		{ "bus=pci", "a conventional bus" },
	};
	size_t placements = rules->machine != MACHINE_NONE ? ARRAY_LENGTH(words) : 0;

	if (index < placements) {
		*what = words[index].what;
		return words[index].name;
	}
	index -= placements;
	*what = "";
	for (size_t i = 0; i < ARRAY_LENGTH(properties); i++)
		if (has_property(rules, &properties[i]) && index-- == 0)
			return properties[i].name;
	return NULL;
}

const char *vmm_property_name(const struct vmm_rules *rules, enum vmm_property property)
{
	for (size_t i = 0; i < ARRAY_LENGTH(properties); i++)
		if (properties[i].property == property && has_property(rules, &properties[i]))
			return properties[i].name;
	return NULL;
}
