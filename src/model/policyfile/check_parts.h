/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* Shared by the sources of check: places, owners, and the texts of the result. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_CHECK_PARTS_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_CHECK_PARTS_H

#include "base/macros.h"
#include "model/policyfile/check.h"

#define CHECK_NAME_SIZE 64

/* The reader or writer that a rule judges: "user", or "guest". */
static inline const char *check_viewer(const struct check_subject *subject)
{
	return subject->guest != NULL ? "guest" : "user";
}

/* Fills one text of a result. */
void check_say(char text[CHECK_TEXT_SIZE], const char *format, ...) PRINTF_FORMAT(2, 3);

/* Fails a rule: what the device has instead, and the sentence, which begins with the place. */
void check_fail(struct check_result *result, const char *format, ...) PRINTF_FORMAT(2, 3);

/* Marks a rule as not seen. The message ends with why the bytes were not seen. */
void check_not_seen(struct check_result *result, const char *format, ...) PRINTF_FORMAT(2, 3);

/* Whether a byte of the hardware view, or its owner, was not seen. */
bool check_is_unseen(const struct check_subject *subject, unsigned int offset);

/* Fills subject->unseen with these bytes. */
void check_find_unseen(struct check_subject *subject);

/* Whether a part of the chain of standard or extended capabilities was not seen. */
bool check_chain_is_cut(const struct check_subject *subject, bool extended);

/* Fails a rule because the device lacks a register, with `why`, or marks it as not seen. */
void check_no_register(const struct register_reference *reference,
		       const struct check_subject *subject, const char *why,
		       struct check_result *result);

/*
 * Finds the bytes of a place. Without a place: all of the space, with the bytes that an
 * excerpt does not show. False, with the reason in why (size bytes).
 */
bool check_bytes(const struct policy_where *where, const struct check_subject *subject,
		 struct byte_set *bytes, char *why, size_t size);

/* Whether the device has a place's capability, if there is one. False, with the reason in why. */
bool check_is_there(const struct policy_where *where, const struct check_subject *subject,
		    char *why, size_t size);

/* The reference of a place's capability. */
const struct register_reference *check_capability(const struct policy_where *where);

/* "COMMAND (004.w)", "040.l". Returns text. */
const char *check_place_text(const struct register_place *place, char text[CHECK_NAME_SIZE]);

/* The owner of a byte: "raw", "CAP_PM", "placeholder of ECAP_PASID". Returns text. */
const char *check_owner_text(const struct map_owner *owner, char text[CHECK_NAME_SIZE]);

/*
 * What a user reads at a place, or the guest if the subject has one; unknown if it cannot be
 * predicted.
 */
struct known_value check_user_value(const struct check_subject *subject,
				    const struct register_place *place);

/* The bits of a place whose write has an effect. */
uint32_t check_effect_bits(const struct policy *policy, const struct register_place *place,
			   enum effect which);

/* Whether all `if` around a rule are true under `by`. */
bool check_condition(const struct check_rules *rules, size_t index, const struct rules *by);

/* Each judges one kind of rule. The device must have a map. */
void check_map(const struct policy_rule *rule, const struct check_subject *subject,
	       struct check_result *result);
void check_visible(const struct policy_rule *rule, const struct check_subject *subject,
		   struct check_result *result);
void check_bits(const struct policy_rule *rule, const struct check_subject *subject,
		struct check_result *result);
void check_value(const struct policy_rule *rule, const struct check_subject *subject,
		 struct check_result *result);
void check_effect(const struct policy_rule *rule, const struct check_subject *subject,
		  struct check_result *result);
void check_deny(const struct policy_rule *rule, const struct check_subject *subject,
		struct check_result *result);
void check_need(const struct policy_rule *rule, const struct check_subject *subject,
		struct check_result *result);

#endif
