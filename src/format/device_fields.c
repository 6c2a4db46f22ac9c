/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* What JSON says about every device in each command, as rows of fields. */
#include "format/json.h"

GETTER(code, struct fault, value_text(value, fault_code_name(it->code)))

static const struct field fault_fields[] = {
	{ "code", .get = get_code },
	{ "message", MEMBER(struct fault, message) },
	{ "hint", MEMBER(struct fault, hint) },
	{ NULL },
};

const struct field json_holder_fields[] = {
	{ "pid", MEMBER(struct holder, pid) },
	{ "command", MEMBER(struct holder, command) },
	{ NULL },
};

static const struct field warning_fields[] = {
	{ "code", MEMBER(struct report_warning, code) },
	{ "offset", MEMBER(struct report_warning, offset) },
	{ "message", MEMBER(struct report_warning, message) },
	{ NULL },
};

/* The switches that are on, and the lengths of capabilities. */
static struct json_object *switches(const struct rules *rules)
{
	struct json_object *list = json_array(RULES_SWITCHES);
	char text[RULES_LENGTH_TEXT_SIZE];

	for (int i = 0; i < RULES_SWITCHES; i++)
		if (rules->value[i] != 0)
			json_append(list, json_string(rules_switch_text(
				rules, (enum rules_switch)i, text, sizeof(text))));
	for (unsigned int i = 0; i < rules->lengths; i++)
		json_append(list, json_string(rules_length_text(&rules->length[i], text)));
	return list;
}

/* The basis of each switch, and of the lengths of capabilities. */
static struct json_object *switches_basis(const struct rules *rules)
{
	struct json_object *object = json_new();

	for (int i = 0; i < RULES_SWITCHES; i++)
		json_add(object, rules_switch_infos[i].name,
			 json_string(rules_basis_name(rules_switch_basis(rules, i))));
	json_add(object, "lengths",
		 json_string(rules_basis_name(rules_switch_basis(rules, RULES_SWITCHES))));
	return object;
}

GETTER(switches, struct rules, value_json(value, switches(it)))
GETTER(basis, struct rules, value_text(value, rules_basis_name(it->basis)))
GETTER(switches_basis, struct rules, value_json(value, switches_basis(it)))

const struct field json_rules_fields[] = {
	{ "name", MEMBER(struct rules, name) },
	{ "switches", .get = get_switches },
	{ "basis", .get = get_basis },
	{ "switches_basis", .get = get_switches_basis },
	{ NULL },
};

/* The parts of the placement that are assumed. */
static struct json_object *assumed(const struct vmm_rules *vmm)
{
	const struct { const char *name; bool is; } parts[] = {
		{ "version", vmm->version_assumed },
		{ "machine", vmm->machine_assumed },
		{ "bus", vmm->bus_assumed },
	};
	struct json_object *list = json_array(ARRAY_LENGTH(parts));

	for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
		if (parts[i].is)
			json_append(list, json_string(parts[i].name));
	return list;
}

static struct json_object *vmm_switches(const struct vmm_rules *vmm)
{
	struct json_object *list = json_array(VMM_SWITCHES);

	for (int i = 0; i < VMM_SWITCHES; i++)
		if (vmm->value[i])
			json_append(list, json_string(vmm_switch_infos[i].name));
	return list;
}

GETTER(machine, struct vmm_rules, value_text(value, vmm_machine_name(it->machine)))
GETTER(bus, struct vmm_rules, value_text(value, vmm_bus_name(it->bus)))
GETTER(assumed, struct vmm_rules, value_json(value, assumed(it)))
GETTER(vmm_switches, struct vmm_rules, value_json(value, vmm_switches(it)))
GETTER(vmm_basis, struct vmm_rules, value_text(value, vmm_basis_name(it)))

static const struct field vmm_fields[] = {
	{ "name", MEMBER(struct vmm_rules, name) },
	{ "machine", .get = get_machine },
	{ "bus", .get = get_bus },
	{ "assumed", .get = get_assumed },
	{ "switches", .get = get_vmm_switches },
	{ "basis", .get = get_vmm_basis },
	{ NULL },
};

static bool is_reached(const struct report *report)
{
	return report->device->space.size != 0;
}

static bool is_opened(const struct report *report)
{
	return report->info != NULL && report->info->opened;
}

GETTER(address, struct report, value_address(value, &it->device->address))
GETTER(vendor, struct report, value_hex(value, it->device->vendor, 4))
GETTER(product, struct report, value_hex(value, it->device->product, 4))
GETTER(class, struct report, value_hex(value, it->device->class, 6))
GETTER(revision, struct report, value_hex(value, it->device->revision, 2))
GETTER(name, struct report, value_text(value, it->device->name))
GETTER(driver, struct report, value_text(value, it->device->driver))
GETTER(iommu_group, struct report, value_number(value, it->device->iommu_group))
GETTER(is_vf, struct report, value_flag(value, it->device->is_vf))
GETTER(source, struct report,
       value_text(value, is_reached(it) || is_opened(it)
			 ? report_source_name(it->device->source) : NULL))
GETTER(source_reason, struct report, value_text(value, it->device->source_reason))
GETTER(view, struct report,
       value_text(value, is_reached(it) ? report_view_name(it->device->space.view) : NULL))
GETTER(held_by, struct report,
       value_record(value, it->device->held_by.pid != 0 ? &it->device->held_by : NULL))
GETTER(file, struct report, value_text(value, it->device->file))
GETTER(rules, struct report, value_record(value, it->rules))
GETTER(vmm, struct report, value_record(value, it->vmm))
GETTER(size, struct report,
       value_number(value, is_reached(it) ? it->device->space.size : -1))
GETTER(error, struct report,
       value_record(value, it->error.code != FAULT_NONE ? &it->error : NULL))
GETTER(warnings, struct report,
       value_records(value, RECORDS(it->warning, it->warnings)))

const struct field json_device_fields[] = {
	{ "address", .get = get_address },
	{ "vendor", .get = get_vendor },
	{ "device", .get = get_product },
	{ "class", .get = get_class },
	{ "revision", .get = get_revision },
	{ "name", .get = get_name },
	{ "driver", .get = get_driver },
	{ "iommu_group", .get = get_iommu_group },
	{ "is_vf", .get = get_is_vf },
	{ "source", .get = get_source },
	{ "source_reason", .get = get_source_reason },
	{ "view", .get = get_view },
	{ "held_by", .get = get_held_by, .fields = json_holder_fields },
	{ "overlay", MEMBER(struct report, overlay) },
	{ "file", .get = get_file },
	{ "rules", .get = get_rules, .fields = json_rules_fields },
	{ "vmm", .get = get_vmm, .fields = vmm_fields },
	{ "size", .get = get_size },
	{ "error", .get = get_error, .fields = fault_fields },
	{ "warnings", .get = get_warnings, .fields = warning_fields },
	{ NULL },
};
