/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The vfio-cfgtool authors */
#include "access/vfio/held.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>

#include "base/error_text.h"
#include "access/vfio/holder.h"
#include "access/system/sysfs.h"
#include "access/vfio/vfio_opened.h"

#define CANNOT "cannot be read through its holder: "

/* Linux 5.6. The oldest C library that builds this program has no function for it. */
#define GETFD_MAJOR	5
#define GETFD_MINOR	6

void held_close(struct held_device *held)
{
	cleanup_fd(&held->config.device);
	held->config.device = -1;
}

/* Copies a descriptor of a process, to be closed on exec; -errno on failure. */
static int copy_descriptor(const struct holder_descriptor *from)
{
	CLEANUP_FD int process = (int)syscall(SYS_pidfd_open, from->by.pid, 0);
	int copy;

	if (process < 0)
		return -errno;
	/* glibc 2.31 has no SYS_pidfd_getfd */
	copy = (int)syscall(__NR_pidfd_getfd, process, from->number, 0);
	return copy < 0 ? -errno : copy;
}

static int fault_refused(const struct holder *holder, int error, struct fault *fault)
{
	fault_set(fault, FAULT_NO_PERMISSION, error,
		  CANNOT "the descriptor of process %d (%s) cannot be copied without "
		  "CAP_SYS_PTRACE", (int)holder->pid, holder->command);
	if (geteuid() != 0)
		fault_hint(fault, "run it as root");
	else
		fault_hint(fault, "in a container, run it with --cap-add=SYS_PTRACE; if the sysctl "
			   "kernel.yama.ptrace_scope is 3, no process has that right until the "
			   "next boot; or read past VFIO with --source=sysfs");
	return -error;
}

static int fault_no_getfd(struct fault *fault)
{
	bool old = vfio_kernel_before(GETFD_MAJOR, GETFD_MINOR);

	fault_set(fault, FAULT_UNSUPPORTED, ENOSYS,
		  CANNOT "%s", old ?
		  "the running kernel copies no descriptor of another process; Linux 5.6 does" :
		  "a filter of system calls, such as a container's, hides pidfd_getfd()");
	fault_hint(fault, "%sread past VFIO with --source=sysfs",
		   old ? "" : "run it outside of the container, or ");
	return -ENOSYS;
}

/* Says why there is no copy. Returns 0 if the process or its descriptor has ended. */
static int fault_copy(const struct holder *holder, int error, struct fault *fault)
{
	switch (error) {
	case ESRCH:
	case EBADF:
	case EINVAL:	/* the number became a thread's */
		return 0;
	case EPERM:
	case EACCES:
		return fault_refused(holder, error, fault);
	case ENOSYS:
		return fault_no_getfd(fault);
	default:
		return fault_set(fault, FAULT_IO, error,
				 CANNOT "the descriptor of process %d (%s) cannot be copied: %s",
				 (int)holder->pid, holder->command, error_text(error));
	}
}

static int fault_asleep(const struct pci_address *address, struct fault *fault)
{
	char state[16];

	sysfs_attribute(address, "power_state", state, sizeof(state));
	fault_set(fault, FAULT_BUSY, EBUSY,
		  CANNOT "it sleeps; a read would wake it, and tell its user so");
	/* pci_config_pm_runtime_get() wakes only what is in D3cold. */
	fault_hint(fault, "%stry again when its power/runtime_status in sysfs is active",
		   strcmp(state, "D3hot") == 0 ?
		   "read past VFIO with --source=sysfs, which lets it sleep; or " : "");
	return -EBUSY;
}

static int fault_other_asleep(const struct holder *holder, const struct pci_address *sleeper,
			      struct fault *fault)
{
	char text[ADDRESS_TEXT_SIZE];

	address_format(sleeper, text);
	fault_set(fault, FAULT_BUSY, EBUSY,
		  CANNOT "a descriptor of process %d (%s) may be of this function or of %s, which "
		  "sleeps: asking would wake it", (int)holder->pid, holder->command, text);
	fault_hint(fault, "try again when power/runtime_status of %s in sysfs is active, or read "
		   "past VFIO with --source=sysfs", text);
	return -EBUSY;
}

static int fault_unproven(const struct holder *holder, struct fault *fault)
{
	fault_set(fault, FAULT_UNSUPPORTED, ENOTUNIQ,
		  CANNOT "process %d (%s) has a VFIO device open, and the running kernel does not "
		  "say which; other devices are open as well", (int)holder->pid, holder->command);
	fault_hint(fault, "read past VFIO with --source=sysfs; newer kernels say it, and from Linux "
		   "6.6 on those of a device that was opened by its own node");
	return -ENOTUNIQ;
}

static int fault_unbound(const struct holder *holder, struct fault *fault)
{
	fault_set(fault, FAULT_UNSUPPORTED, EINVAL,
		  CANNOT "process %d (%s) has its node open, but has not bound it to an iommufd, "
		  "and until then there is nothing to read", (int)holder->pid, holder->command);
	fault_hint(fault, "open it with --source=vfio, as that keeps nobody out; or try again once "
		   "it is bound");
	return -EINVAL;
}

/* Says that no descriptor of the function is visible. */
static int fault_nobody(const struct pci_address *address, struct fault *fault)
{
	struct holder holder;
	bool open = vfio_may_be_open(address);

	if (!open && holder_find_node(vfio_node_number(address), &holder))
		return fault_unbound(&holder, fault);
	if (!open) {
		fault_set(fault, FAULT_UNSUPPORTED, ESRCH, CANNOT "no process holds it open");
		fault_hint(fault, "open it with --source=vfio");
	} else if (!holder_sees_all()) {
		fault_set(fault, FAULT_NO_PERMISSION, ESRCH,
			  CANNOT "no process is seen that holds it open, and other users' "
			  "processes cannot be seen");
		fault_hint(fault, "run it as root, or open it with --source=vfio");
	} else {
		fault_set(fault, FAULT_UNSUPPORTED, ESRCH,
			  CANNOT "no process is seen that holds it open");
		fault_hint(fault, "open it with --source=vfio; if it is busy then, the holder is in "
			   "another PID namespace: run it there, or on the host");
	}
	return -ESRCH;
}

/*
 * Whether a copy that the kernel does not identify is the function's, without asking the
 * device. KNOWN_NOT: it must be asked. While the copy is open its device is open, so it is
 * this device if no other can be open. Returns -errno if asking could wake a function.
 */
static int find_by_others(const struct held_device *held, enum known *known, struct fault *fault)
{
	const struct pci_address *address = &held->config.address;
	struct vfio_others others;
	int result = vfio_find_others(address, held->holder.pid, &others);

	if (result < 0)
		return fault_set(fault, FAULT_IO, -result,
				 CANNOT "the machine's VFIO devices cannot be listed: %s",
				 error_text(-result));
	if (!vfio_may_be_open(address))
		*known = KNOWN_NO;
	else if (!others.open)
		*known = KNOWN_YES;
	if (*known == KNOWN_NOT && others.asleep)
		return fault_other_asleep(&held->holder, &others.sleeper, fault);
	return 0;
}

/* Asks a copy what it is: 1 the function, 0 not, else -errno with fault filled. */
static int ask(const struct held_proof *proof, enum known known, struct held_device *held,
	       struct fault *fault)
{
	int result = vfio_ask_kind(held->config.device);

	if (result == -EINVAL)
		return fault_unbound(&held->holder, fault);
	if (result == -ENOTSUP)
		return 0;
	if (result < 0)
		return fault_set(fault, FAULT_IO, -result, CANNOT "the kernel does not say what it "
				 "is: %s", error_text(-result));
	result = vfio_region_find(&held->config, fault);
	if (result < 0)
		return result;
	if (known != KNOWN_YES) {
		result = proof->is_it(&held->config, proof->context, fault);
		if (result <= 0)
			return result;
	}
	/* The last check before the read. */
	if (vfio_is_asleep(&held->config.address))
		return fault_asleep(&held->config.address, fault);
	return 1;
}

/*
 * Whether the copy in *held is the function: 1 yes, with its region; 0 no; else -errno with
 * fault filled. Asks the copy itself, not what /proc said about the holder's descriptor. Reads
 * the function's number again: while the copy is open, the kernel gives the number to no other
 * function.
 */
static int examine(const struct held_proof *proof, struct held_device *held, struct fault *fault)
{
	const struct pci_address *address = &held->config.address;
	enum known known = holder_own_descriptor(held->config.device, address,
						 vfio_node_number(address));

	if (known == KNOWN_NOT) {
		int result = find_by_others(held, &known, fault);

		if (result < 0)
			return result;
	}
	if (known == KNOWN_NO)
		return 0;
	if (vfio_is_asleep(address))
		return fault_asleep(address, fault);
	if (known == KNOWN_NOT && proof == NULL)
		return fault_unproven(&held->holder, fault);
	return ask(proof, known, held, fault);
}

/* Copies one descriptor and keeps it only if it is the function. Returns as above. */
static int try_descriptor(const struct holder_descriptor *descriptor,
			  const struct held_proof *proof, struct held_device *held,
			  struct fault *fault)
{
	int result = copy_descriptor(descriptor);

	held->holder = descriptor->by;
	if (result < 0)
		return fault_copy(&held->holder, -result, fault);
	held->config.device = result;
	result = examine(proof, held, fault);
	if (result <= 0)
		held_close(held);
	return result;
}

/*
 * Tries the descriptors in order. Returns -ESRCH without a fault if there is none. If several
 * fail, the fault is the first one's, or that of one that needs a proof.
 */
static int search(const struct vfio_target *target, const struct held_proof *proof,
		  struct held_device *held, struct fault *fault)
{
	CLEANUP_FREE struct holder_descriptor *list = NULL;
	size_t count = holder_descriptors(&target->address, vfio_node_number(&target->address),
					  vfio_group_number(target), &list);
	struct holder first = { 0 };
	int failure = -ESRCH;

	if (list == NULL)
		return fault_set(fault, FAULT_IO, ENOMEM, "out of memory");
	for (size_t i = 0; i < count; i++) {
		struct fault cause = { 0 };
		int result = try_descriptor(&list[i], proof, held, &cause);

		if (result > 0)
			return 0;
		if (result == 0 || (fault->code != FAULT_NONE && result != -ENOTUNIQ))
			continue;
		failure = result;
		first = list[i].certain ? list[i].by : (struct holder){ 0 };
		*fault = cause;
	}
	held->holder = first;
	return failure;
}

int held_open(const struct pci_address *address, const struct held_proof *proof,
	      struct held_device *held, struct fault *fault)
{
	struct vfio_target target;
	struct fault cause = { 0 };
	int result;

	*held = (struct held_device)HELD_DEVICE_CLOSED;
	held->config.address = *address;
	vfio_target_find(address, &target);
	result = vfio_check_bound(&target, &cause);
	if (result == 0 && !vfio_may_be_open(address))
		result = fault_nobody(address, &cause);
	if (result == 0)
		result = search(&target, proof, held, &cause);
	if (result == -ESRCH && cause.code == FAULT_NONE) {
		/* What /proc said may be out of date. */
		holder_forget();
		result = search(&target, proof, held, &cause);
	}
	if (result == -ESRCH && cause.code == FAULT_NONE)
		result = fault_nobody(address, &cause);
	if (result < 0 && fault != NULL)
		*fault = cause;
	return result;
}
