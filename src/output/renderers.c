/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which command has which format; the first is the default. */
#include "output/grid.h"
#include "output/hex.h"
#include "output/json.h"
#include "output/policy_file.h"
#include "output/table.h"
#include "output/tap.h"
#include "output/text.h"

static int nothing(const struct report_run *run)
{
	(void)run;
	return 0;
}

const struct renderer map_renderers[] = {
	{ "table", false, nothing, table_map_device, nothing },
	{ "grid", false, nothing, grid_map_device, nothing },
	{ "hex", true, nothing, hex_map_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer policy_renderers[] = {
	{ "table", false, nothing, table_policy_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ "policy", true, policy_file_begin, policy_file_device, policy_file_end },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer explain_renderers[] = {
	{ "text", false, nothing, text_explain_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer read_renderers[] = {
	{ "text", false, nothing, text_read_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer write_renderers[] = {
	{ "text", false, nothing, text_write_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer probe_renderers[] = {
	{ "table", false, nothing, table_probe_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ "tap", true, tap_begin, tap_probe_device, tap_end },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer restore_renderers[] = {
	{ "text", true, nothing, text_restore_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer verify_renderers[] = {
	{ "table", true, table_verify_begin, table_verify_device, table_verify_end },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer check_renderers[] = {
	{ "table", true, table_check_begin, table_check_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ "tap", true, tap_begin, tap_check_device, tap_end },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer lint_renderers[] = {
	{ "table", false, nothing, table_lint_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ "tap", true, tap_begin, tap_lint_device, tap_end },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer capture_renderers[] = {
	{ "text", false, nothing, text_capture_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer diff_renderers[] = {
	{ "table", false, nothing, table_diff_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer list_renderers[] = {
	{ "table", true, table_list_begin, table_list_device, table_list_end },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer info_renderers[] = {
	{ "table", true, nothing, table_info_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};

const struct renderer bind_renderers[] = {
	{ "text", true, nothing, text_bind_device, nothing },
	{ "json", true, json_begin, json_device, json_end },
	{ "jsonl", true, nothing, jsonl_device, nothing },
	{ NULL, false, NULL, NULL, NULL },
};
