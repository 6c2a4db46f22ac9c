/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "tasks/write_steps.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "access/system/sysfs.h"

struct write_request write_request_of(const struct operation *operation,
				      const struct register_place *place)
{
	return (struct write_request) {
		.offset = place->offset, .width = place->width, .value = operation->value,
		.mask = operation->mask,
	};
}

static void add_dropper(struct access_record *access, const struct explanation_reason *reason)
{
	uint32_t bits = reason->mask & access->dropped;

	for (unsigned int i = 0; i < access->droppers; i++) {
		if (strcmp(access->dropper[i].function, reason->function) == 0) {
			access->dropper[i].bits |= bits;
			return;
		}
	}
	access->dropper[access->droppers++] = (struct access_dropper) { bits, reason->function };
}

/* Finds the kernel's functions that drop the dropped bits. */
static void explain_dropped(const struct inspection *inspection, struct prediction *scratch,
			    struct access_record *access)
{
	struct explanation explanation = { .place = access->place };

	if (access->dropped == 0)
		return;
	explain(&inspection->prediction, scratch, &explanation, 1);
	for (unsigned int i = 0; i < explanation.reasons; i++)
		if (explanation.reason[i].mask & access->dropped)
			add_dropper(access, &explanation.reason[i]);
}

void write_explain(const struct inspection *inspection, struct prediction *scratch,
		   struct access_log *log)
{
	for (size_t i = 0; i < log->count; i++)
		explain_dropped(inspection, scratch, &log->list[i]);
}

static void note_judgement(const struct write_judgement *judgement, struct access_record *access)
{
	access->undefined = judgement->bits.undefined;
	access->dropped = judgement->dropped;
	memcpy(access->effect, judgement->effect, sizeof(access->effect));
}

static void read_hardware(const struct inspection *inspection, const struct register_place *place,
			  struct known_value *value)
{
	value->known = sysfs_read_register(&inspection->device->address, place->offset,
					   place->width, &value->value, NULL) == 0;
}

static bool read_user(const struct vfio_device *vfio, const struct register_place *place,
		      struct known_value *value, struct fault *fault)
{
	value->known = vfio_read(&vfio->config, place->offset, place->width, &value->value,
				 fault) == 0;
	return value->known;
}

/* Writes, and reads both views before and after. */
static bool make_write(const struct inspection *inspection, const struct operation *operation,
		       const struct register_place *place, const struct vfio_device *vfio,
		       struct access_log *log)
{
	const struct prediction *prediction = &inspection->prediction;
	const struct write_request request = write_request_of(operation, place);
	struct fault *fault = &log->fault;
	struct write_judgement judgement;
	struct access_record made = { .request = request, .place = *place };
	struct access_record *access;
	struct write_outcome outcome;

	if (!read_user(vfio, place, &made.user_before, fault))
		return false;
	read_hardware(inspection, place, &made.hardware_before);
	write_judge(prediction, &request, true, made.user_before.value, &judgement);
	write_dangers(prediction, &prediction->user_view, &request, made.danger);
	made.written = (struct known_value){ true, judgement.written };
	note_judgement(&judgement, &made);
	access = access_log_add(log, ACCESS_WRITE);	/* this must not fail after the write */
	if (access == NULL)
		return false;
	made.kind = ACCESS_WRITE;
	if (vfio_write(vfio, place->offset, place->width, judgement.written, fault) != 0) {
		log->count--;
		return false;
	}
	read_hardware(inspection, place, &made.hardware_after);
	if (read_user(vfio, place, &made.user_after, fault)) {
		outcome = write_compare(&judgement, made.user_after.value,
					place->known == NULL
					? 0 : register_volatile_bits(place->known->type));
		made.contradicted = outcome.contradicted;
		made.not_kept = outcome.not_kept;
	}
	*access = made;
	return made.user_after.known;
}

static bool make_read(const struct register_place *place, const struct vfio_device *vfio,
		      struct access_log *log)
{
	struct access_record made = { .kind = ACCESS_READ, .place = *place, .view = VIEW_USER };
	struct access_record *access;

	if (!read_user(vfio, place, &made.value, &log->fault))
		return false;
	access = access_log_add(log, ACCESS_READ);
	if (access != NULL)
		*access = made;
	return access != NULL;
}

static bool make_wait(unsigned int milliseconds, struct access_log *log)
{
	struct timespec left = {
		.tv_sec = (time_t)(milliseconds / 1000),
		.tv_nsec = (long)(milliseconds % 1000) * 1000000,
	};
	struct access_record *access = access_log_add(log, ACCESS_WAIT);

	if (access == NULL)
		return false;
	access->milliseconds = milliseconds;
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
	return true;
}

static bool make(const struct inspection *inspection, const struct operation *operation,
		 const struct vfio_device *vfio, struct access_log *log)
{
	struct register_place place;

	if (operation->kind == ACCESS_WAIT)
		return make_wait(operation->milliseconds, log);
	if (operation_find(&inspection->prediction, operation, &place, &log->fault) != 0)
		return false;
	return operation->kind == ACCESS_WRITE
	       ? make_write(inspection, operation, &place, vfio, log)
	       : make_read(&place, vfio, log);
}

void write_make(const struct inspection *inspection, const struct operations *operations,
		const struct vfio_device *vfio, struct access_log *log)
{
	for (size_t i = 0; i < operations->count; i++)
		if (!make(inspection, &operations->list[i], vfio, log))
			return;
}

/* Fills what a read would return, as far as it is predicted. */
static struct known_value predicted_value(const struct inspection *inspection,
					 const struct user_view *view,
					 const struct register_place *place)
{
	struct known_value value;

	value.known = user_view_read(view, &inspection->prediction.map,
				     &inspection->prediction.policy, place->offset, place->width,
				     &value.value);
	return value;
}

static void plan_write(const struct inspection *inspection, const struct write_request *request,
		       struct user_view *view,
		       struct access_record *access)
{
	const struct prediction *prediction = &inspection->prediction;
	struct write_judgement judgement;

	access->request = *request;
	write_dangers(prediction, view, request, access->danger);
	access->user_before = predicted_value(inspection, view, &access->place);
	access->hardware_before =
		space_value(&view->hardware, access->place.offset, access->place.width);
	write_judge(prediction, request, access->user_before.known, access->user_before.value,
		    &judgement);
	access->written.known = judgement.written_known;
	access->written.value = judgement.written;
	note_judgement(&judgement, access);
	write_predict(request, &judgement, &inspection->prediction.facts, view);
	access->user_after = predicted_value(inspection, view, &access->place);
	access->hardware_after =
		space_value(&view->hardware, access->place.offset, access->place.width);
}

void write_plan(const struct inspection *inspection, const struct operations *operations,
		struct access_log *log)
{
	struct user_view view = inspection->prediction.user_view;

	for (size_t i = 0; i < operations->count; i++) {
		const struct operation *operation = &operations->list[i];
		struct register_place place = { .width = 0 };
		struct access_record *access;
		struct write_request request;

		if (operation->kind != ACCESS_WAIT &&
		    operation_find(&inspection->prediction, operation, &place, &log->fault) != 0)
			return;
		access = access_log_add(log, operation->kind);
		if (access == NULL)
			return;
		access->place = place;
		access->predicted = true;
		access->view = VIEW_USER;
		access->milliseconds = operation->milliseconds;
		request = write_request_of(operation, &place);
		if (operation->kind == ACCESS_WRITE)
			plan_write(inspection, &request, &view, access);
		else if (operation->kind == ACCESS_READ)
			access->value = predicted_value(inspection, &view, &place);
	}
}

static bool same_place(const struct access_record *a, const struct access_record *b)
{
	return a->kind == ACCESS_WRITE && b->kind == ACCESS_WRITE &&
	       a->place.offset == b->place.offset && a->place.width == b->place.width;
}

/* Judges the last write of a place by the value before its first one. */
static void judge_fate(const struct access_log *log, struct access_record *last)
{
	const struct access_record *first = log->list;
	uint32_t before, after, closed = last->hardware_closed.value;

	while (!same_place(first, last))
		first++;
	last->is_last = true;
	if (!first->hardware_before.known || !last->hardware_after.known ||
	    !last->hardware_closed.known)
		return;
	before = first->hardware_before.value;
	after = last->hardware_after.value;
	if (closed == after)
		last->fate = closed == before ? FATE_UNCHANGED : FATE_KEPT;
	else
		last->fate = closed == before ? FATE_UNDONE : FATE_CHANGED;
}

void write_look_back(const struct inspection *inspection, struct access_log *log)
{
	for (size_t i = 0; i < log->count; i++) {
		struct access_record *access = &log->list[i];
		bool later = false;

		if (access->kind != ACCESS_WRITE)
			continue;
		for (size_t j = i + 1; j < log->count; j++)
			later |= same_place(access, &log->list[j]);
		read_hardware(inspection, &access->place, &access->hardware_closed);
		if (!later)
			judge_fate(log, access);
	}
}
