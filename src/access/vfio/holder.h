/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
/*
 * Finds the processes that hold a VFIO node or device open, as far as /proc shows them to this
 * user. Only root sees other users' descriptors. No process sees those of another PID
 * namespace.
 */
#ifndef VFIO_CFGTOOL_ACCESS_VFIO_HOLDER_H
#define VFIO_CFGTOOL_ACCESS_VFIO_HOLDER_H

#include "base/device.h"

/*
 * Finds a process that has the character device with this number open, under any name and in
 * any mount namespace. Returns false with *holder zeroed if none is visible.
 *
 * The first call reads /proc; later ones use its result. Any thread may call.
 */
bool holder_find_node(dev_t node, struct holder *holder);

/*
 * Finds a process that has a device descriptor of the function, even if it has closed the
 * group's, on kernels that name the device in /proc/PID/fdinfo/N ("vfio-device-syspath").
 * Otherwise as above.
 */
bool holder_find_device(const struct pci_address *address, struct holder *holder);

/* Whether a process has the character device with this number open. */
bool holder_has_node(pid_t pid, dev_t node);

/* A descriptor in another process. */
struct holder_descriptor {
	struct holder by;
	int number;
	bool certain;		/* it is known to be this function's */
};

/*
 * Lists descriptors that refer, or may refer, to this function: those of its own
 * node (0: it has none), those the kernel identifies, and those it does not
 * identify. The last come after the others, unless their process has the group's
 * node open. Returns their number. The caller frees *list, which is NULL if memory
 * is short.
 */
size_t holder_descriptors(const struct pci_address *address, dev_t node, dev_t group,
			  struct holder_descriptor **list);

/*
 * Whether a descriptor of this process is an open device of the function. Its node
 * or the kernel tells; KNOWN_NOT if it is a device that the kernel does not identify.
 */
enum known holder_own_descriptor(int descriptor, const struct pci_address *address, dev_t node);

/* Whether any visible process has a VFIO container, group or device open. */
bool holder_any(void);

/*
 * Says why some descriptors of the machine's processes were hidden: a positive errno for
 * proc_error_text(), or 0 if none was.
 */
int holder_error(void);

/* Whether the descriptors of every process in /proc were visible. /proc may be a namespace's. */
bool holder_sees_all(void);

/* Forgets the result: the next question reads /proc again. */
void holder_forget(void);

#endif
