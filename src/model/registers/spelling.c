/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "model/registers/spelling.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/macros.h"
#include "model/registers/register.h"
#include "model/vfio/capability.h"

/* Labels of lspci -vv (pciutils 3.15); where two capabilities share one, the first one's. */
/* clang-format off */
static const struct {
	const char *label, *name;
} labels[] = {
	{ "Control",	  "COMMAND" },
	{ "BAR0",	  "BASE_ADDRESS_0" },
	{ "BAR1",	  "BASE_ADDRESS_1" },
	{ "BAR2",	  "BASE_ADDRESS_2" },
	{ "BAR3",	  "BASE_ADDRESS_3" },
	{ "BAR4",	  "BASE_ADDRESS_4" },
	{ "BAR5",	  "BASE_ADDRESS_5" },
	{ "BridgeCtl",	  "BRIDGE_CONTROL" },
	{ "DevCap",	  "EXP_DEVCAP" },
	{ "DevCtl",	  "EXP_DEVCTL" },
	{ "DevSta",	  "EXP_DEVSTA" },
	{ "LnkCap",	  "EXP_LNKCAP" },
	{ "LnkCtl",	  "EXP_LNKCTL" },
	{ "LnkSta",	  "EXP_LNKSTA" },
	{ "SltCap",	  "EXP_SLTCAP" },
	{ "SltCtl",	  "EXP_SLTCTL" },
	{ "SltSta",	  "EXP_SLTSTA" },
	{ "RootCap",	  "EXP_RTCAP" },
	{ "RootCtl",	  "EXP_RTCTL" },
	{ "RootSta",	  "EXP_RTSTA" },
	{ "DevCap2",	  "EXP_DEVCAP2" },
	{ "DevCtl2",	  "EXP_DEVCTL2" },
	{ "DevSta2",	  "EXP_DEVSTA2" },
	{ "LnkCap2",	  "EXP_LNKCAP2" },
	{ "LnkCtl2",	  "EXP_LNKCTL2" },
	{ "LnkSta2",	  "EXP_LNKSTA2" },
	{ "SltCap2",	  "EXP_SLTCAP2" },
	{ "SltCtl2",	  "EXP_SLTCTL2" },
	{ "SltSta2",	  "EXP_SLTSTA2" },
	{ "AFCap",	  "AF_CAP" },
	{ "AFCtrl",	  "AF_CTRL" },
	{ "AFStatus",	  "AF_STATUS" },
	{ "UESta",	  "ERR_UNCOR_STATUS" },
	{ "UEMsk",	  "ERR_UNCOR_MASK" },
	{ "UESvrt",	  "ERR_UNCOR_SEVER" },
	{ "CESta",	  "ERR_COR_STATUS" },
	{ "CEMsk",	  "ERR_COR_MASK" },
	{ "AERCap",	  "ERR_CAP" },
	{ "HeaderLog",	  "ERR_HEADER_LOG" },
	{ "RootCmd",	  "ERR_ROOT_COMMAND" },
	{ "ErrorSrc",	  "ERR_ROOT_ERR_SRC" },
	{ "ACSCap",	  "ACS_CAP" },
	{ "ACSCtl",	  "ACS_CTRL" },
	{ "ARICap",	  "ARI_CAP" },
	{ "ARICtl",	  "ARI_CTRL" },
	{ "ATSCap",	  "ATS_CAP" },
	{ "ATSCtl",	  "ATS_CTRL" },
	{ "PRICtl",	  "PRI_CTRL" },
	{ "PRISta",	  "PRI_STATUS" },
	{ "PASIDCap",	  "PASID_CAP" },
	{ "PASIDCtl",	  "PASID_CTRL" },
	{ "IOVCap",	  "SRIOV_CAP" },
	{ "IOVCtl",	  "SRIOV_CTRL" },
	{ "IOVSta",	  "SRIOV_STATUS" },
	{ "McastCap",	  "MCAST_CAP" },
	{ "McastCtl",	  "MCAST_CTRL" },
	{ "McastBAR",	  "MCAST_BAR_LO" },
	{ "DpcCap",	  "EXP_DPC_CAP" },
	{ "DpcCtl",	  "EXP_DPC_CTL" },
	{ "DpcSta",	  "EXP_DPC_STATUS" },
	{ "L1SubCap",	  "L1SS_CAP" },
	{ "L1SubCtl1",	  "L1SS_CTL1" },
	{ "L1SubCtl2",	  "L1SS_CTL2" },
	{ "PTMCap",	  "PTM_CAP" },
	{ "PTMControl",	  "PTM_CTRL" },
	{ "LnkCtl3",	  "SECPCI_LNKCTL3" },
	{ "LaneErrStat",  "SECPCI_LANE_ERR" },
	{ "PortCap",	  "LMR_CAPS" },
	{ "PortSta",	  "LMR_PORT_STS" },
	{ "Phy16Sta",	  "PL_16GT_STATUS" },
	{ "Phy32Cap",	  "PL_32GT_CAP" },
	{ "Phy32Ctl",	  "PL_32GT_CTRL" },
	{ "Phy32Sta",	  "PL_32GT_STATUS" },
	{ "Phy64Sta",	  "PL_64GT_STATUS" },
	{ "DOECap",	  "DOE_CAP" },
	{ "DOECtl",	  "DOE_CTRL" },
	{ "DOESta",	  "DOE_STATUS" },
	{ "IDECap",	  "IDE_CAP" },
	{ "IDECtl",	  "IDE_CTL" },
	{ "DevCap3",	  "DEV3_CAP" },
	{ "DevCtl3",	  "DEV3_CTL" },
	{ "DevSta3",	  "DEV3_STA" },
	{ "CXLCap",	  "DVSEC_CXL_CAP" },
	{ "CXLCtl",	  "DVSEC_CXL_CTRL" },
	{ "CXLSta",	  "DVSEC_CXL_STATUS" },
	{ "CXLCtl2",	  "DVSEC_CXL_CTRL2" },
	{ "CXLSta2",	  "DVSEC_CXL_STATUS2" },
	{ "CXLCap2",	  "DVSEC_CXL_CAP2" },
	{ "CXLCap3",	  "DVSEC_CXL_CAP3" },
	{ "CXLPortSta",	  "DVSEC_CXL_PORT_STATUS" },
	{ "CXLPortCtl",	  "DVSEC_CXL_PORT_CTL" },
	{ "FBCap",	  "DVSEC_CXL_FLEXBUS_PORT_CAP" },
	{ "FBCtl",	  "DVSEC_CXL_FLEXBUS_PORT_CTRL" },
	{ "FBSta",	  "DVSEC_CXL_FLEXBUS_PORT_STATUS" },
	{ "FBModTS",	  "DVSEC_CXL_FLEXBUS_PORT_MOD_TS" },
};
/* clang-format on */

const char *spelling_of_lspci(const char *text, size_t length)
{
	for (size_t i = 0; i < ARRAY_LENGTH(labels); i++)
		if (ascii_is(text, length, labels[i].label))
			return labels[i].name;
	return NULL;
}

/* Whether the text is a name without what comes before one of its underscores. */
static bool lacks_prefix(const char *text, size_t length, const char *name)
{
	size_t whole = strlen(name);

	return whole > length && name[whole - length - 1] == '_' &&
	       ascii_is(text, length, name + whole - length);
}

/* Whether the longer text is the shorter one and one letter more. */
static bool has_one_more(const char *longer, size_t length, const char *shorter)
{
	size_t first = 0;

	while (first + 1 < length && ascii_lower(longer[first]) == ascii_lower(shorter[first]))
		first++;
	return ascii_is(longer + first + 1, length - first - 1, shorter + first);
}

/* Whether one letter is missing, or too many. */
static bool has_other_length(const char *text, size_t length, const char *name)
{
	size_t whole = strlen(name);
	char copy[64];

	if (length < 4 || length >= sizeof(copy))
		return false;
	if (length == whole + 1)
		return has_one_more(text, length, name);
	snprintf(copy, sizeof(copy), "%.*s", (int)length, text);
	return length + 1 == whole && has_one_more(name, whole, copy);
}

/* Whether one letter of the text is wrong, or two neighbours changed places. */
static bool is_near(const char *text, size_t length, const char *name)
{
	size_t first = 0, last = length;

	if (length < 4 || strlen(name) != length)
		return false;
	while (first < length && ascii_lower(text[first]) == ascii_lower(name[first]))
		first++;
	while (last > first && ascii_lower(text[last - 1]) == ascii_lower(name[last - 1]))
		last--;
	if (last - first <= 1)
		return true;
	return last - first == 2 && ascii_lower(text[first]) == ascii_lower(name[first + 1]) &&
	       ascii_lower(text[first + 1]) == ascii_lower(name[first]);
}

/* The one name that is meant, as far as the tables were searched. */
struct search {
	const char *text;
	size_t length;
	bool (*is_like)(const char *text, size_t length, const char *name);
	const char *name;
	bool several;
};

static void try_name(struct search *search, const char *name)
{
	if (name == NULL || !search->is_like(search->text, search->length, name))
		return;
	if (search->name != NULL && strcmp(search->name, name) != 0)
		search->several = true;
	search->name = name;
}

static void try_types(struct search *search, const struct register_type *types, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		try_name(search, types[i].setpci);
		try_name(search, types[i].kernel);
	}
}

/* Only one: "CTRL" says nothing. */
static const char *find_register(struct search search)
{
	size_t count;
	const struct register_type *types = register_types_header(&count);

	try_types(&search, types, count);
	for (unsigned int i = 0; i < 0x200; i++) {
		types = register_types(i >= 0x100, i & 0xff, &count);
		try_types(&search, types, count);
	}
	return search.several ? NULL : search.name;
}

static const char *find_capability(const struct search *search)
{
	for (unsigned int i = 0; i < 0x200; i++) {
		const struct capability_type *type = capability_find(i >= 0x100, i & 0xff);

		if (type != NULL && search->is_like(search->text, search->length, type->name))
			return type->name;
	}
	return NULL;
}

/* Without what comes before one of its underscores, or nearly so. */
static bool is_meant(const char *text, size_t length, const char *name)
{
	return lacks_prefix(text, length, name) || is_near(text, length, name);
}

bool spelling_suggest(const char *text, size_t length, char *name, size_t size)
{
	bool (*const likes[])(const char *, size_t, const char *) = { is_meant, has_other_length };
	const char *like = NULL;

	for (size_t i = 0; i < ARRAY_LENGTH(likes) && like == NULL && length > 0; i++) {
		const struct search search = {
			.text = text, .length = length, .is_like = likes[i],
		};

		like = find_capability(&search);
		if (like == NULL)
			like = find_register(search);
	}
	if (like != NULL)
		snprintf(name, size, "%s", like);
	return like != NULL;
}
