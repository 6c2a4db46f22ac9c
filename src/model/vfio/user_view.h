/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user view, predicted: what a VFIO user reads after an open, if the
 * hardware holds given bytes.
 */
#ifndef VFIO_CFGTOOL_MODEL_VFIO_USER_VIEW_H
#define VFIO_CFGTOOL_MODEL_VFIO_USER_VIEW_H

#include "model/vfio/policy.h"
#include "model/vfio/virtual_copy.h"

/* The two sources that a user's reads come from. */
struct user_view {
	struct config_space hardware;		/* as it is while the device is open */
	struct config_space virtual_copy;	/* as the open and the first read leave it */
	bool no_memory_enable;	/* memory enable is read from both (VFs) */
};

/*
 * Predicts them for bytes of the hardware view. An open wakes the device
 * and enables it, clears bus master and INTx disable; the first read fits the BARs to the
 * host's resources. Where those are not known, the BARs of a VF are not either.
 */
void user_view_build(const struct config_space *hardware, const struct rules *rules,
		     const struct device_facts *facts, const struct map *map,
		     struct user_view *view);

/* Whether a byte is one of a BAR or of the ROM's; and the first that has the header's rules, or -1. */
bool user_view_is_bar(unsigned int offset);
int user_view_bar(const struct map *map);

/*
 * The first read after a write of a BAR fits all of them to the host's resources;
 * where those are not known, the BARs are not either.
 */
void user_view_fit_bars(const struct device_facts *facts, struct user_view *view);

/*
 * What a user reads with one access of 1, 2 or 4 bytes; inside the space. False
 * where that does not follow from what is known, or nobody can know.
 */
bool user_view_read(const struct user_view *view, const struct map *map,
		    const struct policy *policy, unsigned int offset, unsigned int width,
		    uint32_t *value);

#endif
