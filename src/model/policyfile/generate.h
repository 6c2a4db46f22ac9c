/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The policy file of a device: rules that describe its whole map and policy. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_GENERATE_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_GENERATE_H

#include "model/policyfile/check.h"
#include "model/policyfile/sink.h"

/*
 * Generates the rules that follow `format`: device, size, and all of the map and the policy.
 * At least one rule names each bit of both, by its place in its capability: the device keeps
 * all rules, and any difference breaks one. Values are those that every device of the model
 * has. With `layout`, rules for the place of each capability follow. For a device without a
 * map there is only a comment that says why.
 */
void policy_generate(const struct check_subject *subject, bool layout,
		     const struct policy_sink *sink);

#endif
