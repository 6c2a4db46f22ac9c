/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What policy and explain say of a device. */
#include "base/bits.h"
#include "model/vfio/capability.h"
#include "output/json.h"

/* Bits of a register, two digits a byte. */
static struct json_object *bits(uint32_t value, unsigned int width)
{
	return json_hex(value, 2 * (int)width);
}

static struct json_object *known_bits(bool known, uint32_t value, unsigned int width)
{
	return known ? bits(value, width) : NULL;
}

static struct json_object *place_name(const struct register_place *place)
{
	char name[REGISTER_NAME_SIZE];

	return place->known != NULL ? json_string(register_name(place->known, name)) : NULL;
}

static struct json_object *place_capability(const struct register_place *place)
{
	char name[CAPABILITY_NAME_SIZE];

	if (place->known == NULL || place->known->capability == 0)
		return NULL;
	return json_string(capability_name(place->known->extended, place->known->id, name));
}

static struct json_object *owner(const struct explanation *explanation)
{
	const struct map_owner *owner = &explanation->owner;
	bool extended = owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER;
	bool capability = extended || owner->kind == KIND_CAPABILITY;
	struct json_object *object = json_new();
	char name[CAPABILITY_NAME_SIZE];

	json_add(object, "kind", json_string(map_kind_name(owner->kind)));
	json_add(object, "name", !capability ? NULL :
		 json_string(capability_name(extended, owner->id, name)));
	json_add(object, "instance", capability ? json_number(owner->start) : NULL);
	return object;
}

static struct json_object *hidden_owner(const struct explanation *explanation)
{
	const struct map_hidden *hidden = &explanation->hidden;
	struct json_object *object;
	char name[CAPABILITY_NAME_SIZE];

	if (!explanation->is_hidden)
		return NULL;
	object = json_new();
	json_add(object, "offset", json_number(hidden->offset));
	json_add(object, "name", json_string(capability_name(hidden->extended, hidden->id, name)));
	json_add(object, "reason", json_string(map_hidden_reason_name(hidden->reason)));
	return object;
}

/* A part of a register's value, or null. */
static struct json_object *field_value(bool known, uint32_t value,
				       const struct explanation_field *field)
{
	unsigned int width = field->msb - field->lsb + 1U;

	if (!known)
		return NULL;
	value = (value & bits_from(field->msb, field->lsb)) >> field->lsb;
	return json_hex(value, (int)(width + 3) / 4);
}

static struct json_object *fields(const struct explanation *explanation)
{
	struct json_object *list = json_array(explanation->fields);

	for (unsigned int i = 0; i < explanation->fields; i++) {
		const struct explanation_field *field = &explanation->field[i];
		struct json_object *object = json_new();
		uint32_t mask = bits_from(field->msb, field->lsb);
		char name[REPORT_FIELD_SIZE];

		json_add(object, "name", json_string(report_field_name(explanation, field, name)));
		json_add(object, "msb", json_number(field->msb));
		json_add(object, "lsb", json_number(field->lsb));
		json_add(object, "nature", json_string(register_nature_name(
			register_nature(field->of->type, field->field))));
		json_add(object, "user",
			 field_value(explanation->user.known, explanation->user.value, field));
		json_add(object, "hardware",
			 field_value(explanation->hardware.known, explanation->hardware.value,
				     field));
		json_add(object, "read", json_string(
			report_read_word(&explanation->bits, mask)));
		json_add(object, "write", json_string(
			report_write_word(&explanation->bits, mask)));
		json_append(list, object);
	}
	return list;
}

static struct json_object *explained_effects(const struct explanation *explanation)
{
	struct json_object *list = json_array(explanation->effects);

	for (unsigned int i = 0; i < explanation->effects; i++) {
		struct json_object *object = json_new();

		json_add(object, "mask", bits(explanation->effect[i].mask,
					      explanation->place.width));
		json_add(object, "effect", json_string(
			effect_name(explanation->effect[i].effect)));
		json_add(object, "what", json_string(explanation->effect[i].what));
		json_add(object, "function", json_string(explanation->effect[i].function));
		json_append(list, object);
	}
	return list;
}

static struct json_object *reasons(const struct explanation *explanation)
{
	struct json_object *list = json_array(explanation->reasons);

	for (unsigned int i = 0; i < explanation->reasons; i++) {
		struct json_object *object = json_new();

		json_add(object, "mask", bits(explanation->reason[i].mask,
					      explanation->place.width));
		json_add(object, "why", json_string(explanation->reason[i].why));
		json_add(object, "function", json_string(explanation->reason[i].function));
		json_append(list, object);
	}
	return list;
}

static struct json_object *switches(const struct explanation *explanation)
{
	struct json_object *list = json_array(explanation->switches);

	for (unsigned int i = 0; i < explanation->switches; i++) {
		const struct explanation_switch *entry = &explanation->switches_list[i];
		unsigned int width = explanation->place.width;
		struct json_object *object = json_new();
		bool known = entry->opens && !entry->other.undefined;
		char name[RULES_LENGTH_TEXT_SIZE];

		json_add(object, "name", json_string(rules_setting_name(entry->setting, name)));
		json_add(object, "value", json_number(entry->value));
		json_add(object, "other", json_number(entry->other_value));
		json_add(object, "effect", json_string(rules_setting_effect(entry->setting)));
		json_add(object, "opens", json_flag(entry->opens));
		json_add(object, "read_virtual",
			 known_bits(known, entry->other.read_virtual, width));
		json_add(object, "write", known_bits(known, entry->other.write, width));
		json_add(object, "write_virtual",
			 known_bits(known, entry->other.write_virtual, width));
		json_add(object, "user",
			 known_bits(entry->opens && entry->user.known, entry->user.value, width));
		json_append(list, object);
	}
	return list;
}

static struct json_object *parts(const struct explanation *explanation)
{
	struct json_object *list = json_array(explanation->parts);

	for (unsigned int i = 0; i < explanation->parts; i++) {
		const struct device_register *part = explanation->part[i];
		struct json_object *object = json_new();
		char name[REGISTER_NAME_SIZE];

		json_add(object, "offset", json_number(part->offset));
		json_add(object, "width", json_number(part->type->width));
		json_add(object, "name", json_string(register_name(part, name)));
		json_append(list, object);
	}
	return list;
}

static struct json_object *notes(const struct explanation *explanation)
{
	struct json_object *list = json_array(explanation->notes);

	for (unsigned int i = 0; i < explanation->notes; i++)
		json_append(list, json_string(explanation->note[i]));
	return list;
}

static struct json_object *explanation(const struct report *report,
				       const struct explanation *explanation)
{
	const struct register_place *place = &explanation->place;
	struct json_object *object = json_new();

	json_add(object, "offset", json_number(place->offset));
	json_add(object, "width", json_number(place->width));
	json_add(object, "name", place_name(place));
	json_add(object, "capability", place_capability(place));
	json_add(object, "nature", place->known == NULL ? NULL : json_string(
		register_nature_name(register_nature(place->known->type, NULL))));
	json_add(object, "parts", parts(explanation));
	json_add(object, "owner", owner(explanation));
	json_add(object, "hidden", hidden_owner(explanation));
	json_add(object, "user",
		 known_bits(explanation->user.known, explanation->user.value, place->width));
	json_add(
		object, "hardware",
		known_bits(explanation->hardware.known, explanation->hardware.value, place->width));
	json_add(object, "undefined", json_flag(explanation->bits.undefined));
	json_add(object, "read_virtual", bits(explanation->bits.read_virtual, place->width));
	json_add(object, "write", bits(explanation->bits.write, place->width));
	json_add(object, "write_virtual", bits(explanation->bits.write_virtual, place->width));
	json_add(object, "fields", fields(explanation));
	json_add(object, "effects", explained_effects(explanation));
	json_add(object, "reasons", reasons(explanation));
	json_add(object, "switches", switches(explanation));
	json_add(object, "notes", notes(explanation));
	json_add_guest_register(object, report, place);
	return object;
}

void json_add_explain(struct json_object *object, const struct report_run *run,
		      const struct report *report)
{
	struct json_object *list = NULL;

	(void)run;
	if (report->explained != NULL) {
		list = json_array(report->explained_count);
		for (size_t i = 0; i < report->explained_count; i++)
			json_append(list, explanation(report, &report->explained[i]));
	}
	json_add(object, "registers", list);
}
