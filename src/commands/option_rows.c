/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All options, and which commands take them. */
#include "commands/options.h"

static const char *const source_words[] = { "auto", "vfio", "sysfs", "held", NULL };
static const char *const require_words[] = { "module", "table", "verified", "kernel", NULL };
static const char *const color_words[] = { "auto", "always", "never", NULL };

static const char *const only_words[] = {
	"hardware-write", "virtual-write", "effect", "hidden", "write", "raw", "dropped", NULL,
};
static const char *const severity_words[] = { "info", "warning", "error", NULL };
static const char *const unmatched_words[] = { "fail", "ignore", NULL };
static const char *const view_words[] = { "hardware", "user", "guest", NULL };
static const char *const write_words[] = { "virtual", "hardware", "effects", "all", NULL };
static const char *const size_words[] = { "100", NULL };

#define PREDICTING (FOR_MAP | FOR_POLICY | FOR_EXPLAIN | FOR_DIFF | FOR_CHECK)
#define READING (PREDICTING | FOR_READ)
#define JUDGING (PREDICTING | FOR_LINT)
#define FACTUAL (READING | FOR_LINT | FOR_CAPTURE)
#define CHOOSING (READING | FOR_VERIFY | FOR_WRITE | FOR_CAPTURE)
#define OPENING (CHOOSING | FOR_PROBE)
#define ASKING (OPENING | FOR_INFO)
#define ACTING (ASKING | FOR_LIST | FOR_LINT)
#define GUEST (FOR_MAP | FOR_POLICY | FOR_EXPLAIN | FOR_LINT | FOR_READ | FOR_CAPTURE)
#define BINDING (FOR_BIND | FOR_UNBIND)

/* clang-format off */
const struct option_row option_rows[] = {
	{ OPTION_DUMP, "dump", 'F', ARGUMENT_REQUIRED, "FILE", NULL, COMPLETE_FILES,
	  ACTING & ~(FOR_VERIFY | FOR_PROBE),
	  "take devices from the text of lspci -xxxx (-: standard input)" },
	{ OPTION_SLOT, "slot", 's', ARGUMENT_REQUIRED, "SLOT", NULL,
	  COMPLETE_DEVICES, ACTING | FOR_TRACE | BINDING, "only [[[[DOMAIN]:]BUS]:][DEVICE][.[FUNCTION]], as lspci" },
	{ OPTION_ID, "id", 'd', ARGUMENT_REQUIRED, "ID", NULL,
	  COMPLETE_NOTHING, ACTING | FOR_TRACE | BINDING, "only [VENDOR]:[DEVICE][:CLASS], as lspci" },
	{ OPTION_ALL, "all", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, ACTING,
	  "all devices that a VFIO driver has, or all in the dump" },
	{ OPTION_SOURCE, "source", 0, ARGUMENT_REQUIRED, "SOURCE", source_words,
	  COMPLETE_WORDS, CHOOSING, "how to reach the bytes: auto, sysfs, vfio (opens and so resets the device), held (through its holder)" },
	{ OPTION_RULES, "rules", 'k', ARGUMENT_REQUIRED, "RULES", NULL,
	  COMPLETE_RULES, JUDGING | FOR_VERIFY | FOR_PROBE | FOR_RULES, "whose behaviour: auto (the running kernel; of a dump the newest known, of a capture those it was made under), kernel (what it holds), module[:FILE] (what a module's file shows) or VERSION[,+SWITCH|,-SWITCH...]" },
	{ OPTION_REQUIRE, "require", 0, ARGUMENT_REQUIRED, "BASIS", require_words,
	  COMPLETE_WORDS, JUDGING | FOR_PROBE, "fail if the basis of the rules is weaker: module, table, verified, kernel" },
	{ OPTION_OUTPUT, "output", 'o', ARGUMENT_REQUIRED, "FORMAT", NULL, COMPLETE_FORMATS,
	  ACTING | FOR_RULES | FOR_RESTORE | FOR_TRACE | BINDING, "one of the formats of the command" },
	{ OPTION_JSON, "json", 'J', ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING,
	  (ACTING & ~FOR_CAPTURE) | FOR_RULES | FOR_RESTORE | BINDING, "the same as -o json" },
	{ OPTION_FREE, "free", 0, ARGUMENT_OPTIONAL, "SIZE", NULL, COMPLETE_NOTHING, FOR_MAP,
	  "list aligned raw runs of zeros of at least SIZE bytes (hexadecimal, 4)" },
	{ OPTION_CHAINS, "chains", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_MAP,
	  "show the chains of capabilities of hardware, VFIO and (--vmm) guest, one above the other" },
	{ OPTION_ONLY, "only", 0, ARGUMENT_REQUIRED, "WHAT", only_words, COMPLETE_WORDS, FOR_POLICY | FOR_TRACE,
	  "only registers with: hardware-write (a write reaches the device), virtual-write, effect, hidden; trace also: write, raw, dropped" },
	{ OPTION_VIEW, "view", 0, ARGUMENT_REQUIRED, "VIEW", view_words, COMPLETE_WORDS,
	  FOR_READ | FOR_CAPTURE | FOR_DIFF,
	  "whose bytes: user (what a VFIO user reads), hardware, guest (through the VMM of --vmm)" },
	{ OPTION_VMM, "vmm", 0, ARGUMENT_REQUIRED, "VMM", NULL, COMPLETE_VMM,
	  GUEST, "what a guest of this VMM sees: NAME[-VERSION][,machine=...][,bus=...][,PROPERTY=VALUE...], running; help: lists them" },
	{ OPTION_DRY_RUN, "dry-run", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING,
	  FOR_WRITE | FOR_PROBE | BINDING, "say what would be done, and do nothing" },
	{ OPTION_STRICT, "strict", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING,
	  FOR_WRITE | FOR_PROBE | FOR_TRACE, "fail if a bit that a write would change is dropped; probe: unless all is confirmed; trace: if an access was lost" },
	{ OPTION_FORCE, "force", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING,
	  ASKING | FOR_RESTORE | BINDING,
	  "open also a PF whose VFs are enabled; write: also COMMAND's enables, bus master, self-test, reset and power state; bind, unbind: a device in use" },
	{ OPTION_JOURNAL, "journal", 0, ARGUMENT_REQUIRED, "DIR", NULL, COMPLETE_FILES, FOR_PROBE | FOR_RESTORE,
	  "the journal is in this directory of one's own (/run/vfio-cfgtool, root's)" },
	{ OPTION_MIN, "min", 0, ARGUMENT_REQUIRED, "SEVERITY", severity_words, COMPLETE_WORDS,
	  FOR_LINT, "show findings from this severity on: info, warning, error" },
	{ OPTION_FAIL, "fail", 0, ARGUMENT_REQUIRED, "SEVERITY", severity_words, COMPLETE_WORDS,
	  FOR_LINT, "exit with 1 for a finding of this severity or worse (error)" },
	{ OPTION_IGNORE, "ignore", 0, ARGUMENT_REQUIRED, "WHAT", NULL, COMPLETE_IGNORED,
	  FOR_LINT | FOR_DIFF,
	  "lint: leave out reviewed findings, CODE[@RANGE],...; diff: leave out values, map, policy" },
	{ OPTION_VOLATILE, "volatile", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_DIFF,
	  "compare also what changes by itself" },
	{ OPTION_LIST, "list", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_LINT,
	  "list the codes" },
	{ OPTION_REDACT, "redact", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_CAPTURE,
	  "write over serial number, VPD, BARs and the addresses of MSI and VFs" },
	{ OPTION_EXPECT, "expect", 'e', ARGUMENT_REQUIRED, "RULE", NULL, COMPLETE_NOTHING, FOR_CHECK,
	  "judge by this rule, as it would stand in a policy file" },
	{ OPTION_UNMATCHED, "unmatched", 0, ARGUMENT_REQUIRED, "WHAT", unmatched_words,
	  COMPLETE_WORDS, FOR_CHECK, "a device that no policy is for: fail, ignore (leave it out)" },
	{ OPTION_LAYOUT, "layout", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_POLICY,
	  "with -o policy: also rules on where everything is" },
	{ OPTION_DRIVER, "driver", 0, ARGUMENT_REQUIRED, "NAME|auto", NULL, COMPLETE_NOTHING, BINDING,
	  "bind: the VFIO driver (auto: the one made for the device); unbind: the driver to give it to" },
	{ OPTION_GROUP, "group", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, BINDING,
	  "with the members of its IOMMU group that would keep users out (unbind: that VFIO drivers have)" },
	{ OPTION_COLUMNS, "columns", 0, ARGUMENT_REQUIRED, "NAME,...", NULL, COMPLETE_COLUMNS, FOR_LIST,
	  "which columns the table has, in which order (help: lists them)" },
	{ OPTION_GROUPS, "groups", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_LIST,
	  "a tree by IOMMU group" },
	{ OPTION_BRIDGES, "bridges", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_LIST,
	  "the table with bridges, too" },
	{ OPTION_WRITE, "write", 0, ARGUMENT_REQUIRED, "CLASS", write_words, COMPLETE_WORDS, FOR_PROBE,
	  "write registers, too, and put them back: virtual (what the device does not notice), hardware (harmless ones), effects, all (also raw bytes, reset, power state)" },
	{ OPTION_KNOW, "i-know-this-device", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_PROBE,
	  "allow --write=all: what it does is the device's own affair" },
	{ OPTION_DURATION, "duration", 0, ARGUMENT_REQUIRED, "SECONDS", NULL, COMPLETE_NOTHING, FOR_TRACE,
	  "end after so many seconds" },
	{ OPTION_AGAINST, "against", 0, ARGUMENT_REQUIRED, "FILE", NULL, COMPLETE_FILES, FOR_TRACE,
	  "show only accesses that the denies of this policy file forbid; exit 1 if there is one" },
	{ OPTION_NO_VALUES, "no-values", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_TRACE,
	  "leave out what was read and written" },
	{ OPTION_VF, "vf", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FACTUAL,
	  "with -F: the function is a VF" },
	{ OPTION_VF_ID, "vf-id", 0, ARGUMENT_REQUIRED, "VENDOR:DEVICE", NULL, COMPLETE_NOTHING,
	  FACTUAL, "with -F: the IDs that the kernel has for the VF" },
	{ OPTION_NO_IRQ, "no-irq", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FACTUAL,
	  "with -F: the function has no IRQ" },
	{ OPTION_NO_INTX, "no-intx", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FACTUAL,
	  "with -F: the kernel has no INTx for it" },
	{ OPTION_SIZE, "size", 0, ARGUMENT_REQUIRED, "100", size_words, COMPLETE_WORDS, FACTUAL,
	  "with -F: the 256 bytes that a dump shows are all there are" },
	{ OPTION_VF_TOKEN, "vf-token", 0, ARGUMENT_REQUIRED, "UUID", NULL, COMPLETE_NOTHING,
	  ASKING | FOR_RESTORE, "the token of a VF whose PF a VFIO driver has" },
	{ OPTION_WAIT, "wait", 0, ARGUMENT_REQUIRED, "SECONDS", NULL, COMPLETE_NOTHING,
	  ASKING | FOR_RESTORE, "retry a busy device for so long" },
	{ OPTION_NUMERIC, "numeric", 'n', ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_ALL,
	  "no names from pci.ids" },
	{ OPTION_COLOR, "color", 0, ARGUMENT_REQUIRED, "WHEN", color_words,
	  COMPLETE_WORDS, FOR_ALL, "colour: always, never, auto (on a terminal, unless NO_COLOR is set)" },
	{ OPTION_QUIET, "quiet", 'q', ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_ALL,
	  "no notes and warnings on standard error" },
	{ OPTION_VERBOSE, "verbose", 'v', ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_ALL,
	  "say more on standard error" },
	{ OPTION_JOBS, "jobs", 'j', ARGUMENT_REQUIRED, "N", NULL, COMPLETE_NOTHING, FOR_ALL,
	  "at most N devices side by side" },
	{ OPTION_HELP, "help", 'h', ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_ALL,
	  "show this help" },
	{ OPTION_USAGE, "usage", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_ALL,
	  "show the usage in brief" },
	{ OPTION_VERSION, "version", 0, ARGUMENT_NONE, NULL, NULL, COMPLETE_NOTHING, FOR_ALL,
	  "show the versions of the tool and its libraries" },
	{ .name = NULL },
};
/* clang-format on */
