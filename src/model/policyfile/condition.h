/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/* The conditions of `if`: releases, switches and lengths of the rules. */
#ifndef VFIO_CFGTOOL_MODEL_POLICYFILE_CONDITION_H
#define VFIO_CFGTOOL_MODEL_POLICYFILE_CONDITION_H

#include "model/policyfile/rule.h"
#include "model/policyfile/scan.h"

/* Reads the conditions after `if`, to the end of the line. False, with the mistake in the scan. */
bool condition_parse(struct scan *scan, struct policy_rule *rule);

#endif
