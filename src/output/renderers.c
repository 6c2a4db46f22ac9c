/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which command has which format; the first is the default. */
#include "output/grid.h"
#include "output/hex.h"
#include "output/json.h"
#include "output/policy_file.h"
#include "output/table.h"
#include "output/tap.h"
#include "output/text.h"

/* clang-format off */
const struct renderer explain_renderers[] = {
	{ .format = "text", .device = text_explain_device },
	JSON_RENDERERS(json_add_explain),
	{ .format = NULL },
};

/* clang-format on */
