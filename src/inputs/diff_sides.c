/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "inputs/diff_sides.h"

#include <errno.h>
#include <string.h>

#include "base/device_list.h"
#include "base/macros.h"
#include "base/memory.h"
#include "base/text.h"
#include "call/dump_names.h"
#include "call/messages.h"
#include "tasks/device_rules.h"
#include "tasks/running_vmm.h"
#include "inputs/select.h"

bool diff_argument(const char *text, struct options *options)
{
	struct pci_address address;
	struct dump_name name;
	/* never freed: the options point to them */
	const char **words = memory_take_zeroed(2, sizeof(*words));

	if (words == NULL)
		return false;
	options->arguments = words;
	if (address_parse(text, &address)) {
		words[0] = text;
		return true;
	}
	if (options->dumps != 0) {
		message_error(text, "a FILE does not go with --dump");
		return false;
	}
	if (!dump_name_parse(text, true, &name))
		return false;
	if (name.has_address)
		words[0] = text;
	return dump_names_add(options, &name);
}

/* A dump does not say under which rules or of which view it was made. */
static bool is_plain(const struct diff_half *half)
{
	const struct device *device = half->list.slots[0].device;

	return device->source == SOURCE_DUMP && device->capture == NULL;
}

/* Fails because a side has several functions. */
static enum exit_status refuse_several(const struct diff_half *half, const char *text)
{
	char word[400];

	message_error(text, "%zu functions are in it", half->list.count);
	text_shell_word(half->options.task.dump, word, sizeof(word));
	message_hint("name one: %s@DEVICE; they are listed by: vfio-cfgtool list -F %s", word,
		     word);
	return EXIT_USAGE;
}

/* Predicts a side under these rules; NULL: under its own. */
static int predict(struct diff_half *half, const struct rules *given, struct fault *fault)
{
	const struct options *options = &half->options;
	const struct device *device = half->list.slots[half->list.count - 1].device;
	const struct device_facts facts = device_facts(device);
	struct rules rules;
	int error;

	if (given != NULL)
		rules = *given;
	else if (inspect_rules(options, options->task.rules, &rules) != EXIT_DONE)
		return fault_set(fault, FAULT_UNSUPPORTED, EINVAL, "rules %s are not known",
				 options->task.rules);
	error = inspect_device_rules(options->task.rules, device, &rules, fault);
	if (error != 0)
		return error;
	prediction_build(&device->space, &rules, &facts, half->prediction);
	error = basis_check(&options->task, &rules, fault);
	if (error == 0 &&
	    (half->prediction->map.state == MAP_SHORT || half->prediction->map.part))
		error = fault_set(fault, FAULT_SHORT, EIO,
				  "only %u bytes of configuration space are there, of at least %u",
				  device->space.read, SPACE_SIZE);
	return error;
}

/* Reads the bytes of a side, and closes its device. */
static int read_bytes(struct diff_half *half)
{
	CLEANUP_REACH struct reach reach = REACH_START(&half->options.task);
	struct device *device = half->list.slots[0].device;

	reach.alone = true;
	reach.past_vfio = true;
	reach_bytes(&reach, device);
	inspect_tell_reach(&reach, device);
	return device->error.code == FAULT_NONE ? 0 : -EIO;
}

static enum exit_status fail(const struct diff_half *half, struct diff_pair *pair)
{
	char address[ADDRESS_TEXT_SIZE];

	pair->failed = half->list.slots[0].device;
	message_fault(address_format(&pair->failed->address, address), &pair->fault);
	return EXIT_UNUSABLE;
}

/* Counts the bytes that both sides know and that differ. */
static unsigned int distance(const struct config_space *a, const struct config_space *b)
{
	unsigned int count = 0;

	for (unsigned int offset = 0; offset < a->size && offset < b->size; offset++)
		count += space_is_known(a, offset) && space_is_known(b, offset) &&
			 space_byte(a, offset) != space_byte(b, offset);
	return count;
}

/* Gives a side its user view, and the map of that view. */
static int become_user(struct diff_half *half, const struct config_space *space,
		       struct fault *fault)
{
	const struct rules rules = half->prediction->rules;
	struct device *user = device_list_copy(&half->list, half->list.slots[0].device);

	if (user == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	user->space = *space;
	user->space.view = VIEW_USER;
	free(user->user);
	user->user = NULL;
	free(user->capture);
	user->capture = NULL;	/* its rules are given */
	half->space = user->space;
	return predict(half, &rules, fault);
}

/*
 * A plain dump can show the hardware view or what a guest reads. Unless --view says which, it
 * is compared with the view of the other side that differs in fewer bytes.
 */
static bool is_guest(const struct options *options, const struct diff_half *dump,
		     const struct diff_half *other, const struct config_space *user)
{
	const struct config_space *space = &dump->list.slots[0].device->space;
	unsigned int to_user, to_hardware;
	char address[ADDRESS_TEXT_SIZE];

	if (options->given >> OPTION_VIEW & 1)
		return options->view == VIEW_USER;
	to_user = distance(space, user);
	to_hardware = distance(space, &other->list.slots[0].device->space);
	if (to_user >= to_hardware)
		return false;
	address_format(&other->list.slots[0].device->address, address);
	message_note(
		dump->options.task.dump,
		"nearer to what a user of %s reads (%u bytes differ) than to its hardware (%u): compared with that (--view=hardware: with the hardware)",
		address, to_user, to_hardware);
	return true;
}

/* Chooses the view of a plain dump whose other side knows both views. */
static int choose_guest(const struct options *options, struct diff_half *dump,
			struct diff_half *other, struct fault *fault)
{
	CLEANUP_FREE struct config_space *user = memory_take(sizeof(*user));
	int error;

	if (user == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	if (!prediction_opens(other->prediction))
		return 0;
	prediction_user_view(other->prediction, other->list.slots[0].device, user);
	if (!is_guest(options, dump, other, user))
		return 0;
	error = become_user(other, user, fault);
	return error == 0 ? become_user(dump, &dump->list.slots[0].device->space, fault) : error;
}

/*
 * Fills the hardware view of a side. An open wakes a device and changes COMMAND: if the other
 * side was read while open, this side is shown as an open would leave it.
 */
static void take_hardware(struct diff_half *half, const struct diff_half *other)
{
	const struct device *device = half->list.slots[0].device;

	half->space = device->space;
	if (other->list.slots[0].device->is_open && !device->is_open && !is_plain(half) &&
	    device->space.view == VIEW_HARDWARE && prediction_opens(half->prediction))
		half->space = half->prediction->user_view.hardware;
}

/* Fills the guest view of a side whose prediction exists. */
static int predict_guest(const struct options *options, struct diff_half *half,
			 struct diff_pair *pair)
{
	const struct device *device = half->list.slots[0].device;
	struct report refusal = { .vmm = &options->vmm_rules };

	if (pair->side == NULL)
		pair->side = memory_take(sizeof(*pair->side));
	if (pair->side == NULL)
		return fault_set(&pair->fault, FAULT_IO, ENOMEM, "out of memory");
	if (options->vmm_running) {
		refusal.vmm = &pair->side->running;
		if (running_vmm(device, &pair->side->running, &pair->fault) != 0)
			return -ENOTSUP;
	}
	pair->vmm = refusal.vmm;
	guest_predict(pair->vmm, device, half->prediction, pair->side);
	if (pair->side->guest.state != GUEST_BUILT) {
		guest_refuse(&pair->side->guest, &refusal);
		pair->fault = refusal.error;
		return -ENOTSUP;
	}
	half->space = pair->side->guest.space;
	return 0;
}

/* Whether the predicted guest views of both sides are compared. */
static bool are_guests(const struct options *options)
{
	return options->vmm != NULL &&
	       (!(options->given >> OPTION_VIEW & 1) || options->view == VIEW_GUEST);
}

/* Fills the bytes of the view that is compared: hardware, user or guest. */
static int choose_view(const struct options *options, struct diff_half *half,
		       const struct diff_half *other, struct diff_pair *pair)
{
	if (half->list.count > 1)	/* become_user() chose */
		return 0;
	take_hardware(half, other);
	if (!are_guests(options) &&
	    (!(options->given >> OPTION_VIEW & 1) || options->view == VIEW_HARDWARE))
		return 0;
	if (!prediction_opens(half->prediction))
		return fault_set(&pair->fault, FAULT_INIT_FAILS, EINVAL,
				 "it cannot be opened, so it has no user view");
	if (are_guests(options))
		return predict_guest(options, half, pair);
	prediction_user_view(half->prediction, half->list.slots[0].device, &half->space);
	return 0;
}

static void show(struct diff_half *half)
{
	half->shown = (struct report_side){
		.file = half->options.task.dump,
		.device = half->list.slots[half->list.count - 1].device,
		.view = half->space.view,
		.side = { .space = &half->space, .prediction = half->prediction },
	};
	if (!half->options.numeric && half->shown.device->vendor >= 0)
		pci_name(half->list.slots[half->list.count - 1].device);
}

/* Marks a side as bytes that a guest read: nothing is predicted for it. */
static void become_guest(struct diff_half *half, const struct diff_half *host)
{
	half->space = half->list.slots[0].device->space;
	half->space.view = VIEW_GUEST;
	*half->prediction = *host->prediction;
	half->prediction->map.warnings = 0;	/* they are about the host's bytes */
}

/* Makes both sides user views, to compare a guest's bytes with the predicted user view. */
static enum exit_status hold_user(struct diff_half *host, struct diff_half *guest,
				  struct diff_pair *pair)
{
	CLEANUP_FREE struct config_space *user = memory_take(sizeof(*user));
	struct fault *fault = &pair->fault;

	if (user == NULL)
		return EXIT_UNUSABLE;
	if (predict(guest, &host->prediction->rules, fault) != 0)
		return fail(guest, pair);
	prediction_user_view(host->prediction, host->list.slots[0].device, user);
	if (become_user(host, user, fault) != 0)
		return fail(host, pair);
	if (become_user(guest, &guest->list.slots[0].device->space, fault) != 0)
		return fail(guest, pair);
	return EXIT_DONE;
}

/* Prepares the bytes that a guest read, and the prediction for the other side. */
static enum exit_status judge_guest(const struct options *options, struct diff_half *guest,
				    struct diff_pair *pair)
{
	struct diff_half *host = guest == &pair->a ? &pair->b : &pair->a;
	const struct view_pair *views = &options->views;
	enum exit_status status = EXIT_DONE;

	if (views->given && views->a != VIEW_HARDWARE && views->b != VIEW_HARDWARE)
		host->list.slots[0].device->space.view = VIEW_USER;
	if (predict(host, NULL, &pair->fault) != 0)
		return fail(host, pair);
	if (!prediction_opens(host->prediction)) {
		fault_set(&pair->fault, FAULT_INIT_FAILS, EINVAL,
			  "it cannot be opened, so it has no user view");
		return fail(host, pair);
	}
	if (views->given && views->a != VIEW_GUEST && views->b != VIEW_GUEST) {
		status = hold_user(host, guest, pair);
	} else {
		if (predict_guest(options, host, pair) != 0)
			return fail(host, pair);
		become_guest(guest, host);
	}
	if (status != EXIT_DONE)
		return status;
	show(host);
	show(guest);
	guest->shown.read_there = guest->space.view == VIEW_GUEST;
	return EXIT_DONE;
}

/*
 * Finds the side that a guest read. --view names it; else, with --vmm, it is the plain dump, or
 * the first of two. NULL if there is none.
 */
static struct diff_half *guest_half(const struct options *options, struct diff_pair *pair)
{
	bool a = is_plain(&pair->a), b = is_plain(&pair->b);
	bool view = options->given >> OPTION_VIEW & 1;

	if (options->views.given)
		return options->views.a > options->views.b ? &pair->a : &pair->b;
	if (!are_guests(options) || (!a && !b) || (a && b && view))
		return NULL;
	if (a && b)
		message_note(pair->a.options.task.dump,
			     "taken for what the guest read, as the first of two dumps (--view=hardware,guest: the second)");
	return a ? &pair->a : &pair->b;
}

/* Predicts both sides. Unless rules are named, a plain dump uses those of the other side. */
static enum exit_status judge(const struct options *options, struct diff_pair *pair)
{
	struct diff_half *first = is_plain(&pair->a) ? &pair->b : &pair->a;
	struct diff_half *second = first == &pair->a ? &pair->b : &pair->a;
	bool borrowed = is_plain(second) && !is_plain(first) && options->rules_given == NULL;
	struct fault *fault = &pair->fault;

	if (predict(first, NULL, fault) != 0)
		return fail(first, pair);
	if (predict(second, borrowed ? &first->prediction->rules : NULL, fault) != 0)
		return fail(second, pair);
	if (is_plain(second) && !is_plain(first) &&
	    choose_guest(options, second, first, fault) != 0)
		return fail(first, pair);
	if (choose_view(options, first, second, pair) != 0)
		return fail(first, pair);
	if (choose_view(options, second, first, pair) != 0)
		return fail(second, pair);
	show(first);
	show(second);
	return EXIT_DONE;
}

/* Finds the devices of a side. */
static enum exit_status select_half(const struct options *options, const char *text,
				    struct diff_half *half)
{
	enum exit_status status;

	half->options = *options;
	half->prediction = memory_take(sizeof(*half->prediction));
	if (half->prediction == NULL)
		return EXIT_UNUSABLE;
	if (!diff_argument(text, &half->options))
		return EXIT_USAGE;
	status = select_devices(&half->options, false, &half->list);
	if (status == EXIT_DONE && device_list_open(&half->list, 0) == NULL)
		return EXIT_UNUSABLE;
	return status;
}

/* Reads and judges the one device of each side. */
static enum exit_status read_both(const struct options *options, struct diff_pair *pair)
{
	struct diff_half *const halves[] = { &pair->a, &pair->b };
	struct diff_half *guest;

	for (size_t i = 0; i < ARRAY_LENGTH(halves); i++) {
		if (read_bytes(halves[i]) == 0)
			continue;
		pair->fault = halves[i]->list.slots[0].device->error;
		return fail(halves[i], pair);
	}
	guest = guest_half(options, pair);
	return guest != NULL ? judge_guest(options, guest, pair) : judge(options, pair);
}

static void become_machine(struct diff_half *half)
{
	half->machine = half->list;
	half->list = (struct device_list) { .slots = NULL };
}

enum exit_status diff_pair_read(const struct options *options, struct diff_pair *pair)
{
	const char *const *text = options->arguments;
	struct rules checked;
	enum exit_status status = inspect_rules(options, options->task.rules, &checked);

	if (status == EXIT_DONE)
		status = select_half(options, text[0], &pair->a);
	if (status == EXIT_DONE)
		status = select_half(options, text[1], &pair->b);
	if (status != EXIT_DONE)
		return status;
	pair->several = pair->a.list.count > 1 && pair->b.list.count > 1;
	if (pair->several) {
		become_machine(&pair->a);
		become_machine(&pair->b);
		return EXIT_DONE;
	}
	if (pair->a.list.count > 1)
		return refuse_several(&pair->a, text[0]);
	if (pair->b.list.count > 1)
		return refuse_several(&pair->b, text[1]);
	return read_both(options, pair);
}

static const struct device_slot *next_device(const struct diff_half *half)
{
	return half->next < half->machine.count ? &half->machine.slots[half->next] : NULL;
}

/* Makes the next device of a machine the current one of its side. */
static bool take_next(struct diff_half *half)
{
	return device_list_copy_slot(&half->list, &half->machine.slots[half->next++]) &&
	       device_list_open(&half->list, 0) != NULL;
}

/* Reports a function that the other machine lacks. */
static enum exit_status miss(const struct diff_half *half, const struct diff_half *other,
			     struct diff_pair *pair)
{
	fault_set(&pair->fault, FAULT_NOT_FOUND, ENODEV, "no such device in %s",
		  other->options.task.dump);
	fail(half, pair);
	return EXIT_DISAGREED;
}

bool diff_pair_next(const struct options *options, struct diff_pair *pair,
		    enum exit_status *status)
{
	const struct device_slot *a = next_device(&pair->a), *b = next_device(&pair->b);
	int order;

	device_list_free(&pair->a.list);
	device_list_free(&pair->b.list);
	pair->a.list = pair->b.list = (struct device_list) { .slots = NULL };
	pair->failed = NULL;
	pair->fault = (struct fault) { .code = FAULT_NONE };
	if (a == NULL && b == NULL)
		return false;
	order = a == NULL ? 1 : b == NULL ? -1
	      : address_compare(device_slot_address(a), device_slot_address(b));
	*status = EXIT_UNUSABLE;
	if ((order <= 0 && !take_next(&pair->a)) || (order >= 0 && !take_next(&pair->b)))
		return false;
	if (order == 0)
		*status = read_both(options, pair);
	else
		*status = order < 0 ? miss(&pair->a, &pair->b, pair)
				    : miss(&pair->b, &pair->a, pair);
	return true;
}

static void end_half(struct diff_half *half)
{
	device_list_free(&half->list);
	device_list_free(&half->machine);
	free(half->prediction);
}

void diff_pair_end(struct diff_pair *pair)
{
	end_half(&pair->a);
	end_half(&pair->b);
	free(pair->side);
}

struct report_side diff_side_of(const char *file, const struct device *device,
				const struct prediction *prediction,
				const struct config_space *space)
{
	return (struct report_side){
		.file = file,
		.device = device,
		.view = space->view,
		.side = { .space = space, .prediction = prediction },
	};
}

int diff_predict_before(const struct options *options, const struct inspection *inspection,
			struct prediction *before, struct fault *fault)
{
	struct rules rules;
	int error;

	if (inspect_rules(options, options->rules_before, &rules) != EXIT_DONE)
		return fault_set(fault, FAULT_UNSUPPORTED, EINVAL, "rules %s are not known",
				 options->rules_before);
	error = inspect_device_rules(options->rules_before, inspection->device, &rules, fault);
	if (error == 0)
		prediction_build(inspection->prediction.space, &rules,
				 &inspection->prediction.facts, before);
	return error;
}
