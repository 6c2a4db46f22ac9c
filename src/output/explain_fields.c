/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Explains a register, as rows of fields for JSON. explain.c has the sentences. */
#include "output/explain.h"

#include <inttypes.h>

#include "base/bits.h"
#include "format/json.h"
#include "model/registers/meaning.h"
#include "model/vfio/capability.h"

/* One of several parts of an explanation: a field, an effect, a reason, a switch. */
struct item {
	const struct explanation *explanation;
	unsigned int number;
};

static const struct explanation_field *field_of(const struct item *item)
{
	return &item->explanation->field[item->number];
}

static const struct explanation_effect *effect_of(const struct item *item)
{
	return &item->explanation->effect[item->number];
}

static const struct explanation_instead *instead_of(const struct item *item)
{
	return &item->explanation->instead[item->number];
}

static const struct explanation_reason *reason_of(const struct item *item)
{
	return &item->explanation->reason[item->number];
}

static const struct explanation_switch *switch_of(const struct item *item)
{
	return &item->explanation->switches_list[item->number];
}

/* An array of the first `count` items. */
static void set_items(struct value *value, const struct field *fields,
		      const struct explanation *explanation, unsigned int count)
{
	struct json_object *list = json_array(count);
	struct item item = { .explanation = explanation };

	for (; item.number < count; item.number++)
		json_append(list, json_record(fields, &item));
	value_json(value, list);
}

static void set_bits(struct value *value, const struct explanation *explanation, uint32_t bits)
{
	value_hex(value, bits, 2U * explanation->place.width);
}

static void set_name(struct value *value, bool extended, uint16_t id)
{
	char name[CAPABILITY_NAME_SIZE];

	value_text(value, capability_name(extended, id, name));
}

const char *explain_field_name(const struct explanation *explanation,
			       const struct explanation_field *field,
			       char text[EXPLAIN_FIELD_SIZE])
{
	char name[REGISTER_NAME_SIZE];

	if (field->of == explanation->place.known)
		snprintf(text, EXPLAIN_FIELD_SIZE, "%s", field->field->name);
	else
		snprintf(text, EXPLAIN_FIELD_SIZE, "%s.%s", register_name(field->of, name),
			 field->field->name);
	return text;
}

const char *explain_read_word(const struct policy_bits *bits, uint32_t mask)
{
	if (bits->undefined)
		return "undefined";
	if ((bits->read_virtual & mask) == mask)
		return "virtual";
	return (bits->read_virtual & mask) == 0 ? "hardware" : "both";
}

const char *explain_write_word(const struct policy_bits *bits, uint32_t mask)
{
	if (bits->undefined)
		return "undefined";
	if ((bits->write & mask) == 0)
		return "dropped";
	if ((bits->write_virtual & mask) == mask)
		return "virtual";
	return (bits->write & ~bits->write_virtual & mask) == mask ? "hardware" : "partly";
}

GETTER(part_offset, struct device_register *const, value_number(value, (*it)->offset))
GETTER(part_width, struct device_register *const, value_number(value, (*it)->type->width))
GETTER(part_name, struct device_register *const, value_register(value, *it))

static const struct field part_fields[] = {
	{ "offset", .get = get_part_offset },
	{ "width", .get = get_part_width },
	{ "name", .get = get_part_name },
	{ NULL },
};

static void get_owner_name(struct value *value, const void *record)
{
	const struct map_owner *owner = record;
	bool extended = owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER;

	if (extended || owner->kind == KIND_CAPABILITY)
		set_name(value, extended, owner->id);
}

static void get_owner_instance(struct value *value, const void *record)
{
	const struct map_owner *owner = record;

	if (owner->kind == KIND_EXTENDED || owner->kind == KIND_PLACEHOLDER ||
	    owner->kind == KIND_CAPABILITY)
		value_number(value, owner->start);
}

GETTER(owner_kind, struct map_owner, value_text(value, map_kind_name(it->kind)))

static const struct field owner_fields[] = {
	{ "kind", .get = get_owner_kind },
	{ "name", .get = get_owner_name },
	{ "instance", .get = get_owner_instance },
	{ NULL },
};

GETTER(hidden_name, struct map_hidden, set_name(value, it->extended, it->id))
GETTER(hidden_reason, struct map_hidden, value_text(value, map_hidden_reason_name(it->reason)))

static const struct field hidden_fields[] = {
	{ "offset", MEMBER(struct map_hidden, offset) },
	{ "name", .get = get_hidden_name },
	{ "reason", .get = get_hidden_reason },
	{ NULL },
};

GETTER(bar_space, struct bar, value_text(value, bar_space_name(it->space)))
GETTER(bar_bits, struct bar, value_number(value, it->wide ? 64 : 32))
GETTER(bar_address, struct bar,
       value_format(value, "%0*" PRIx64, it->wide ? 16 : 8, it->address))
GETTER(bar_size, struct bar, if (it->size != 0) value_size(value, it->size))
GETTER(bar_unit, struct bar, if (it->size != 0) value_text(value, "bytes"))

static const struct field bar_fields[] = {
	{ "space", .get = get_bar_space },
	{ "bits", .get = get_bar_bits },
	{ "prefetchable", MEMBER(struct bar, prefetchable) },
	{ "upper", MEMBER(struct bar, upper) },
	{ "address", .get = get_bar_address },
	{ "size", .get = get_bar_size },
	{ "unit", .get = get_bar_unit },
	{ NULL },
};

static void get_field_name(struct value *value, const void *record)
{
	const struct item *item = record;
	char name[EXPLAIN_FIELD_SIZE];

	value_text(value, explain_field_name(item->explanation, field_of(item), name));
}

/* A field of a register's value. */
static void set_field(struct value *value, const struct item *item,
		      const struct known_value *known)
{
	const struct explanation_field *field = field_of(item);
	unsigned int width = field->msb - field->lsb + 1U;

	if (known->known)
		value_hex(value, (known->value & bits_from(field->msb, field->lsb)) >> field->lsb,
			  (width + 3) / 4);
}

/* A number, an array of numbers, or a word. */
static struct json_object *meaning_json(const struct meaning *meaning)
{
	struct json_object *list = meaning->list ? json_array(meaning->count) : NULL;
	char number[MEANING_NUMBER_SIZE];

	if (meaning->word != NULL)
		return json_string(meaning->word);
	for (unsigned int i = 0; meaning->list && i < meaning->count; i++)
		json_append(list, json_decimal(meaning_number(meaning, i, number)));
	if (meaning->list || meaning->count == 0)
		return list;
	return json_decimal(meaning_number(meaning, 0, number));
}

/* The meaning of a field's code in a value of the register. */
static void set_meaning(struct value *value, const struct item *item,
			const struct known_value *known)
{
	uint32_t bits;

	if (explanation_register(item->explanation, field_of(item), known, &bits)) {
		const struct meaning meaning = meaning_of(field_of(item)->field, bits);

		value_json(value, meaning_json(&meaning));
	}
}

/* The unit does not depend on the code; but a word has no unit. */
static void get_field_unit(struct value *value, const void *record)
{
	const struct item *item = record;
	const struct explanation *explanation = item->explanation;
	uint32_t bits;

	if (explanation_register(explanation, field_of(item), &explanation->user, &bits) ||
	    explanation_register(explanation, field_of(item), &explanation->hardware, &bits))
		value_text(value, meaning_of(field_of(item)->field, bits).unit);
}

static uint32_t mask_of(const struct item *item)
{
	return bits_from(field_of(item)->msb, field_of(item)->lsb);
}

GETTER(msb, struct item, value_number(value, field_of(it)->msb))
GETTER(lsb, struct item, value_number(value, field_of(it)->lsb))
GETTER(field_nature, struct item,
       value_text(value, register_nature_name(register_nature(field_of(it)->of->type,
							      field_of(it)->field))))
GETTER(field_user, struct item, set_field(value, it, &it->explanation->user))
GETTER(field_hardware, struct item, set_field(value, it, &it->explanation->hardware))
GETTER(field_value, struct item, set_meaning(value, it, &it->explanation->user))
GETTER(field_hardware_value, struct item, set_meaning(value, it, &it->explanation->hardware))
GETTER(field_read, struct item,
       value_text(value, explain_read_word(&it->explanation->bits, mask_of(it))))
GETTER(field_write, struct item,
       value_text(value, explain_write_word(&it->explanation->bits, mask_of(it))))

static const struct field field_fields[] = {
	{ "name", .get = get_field_name },
	{ "msb", .get = get_msb },
	{ "lsb", .get = get_lsb },
	{ "nature", .get = get_field_nature },
	{ "user", .get = get_field_user },
	{ "hardware", .get = get_field_hardware },
	{ "value", .get = get_field_value },
	{ "hardware_value", .get = get_field_hardware_value },
	{ "unit", .get = get_field_unit },
	{ "read", .get = get_field_read },
	{ "write", .get = get_field_write },
	{ NULL },
};

GETTER(effect_mask, struct item, set_bits(value, it->explanation, effect_of(it)->mask))
GETTER(effect, struct item, value_text(value, effect_name(effect_of(it)->effect)))
GETTER(effect_what, struct item, value_text(value, effect_of(it)->what))
GETTER(effect_function, struct item, value_text(value, effect_of(it)->function))

static const struct field effect_fields[] = {
	{ "mask", .get = get_effect_mask },
	{ "effect", .get = get_effect },
	{ "what", .get = get_effect_what },
	{ "function", .get = get_effect_function },
	{ NULL },
};

GETTER(instead_mask, struct item, set_bits(value, it->explanation, instead_of(it)->mask))
GETTER(instead_want, struct item, value_text(value, instead_of(it)->row->want))
GETTER(instead_interface, struct item, value_text(value, instead_of(it)->row->interface))
GETTER(instead_how, struct item, value_text(value, instead_of(it)->row->how))
GETTER(instead_since, struct item, value_text(value, instead_of(it)->row->since))
GETTER(instead_source, struct item, value_text(value, instead_of(it)->row->source))

static const struct field instead_fields[] = {
	{ "mask", .get = get_instead_mask },
	{ "want", .get = get_instead_want },
	{ "interface", .get = get_instead_interface },
	{ "how", .get = get_instead_how },
	{ "since", .get = get_instead_since },
	{ "source", .get = get_instead_source },
	{ NULL },
};

GETTER(reason_mask, struct item, set_bits(value, it->explanation, reason_of(it)->mask))
GETTER(reason_why, struct item, value_text(value, reason_of(it)->why))
GETTER(reason_function, struct item, value_text(value, reason_of(it)->function))

static const struct field reason_fields[] = {
	{ "mask", .get = get_reason_mask },
	{ "why", .get = get_reason_why },
	{ "function", .get = get_reason_function },
	{ NULL },
};

static void get_switch_name(struct value *value, const void *record)
{
	char name[RULES_LENGTH_TEXT_SIZE];

	value_text(value, rules_setting_name(switch_of(record)->setting, name));
}

/* A mask of the policy with the other value of the switch. */
static void set_other(struct value *value, const struct item *item, uint32_t bits)
{
	if (switch_of(item)->opens && !switch_of(item)->other.undefined)
		set_bits(value, item->explanation, bits);
}

static void get_switch_user(struct value *value, const void *record)
{
	const struct item *item = record;

	if (switch_of(item)->opens)
		value_known(value, &switch_of(item)->user, item->explanation->place.width);
}

GETTER(switch_value, struct item, value_number(value, switch_of(it)->value))
GETTER(switch_other, struct item, value_number(value, switch_of(it)->other_value))
GETTER(switch_effect, struct item,
       value_text(value, rules_setting_effect(switch_of(it)->setting)))
GETTER(switch_opens, struct item, value_flag(value, switch_of(it)->opens))
GETTER(switch_read_virtual, struct item, set_other(value, it, switch_of(it)->other.read_virtual))
GETTER(switch_write, struct item, set_other(value, it, switch_of(it)->other.write))
GETTER(switch_write_virtual, struct item,
       set_other(value, it, switch_of(it)->other.write_virtual))

static const struct field switch_fields[] = {
	{ "name", .get = get_switch_name },
	{ "value", .get = get_switch_value },
	{ "other", .get = get_switch_other },
	{ "effect", .get = get_switch_effect },
	{ "opens", .get = get_switch_opens },
	{ "read_virtual", .get = get_switch_read_virtual },
	{ "write", .get = get_switch_write },
	{ "write_virtual", .get = get_switch_write_virtual },
	{ "user", .get = get_switch_user },
	{ NULL },
};

/* A register and its device. */
struct row {
	const struct report *report;
	const struct explanation *it;
};

static void get_nature(struct value *value, const void *record)
{
	const struct device_register *known = ((const struct row *)record)->it->place.known;

	if (known != NULL)
		value_text(value, register_nature_name(register_nature(known->type, NULL)));
}

static void get_notes(struct value *value, const void *record)
{
	const struct explanation *explanation = ((const struct row *)record)->it;
	struct json_object *list = json_array(explanation->notes);

	for (unsigned int i = 0; i < explanation->notes; i++)
		json_append(list, json_string(explanation->note[i]));
	value_json(value, list);
}

static void get_guest(struct value *value, const void *record)
{
	const struct row *row = record;
	const struct register_place *place = &row->it->place;
	struct known_value known;

	if (row->report->guest == NULL)
		return;
	known = space_value(&row->report->guest->space, place->offset, place->width);
	value_known(value, &known, place->width);
}

#define GUEST_MASK(mask) \
	if (it->report->guest != NULL) value_mask(value, it->report->guest->mask, &it->it->place)

GETTER(offset, struct row, value_number(value, it->it->place.offset))
GETTER(end, struct row, value_number(value, it->it->last))
GETTER(width, struct row, value_number(value, it->it->place.width))
GETTER(name, struct row, value_register(value, it->it->place.known))
GETTER(capability, struct row, value_capability(value, it->it->place.known))
GETTER(parts, struct row, value_records(value, RECORDS(it->it->part, it->it->parts)))
GETTER(owner, struct row, value_record(value, &it->it->owner))
GETTER(hidden, struct row, value_record(value, it->it->is_hidden ? &it->it->hidden : NULL))
GETTER(bar, struct row, value_record(value, it->it->is_bar ? &it->it->bar : NULL))
GETTER(user, struct row, value_known(value, &it->it->user, it->it->place.width))
GETTER(hardware, struct row, value_known(value, &it->it->hardware, it->it->place.width))
GETTER(undefined, struct row, value_flag(value, it->it->bits.undefined))
GETTER(read_virtual, struct row, set_bits(value, it->it, it->it->bits.read_virtual))
GETTER(write, struct row, set_bits(value, it->it, it->it->bits.write))
GETTER(write_virtual, struct row, set_bits(value, it->it, it->it->bits.write_virtual))
GETTER(fields, struct row, set_items(value, field_fields, it->it, it->it->fields))
GETTER(effects, struct row, set_items(value, effect_fields, it->it, it->it->effects))
GETTER(insteads, struct row, set_items(value, instead_fields, it->it, it->it->insteads))
GETTER(reasons, struct row, set_items(value, reason_fields, it->it, it->it->reasons))
GETTER(switches, struct row, set_items(value, switch_fields, it->it, it->it->switches))
GETTER(guest_read_vmm, struct row, GUEST_MASK(read_vmm))
GETTER(guest_write_vmm, struct row, GUEST_MASK(write_vmm))
GETTER(guest_write_vfio, struct row, GUEST_MASK(write_vfio))

static const struct field register_fields[] = {
	{ "offset", .get = get_offset },
	{ "end", .get = get_end },
	{ "width", .get = get_width },
	{ "name", .get = get_name },
	{ "capability", .get = get_capability },
	{ "nature", .get = get_nature },
	{ "parts", .get = get_parts, .fields = part_fields },
	{ "owner", .get = get_owner, .fields = owner_fields },
	{ "hidden", .get = get_hidden, .fields = hidden_fields },
	{ "bar", .get = get_bar, .fields = bar_fields },
	{ "user", .get = get_user },
	{ "hardware", .get = get_hardware },
	{ "undefined", .get = get_undefined },
	{ "read_virtual", .get = get_read_virtual },
	{ "write", .get = get_write },
	{ "write_virtual", .get = get_write_virtual },
	{ "fields", .get = get_fields, .fields = field_fields },
	{ "effects", .get = get_effects, .fields = effect_fields },
	{ "instead", .get = get_insteads, .fields = instead_fields },
	{ "reasons", .get = get_reasons, .fields = reason_fields },
	{ "switches", .get = get_switches, .fields = switch_fields },
	{ "notes", .get = get_notes },
	{ "guest", .get = get_guest },
	{ "guest_read_vmm", .get = get_guest_read_vmm },
	{ "guest_write_vmm", .get = get_guest_write_vmm },
	{ "guest_write_vfio", .get = get_guest_write_vfio },
	{ NULL },
};

static void get_registers(struct value *value, const void *record)
{
	const struct report *report = record;
	struct json_object *list;

	if (report->explained == NULL)
		return;
	list = json_array(report->explained_count);
	for (size_t i = 0; i < report->explained_count; i++) {
		const struct row row = { report, &report->explained[i] };

		json_append(list, json_record(register_fields, &row));
	}
	value_json(value, list);
}

const struct field explain_fields[] = {
	{ "registers", .get = get_registers, .fields = register_fields, .rows = true },
	{ NULL },
};
